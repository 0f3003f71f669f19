"""Helpers that must run in the same process as the student's function.

Gradients, the memory an operation takes and changes made in place cannot be seen from another
process. Under the judge the student's function is a proxy; its class then has a method
``run_beside``, which runs the helper in the student's kernel and hands back its result as data.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

#: The helpers, by name, as the student's side of the border runs them.
HELPERS: dict[str, Callable[..., Any]] = {}


def where_it_lives(helper: Callable[P, T]) -> Callable[P, T]:
    """Run a helper where its first argument, a function, lives.

    Args:
        helper: A function of this package, known by its name on both sides of the border.

    Returns:
        The helper, which hands a proxy's call over to where the function is.

    Example:
        >>> where_it_lives(lambda fn, x: fn(x))(abs, -2)
        2
    """
    HELPERS[helper.__name__] = helper

    @functools.wraps(helper)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        run_beside = getattr(type(args[0]), "run_beside", None) if args else None
        if run_beside is None:
            return helper(*args, **kwargs)
        return run_beside(args[0], helper.__name__, *args[1:])

    return run
