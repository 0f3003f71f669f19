"""Each breach of a contract is caught with its sentence; right answers in any style pass."""

import pytest
import torch

from course_lib.checks import CheckFailed, contract


def row_sums(x, k):
    """The oracle: k times the sum of each row."""
    return k * x.sum(dim=1)


def draw_rows(draw, n, d):
    """A table, and a number from 2 to 9."""
    return draw.normal(n, d), int(draw.integers(2, 10, (1,)))


SIZES = [(4, 3), (1, 3), (4, 1), (0, 3)]
DTYPES = (torch.float32, torch.float64, torch.uint8)


def floats(x):
    return x if x.is_floating_point() else x.float()


def message_of(fn, oracle=row_sums, inputs=draw_rows, **options):
    """The sentence with which a contract fails."""
    options = {"sizes": SIZES, "dtypes": DTYPES, **options}
    with pytest.raises(CheckFailed) as caught:
        contract(fn, oracle, inputs, **options)
    return str(caught.value)


def in_a_loop(x, k):
    table = floats(x).new_zeros(len(x))
    for i, row in enumerate(floats(x)):
        table[i] = row.sum() * k
    return table


RIGHT = {
    "torch": lambda x, k: k * floats(x).sum(-1),
    "einsum": lambda x, k: torch.einsum("nd->n", floats(x)) * k,
    "a loop": in_a_loop,
    "float64 inside": lambda x, k: (k * x.double().sum(1)).to(floats(x).dtype),
    "numpy inside": lambda x, k: torch.from_numpy(floats(x).numpy().sum(axis=1) * k),
    "in place on a copy": lambda x, k: floats(x).clone().mul_(k).sum(1),
    "matrix product": lambda x, k: floats(x) @ torch.full((x.shape[1],), k, dtype=floats(x).dtype),
}


@pytest.mark.parametrize("fn", RIGHT.values(), ids=list(RIGHT))
def test_right_answers_pass(fn):
    contract(fn, row_sums, draw_rows, sizes=SIZES, dtypes=DTYPES, slack=10)


def cached_by_shape():
    known = {}

    def fn(x, k):
        key = (x.shape, x.dtype, k)
        if key not in known:
            known[key] = k * floats(x).sum(1)
        return known[key]

    return fn


def growing(x, k, seen=[]):  # noqa: B006
    seen.append(k)
    return sum(seen) * floats(x).sum(1)


def cleared(x, k):
    total = k * floats(x).sum(1)
    x.zero_()
    return total


BREACHES = {
    "float64 for all": (
        lambda x, k: k * x.double().sum(1),
        "expected a tensor of dtype float32, got float64; called with x: float32 of shape (4, 3)",
    ),
    "float32 for all": (
        lambda x, k: k * x.float().sum(1),
        "dtype float64, got float32; called with x: float64",
    ),
    "whole in, whole out": (lambda x, k: k * x.sum(1), "float32, got int64; called with x: uint8"),
    "a list": (lambda x, k: (k * floats(x).sum(1)).tolist(), "(4,), got a list"),
    "an array": (lambda x, k: (k * floats(x).sum(1)).numpy(), "got a NumPy array (float32)"),
    "no return": (lambda x, k: None, "and shape (4,), got None"),
    "squeezed": (
        lambda x, k: (k * floats(x).sum(1)).squeeze(),
        "expected a tensor of shape (1,), got (); called with x: float32 of shape (1, 3)",
    ),
    "a column": (lambda x, k: k * floats(x).sum(1, keepdim=True), "shape (4,), got (4, 1)"),
    "nothing for no rows": (
        lambda x, k: torch.stack([k * floats(row).sum() for row in x]),
        "your code stopped with RuntimeError: stack expects a non-empty TensorList",
    ),
    "input changed": (cleared, "the call changed x (values): leave it as it is"),
    "cached by shape": (
        cached_by_shape(),
        "that is the result of another call: something is kept from call to call",
    ),
    "a default that grows": (growing, "called with x: float32 of shape (4, 3)"),
    "contiguous only": (lambda x, k: k * floats(x).view(-1).view(x.shape).sum(1), "not contiguous"),
    "float32 inside": (
        lambda x, k: (k * x.float().sum(1)).to(floats(x).dtype),
        "called with x: float64",
    ),
    "clamped": (lambda x, k: k * floats(x).clamp(max=100).sum(1), "uint8"),
}


@pytest.mark.parametrize(("fn", "text"), BREACHES.values(), ids=list(BREACHES))
def test_each_breach_is_said(fn, text):
    assert text in message_of(fn)


def test_form_comes_before_values():
    """Values are wrong from the first call on, but the sentence is about the dtype of float64."""
    assert "got float32" in message_of(lambda x, k: 1 + k * x.float().sum(1))


def test_an_argument_without_effect_is_named():
    """More telling than the first wrong value, and so said in place of it."""
    assert message_of(lambda x, k: 3 * floats(x).sum(1)).startswith(
        "the result does not depend on k"
    )


