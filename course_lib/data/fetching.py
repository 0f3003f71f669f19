"""Downloading a data set: all of it arrives and is checked, or nothing is left behind."""

import errno
import http.client
import shutil
import socket
import tarfile
import tempfile
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from course_lib.data.errors import DataError, UnreachableError
from course_lib.data.folder import data_folder, is_offline
from course_lib.data.torchvision_sets import TorchvisionSet

_PATIENCE = 10.0  # seconds without an answer
_FULL = (errno.ENOSPC, errno.EDQUOT)
# What a download can end in: torchvision passes most of them on as they are.
_BROKEN_OFF = (
    OSError,
    RuntimeError,
    EOFError,
    http.client.HTTPException,
    tarfile.TarError,
    zlib.error,
)


def fetch_set(one: TorchvisionSet) -> Path:
    """Make sure that a data set lies in the data folder, whole; download it if it does not.

    Damaged files stay where they are until whole ones have arrived to replace them.

    Returns:
        The folder with its files.

    Raises:
        UnreachableError: It would have to be downloaded, and that is forbidden or does not work.
        DataError: The disk is full, or what arrived is damaged.
    """
    bad = [finding for finding in one.findings() if not finding.ok]
    if not bad:
        return one.folder
    what = f"{bad[0].path} {bad[0].message}"
    if is_offline():
        raise UnreachableError(
            f"{what}, and COURSE_OFFLINE forbids downloads; unset it and run "
            f"`course data fetch {one.name}` where there is a network.",
            "COURSE_OFFLINE forbids downloads",
        )
    try:
        with _folder_beside() as arrivals, _patience():
            _download(one, arrivals)
            _move(one, arrivals)
    except DataError:
        raise
    except _BROKEN_OFF as error:
        raise _told(error, one, what) from None
    return one.folder


def _download(one: TorchvisionSet, root: Path) -> None:
    from torchvision import datasets

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about unpacking and old pickles: no news to a student
        getattr(datasets, one.kind)(root, download=True)


def _move(one: TorchvisionSet, arrivals: Path) -> None:
    bad = [finding for finding in one.findings(arrivals) if not finding.ok]
    if bad:
        raise DataError(
            f"{one.title} arrived damaged: {bad[0].path.name} {bad[0].message}; "
            f"try `course data fetch {one.name}` again later."
        )
    one.folder.mkdir(parents=True, exist_ok=True)
    for file in one.files:
        (arrivals / one.place / file.name).replace(one.folder / file.name)


@contextmanager
def _folder_beside() -> Iterator[Path]:
    """A folder for arrivals, on the same disk as the data, which is gone in the end."""
    root = data_folder()
    try:
        root.mkdir(parents=True, exist_ok=True)
        arrivals = Path(tempfile.mkdtemp(prefix=".fetch-", dir=root))
    except OSError as error:
        if error.errno in _FULL:
            raise
        raise UnreachableError(
            f"the data folder {root} cannot be written to ({error.strerror}); "
            "set COURSE_DATA to a folder that can.",
            f"the data folder {root} cannot be written to",
        ) from None
    try:
        yield arrivals
    finally:
        shutil.rmtree(arrivals, ignore_errors=True)


@contextmanager
def _patience() -> Iterator[None]:
    """Let every connection give up after a while; torchvision itself sets no limit."""
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(_PATIENCE)
    try:
        yield
    finally:
        socket.setdefaulttimeout(before)


def _told(error: BaseException, one: TorchvisionSet, what: str) -> DataError:
    if isinstance(error, OSError) and error.errno in _FULL:
        return DataError(
            f"the disk with {data_folder()} is full; make room, or set COURSE_DATA to a folder "
            f"elsewhere, then run `course data fetch {one.name}`."
        )
    # torchvision's message has a line per mirror, of which the last says why.
    why = (str(error).strip() or type(error).__name__).splitlines()[-1].strip("<> ")
    return UnreachableError(
        f"{what}, and downloading it failed ({why}); "
        f"run `course data fetch {one.name}` where there is a network.",
        f"the download failed: {why}",
    )
