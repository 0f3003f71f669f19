"""What the commands say instead of a traceback: one error, one sentence."""

import errno
import sqlite3

#: The errors of a full disk: no space left, and a user's quota used up.
FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


class AutograderError(Exception):
    """A whole command cannot go on; the message is one sentence for a person.

    What is wrong with one submission is never raised: it becomes a remark on that submission.

    Example:
        >>> raise AutograderError("no lab is called 'lab1': did you mean lab01_knn?")
        Traceback (most recent call last):
        ...
        autograder.errors.AutograderError: no lab is called 'lab1': did you mean lab01_knn?
    """


def is_disk_full(error: BaseException) -> bool:
    """Whether an error, or one that led to it, says that the disk is full.

    Example:
        >>> is_disk_full(OSError(errno.ENOSPC, "No space left on device"))
        True
        >>> is_disk_full(FileNotFoundError("notes.txt"))
        False
    """
    link: BaseException | None = error
    while link is not None:
        if isinstance(link, OSError) and link.errno in FULL:
            return True
        # SQLAlchemy wraps it, as its cause.
        code = getattr(link, "sqlite_errorcode", None) if isinstance(link, sqlite3.Error) else None
        if code == sqlite3.SQLITE_FULL:
            return True
        link = link.__cause__ or link.__context__
    return False
