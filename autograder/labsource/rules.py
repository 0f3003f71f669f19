"""The rules of a lab's source; every mistake of a file is reported at once."""

from __future__ import annotations

import ast
import difflib
import math
import re
from collections.abc import Callable, Iterator

from autograder.labsource import check_rules
from autograder.labsource.errors import Problem
from autograder.labsource.notebook import grade_id
from autograder.labsource.regions import MARKERS, STARTS_AS, scan, student_source
from autograder.labsource.source import ANSWER_ROLES, CODE_ROLES, ROLES, Cell, Lab
from course_tools.cell_names import cell_names
from course_tools.parsing import parse_cell

_ID = re.compile(r"[a-z0-9_]+")
_UNREADABLE = "incorrectly_encoded_metadata"

#: What a rule yields: the line in the file, and the sentence.
Found = Iterator[tuple[int, str]]


def problems(lab: Lab) -> list[Problem]:
    """Check a lab's source against the rules of the course.

    Returns:
        Every mistake found, in the order of the file; empty for a lab that can be built.

    Example:
        >>> from pathlib import Path
        >>> cell = Cell("code", "demoo", None, None, "x = 1", line=7, first_line=8)
        >>> lab = Lab("lab01_knn", Path("/c/solutions/lab01_knn/lab01_knn.py"), (cell,))
        >>> print(problems(lab)[0])
        solutions/lab01_knn/lab01_knn.py:7: unknown role "demoo"; did you mean role="demo"?
    """
    rules: tuple[Callable[[Lab], Found], ...] = (
        _not_empty,
        _roles,
        _ids,
        _points,
        _pairs,
        _markers,
        _code,
        _students_code,
        _unseen_names,
        check_rules.weights,
        check_rules.form_is_marked,
        check_rules.hidden_says,
    )
    found = {(line, message) for rule in rules for line, message in rule(lab)}
    return [Problem(lab.shown_path, line, message) for line, message in sorted(found)]


def _not_empty(lab: Lab) -> Found:
    if not lab.cells:
        yield 1, "no cells; start with `# %% [markdown]` and a title"


def _roles(lab: Lab) -> Found:
    """Each cell's role is known and fits its kind, and its keys could be read."""
    for cell in lab.cells:
        if _UNREADABLE in cell.metadata:
            text = cell.metadata[_UNREADABLE]
            yield cell.line, f'keys that cannot be read: {text}; write them as role="test" points=3'
            continue
        for key in cell.metadata:
            if near := difflib.get_close_matches(key, ["role", "id", "points"], n=1):
                yield cell.line, f'unknown key "{key}"; did you mean "{near[0]}"?'
        yield from _role(cell)


def _role(cell: Cell) -> Found:
    if cell.kind == "raw":
        yield cell.line, "a raw cell; write `# %% [markdown]` for text"
    elif cell.role is None and cell.kind == "code":
        yield cell.line, f"a code cell without a role; write role= one of {', '.join(CODE_ROLES)}"
    elif cell.role is not None and cell.role not in ROLES:
        near = difflib.get_close_matches(str(cell.role), ROLES, n=1)
        advice = f'did you mean role="{near[0]}"?' if near else f"use one of {', '.join(ROLES)}"
        yield cell.line, f'unknown role "{cell.role}"; {advice}'
    elif cell.kind == "markdown" and cell.role not in (None, "written"):
        yield cell.line, f'role="{cell.role}" on markdown; only role="written" goes on markdown'
    elif cell.kind == "code" and cell.role == "written":
        yield cell.line, 'role="written" on a code cell; write `# %% [markdown] role="written"`'


def _ids(lab: Lab) -> Found:
    """Answers and tests have ids, of plain letters, each used once."""
    seen: dict[str, Cell] = {}
    counts: dict[str, int] = {}
    for cell in lab.cells:
        if cell.id is None:
            if cell.role in (*ANSWER_ROLES, "test"):
                yield cell.line, f'role="{cell.role}" without an id; write id="its_name"'
        elif cell.role is None and cell.kind == "markdown":
            yield cell.line, f'id="{cell.id}" on text; remove it, or write role="written"'
        elif not (isinstance(cell.id, str) and _ID.fullmatch(cell.id)):
            yield cell.line, f"id {cell.id!r} is not of a-z, 0-9 and _; rename it"
            continue
        name = grade_id(cell, counts) or (f"demo {cell.id}" if cell.id is not None else None)
        if name is None:
            continue
        if name in seen:
            yield (
                cell.line,
                f'a second cell called "{name}" (the first: line {seen[name].line}); '
                "give it another id",
            )
        seen.setdefault(name, cell)


def _points(lab: Lab) -> Found:
    """Test and written cells carry points, and no others do."""
    for cell in lab.cells:
        if cell.role in ("test", "written"):
            if cell.points is None:
                yield cell.line, f'role="{cell.role}" without points; write points=3'
            elif not _is_positive(cell.points):
                yield cell.line, f"points={cell.points!r} is not a positive number; write points=3"
        elif cell.points is not None:
            where = f'role="{cell.role}"' if cell.role else "a cell without a role"
            yield cell.line, f"points on {where}; only test and written cells carry points"


def _is_positive(value: object) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and math.isfinite(value) and value > 0  # type: ignore[arg-type]


