"""Files that are either written whole or not at all."""

import os
import tempfile
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that a reader, or a full disk, never meets half of it.

    Raises:
        OSError: It cannot be written; what was there before is still there.

    Example:
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = Path(folder) / "new" / "notes.txt"
        ...     write_whole(path, b"kept")
        ...     path.read_bytes(), len(list(path.parent.iterdir()))
        (b'kept', 1)
    """
    draft = write_draft(path, data)
    try:
        os.replace(draft, path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def write_draft(path: Path, data: bytes) -> Path:
    """Write what a file is to hold beside its place, for `os.replace` to put it there.

    Returns:
        The draft's path.

    Raises:
        OSError: It cannot be written; no draft is left.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".writing-", suffix=path.suffix)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        # mkstemp is private to its user; these files are read by others, too.
        os.chmod(name, 0o644)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)
