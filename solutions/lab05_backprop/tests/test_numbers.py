"""The numbers of Lab 5 that its text prints."""

import math
from pathlib import Path

import pytest
import torch

from autograder.audit.answers import bank_of
from autograder.labsource import read_lab
from autograder.labsource.reference import outcomes, solution
from course_lib import data
from solutions.lab05_backprop.measure.table import FULL, HIDDEN, flat, trained

SOURCE = Path(__file__).parents[1] / "lab05_backprop.py"
CELLS = read_lab(SOURCE)
BANK = bank_of(SOURCE.parent)


@pytest.fixture(scope="module")
def lab():
    """What the reference solution defines."""
    return solution(SOURCE)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["digits", pytest.param("mnist", marks=pytest.mark.needs("mnist"))]
)
def test_the_network_reads_the_test_set(name, lab):
    """By the hand-written backward: at least 97.5 % of MNIST, 90 % of the small offline set."""
    digits = data.load(name, device="cpu")
    net = trained(lab, flat(digits, "train"), HIDDEN, seed=11, **FULL)
    least = 0.975 if name == "mnist" else 0.90
    assert lab["accuracy"](net, *flat(digits, "test")) >= least


def test_the_numbers_by_hand_in_the_text_are_right():
    """Each against autograd: the worked example, the sigmoid neuron, the squared norm."""
    x, y, z = (torch.tensor(v, requires_grad=True) for v in (-2.0, 5.0, -4.0))
    grads = torch.autograd.grad((x + y) * z, (x, y, z))
    assert [g.item() for g in grads] == [-4.0, -4.0, 3.0]
    w = torch.tensor([2.0, -3.0, -3.0], requires_grad=True)
    inputs = torch.tensor([-1.0, -2.0], requires_grad=True)
    out = torch.sigmoid(w[:2] @ inputs + w[2])
    dw, dx = torch.autograd.grad(out, (w, inputs))
    assert out.item() == pytest.approx(0.73, abs=5e-3)
    assert dw.tolist() == pytest.approx([-0.20, -0.39, 0.20], abs=5e-3)
    assert dx.tolist() == pytest.approx([0.39, -0.59], abs=5e-3)
    W = torch.tensor([[0.1, 0.5], [-0.3, 0.8]], requires_grad=True)
    v = torch.tensor([0.2, 0.4], requires_grad=True)
    f = ((W @ v) ** 2).sum()
    dW, dv = torch.autograd.grad(f, (W, v))
    assert f.item() == pytest.approx(0.116)
    assert dW.flatten().tolist() == pytest.approx([0.088, 0.176, 0.104, 0.208])
    assert dv.tolist() == pytest.approx([-0.112, 0.636])


def test_the_first_loss_is_a_little_above_log_10(lab):
    """Scores of random weights are no better than equal ones."""
    digits = data.load("digits", device="cpu")
    pictures, labels = flat(digits, "train")
    for seed in range(3):
        net = lab["TwoLayerNet"](pictures.shape[1], HIDDEN, 10, seed=seed)
        assert math.log(10) < net.loss(pictures, labels)[0].item() < math.log(10) + 0.6


def test_the_graph_on_the_reference_gates_agrees_with_autograd(lab):
    """The gates, the order and backward together: f = x·y + max(x, y) + σ(x)."""
    gate = {
        name: lab["Gate"](name, lab[f"{name}_forward"], lab[f"{name}_backward"])
        for name in ("add", "multiply", "maximum", "sigmoid")
    }
    values = (torch.tensor(0.7, dtype=torch.float64), torch.tensor(-1.2, dtype=torch.float64))
    x, y = (lab["Node"](value, "") for value in values)
    through = lab["through"]
    both = through(gate["add"], through(gate["multiply"], x, y), through(gate["maximum"], x, y))
    end = through(gate["add"], both, through(gate["sigmoid"], x))
    lab["backward"](lab["topological_order"](end))

    def plain(x, y):
        return x * y + torch.maximum(x, y) + torch.sigmoid(x)

    want = torch.func.grad(plain, argnums=(0, 1))(*values)
    torch.testing.assert_close((x.grad, y.grad), want)


@pytest.mark.parametrize(
    "answer", [pytest.param(a, id=f"{a.exercise}-{a.name}") for a in BANK.wrong]
)
def test_the_named_check_catches_a_wrong_answer_with_the_named_sentence(answer):
    found = outcomes(CELLS, {answer.exercise: answer.source}, only=[answer.exercise])
    (outcome,) = [one for one in found[answer.exercise] if one.title == answer.check]
    assert not outcome.passed
    assert answer.says in outcome.message
