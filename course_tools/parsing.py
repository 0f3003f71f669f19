"""Python read by more than one thread of a process, IPython's additions included."""

import ast
import threading

_lock = threading.Lock()


def parse(source: str) -> ast.Module:
    """The tree of some Python, as `ast.parse` gives it, one at a time.

    Python up to 3.11.7 and 3.12.1 keeps the depth of the tree that it builds in one place for all
    threads, and raises ``SystemError`` for a tree that another thread came in between of
    (CPython's issue 106905).

    Args:
        source: The text.

    Returns:
        The tree.

    Raises:
        SyntaxError: It is not Python.
        ValueError: It holds a null character.
        RecursionError: It is nested too deeply.
        MemoryError: The same, by the parser's own limit.

    Example:
        >>> ast.dump(parse("x").body[0])
        "Expr(value=Name(id='x', ctx=Load()))"
    """
    with _lock:
        try:
            return ast.parse(source)
        except SystemError:  # a library's own parsing came in between
            return ast.parse(source)


def parse_cell(source: str) -> ast.Module:
    r"""Parse a code cell, IPython's magics and shell lines included.

    Raises:
        SyntaxError: It is not Python, even with IPython's additions.

    Example:
        >>> len(parse_cell("%matplotlib inline\nx = 1").body)
        2
    """
    try:
        return parse(source)
    except SyntaxError:
        # IPython is slow to import, and few cells hold a magic.
        from IPython.core.inputtransformer2 import TransformerManager

        transformed = TransformerManager().transform_cell(source)
        if transformed.rstrip("\n") == source.rstrip("\n"):
            raise
        return parse(transformed)