def _pairs(lab: Lab) -> Found:
    """Each exercise and quiz has one test cell, further down."""
    answers = {cell.id: cell for cell in lab.of("exercise", "quiz") if cell.id is not None}
    tests = {cell.id: cell for cell in lab.of("test") if cell.id is not None}
    for name, test in tests.items():
        if name not in answers:
            near = difflib.get_close_matches(str(name), map(str, answers), n=1)
            advice = f'did you mean id="{near[0]}"?' if near else "write the exercise above"
            yield test.line, f'a test of "{name}", which no exercise or quiz is called; {advice}'
        elif answers[name].line > test.line:
            yield (
                answers[name].line,
                f'"{name}" comes after its test (line {test.line}); move it above',
            )
    for name, answer in answers.items():
        if name not in tests:
            yield (
                answer.line,
                f'{answer.role} "{name}" has no test; '
                f'write `# %% role="test" id="{name}" points=3` below',
            )


def _markers(lab: Lab) -> Found:
    """Solution, hidden-test and mark-scheme regions are whole and in the right cells."""
    homes = {"SOLUTION": ANSWER_ROLES, "HIDDEN TESTS": ("test",), "MARK SCHEME": ("written",)}
    for cell in lab.cells:
        found = scan(cell.source)
        yield from ((cell.at(offset), sentence) for offset, sentence in found.mistakes)
        for region in found.regions:
            if cell.role not in homes[region.kind]:
                yield (
                    cell.at(region.begin),
                    f"`{MARKERS[region.kind][0]}` in a cell that is not "
                    f"{' or '.join(homes[region.kind])}; move it, or change the role",
                )
            if region.starts_as is not None and cell.kind != "code":
                yield cell.at(region.starts_as), f"`{STARTS_AS}` in text; it works in code only"
        missing = not any(region.kind == "SOLUTION" for region in found.regions)
        if cell.role in ANSWER_ROLES and missing and not found.mistakes:
            begin, end = MARKERS["SOLUTION"]
            yield (
                cell.line,
                f'{cell.role} "{cell.id}" has no solution; write it between `{begin}` and `{end}`',
            )


def _code(lab: Lab) -> Found:
    """Code cells parse, and import nothing from the graders."""
    for cell in lab.cells:
        if cell.kind != "code":
            continue
        try:
            tree = parse_cell(cell.source)
        except SyntaxError as error:
            yield cell.at((error.lineno or 1) - 1), f"not Python: {error.msg}; correct the line"
            continue
        for node in ast.walk(tree):
            modules: list[str] = []
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                modules = [node.module or ""]
            if any(name.split(".")[0] == "autograder" for name in modules):
                yield (
                    cell.at(getattr(node, "lineno", 1) - 1),
                    "imports autograder, which students do not have; use course_lib",
                )


def _students_code(lab: Lab) -> Found:
    """What students start from parses as well: a stub or a start at the wrong depth does not."""
    for cell in lab.of("exercise", "quiz"):
        found = scan(cell.source)
        # What does not parse as it stands is reported already.
        if cell.kind != "code" or found.mistakes or not found.regions or not _parses(cell):
            continue
        try:
            parse_cell(student_source(cell.source, "raise NotImplementedError"))
        except SyntaxError as error:
            first = found.regions[0]
            yield (
                cell.at(first.begin if first.starts_as is None else first.starts_as),
                f"without the solution the cell is not Python ({error.msg}); indent the markers "
                f"and the lines after `{STARTS_AS}` like the code they stand for",
            )


def _unseen_names(lab: Lab) -> Found:
    """Graded code uses no name that only a demo defines; answers, none that only a test does."""
    code = [(c, cell_names(c.source)) for c in lab.cells if c.kind == "code" and _parses(c)]
    demos = {name: c for c, names in code if c.role == "demo" for name in names.defined}
    tests = {name: c for c, names in code if c.role == "test" for name in names.defined}
    kept: set[str] = set()
    for cell, names in code:
        if cell.role not in ("demo", "test"):
            kept |= names.defined
    earlier: set[str] = set()
    for cell, names in code:
        if cell.role == "demo":
            continue
        unseen = names.needed - kept
        for name in sorted(unseen):
            if cell.role == "test":
                if name in demos and name not in earlier:
                    yield _where(cell, name), _only(name, "demo", demos[name], cell)
            elif name in demos:
                yield _where(cell, name), _only(name, "demo", demos[name], cell)
            elif name in tests:
                yield _where(cell, name), _only(name, "test", tests[name], cell)
        if cell.role == "test":
            earlier |= names.defined


def _parses(cell: Cell) -> bool:
    try:
        parse_cell(cell.source)
    except SyntaxError:
        return False
    return True


def _only(name: str, role: str, definer: Cell, user: Cell) -> str:
    why = "skipped while grading" if role == "demo" else "never run beside a student's code"
    return (
        f'this {user.role} cell uses "{name}", which only a {role} defines (line {definer.line}) '
        f"and which is {why}; define it in a given or setup cell"
    )


def _where(cell: Cell, name: str) -> int:
    """The first line of a cell that reads a name."""
    lines = [
        node.lineno
        for node in ast.walk(parse_cell(cell.source))
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load)
    ]
    return cell.at(min(lines, default=1) - 1)
