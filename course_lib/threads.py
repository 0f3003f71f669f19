"""How the threads of the numerical libraries wait for each other: briefly awake, then asleep."""

from __future__ import annotations

import os
from collections.abc import Mapping

#: OpenMP's own variable, and for how many turns GNU's OpenMP, which comes with torch, may wait
#: awake in spite of it. Left alone, GNU's has threads that wait run in a circle for 300,000 turns:
#: where another program wants a core, they take it from the very thread that they wait for.
#: Sleeping at once costs a quiet machine the time to wake up. 1,000 turns are what GNU's takes by
#: itself where there are more threads than cores. `python -m benchmarks threads` measures both.
WAITING: Mapping[str, str] = {"OMP_WAIT_POLICY": "PASSIVE", "GOMP_SPINCOUNT": "1000"}


def waiting(environment: Mapping[str, str]) -> dict[str, str]:
    """What to add to a program's variables; nothing where a user has set one of them.

    Args:
        environment: The variables that the program would start with.

    Example:
        >>> waiting({"HOME": "/home/ada"})
        {'OMP_WAIT_POLICY': 'PASSIVE', 'GOMP_SPINCOUNT': '1000'}
        >>> waiting({"OMP_WAIT_POLICY": "ACTIVE"})
        {}
    """
    return {} if WAITING.keys() & environment.keys() else dict(WAITING)


def wait_calmly() -> None:
    """Have this process and those that it starts wait so.

    OpenMP reads its variables once, when torch is loaded, so this comes before that.
    """
    os.environ.update(waiting(os.environ))
