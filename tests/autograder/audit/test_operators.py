"""Each operator makes the slips it is for, and nothing that could not be told from the original."""

import ast

import pytest

from autograder.audit.mutation import mutants
from autograder.audit.operators import OPERATORS


def made(code, operator):
    """What an operator makes of a line of code."""
    return {mutant.after for mutant in mutants(code) if mutant.operator == operator}


@pytest.mark.parametrize(
    ("operator", "code", "expected"),
    [
        ("axis", "x.sum(dim=1)", {"x.sum(dim=0)"}),
        ("axis", "x.sum(dim=0)", {"x.sum(dim=1)"}),
        ("axis", "x.argmax(-1)", {"x.argmax(-2)", "x.argmax(0)"}),
        ("axis", "torch.sum(x, 1)", {"torch.sum(x, 0)"}),
        ("axis", "a @ b.T", {"a @ b"}),
        ("axis", "x[:, None]", {"x[None, :]"}),
        ("axis", "x[i, j]", {"x[j, i]"}),
        ("reduction", "x.mean()", {"x.sum()"}),
        ("reduction", "x.sum()", {"x.mean()", "x.amax()"}),
        ("reduction", "x.argmax()", {"x.argmin()"}),
        ("reduction", "max(scores)", {"min(scores)"}),
        ("reduction", "f(x, reduction='mean')", {"f(x, reduction='sum')"}),
        ("dtype", "x.double()", {"x.float()"}),
        ("dtype", "x.to(torch.float64)", {"x.to(torch.float32)"}),
        ("dtype", "x.new_zeros(2)", {"torch.zeros(2)"}),
        ("dtype", "torch.zeros_like(x)", {"torch.zeros(x.shape)"}),
        ("dtype", "torch.zeros(2, dtype=x.dtype)", {"torch.zeros(2)"}),
        ("in place", "y = x.clamp(min=0)", {"y = x.clamp_(min=0)"}),
        ("in place", "x.mul_(2)", {"x.mul(2)"}),
        ("in place", "x = x + y", {"x += y"}),
        ("in place", "y = (x - z).abs()", set()),
        ("comparison", "a < b", {"a <= b", "a > b"}),
        ("comparison", "a == b", {"a != b"}),
        ("comparison", "a and b", {"a or b"}),
        ("comparison", "x.clamp(min=0)", {"x.clamp(max=0)"}),
        ("comparison", "~mask", {"mask"}),
        ("comparison", "y = a if c else b", {"y = b if c else a"}),
        ("arithmetic", "a + b", {"a - b", "a", "b"}),
        ("arithmetic", "a - b", {"a + b", "a"}),
        ("arithmetic", "a / b", {"a * b", "a"}),
        ("arithmetic", "x += y", {"x -= y", "x = y"}),
        ("arithmetic", "-x", {"x"}),
        ("constant", "k = 3", {"k = 4", "k = 2"}),
        ("constant", "k = -1", {"k = 0", "k = -2"}),
        ("constant", "k = True", {"k = False"}),
        ("dropped call", "y = x.sqrt()", {"y = x"}),
        ("dropped call", "y = torch.sqrt(x)", {"y = x"}),
        ("dropped call", "n = len(x)", set()),
        ("dropped call", "y = x[:k]", {"y = x"}),
        ("dropped argument", "x.sum(1, keepdim=True)", {"x.sum(1)"}),
        ("dropped argument", "torch.arange(3, device=x.device)", set()),
        ("swapped arguments", "f(a, b)", {"f(b, a)"}),
        ("swapped arguments", "a - b", {"b - a"}),
        ("removed statement", "x.zero_()", {"pass"}),
        ("removed statement", "with torch.no_grad():\n    f()", {"pass", "if True:"}),
    ],
)  # fmt: skip
def test_an_operator_makes_the_slips_it_is_for(operator, code, expected):
    assert made(code, operator) == expected


def test_every_operator_is_tested():
    mark = test_an_operator_makes_the_slips_it_is_for.pytestmark[0]
    assert {case[0] for case in mark.args[1]} == set(OPERATORS)


def test_mutants_compile_and_no_two_are_the_same():
    code = "def f(x, y):\n    z = x.sum(dim=1) - y[:, None]\n    return z.abs().mean() * 2"
    codes = [mutant.code for mutant in mutants(code)]
    assert len(codes) == len(set(codes)) > 10
    for one in codes:
        compile(one, "mutant", "exec")
        assert one != ast.unparse(ast.parse(code))


def test_only_the_solution_is_changed():
    """What students are given is not theirs to get wrong."""
    code = (
        "def f(x):\n    y = x + 1\n    ### BEGIN SOLUTION\n    return y - 2\n    ### END SOLUTION"
    )
    assert {mutant.before for mutant in mutants(code)} == {"return y - 2"}


def test_annotations_and_messages_stay():
    code = "def f(x: Float[Tensor, 'n d']) -> int:\n    raise ValueError(f'{x - 1} is bad')"
    assert {mutant.operator for mutant in mutants(code)} == {"removed statement"}
