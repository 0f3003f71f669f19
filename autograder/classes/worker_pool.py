"""The workers of a class: a Dask cluster of this machine's cores, or one that is there already."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Any

from autograder.classes.job import Answer, Job, work
from autograder.classes.memory import WORKER_BYTES, available
from autograder.classes.preload import LAB_MODULES
from autograder.errors import AutograderError

if TYPE_CHECKING:
    from distributed import Client, Future

#: How often a submission may take its worker with it before a person has to look at it.
ATTEMPTS = 2
#: How long a scheduler that is gone is waited for, in seconds.
PATIENCE_SECONDS = 60.0


def cores() -> int:
    """How many workers this machine takes: its cores, fewer where memory is short.

    Example:
        >>> cores() >= 1
        True
    """
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, min(allowed or 1, available() // WORKER_BYTES))


class WorkerPool:
    """Judges submissions; a context manager that leaves no process behind.

    Never more submissions are on their way than the workers need to stay busy: neither the jobs
    nor the answers of a class are ever in memory together.

    Args:
        workers: How many processes of this machine judge. One is a thread of this process, which
            saves starting another.
        address: Of a scheduler to use instead, such as ``tls://grader:8786``.
        alone: Whether the one worker may be this process.
        warm: Whether this machine's workers get ready for warm sandboxes when they start.
        modules: What the lab imports, which warm sandboxes then have loaded.

    Raises:
        AutograderError: (from entering) There is no scheduler at the address.
    """

    def __init__(
        self,
        workers: int | None = None,
        address: str | None = None,
        *,
        alone: bool = False,
        warm: bool = False,
        modules: Sequence[str] = (),
    ) -> None:
        self._wanted = workers or cores()
        self._address = address
        self._alone = alone and self._wanted == 1
        self._modules = list(modules)
        self._preload = ["autograder.classes.preload"] if warm and not self._alone else []
        self._stack = ExitStack()
        self._client: Client | None = None
        self._running: dict[Any, Job] = {}
        self._attempts: dict[str, int] = {}
        self._number = 0

    def __enter__(self) -> WorkerPool:
        try:
            self._client = self._connect()
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for future in list(self._running):
            with suppress(Exception):
                future.cancel(force=True)
        self._running.clear()
        self._stack.close()

    @property
    def workers(self) -> int:
        """How many submissions can be judged at a time."""
        if self._client is not None and self._address is not None:
            with suppress(Exception):  # its scheduler is gone, which is seen to elsewhere
                known = self._client.scheduler_info(n_workers=-1)["workers"].values()
                self._wanted = max(1, sum(int(worker["nthreads"]) for worker in known))
        return self._wanted

    @property
    def judging(self) -> tuple[str, ...]:
        """Whose submissions are on their way."""
        return tuple(job.student for job in self._running.values())

    def judge(
        self, jobs: Iterable[Job], started: Callable[[], None] = lambda: None
    ) -> Generator[Answer, None, None]:
        """The answers, as they come; one for each job, whatever becomes of its worker.

        Args:
            jobs: Taken one by one, as workers get free.
            started: Told whenever a job was handed out.

        Raises:
            AutograderError: The scheduler is gone for good.
        """
        from distributed import wait
        from distributed.client import FuturesCancelledError

        waiting = iter(jobs)
        suspects: list[Job] = []
        while True:
            # One more than there are workers, so that none waits for this process.
            for job in self._free(waiting):
                self._submit(job)
                started()
            if not self._running and suspects:
                # Alone, so that none but itself can be what takes its worker.
                self._submit(suspects.pop())
            if not self._running:
                return
            # Cancelled, or without a connection: its scheduler is gone, which is seen to next.
            with suppress(TimeoutError, FuturesCancelledError, OSError):
                wait(list(self._running), timeout=1.0, return_when="FIRST_COMPLETED")
            self._see_to_the_scheduler()
            for future in [one for one in self._running if one.status != "pending"]:
                job = self._running.pop(future)
                if (answer := self._answer(future, job)) is None:
                    suspects.append(job)
                else:
                    self._attempts.pop(job.student, None)
                    yield answer

    def _free(self, waiting: Iterator[Job]) -> Iterator[Job]:
        room = self.workers + 1
        while len(self._running) < room and (job := next(waiting, None)) is not None:
            yield job

    def _submit(self, job: Job) -> None:
        assert self._client is not None, "a worker pool works in a `with` block only"
        self._number += 1
        key = f"judge-{os.getpid()}-{time.time_ns()}-{self._number}"
        self._running[self._client.submit(work, job, key=key, pure=False)] = job

    def _answer(self, future: Future, job: Job) -> Answer | None:
        """What came of a job; None where it has to be judged once more, by itself."""
        from distributed import KilledWorker

        if future.status == "finished":
            try:
                answer: Answer = future.result(timeout=60)
            except Exception:  # its worker went, and took the result along
                return self._once_more(job, "its result was lost")
            if answer.short:
                return self._once_more(job, "the machine ran out of memory while it was judged")
            return answer
        error = future.exception(timeout=60) if future.status == "error" else None
        if error is None or isinstance(error, KilledWorker):
            return self._once_more(job, "the process that judged it was ended")
        # It cannot even be sent, or the worker has no such grader.
        return Answer(job.student, stopped=f"a worker fails ({type(error).__name__}: {error})")

    def _once_more(self, job: Job, why: str) -> Answer | None:
        tried = self._attempts.get(job.student, 0) + 1
        self._attempts[job.student] = tried
        if tried < ATTEMPTS:
            return None
        return Answer(job.student, problem=f"{why}, {tried} times")

    def _see_to_the_scheduler(self) -> None:
        """Find the scheduler again where the connection to it is lost; all jobs go once more."""
        assert self._client is not None
        lost = any(future.status in ("cancelled", "lost") for future in self._running)
        if self._address is None or (self._client.status == "running" and not lost):
            return
        jobs = list(self._running.values())
        self._running.clear()
        with suppress(Exception):
            self._stack.close()
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                self._client = self._connect()
                break
            except AutograderError:
                if time.monotonic() > deadline:
                    raise AutograderError(
                        f"the scheduler at {self._address} has been gone for "
                        f"{PATIENCE_SECONDS:g} s: start it again"
                    ) from None
                time.sleep(0.5)
        for job in jobs:
            self._submit(job)

    def _connect(self) -> Client:
        from dask import config
        from distributed import Client, LocalCluster

        # What Dask logs about workers that come and go is said by this class, in words.
        for name in ("distributed", "tornado.application", "asyncio"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        # A submission with many pictures is no mistake of the program that sends it.
        self._stack.enter_context(
            config.set({"distributed.admin.large-graph-warning-threshold": "100MB"})
        )
        if self._address is not None:
            try:
                client = Client(self._address, timeout=5)
            except (OSError, TimeoutError, ValueError) as error:
                raise AutograderError(
                    f"no Dask scheduler answers at {self._address} "
                    f"({str(error).splitlines()[0] if str(error) else type(error).__name__})"
                ) from None
            return self._stack.enter_context(client)
        self._stack.enter_context(
            config.set(
                {
                    **_SETTINGS,
                    "distributed.worker.preload": self._preload,
                    LAB_MODULES: self._modules,
                }
            )
        )
        self._stack.enter_context(_environment_kept())
        cluster = LocalCluster(
            n_workers=self._wanted,
            threads_per_worker=1,
            processes=not self._alone,
            memory_limit=0,  # a worker's own memory is small; its sandboxes' is capped
            # Nobody asks for pages; a free port of this machine alone, without any route.
            dashboard_address="127.0.0.1:0",
            worker_dashboard_address="127.0.0.1:0",
            silence_logs=logging.CRITICAL,
            security=_security() if not self._alone else None,
        )
        self._stack.enter_context(cluster)
        return self._stack.enter_context(Client(cluster))


#: Of the cluster of this machine's cores.
_SETTINGS = {
    # A submission that ends a worker is known at once; what waits behind it on that worker is not.
    "distributed.scheduler.allowed-failures": 0,
    "distributed.scheduler.worker-saturation": 1.0,
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
    "distributed.admin.log-length": 100,
    "distributed.admin.low-level-log-length": 100,
    # A worker is one core. Dask would also have malloc return memory to the system at once, and a
    # judge that compares large tensors then spends most of its time asking for the pages again.
    "distributed.nanny.pre-spawn-environ": dict.fromkeys(
        ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), 1
    ),
}


@contextmanager
def _environment_kept() -> Iterator[None]:
    """Dask sets the variables of its workers in this process, too: put back what was there."""
    before = dict(os.environ)
    try:
        yield
    finally:
        for name in os.environ.keys() - before.keys():
            del os.environ[name]
        os.environ.update(before)


def _security() -> Any:
    """Keys of this run alone: whoever else is on this machine can have the workers do nothing."""
    from distributed.security import Security

    return Security.temporary()
