"""The marked regions of a cell: solutions, hidden tests, mark schemes, and what a student sees.

The markers are nbgrader's own, so that its preprocessors act on the same lines. Only
``### STARTS AS`` is this course's: inside a solution region it ends the solution, and the
commented lines after it are the code that students start from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

#: What nbgrader looks for on a line, and the exact line to write.
MARKERS = {
    "SOLUTION": ("### BEGIN SOLUTION", "### END SOLUTION"),
    "HIDDEN TESTS": ("### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"),
    "MARK SCHEME": ("=== BEGIN MARK SCHEME ===", "=== END MARK SCHEME ==="),
}
STARTS_AS = "### STARTS AS"

#: Text that no student may ever be handed; the release is searched for it.
FORBIDDEN = (
    *(f"{edge} {kind}" for kind in MARKERS for edge in ("BEGIN", "END")),
    STARTS_AS,
)


@dataclass(frozen=True)
class Region:
    """A marked region: line numbers count from 0 within the cell, markers included."""

    kind: str
    begin: int
    end: int
    starts_as: int | None = None

    @property
    def secret(self) -> range:
        """The lines between the markers that no student sees."""
        return range(self.begin + 1, self.end if self.starts_as is None else self.starts_as)

    @property
    def start_lines(self) -> range:
        """The commented lines that students start from; empty without ``### STARTS AS``."""
        return range(self.end if self.starts_as is None else self.starts_as + 1, self.end)


@dataclass(frozen=True)
class Scan:
    """The regions of a cell, and what is wrong with its markers: (line, sentence) pairs."""

    regions: tuple[Region, ...]
    mistakes: tuple[tuple[int, str], ...]


def marker(line: str) -> tuple[str, str] | None:
    """The kind and edge of a marker line, as nbgrader reads it: anywhere on the line.

    Example:
        >>> marker("    ### BEGIN SOLUTION")
        ('SOLUTION', 'BEGIN')
    """
    for kind in MARKERS:
        for edge in ("BEGIN", "END"):
            if f"{edge} {kind}" in line:
                return kind, edge
    return None


def scan(source: str) -> Scan:
    r"""Find the marked regions of a cell, and every mistake in its markers.

    Example:
        >>> scan("### BEGIN SOLUTION\nx = 1\n### END SOLUTION").regions
        (Region(kind='SOLUTION', begin=0, end=2, starts_as=None),)
        >>> scan("x = 1\n### END SOLUTION").mistakes[0][0]
        1
    """
    regions: list[Region] = []
    mistakes: list[tuple[int, str]] = []
    opened: tuple[str, int] | None = None
    starts: int | None = None
    for number, line in enumerate(source.split("\n")):
        if line.strip().startswith(STARTS_AS):
            sentence = _starts_as_mistake(line, opened, starts)
            if sentence:
                mistakes.append((number, sentence))
            elif starts is None:
                starts = number
            continue
        found = marker(line)
        if found is None:
            if starts is not None and line.strip() and not line.lstrip().startswith("#"):
                mistakes.append((number, f"code after `{STARTS_AS}`; comment the line out"))
            continue
        kind, edge = found
        if opened is not None and opened[0] == "SOLUTION" and kind == "MARK SCHEME":
            continue  # within a solution it goes with the solution
        exact = MARKERS[kind][edge == "END"]
        if line.strip() != exact:
            mistakes.append((number, f"nbgrader takes this line for a marker; write `{exact}`"))
        if edge == "BEGIN":
            if opened is not None:
                mistakes.append((opened[1], _unclosed(opened[0])))
            opened, starts = (kind, number), None
        elif opened is None or opened[0] != kind:
            mistakes.append((number, f"`{exact}` ends nothing; write `{MARKERS[kind][0]}` above"))
        else:
            regions.append(Region(kind, opened[1], number, starts))
            opened, starts = None, None
    if opened is not None:
        mistakes.append((opened[1], _unclosed(opened[0])))
    return Scan(tuple(regions), tuple(mistakes))


