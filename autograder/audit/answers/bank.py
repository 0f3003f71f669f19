"""The banks, by lab."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from autograder.audit import answers
from autograder.audit.answers.answer import Equivalent, Right, Wrong


@dataclass(frozen=True)
class Bank:
    """All that is known about the answers to a lab.

    Attributes:
        right: Answers that must get full marks.
        wrong: Answers that must not.
        equivalent: Mutants of the reference solution that no check can tell from it.
        slow: Exercises whose checks train a network: the audit tries fewer seeds and mutants there.
    """

    right: tuple[Right, ...] = ()
    wrong: tuple[Wrong, ...] = ()
    equivalent: tuple[Equivalent, ...] = ()
    slow: frozenset[str] = frozenset()


def labs() -> list[str]:
    """The labs that have a bank.

    Example:
        >>> "lab01_knn" in labs()
        True
    """
    return [module.name for module in iter_modules(answers.__path__) if module.ispkg]


def bank_of(lab: str) -> Bank:
    """The bank of a lab; an empty one for a lab that has none.

    The package ``autograder/audit/answers/<lab>/`` names its answers ``RIGHT`` and ``WRONG``, and
    its slow exercises, where there are any, ``SLOW``; its module ``equivalent``, where there is
    one, names the equivalent mutants ``EQUIVALENT``.

    Example:
        >>> bank_of("lab01_knn").right[0].exercise
        'l1_distances_two_loops'
        >>> bank_of("no such lab")
        Bank(right=(), wrong=(), equivalent=(), slow=frozenset())
    """
    if lab not in labs():
        return Bank()
    package = f"autograder.audit.answers.{lab}"
    bank = import_module(package)
    listed = ()
    if find_spec(f"{package}.equivalent"):
        listed = tuple(import_module(f"{package}.equivalent").EQUIVALENT)
    slow = frozenset(getattr(bank, "SLOW", ()))
    return Bank(tuple(bank.RIGHT), tuple(bank.WRONG), listed, slow)


def right_answers(lab: str) -> list[Right]:
    """The right answers of a lab.

    Example:
        >>> right_answers("lab01_knn")[0].exercise
        'l1_distances_two_loops'
    """
    return list(bank_of(lab).right)


def wrong_answers(lab: str) -> list[Wrong]:
    """The wrong answers of a lab.

    Example:
        >>> wrong_answers("lab01_knn")[0].name
        'no abs'
    """
    return list(bank_of(lab).wrong)
