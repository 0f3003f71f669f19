"""What may stand in code whose rules are checked: nothing that leads out of it unseen."""

import pytest

from autograder.static.allowlist import UnverifiableCode
from autograder.static.slicing import has_rules, slice_program

LAB = "import torch\nfrom torch import Tensor\nfrom course_lib import map_rows"


def cut(*cells, of="f"):
    """The cells of what a name rests on."""
    return slice_program(cells, [of], [LAB])


PLAIN = {
    "logging": "import logging, warnings\ndef f(a):\n    logging.getLogger('m').error('x')",
    "stderr": "import sys\ndef f(a):\n    print(1, file=sys.stderr)",
    "fixed getattr": "def f(a): return getattr(torch, 'sum')(a, getattr(a, 'dim', 0))",
    "functional": "import torch.nn.functional as F\ndef f(a): return F.relu(a)",
    "from functional": "from torch.nn import functional as F\ndef f(a): return F.relu(a)",
    "a variable named as a module": "import torch.nn.functional as F\ndef f(a):\n"
    "    N, F = a.shape\n    return F",
    "deep numpy": "from numpy.lib.stride_tricks import sliding_window_view as s\n"
    "def f(a): return s(a)",
    "a name for a module": "F = torch.nn.functional\ndef f(a): return F.relu(a)",
    "a name for a named module": "nn = torch.nn\nF = nn.functional\ndef f(a): return F.relu(a)",
    "a local grad": "def f(a):\n    grad = 2 * a\n    return grad",
    "a backward of one's own": "class A:\n    def backward(self, g):\n        return g\n"
    "def f(a): return A().backward(a)",
    "a match": "def f(a):\n    match a:\n        case object(shape=s): return s",
    "a lambda": "f = lambda a: a.abs()",
    "a star": "from torch import *\ndef f(a): return abs(a)",
    "annotations": "from jaxtyping import Float\ndef f(a: Float[Tensor, 'n']): return a",
    "a class": "class A:\n    def __init__(self):\n        self.weight, self._x = 1, 2\n"
    "    def __call__(self, x):\n        return self._x\nf = A()",
    "no_grad": "@torch.no_grad()\ndef f(a): return a.T @ a",
    "library": "def f(a): return map_rows(torch.abs, a, rows=2)",
    "what a tensor keeps": "def f(a):\n    a.grad = None\n    return a",
    "settings": "import matplotlib.pyplot as plt\nplt.rcParams['x'] = 1\ndef f(a): return plt.plot",
}

HIDDEN = {
    "exec": "def f(a): exec('x = 1')",
    "eval under another name": "run = eval\ndef f(a): return run('a')",
    "globals": "def f(a): return globals()['a']",
    "open": "def f(a): return open('x')",
    "setattr": "def f(a): setattr(a, 'x', 1)",
    "getattr of a computed name": "def f(a): return getattr(torch, 's' + 'um')(a)",
    "getattr under another name": "g = getattr\ndef f(a): return g(a, 'T')",
    "import by name": "def f(a): return __import__('os')",
    "builtins": "from builtins import map as m\ndef f(a): return m",
    "a module of one's own": "import mine\ndef f(a): return mine.g(a)",
    "a file beside": "from . import mine\ndef f(a): return mine.g(a)",
    "system": "import os\ndef f(a): return os.system('true')",
    "a whole module": "import sys\ndef f(a): return list(map(dir, [sys]))",
    "a module under another name": "t = torch\ndef f(a): return t.jit",
    "a hidden part under another name": "t = torch.utils\ndef f(a): return t.data",
    "a module in a list": "t = [torch]\ndef f(a): return t",
    "other processes": "from torch import multiprocessing as m\ndef f(a): return m.Pool(2)",
    "types from text": "import typing\ndef f(a): return typing.get_type_hints(a)",
    "settings that fetch": "import logging.config\ndef f(a): logging.config.dictConfig(a)",
    "a generator's frame": "def f(a):\n    g = (x for x in a)\n    return g.gi_frame",
    "a frame in a match": "def f(a):\n    match a:\n        case object(gi_frame=g): return g",
    "the inside by a match": "def f(a):\n    match a:\n        case object(__class__=c): return c",
    "a part of one": "def f(a): u = torch.nn; return u",
    "another module's module": "def f(a): return torch.inspect.getsource(a)",
    "compilers": "def f(a): return torch.jit.script(a)",
    "runners of text": "import numpy as np\ndef f(a): return np.testing.runstring('1', {})",
    "checks": "from course_lib.checks import memory\ndef f(a): return memory",
    "the inside of a module": "def f(a): return torch._C",
    "the inside of an object": "def f(a): return a.__class__",
    "a private part": "def f(a): return a._base",
    "an exchanged code": "def g(a): pass\ndef f(a): return a\nf.__code__ = g.__code__",
    "a changed library": "def f(a):\n    torch.sum = torch.mean\n    return a",
    "a method of a library": "import torch\ntorch.Tensor.clone = 0\ndef f(a): return torch.abs(a)",
    "another object's method": "class A:\n    def m(self, x):\n        x.sum = 1\nf = A().m",
    "absent": "def f(a): return torch.nothing_of_that_name(a)",
}


@pytest.mark.parametrize("code", PLAIN.values(), ids=PLAIN)
def test_ordinary_code_is_plain(code):
    assert "".join(cut(code)).endswith(code[-8:])


@pytest.mark.parametrize("code", HIDDEN.values(), ids=HIDDEN)
def test_what_leads_out_unseen_is_refused_and_quoted(code):
    with pytest.raises(
        UnverifiableCode, match=r"on code that can be plainly read, and `.+` .+: write it"
    ):
        cut(code)


def test_what_the_answer_does_not_rest_on_is_left_out():
    cells = ["exec('x')\nk = 2\neval('k')", "print(k)\ndef f(a):\n    return k * a\nf(3)", "g = 1"]
    assert cut(*cells) == ["k = 2", "def f(a):\n    return k * a", ""]


def test_what_changes_an_object_of_the_answer_is_taken():
    cells = ["t = []\nfor i in range(3):\n    t.append(i)", "t[0] = 5\nu = 1", "def f(): return t"]
    assert cut(*cells) == [cells[0], "t[0] = 5", cells[2]]


def test_a_call_that_fills_a_table_of_the_answer_is_taken():
    cells = ["t = {}\ndef fill(n):\n    t[n] = n", "fill(3)\nprint(4)", "def f(): return t", "f()"]
    assert cut(*cells) == [cells[0], "fill(3)", cells[2], ""]
    cells = ["def count():\n    global n\n    n = 1", "count()", "def f(): return n"]
    assert cut(*cells) == cells


def test_a_call_of_a_module_changes_nothing_of_the_answers():
    cell = "import random\nimport torch\nrandom.seed(0)\ndef f(): return random.random()"
    assert cut(cell) == ["import random\ndef f(): return random.random()"]


def test_decorated_functions_magics_and_cells_that_are_no_python():
    cells = [
        "%%time\n@torch.no_grad()\ndef f(a):\n    return g(a)",
        "%matplotlib inline",
        "def g(:",
    ]
    assert cut(*cells) == ["@torch.no_grad()\ndef f(a):\n    return g(a)", "", ""]


def test_rules_are_found_wherever_they_stand():
    assert has_rules("with check('a'):\n    close(unchanged(f, 1), 2)")
    assert not has_rules("with check('unchanged'):\n    close(f(1), 2)")
