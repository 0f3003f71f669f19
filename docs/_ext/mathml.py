"""Formulas as MathML, which browsers draw by themselves, without a script or a network."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.application import Sphinx
from sphinx.util import logging

logger = logging.getLogger(__name__)


def mathml(node: nodes.Node, display: str) -> str:
    """A formula's MathML; its TeX, with a warning, where that cannot be made.

    Args:
        node: The formula.
        display: ``"inline"`` or ``"block"``.
    """
    text = node.astext()
    try:
        return convert(text, display=display)
    except Exception as error:  # whatever an unknown command makes of the converter
        logger.warning("no MathML of %r (%s)", text, error, location=node)
        return f"<code>{nodes.Text(text).astext()}</code>"


def _inline(translator: Any, node: nodes.Node) -> None:
    translator.body.append(f'<span class="math">{mathml(node, "inline")}</span>')
    raise nodes.SkipNode


def _block(translator: Any, node: nodes.Node) -> None:
    translator.body.append(f'<div class="math">{mathml(node, "block")}</div>')
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, bool]:
    """Make ``html_math_renderer = "mathml"`` known."""
    app.add_html_math_renderer("mathml", (_inline, None), (_block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
