"""How long one submission may take, and what its kernel may use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from autograder.sandbox.limits import SandboxLimits as SandboxLimits


@dataclass(frozen=True)
class JudgingLimits:
    """What running one submission may cost.

    A cell that had to be stopped halves the time of all later ones, down to `least_seconds`: so a
    notebook in which everything hangs is done within the total, with every exercise judged.

    Attributes:
        cell_seconds: For one cell, or for judging one test cell.
        least_seconds: What every cell gets while the total lasts.
        call_seconds: For one call of a test into the student's code.
        total_seconds: For the whole submission: starting kernels, running cells, judging.
        sandbox: What the kernel may use; the sandbox's own defaults if None.

    Example:
        >>> [Limits().cell(stopped) for stopped in range(4)]
        [120.0, 60.0, 30.0, 30.0]
    """

    cell_seconds: float = 120.0
    least_seconds: float = 30.0
    call_seconds: float = 60.0
    total_seconds: float = 600.0
    sandbox: SandboxLimits | None = None

    def cell(self, stopped: int) -> float:
        """Seconds for a cell after so many had to be stopped."""
        least = min(self.least_seconds, self.cell_seconds)
        return max(self.cell_seconds / 2 ** min(stopped, 16), least)
