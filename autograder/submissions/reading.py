"""Any bytes in, a notebook or a reason out."""

import codecs
import json
import re
from dataclasses import dataclass
from typing import Any

from autograder.submissions.format import CURRENT, OLDEST, current_format

#: The largest file that is read: plots and all, a lab's notebook stays below 5 MB.
MAX_BYTES = 20 * 2**20
#: The most cells of a notebook: a lab has about a hundred.
MAX_CELLS = 2_000

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    # Before UTF-16, whose mark is the beginning of this one.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# A text that is never closed, up to the end of the file.
_OPEN_TEXT = re.compile(r'"[^"\\\n]*+(?:\\[^\n][^"\\\n]*+)*+\\?')
_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip or office file"),
    (b"\x89PNG", "an image"),
    (b"<", "a web page"),
)


@dataclass(frozen=True)
class Reading:
    """What reading some bytes gave: a notebook, or a problem in words, and notes on repairs."""

    notebook: bytes | None = None
    problem: str | None = None
    notes: tuple[str, ...] = ()


class _Unreadable(Exception):
    """The reason why bytes are not a notebook."""


def read_notebook(data: bytes) -> Reading:
    """Read a notebook from any bytes; never raises.

    Repaired and noted: a byte order mark, UTF-16, an old notebook format, missing or doubled
    cell ids, missing fields of cells.

    Args:
        data: A file's content, whatever it is.

    Returns:
        The notebook in the current format as UTF-8 JSON, or the problem in one sentence.

    Example:
        >>> read_notebook(b"").problem
        'the file is empty'
        >>> read_notebook(b"print(1)").problem
        'it is not a notebook: expected JSON, found text beginning with "print(1)"'
    """
    notes: list[str] = []
    try:
        content = _parse(_decode(data, notes))
        notebook = _upgrade(content, notes)
    except _Unreadable as error:
        return Reading(problem=str(error))
    return Reading(notebook=notebook, notes=tuple(notes))


def _decode(data: bytes, notes: list[str]) -> str:
    if len(data) > MAX_BYTES:
        raise _Unreadable(too_large(len(data)))
    if not data.strip():
        raise _Unreadable("the file is empty" if not data else "the file holds only blanks")
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            notes.append(f"a byte order mark ({encoding.upper()}) was removed")
            break
    else:
        encoding = "utf-8"
        for magic, kind in _MAGIC:
            if data.lstrip().startswith(magic):
                raise _Unreadable(f"it is {kind}, not a notebook: hand in the .ipynb file")
    try:
        return data.decode(encoding).lstrip("\ufeff")
    except UnicodeDecodeError as error:
        raise _Unreadable(
            f"it is not UTF-8 text (byte {error.start} cannot be read): "
            "save the notebook in JupyterLab and hand it in again"
        ) from None


def _parse(text: str) -> dict[str, Any]:
    try:
        # NaN and Infinity are no JSON; half a surrogate pair could not be written again.
        content = json.loads(text, parse_constant=lambda _: None)
    except json.JSONDecodeError as error:
        raise _Unreadable(_not_json(text, error)) from None
    except (RecursionError, ValueError, MemoryError) as error:
        raise _Unreadable(f"its JSON cannot be read ({type(error).__name__})") from None
    if not isinstance(content, dict):
        raise _Unreadable(
            f"it is not a notebook: expected a JSON object, found a {type(content).__name__}"
        )
    return content


def _not_json(text: str, error: json.JSONDecodeError) -> str:
    if re.search(r"^<{7} ", text, re.MULTILINE):
        return "it has unresolved git conflicts (a line beginning with <<<<<<<)"
    if text.lstrip()[:1] != "{":
        beginning = " ".join(text.split())[:30].replace('"', "'")
        return f'it is not a notebook: expected JSON, found text beginning with "{beginning}"'
    rest = text[error.pos :]
    # A file cut off ends in the middle of a value, or of a text that was never closed.
    if not rest.strip() or _OPEN_TEXT.fullmatch(rest):
        return f"the file is cut off after {len(text)} characters: hand it in again"
    return f"its JSON is damaged in line {error.lineno} ({error.msg})"


def _upgrade(content: dict[str, Any], notes: list[str]) -> bytes:
    version = content.get("nbformat")
    if not isinstance(version, int) or isinstance(version, bool):
        raise _Unreadable("it is JSON but not a notebook: the entry 'nbformat' is missing")
    if version > CURRENT:
        raise _Unreadable(f"its format ({version}) is newer than the newest known ({CURRENT})")
    if version == CURRENT and not isinstance(content.get("cells"), list):
        raise _Unreadable("it is JSON but not a notebook: the list 'cells' is missing")
    sheets = content.get("worksheets")
    lists = [content, *(sheets if isinstance(sheets, list) else ())]
    cells = sum(len(c) for one in lists if isinstance(one, dict)
                and isinstance(c := one.get("cells"), list))  # fmt: skip
    if cells > MAX_CELLS:
        raise _Unreadable(f"it has {cells} cells, at most {MAX_CELLS} are read: remove some")
    if version < OLDEST:
        raise _Unreadable(
            f"its format ({version}) is older than the oldest known ({OLDEST}): "
            "save it with a current JupyterLab"
        )
    try:
        notebook = current_format(content, notes)
    # nbformat's converters meet old and broken files with every kind of exception.
    except Exception as error:
        raise _Unreadable(f"it is not a valid notebook ({_first_line(error)})") from None
    if version < CURRENT:
        notes.append(f"notebook format {version} was upgraded to {CURRENT}")
    return notebook.encode("utf-8", "replace")


def too_large(size: int) -> str:
    """The sentence about a file that is too large to read.

    Example:
        >>> too_large(30 * 2**20)
        'the file is too large (30 MB, at most 20 MB): clear the outputs and hand it in again'
    """
    limit, megabytes = MAX_BYTES // 2**20, -(-size // 2**20)
    return (
        f"the file is too large ({megabytes} MB, at most {limit} MB): "
        "clear the outputs and hand it in again"
    )


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return (lines[0] if lines else type(error).__name__)[:120]
