"""One kernel from its start to its end, driven by nbclient; asynchronous throughout."""

from __future__ import annotations

import asyncio
import queue
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Literal

import nbformat
import psutil
import zmq
import zmq.asyncio
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError

from autograder.kernels.managers import QUIET
from autograder.stops import Phase, Stop, StopReason

Status = Literal["ok", "error", "timeout", "died", "flooded", "memory"]

#: How long a kernel may take to start; importing nothing, on a busy machine.
START_SECONDS = 90.0
#: How long a cell may take to react to an interrupt before its kernel is ended.
GRACE_SECONDS = 5.0
#: Messages that wait here while nobody reads them: what a thread left behind may fill.
_WAITING_MESSAGES = 32


@dataclass(frozen=True)
class CellRun:
    """What became of one cell.

    Attributes:
        status: ``"ok"``; ``"error"`` where the cell raised; else what stopped it.
        outputs: nbformat outputs, as the cell made them, up to the cap (not sanitised).
        seconds: How long it ran.
        stop: Why it was stopped; None where it came to its end.
        raised: What it raised, in words.
    """

    status: Status
    outputs: list[Any] = field(default_factory=list)
    seconds: float = 0.0
    stop: Stop | None = None
    raised: str = ""

    @property
    def reason(self) -> str:
        """A sentence for the student, about the cell; empty where it is ok."""
        return self.raised if self.stop is None else str(self.stop)


class Driver:
    """Starts a kernel, executes cells in it, ends it.

    Args:
        manager: Not started yet.
        output_bytes: The most that one cell may print.
        start: Arguments of `AsyncKernelManager.start_kernel`.

    Attributes:
        usable: Whether another cell can be run.
    """

    def __init__(
        self, manager: AsyncKernelManager, output_bytes: int, start: dict[str, Any]
    ) -> None:
        self.manager = manager
        self.usable = False
        self._start = start
        self._output_bytes = output_bytes
        self._watch: asyncio.Task[None] | None = None
        self._client = _Client(nbformat.v4.new_notebook(), manager, output_bytes)
        self._context = zmq.asyncio.Context()
        # What is larger is not even read.
        self._context.setsockopt(zmq.MAXMSGSIZE, output_bytes + 2**20)
        self._context.setsockopt(zmq.RCVHWM, _WAITING_MESSAGES)
        # Its sockets come to be while the first connection to them is tried.
        self._context.setsockopt(zmq.RECONNECT_IVL, 10)

    async def start(self) -> None:
        """Start the kernel and wait until it answers.

        Raises:
            Exception: Whatever keeps it from starting.
        """
        await self.manager.start_kernel(**self._start)
        client = self.manager.client(context=self._context, log=QUIET)
        client.start_channels()
        self._client.kc = client
        await _until_it_answers(client)
        client.allow_stdin = False
        monitor = client.iopub_channel.socket.get_monitor_socket(zmq.EVENT_DISCONNECTED)
        self._watch = asyncio.ensure_future(self._watch_for_floods(monitor))
        self.usable = True

    async def execute(self, source: str, timeout: float, *, store_history: bool = True) -> CellRun:
        """Execute a cell; whatever happens is in what is returned, and in `usable`."""
        began = time.monotonic()
        cell = nbformat.v4.new_code_cell(source)
        task = asyncio.ensure_future(self._client.run(cell, store_history))
        flood = asyncio.ensure_future(self._client.flooded.wait())
        raised = ""
        try:
            await asyncio.wait({task, flood}, timeout=timeout, return_when="FIRST_COMPLETED")
            stopped = not task.done()
            if stopped:
                await self._stop(task)
            problem = await _ended(task)
            status, stop = self._judge(problem, stopped, timeout)
            if stop is None:
                status, raised = self._client.status(cell.outputs)
        finally:
            flood.cancel()
            task.cancel()
        return CellRun(status, cell.outputs, time.monotonic() - began, stop, raised)

    async def interrupt(self) -> None:
        """Interrupt what runs."""
        if self.manager.has_kernel:
            await self.manager.interrupt_kernel()

    async def close(self) -> None:
        """End the kernel's processes at once; nothing in it is worth a farewell."""
        self.usable = False
        if self._watch is not None:
            self._watch.cancel()
        # nbclient goes on asking whether the kernel is alive where a cell was cut short.
        for task in asyncio.all_tasks():
            if getattr(task.get_coro(), "__name__", "") == "_async_poll_kernel_alive":
                task.cancel()
        if self._client.kc is not None:
            self._client.kc.stop_channels()
            self._client.kc = None
        try:
            await self._kill()
        finally:
            self._context.destroy(linger=0)

    def why_ended(self, phase: Phase) -> Stop | None:
        """Why the kernel is gone, if that is known."""
        if self._client.flooded.is_set():
            return Stop(StopReason.OUTPUT, f"{self._output_bytes / 2**20:g} MiB", phase)
        verdict = getattr(self.manager.provisioner, "verdict", None)
        return None if verdict is None else Stop(verdict.kind, verdict.amount, phase)

    async def _watch_for_floods(self, monitor: Any) -> None:
        """A message beyond the limit is not read: zmq ends the connection on which it comes."""
        while True:
            await monitor.recv_multipart()
            await asyncio.sleep(0.3)  # a kernel that dies ends its connections a little earlier
            if self.usable and await self.manager.is_alive():
                self._client.flooded.set()

    async def _kill(self) -> None:
        """End the kernel, its process group, and descendants that have left the group."""
        children = self._descendants()
        provisioner = self.manager.provisioner
        try:
            # `shutdown_kernel` would interrupt it first, and wait for that message to arrive.
            if provisioner is not None and provisioner.has_process:
                await provisioner.kill()
                with suppress(TimeoutError):
                    await asyncio.wait_for(provisioner.wait(), GRACE_SECONDS)
            await self.manager.cleanup_resources()
        finally:
            for child in children:
                with suppress(psutil.Error):
                    child.kill()

    async def _stop(self, task: asyncio.Task[Any]) -> None:
        """Interrupt a cell; end the kernel if the cell does not react, or has flooded it."""
        if not self._client.flooded.is_set():
            await self.interrupt()
            await asyncio.wait({task}, timeout=GRACE_SECONDS)
        if not task.done():
            self.usable = False
            await self._kill()
            await asyncio.wait({task}, timeout=GRACE_SECONDS)

    def _judge(
        self, problem: BaseException | None, stopped: bool, timeout: float
    ) -> tuple[Status, Stop | None]:
        """What stopped a cell that has ended, if anything, and what that says of the kernel."""
        if problem is not None:
            self.usable = False
        if self._client.flooded.is_set():
            self.usable = False  # more may be on its way
            return "flooded", self.why_ended(Phase.CELL)
        if stopped:
            return "timeout", Stop(StopReason.TIMEOUT, f"{timeout:g} s")
        if problem is None:
            return "ok", None
        known = self.why_ended(Phase.CELL)
        if known is not None:
            return ("memory" if known.reason is StopReason.MEMORY else "died"), known
        dead = isinstance(problem, DeadKernelError)
        return "died", Stop(StopReason.DIED if dead else StopReason.NO_MESSAGE)

    def _descendants(self) -> list[psutil.Process]:
        """All processes that the kernel's started, as far as they are still its own."""
        pid = getattr(self.manager.provisioner, "pid", None)
        try:
            return psutil.Process(pid).children(recursive=True) if pid else []
        except psutil.Error:
            return []


