"""What students find in place of a solution."""

from __future__ import annotations

from typing import Any

from nbgrader import utils
from nbgrader.preprocessors import ClearSolutions
from traitlets import Dict, Unicode

from autograder.labsource.regions import open_starts, scan


class ClearLabSolutions(ClearSolutions):
    """nbgrader's ClearSolutions, with ``### STARTS AS`` and a stub that names the exercise.

    A solution region with a ``### STARTS AS`` part is replaced by that part; any other by the
    stub, in which ``{id}`` stands for the exercise's id.
    """

    code_stub = Dict(
        {
            "python": '# YOUR CODE HERE\nraise NotImplementedError("{id}: write your answer here")',
        },
        help="The code snippet that will replace code solutions; {id} is the exercise's id",
    ).tag(config=True)

    text_stub = Unicode(
        "*Your answer here.*",
        help="The text snippet that will replace written solutions",
    ).tag(config=True)

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> tuple[Any, Any]:
        """Open what students start from, and leave the other regions to nbgrader."""
        if not utils.is_solution(cell):
            return super().preprocess_cell(cell, resources, cell_index)
        if cell.cell_type == "code":
            cell.source = open_starts(cell.source)
            # Without a region nbgrader would replace the whole cell by the stub.
            if not scan(cell.source).regions:
                return cell, resources
        template = dict(self.code_stub)
        name = cell.metadata.nbgrader["grade_id"]
        self.code_stub = {lang: stub.replace("{id}", name) for lang, stub in template.items()}
        try:
            return super().preprocess_cell(cell, resources, cell_index)
        finally:
            self.code_stub = template
