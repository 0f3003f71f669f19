"""Lab 5 from top to bottom, and the numbers that its text prints."""

import math

import pytest
import torch

from autograder.audit.answers import bank_of
from autograder.labsource import read_lab
from autograder.labsource.reference import outcomes, solution
from benchmarks.lab05_table import FULL, HIDDEN, fixed_rows, flat, trained
from course_lib import data
from tests.labs.running import CORES, SAYS, SETS, checks_in, run_lab, source

LAB = "lab05_backprop"
SOURCE = source(LAB)
CELLS = read_lab(SOURCE)
BANK = bank_of(SOURCE.parent)
SECONDS = 120  # the time that the lab may take on two cores


@pytest.fixture(scope="module")
def lab():
    """What the reference solution defines."""
    return solution(SOURCE)


@pytest.mark.slow
@pytest.mark.parametrize("name", SETS)
def test_the_solution_runs_from_top_to_bottom_in_time(name, tmp_path, monkeypatch):
    if name == "digits":  # no data set at hand: what a student without a network has
        monkeypatch.setenv("COURSE_DATA", str(tmp_path))
    ran = run_lab(LAB, tmp_path)
    assert SAYS[name] in ran.text
    # Every check of the notebook printed its tick: one that failed would have stopped it.
    assert ran.text.count("✓") == checks_in(LAB)
    assert ran.errors == ""
    assert ran.figures == 10
    assert ran.processor < CORES * SECONDS


@pytest.mark.slow
@pytest.mark.parametrize("name", SETS)
def test_the_network_reads_the_test_set(name, lab):
    """By the hand-written backward: at least 97.5 % of MNIST, 90 % of the small offline set."""
    digits = data.load(name, device="cpu")
    net = trained(lab, flat(digits, "train"), HIDDEN, seed=11, **FULL)
    least = 0.975 if name == "mnist" else 0.90
    assert lab["accuracy"](net, *flat(digits, "test")) >= least


def test_the_closing_table_says_what_a_rerun_gives(lab):
    """The rows without chance or time, for the digits that every machine has."""
    text = SOURCE.read_text(encoding="utf-8")
    for row, value in fixed_rows(lab, data.load("digits", device="cpu")).items():
        (line,) = [line for line in text.splitlines() if line.startswith(f"# | {row} |")]
        assert line.endswith(f"| {value} |"), line


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


def test_every_exercise_has_answers_of_both_kinds_and_most_errors_are_named():
    """At least 6 right and 8 wrong answers each; at most one wrong one in five without a name."""
    exercises = {cell.id for cell in CELLS.of("exercise", "quiz")}
    right = [answer.exercise for answer in BANK.right]
    wrong = [answer.exercise for answer in BANK.wrong]
    for exercise in exercises:
        assert right.count(exercise) >= 6, exercise
        assert wrong.count(exercise) >= 8, exercise
    unnamed = [answer for answer in BANK.wrong if not answer.says]
    assert len(unnamed) <= len(wrong) / 5


@pytest.mark.parametrize(
    "answer", [pytest.param(a, id=f"{a.exercise}-{a.name}") for a in BANK.wrong]
)
def test_the_named_check_catches_a_wrong_answer_with_the_named_sentence(answer):
    found = outcomes(CELLS, {answer.exercise: answer.source}, only=[answer.exercise])
    (outcome,) = [one for one in found[answer.exercise] if one.title == answer.check]
    assert not outcome.passed
    assert answer.says in outcome.message
