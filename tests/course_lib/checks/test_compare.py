"""Comparisons: what passes, what fails, and how each failure reads."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from course_lib.checks import (
    CheckFailed,
    close,
    dtype_and_device,
    equal,
    expect,
    is_number,
    one_of,
    shape,
)

FLOATS = [torch.float16, torch.bfloat16, torch.float32, torch.float64]


def message_of(function, *args, **kwargs):
    """The sentence with which a comparison fails."""
    with pytest.raises(CheckFailed) as caught:
        function(*args, **kwargs)
    return str(caught.value)


@pytest.mark.parametrize("dtype", FLOATS, ids=str)
def test_close_has_the_tolerances_of_torch_testing(dtype):
    """Just inside and just outside of what `torch.testing.assert_close` accepts for the dtype."""
    one = torch.ones(3, dtype=dtype)
    for step in (torch.finfo(dtype).eps, 64 * torch.finfo(dtype).eps, 0.3):
        moved = one * (1 + step)
        try:
            torch.testing.assert_close(moved, one)
        except AssertionError:
            assert message_of(close, moved, one)
        else:
            close(moved, one)


@given(hnp.arrays(np.float64, hnp.array_shapes(max_side=4), elements=st.floats(-9, 9)))
def test_close_agrees_with_numpy(array):
    """Equal arrays pass, and one entry moved by more than the tolerance fails."""
    tensor = torch.from_numpy(array.copy())
    close(tensor, array)
    close(tensor.tolist(), array)
    tensor.view(-1)[-1] += 1e-2
    assert not np.allclose(tensor.numpy(), array, rtol=1e-7, atol=1e-7)
    assert message_of(close, tensor, array)


def test_a_named_mistake_is_answered_with_its_sentence():
    mistakes = {"that is the L2 distance": [[5.0]], "a mean, not a sum": [[3.5]]}
    assert message_of(close, [[3.5]], [[7.0]], mistakes=mistakes) == "a mean, not a sum"


def test_a_mistake_of_another_shape_is_recognised():
    assert message_of(close, [[1.0], [2.0]], [[1.0, 2.0]], mistakes={"transposed": [[1.0], [2.0]]})


def test_a_mistake_that_equals_the_right_value_never_blames_a_right_answer():
    close([[7.0]], [[7.0]], mistakes={"wrong!": [[7.0]]})
    text = message_of(close, [[8.0]], [[7.0]], mistakes={"wrong!": [[7.0]]})
    assert text == "at index [0, 0] expected 7, got 8; the whole: expected [[7]], got [[8]]"


@pytest.mark.parametrize(
    ("actual", "expected", "text"),
    [
        pytest.param(None, 1.0, "expected a value, got None", id="no return"),
        pytest.param("7", 7.0, "expected numbers, got the text '7'", id="text"),
        pytest.param({1: 2}, 7.0, "expected a tensor or numbers, got dict", id="dict"),
        pytest.param(torch.zeros(2, 3), torch.zeros(3, 2), "expected shape (3, 2), got (2, 3)",
                     id="shape"),
        pytest.param(torch.zeros(1, dtype=torch.complex64), [0.0], "expected real numbers",
                     id="complex"),
        pytest.param([0.0, float("nan")], [0.0, 1.0], "nan or infinite", id="nan"),
        pytest.param(torch.zeros(20), torch.ones(20), "20 of 20 entries differ", id="large"),
    ],
)  # fmt: skip
def test_close_says_what_was_expected_and_what_came(actual, expected, text):
    assert text in message_of(close, actual, expected)


def test_close_names_the_first_index_that_differs():
    actual, expected = torch.zeros(4, 5), torch.zeros(4, 5)
    actual[2, 3] = 1
    assert message_of(close, actual, expected).startswith("at index [2, 3] expected 0, got 1")


def test_equal_is_exact_for_numbers_and_typed_for_the_rest():
    equal(torch.tensor([1, 2]), [1, 2])
    equal(3, 3.0)
    equal("b", "b")
    equal(True, True)
    assert message_of(equal, 1 + 1e-12, 1)
    assert message_of(equal, 1, True) == "expected True, got 1"
    assert message_of(equal, None, "b") == "expected 'b', got None"
    assert message_of(equal, torch.tensor([1, 3]), [1, 2], mistakes={"off": [1, 3]}) == "off"


def test_an_object_with_its_own_equality_is_not_equal():
    class Sly:
        def __eq__(self, other):
            return True

        def __hash__(self):
            return 0

    assert message_of(equal, Sly(), "b")
    assert message_of(equal, Sly(), 3)
    assert message_of(close, Sly(), 3.0)


def test_shape_wants_a_tensor_of_that_shape():
    shape(torch.zeros(2, 3), (2, 3))
    assert message_of(shape, torch.zeros(3, 2), (2, 3)) == "expected shape (2, 3), got (3, 2)"
    assert "got list" in message_of(shape, [[0.0]], (1, 1))


def test_dtype_and_device_follow_the_input():
    dtype_and_device(torch.zeros(1, dtype=torch.float64), torch.ones(2, dtype=torch.float64))
    assert "expected dtype torch.float64" in message_of(
        dtype_and_device, torch.zeros(1), torch.ones(2, dtype=torch.float64)
    )
    assert "on cpu" in message_of(
        dtype_and_device, torch.zeros(1, device="meta"), torch.ones(2)
    )  # fmt: skip


def test_expect_says_its_message():
    expect(True, "unused")
    assert message_of(expect, torch.tensor(False), "no") == "no"


def test_quiz_answers_are_one_of_the_choices_or_a_number():
    one_of("b", "abc")
    is_number(3)
    assert message_of(one_of, None, "ab") == "expected one of 'a', 'b'; nothing was filled in"
    assert message_of(one_of, "d", "ab") == "expected one of 'a', 'b'; got 'd'"
    assert "nothing was filled in" in message_of(is_number, None)
    assert "got True" in message_of(is_number, True)
    assert "got nan" in message_of(is_number, float("nan"))
