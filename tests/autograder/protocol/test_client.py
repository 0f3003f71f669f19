"""The judge and an honest agent in another process: data, objects, functions, errors."""

import time

import numpy as np
import pytest
import torch

from autograder.protocol.client import ProtocolError, Refused, StudentError
from course_lib.checks import (
    CheckFailed,
    close,
    forbid,
    largest_tensor,
    raises,
    unchanged,
    value_and_grad,
)

CELL = '''
import gc, os, sys, time
import numpy as np
import torch

seven, words, rate = 7, ["a", ("b", None)], 0.1
scores = {"a": torch.arange(3), "b": {"c": np.float32(0.5)}}
by_number = {1: "one"}

def double(x): return x * 2
def apply(fn, *args, **kwargs): return fn(*args, **kwargs)
def crash(kind, *args): raise kind(*args)
def raise_own():
    class OwnError(ValueError): pass
    raise OwnError("mine")
def leave(): sys.exit("bye")
def die(): os._exit(3)
def hang(): time.sleep(60)
def spin():
    while True: pass
def missing(): return not_there
def endless():
    while True: yield 1
def surrogate(): return "\\ud800"
def sparse(): return torch.eye(2).to_sparse()
def swallow(fn):
    try:
        return fn()
    except ValueError as error:
        return f"{type(error).__name__}: {error}"
def back(x): return x
def tally(n): return sum(i for i in range(n))
def in_place(x): return x.add_(1)
def loss(W, x, y): return torch.nn.functional.cross_entropy(x @ W, y)
def detached(W): return W.detach().sum()
def wide(x): return (x[:, None] - x[None, :]).abs().sum()

class Counter:
    def __init__(self, start=0): self.count = start
    def add(self, n=1):
        self.count += n
        return self
    def __len__(self): return self.count
    def __getitem__(self, key): return key * 2
    def __iter__(self): return iter(range(self.count))
    def __call__(self, x): return x + self.count

class Yes:
    """Equal to everything."""
    def __eq__(self, other): return True
    def __sub__(self, other): return torch.zeros(())
    __rsub__ = __sub__
    __hash__ = None

class Sly(torch.Tensor):
    """A tensor that is close to everything."""
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        if "close" in func.__name__: return True
        return super().__torch_function__(func, types, args, kwargs or {})

yes, sly = Yes(), torch.ones(2).as_subclass(Sly)
counter = Counter(3)

def counters():
    gc.collect()
    return sum(type(item) is Counter for item in gc.get_objects())
'''


@pytest.fixture
def student(student_process):
    with student_process.running(CELL, seconds=120, call_seconds=60) as student:
        yield student


def test_data_arrives_as_data(student):
    assert student.value("seven") == 7
    assert student.value("words") == ["a", ("b", None)]
    assert student.value("rate") == 0.1
    scores = student.value("scores")
    assert torch.equal(scores["a"], torch.arange(3))
    assert type(scores["b"]["c"]) is np.float32


def test_a_function_is_called_with_data_and_keywords(student):
    assert student.value("double")(21) == 42
    assert student.value("double")(x=torch.ones(2)).tolist() == [2, 2]
    assert callable(student.value("double"))


def test_a_missing_name_is_a_name_error_that_knows_the_name(student):
    with pytest.raises(NameError) as caught:
        student.value("nothing")
    assert caught.value.name == "nothing"
    with pytest.raises(NameError) as caught:
        student.value("missing")()
    assert caught.value.name == "not_there"


@pytest.mark.parametrize("kind", [ValueError, KeyError, ZeroDivisionError, OSError, AssertionError])
def test_an_error_is_of_its_builtin_class_with_its_message_and_line(student, kind):
    crash = student.value("crash")
    with pytest.raises(kind) as caught:
        student.value("apply")(lambda: crash(kind_of(student, kind), "why"))
    assert str(caught.value) == str(kind("why"))
    assert isinstance(caught.value, StudentError)
    with pytest.raises(kind) as direct:
        crash(kind_of(student, kind), "why")
    assert "in crash, line" in direct.value.where
    assert "`def crash(kind, *args): raise kind(*args)`" in direct.value.where


