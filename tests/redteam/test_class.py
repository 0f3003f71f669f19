"""Attackers and honest students in one class: it is graded to its end, and nobody honest notices.

With ``REDTEAM_CLASS=all`` every attack on the tiny lab is handed in; otherwise every sixth of those
that leave the machine alone.
"""

import os
import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path

import nbformat
import pytest

from autograder.classes import GradedClass, GradingOptions, grade_class
from autograder.classes.record import load_record
from autograder.classes.workplace import open_workplace
from autograder.judging.verdicts import Verdict, differences
from autograder.labsource import build_all
from autograder.submissions import Submission, collect
from tests.redteam.arena import Arena
from tests.redteam.attack import Place, answered
from tests.redteam.labs import HONEST, WRONG, write_course
from tests.redteam.suite import ATTACKS
from tests.redteam.worker import SHORT

pytestmark = [pytest.mark.slow, pytest.mark.needs("sandbox")]

TINY = [attack for attack in ATTACKS.values() if attack.lab == "tiny"]
CHOSEN = (
    TINY
    if os.environ.get("REDTEAM_CLASS") == "all"
    else [attack for attack in TINY if not attack.harmful][::6]
)
#: An honest student is handed in after so many attackers.
EVERY = 4


@pytest.fixture(scope="module")
def arena(tmp_path_factory: pytest.TempPathFactory) -> Arena:
    """A course in which nothing is graded."""
    root = tmp_path_factory.mktemp("class")
    course, home = root / "course", root / "home"
    course.mkdir()
    home.mkdir()
    write_course(course)
    build_all(course)
    return Arena(course, home, f"mark{secrets.token_hex(6)}")


def test_honest_students_get_the_same_among_attackers(arena: Arena) -> None:
    """Everyone is graded; honest verdicts and notebooks are those of an honest class, bit for bit.

    The sandboxes are warm: the attackers and the honest share interpreters.
    """
    release = nbformat.read(arena.course / "labs" / "tiny" / "tiny.ipynb", 4)
    work = nbformat.writes(answered(release, HONEST.answers)).encode()
    names = [f"honest{number:02}" for number in range(1 + len(CHOSEN) // EVERY)]
    honest = [_submission(name, work) for name in names]

    alone = _graded(arena.course, honest)
    assert _points(alone) == dict.fromkeys(names, HONEST.points)
    before = _found(arena.course, names)

    with arena.watched() as (place, seen):
        hostile = list(_hostile(release, place, arena.course, work))
        together = _graded(arena.course, list(_mixed(hostile, honest)))
    assert alone.cold == together.cold == ()
    assert seen["reached"] == []
    assert [line for line in seen["left"] if arena.mark in line] == []

    points = _points(together)
    assert len(points) == len(CHOSEN) + len(names)
    allowed = {attack.name: attack.honest for attack in CHOSEN}
    assert {n: p for n, p in points.items() if p > allowed.get(n, HONEST.points)} == {}
    after = _found(arena.course, names)
    for name in names:
        assert differences(before[name][0], after[name][0]) == []
        assert before[name][1] == after[name][1]


def _graded(course: Path, submissions: list[Submission]) -> GradedClass:
    return grade_class(
        course, "tiny", submissions, limits=SHORT, options=GradingOptions(workers=2, again=True)
    )


def _points(graded: GradedClass) -> dict[str, float]:
    return {one.student: sum(one.points.values()) for one in graded.students}


def _found(course: Path, names: list[str]) -> Mapping[str, tuple[Verdict, bytes]]:
    """The verdict and the graded notebook of some students."""
    place = open_workplace(course, "tiny")
    found = {}
    for name in names:
        verdict = load_record(place.received(name)).verdict
        assert verdict is not None
        found[name] = verdict, place.judged(name).read_bytes()
    return found


def _submission(student: str, content: bytes) -> Submission:
    return Submission(student, f"{student}.ipynb", notebook=content, received=content)


def _hostile(
    release: nbformat.NotebookNode, place: Place, course: Path, honest: bytes
) -> Iterator[Submission]:
    handed_in = course / "handed-in"  # beside the solutions, and with another's right answers
    others = handed_in / "bob" / "tiny" / "tiny.ipynb"
    others.parent.mkdir(parents=True)
    others.write_bytes(honest)
    for attack in CHOSEN:
        if attack.folder is None:
            yield _submission(attack.name, attack.notebook(release, WRONG["tiny"], place))
        else:
            mine = handed_in / attack.name / "tiny"
            mine.mkdir(parents=True)
            attack.folder(mine)
            yield next(one for one in collect(handed_in, "tiny") if one.student == attack.name)


def _mixed(hostile: list[Submission], honest: list[Submission]) -> Iterator[Submission]:
    """One honest student first, and one after every few attackers."""
    waiting = iter(honest)
    for number, one in enumerate(hostile):
        if number % EVERY == 0:
            yield next(waiting)
        yield one
    yield from waiting
