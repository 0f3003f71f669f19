"""Run a notebook's visible checks from the terminal, without touching the notebook.

The cells run in a fresh kernel of this very Python. `course_lib.checks` appends the outcome of
every check to a file of JSON lines, which is read after each cell, so an outcome is attributed to
the cell that was running and a cell that dies loses nothing that was already known.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course_tools.notebook_cells import Cell, find_notebook, read_cells

if TYPE_CHECKING:
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient

#: The variable by which `course_lib.checks` learns of the file; not imported from there, because
#: that would load torch into a process that never uses it.
LOG_VARIABLE = "COURSE_CHECKS"

#: How long a cell may take to react to an interrupt before its kernel is killed.
GRACE_SECONDS = 5.0

#: The title of the row that stands for a cell as a whole.
WHOLE_CELL = "the cell runs to its end"


@dataclass(frozen=True)
class Result:
    """One row of the report.

    Attributes:
        exercise: The exercise's id, or the role of a cell that belongs to none.
        title: The property, as the test cell names it.
        passed: Whether it holds.
        message: Why not; empty where it holds.
        hint: The author's hint; may be empty.
    """

    exercise: str
    title: str
    passed: bool
    message: str = ""
    hint: str = ""


@dataclass
class Report:
    """What running a notebook's checks found.

    Attributes:
        notebook: The notebook that was run.
        results: One row per check, in the order of the notebook.
        notes: What went wrong in cells that no exercise depends on.
    """

    notebook: Path
    results: list[Result] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        """Whether every check holds."""
        return all(result.passed for result in self.results)


def check_notebook(
    path: str | Path,
    *,
    timeout: float = 120.0,
    on_cell: Callable[[str], None] | None = None,
) -> Report:
    """Run the visible checks of a notebook and report each of them.

    Demo cells are skipped, unless an exercise or an added cell uses a name that only they define.
    The notebook file is never written.

    Args:
        path: The notebook, its folder, or the lab's name under ``labs/``.
        timeout: Seconds a cell may run before it is interrupted.
        on_cell: Called with a cell's description before it runs.

    Returns:
        The report; a cell that fails, hangs or kills the kernel is a row in it.

    Raises:
        FileNotFoundError: There is no such notebook.
        ValueError: The file is not a notebook, or has no test cells.
        RuntimeError: No kernel could be started.
    """
    notebook = find_notebook(path)
    cells = read_cells(notebook)
    if not any(cell.role == "test" for cell in cells):
        raise ValueError(
            f"expected a lab notebook, but {notebook} has no test cells: "
            "copy them back from the lab you were given"
        )
    with tempfile.TemporaryDirectory(prefix="course-check-") as folder:
        run = _Run(Report(notebook), Path(folder) / "checks.jsonl", timeout, on_cell)
        # On Windows zmq needs a selector loop, which is not the default there.
        with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
            runner.run(run.all_cells(cells))
    return run.report


class _Run:
    """One pass over a notebook's cells."""

    def __init__(
        self,
        report: Report,
        log: Path,
        timeout: float,
        on_cell: Callable[[str], None] | None,
    ) -> None:
        self.report = report
        self.log = log
        self.timeout = timeout
        self.on_cell = on_cell or (lambda description: None)
        self.position = 0  # how far the log has been read
        self.stopped = ""  # why no further cell can run

    async def all_cells(self, cells: list[Cell]) -> None:
        """Run every cell that is not skipped, in order."""
        manager = _manager()
        client = _client(manager, cells)
        try:
            await _start(client, self.log, self.report.notebook.parent)
            for index, cell in enumerate(cells):
                if self.stopped:
                    self._not_run(cell)
                elif cell.runs:
                    self.on_cell(str(cell))
                    error = await self._cell(client, manager, cell, index)
                    self._record(cell, error)
        finally:
            await _stop(client, manager)

    async def _cell(
        self, client: NotebookClient, manager: AsyncKernelManager, cell: Cell, index: int
    ) -> str:
        """Run one cell; return what stopped it, as a sentence, or nothing."""
        from nbclient.exceptions import DeadKernelError

        task = asyncio.ensure_future(client.async_execute_cell(cell.node, index))
        try:
            done, _ = await asyncio.wait({task}, timeout=self.timeout)
        except asyncio.CancelledError:  # Ctrl-C
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            raise
        if not done:
            await manager.interrupt_kernel()
            ended, _ = await asyncio.wait({task}, timeout=GRACE_SECONDS)
            if not ended:
                await manager.shutdown_kernel(now=True)
        try:
            await task
        except DeadKernelError:
            self.stopped = f"{cell} ended the kernel"
            if done:
                return "ended the kernel: out of memory, or a call of exit()"
        if not done:
            return (
                f"ran longer than {self.timeout:g} s and was stopped: look for a loop that "
                "never ends, or allow more with --timeout"
            )
        return _error(cell.node.get("outputs", []))

    def _record(self, cell: Cell, error: str) -> None:
        """Turn what a cell logged, and what stopped it, into rows."""
        logged = self._logged(cell.exercise)
        self.report.results += logged
        if cell.role == "added":
            if error:
                self.report.notes.append(f"your own {cell} {error}; this costs nothing by itself")
        elif error:
            self.report.results.append(Result(cell.exercise, WHOLE_CELL, False, f"{cell} {error}"))
        elif cell.role == "test" and not logged:
            self.report.results.append(Result(cell.exercise, WHOLE_CELL, True))

    def _not_run(self, cell: Cell) -> None:
        if cell.role == "test":
            message = f"not run, because {self.stopped}"
            self.report.results.append(Result(cell.exercise, WHOLE_CELL, False, message))

    def _logged(self, exercise: str) -> list[Result]:
        """The outcomes logged since the last call; a line cut short by a crash is left out."""
        if not self.log.exists():
            return []
        with self.log.open("rb") as file:
            file.seek(self.position)
            new = file.read()
        self.position += len(new)
        results = []
        for line in new.decode("utf-8", errors="replace").splitlines():
            try:
                outcome = json.loads(line)
                title, passed = str(outcome["title"]), outcome["passed"] is True
            except (ValueError, TypeError, LookupError):
                continue
            said = (str(outcome.get(key) or "") for key in ("message", "hint"))
            results.append(Result(exercise, title, passed, *said))
        return results


