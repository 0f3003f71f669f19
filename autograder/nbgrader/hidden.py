"""Hidden tests stay hidden on the pages that students get back."""

from typing import Any

from nbgrader.preprocessors import ClearHiddenTests
from nbgrader.utils import is_grade, is_solution


class HideTests(ClearHiddenTests):
    """nbgrader's ClearHiddenTests for graded notebooks, whose outputs quote the tests, too.

    Of an error in a cell with hidden tests only its message stays: the traceback shows the
    lines around it.
    """

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> tuple[Any, Any]:
        """Remove the hidden regions of a cell, and the tracebacks where there were any."""
        # Only tests, whose text is the source's: students may write the markers anywhere.
        is_test = is_grade(cell) and not is_solution(cell)
        if not is_test or self.begin_test_delimeter not in cell.source:
            return cell, resources
        self._remove_hidden_test_region(cell)
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                output.traceback = [f"{output.ename}: {output.evalue}"]
        return cell, resources
