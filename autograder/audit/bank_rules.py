"""What a bank must hold, checked without running anything."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

from autograder.audit.answers import FOLDER, Bank
from autograder.labsource import Lab
from autograder.labsource.regions import student_source

#: The least number of answers for each exercise.
MIN_RIGHT, MIN_WRONG = 6, 8


def bank_problems(lab: Lab, bank: Bank) -> list[str]:
    """What is missing from a lab's bank, a sentence each that says what to write.

    Example:
        >>> from pathlib import Path
        >>> from autograder.labsource import Cell
        >>> cell = Cell("code", "exercise", "half", None, "x = 1", 3, 4)
        >>> lab = Lab("lab09", Path("solutions/lab09/lab09.py"), (cell,))
        >>> print(bank_problems(lab, Bank())[0])
        lab09 has no answer to half: write solutions/lab09/answers/half.py with at least 6
        Right(...) that differ in kind and 8 Wrong(...) as students write them
    """
    return [*_sizes(lab, bank), *_names(lab, bank), *_checks(lab, bank)]


def titles(source: str) -> list[str]:
    r"""The titles of the checks in a test cell.

    Example:
        >>> titles("with check('shape', hint='look'):\n    pass")
        ['shape']
    """
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return [
        str(call.args[0].value)
        for call in sorted(calls, key=lambda call: call.lineno)
        if getattr(call.func, "id", "") == "check"
        and call.args
        and isinstance(call.args[0], ast.Constant)
    ]


def visible_titles(lab: Lab, exercise: str) -> list[str]:
    r"""The titles of the checks of an exercise that students see.

    Example:
        >>> from pathlib import Path
        >>> from autograder.labsource import Cell
        >>> source = ("with check('shown'):\n    pass\n### BEGIN HIDDEN TESTS\n"
        ...           "with check('hidden'):\n    pass\n### END HIDDEN TESTS")
        >>> cell = Cell("code", "test", "half", 2, source, 3, 4)
        >>> visible_titles(Lab("lab09", Path("lab09.py"), (cell,)), "half")
        ['shown']
    """
    sources = [student_source(cell.source, "") for cell in lab.of("test") if cell.id == exercise]
    return [title for source in sources for title in titles(source)]


def _sizes(lab: Lab, bank: Bank) -> Iterator[str]:
    right = Counter(answer.exercise for answer in bank.right)
    wrong = Counter(answer.exercise for answer in bank.wrong)
    for cell in lab.of("exercise", "quiz"):
        has_right, has_wrong = right[str(cell.id)], wrong[str(cell.id)]
        where = f"solutions/{lab.name}/{FOLDER}/{cell.id}.py"
        if not has_right and not has_wrong:
            yield (
                f"{lab.name} has no answer to {cell.id}: write {where} with at least "
                f"{MIN_RIGHT} Right(...) that differ in kind and {MIN_WRONG} Wrong(...) as "
                "students write them"
            )
            continue
        if has_right < MIN_RIGHT:
            yield (
                f"{lab.name}: {cell.id} has {has_right} right answers, at least {MIN_RIGHT} are "
                f"needed: write more Right(...) in {where} that differ in kind (loops, einsum, "
                "numpy inside, float64 inside, in place, ...)"
            )
        if has_wrong < MIN_WRONG:
            yield (
                f"{lab.name}: {cell.id} has {has_wrong} wrong answers, at least {MIN_WRONG} are "
                f"needed: write more Wrong(...) in {where}, as students write them"
            )


def _names(lab: Lab, bank: Bank) -> Iterator[str]:
    known = {str(cell.id) for cell in lab.of("exercise", "quiz")}
    for answer in (*bank.right, *bank.wrong, *bank.equivalent):
        if answer.exercise not in known:
            yield f"{lab.name} has no exercise {answer.exercise!r}, which its bank answers: rename"
    named = Counter((answer.exercise, answer.name) for answer in (*bank.right, *bank.wrong))
    for (exercise, name), count in named.items():
        if count > 1:
            yield f"{lab.name}: {count} answers to {exercise} are called {name!r}: rename one"
    for group in (bank.right, bank.wrong):
        codes: dict[tuple[str, str], str] = {}
        for answer in group:
            first = codes.setdefault((answer.exercise, answer.source), answer.name)
            if first != answer.name:
                yield (
                    f"{lab.name}: the answers {first!r} and {answer.name!r} to {answer.exercise} "
                    "are the same: write another"
                )


def _checks(lab: Lab, bank: Bank) -> Iterator[str]:
    known = {str(cell.id): titles(cell.source) for cell in lab.of("test")}
    for answer in bank.wrong:
        there = known.get(answer.exercise)
        if there and answer.check not in there:
            what = f"no check {answer.check!r}" if answer.check else "no check named"
            yield (
                f"{lab.name}: the wrong answer {answer.name!r} to {answer.exercise} has {what}: "
                f"write check= one of {'; '.join(there)}"
            )
