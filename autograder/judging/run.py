"""Running a submission's steps: what stops costs its own exercise, and the others go on."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

from autograder.judging.isolated_run import IsolatedKernel
from autograder.judging.limits import JudgingLimits
from autograder.judging.plan import Step
from autograder.judging.points import earned
from autograder.judging.stand_ins import StandIns
from autograder.protocol.wire.limits import ProtocolError
from autograder.stops import Stop, StopReason

if TYPE_CHECKING:
    from autograder.judging.cells import Namespace
    from autograder.kernels.kernel import CellRun
    from autograder.protocol.client import KernelClient
    from course_lib.checks import Outcome

# In the student's kernel after the setup cells: an answer that draws numbers without a seed of
# its own then draws the same ones whenever it is judged. torch always begins with one seed.
SEEDING = '__import__("random").seed(0); __import__("numpy").random.seed(0)'


#: The title of the only check of a test cell that has none of its own.
WHOLE_CELL = "the cell runs to its end"


class Kernel(Protocol):
    """What is asked of `autograder.kernels.kernel.StudentKernel`."""

    @property
    def usable(self) -> bool:
        """Whether it can run another cell."""
        ...

    def run(self, source: str, timeout: float = ...) -> CellRun:
        """Execute a cell."""
        ...

    def session(
        self,
        *,
        seconds: float = ...,
        call_seconds: float = ...,
        unread: str = ...,
    ) -> AbstractContextManager[KernelClient]:
        """Let the judge ask for names."""
        ...

    def restart(self) -> None:
        """A fresh kernel in place of this one."""
        ...


@dataclass
class Findings:
    """What running gave.

    Attributes:
        outcomes: Of each test cell's checks, by exercise.
        seconds: Of each test cell, by exercise.
        ran: The cells that were run and their outputs as they came, in the order of running.
        stops: What was stopped, in the order of running.
        not_judged: Why an exercise's test was not run, by exercise.
        instead: The exercises whose reference stood in, by the exercise that was judged so.
    """

    outcomes: dict[str, list[Outcome]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    ran: list[tuple[Step, list[Any]]] = field(default_factory=list)
    stops: list[Stop] = field(default_factory=list)
    not_judged: dict[str, Stop] = field(default_factory=dict)
    instead: dict[str, tuple[str, ...]] = field(default_factory=dict)


class Run:
    """One pass over the steps of one submission.

    Args:
        kernel: A started kernel.
        namespace: The judge's, with the lab's setup cells run.
        seeds: What seeds the checks, by exercise.
        limits: How long it may take.
        alone: Where tests with rules about how an answer works are judged; as all others if None.
        stand_ins: What may stand in for answers that failed; nothing if None.
        started: When the submission's time began, by `time.monotonic`; now if None.
    """

    def __init__(
        self,
        kernel: Kernel,
        namespace: Namespace,
        seeds: Mapping[str, str],
        limits: JudgingLimits,
        alone: IsolatedKernel | None = None,
        *,
        stand_ins: StandIns | None = None,
        started: float | None = None,
    ) -> None:
        self.kernel = kernel
        self.namespace = namespace
        self.seeds = seeds
        self.limits = limits
        self.alone = alone
        self.stand_ins = stand_ins
        self.findings = Findings()
        self._end = (time.monotonic() if started is None else started) + limits.total_seconds
        self._alive: list[Step] = []  # what a fresh kernel has to run again
        self._raised: set[str] = set()  # the sources among them that raised
        self._barred: dict[str, Stop] = {}  # exercises whose own cell was stopped, and why
        self._stopped = 0
        self._seeded = False

    def all(self, steps: Sequence[Step]) -> Findings:
        """Take every step; whatever a cell does, every test cell gets its outcomes."""
        from autograder.static.slicing import has_rules

        if self.alone is not None and any(s.kind == "judge" and has_rules(s.source) for s in steps):
            self.alone.begin()
        for step in steps:
            if step.kind == "run" and not self._seeded and step.role != "setup":
                self._seed()
            if step.kind == "run":
                self._run(step)
            else:
                self._judge(step)
        return self.findings

    def _seed(self) -> None:
        self._seeded = True
        if self.kernel.usable and self._out_of_time() is None:
            self.kernel.run(SEEDING, self._allowed())

    def _left(self) -> float:
        return self._end - time.monotonic()

    def _allowed(self) -> float:
        return max(0.1, min(self.limits.cell(self._stopped), self._left()))

    def _out_of_time(self) -> Stop | None:
        """Why nothing more is run; None while there is time."""
        if self._left() > 0:
            return None
        return Stop(StopReason.BUDGET, f"{self.limits.total_seconds:g} s")

    def _run(self, step: Step) -> None:
        if (stop := self._out_of_time()) is not None:
            self._bar(step, stop)
            return
        self.findings.ran.append((step, self._execute(step)))
        if not self.kernel.usable:
            self._replay()

    def _execute(self, step: Step) -> list[Any]:
        """Run a cell; one that does not leave the kernel as it should is not run again."""
        run = self.kernel.run(step.source, self._allowed())
        if run.status in ("ok", "error") and self.kernel.usable:
            self._alive.append(step)
            if run.status == "error":
                self._raised.add(step.source)
        else:
            self._stop(
                step, run.stop or Stop(StopReason.ENDED, run.reason or "it ended the kernel")
            )
        return run.outputs

    def _stop(self, step: Step, stop: Stop) -> None:
        stop = replace(stop, place=step.label)
        self._stopped += 1
        self.findings.stops.append(stop)
        self._bar(step, stop)

    def _bar(self, step: Step, stop: Stop) -> None:
        if step.exercise is not None:
            self._barred.setdefault(step.exercise, stop)

    def _replay(self) -> None:
        """Bring a fresh kernel to where the last one was; what stops this one is left out."""
        todo: list[Step] = []
        fresh = False
        while self._out_of_time() is None:
            if not fresh:
                self.kernel.restart()
                todo, self._alive, self._seeded = [*self._alive, *todo], [], False
            if not todo:
                return
            step = todo.pop(0)
            if not self._seeded and step.role != "setup":
                self._seed()
            self._execute(step)
            fresh = self.kernel.usable

    def _judge(self, step: Step) -> None:
        from autograder.judging.cells import all_failed

        exercise = str(step.exercise)
        began = time.monotonic()
        if (stop := self._barred.get(exercise) or self._out_of_time()) is not None:
            self.findings.not_judged[exercise] = stop
            self.findings.outcomes[exercise] = all_failed(checked(step.source), stop.sentence)
        else:
            self.findings.outcomes[exercise] = self._ask(step)
            self._charge_once(step)
        self.findings.seconds[exercise] = time.monotonic() - began

    def _charge_once(self, step: Step) -> None:
        """Judge an answer once more on the reference's version of what it builds on and failed.

        Only what is better for the student counts.
        """
        exercise, before = str(step.exercise), self.findings.outcomes[str(step.exercise)]
        if self.stand_ins is None or all(one.passed for one in before) or self._left() <= 0:
            return
        judged = self.findings.outcomes.items()
        failed = {name for name, found in judged if not all(one.passed for one in found)}
        answers = {str(s.exercise): s.source for s in self._alive if s.exercise is not None}
        names = self.stand_ins.needed(exercise, answers, step.source, failed - {exercise})
        if not names or not (functions := self.stand_ins.functions(names)):
            return
        after = self._ask(step, functions)
        if earned(1000, after) > earned(1000, before):
            self.findings.outcomes[exercise] = after
            self.findings.instead[exercise] = tuple(sorted({names[name] for name in functions}))

    def _ask(
        self, step: Step, instead: Mapping[str, Callable[..., Any]] | None = None
    ) -> list[Outcome]:
        """The outcomes of a test cell's checks, with the student's names from the kernel.

        Args:
            step: The test cell.
            instead: Functions that stand in for the student's of these names meanwhile.
        """
        from autograder.judging.cells import judge_cell
        from course_lib.checks import ListRecorder

        allowed, began = self._allowed(), time.monotonic()
        recorder = ListRecorder(seed=self.seeds[str(step.exercise)])
        with seeded(recorder.seed), self._session(step, allowed) as student:
            for name, function in (instead or {}).items():
                with suppress(ProtocolError):  # which every check then says
                    student.ask("bind", name=name, value=function)
            outcomes = judge_cell(
                checked(step.source), self.namespace, student, recorder, allowed, name=step.label
            )
            broken = student.stop  # leaving the session ends the connection in any case
        if broken is not None:
            self.findings.stops.append(replace(broken, place=step.label))
            # Slow is what costs the others their time; a wrong answer does not.
            if time.monotonic() - began > self.limits.least_seconds / 2:
                self._stopped += 1
        if broken is not None or not self.kernel.usable:
            self._replay()
        return outcomes

    def _session(self, step: Step, allowed: float) -> AbstractContextManager[KernelClient]:
        """The student's names, for a test cell.

        If the test has rules about how an answer works, they are those of the second kernel, where
        nothing runs but what was read; an answer that cannot be read breaks these rules.
        """
        from autograder.static.allowlist import UnverifiableCode
        from autograder.static.slicing import has_rules

        kernel, unread = self.kernel, ""
        if self.alone is not None and has_rules(step.source):
            try:
                kernel = self.alone.prepared(
                    self._alive, self._raised, step, self.namespace, allowed
                )
            except UnverifiableCode as error:
                unread = str(error)
        call_seconds = min(self.limits.call_seconds, allowed)
        return kernel.session(seconds=allowed, call_seconds=call_seconds, unread=unread)


def checked(source: str) -> str:
    r"""A test cell with at least one check: plain asserts count as one, that the cell ends.

    Example:
        >>> checked("assert f(1) == 2").splitlines()[-2:]
        ['with check("the cell runs to its end"):', '    pass']
    """
    from autograder.judging.cells import check_titles

    if check_titles(source):
        return source
    return f'{source}\nfrom course_lib.checks import check\nwith check("{WHOLE_CELL}"):\n    pass'


@contextmanager
def seeded(seed: str) -> Iterator[None]:
    """The judge's own generators as a function of a seed; as they were before, afterwards.

    A test should draw from `rng()` alone. One that does not must still give the same verdict in
    whatever order a class is judged.
    """
    import numpy as np
    import torch

    number = int.from_bytes(seed.encode()[:8].ljust(8, b"\0"), "big")
    restore: list[Callable[[], Any]] = []
    before = random.getstate(), np.random.get_state(), torch.get_rng_state()
    restore = [
        lambda: random.setstate(before[0]),
        lambda: np.random.set_state(before[1]),
        lambda: torch.set_rng_state(before[2]),
    ]
    random.seed(number)
    np.random.seed(number % 2**32)
    torch.manual_seed(number >> 1)
    try:
        yield
    finally:
        for one in restore:
            one()
