"""Whether each part of an exercise's checks is needed: the sentences, and the visible checks."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from autograder.audit.answers import Bank
from autograder.audit.bank_rules import visible_titles
from autograder.audit.findings import Needless
from autograder.audit.trial import Trial
from autograder.audit.workers import Workers
from autograder.labsource import Lab
from course_lib.checks import Outcome
from course_lib.checks.recorders import NOTEBOOK_SEED


def needless(
    lab: Lab, bank: Bank, mutants: Mapping[str, Sequence[str]], pool: Workers
) -> dict[str, Needless]:
    """Run wrong answers through every check, and see what none of them needs.

    Args:
        lab: The lab's source.
        bank: Its answers.
        mutants: For each exercise to look at, the code of more wrong answers: they may show that a
            visible check is needed, but no sentence is written for them.
        pool: What runs the trials.
    """
    wrong = [answer for answer in bank.wrong if answer.exercise in mutants]
    runs: dict[str, list[tuple[Outcome, ...]]] = {exercise: [] for exercise in mutants}
    for exercise, run in _runs([(one.exercise, one.source) for one in wrong], pool):
        runs[exercise].append(run)
    unsaid = {
        exercise: tuple(_never_said(diagnoses(lab, exercise), runs[exercise]))
        for exercise in mutants
    }
    visible = {exercise: visible_titles(lab, exercise) for exercise in mutants}
    open_still = [one for one in mutants if _idle(visible[one], runs[one])]
    more = [(exercise, code) for exercise in open_still for code in mutants[exercise]]
    for exercise, run in _runs(more, pool):
        runs[exercise].append(run)
    return {
        exercise: Needless(unsaid[exercise], tuple(_idle(visible[exercise], runs[exercise])))
        for exercise in mutants
    }


def diagnoses(lab: Lab, exercise: str) -> list[ast.expr]:
    """The sentences that the checks of an exercise may say, as expressions."""
    trees = {cell.line: ast.parse(cell.source) for cell in lab.of("setup", "given", "test")}
    everything = ast.Module([statement for tree in trees.values() for statement in tree.body], [])
    found: list[ast.expr] = []
    for cell in lab.of("test"):
        if cell.id == exercise:
            tree = trees[cell.line]
            for node in ast.walk(tree):
                if isinstance(node, ast.keyword) and node.arg == "mistakes":
                    found += _keys(node.value, tree, everything)
    return list({ast.unparse(one): one for one in found}.values())


def _keys(node: ast.expr, cell: ast.Module, lab: ast.Module) -> Iterator[ast.expr]:
    """The keys of a dictionary: written there, in the cell under a name, or in a function."""
    match node:
        case ast.Dict(keys=keys, values=values):
            for key, inner in zip(keys, values, strict=True):
                yield from _keys(inner, cell, lab) if key is None else [_written(key, cell)]
        case ast.Name(id=name):
            for one in ast.walk(cell):
                if not isinstance(one, ast.Assign):
                    continue
                match one.targets[0]:
                    case ast.Name(id=other) if other == name:
                        yield from _keys(one.value, cell, lab)
                    case ast.Subscript(value=ast.Name(id=other), slice=key) if other == name:
                        yield _written(key, cell)
        case ast.Call(func=ast.Name(id=name)):
            for one in ast.walk(lab):
                if isinstance(one, ast.FunctionDef) and one.name == name:
                    for inner in ast.walk(one):
                        if isinstance(inner, ast.Dict):
                            yield from _keys(inner, cell, lab)


def _written(key: ast.expr, cell: ast.Module) -> ast.expr:
    """A key, or the text that the cell calls by its name."""
    for one in ast.walk(cell):
        match one:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant() as text):
                if isinstance(key, ast.Name) and key.id == name:
                    return text
    return key


def _never_said(
    sentences: Iterable[ast.expr], runs: Sequence[tuple[Outcome, ...]]
) -> Iterator[str]:
    said = [outcome.message for run in runs for outcome in run if not outcome.passed]
    for sentence in sentences:
        pattern = _pattern(sentence)
        if not any(re.fullmatch(pattern, message, re.DOTALL) for message in said):
            yield ast.unparse(sentence)


def _pattern(sentence: ast.expr) -> str:
    r"""What a sentence may read like.

    Example:
        >>> _pattern(ast.parse("f'divide by {n}!'", mode="eval").body)
        'divide\\ by\\ .*!'
    """
    if isinstance(sentence, ast.JoinedStr):
        return "".join(map(_pattern, sentence.values))
    return re.escape(str(sentence.value)) if isinstance(sentence, ast.Constant) else ".*"


def _idle(visible: Sequence[str], runs: Sequence[tuple[Outcome, ...]]) -> list[str]:
    """The visible checks whose failures tell nothing: another one fails for the same answers."""
    failing: dict[str, frozenset[int]] = {
        title: frozenset(
            number
            for number, run in enumerate(runs)
            if any(outcome.title == title and not outcome.passed for outcome in run)
        )
        for title in visible
    }
    return [
        title
        for place, title in enumerate(visible)
        if not failing[title] or failing[title] in [failing[one] for one in visible[:place]]
    ]


def _runs(
    answers: Sequence[tuple[str, str]], pool: Workers
) -> Iterator[tuple[str, tuple[Outcome, ...]]]:
    """Every check's outcome for each answer that ends, with its exercise."""
    trials = [Trial(exercise, code, (NOTEBOOK_SEED,)) for exercise, code in answers]
    for trial, ran in zip(trials, pool.run(trials), strict=True):
        for run in ran.runs:
            yield trial.exercise, run
