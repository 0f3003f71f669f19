"""Rules about how an answer works, measured while it runs: nothing is read of how it is written."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase
from typing import Any

from course_lib.checks.failure import CheckFailed
from course_lib.checks.work import Work, measure_work

#: The sizes that a rule about loops compares.
SMALL, LARGE = 8, 32
#: More Python steps than this for the small size are a loop, whether or not they grow.
_MANY = 1_000
#: So much more than four times as much, for four times the size, is a loop within a loop.
_LINEAR = 1.5 * LARGE / SMALL

#: What a function of torch's comes down to in its core, where it has no name of its own.
_CORE: dict[str, frozenset[str]] = {
    "cdist": frozenset({"_cdist_forward", "_euclidean_dist", "_pdist_forward", "dist"}),
    "softmax": frozenset({"_softmax", "_safe_softmax", "_sparse_softmax", "_log_softmax",
                          "_scaled_dot_product_flash_attention_for_cpu"}),
    "log_softmax": frozenset({"_log_softmax", "_sparse_log_softmax"}),
    "cross_entropy": frozenset({"nll_loss_forward", "nll_loss2d_forward", "_log_softmax"}),
    "nll_loss": frozenset({"nll_loss_forward", "nll_loss2d_forward"}),
    "multi_margin_loss": frozenset({"multi_margin_loss", "multilabel_margin_loss_forward"}),
}  # fmt: skip


def forbid(
    fn: Callable[..., Any],
    *,
    on: Callable[..., Sequence[Any]],
    loops: bool = False,
    max_loops: int | None = None,
    calls: Sequence[str] = (),
    autograd: bool = False,
) -> None:
    """Check that ``fn`` does without loops, some functions or autograd while it runs.

    "No loop" means that neither the steps of Python nor the operations of torch grow with the
    size of the inputs: a recursion, `map`, `sort(key=…)` or a `DataLoader` is a loop like `for`.

    Args:
        fn: The student's function.
        on: Makes its arguments. Each parameter of ``on`` without a default is a size, made 8 and
            then 32 with the others at 8; call it what messages should call it. Without such
            parameters, ``fn`` is called once, and only ``calls`` and ``autograd`` can be checked.
        loops: Forbid loops; the same as ``max_loops=0``.
        max_loops: With how many of the sizes the work may grow, in proportion.
        calls: Functions of torch's that may not run, however they are reached, as
            ``"torch.cdist"``; ``*`` and ``?`` stand for letters. What they come down to in torch's
            core is forbidden, too, and so is scipy's and sklearn's.
        autograd: Forbid to differentiate: backward, `torch.func`, forward mode.

    Raises:
        CheckFailed: The function does not keep to it; the message says what was counted.
        ValueError: A rule about loops has no size.

    Example:
        >>> import torch
        >>> forbid(torch.sin, loops=True, calls=("torch.cos",), on=lambda n: (torch.ones(n),))
        >>> forbid(lambda x: [v + 1 for v in x], loops=True, on=lambda rows: (torch.ones(rows),))
        Traceback (most recent call last):
        course_lib.checks.failure.CheckFailed: ...
    """
    limit = 0 if loops else max_loops
    parameters = inspect.signature(on).parameters.values()
    sizes = [one.name for one in parameters if one.default is one.empty]
    if limit is not None and not sizes:
        raise ValueError("a rule about loops needs sizes: on=lambda n: (…,)")
    name = _called(fn)

    def work(**larger: int) -> Work:
        done = measure_work(fn, *on(**{size: larger.get(size, SMALL) for size in sizes}))
        _without(name, done, calls, autograd, limit is not None)
        return done

    small = work()
    if limit is None:
        return
    grown = {size: work(**{size: LARGE}) for size in sizes}
    _few_loops(name, small, grown, limit)


def _called(fn: Callable[..., Any]) -> str:
    """What messages call a function; under the judge it is a proxy that was found by a name."""
    found = getattr(type(fn), "found_as", None)
    name = getattr(fn, "__name__", "") if found is None else found(fn)
    return f"`{name}`" if name and name.isidentifier() else "your function"


def _without(name: str, work: Work, calls: Sequence[str], autograd: bool, counted: bool) -> None:
    """One call kept away from what is forbidden."""
    if work.elsewhere and (counted or calls or autograd):
        raise CheckFailed(f"{name} starts a thread or another process; work without one")
    if autograd and work.autograd:
        raise CheckFailed(f"{name} uses autograd: write the gradient out by hand")
    found = []
    for call in calls:
        short = call.rpartition(".")[2]
        ran = [one for one in work.functions if fnmatchcase(one, short)]
        core = [one for one in work.operations if fnmatchcase(one, short) or _is_core(one, short)]
        found.append((call, ran, core))
    # What was called by its name says it best; several functions share operations of the core.
    for call, ran, core in sorted(found, key=lambda one: not one[1]):
        if ran or core:
            by = "" if ran else f" (torch's operation `{core[0]}`)"
            used = call if "*" not in call else (ran or core)[0]
            raise CheckFailed(f"{name} uses `{used}`{by}; write it without")
    if calls and work.libraries:
        raise CheckFailed(f"{name} uses {' and '.join(work.libraries)}; write it in torch alone")


def _is_core(operation: str, short: str) -> bool:
    return any(operation in core for name, core in _CORE.items() if fnmatchcase(name, short))


def _few_loops(name: str, small: Work, grown: dict[str, Work], limit: int) -> None:
    """The work grows with so many sizes at most, and no faster than they do."""
    allowed = "no loop" if limit == 0 else f"at most {limit} loop{'s'[: limit > 1]}"
    rule = f"{name} may have {allowed}, but"
    if limit == 0 and small.python > _MANY:
        raise CheckFailed(f"{rule} it takes more than {_MANY:,} Python steps for sizes of {SMALL}")
    growing = {size: says for size, work in grown.items() if (says := _growth(small, work))}
    if len(growing) > limit:
        told = " and ".join(f"for {size} = {LARGE} {says}" for size, says in growing.items())
        raise CheckFailed(f"{rule} its work grows with the input: {told}. That is a loop, "
                          "whatever drives it; work on whole tensors")  # fmt: skip
    for size in growing:
        for one in ("jumps", "calls", "torch"):
            before, after = getattr(small, one), getattr(grown[size], one)
            if limit == 1 and after - before >= LARGE - SMALL and after > _LINEAR * before + LARGE:
                raise CheckFailed(f"{rule} its work grows faster than {size}: more than "
                                  f"{LARGE // SMALL} times the steps for {LARGE // SMALL} times "
                                  "the size; that is a loop within a loop")  # fmt: skip


def _growth(small: Work, large: Work) -> str:
    """What grows by one at least for each row more, in words; empty for nothing."""
    for kind, one in (("Python steps", "python"), ("torch operations", "torch")):
        before, after = getattr(small, one), getattr(large, one)
        if after - before >= LARGE - SMALL:
            return f"more {kind} than with all sizes {SMALL}"
    return ""
