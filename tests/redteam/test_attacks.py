"""No attack scores more than an honest wrong answer, or does anything but score."""

import pytest

from tests.redteam.attacks.wire import NO_AGENT
from tests.redteam.field import start_of
from tests.redteam.labs import HONEST
from tests.redteam.suite import ATTACKS, WRITTEN

# Three minutes on two cores: every attack starts a kernel of its own.
pytestmark = pytest.mark.slow


def test_the_suite_is_as_large_as_it_says():
    """No attack hides another of the same name."""
    assert len(ATTACKS) == WRITTEN >= 60


@pytest.mark.needs("sandbox")
@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_an_attack_gains_nothing(attack, field):
    """At most the honest points, nobody else's changed, nothing read, reached or left behind."""
    result = field.result(attack.name)
    assert (result["isolation"], result["start"]) == ("bubblewrap", start_of(attack.name))
    assert not any(NO_AGENT in message for message in result["said"])
    assert result["points"] <= attack.honest, result["passed"]
    assert result.get("plain", 0.0) == attack.honest
    assert result["after"] == {"points": HONEST.points, "differences": []}
    assert {what: result[what] for what in ("changed", "reached", "left", "leaks", "scripts")} == {
        "changed": [],
        "reached": [],
        "left": [],
        "leaks": [],
        "scripts": [],
    }
    assert result["seconds"] <= attack.seconds