def kind_of(student, kind):
    """The student's own exception class."""
    return student.value("__builtins__")[kind.__name__]


def test_an_own_exception_keeps_its_name_and_its_builtin_base(student):
    assert raises(ValueError, student.value("raise_own")) == "mine"
    with pytest.raises(CheckFailed, match="expected TypeError for this input, got OwnError: mine"):
        raises(TypeError, student.value("raise_own"))


def test_a_stop_iteration_does_not_end_a_loop_of_the_test(student):
    """A test that maps over a student's function must hear of it."""
    with pytest.raises(StudentError):
        list(map(student.value("crash"), [kind_of(student, StopIteration)]))


def test_an_exit_does_not_end_the_judge(student):
    with pytest.raises(SystemExit) as caught:
        student.value("leave")()
    assert isinstance(caught.value, StudentError)
    assert student.value("seven") == 7


@pytest.mark.parametrize("name", ["hang", "spin"])
def test_a_call_that_does_not_return_is_given_up(student_process, name):
    with student_process.running(CELL, call_seconds=0.5) as student:
        began = time.monotonic()
        with pytest.raises(ProtocolError, match="in time"):
            student.value(name)()
        assert time.monotonic() - began < 3
        assert student.stop


def test_a_kernel_that_dies_is_a_sentence(student):
    with pytest.raises(ProtocolError, match="kernel ended while it was asked"):
        student.value("die")()


def test_an_object_has_attributes_methods_and_protocols(student):
    counter = student.value("counter")
    assert repr(counter) == "<Counter of the answer>"
    assert counter.count == 3
    assert counter.add(2) is counter
    assert len(counter) == 5
    assert counter[4] == 8
    assert list(counter) == [0, 1, 2, 3, 4]
    assert counter(10) == 15
    counter.count = 9
    assert counter.count == 9
    assert not hasattr(counter, "nothing")
    made = student.value("Counter")(start=1)
    assert made is not counter
    assert made.count == 1
    assert student.value("by_number")[1] == "one"


def test_the_same_object_is_the_same_proxy_as_long_as_it_is_held(student):
    assert student.value("counter") is student.value("counter")
    for _ in range(50):  # forgotten and met again
        student.value("counter").add()
    assert student.value("counter").count == 53


def test_forgotten_objects_are_let_go(student):
    make, count = student.value("Counter"), student.value("counters")
    held = [make() for _ in range(20)]
    assert count() == 21
    held.clear()
    assert count() == 1


def test_a_module_is_called_and_its_parameters_are_seen(student_process):
    cell = "import torch\ntorch.manual_seed(0)\nnet = torch.nn.Linear(3, 2)"
    with student_process.running(cell) as student:
        net = student.value("net")
        weight, bias = net.parameters()
        x = torch.ones(4, 3)
        assert weight.requires_grad
        assert type(weight) is torch.Tensor
        torch.testing.assert_close(net(x), x @ weight.T + bias)
        assert list(net.state_dict()) == ["weight", "bias"]


def test_functions_of_the_test_are_called_back_and_come_back(student):
    apply, back = student.value("apply"), student.value("back")
    own = lambda x, y=1: x + y  # noqa: E731
    assert apply(own, torch.ones(2), y=2).tolist() == [3, 3]
    assert apply(torch.add, 1, torch.ones(2)).tolist() == [2, 2]
    assert back(own) is own
    assert apply(apply, own, 1) == 2
    counter = student.value("counter")
    assert apply(lambda c: c is counter, counter)
    assert apply(lambda: student.value("double")(4)) == 8


def test_an_error_of_a_tests_function_is_raised_in_the_students_code(student):
    def fails():
        raise ValueError("not this input")

    assert student.value("swallow")(fails) == "ValueError: not this input"
    with pytest.raises(ValueError, match="not this input") as caught:
        student.value("apply")(fails)
    assert "in apply, line" in caught.value.where

    def complains():
        raise CheckFailed("called too often")

    with pytest.raises(CheckFailed, match="called too often"):
        student.value("apply")(complains)


def test_what_a_test_may_not_hand_over_is_its_authors_error_and_costs_nothing(student):
    with pytest.raises(Refused, match="type set"):
        student.value("double")({1})
    with pytest.raises(CheckFailed, match="type set"):
        student.value("apply")(lambda: {1})
    assert student.value("seven") == 7


