"""What a cell defines and needs, compared with running it."""

import builtins

import pytest

from course_tools.cell_names import cell_names

CASES = {
    "assignment": ("y = x", {"y"}, {"x"}),
    "own name": ("x = 1\ny = x", {"x", "y"}, set()),
    "used before it is bound": ("y = x\nx = 1", {"x", "y"}, {"x"}),
    "in-place": ("n += 1", {"n"}, {"n"}),
    "function": ("def f(a, b=c):\n    d = a\n    return d + e", {"f"}, {"c", "e"}),
    "function that is completed later": ("def f():\n    return k\nk = 1", {"f", "k"}, set()),
    "recursion": ("def f(n):\n    return f(n - 1)", {"f"}, set()),
    "list comprehension": ("y = [i * k for i in xs]", {"y"}, {"k", "xs"}),
    "dict comprehension": ("y = {k: v for k, v in p.items()}", {"y"}, {"p"}),
    "walrus": ("y = [(z := i) for i in xs]", {"y", "z"}, {"xs"}),
    "lambda": ("f = lambda a: a + b", {"f"}, {"b"}),
    "class": ("class C(B):\n    n = 1\n    def m(self): return k + n", {"C"}, {"B", "k", "n"}),
    "for": ("for i in xs:\n    total = i", {"i", "total"}, {"xs"}),
    "with": ("with open_it() as h:\n    h.read()", {"h"}, {"open_it"}),
    "if": ("if a:\n    b = 1\nelse:\n    c = d", {"b", "c"}, {"a", "d"}),
    "while": ("while a:\n    a = b", {"a"}, {"a", "b"}),
    "try": ("try:\n    a\nexcept E as e:\n    log(e)", {"e"}, {"a", "E", "log"}),
    "match": ("match v:\n    case [a, *_] if a > t:\n        b = a", {"a", "b"}, {"v", "t"}),
    "imports": ("import a.b\nfrom c import d as e", {"a", "e"}, set()),
    "global": ("def f():\n    global g\n    g = 1", {"f", "g"}, set()),
    "annotation in quotes": ('def f(x: "Float"): return x', {"f"}, set()),
    "magic": ("%matplotlib inline\ny = x", {"y"}, {"x"}),
    "starred": ("a, *b = c", {"a", "b"}, {"c"}),
    "subscript": ("a[i] = v", set(), {"a", "i", "v"}),
}


@pytest.mark.parametrize(("source", "defined", "needed"), CASES.values(), ids=CASES)
def test_names(source: str, defined: set[str], needed: set[str]):
    """The names are those that Python would bind and look up."""
    names = cell_names(source)
    assert (names.defined, names.needed) == (defined, needed)


@pytest.mark.parametrize(
    ("source", "needed"),
    [("y = table[", set()), ("y = table[\n!ls", {"y", "table", "ls"})],
    ids=["is never run", "may be IPython's"],
)
def test_a_cell_that_is_not_python_needs_every_word_if_it_may_run(source, needed):
    names = cell_names(source)
    assert (names.defined, names.needed) == (set(), needed)


# Cells with values for what they need, to be run for real.
RUNNABLE = [
    ("total = sum(i * k for i in xs)", {"k": 2, "xs": [1, 2]}),
    ("def f(n): return n + k\nk2 = f(1)", {"k": 1}),
    ("class C(B):\n    n = m\n    def g(self): return 1\nC().g()", {"B": object, "m": 1}),
    ("for i in xs:\n    y = i\nz = y + t\nt = 1", {"xs": [1], "t": 2}),
    ("f = lambda a: a + b\nf(1)", {"b": 1}),
    ("n += 1\ndel n", {"n": 1}),
    ("def f():\n    global g\n    g = v\nf()\nh = g", {"v": 1}),
    ("table = {a: [b for b in a] for a in rows if (last := a)}\nlast", {"rows": ["ab"]}),
]


@pytest.mark.parametrize(("source", "values"), RUNNABLE, ids=[case[0] for case in RUNNABLE])
def test_needed_names_are_those_python_looks_up(source: str, values: dict[str, object]):
    """With the needed names bound the cell runs; with any one of them missing it does not."""
    names = cell_names(source)
    assert names.needed - vars(builtins).keys() == values.keys()
    exec(source, namespace := dict(values))
    assert names.defined >= namespace.keys() - values.keys() - {"__builtins__"}
    for missing in values:
        with pytest.raises(NameError, match=missing):
            exec(source, {name: value for name, value in values.items() if name != missing})
