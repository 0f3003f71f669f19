"""What is handed in instead of a notebook, or lies in a notebook's file."""

from __future__ import annotations

import io
import json
import os
import tarfile
import zipfile
from pathlib import Path

from tests.redteam.attack import Attack

FAMILY = "files, links and archives"


def _zip_bomb() -> bytes:
    """60 MB of zeros in a small archive."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("tiny.ipynb", b"0" * 60 * 10**6)
    return memory.getvalue()


def _archive_out(folder: Path) -> None:
    """An archive whose entries lead out of their folder, and one that is a link."""
    with tarfile.open(folder / "tiny.tar.gz", "w:gz") as archive:
        for name in ("../../bob/tiny/tiny.ipynb", "../../../pwned", "/tmp/redteam-pwned"):
            entry = tarfile.TarInfo(name)
            entry.size = 2
            archive.addfile(entry, io.BytesIO(b"{}"))
        link = tarfile.TarInfo("tiny.ipynb")
        link.type, link.linkname = tarfile.SYMTYPE, "../../../../solutions/tiny/tiny.ipynb"
        archive.addfile(link)


def _link_to_solution(folder: Path) -> None:
    places = (above / name for above in folder.parents for name in ("solutions", "source"))
    source = next(place for place in places if place.is_dir())
    (folder / "tiny.ipynb").symlink_to(source / "tiny" / "tiny.ipynb")


def _link_to_other(folder: Path) -> None:
    (folder / "tiny.ipynb").symlink_to(folder.parents[1] / "bob" / "tiny" / "tiny.ipynb")


def _hard_link_and_pipe(folder: Path) -> None:
    os.mkfifo(folder / "tiny.ipynb")


def _folder_as_link(folder: Path) -> None:
    folder.rmdir()
    folder.symlink_to(folder.parents[1] / "bob" / "tiny")


def _notebook(**cell: object) -> bytes:
    """A notebook of one cell that is not what the format says."""
    base = {"cell_type": "code", "id": "a", "metadata": {}, "outputs": [], "source": "x = 1"}
    nb = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{**base, **cell}]}
    return json.dumps(nb).encode()


_TEST = {"nbgrader": {"grade_id": "../../../../../pwned", "grade": True, "points": 9, "locked": 0,
                      "schema_version": 3, "solution": False, "task": False}}  # fmt: skip

ATTACKS = (
    Attack("zip-bomb", FAMILY, "hands in a small archive of 60 MB of zeros", content=_zip_bomb()),
    Attack(
        "deep-json",
        FAMILY,
        "hands in JSON nested 100,000 deep",
        content=b'{"cells":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    ),
    Attack(
        "large-file",
        FAMILY,
        "hands in a notebook of 30 MB",
        content=_notebook(source="# " + "x" * 30 * 10**6),
    ),
    Attack(
        "not-utf-8",
        FAMILY,
        "hands in bytes that are no text, with halves of surrogate pairs",
        content=b'{"nbformat": 4, "cells": ["\\ud800\xff\xfe"]}',
    ),
    Attack(
        "cell-of-other-types",
        FAMILY,
        "hands in cells whose source, metadata and outputs are numbers and nested lists",
        content=_notebook(source=[[1], {"a": 2}], metadata=[7], outputs={"x": 1}, id=5),
    ),
    Attack(
        "names-that-are-paths",
        FAMILY,
        "gives its cells names that lead to other folders, and points",
        content=_notebook(metadata=_TEST, id="../../pwned"),
    ),
    Attack(
        "many-cells",
        FAMILY,
        "hands in 30,000 cells",
        content=json.dumps(
            {
                "nbformat": 4,
                "nbformat_minor": 5,
                "metadata": {},
                "cells": [
                    {"cell_type": "code", "id": f"c{i}", "metadata": {}, "outputs": [],
                     "execution_count": None, "source": "x = 1"}
                    for i in range(30_000)
                ],
            }
        ).encode(),
        harmful=True,
        seconds=120.0,
    ),
    Attack("link-to-the-solution", FAMILY, "hands in a link to the solution notebook",
           folder=_link_to_solution),
    Attack("link-to-another-s-work", FAMILY, "hands in a link to another student's notebook",
           folder=_link_to_other),
    Attack("folder-is-a-link", FAMILY, "hands in a link to another student's folder",
           folder=_folder_as_link),
    Attack("named-pipe", FAMILY, "hands in a named pipe, which blocks whoever reads it",
           folder=_hard_link_and_pipe, harmful=True),
    Attack("archive-leads-out", FAMILY, "hands in an archive with paths and links that lead out",
           folder=_archive_out),
)  # fmt: skip