class _Client(NotebookClient):
    """nbclient, with the outputs of a cell counted."""

    def __init__(self, notebook: Any, manager: AsyncKernelManager, output_bytes: int) -> None:
        super().__init__(notebook, km=manager, timeout=None, allow_errors=True, log=QUIET)
        self.store_widget_state = False
        self.comm_open_handlers = {}
        self.on_cell_error = self._note_error
        self.flooded = asyncio.Event()
        self._most = output_bytes
        self._printed = 0
        self._raised: dict[str, Any] | None = None

    async def run(self, cell: Any, store_history: bool) -> None:
        """Execute a cell; sets `flooded` where it prints too much."""
        self._printed, self._raised = 0, None
        # A place of its own, since a later cell may still change what an earlier one displayed.
        self.nb.cells.append(cell)
        index = len(self.nb.cells) - 1
        await self.async_execute_cell(cell, index, store_history=store_history)

    def status(self, outputs: list[Any]) -> tuple[Status, str]:
        """Whether the cell that came to its end raised something: by its reply or its outputs."""
        errors = [output for output in outputs if output.get("output_type") == "error"]
        if self._raised is not None:
            errors.insert(0, self._raised)
        if not errors:
            return "ok", ""
        said = " ".join(str(errors[0].get("evalue", "")).split())[:400]
        name = str(errors[0].get("ename", ""))[:100]
        return "error", f"it stopped with {name}{': ' if said else ''}{said}"

    def _note_error(self, cell: Any, cell_index: int, execute_reply: dict[str, Any]) -> None:
        self._raised = execute_reply["content"]

    def process_message(self, msg: dict[str, Any], cell: Any, cell_index: int) -> Any:
        """Take a message of the cell's, unless there have been too many."""
        if msg["msg_type"] != "status":
            self._printed += _size(msg["content"])
            if self._printed > self._most:
                self.flooded.set()
                return None
        return super().process_message(msg, cell, cell_index)


async def _until_it_answers(client: Any) -> None:
    """Wait until a kernel answers on both of its channels.

    jupyter_client's own way ends with a wait of 0.2 s for messages that do not come.

    Raises:
        RuntimeError: It ended, or does not answer in time.
    """
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        asked = client.kernel_info()
        with suppress(queue.Empty):
            while (await client.get_shell_msg(timeout=1.0))["parent_header"].get("msg_id") != asked:
                pass
            # Printed output that came before its last word would be taken for the first cell's.
            while not _is_idle(await client.get_iopub_msg(timeout=0.2), asked):
                pass
            return
        if not await client.is_alive():
            raise RuntimeError("Kernel died before replying to kernel_info")
    raise RuntimeError(f"Kernel didn't respond in {START_SECONDS:g} seconds")


def _is_idle(message: dict[str, Any], asked: str) -> bool:
    state = message["content"].get("execution_state")
    return message["parent_header"].get("msg_id") == asked and state == "idle"


async def _ended(task: asyncio.Task[Any]) -> BaseException | None:
    """What a task raised; forged messages make nbclient raise anything."""
    try:
        if task.done():
            await task
            return None
        task.cancel()
        return DeadKernelError("no end")
    except (Exception, asyncio.CancelledError) as error:
        return error


def _size(content: Any) -> int:
    """About how many bytes a message takes."""
    size, todo = 0, [content]
    while todo:
        value = todo.pop()
        size += 50
        if isinstance(value, dict):
            todo += value.values()
        elif isinstance(value, list):
            todo += value
        elif isinstance(value, str):
            size += len(value)
    return size
