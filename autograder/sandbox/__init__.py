"""The sandbox that students' code runs in: bubblewrap behind a Jupyter kernel provisioner."""

from autograder.sandbox.bubblewrap import available, describe
from autograder.sandbox.errors import SandboxError
from autograder.sandbox.limits import Limits

__all__ = ["Limits", "SandboxError", "available", "describe"]
