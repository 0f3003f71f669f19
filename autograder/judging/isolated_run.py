"""A second kernel, in which nothing of the student's runs but what an answer rests on."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from typing import TYPE_CHECKING

from autograder.judging.plan import OURS, Step
from course_tools.cell_names import cell_names

if TYPE_CHECKING:
    from autograder.judging.run import Kernel
    from autograder.kernels.kernel import CellRun


class IsolatedKernel:
    """Judges tests with rules about how an answer works on what can be plainly read of it.

    A context manager. The kernel is started in the background by `begin`: most of that time the
    first kernel computes.

    Args:
        kernel: Makes the kernel; entered once, when it is needed.
        seeding: Run after the setup cells, as in the first kernel.
    """

    def __init__(self, kernel: Callable[[], AbstractContextManager[Kernel]], seeding: str) -> None:
        self._make = kernel
        self._seeding = seeding
        self._stack = ExitStack()
        self._starting: Future[Kernel] | None = None
        self._done: list[str] = []

    def __enter__(self) -> IsolatedKernel:
        return self

    def __exit__(self, *_: object) -> None:
        if self._starting is not None:
            self._starting.exception()  # what has begun to start can only be closed afterwards
        self._stack.close()

    def begin(self) -> None:
        """Have the kernel started, if it is not."""
        if self._starting is None:
            pool = self._stack.enter_context(ThreadPoolExecutor(1))
            self._starting = pool.submit(lambda: self._stack.enter_context(self._make()))

    def prepared(
        self, ran: Sequence[Step], raised: Collection[str], test: Step, ours: Collection[str],
        seconds: float,
    ) -> Kernel:  # fmt: skip
        """The kernel in which an answer's own statements have run.

        Args:
            ran: The cells that ran in the first kernel.
            raised: The sources of those among them that raised.
            test: The test cell that asks.
            ours: The names that the judge has of its own.
            seconds: For each cell.

        Raises:
            UnverifiableCode: The answer cannot be plainly read, or does not run by itself.
            KernelFailed: No kernel starts.
        """
        from autograder.static.allowlist import UnverifiableCode
        from autograder.static.slicing import slice_program

        asked = _asked(test.source, ours)
        sources = [step.source for step in ran if step.role not in OURS]
        lab = [step.source for step in ran if step.role in OURS]
        parts = iter(slice_program(sources, asked, lab))
        kernel = self._usable_kernel()
        for step in ran:
            source = step.source if step.role in OURS else next(parts)
            if not source:
                continue
            run = self._run_once(kernel, source, step, seconds)
            if run is None or run.status == "ok" or step.role in OURS:
                continue
            if step.source not in raised or not kernel.usable:
                raise UnverifiableCode(
                    f"this rule is checked on the answer by itself, and {_why(run)}"
                )
        return kernel

    def _usable_kernel(self) -> Kernel:
        self.begin()
        assert self._starting is not None
        kernel = self._starting.result()
        if not kernel.usable:
            kernel.restart()
            self._done = []
        return kernel

    def _run_once(self, kernel: Kernel, source: str, step: Step, seconds: float) -> CellRun | None:
        """Run a cell that has not run in this kernel; what raises is run again the next time."""
        if source in self._done or not kernel.usable:
            return None
        if step.role != "setup" and self._seeding not in self._done:
            kernel.run(self._seeding, seconds)
            self._done.append(self._seeding)
        run = kernel.run(source, seconds)
        if run.status == "ok":
            self._done.append(source)
        return run


def _asked(test: str, ours: Collection[str]) -> list[str]:
    """The names of a test cell that are the student's: neither the judge's nor Python's."""
    needed = cell_names(test).needed
    return [name for name in sorted(needed) if name not in ours and not hasattr(builtins, name)]


def _why(run: CellRun) -> str:
    for output in run.outputs:
        if output.output_type == "error":
            return f"it stops with {output.ename}: {str(output.evalue)[:200]}"
    return run.reason or "it ends the kernel"
