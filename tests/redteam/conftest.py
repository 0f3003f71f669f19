"""One field for the whole session: it grades the chosen attacks in the background."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# The attacks are modules of their own, which the benchmarks and the workers import as well.
REPOSITORY = str(Path(__file__).resolve().parents[2])
if REPOSITORY not in sys.path:
    sys.path.insert(0, REPOSITORY)

from tests.redteam.field import Field  # noqa: E402


@pytest.fixture(scope="session")
def field(request: pytest.FixtureRequest) -> Iterator[Field]:
    """Grades the attacks that this session asks for, in the session's order."""
    asked = [item.callspec.params for item in request.session.items if hasattr(item, "callspec")]
    chosen = {params["attack"].name: params["attack"] for params in asked if "attack" in params}
    with Field(list(chosen.values())) as field:
        yield field
