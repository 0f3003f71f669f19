"""How the threads of the numerical libraries wait for each other: asleep."""

from __future__ import annotations

import os
from collections.abc import MutableMapping

#: OpenMP's own name for it. GNU's, which comes with torch, otherwise has threads that wait run in
#: a circle for some milliseconds. Where any other program wants a core, they take it from the one
#: thread that they are waiting for. `python -m benchmarks threads` measures both.
WAITING = {"OMP_WAIT_POLICY": "PASSIVE"}


def wait_passively(environment: MutableMapping[str, str] | None = None) -> None:
    """Have threads that wait give their core away; what a user has set stays as it is.

    OpenMP reads its variables once, when torch is loaded, so this comes before that.

    Args:
        environment: The variables of a program to be started; this process's own if None.

    Example:
        >>> variables = {}
        >>> wait_passively(variables)
        >>> variables
        {'OMP_WAIT_POLICY': 'PASSIVE'}
        >>> wait_passively(chosen := {"OMP_WAIT_POLICY": "ACTIVE"})
        >>> chosen
        {'OMP_WAIT_POLICY': 'ACTIVE'}
    """
    variables = os.environ if environment is None else environment
    for name, value in WAITING.items():
        variables.setdefault(name, value)
