"""The banks, by lab."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from autograder import answers
from autograder.answers.answer import Right, Wrong


def labs() -> list[str]:
    """The labs that have a bank.

    Example:
        >>> "lab01_knn" in labs()
        True
    """
    return [module.name for module in iter_modules(answers.__path__) if module.ispkg]


def right_answers(lab: str) -> list[Right]:
    """The right answers of a lab.

    Example:
        >>> right_answers("lab01_knn")[0].exercise
        'l1_distances_two_loops'
    """
    return import_module(f"autograder.answers.{lab}").RIGHT


def wrong_answers(lab: str) -> list[Wrong]:
    """The wrong answers of a lab.

    Example:
        >>> wrong_answers("lab01_knn")[0].name
        'no abs'
    """
    return import_module(f"autograder.answers.{lab}").WRONG
