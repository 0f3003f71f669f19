"""Marked regions, and what students start from."""

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.labsource.regions import (
    FORBIDDEN,
    open_starts,
    scan,
    secret_lines,
    student_source,
    uncomment,
    visible_lines,
)

# Printable, on one line, and no marker by accident.
LINES = st.lists(
    st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_characters="\x7f\x85"))
    .map(str.rstrip)
    .filter(lambda line: not any(text in line for text in FORBIDDEN) and "#" not in line[:1]),
    max_size=6,
)


@given(start=LINES, solution=LINES, depth=st.integers(0, 12))
def test_what_students_start_from_keeps_its_depth(
    start: list[str], solution: list[str], depth: int
):
    """Commented with "# " at any depth, the start comes back as the same lines at that depth."""
    indent = " " * depth
    cell = "\n".join(
        [
            "before",
            f"{indent}### BEGIN SOLUTION",
            *(indent + line for line in solution),
            f"{indent}### STARTS AS",
            *(f"{indent}# {line}".rstrip() for line in start),
            f"{indent}### END SOLUTION",
            "after",
        ]
    )
    opened = open_starts(cell).split("\n")
    assert (opened[0], opened[-1]) == ("before", "after")
    assert textwrap.dedent("\n".join(opened[1:-1])) == textwrap.dedent(
        "\n".join((indent + line).rstrip() for line in start)
    )
    assert opened[1:-1] == [(indent + line).rstrip() for line in start]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("# q1 = None", "q1 = None"),
        ("    # return x", "    return x"),
        ("#     return x", "    return x"),
        ("# # a comment", "# a comment"),
        ("#", ""),
        ("", ""),
        ("#x", "x"),
    ],
)
def test_one_comment_sign_is_removed(line: str, expected: str):
    """One "# " goes, and the spaces before and after it stay."""
    assert uncomment(line) == expected


CELL = """\
def f(x):
    ### BEGIN SOLUTION
    y = x + 1
    return y
    ### END SOLUTION

def g(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### STARTS AS
    # return x  # a bug
    ### END SOLUTION"""


def test_each_region_becomes_what_students_see():
    """A region with a start becomes the start, another one the stub at its own depth."""
    assert student_source(CELL, "# HERE\nraise E") == (
        "def f(x):\n    # HERE\n    raise E\n\ndef g(x):\n    return x  # a bug"
    )


def test_hidden_and_shown_lines():
    """What is between the markers is secret up to the start, which is shown."""
    assert list(secret_lines(CELL)) == ["y = x + 1", "return y", "return 2 * x"]
    assert visible_lines(CELL) == {"def f(x):", "", "def g(x):", "return x  # a bug"}


def test_regions_count_lines_from_zero():
    """Regions carry the line numbers of their markers within the cell."""
    found = scan(CELL)
    assert [(r.begin, r.end, r.starts_as) for r in found.regions] == [(1, 4, None), (7, 11, 9)]
    assert found.mistakes == ()


def test_a_mark_scheme_may_stand_within_the_solution():
    """It goes with the solution around it, as one region; after the solution it is its own."""
    scheme = "=== BEGIN MARK SCHEME ===\na point\n=== END MARK SCHEME ==="
    inside = scan(f"Why?\n### BEGIN SOLUTION\nso\n{scheme}\n### END SOLUTION")
    behind = scan(f"Why?\n### BEGIN SOLUTION\nso\n### END SOLUTION\n{scheme}")
    assert [(r.kind, r.begin, r.end) for r in inside.regions] == [("SOLUTION", 1, 6)]
    assert [r.kind for r in behind.regions] == ["SOLUTION", "MARK SCHEME"]
    assert inside.mistakes == behind.mistakes == ()
