"""Demos are not run while grading: a plot or a long training costs time and no points."""

from __future__ import annotations

from typing import Any

from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Unicode

from autograder.build.names import cell_names


class SkipDemos(NbGraderPreprocessor):
    """Tag demo cells to be skipped, except those whose names an answer or an added cell uses.

    The tag is taken off every other cell: a student who put it on a test cell would get the
    points of a test that never ran.
    """

    skip_tag = Unicode(
        "skip-execution", help="The tag of cells that nbclient does not execute"
    ).tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Set the tags of every cell of a submission."""
        demos = demo_cells(nb.cells)
        skipped = demos - used_demos(nb.cells, demos)
        for index, cell in enumerate(nb.cells):
            tags = cell.metadata.get("tags", [])
            tags = [t for t in tags if t != self.skip_tag] if isinstance(tags, list) else []
            if index in skipped:
                tags.append(self.skip_tag)
            if tags or "tags" in cell.metadata:
                cell.metadata["tags"] = tags
        return nb, resources


def demo_cells(cells: list[Any]) -> set[int]:
    """The places of the demo cells; a cell that nbgrader knows is never one, whatever it says."""
    return {
        index
        for index, cell in enumerate(cells)
        if cell.cell_type == "code" and not cell.metadata.get("nbgrader") and role(cell) == "demo"
    }


def role(cell: Any) -> str | None:
    """The role of a notebook's cell; None for one that a student added."""
    course = cell.metadata.get("course")
    return course.get("role") if isinstance(course, dict) else None


def used_demos(cells: list[Any], demos: set[int]) -> set[int]:
    """The demos to run after all: answers, added cells or other such demos use their names.

    A name counts as used even if a setup cell defines it as well: running too much costs time,
    running too little costs points.
    """
    names = {i: cell_names(c.source) for i, c in enumerate(cells) if c.cell_type == "code"}
    wanted: set[str] = set()
    for index, found in names.items():
        if index not in demos and role(cells[index]) in ("exercise", "quiz", None):
            wanted |= found.needed
    used: set[int] = set()
    while more := {i for i in demos - used if names[i].defined & wanted}:
        used |= more
        wanted |= set().union(*(names[i].needed for i in more))
    return used
