"""What students get of this course."""

from pathlib import Path

import pytest

from autograder.handout import contents

REPOSITORY = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def files() -> dict[str, bytes]:
    """The hand-out of every lab."""
    return contents(REPOSITORY)