def _manager() -> AsyncKernelManager:
    """A manager whose kernel is this very Python, whatever kernelspecs are installed."""
    from ipykernel.kernelspec import get_kernel_dict
    from jupyter_client.kernelspec import KernelSpec
    from jupyter_client.manager import AsyncKernelManager

    from course_tools.one_kernel import OneKernel

    spec = KernelSpec(**get_kernel_dict(["--log-level=ERROR"]))
    return AsyncKernelManager(kernel_spec_manager=OneKernel(spec))


def _client(manager: AsyncKernelManager, cells: list[Cell]) -> NotebookClient:
    """A client for the cells, without nbclient's own timeout, which would end the whole run."""
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.v4.new_notebook(cells=[cell.node for cell in cells])
    return NotebookClient(notebook, km=manager, timeout=None, allow_errors=True)


async def _start(client: NotebookClient, log: Path, folder: Path) -> None:
    env = {**os.environ, LOG_VARIABLE: str(log)}
    await client.async_start_new_kernel(env=env, cwd=str(folder))
    await client.async_start_new_kernel_client()


async def _stop(client: NotebookClient, manager: AsyncKernelManager) -> None:
    """End the kernel at once; nothing in it is worth a farewell."""
    if client.kc is not None:
        client.kc.stop_channels()
    if manager.has_kernel:
        await manager.shutdown_kernel(now=True)


def _error(outputs: list[Any]) -> str:
    """What stopped a cell, from its outputs, or nothing."""
    for output in outputs:
        if output.get("output_type") == "error":
            name, value = str(output.get("ename", "")), str(output.get("evalue", ""))
            if name == "CheckFailed":
                return f"fails its check: {value}"
            # IPython names a file of its own making; the line is what helps.
            value = re.sub(r" ?\([^()]*, line (\d+)\)$", r" on line \1 of the cell", value)
            value = " ".join(value.split())[:400]
            return f"stopped with {name}: {value}" if value else f"stopped with {name}"
    return ""
