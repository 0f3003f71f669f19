"""The rules of the checks of a test cell: what they are worth, and that nothing is a secret.

A student is held to what is written, and no answer of the right form alone is worth much.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from autograder.labsource.regions import scan, student_source
from autograder.labsource.source import Cell, Lab
from autograder.static.checks import CheckCall, check_calls

#: What a check may call that says nothing about values.
_FORM = frozenset({"shape", "dtype_and_device", "one_of", "is_number", "forbid"})

#: The share of a cell's points for values, where it has checks of form as well.
_VALUES = 0.9

_FEWEST_WORDS = 2

Found = Iterator[tuple[int, str]]


def weights(lab: Lab) -> Found:
    """Points on checks are positive and add up to the cell's."""
    for cell, calls in _tests(lab):
        others = [call for call in calls if not call.form]
        for call in calls:
            if call.form and call.points is not None:
                yield _line(cell, call), "points on a check of form; remove them: form is a tenth"
            elif call.points is not None and not call.points > 0:
                yield _line(cell, call), f"points={call.points:g} is not positive; write points=1"
        said = [call.points for call in others if call.points is not None]
        if not said or not isinstance(cell.points, int | float):
            continue
        if len(said) < len(others):
            missing = next(call for call in others if call.points is None)
            yield _line(cell, missing), "no points, but other checks have some; write points=1"
            continue
        total = cell.points * (_VALUES if len(others) < len(calls) else 1)
        if abs(sum(said) - total) > 1e-6:
            tenth = ", as form is a tenth" if len(others) < len(calls) else ""
            yield (
                cell.line,
                f"the checks are worth {sum(said):g} points, the cell is worth {cell.points:g}; "
                f"let them add up to {total:g}{tenth}",
            )


def form_is_marked(lab: Lab) -> Found:
    """What passes for any value of the right form says so, and is not all there is."""
    for cell, calls in _tests(lab):
        for call in calls:
            if not call.form and _is_form(call):
                yield _line(cell, call), "any value of the right form passes; write form=True"
        if calls and all(call.form for call in calls):
            yield cell.line, "every check is about form; write one that looks at values"


def hidden_says(lab: Lab) -> Found:
    """A hidden check quotes what it tests from the text that students have read by then."""
    for cell, calls in _tests(lab):
        hidden = {n for region in scan(cell.source).regions for n in region.secret}
        text = None
        for call in calls:
            if call.line not in hidden:
                continue
            if not call.says:
                yield (
                    _line(cell, call),
                    "a hidden check that does not say what it tests; "
                    'write says="a sentence of the text above"',
                )
                continue
            text = text or _plain("\n".join(_read_before(lab, cell)))
            for sentence in call.says:
                if len(sentence.split()) < _FEWEST_WORDS:
                    yield _line(cell, call), f'says="{sentence}" is too short; quote a sentence'
                elif _plain(sentence) not in text:
                    yield (
                        _line(cell, call),
                        f'says="{sentence}", which the text above does not; quote it word for '
                        "word, or write it there",
                    )


def _tests(lab: Lab) -> Iterator[tuple[Cell, list[CheckCall]]]:
    """The test cells that parse; others have been reported."""
    for cell in lab.of("test"):
        try:
            yield cell, check_calls(cell.source)
        except SyntaxError:
            continue


def _line(cell: Cell, call: CheckCall) -> int:
    return cell.at(call.line)


def _is_form(call: CheckCall) -> bool:
    """Whether a check calls functions that look at form, and none that looks at values."""
    called = [n for stmt in call.body for n in ast.walk(stmt) if isinstance(n, ast.Call)]
    named = [(n, n.func.id) for n in called if isinstance(n.func, ast.Name)]
    form = any(name in _FORM or _form_alone(node, name) for node, name in named)
    values = {"close", "equal", "expect", "raises", "contract", "largest_tensor"}
    return form and not any(name in values and not _form_alone(node, name) for node, name in named)


def _form_alone(node: ast.Call, name: str) -> bool:
    """Whether a call is that of `contract` without its values."""
    return name == "contract" and any(
        word.arg == "values" and isinstance(word.value, ast.Constant) and word.value.value is False
        for word in node.keywords
    )


def _read_before(lab: Lab, test: Cell) -> Iterator[str]:
    """What a student has before a test cell: texts, and cells of code as they are handed out."""
    for cell in lab.cells:
        if cell is test:
            return
        if cell.kind == "markdown" or cell.role in ("setup", "given", "exercise", "quiz"):
            yield student_source(cell.source, "")


def _plain(text: str) -> str:
    """Text without emphasis, tags, comment signs and line breaks."""
    text = re.sub(r"</?[a-z]+>|[*`_]|^\s*#+ ", "", text, flags=re.MULTILINE)
    return " ".join(text.split()).casefold()
