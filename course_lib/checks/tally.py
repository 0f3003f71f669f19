"""Counts of what an answer does, in which the tiles of a helper count as one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from types import CodeType

from course_lib import batches

_BATCHES = str(Path(batches.__file__).resolve())
_VMAP = "torch/_functorch/vmap.py"

#: Functions that go through their input piece by piece, and what they call once for each piece.
_HELPERS = {
    (_BATCHES, "pairwise_blocks"),
    (_BATCHES, "map_rows"),
    (_VMAP, "_chunked_vmap"),
}
_PIECES = {(_BATCHES, "_checked_tile"), (_BATCHES, "_checked_parts"), (_VMAP, "_flat_vmap")}
#: What they do to cut and to put together; all of `course_lib.batches` does so.
_CUTS = {(_VMAP, "_get_chunked_inputs"), (_VMAP, "_concat_chunked_outputs")}


@dataclass
class Counts:
    """How much was done, of four kinds."""

    jumps: int = 0
    calls: int = 0
    numbers: int = 0
    torch: int = 0

    def plus(self, other: Counts) -> Counts:
        """The sum, kind by kind."""
        return Counts(*(a + b for a, b in zip(self.all(), other.all(), strict=True)))

    def minus(self, other: Counts) -> Counts:
        """The difference, kind by kind."""
        return Counts(*(a - b for a, b in zip(self.all(), other.all(), strict=True)))

    def most(self, other: Counts) -> Counts:
        """The larger one, kind by kind."""
        return Counts(*(max(a, b) for a, b in zip(self.all(), other.all(), strict=True)))

    def all(self) -> tuple[int, int, int, int]:
        """The four numbers."""
        return self.jumps, self.calls, self.numbers, self.torch


@dataclass
class _Open:
    """A helper under way: what was counted before it, and the most that one piece took."""

    before: Counts
    most: Counts = field(default_factory=Counts)


class Tally:
    """What was counted so far.

    A helper that works tile by tile counts as much as its most costly tile: how many tiles there
    are is a matter of memory, and no loop of the answer's. Whatever an answer puts into one tile
    is counted.

    Attributes:
        now: The counts.
    """

    def __init__(self) -> None:
        self.now = Counts()
        self._open: list[_Open] = []

    def open(self) -> None:
        """A helper begins."""
        self._open.append(_Open(replace(self.now)))

    def piece(self) -> None:
        """It has done, or begins, a piece."""
        if not self._open:
            return
        helper = self._open[-1]
        helper.most = helper.most.most(self.now.minus(helper.before))
        self.now = replace(helper.before)

    def close(self) -> None:
        """It ends."""
        self.piece()
        helper = self._open.pop()
        self.now = helper.before.plus(helper.most)


def is_helper(code: CodeType) -> bool:
    """Whether a function goes through its input piece by piece, as `map_rows` does."""
    return _known(code) in _HELPERS


def is_piece(code: CodeType) -> bool:
    """Whether a helper calls a function once for each piece."""
    return _known(code) in _PIECES


def is_cut(code: CodeType) -> bool:
    """Whether a function cuts for a helper, or puts together."""
    known = _known(code)
    return known in _CUTS or known[0] == _BATCHES


def _known(code: CodeType) -> tuple[str, str]:
    file = code.co_filename.replace("\\", "/")
    return (_VMAP if file.endswith(_VMAP) else code.co_filename), code.co_name
