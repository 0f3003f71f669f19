"""Cells that students copied or deleted: stock nbgrader gives up on the whole notebook.

The course's own grader repairs far more before it grades; these keep plain
``nbgrader autograde`` from stopping at the commonest accidents.
"""

from __future__ import annotations

from typing import Any

from nbgrader import utils
from nbgrader.preprocessors import DeduplicateIds, OverwriteCells


class ForgetCopies(DeduplicateIds):
    """nbgrader's DeduplicateIds, which leaves a copied cell without nbgrader metadata.

    nbgrader leaves empty metadata, takes that for an outdated format, and stops the batch.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Drop what is left of the metadata of copies."""
        nb, resources = super().preprocess(nb, resources)
        for cell in nb.cells:
            if "nbgrader" in cell.metadata and not cell.metadata["nbgrader"]:
                del cell.metadata["nbgrader"]
        return nb, resources


class RestoreCells(OverwriteCells):
    """nbgrader's OverwriteCells, for notebooks from which more than one cell is missing.

    nbgrader looks for a missing cell's predecessor among the graded cells that are left, and
    stops with a KeyError if that is a read-only cell or missing, too.
    """

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> tuple[Any, Any]:
        """Restore a cell; one that the lab does not have becomes an ordinary cell."""
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        if "nbgrader" in cell.metadata and "grade_id" not in cell.metadata["nbgrader"]:
            del cell.metadata["nbgrader"]
        return cell, resources

    def add_missing_grade_cells(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Put each missing graded cell behind the nearest earlier cell that is still there."""
        source = self.gradebook.find_notebook(self.notebook_id, self.assignment_id)
        points = {cell.name: cell.max_score for cell in source.grade_cells}
        solutions = {cell.name for cell in source.solution_cells}
        places = {
            cell.metadata["nbgrader"]["grade_id"]: cell
            for cell in nb.cells
            if utils.is_grade(cell) or utils.is_solution(cell) or utils.is_locked(cell)
        }
        after = 0
        for cell in source.source_cells:
            if cell.name not in places and cell.name in points:
                self.log.warning("Missing grade cell %s encountered, adding it", cell.name)
                restored = self.missing_cell_transform(
                    cell, points[cell.name], is_solution=cell.name in solutions
                )
                nb.cells.insert(after, restored)
                after += 1
            elif cell.name in places:
                after = next(i for i, c in enumerate(nb.cells) if c is places[cell.name]) + 1
        return nb, resources
