"""What there is to say about a submission beyond its points, kept beside what was received."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from autograder.judging.verdicts import Verdict
from autograder.stops import Stop
from course_lib.atomic_write import write_whole

GRADED = "graded"


@dataclass(frozen=True)
class Record:
    """The state of one student's work.

    Attributes:
        refusal: Why the work cannot be graded; None where it can.
        notes: What was repaired or left out on the way.
        origin: The file that was handed in.
        kept: The name under which its bytes are kept beside the record; empty where they are not.
        verdict: What judging found; None where nothing was judged.
        fingerprints: What the verdict was found with, a hash for each exercise (see `freshness`).
        stored: Whether gradebook and pages hold it, too; not yet where grading was cut short.
        placeholder: SHA-256 of the notebook that stands in its place, where it cannot be graded.
        handed_in: When it was handed in, as ISO 8601 with a time zone; empty where nobody knows.
    """

    refusal: Stop | None = None
    notes: tuple[str, ...] = ()
    origin: str = ""
    kept: str = ""
    verdict: Verdict | None = None
    fingerprints: Mapping[str, str] = field(default_factory=dict)
    stored: bool = True
    handed_in: str = ""
    placeholder: str = ""

    @property
    def state(self) -> str:
        """``graded``, or ``could not be read: …``, or ``needs a person: …``."""
        return GRADED if self.refusal is None else str(self.refusal)

    @property
    def stops(self) -> tuple[Stop, ...]:
        """What judging had to stop."""
        return () if self.verdict is None else self.verdict.stops

    @property
    def isolation(self) -> str:
        """What the student's code ran in; empty where it was not run."""
        ran = self.verdict is not None and self.verdict.refusal is None
        return self.verdict.isolation if self.verdict is not None and ran else ""

    @property
    def sandbox(self) -> str:
        """The program that made the student's sandbox; empty where there was none."""
        return self.verdict.sandbox if self.verdict is not None and self.isolation else ""


def save_record(folder: Path, record: Record) -> None:
    """Write a record into the folder of what was received."""
    content: dict[str, Any] = {
        "refusal": None if record.refusal is None else asdict(record.refusal),
        "notes": record.notes,
        "origin": record.origin,
        "kept": record.kept,
        "fingerprints": dict(record.fingerprints),
        "stored": record.stored,
        "handed_in": record.handed_in,
        "placeholder": record.placeholder,
        "verdict": None if record.verdict is None else json.loads(record.verdict.to_json()),
    }
    text = json.dumps(content, ensure_ascii=False, indent=1)
    # A file name may hold what is no text at all.
    write_whole(folder / "verdict.json", text.encode("utf-8", "replace"))


def load_record(folder: Path) -> Record:
    """Read a record; an empty one for work of which there is none.

    A verdict that an earlier grader wrote is left out, so that the work is judged again.
    """
    try:
        content = json.loads((folder / "verdict.json").read_bytes())
        refusal = content.get("refusal")
        return Record(
            None if refusal is None else Stop.from_dict(refusal),
            tuple(content["notes"]),
            content["origin"],
            content.get("kept", ""),
            _verdict(content.get("verdict")),
            dict(content.get("fingerprints", {})),
            bool(content.get("stored", True)),
            str(content.get("handed_in", "")),
            str(content.get("placeholder", "")),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Record()


def _verdict(content: Any) -> Verdict | None:
    try:
        return None if content is None else Verdict.from_json(json.dumps(content))
    except ValueError:
        return None
