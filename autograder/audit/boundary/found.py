"""What came of boundary mutants."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class BoundarySurvivor:
    """A boundary mutant that gets full marks.

    Attributes:
        name: The function and what is wrong with it.
        change: The expression that makes it so.
        reached: Whether it changed anything while a check ran. If not, no check asks for it.
        reason: Why that is no error; empty where none is listed.
    """

    name: str
    change: str
    reached: bool
    reason: str = ""


@dataclass(frozen=True)
class Boundaries:
    """What came of an exercise's boundary mutants.

    Attributes:
        tried: How many were tried.
        survivors: Those that get full marks.
        stale: Names listed as allowed that do not survive, or do not exist.
        seconds: Processor time of the trials.
    """

    tried: int = 0
    survivors: tuple[BoundarySurvivor, ...] = ()
    stale: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def open(self) -> tuple[BoundarySurvivor, ...]:
        """The survivors that are not listed with a reason.

        Example:
            >>> Boundaries(1, (BoundarySurvivor("f: result: int32", "", True),)).open[0].name
            'f: result: int32'
        """
        return tuple(one for one in self.survivors if not one.reason)
