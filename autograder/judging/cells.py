"""A test cell, executed verbatim in the judge."""

from __future__ import annotations

import ast
import builtins
import linecache
from dataclasses import replace
from types import TracebackType
from typing import Any

from autograder.judging.resource_limits import OutOfTime, bounded_memory, time_limit
from autograder.protocol.client import KernelClient
from course_lib.checks import ListRecorder, Outcome, recording
from course_lib.checks.failure import explain
from course_tools.parsing import parse


class Namespace(dict[str, Any]):
    """What the test cells of one submission share; a name it lacks is asked from the student.

    A student's name is asked for each time it is read and never kept, so that it is always what it
    is in the kernel. The names of Python itself are the judge's own.

    Attributes:
        student: Who is asked; set by `judge_cell` while a cell runs.
    """

    student: KernelClient | None = None

    def __init__(self) -> None:
        super().__init__(__name__="__main__")

    def __missing__(self, name: str) -> Any:
        if self.student is None or hasattr(builtins, name) or name.startswith("__"):
            raise KeyError(name)
        return self.student.value(name)


def run_setup(source: str, namespace: Namespace, name: str = "setup") -> None:
    """Run a trusted cell of the lab in the judge: setup cells, once for each submission.

    Args:
        source: The cell, from the lab's source.
        namespace: What its names are written to.
        name: What tracebacks call the cell; one name for each cell.

    Raises:
        Exception: Whatever the cell raises.

    Example:
        >>> names = Namespace()
        >>> run_setup("import math", names)
        >>> "math" in names
        True
    """
    filename = f"<{name}>"
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    exec(compile(source, filename, "exec"), namespace)


def judge_cell(
    source: str,
    namespace: Namespace,
    student: KernelClient,
    recorder: ListRecorder,
    timeout: float = 120.0,
    *,
    name: str = "test",
) -> list[Outcome]:
    """The outcome of every check of a test cell; never raises for what the student does.

    If the cell ends early, the checks that it did not come to count as failed, with the reason.
    Once the protocol is broken no check of the cell can pass any more.

    Args:
        source: The cell, hidden tests included.
        namespace: Kept from cell to cell of one submission.
        student: From `StudentKernel.session`.
        recorder: Takes the outcomes as they come; its seed is the cell's.
        timeout: Seconds for the whole cell.
        name: What the cell is called; one name for each cell.

    Returns:
        The outcomes, in the order of the checks.
    """
    kept = _UntilBroken(student, recorder.seed)
    reason = ""
    namespace.student = student
    try:
        with recording(kept), bounded_memory(), time_limit(timeout):
            run_setup(source, namespace, name)
    except OutOfTime:
        reason = f"the checks took longer than {timeout:g} s and were stopped"
        student.break_off(reason)
    except (Exception, SystemExit) as error:
        reason = explain(error, _from_cell(error.__traceback__, f"<{name}>"))
    finally:
        namespace.student = None
    outcomes = list(kept.outcomes)
    if reason:
        run = {outcome.title for outcome in outcomes}
        outcomes += [one for one in all_failed(source, reason) if one.title not in run]
    recorder.outcomes += outcomes
    return outcomes


def all_failed(source: str, reason: str) -> list[Outcome]:
    r"""Every check of a test cell as failed, for a cell that could not be run.

    Args:
        source: The cell.
        reason: Why, in words for the student.

    Example:
        >>> all_failed('with check("one", hint="two"):\n    pass', "the kernel died")
        [Outcome(title='one', passed=False, message='the kernel died', hint='two')]
    """
    return [Outcome(title, False, reason, hint) for title, hint in _checks(source)]


def check_titles(source: str) -> list[str]:
    r"""The titles of all checks of a test cell, in order.

    Example:
        >>> check_titles('with check("one"):\n    pass\nwith check("two"):\n    pass')
        ['one', 'two']
    """
    return [title for title, _ in _checks(source)]


class _UntilBroken(ListRecorder):
    """A recorder with which nothing passes once the protocol is broken."""

    def __init__(self, student: KernelClient, seed: str) -> None:
        super().__init__(seed=seed)
        self.student = student

    def report(self, outcome: Outcome) -> None:
        """Keep it, as failed where the student's code can no longer have been asked."""
        if outcome.passed and self.student.broken is not None:
            outcome = replace(outcome, passed=False, message=self.student.broken)
        super().report(outcome)


def _from_cell(trace: TracebackType | None, filename: str) -> TracebackType | None:
    """A traceback without the judge's own frames, which lie outside the cell's."""
    while trace is not None and trace.tb_frame.f_code.co_filename != filename:
        trace = trace.tb_next
    return trace


def _checks(source: str) -> list[tuple[str, str | None]]:
    """(title, hint) of every ``with check(...)``; a title that is computed shows its code."""
    calls = [
        item.context_expr
        for node in ast.walk(parse(source))
        if isinstance(node, ast.With)
        for item in node.items
        if isinstance(item.context_expr, ast.Call)
        and getattr(item.context_expr.func, "id", None) == "check"
        and item.context_expr.args
    ]
    calls.sort(key=lambda call: call.lineno)
    found = []
    for call in calls:
        hints = [_said(word.value) for word in call.keywords if word.arg == "hint"]
        hints += [_said(argument) for argument in call.args[1:2]]
        found.append((_said(call.args[0]), hints[0] if hints else None))
    return found


def _said(node: ast.expr) -> str:
    """The text of a literal; of anything else its code, without the quotes of an f-string."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    return ast.unparse(node).removeprefix("f").strip("'\"")
