"""The checks of a test cell, read from its source."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Any

from course_tools.parsing import parse


@dataclass(frozen=True)
class CheckCall:
    """One ``with check(...):``.

    Attributes:
        title: Its title, as written.
        hint: Its hint, as written; None without one.
        points: Its points; None without, or where they are no plain number.
        form: Whether it says ``form=True``.
        says: The sentences that it quotes of the student's text; None where it quotes none.
        line: Where it stands in the cell, counted from 0.
        body: What it runs.
    """

    title: ast.expr
    hint: ast.expr | None
    points: float | None
    form: bool
    says: tuple[str, ...] | None
    line: int
    body: tuple[ast.stmt, ...]


def check_calls(source: str) -> list[CheckCall]:
    r"""Every check of a test cell, in order.

    Example:
        >>> (one,) = check_calls("with check('a', points=2, says='A rule.'):\n    pass")
        >>> one.points, one.form, one.says
        (2.0, False, ('A rule.',))
    """
    found = [
        _read(item.context_expr, node)
        for node in ast.walk(parse(source))
        if isinstance(node, ast.With)
        for item in node.items
        if isinstance(item.context_expr, ast.Call)
        and getattr(item.context_expr.func, "id", None) == "check"
        and item.context_expr.args
    ]
    return sorted(found, key=lambda call: call.line)


def _read(call: ast.Call, block: ast.With) -> CheckCall:
    words = {word.arg: word.value for word in call.keywords}
    hint = words.get("hint", call.args[1] if len(call.args) > 1 else None)
    points = _value(words.get("points"))
    says = _value(words.get("says"))
    return CheckCall(
        title=call.args[0],
        hint=hint,
        points=float(points) if type(points) in (int, float) else None,
        form=_value(words.get("form")) is True,
        says=(says,) if isinstance(says, str) else says if isinstance(says, tuple) else None,
        line=call.lineno - 1,
        body=tuple(block.body),
    )


def _value(node: ast.expr | None) -> Any:
    """The value of a literal; None for anything else."""
    try:
        return None if node is None else ast.literal_eval(node)
    except ValueError:
        return None
