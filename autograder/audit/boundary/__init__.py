"""Boundary mutants: the reference solution, wrong at the edge of what its text promises.

Mutants of lines are slips of the pen. These are the holes that answers really have: another dtype,
an argument changed in place, something remembered, a batch of one, a tie, a number clamped.
"""

from autograder.audit.boundary import arguments, edges, exceptions, results, state, visible
from autograder.audit.boundary.mutants import BoundaryMutant, boundary_mutants
from autograder.audit.boundary.wrap import put

__all__ = [
    "BoundaryMutant",
    "arguments",
    "boundary_mutants",
    "edges",
    "exceptions",
    "put",
    "results",
    "state",
    "visible",
]
