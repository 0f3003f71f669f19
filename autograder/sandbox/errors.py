"""What is said where a sandbox cannot be had."""

from autograder.errors import AutograderError


class SandboxError(AutograderError):
    """No sandbox can be started here; the message says why and what to do."""
