"""Writing a hand-out into a folder or a zip: all of it, or nothing."""

from __future__ import annotations

import os
import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from autograder.errors import AutograderError, is_disk_full

#: The oldest time a zip can hold: the same files then give the same bytes.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def write(files: Mapping[str, bytes], out: Path, *, force: bool = False) -> None:
    """Write a hand-out; where something fails, what was there before is still there.

    Args:
        files: What each file holds, by its path in the hand-out.
        out: A folder, or a file whose name ends in ``.zip``.
        force: Replace what is there.

    Raises:
        AutograderError: Something is there already, or it cannot be written.
    """
    out = out.absolute()
    is_zip = out.suffix.lower() == ".zip"
    _refuse(out, is_zip, force)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{out.name}.", dir=out.parent) as folder:
            made = Path(folder) / out.name
            (_zip if is_zip else _tree)(files, made)
            _put(made, out, Path(folder) / "before")
    except OSError as error:
        if is_disk_full(error):
            raise
        raise AutograderError(
            f"the hand-out cannot be written to {out} ({error.strerror}): name another place"
        ) from error


def _refuse(out: Path, is_zip: bool, force: bool) -> None:
    if not out.exists() or (not is_zip and out.is_dir() and not any(out.iterdir())):
        return
    if is_zip == out.is_dir():
        kind = "a folder" if out.is_dir() else "a file"
        raise AutograderError(f"{out} is {kind}: name a folder, or a file that ends in .zip")
    # Only a hand-out is replaced: --force and a mistyped folder must not cost anybody's work.
    if not force or (not is_zip and not (out / "course_lib").is_dir()):
        advice = "delete it or name another place" if force else "name another, or add --force"
        raise AutograderError(f"there is something in {out} already: {advice}")


def _tree(files: Mapping[str, bytes], folder: Path) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _zip(files: Mapping[str, bytes], path: Path) -> None:
    """All files below one folder of the zip's own name, so that unpacking makes no mess."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(f"{path.stem}/{name}", _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)


def _put(made: Path, out: Path, before: Path) -> None:
    """Put what was made into its place, at a stroke where the system can."""
    if not out.is_dir():
        os.replace(made, out)
        return
    os.replace(out, before)
    try:
        os.replace(made, out)
    except OSError:
        os.replace(before, out)
        raise
    shutil.rmtree(before, ignore_errors=True)
