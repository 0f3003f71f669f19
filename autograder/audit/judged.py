"""A sample through the whole judge, to see that it says what the checks in this process say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Literal

import nbformat
from nbformat import NotebookNode

from autograder.audit.answers import Bank, Right, Wrong
from autograder.audit.trial import Trial, accepted
from autograder.audit.workers import Workers
from autograder.labsource import Lab

_SECRET = b"audit"


def compare(
    lab: Lab,
    bank: Bank,
    submissions: int,
    *,
    isolation: Literal["bubblewrap", "none"] = "bubblewrap",
    on_progress: Callable[[int, int], None] = lambda done, of: None,
) -> tuple[list[str], int]:
    """Grade a few submissions made of the bank's answers, and judge the same ones here.

    Each submission takes one answer for one exercise in turn and the reference solution for all
    others, so that no wrong answer spoils what is built on it. Right and wrong ones alternate.

    Args:
        lab: The lab's source.
        bank: Its answers.
        submissions: How many to grade; spread over the bank.
        isolation: What they run in.
        on_progress: Called with how many are graded, of how many.

    Returns:
        Where the two differ, a sentence each; and how many verdicts were compared.
    """
    from autograder.judging.grade import grade_submission, seed_of

    found: list[str] = []
    chosen = list(_spread(bank, submissions))
    with Workers(lab, 1, bank.slow) as workers:
        for number, answer in enumerate(chosen):
            student = f"answer{number}"
            graded = grade_submission(
                lab, _submission(lab, answer), student, _SECRET, isolation=isolation
            )
            judged = graded.verdict.of(answer.exercise)
            seed = seed_of(_SECRET, lab.name, student, answer.exercise)
            [ran] = workers.run([Trial(answer.exercise, answer.source, (seed,))])
            here = {one.title: one.passed for one in ran.runs[0]} if ran.runs else {}
            there = {check.title: check.passed for check in judged.checks}
            full = bool(ran.runs) and accepted(ran.runs[0])
            differ = [title for title in there if here.get(title, False) != there[title]]
            if differ or full != all(there.values()):
                found.append(
                    f"{lab.name}: {answer.exercise}: the whole judge says otherwise about "
                    f"{answer.name!r} in {'; '.join(differ)}"
                )
            on_progress(number + 1, len(chosen))
    return found, len(chosen)


def _spread(bank: Bank, number: int) -> Iterator[Right | Wrong]:
    """Answers of as many exercises as can be, right and wrong ones in turn."""
    by_exercise: dict[str, list[Right | Wrong]] = defaultdict(list)
    for answer in (*bank.wrong, *bank.right):
        by_exercise[answer.exercise].append(answer)
    exercises = list(by_exercise)
    for turn in range(min(number, len(bank.wrong) + len(bank.right))):
        answers = by_exercise[exercises[turn % len(exercises)]]
        lap = turn // len(exercises)
        kind = Wrong if (turn + lap) % 2 == 0 else Right
        same = [answer for answer in answers if isinstance(answer, kind)] or answers
        yield same[(lap * 5) % len(same)]


def _submission(lab: Lab, answer: Right | Wrong) -> bytes:
    """The reference solution with one exercise answered otherwise, as a student's notebook."""
    from autograder.labsource.regions import answer_of
    from autograder.labsource.student_version import released

    solved = {str(cell.id): answer_of(cell.source) for cell in lab.of("exercise", "quiz")}
    solved[answer.exercise] = answer.source
    notebook: NotebookNode = deepcopy(released(lab))
    for cell in notebook.cells:
        course = cell.metadata.get("course", {})
        if course.get("role") in ("exercise", "quiz"):
            cell.source = solved[course["id"]]
    return nbformat.writes(notebook).encode()