@pytest.mark.parametrize(
    ("name", "text"),
    [("surrogate", "half a character"), ("sparse", "expected a dense tensor")],
)
def test_an_answer_that_cannot_be_handed_over_is_a_failed_check(student, name, text):
    with pytest.raises(CheckFailed, match=text):
        student.value(name)()
    assert student.value("seven") == 7


def test_an_endless_iterator_ends(student_process):
    from autograder.protocol.wire.limits import ProtocolLimits

    with student_process.running(CELL, caps=ProtocolLimits(items=100)) as student:
        values = iter(student.value("endless")())
        assert [next(values) for _ in range(3)] == [1, 1, 1]
        with pytest.raises(ProtocolError, match="more than 100 values"):
            list(values)


def test_an_object_that_is_equal_to_everything_is_equal_to_nothing(student):
    yes = student.value("yes")
    assert yes != 1
    with pytest.raises(CheckFailed, match="expected a tensor or numbers, got Yes"):
        close(yes, 0.0)
    with pytest.raises(TypeError):
        torch.ones(1) - yes
    with pytest.raises(TypeError):
        yes - 1


def test_a_tensor_that_is_close_to_everything_arrives_as_its_numbers(student):
    sly = student.value("sly")
    assert type(sly) is torch.Tensor
    with pytest.raises(CheckFailed):
        close(sly, [5.0, 5.0])


def test_a_function_gets_copies_and_what_it_does_to_them_is_told(student):
    x = torch.ones(3)
    assert student.value("in_place")(x).tolist() == [2, 2, 2]
    assert x.tolist() == [1, 1, 1]
    with pytest.raises(CheckFailed, match="argument 1 in place"):
        unchanged(student.value("in_place"), x)
    assert unchanged(student.value("double"), x).tolist() == [2, 2, 2]


def test_gradients_are_taken_where_the_function_lives(student):
    W = torch.randn(3, 2, dtype=torch.float64)
    x, y = torch.randn(5, 3, dtype=torch.float64), torch.tensor([0, 1, 1, 0, 1])
    value, (dW, dx) = value_and_grad(student.value("loss"), W, x, y)
    expected, (eW, ex) = value_and_grad(
        lambda W, x, y: torch.nn.functional.cross_entropy(x @ W, y), W, x, y
    )
    torch.testing.assert_close(value, expected)
    torch.testing.assert_close(dW, eW)
    torch.testing.assert_close(dx, ex)
    with pytest.raises(CheckFailed, match="carries no gradient"):
        value_and_grad(student.value("detached"), W)


def test_memory_is_watched_where_the_function_lives(student):
    assert largest_tensor(student.value("wide"), torch.zeros(30)) == 900


def test_rules_are_measured_where_the_function_lives(student):
    forbid(student.value("double"), loops=True, on=lambda n: (torch.ones(n),))
    with pytest.raises(CheckFailed, match="`tally` may have no loop, but its work grows"):
        forbid(student.value("tally"), loops=True, on=lambda n: (n,))
    with pytest.raises(CheckFailed, match=r"`loss` uses `torch.nn.functional.cross_entropy`"):
        forbid(
            student.value("loss"),
            calls=("torch.nn.functional.cross_entropy",),
            on=lambda: (torch.randn(3, 2), torch.randn(5, 3), torch.tensor([0, 1, 1, 0, 1])),
        )


def test_a_rule_that_cannot_be_measured_says_why(student_process):
    with student_process.running(CELL, unread="cannot be read") as student:
        assert student.value("double")(2) == 4
        with pytest.raises(CheckFailed, match="cannot be read"):
            forbid(student.value("double"), loops=True, on=lambda n: (torch.ones(n),))


def test_an_object_of_an_earlier_session_is_refused(student_process):
    with student_process.running(CELL) as first:
        counter = first.value("counter")
    with student_process.running(CELL) as second:
        with pytest.raises(Refused, match="another test cell"):
            second.value("back")(counter)
        with pytest.raises(ProtocolError, match="has ended"):
            counter.add()
