"""The pictures that a lab shows as hints, drawn by running its solution.

``python -m benchmarks.figures lab01_knn`` runs the solution notebook and writes the figure of every
demo cell that the text refers to (``figures/<demo's id>.png``) into the lab's source folder.
"""

from __future__ import annotations

import base64
import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbclient import NotebookClient

SOLUTIONS = Path(__file__).parents[1] / "solutions"


def wanted(text: str) -> set[str]:
    """The demos whose figures a text refers to.

    Example:
        >>> sorted(wanted("![one](figures/regions.png) and ![two](figures/curse.png)"))
        ['curse', 'regions']
    """
    return set(re.findall(r"\(figures/(\w+)\.png\)", text))


def draw(lab: Path) -> list[Path]:
    """Run a lab's solution and write the figures that its text refers to.

    Args:
        lab: The lab's source folder.

    Returns:
        The files written.

    Raises:
        KeyError: The text refers to a figure that no demo draws.
    """
    notebook = nbformat.read(lab / f"{lab.name}.ipynb", as_version=4)
    names = wanted("\n".join(cell.source for cell in notebook.cells))
    with TemporaryDirectory() as folder:
        NotebookClient(notebook, timeout=600, resources={"metadata": {"path": folder}}).execute()
    drawn = {
        cell.id.removeprefix("demo-"): base64.b64decode(output.data["image/png"])
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {})
    }
    (lab / "figures").mkdir(exist_ok=True)
    written = []
    for name in sorted(names):
        written.append(lab / "figures" / f"{name}.png")
        written[-1].write_bytes(drawn[name])
    return written


def main(names: list[str]) -> int:
    """Draw the figures of the named labs, or of all."""
    for lab in sorted(SOLUTIONS.iterdir()):
        if lab.is_dir() and (not names or lab.name in names):
            for path in draw(lab):
                print(path.relative_to(SOLUTIONS.parent))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
