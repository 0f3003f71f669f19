"""What there is to say about a submission beyond its points, kept beside what was received."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from autograder.grading.files import write_whole

GRADED = "graded"


@dataclass(frozen=True)
class Verdict:
    """The state of one student's work.

    Attributes:
        state: ``graded``, or ``could not be read: …``, or ``needs a person: …``.
        notes: What was repaired or left out on the way.
        origin: The file that was handed in.
    """

    state: str = GRADED
    notes: tuple[str, ...] = ()
    origin: str = ""


def save_verdict(folder: Path, verdict: Verdict) -> None:
    """Write a verdict into the folder of what was received."""
    text = json.dumps(asdict(verdict), ensure_ascii=False, indent=1)
    # A file name may hold what is no text at all.
    write_whole(folder / "verdict.json", text.encode("utf-8", "replace"))


def load_verdict(folder: Path) -> Verdict:
    """Read a verdict; ``graded`` for work that plain nbgrader graded."""
    try:
        content = json.loads((folder / "verdict.json").read_bytes())
        return Verdict(content["state"], tuple(content["notes"]), content["origin"])
    except (OSError, ValueError, KeyError, TypeError):
        return Verdict()
