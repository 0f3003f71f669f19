"""The sandbox that students' code runs in: bubblewrap behind a Jupyter kernel provisioner."""

from autograder.sandbox.bubblewrap import available
from autograder.sandbox.errors import SandboxError
from autograder.sandbox.limits import SandboxLimits
from autograder.sandbox.program import Program, find_program

__all__ = ["Program", "SandboxError", "SandboxLimits", "available", "find_program"]
