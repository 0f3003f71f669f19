"""Several workers, and trials shared out among them."""

from __future__ import annotations

import os
import pickle
import queue
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType

from autograder.audit.trial import Ran, Request, Trial
from autograder.errors import AutograderError
from autograder.labsource import Lab

#: How much longer than the reference solution a trial may compute, and the least, in seconds.
SLOWER, LEAST = 20, 4


class Workers:
    r"""Worker processes for the trials of one lab.

    Args:
        lab: The lab's source.
        count: How many processes.
        slow: Exercises that no worker runs before its first trial, since they take seconds.

    Example:
        >>> from autograder.labsource import Cell
        >>> from pathlib import Path
        >>> cells = [("exercise", "x = 1"), ("test", "with check('one'):\n    assert x == 1")]
        >>> setup = Cell("code", "setup", None, None, "from course_lib.checks import check", 1, 2)
        >>> rest = [Cell("code", role, "one", 1, code, 3, 4) for role, code in cells]
        >>> with Workers(Lab("tiny", Path("tiny.py"), (setup, *rest)), 1) as workers:
        ...     [ran] = workers.run([Trial("one", "x = 2", ("a",))])
        >>> ran.runs[0][0].passed
        False
    """

    def __init__(self, lab: Lab, count: int, slow: frozenset[str] = frozenset()) -> None:
        self._lab = lab
        self._slow = slow
        self._count = count
        self._free: queue.Queue[subprocess.Popen[bytes]] = queue.Queue()
        self._all: list[subprocess.Popen[bytes]] = []
        #: Processor seconds of one run of the reference solution, by exercise.
        self.usual: dict[str, float] = {}

    def __enter__(self) -> Workers:
        env = {
            **os.environ,
            "OMP_NUM_THREADS": "1",  # the processes are the parallel part
            "PYTHONHASHSEED": "0",  # sets in one order, as the judge has
            "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",  # larger pages, and so quicker forks
        }
        for _ in range(self._count):
            process = subprocess.Popen(
                [sys.executable, "-m", "autograder.audit.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=env,
            )
            self._all.append(process)
            self._free.put(process)
        for process in self._all:
            assert process.stdin is not None
            pickle.dump(self._lab, process.stdin)
            pickle.dump(self._slow, process.stdin)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for process in self._all:
            if error is not None:
                process.kill()
            process.communicate()  # closes its input, at which it ends

    def run(
        self,
        trials: Sequence[Trial],
        on_progress: Callable[[int, int], None] = lambda done, of: None,
    ) -> list[Ran]:
        """Run trials, as many at a time as there are workers.

        Args:
            trials: What to try.
            on_progress: Called with how many are done, of how many.

        Returns:
            What came of each, in the order of the trials.

        Raises:
            AutograderError: A worker itself has died.
        """
        found: list[Ran] = []
        with ThreadPoolExecutor(self._count) as pool:
            for ran in pool.map(self._run, trials):
                found.append(ran)
                on_progress(len(found), len(trials))
        return found

    def _run(self, trial: Trial) -> Ran:
        process = self._free.get()
        assert process.stdin is not None
        assert process.stdout is not None
        usual = self.usual.get(trial.exercise, 6.0) * len(trial.seeds)
        processor = LEAST + round(SLOWER * usual)
        try:
            # On the clock a busy machine may take many times the processor's time.
            pickle.dump(Request(trial, processor, 4.0 * processor), process.stdin)
            process.stdin.flush()
            return pickle.load(process.stdout)
        except (EOFError, BrokenPipeError):
            raise AutograderError(
                f"a process of the audit has died while it tried an answer to {trial.exercise}: "
                "see what it printed above; there may be too little memory"
            ) from None
        finally:
            self._free.put(process)
