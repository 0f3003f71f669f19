"""What an exercise promises besides its values, tested by one call."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch

from course_lib.checks.calls import Call, Inputs, calls, with_tensors
from course_lib.checks.failure import CheckFailed, explain
from course_lib.checks.observe import Changes, observed
from course_lib.checks.results import wrong_form, wrong_values
from course_lib.checks.rng import rng


def contract(
    fn: Callable[..., Any],
    oracle: Callable[..., Any],
    inputs: Inputs,
    *,
    sizes: Sequence[tuple[int, ...]] = ((),),
    dtypes: Sequence[torch.dtype] = (torch.float32, torch.float64),
    result: torch.dtype | None = None,
    values: bool = True,
    changes: Sequence[str] = (),
    layouts: bool = True,
    read: Callable[[Any], Any] | None = None,
    slack: float = 1.0,
    mistakes: Mapping[str, Callable[..., Any]] | None = None,
) -> None:
    r"""Check that ``fn`` keeps its contract: form and values over sizes, dtypes and repeated calls.

    For every size and dtype the function is called with one draw of its inputs, with another of
    the same shapes, and with the first again: nothing may be left over from a call. For the first
    size it is also called with one argument exchanged at a time, as each must have its effect; and
    with tensors that are no contiguous piece of memory (transposed, expanded), unless one shall
    change.

    Each call must return what ``oracle`` returns: a tensor of its shape and dtype on its device, a
    Python number, a list; and must leave its arguments as they were: values, gradients, and of a
    module also its mode and whether its parameters require gradients.

    Args:
        fn: The student's function; it is called with positional arguments.
        oracle: Something independent. It gets the floating-point tensors in float64, those of
            whole numbers too; its own stand for the dtype of the inputs, or for float32 where
            those are whole numbers. The names of its arguments are those of the messages.
        inputs: ``inputs(draw, *size)`` returns the arguments, made with ``draw.normal`` and so on.
        sizes: What ``inputs`` is called with beside ``draw``: an ordinary size first, then those
            with a 1, and with a 0 where that is promised.
        dtypes: In what the floating-point inputs are handed over. For a whole-number dtype they
            are spread over 0 … 255.
        result: The dtype of the result, where it does not follow the inputs.
        values: Whether values are compared; else ``oracle`` returns anything of the right form.
        changes: Names of the arguments that the function shall change.
        layouts: Whether tensors come as such views, too; False where the text does not promise it.
        read: Makes of each result of ``fn`` what is compared, where a text allows several forms.
        slack: Factor on the tolerances, which are 1e-5 for float32 and 1e-10 for float64.
        mistakes: Sentences that name classic errors, each with a function that makes the error, on
            what ``oracle`` gets. A wrong result that is its result is answered with the sentence.

    Raises:
        CheckFailed: In one sentence what differs, and for which inputs; form before values.

    Example:
        >>> contract(lambda x: x.sum().item(), lambda x: x.sum(), lambda draw, n: (draw.normal(n),),
        ...          sizes=[(5,), (1,)])
        Traceback (most recent call last):
        course_lib.checks.failure.CheckFailed: expected a tensor of dtype float32 and shape (),
        got a Python number (float); called with x: float32 of shape (5,)
    """
    names = tuple(inspect.signature(oracle).parameters)
    draw = rng()
    draw.dtype = torch.float64
    base: tuple[Any, Any] = (None, None)
    found = _WrongValues(dict.fromkeys(mistakes or {}, 0))
    for call in calls(draw, inputs, sizes, dtypes, layouts=layouts and not changes):
        got, changed = _answer(fn, call, names)
        got = got if read is None else read(got)
        expected = _expected(oracle, call, call.drawn, result)
        if said := wrong_form(got, expected) or _changed(changed, names, changes):
            raise CheckFailed(call.about(names, said))
        if call.after is None:
            base = got, expected
        # What is about form comes first, whichever call shows it; then what explains the value.
        if not values or not (said := _wrong(got, expected, call, slack)):
            continue
        for sentence, wrong in (mistakes or {}).items():
            other = _expected(wrong, call, call.drawn, result)
            found.explained[sentence] += not _wrong(got, other, call, slack)
        if call.new is not None:
            if _wrong(expected, base[1], call, slack) and not _wrong(got, base[0], call, slack):
                said = f"the result does not depend on {names[call.new]}"
                found.ignored = found.ignored or call.about(names, said)
        elif call.after is not None and not found.calls:
            other = _expected(oracle, call, call.after, result)
            if not _wrong(got, other, call, slack):
                said = "that is the result of another call: something is kept from call to call"
                found.kept = call.about(names, said)
        found.first = found.first or call.about(names, said)
        found.calls += 1
    if found.calls:
        raise CheckFailed(found.sentence)


@dataclass
class _WrongValues:
    """The calls with wrong values.

    Attributes:
        explained: How many of them agree with each classic error.
        calls: How many there are.
        first: What is said of the first.
        kept: That the first of them gets another call's result; empty if not.
        ignored: That an argument has no effect; empty if all have.
    """

    explained: dict[str, int]
    calls: int = 0
    first: str = ""
    kept: str = ""
    ignored: str = ""

    @property
    def sentence(self) -> str:
        """The classic error that most of them agree with, as one may do by chance; or the rest."""
        classic = max(self.explained, key=self.explained.__getitem__, default="")
        if classic and 2 * self.explained[classic] > self.calls:
            return classic
        return self.kept or self.ignored or self.first


def _wrong(got: Any, expected: Any, call: Call, slack: float) -> str:
    """What differs, of form or values."""
    return wrong_form(got, expected) or wrong_values(got, expected, call.floating, slack)


def _answer(fn: Callable[..., Any], call: Call, names: Sequence[str]) -> tuple[Any, Changes]:
    """What the function answers; what it raises becomes a sentence with its inputs."""
    try:
        return observed(fn, call.strides, *call.args)
    except NotImplementedError:
        raise
    except Exception as error:
        raise CheckFailed(call.about(names, explain(error, error.__traceback__))) from None


def _expected(
    oracle: Callable[..., Any], call: Call, drawn: tuple[Any, ...], result: torch.dtype | None
) -> Any:
    """The right result for a call with these arguments, in the right dtype."""
    told = oracle(*replace(call, drawn=drawn).truth)
    return with_tensors(told, lambda tensor: tensor.to(result or call.floating))


def _changed(changed: Changes, names: Sequence[str], allowed: Sequence[str]) -> str:
    """That an argument is not as it was; empty if all are."""
    for place, what in changed:
        if names[place] not in allowed:
            return f"the call changed {names[place]} ({what}): leave it as it is, work on a copy"
    return ""
