"""All attacks, in the order of the table."""

from __future__ import annotations

from tests.redteam.attack import Attack
from tests.redteam.attacks import (
    agent,
    bombs,
    channels,
    comparisons,
    intake,
    interpreter,
    libraries,
    memorised,
    network,
    notebook_hooks,
    outputs,
    reading,
    real_lab,
    score_channel,
    shadowing,
    subclasses,
    threads,
    wire,
    writing,
    written_rules,
)

_MODULES = (
    comparisons,
    libraries,
    subclasses,
    notebook_hooks,
    channels,
    agent,
    wire,
    interpreter,
    threads,
    score_channel,
    memorised,
    written_rules,
    reading,
    writing,
    network,
    bombs,
    shadowing,
    intake,
    outputs,
    real_lab,
)

ATTACKS: dict[str, Attack] = {
    attack.name: attack for module in _MODULES for attack in module.ATTACKS
}

#: How many attacks are written down; a name that is used twice would lose one.
WRITTEN = sum(len(module.ATTACKS) for module in _MODULES)
