"""The course's secret: it seeds the inputs of the checks, so that nobody can know them before."""

import os
import secrets
from pathlib import Path

from autograder.errors import AutograderError

#: Takes the secret's place where it is set, as on a machine that grades for several courses.
VARIABLE = "COURSE_SECRET"

_BYTES = 32


def secret_path(course: Path) -> Path:
    """Where a course's secret lies."""
    return course / "grading" / "secret"


def course_secret(course: Path) -> bytes:
    """The course's secret, made on first use, readable by its owner only.

    Keep it: with another secret every check draws other inputs, and no verdict can be replayed.

    Args:
        course: The course's root.

    Raises:
        AutograderError: It cannot be read or made.
    """
    if given := os.environ.get(VARIABLE):
        return given.encode("utf-8", "surrogateescape")
    path = secret_path(course)
    try:
        if not path.exists():
            _make(path)
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
        found = path.read_bytes().strip()
    except OSError as error:
        raise AutograderError(
            f"the course's secret {path} cannot be used ({error.strerror or error}): "
            f"make it readable for you, or set {VARIABLE}"
        ) from None
    if not found:
        raise AutograderError(
            f"the course's secret {path} is empty: restore it from a backup, or remove the file "
            "for a new one"
        )
    return found


def _make(path: Path) -> None:
    """Write a new secret; of two processes that do so at once the first one's stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    own = path.with_name(f".secret-{os.getpid()}-{secrets.token_hex(4)}")
    handle = os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_hex(_BYTES).encode() + b"\n")
        try:
            os.link(own, path)
        except FileExistsError:
            pass
        except OSError:  # a file system without hard links
            os.replace(own, path)
            return
    finally:
        own.unlink(missing_ok=True)
