"""What a verdict holds, and what it depends on."""

import hashlib
import hmac
from typing import Any

import pytest
from nbformat import NotebookNode

from autograder.errors import AutograderError
from autograder.judging import grade as module
from autograder.judging.grade import refuse, require, seed_of
from autograder.judging.verdicts import Verdict, differences
from autograder.labsource import Lab
from autograder.stops import unreadable


def test_a_verdict_survives_as_json(judge: Any, work: NotebookNode, cell: Any) -> None:
    """Every field, of every check."""
    cell("double").source = "def double(x): return '\ud7ff é'"
    verdict = judge(work).verdict
    again = Verdict.from_json(verdict.to_json())
    assert again == verdict
    assert again.points == verdict.points == 1
    assert differences(verdict, again) == []


@pytest.mark.parametrize("text", ["[]", "{}", '{"format": 2}', '{"format": 1}',
                                  '{"format": 1, "exercises": [{}], "notes": []}'])  # fmt: skip
def test_json_of_another_kind_is_refused(text: str) -> None:
    """With a sentence."""
    with pytest.raises(ValueError, match="grade"):
        Verdict.from_json(text)


def test_a_verdict_says_what_it_depends_on(judge: Any, work: NotebookNode) -> None:
    """The versions, the seeds and the digests of what went in."""
    verdict = judge(work).verdict
    assert verdict.versions.keys() == {"python", "torch", "nbgrader", "course"}
    assert (verdict.student, verdict.lab, verdict.isolation) == ("ada", "tiny", "none")
    message = b"tiny|ada|double"
    assert verdict.of("double").seed == hmac.new(b"secret", message, hashlib.sha256).hexdigest()
    assert len(verdict.submission_digest) == len(verdict.lab_digest) == 64


def test_durations_are_no_part_of_it(judge: Any, work: NotebookNode) -> None:
    """Two runs never take equally long."""
    first, second = judge(work).verdict, judge(work).verdict
    assert first.seconds != second.seconds
    assert first == second


@pytest.mark.parametrize(
    "other",
    [
        ("secret2", "l", "s", "e"),
        ("secret", "l2", "s", "e"),
        ("secret", "l", "s2", "e"),
        ("secret", "l", "s", "e2"),
    ],
)
def test_seeds_differ_in_all_that_they_are_made_of(other: tuple[str, str, str, str]) -> None:
    """Another student, exercise, lab or secret draws other inputs."""
    secret, *names = other
    assert seed_of(secret.encode(), *names) != seed_of(b"secret", "l", "s", "e")


def test_differences_are_named(judge: Any, work: NotebookNode, cell: Any) -> None:
    """Each in a sentence, by exercise and check."""
    before = judge(work).verdict
    cell("double").source = "def double(x): return 4"
    found = differences(before, judge(work).verdict)
    assert 'double: "three doubled" passed, now fails: expected 6, got 4' in found
    assert any(line.startswith("submission_digest") for line in found)


def test_work_without_bytes_is_refused(lab: Lab) -> None:
    """A link or a huge file gets the same kind of result."""
    graded = refuse(lab, "ada", b"secret", unreadable("it is a link"), isolation="none")
    assert (str(graded.verdict.refusal), graded.verdict.points) == (
        "could not be read: it is a link",
        0,
    )
    assert len(graded.verdict.of("double").checks) == 3


def test_without_a_sandbox_nothing_is_graded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence says why, and how to do without one explicitly."""
    from autograder import sandbox

    monkeypatch.setattr(sandbox, "available", lambda: "bubblewrap is not installed")
    with pytest.raises(AutograderError, match=r"nothing to keep .* in: bubblewrap is not inst"):
        require("bubblewrap")
    require("none")


def test_an_unknown_sandbox_is_a_sentence() -> None:
    """Never a silent fallback."""
    with pytest.raises(AutograderError, match="no sandbox is called 'docker'"):
        require("docker")  # type: ignore[arg-type]


def test_a_lab_whose_setup_fails_is_no_ones_fault(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lab's line is named, instead of zeros for the class."""
    from autograder.labsource import read_lab
    from autograder.labsource.student_version import released

    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / "broken.py").write_text(
        '# %% role="setup"\nimport no_such_module\n\n# %% role="exercise" id="x"\n'
        '### BEGIN SOLUTION\nx = 1\n### END SOLUTION\n\n# %% role="test" id="x" points=1\n'
        "assert x\n"
    )
    lab = read_lab(folder / "broken.py")
    import nbformat

    data = nbformat.writes(released(lab)).encode()
    with pytest.raises(AutograderError, match="a setup cell of broken fails by itself"):
        module.grade_submission(lab, data, "ada", b"secret", isolation="none")
