"""A lab's solution notebook, run from top to bottom."""

import resource
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

COURSE = Path(__file__).parents[2]

#: The data that a lab is run on: always the digits, and MNIST where it lies on this machine.
SETS = ["digits", pytest.param("mnist", marks=pytest.mark.needs("mnist"))]
#: Of the machine that a lab is written for; its time limit is one on all of them.
CORES = 2
#: What a lab prints of where its data come from.
SAYS = {"digits": "scikit-learn digits", "mnist": "MNIST (torchvision)"}


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


def source(lab: str) -> Path:
    """A lab's source."""
    return COURSE / "solutions" / lab / f"{lab}.py"


def run_lab(lab: str, folder: Path) -> Ran:
    """Execute a lab's solution notebook in an empty folder."""
    notebook = nbformat.read(source(lab).with_suffix(".ipynb"), as_version=4)
    before = _of_children()
    NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(folder)}}).execute()
    processor = _of_children() - before
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return Ran(_printed(outputs, "stdout"), _printed(outputs, "stderr"),
               sum("image/png" in o.get("data", {}) for o in outputs), processor)  # fmt: skip


def checks_in(lab: str) -> int:
    """How many checks a lab has."""
    return source(lab).read_text(encoding="utf-8").count("with check(")


def _of_children() -> float:
    """Processor seconds of this process's children that have ended, as the kernel has."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _printed(outputs: list[Any], name: str) -> str:
    return "".join(o.text for o in outputs if o.output_type == "stream" and o.name == name)
