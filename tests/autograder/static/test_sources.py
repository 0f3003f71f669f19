"""Rules about the source read what was handed in, and the last binding counts."""

import pytest

from autograder.static.sources import Submitted
from course_lib.checks import CheckFailed


def names(*cells, of="f"):
    """The names of the functions that are read."""
    return [name for name, _ in Submitted(cells).sources_of(of)]


def test_a_function_is_read_as_it_was_written():
    cell = 'x = 1\n\n@cache\ndef f(a):\n    """Text."""\n    return a  # why\n\ny = 2\n'
    assert list(Submitted([cell]).sources_of("f")) == [
        ("f", '@cache\ndef f(a):\n    """Text."""\n    return a  # why\n')
    ]


def test_helpers_are_followed_wherever_they_are():
    cells = [
        "def g(x): return h.k(x)",
        "def f(x): return g(x)\ndef unused(): pass",
        "def k(x): return x\ndef default(): pass",
    ]
    assert names(*cells) == ["f", "g", "k"]
    assert names("def f(x=g()): pass", "def g(): pass") == ["f", "g"]
    assert names("@g\ndef f(x): pass", "def g(x): return x") == ["f", "g"]
    assert names("def f(x): return f(x - 1)") == ["f"]
    assert names("class f:\n    def m(self): return g()", "def g(): pass") == ["f", "g"]


def test_a_helper_under_another_name_is_followed():
    assert names("def f(x): return h(x)", "def g(x): pass\nh = g") == ["f", "h", "g"]
    assert names("def f(x): return h(x)", "h = partial(g, 1)\ndef g(x): pass") == ["f", "h", "g"]
    assert names("def f(x): return h(x)", "from functools import reduce as h") == ["f", "h"]
    assert names("def f(x): return h(x)", "h = map") == ["f", "h"]
    assert names("def f(x): return h(x)", "h = lambda x: [y for y in x]") == ["f", "h"]
    assert names("def f(x): return x * n", "n = 3") == ["f"]


def test_what_changes_a_helper_is_followed():
    cells = ["def f(x): return t['g'](x)", "t = {}", "t['g'] = lambda x: [y for y in x]"]
    assert [source for _, source in Submitted(cells).sources_of("f")][-1] == cells[-1] + "\n"
    cells = ["def f(x): return t[0](x)", "t = []", "def g(x): pass", "t.append(g)"]
    assert "g" in names(*cells)


def test_a_name_of_the_functions_own_leads_nowhere():
    """A parameter called as a function of the notebook is not that function."""
    g = "def g(x): pass"
    assert names("def f(g): return g + 1", g) == ["f"]
    assert names("def f(x):\n    g = x\n    return [g for y in x]", g) == ["f"]
    assert names("def f(x): return (lambda g: g)(x)", g) == ["f"]
    assert names("def f(g=g): return g", g) == ["f", "g"]
    assert names("def f(x):\n    def inner(): return g(x)\n    return inner()", g) == ["f", "g"]
    assert names("def f(x):\n    global g\n    return g(x)", g) == ["f", "g"]
    assert names("def f(g): return x.g()", g) == ["f", "g"]


def test_the_last_definition_counts():
    (found,) = Submitted(["def f(): return 1", "def f(): return 2"]).sources_of("f")
    assert "return 2" in found[1]
    (found,) = Submitted(["if True:\n    def f(): return 1", "def f(): return 2"]).sources_of("f")
    assert "return 2" in found[1]


@pytest.mark.parametrize(
    "cell",
    [
        "f = lambda x: x",
        "f = g",
        "f, g = g, f",
        "f: int = 3",
        "f += 1",
        "import f",
        "import f.g",
        "from a import b as f",
        "for f in [g]: pass",
        "with g() as f: pass",
        "try:\n    pass\nexcept Exception as f:\n    pass",
        "print(f := g)",
        "[f := g for g in [1]]",
        "match g:\n    case f: pass",
        "match g:\n    case {**f}: pass",
        "match g:\n    case [*f]: pass",
        "del f",
        "def other():\n    global f\n    f = g",
        "class Other:\n    global f\n    f = g",
        "if True:\n    f = g",
        "while True:\n    f = g",
        "%time f = g",
    ],
)
def test_a_name_that_was_bound_otherwise_later_is_refused(cell):
    with pytest.raises(CheckFailed, match="the source of `f` cannot be read: write it as a func"):
        names("def f(x): return x\ndef g(x): return x", cell)


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
    assert names("def f(x): return x", cell) == ["f"]


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param(["{slow}\nif False:\n    {quick}"], id="under a condition"),
        pytest.param(["{slow}", "while False:\n    {quick}"], id="under a loop"),
        pytest.param(["{slow}", "1 / 0\n{quick}"], id="after an error"),
        pytest.param(["{slow}", "%%time\n1 / 0\n{quick}"], id="under a magic"),
        pytest.param(["{slow}", "%%capture --no\n{quick}"], id="under a magic that is no Python"),
    ],
)
def test_a_definition_that_may_not_have_been_reached_hides_no_other(cells):
    """What is read must be what runs; where that is not sure, all that may run is read."""
    slow, quick = "def f(x): return sum(x)", "def f(x): return x"
    cells = [cell.format(slow=slow, quick=quick) for cell in cells]
    stopped = [cell for cell in cells if "1 / 0" in cell]
    found = [source for _, source in Submitted(cells, stopped).sources_of("f")]
    assert slow + "\n" in found


@pytest.mark.parametrize("name", [None, "absent", ""])
def test_what_has_no_source_is_refused_with_a_sentence(name):
    with pytest.raises(CheckFailed, match="cannot be read: write it as a function"):
        names("def f(x): return x", of=name)


@pytest.mark.parametrize(
    "before",
    [
        pytest.param('text = "a\x0cb"', id="form feed"),
        pytest.param('text = "a\u2028b"', id="line separator"),
        pytest.param("%matplotlib inline\n!echo one \\\ntwo", id="magic over two lines"),
        pytest.param("x = 1\r\ny = 2\r", id="line ends of other systems"),
        pytest.param("%%time", id="cell magic"),
    ],
)
def test_nothing_above_a_function_shifts_its_lines(before):
    cell = f"{before}\ndef f(x):\n    return x\ndef g(x):\n    for y in x: pass\n"
    assert dict(Submitted([cell]).sources_of("g")) == {"g": "def g(x):\n    for y in x: pass\n"}
