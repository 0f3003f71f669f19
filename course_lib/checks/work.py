"""How an answer works, as numbers: what Python and torch do while it runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from course_lib.checks.beside import where_it_lives


@dataclass(frozen=True)
class Work:
    """What one call took. All of it is counted, none is timed: it is the same on every machine.

    Of a helper that works tile by tile, as `pairwise_blocks` does, the most costly tile counts.

    Attributes:
        jumps: Further rounds of Python loops.
        calls: Python functions entered, whatever drives them.
        numbers: Numbers that went one by one from tensors into Python or back.
        torch: Operations of torch's core; one that gives a list counts once for each tensor.
        operations: How often each operation of torch's core ran.
        functions: How often each function of torch's was called, by its last name.
        autograd: Whether something was differentiated.
        elsewhere: Whether a thread or process was started, in which nothing is counted.
        libraries: Of scipy and sklearn, which were used.
    """

    jumps: int
    calls: int
    numbers: int
    torch: int
    operations: Mapping[str, int]
    functions: Mapping[str, int]
    autograd: bool
    elsewhere: bool
    libraries: tuple[str, ...]

    @property
    def python(self) -> int:
        """Steps of Python's own."""
        return self.jumps + self.calls + self.numbers


def measure_work(fn: Callable[..., Any], *args: Any) -> Work:
    """Call ``fn`` once and count what it does; the first call is counted like any other.

    Args:
        fn: The function to watch.
        args: Its arguments.

    Returns:
        The counts.

    Raises:
        Exception: What ``fn`` raises.

    Example:
        >>> import torch
        >>> loop = measure_work(lambda x: sum([row.sum() for row in x]), torch.ones(5, 2))
        >>> whole = measure_work(lambda x: x.sum(), torch.ones(5, 2))
        >>> loop.jumps >= 4, whole.jumps, whole.torch
        (True, 0, 1)
    """
    told = counted_work(fn, *args)
    return Work(**{**told, "libraries": tuple(told["libraries"])})


@where_it_lives
def counted_work(fn: Callable[..., Any], *args: Any) -> dict[str, Any]:
    """The fields of a `Work` as plain data, which can cross to another process.

    Example:
        >>> counted_work(lambda x: x + 1, 1)["calls"]
        1
    """
    import torch

    from course_lib.checks.python_steps import PythonSteps
    from course_lib.checks.tally import Tally
    from course_lib.checks.torch_work import TorchWork

    with TorchWork(Tally()).watching():
        torch.zeros(1).add(
            1
        )  # the first mode of a process loads much of torch, which is not counted
    tally = Tally()
    steps, work = PythonSteps(tally), TorchWork(tally)
    with work.watching(), steps.counting():
        fn(*args)
    return asdict(
        Work(
            **asdict(tally.now),
            operations=dict(work.operations),
            functions=dict(work.functions),
            autograd=work.autograd,
            elsewhere=work.elsewhere,
            libraries=tuple(sorted(steps.libraries)),
        )
    )
