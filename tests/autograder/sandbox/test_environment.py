"""The variables of a sandbox."""

import pytest

from autograder.sandbox.environment import clean_environment


@pytest.mark.parametrize(
    "name",
    [
        "AWS_SECRET_ACCESS_KEY",
        "SSH_AUTH_SOCK",
        "LD_PRELOAD",
        "PYTHONSTARTUP",
        "COURSE_CHECKS",
        "COURSE_DEVICE",
        "XOMP_NUM_THREADS",
        "LANGUAGES",
        "JPY_PARENT_PID",
    ],
)
def test_other_variables_stay_outside(name: str) -> None:
    """What is not on the list is not passed on, whatever its name is like."""
    assert name not in clean_environment({name: "x"})


@pytest.mark.parametrize(
    "name", ["OPENBLAS_CORETYPE", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "LC_ALL", "TZ"]
)
def test_settings_of_numerical_libraries_and_language_are_passed_on(name: str) -> None:
    """Without some of them a library fails on the machine that needs it."""
    assert clean_environment({name: "x"})[name] == "x"


def test_a_person_cannot_redirect_the_sandbox_by_accident() -> None:
    """The grading person's own home, path and data folder are replaced."""
    env = clean_environment({"HOME": "/home/ann", "PATH": "/home/ann/bin", "COURSE_DATA": "/hush"})
    assert not any("/home/ann" in value or "/hush" in value for value in env.values())


def test_extra_variables_are_set_as_they_are() -> None:
    """The caller has the last word."""
    assert clean_environment({}, {"COURSE_OFFLINE": "0"})["COURSE_OFFLINE"] == "0"
