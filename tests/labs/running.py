"""A lab's solution notebook, run from top to bottom."""

import resource
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

from tests.labs.finding import folder as folder_of


@dataclass(frozen=True)
class Ran:
    """What came of it.

    Attributes:
        text: All that was printed.
        errors: What was printed on standard error.
        figures: How many pictures were drawn.
        processor: The processor seconds that it took, which other work hardly changes.
    """

    text: str
    errors: str
    figures: int
    processor: float


def run_lab(lab: str, folder: Path) -> Ran:
    """Execute a lab's solution notebook in an empty folder."""
    notebook = nbformat.read(folder_of(lab) / f"{lab}.ipynb", as_version=4)
    before = _of_children()
    NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(folder)}}).execute()
    processor = _of_children() - before
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return Ran(_printed(outputs, "stdout"), _printed(outputs, "stderr"),
               sum("image/png" in o.get("data", {}) for o in outputs), processor)  # fmt: skip


def checks_in(lab: str) -> int:
    """How many checks a lab has."""
    return (folder_of(lab) / f"{lab}.py").read_text(encoding="utf-8").count("with check(")


def _of_children() -> float:
    """Processor seconds of this process's children that have ended, as the kernel has."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _printed(outputs: list[Any], name: str) -> str:
    return "".join(o.text for o in outputs if o.output_type == "stream" and o.name == name)
