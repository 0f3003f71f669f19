"""What the statements of submitted cells bind."""

import pytest

from autograder.static.sources import bound_at_top, python_of, statements_of


def bound(cell):
    """The names that a cell binds at the top level."""
    return {name for node in statements_of(python_of(cell)[0]) for _, name in bound_at_top(node)}


@pytest.mark.parametrize(
    "cell",
    [
        "def other():\n    f = 1\n    def f(): pass",
        "class Other:\n    f = 1",
        "g(lambda f: f)",
        "[f for f in g]",
        "other.f = 1",
        "other(f=1)",
        "other['f'] = 1",
        "def f(:",
        "print(f)",
    ],
)
def test_names_of_inner_scopes_and_cells_that_cannot_run_bind_nothing(cell):
    assert "f" not in bound(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "def f(): pass",
        "if x:\n    f = 1",
        "for f in x: pass",
        "with x as f: pass",
        "import a.b as f",
        "try: pass\nexcept E as f: pass",
        "(f := 2)",
        "match x:\n    case {**f}: pass",
        "def g():\n    global f",
        "%%time\nf = 1",
        "%matplotlib inline\n!echo one \\\ntwo\nf = 1",
    ],
)
def test_every_way_to_bind_a_name_is_known(cell):
    assert "f" in bound(cell)
