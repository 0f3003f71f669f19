"""Names that a student's cell defines and needs, whatever the cell holds, in bounded time."""

from __future__ import annotations

import re
from functools import lru_cache

from autograder.static.names import CellNames, cell_names
from autograder.static.parsing import parse

#: Longer cells are not parsed, in characters; they count as using every word in them.
MAX_PARSED = 50_000

_INDENT = re.compile(r"\s*^([ \t]+)", re.MULTILINE)
_WORD = re.compile(r"[^\W\d]\w*")
_TIMED = re.compile(
    r"^([^\S\n]*)%%?(?:time|timeit|prun|capture)\b[ \t]*(?:-\S+[ \t]+)*", re.MULTILINE
)
_MAGIC = re.compile(r"^([^\S\n]*)(?:[%!?].*|.*\?)$", re.MULTILINE)
#: What may be IPython's own: magics, shell lines, help, calls without parentheses, prompts.
_IPYTHON = re.compile(
    r"^[^\S\n]*(?:[%!?,;/]|>>>|\.\.\.|In \[)|\?[^\S\n]*$|=[^\S\n]*[%!]", re.MULTILINE
)
_ASSIGNED = re.compile(r"=\s*[%!].*$", re.MULTILINE)


def student_names(source: str) -> CellNames:
    r"""As `cell_names`, for code that nobody has checked: never raises, and stays linear.

    IPython's own way of reading magics takes long for many of them, so they are cut out here. A
    cell that is neither Python nor holds anything of IPython's is not run at all, and so needs
    nothing; one of which that cannot be told is taken to need every word in it.

    Example:
        >>> sorted(student_names("%matplotlib inline\n%time x = f(1)\ndef (").needed)
        ['def', 'f', 'inline', 'matplotlib', 'time', 'x']
        >>> sorted(student_names("%matplotlib inline\n%time x = f(1)").defined)
        ['x']
        >>> sorted(student_names("x = f(1)\ndef (").needed)
        []
        >>> sorted(student_names("    def f():\n        return y\n    k = 1").needed)
        ['y']
    """
    if len(source) > MAX_PARSED:
        return _every_word(source)
    found = _found(source)
    return CellNames(set(found.defined), set(found.needed))


# Most cells of a class are the lab's own, and are met again in every submission.
@lru_cache(maxsize=512)
def _found(source: str) -> CellNames:
    can_run = False
    for text in (source, _dedented(source), _dedented(without_magics(source))):
        try:
            parse(text)
            return cell_names(text)
        except SyntaxError:
            continue
        # Nested too deeply for the parser or for what walks its tree.
        except (ValueError, RuntimeError, MemoryError):
            can_run = True
    if can_run or _IPYTHON.search(source) is not None:
        return _every_word(source)
    return CellNames()


def _every_word(source: str) -> CellNames:
    return CellNames(needed=set(_WORD.findall(source)))


def _dedented(source: str) -> str:
    """A cell that is indented as a whole, which IPython runs like any other."""
    indent = _INDENT.match(source)
    return re.sub(rf"(?m)^{indent[1]}", "", source) if indent and indent[1] else source


def without_magics(source: str) -> str:
    """Magics and shell lines as ``pass``; what a timing magic times is kept."""
    timed = _TIMED.sub(r"\1", source)
    return _ASSIGNED.sub("= None", _MAGIC.sub(r"\1pass", timed))
