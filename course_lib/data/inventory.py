"""Which data sets there are, which are here, and in what state."""

import difflib
from dataclasses import dataclass
from pathlib import Path

from course_lib.data.errors import DataError
from course_lib.data.fetching import fetch_set
from course_lib.data.folder import data_folder
from course_lib.data.npz import read_npz
from course_lib.data.offline import digits_file
from course_lib.data.torchvision_sets import SETS
from course_lib.data.verification import Finding

SMALL = "cifar10-small"
DIGITS = "digits"
NAMES = (*SETS, SMALL, DIGITS)


@dataclass(frozen=True)
class Status:
    """One line about one data set.

    Attributes:
        name: What :func:`load` calls it.
        path: Its folder or file, there or not.
        present: Whether anything of it is there.
        size: Bytes on the disk.
        state: ``ready``, ``missing``, or what is wrong with it.
    """

    name: str
    path: Path
    present: bool
    size: int
    state: str


def location(name: str) -> Path:
    """The folder or file of a data set, whether it is there or not.

    Raises:
        ValueError: There is no data set of that name.

    Example:
        >>> location("mnist").parts[-2:]
        ('MNIST', 'raw')
    """
    check_name(name)
    if name == DIGITS:
        return digits_file()
    if name == SMALL:
        return data_folder() / "cifar10_small.npz"
    return SETS[name].folder


def fetch(name: str) -> Path:
    """Make sure that a data set is here and whole, downloading it if need be.

    Args:
        name: One of :data:`NAMES`.

    Returns:
        Its folder or file.

    Raises:
        ValueError: There is no data set of that name.
        DataError: It is not here and cannot be downloaded, or the disk is full.

    Example:
        >>> fetch("digits").name
        'digits.csv.gz'
    """
    path = location(name)
    if name in SETS:
        return fetch_set(SETS[name])
    bad = [finding for finding in verify(name) if not finding.ok]
    if bad:
        raise DataError(
            f"{path} {bad[0].message}, and it cannot be downloaded; copy it there, or use "
            '`load("cifar10")`, the full data set.'
        )
    return path


def verify(name: str) -> list[Finding]:
    """Check the files of a data set without changing or downloading anything.

    Args:
        name: One of :data:`NAMES`.

    Returns:
        A finding for each file.

    Raises:
        ValueError: There is no data set of that name.

    Example:
        >>> [finding.ok for finding in verify("digits")]
        [True]
    """
    path = location(name)
    if name in SETS:
        return SETS[name].findings()
    if not path.is_file():
        return [Finding(path, False, "is missing")]
    if name == DIGITS:
        return [Finding(path, True, "ships with scikit-learn")]
    try:
        read_npz(path)
    except DataError as error:
        return [Finding(path, False, f"is damaged: {error}")]
    return [Finding(path, True, f"is whole ({path.stat().st_size:,} bytes)")]


def status() -> list[Status]:
    """What is known about every data set, in the order of :data:`NAMES`.

    Example:
        >>> [one.state for one in status() if one.name == "digits"]
        ['ready']
    """
    return [_status(name) for name in NAMES]


def check_name(name: str) -> None:
    """Tell in a sentence, with the nearest name, that there is no such data set.

    Example:
        >>> check_name("minst")
        Traceback (most recent call last):
        ValueError: there is no data set 'minst'; expected ... Did you mean "mnist"?
    """
    if name in NAMES:
        return
    near = difflib.get_close_matches(str(name), NAMES, n=1)
    question = f' Did you mean "{near[0]}"?' if near else ""
    raise ValueError(
        f"there is no data set {name!r}; expected {', '.join(NAMES)} or the path of an .npz file."
        + question
    )


def _status(name: str) -> Status:
    findings = verify(name)
    sizes = [finding.path.stat().st_size for finding in findings if finding.path.is_file()]
    bad = [finding for finding in findings if not finding.ok]
    if not sizes:
        state = "missing"
    elif bad:
        state = f"{bad[0].path.name} {bad[0].message}"
    else:
        state = "ready"
    return Status(name, location(name), bool(sizes), sum(sizes), state)
