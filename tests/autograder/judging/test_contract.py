"""A contract over the judge's proxies: the judge sees what a notebook sees."""

import textwrap

import pytest

from autograder.judging.cells import Namespace, judge_cell, run_setup
from course_lib.checks import ListRecorder

CELL = """
    with check("the contract"):
        contract(
            total,
            lambda x, k: k * x.sum(dim=1),
            lambda draw, n, d: (draw.normal(n, d), int(draw.integers(2, 10, (1,)))),
            sizes=[(4, 3), (1, 3), (4, 1), (0, 3)],
            dtypes=(torch.float32, torch.float64, torch.uint8),
        )
"""

ANSWERS = {
    "right": ("x = x if x.is_floating_point() else x.float(); return k * x.sum(1)", ""),
    "float32": ("return k * x.float().sum(1)", "dtype float64, got float32"),
    "in place": ("x = x.mul_(k) if x.is_floating_point() else k * x.float(); return x.sum(1)",
                 "the call changed x (values)"),
    "squeezed": ("return (k * x.sum(1, dtype=x.dtype if x.is_floating_point() else "
                 "torch.float32)).squeeze()", "shape (1,), got ()"),
    "cached": ("return cache.setdefault((x.shape, x.dtype), k * x.float().sum(1).to("
               "x.dtype if x.is_floating_point() else torch.float32))",
               "the result of another call"),
    "contiguous": ("x = x if x.is_floating_point() else x.float(); return k * x.view(-1).view("
                   "x.shape).sum(1)", "not contiguous in memory"),
    "list": ("return (k * x.sum(1)).tolist()", "got a list"),
    "raises": ("assert len(x) == 3; return k * x.float().sum(1)", "AssertionError"),
    "stub": ("raise NotImplementedError", "not written yet"),
}  # fmt: skip


@pytest.fixture
def judge(student_process):
    """Judge a cell beside an answer, of which the outcome is returned."""

    def run(answer, cell):
        names = Namespace()
        run_setup("import torch\nfrom course_lib.checks import check, contract, expect", names)
        with student_process.running(textwrap.dedent(answer)) as student:
            (outcome,) = judge_cell(
                textwrap.dedent(cell), names, student, ListRecorder(seed="s"), 30.0
            )
        return outcome

    return run


@pytest.mark.parametrize(("body", "said"), ANSWERS.values(), ids=list(ANSWERS))
def test_the_judge_sees_what_a_notebook_sees(judge, body, said):
    answer = f"import torch\ncache = {{}}\ndef total(x, k):\n    {body}"
    outcome = judge(answer, CELL)
    assert outcome.passed == (not said), outcome.message
    assert said in outcome.message


def test_a_module_of_the_students_is_compared_where_it_lives(judge):
    answer = """
        import torch
        net = torch.nn.Linear(2, 1)
        def predict(model, x):
            return model.eval()(x).detach()
    """
    cell = """
        with check("modes stay"):
            contract(predict, lambda model, x: torch.empty(len(x), 1),
                     lambda draw, n: (net, draw.normal(n, 2)), sizes=[(3,)],
                     dtypes=[torch.float32], values=False)
    """
    outcome = judge(answer, cell)
    assert "the call changed model (training mode)" in outcome.message


def test_a_function_of_the_test_may_be_an_argument(judge):
    answer = "def apply(f, x):\n    return f(x)"
    cell = """
        with check("called back"):
            contract(apply, lambda f, x: f(x), lambda draw, n: (torch.neg, draw.normal(n)),
                     sizes=[(3,), (1,)])
    """
    assert str(judge(answer, cell)) == "✓ called back"