def _unclosed(kind: str) -> str:
    begin, end = MARKERS[kind]
    return f"`{begin}` is never ended; write `{end}` after its last line"


def _starts_as_mistake(line: str, opened: tuple[str, int] | None, starts: int | None) -> str | None:
    if line.strip() != STARTS_AS:
        return f"text after `{STARTS_AS}`; write it on the next line, as a comment"
    if opened is None or opened[0] != "SOLUTION":
        return f"`{STARTS_AS}` outside a solution; write it between the solution markers"
    if starts is not None:
        return f"a second `{STARTS_AS}` in one solution; keep one"
    return None


def uncomment(line: str) -> str:
    """Remove one leading ``# ``, keeping the indentation before it.

    Example:
        >>> uncomment("    # q1 = None")
        '    q1 = None'
        >>> uncomment("# # think first")
        '# think first'
        >>> uncomment("    #")
        ''
    """
    return re.sub(r"^(\s*)# ?", r"\1", line).rstrip()


def open_starts(source: str) -> str:
    r"""Replace each solution that has a ``### STARTS AS`` part by that part, uncommented.

    Other regions stay as they are: nbgrader replaces those.

    Example:
        >>> print(open_starts("### BEGIN SOLUTION\nq1 = 3\n### STARTS AS\n# q1 = None\n"
        ...                   "### END SOLUTION"))
        q1 = None
    """
    lines = source.split("\n")
    for region in reversed(scan(source).regions):
        if region.starts_as is not None:
            lines[region.begin : region.end + 1] = [uncomment(lines[i]) for i in region.start_lines]
    return "\n".join(lines)


def student_source(source: str, stub: str) -> str:
    r"""What a student's cell holds: starts opened, solutions stubbed, hidden parts removed.

    Example:
        >>> print(student_source("def f():\n    ### BEGIN SOLUTION\n    return 1\n"
        ...                      "    ### END SOLUTION", "..."))
        def f():
            ...
    """
    source = open_starts(source)
    lines = source.split("\n")
    for region in reversed(scan(source).regions):
        indent = lines[region.begin][: -len(lines[region.begin].lstrip())]
        stubs = [indent + line for line in stub.split("\n")] if region.kind == "SOLUTION" else []
        lines[region.begin : region.end + 1] = stubs
    return "\n".join(lines)


def visible_lines(source: str) -> set[str]:
    """The lines of a cell that a student may see, stripped; markers are not among them."""
    lines = source.split("\n")
    regions = scan(source).regions
    within = {i for region in regions for i in range(region.begin, region.end + 1)}
    shown = {line.strip() for i, line in enumerate(lines) if i not in within}
    return shown | {uncomment(lines[i]).strip() for r in regions for i in r.start_lines}


def secret_lines(source: str) -> Iterator[str]:
    """The lines of a cell that no student may see, stripped, without the empty ones."""
    lines = source.split("\n")
    for region in scan(source).regions:
        yield from (lines[i].strip() for i in region.secret if lines[i].strip())


def answer_of(source: str) -> str:
    r"""A solution cell as a student would have written it: without markers and mark schemes.

    Example:
        >>> print(answer_of("### BEGIN SOLUTION\nq1 = 3\n### STARTS AS\n# q1 = None\n"
        ...                 "### END SOLUTION"))
        q1 = 3
        >>> answer_of("### BEGIN SOLUTION\nBecause.\n\n=== BEGIN MARK SCHEME ===\nOne point.\n"
        ...           "=== END MARK SCHEME ===\n### END SOLUTION")
        'Because.'
    """
    lines = source.split("\n")
    for region in reversed(scan(source).regions):
        kept = [lines[i] for i in region.secret] if region.kind == "SOLUTION" else []
        lines[region.begin : region.end + 1] = kept
    # A mark scheme within a solution is no region of its own.
    text = "\n".join(lines)
    return re.sub(r"\n*=== BEGIN MARK SCHEME ===.*?=== END MARK SCHEME ===", "", text, flags=re.S)
