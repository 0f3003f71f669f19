"""Which user the sandbox runs as."""

import os
import random
import socket
from dataclasses import dataclass, field

#: Uids that no distribution hands out; each sandbox started by root gets one of its own.
FIRST = 1_900_000_000
COUNT = 65_536

#: The student's uid inside a user namespace, where it stands for the person who grades.
INSIDE = 1000


@dataclass
class Identity:
    """A user for one sandbox.

    Attributes:
        uid: The uid, and gid, as the sandbox sees it.
        drops: Whether the launcher changes to it (root grades); otherwise a user namespace shows
            the grading person's own uid as this one.
    """

    uid: int
    drops: bool
    _claim: socket.socket | None = field(default=None, repr=False)

    def release(self) -> None:
        """Let another sandbox have the uid."""
        if self._claim is not None:
            self._claim.close()
            self._claim = None


def take_identity(effective_uid: int | None = None) -> Identity:
    """An identity that no other sandbox of this machine has.

    A uid is claimed by binding an abstract Unix socket, which the system frees with its owner,
    whatever becomes of it.

    Args:
        effective_uid: Of the grading process; by default that of this one.

    Example:
        >>> take_identity(effective_uid=1234)
        Identity(uid=1000, drops=False)
    """
    if (os.geteuid() if effective_uid is None else effective_uid) != 0:
        return Identity(INSIDE, drops=False)
    start = random.SystemRandom().randrange(COUNT)
    for offset in range(COUNT):
        uid = FIRST + (start + offset) % COUNT
        claim = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            claim.bind(f"\0course-sandbox-{uid}")
        except OSError:
            claim.close()
        else:
            return Identity(uid, drops=True, _claim=claim)
    raise RuntimeError(f"expected a free uid from {FIRST} on, but all {COUNT} are in use")