def test_a_classic_error_is_named():
    mistakes = {
        "never said": row_sums,
        "these are the columns": lambda x, k: k * x.sum(0),
        "that is a mean": lambda x, k: k * x.mean(1),
    }
    said = message_of(lambda x, k: k * floats(x).mean(1), sizes=[(4, 3)], mistakes=mistakes)
    assert said == "that is a mean"


@pytest.mark.parametrize(
    ("got", "expected", "text"),
    [
        pytest.param(torch.tensor(3.0), 3.0, "a Python number (float), got a tensor", id="tensor"),
        pytest.param(
            3.0, 3, "expected a Python number (int), got a Python number (float)", id="float"
        ),
        pytest.param(
            True, 1, "expected a Python number (int), got True or False (bool)", id="bool"
        ),
        pytest.param([1], (1, 2), "expected 2 entries, got 1", id="entries"),
        pytest.param((1,), [1], "expected a list, got a tuple", id="list"),
        pytest.param({"a": 1}, {"b": 1}, "expected the keys", id="keys"),
        pytest.param(
            [torch.zeros(2).double()],
            [torch.zeros(2)],
            "entry 0: expected a tensor of dtype float32, got float64",
            id="inside",
        ),
        pytest.param(
            torch.tensor([1.0]),
            torch.tensor([1]),
            "expected a tensor of dtype int64, got float32",
            id="labels as floats",
        ),
        pytest.param("b", "a", "expected 'a', got 'b'", id="text"),
        pytest.param("a", None, "expected None, got a str", id="something for nothing"),
    ],
)
def test_types_are_exact(got, expected, text):
    assert text in message_of(
        lambda x: got, lambda x: expected, lambda draw: (1,), sizes=[()], dtypes=(torch.float32,)
    )


def test_values_can_be_left_to_other_checks():
    contract(lambda x, k: 0 * floats(x).sum(1), row_sums, draw_rows, sizes=SIZES, values=False)


def draw_model(draw):
    return torch.nn.Linear(2, 1), draw.normal(3, 2).float()


def as_model(model, x):
    return model(x.float()).detach()


def to_eval(model, x):
    return model.eval()(x).detach()


def freezes(model, x):
    for weight in model.parameters():
        weight.requires_grad_(False)
    return model(x)


def leaves_grads(model, x):
    model(x).sum().backward()
    return model(x).detach()


def steps(model, x):
    result = model(x).detach()
    model.weight.data += 1
    return result


@pytest.mark.parametrize(
    ("fn", "what"),
    [
        pytest.param(to_eval, "training mode", id="eval"),
        pytest.param(freezes, "weight: requires_grad", id="frozen"),
        pytest.param(leaves_grads, "weight: grad", id="gradients"),
        pytest.param(steps, "weight: values", id="parameters"),
    ],
)
def test_a_module_is_left_as_it_was(fn, what):
    said = message_of(fn, as_model, draw_model, sizes=[()], dtypes=(torch.float32,))
    assert f"the call changed model ({what})" in said
    contract(as_model, as_model, draw_model, dtypes=(torch.float32,))


def test_what_shall_change_may_change():
    contract(lambda x: x.add_(1), lambda x: x + 1, lambda draw: (draw.normal(3),), changes=["x"])


def draw_scaled(draw, n, d):
    return draw.normal(n, d), 1.0 + draw.uniform(1).item()


def test_views_are_handed_over_unless_they_are_not_promised():
    def in_one_piece(x, k):
        return k * x.view(-1).reshape(x.shape).sum(1)

    assert "not contiguous in memory" in message_of(
        in_one_piece, lambda x, k: k * x.sum(1), draw_scaled, sizes=SIZES
    )
    contract(in_one_piece, lambda x, k: k * x.sum(1), draw_scaled, sizes=SIZES, layouts=False)


def test_a_result_may_be_read_before_it_is_compared():
    """Where a text allows a number or a tensor with one number."""

    def total(x):
        return x.sum()

    def oracle(x):
        return x.sum().item()

    def draw_vector(draw):
        return (draw.normal(3),)

    once = {"sizes": [()], "dtypes": (torch.float32, torch.float64)}
    assert "expected a Python number" in message_of(total, oracle, draw_vector, **once)
    contract(total, oracle, draw_vector, read=float)
    twice = message_of(lambda x: 2 * x.sum(), oracle, draw_vector, read=float, **once)
    assert "expected" in twice


def test_a_stub_is_not_written_yet():
    def stub(x, k):
        raise NotImplementedError

    with pytest.raises(NotImplementedError):
        contract(stub, row_sums, draw_rows, sizes=SIZES)


def test_infinite_and_undefined_entries_must_stand_at_their_places():
    contract(lambda x: x / 0, lambda x: x / 0, lambda draw: (draw.normal(3),))
    text = message_of(
        lambda x: x / 1e-30, lambda x: x / 0, lambda draw: (draw.normal(3),), sizes=[()]
    )
    assert "at index" in text
