"""docs/redteam.md shows this suite, and shows that nothing is gained by it."""

from tests.redteam.suite import ATTACKS
from tests.redteam.table import DOCUMENT, read


def test_the_table_lists_every_attack():
    """Exactly the attacks of the suite, in its order, with their honest points."""
    rows = read(DOCUMENT.read_text(encoding="utf-8"))
    honest = [(attack.name, attack.honest) for attack in ATTACKS.values()]
    assert [(row.name, row.honest) for row in rows] == honest


def test_no_attack_in_the_table_gains_anything():
    """Ours is never above the honest wrong answer."""
    rows = read(DOCUMENT.read_text(encoding="utf-8"))
    assert [row.name for row in rows if row.ours > row.honest or row.harm] == []
