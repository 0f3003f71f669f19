"""What a sandbox sees of the machine's files: what running the course needs, read-only."""

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder.sandbox import paths
from autograder.sandbox.errors import SandboxError

#: The system's programs and libraries. /usr is shown as a whole; the others are links into it on
#: today's systems and are shown as what they are. Nix keeps everything in its store.
_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/nix/store")

#: Settings that programs look for, none of them about this machine's people or network; and how
#: many cores there are, which torch's start-up asks.
_SETTINGS = (
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/alternatives",
    "/etc/fonts",
    "/etc/localtime",
    "/etc/mime.types",
    "/sys/devices/system/cpu",
    "/sys/devices/system/node",
)


@dataclass(frozen=True)
class Mount:
    """One thing put into the sandbox's tree.

    Attributes:
        place: Where it appears.
        source: What is shown there, read-only; None for an empty folder that covers what is there.
        link: The target, where it is a symbolic link.
    """

    place: str
    source: str | None = None
    link: str | None = None


def shown(source: str | Path, place: str | Path | None = None) -> Mount:
    """A file or folder of the machine, shown read-only at its own place or at another."""
    return Mount(str(place or source), source=str(source))


def machine() -> list[Mount]:
    """The system and the Python environment, without the course that may lie within them."""
    mounts = []
    for name in _SYSTEM:
        if os.path.islink(name):
            mounts.append(Mount(name, link=os.readlink(name)))
        elif os.path.isdir(name):
            mounts.append(shown(name))
    mounts += [shown(name) for name in _SETTINGS if os.path.exists(name)]
    mounts += [shown(folder) for folder in python_folders()]
    mounts += [Mount(str(folder)) for folder in _course_folders() if _within(folder, mounts)]
    return _without_repetition(mounts)


def python_folders() -> list[Path]:
    """The folders of this Python: the environment, what it was made from, and links between them.

    An environment's ``python`` is often a chain of symbolic links, each of which has to be there.
    """
    folders = [Path(sys.prefix), Path(sys.exec_prefix), Path(sys.base_prefix)]
    link = sys.executable
    while link:
        step = Path(link)
        folders.append(step.parent.parent if step.parent.name == "bin" else step)
        link = os.path.join(step.parent, os.readlink(step)) if step.is_symlink() else ""
    folders += [Path(os.path.realpath(folder)) for folder in folders]
    unique = sorted({Path(os.path.normpath(folder)) for folder in folders})
    for folder in unique:
        if folder in (Path("/"), Path.home(), Path("/root"), Path("/home")):
            raise SandboxError(
                f"expected a Python environment in a folder of its own, but it is {folder} as a "
                "whole, which students' code must not see: use a virtual environment"
            )
    return unique


def course(data: Path) -> list[Mount]:
    """The parts of the course that a student's code may import, and the data sets.

    Args:
        data: The folder of the data sets; need not exist.

    Raises:
        SandboxError: Showing the data folder would show the course as well.
    """
    import course_lib
    import course_tools

    package = Path(__file__).resolve().parent.parent
    checkout = package.parent
    if data.exists() and checkout.is_relative_to(data.resolve()):
        raise SandboxError(
            f"expected COURSE_DATA to hold data sets only, but {data} also holds the course: "
            "point it at a folder of its own"
        )
    mounts = [
        shown(Path(handed.__path__[0]), f"{paths.COURSE}/{handed.__name__}")
        for handed in (course_lib, course_tools)
    ]
    protocol = package / "protocol" / "wire"
    if protocol.is_dir():
        mounts.append(shown(protocol, f"{paths.COURSE}/course_protocol"))
    if data.is_dir():
        mounts.append(shown(data, paths.DATA))
    return mounts


def in_order(mounts: Iterable[Mount]) -> list[Mount]:
    """The mounts, outer ones first: what lies deeper is put on top.

    Example:
        >>> [m.place for m in in_order([shown("/a/b/c"), Mount("/a/b"), shown("/a")])]
        ['/a', '/a/b', '/a/b/c']
    """
    return sorted(mounts, key=lambda mount: _depth(Path(mount.place)))


def _course_folders() -> list[Path]:
    """What must not be seen even where it lies within the Python environment."""
    package = Path(__file__).resolve().parent.parent
    checkout = package.parent
    installed = checkout.name in ("site-packages", "dist-packages")
    return [package] if installed else [checkout]


def _without_repetition(mounts: Iterable[Mount]) -> list[Mount]:
    """The mounts, without those that the folder around them shows anyway."""
    kept: list[Mount] = []
    for mount in in_order(mounts):
        around = [other for other in kept if Path(mount.place).is_relative_to(other.place)]
        if mount.source is None or not around or around[-1].source is None:
            kept.append(mount)
    return kept


def _within(folder: Path, mounts: Iterable[Mount]) -> bool:
    return any(m.source and folder.is_relative_to(m.place) for m in mounts)


def _depth(path: Path) -> int:
    return len(path.parts)
