"""The labs that are tested: those of the course that the tests are started in."""

from functools import cache
from pathlib import Path

from autograder.audit.answers import Bank, bank_of
from autograder.course import find_course, lab_names
from autograder.labsource import Lab, read_lab
from autograder.labsource.lab_settings import LabSettings, read_settings

COURSE = find_course()
LABS = lab_names(COURSE)


def folder(name: str) -> Path:
    """A lab's folder."""
    return COURSE / "solutions" / name


@cache
def lab(name: str) -> Lab:
    """A lab's source."""
    return read_lab(folder(name) / f"{name}.py")


@cache
def bank(name: str) -> Bank:
    """A lab's bank of answers."""
    return bank_of(folder(name))


def settings(name: str) -> LabSettings:
    """What a lab says that it may cost."""
    return read_settings(folder(name))
