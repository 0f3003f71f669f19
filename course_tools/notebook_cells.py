"""Find a lab's notebook and say what each of its cells is for."""

from __future__ import annotations

import builtins
import difflib
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course_tools.cell_names import cell_names

#: The roles whose cells a student writes, and which may therefore lean on a demo cell.
_WRITTEN = ("exercise", "quiz", "added")


@dataclass
class Cell:
    """One code cell.

    Attributes:
        node: The cell as nbformat reads it.
        number: Its place among the notebook's code cells, from 1.
        role: ``"setup"``, ``"given"``, ``"demo"``, ``"exercise"``, ``"quiz"``, ``"test"``, or
            ``"added"`` for a cell of the student's own.
        exercise: The id of the exercise it belongs to; the role where there is none.
        runs: Whether it is to be run.
    """

    node: Any
    number: int
    role: str
    exercise: str
    runs: bool = True

    def __str__(self) -> str:
        """How to find the cell on screen: its number, and its first line."""
        lines = [line.strip() for line in self.node.source.splitlines() if line.strip()]
        first = lines[0] if lines else ""
        return f"code cell {self.number} `{first[:40]}{'…' if len(first) > 40 else ''}`"


def find_notebook(path: str | Path) -> Path:
    """The notebook meant by a path, by a folder that holds it, or by a lab's name.

    Args:
        path: ``labs/lab01_knn/lab01_knn.ipynb``, ``labs/lab01_knn`` or ``lab01_knn``.

    Returns:
        The notebook's absolute path.

    Raises:
        FileNotFoundError: There is no such file or folder, or no notebook in the folder.
        ValueError: The file is not a notebook, or the folder holds several and none has its name.
    """
    given = Path(path).expanduser()
    place = given if given.exists() else Path("labs") / given
    if not place.exists():
        labs = [folder.name for folder in Path("labs").glob("*/")]
        near = difflib.get_close_matches(given.name, labs, n=1)
        advice = f"did you mean labs/{near[0]}?" if near else "give the path of a lab's folder"
        raise FileNotFoundError(f"expected a notebook or its folder, found no {given}: {advice}")
    if place.is_dir():
        return _notebook_in(place.resolve())
    if place.suffix != ".ipynb":
        raise ValueError(f"expected a notebook (.ipynb), got {given}: give the notebook's path")
    return place.resolve()


def _notebook_in(folder: Path) -> Path:
    own = folder / f"{folder.name}.ipynb"
    found = [own] if own.is_file() else sorted(folder.glob("*.ipynb"))
    if not found:
        raise FileNotFoundError(
            f"expected a notebook in {folder}, found none: give the folder of one lab"
        )
    if len(found) > 1:
        names = ", ".join(notebook.name for notebook in found)
        raise ValueError(f"expected one notebook in {folder}, found {names}: name the one to check")
    return found[0]


def read_cells(notebook: Path) -> list[Cell]:
    """The code cells of a notebook, each with its role, and whether it is to be run.

    Args:
        notebook: The notebook's path.

    Returns:
        The cells in order. Demo cells are not to be run, unless needed (see `needed_demos`).

    Raises:
        ValueError: The file cannot be read as a notebook.
    """
    import nbformat

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # old files lack cell ids, which matter to no check
            nodes = nbformat.read(notebook, as_version=4).cells
    except OSError:
        raise
    except Exception as error:  # nbformat lets whatever a malformed file causes through
        raise ValueError(
            f"expected a Jupyter notebook, but {notebook} cannot be read as one "
            f"({type(error).__name__}): open it in JupyterLab, or start again from a fresh copy"
        ) from error
    nodes = [node for node in nodes if node.cell_type == "code"]
    cells = [Cell(node, number, *_role(node)) for number, node in enumerate(nodes, start=1)]
    needed = needed_demos(cells)
    for cell in cells:
        cell.runs = cell.role != "demo" or cell.number in needed
    return cells


def _role(node: Any) -> tuple[str, str]:
    """A cell's role and exercise, from the course's metadata or else from nbgrader's."""
    course, nbgrader = (node.metadata.get(key) or {} for key in ("course", "nbgrader"))
    grade_id = str(nbgrader.get("grade_id") or "")
    if course.get("role"):
        role = str(course["role"])
    elif "demo" in node.metadata.get("tags", []):
        role = "demo"
    elif nbgrader.get("grade") and not nbgrader.get("solution"):
        role = "test"
    elif nbgrader.get("solution"):
        role = "exercise"
    else:
        role = "given" if nbgrader.get("locked") else "added"
    named = grade_id.removeprefix("test_") if role in ("exercise", "quiz", "test") else ""
    return role, str(course.get("id") or named or role)


def needed_demos(cells: list[Cell]) -> set[int]:
    """The numbers of the demo cells without which a student's own cell could not run.

    A demo is needed where an exercise or an added cell uses a name that demos alone define: a
    student may well have put a helper there.

    Example:
        >>> from types import SimpleNamespace as Node
        >>> helper = Cell(Node(source="def helper(x): return x"), 1, "demo", "demo")
        >>> figure = Cell(Node(source="figure = plot()"), 2, "demo", "demo")
        >>> answer = Cell(Node(source="def f(x): return helper(x)"), 3, "exercise", "f")
        >>> needed_demos([helper, figure, answer])
        {1}
    """
    names = {cell.number: cell_names(cell.node.source) for cell in cells}
    elsewhere = set(dir(builtins))
    wanted: set[str] = set()
    for cell in cells:
        if cell.role != "demo":
            elsewhere |= names[cell.number].defined
        if cell.role in _WRITTEN:
            wanted |= names[cell.number].needed
    needed: set[int] = set()
    # From the last demo to the first, since a needed one may itself lean on an earlier one.
    for cell in reversed([cell for cell in cells if cell.role == "demo"]):
        if names[cell.number].defined & (wanted - elsewhere):
            needed.add(cell.number)
            wanted |= names[cell.number].needed
    return needed
