"""Feedback pages beside those of nbconvert's own exporter."""

import re
from pathlib import Path
from typing import Any

import nbgrader
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from traitlets.config import Config

from autograder.nbgrader.page import FeedbackPage

FORMGRADER = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader"

CODE = (
    "x = 1  # a comment\n\n\nprint('<b>&amp;</b>', \"quoted\")",
    "%matplotlib inline\n!ls\nx?",
    "<!-- no Python -->\n<pre>\n\n  </pre><script>1 < 2</script>",
    "",
    " \n\t",
    "text = '''\n   indented\n\n'''\n\n",
    "1\r\n2\rdef",
    "x = 1\n" * 3_000,
)


def settings_of(template: str) -> Config:
    """As nbgrader has them for its pages."""
    config = Config()
    config.HTMLExporter.template_name = template
    config.HTMLExporter.extra_template_basedirs = [str(FORMGRADER / "templates")]
    css = FORMGRADER / "static" / "node_modules" / "bootstrap" / "dist" / "css"
    config.HTMLExporter.extra_template_paths = [str(css)]
    return config


def notebook(*sources: str) -> Any:
    """Each source as a cell with an output, behind text and a picture without a description."""
    shown = [
        new_output("stream", text="<!--x 0-->"),
        new_output("display_data", data={"image/png": "iVBORw0KGgo="}),
    ]
    cells = [new_code_cell(source, outputs=shown) for source in (*sources, *sources[:1])]
    text = new_markdown_cell("# Title\n\n```python\nx = 1\n```\n\n<img src='x.png'>")
    made = new_notebook(cells=[text, *cells])
    made.metadata.language_info = {"name": "python", "pygments_lexer": "ipython3"}
    made.cells[-1].metadata.magics_language = "html"
    for number, cell in enumerate(made.cells):
        cell.id = f"c{number}"
    return made


def page(exporter: Any, made: Any) -> str:
    """The page, without the numbers that some templates draw for each."""
    resources = {"nbgrader": {"assignment": "a", "notebook": "n", "student": "s", "score": 1.0,
                              "max_score": 2.0, "late_penalty": 0.0}}  # fmt: skip
    html, _ = exporter.from_notebook_node(made, resources)
    return re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "id", html)


@pytest.mark.slow
@pytest.mark.parametrize("template", ["feedback", "classic", "lab"])
def test_a_page_is_the_one_that_nbconvert_makes(template: str) -> None:
    """Byte for byte, and again when everything is remembered."""
    made, config = notebook(*CODE), settings_of(template)
    expected = page(HTMLExporter(config=config), made)
    assert 'class="highlight' in expected
    for _ in range(2):
        assert page(FeedbackPage(config=config), made) == expected


@settings(max_examples=12, deadline=None)
@given(
    st.lists(
        st.text(
            st.characters(codec="utf-8", exclude_categories=["Cc"]) | st.sampled_from("\n\t<&>\"'`")
        ),
        max_size=3,
    )
)
def test_whatever_the_code_is(sources: list[str]) -> None:
    """Nothing that a cell holds is taken for one of the exporter's own places."""
    made, config = notebook(*sources), settings_of("feedback")
    assert page(FeedbackPage(config=config), made) == page(HTMLExporter(config=config), made)


def test_templates_are_compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """And anew where one has changed."""
    from jinja2 import Environment

    compiled = []
    compile_one = Environment.compile

    def counted(self: Any, source: Any, name: Any = None, *args: Any, **kwargs: Any) -> Any:
        compiled.append(name)
        return compile_one(self, source, name, *args, **kwargs)

    config = settings_of("feedback")
    page(FeedbackPage(config=config), notebook("x"))
    monkeypatch.setattr(Environment, "compile", counted)
    page(FeedbackPage(config=config), notebook("y"))
    assert compiled == []
    other = FeedbackPage(config=config)
    other.raw_template = "{{ nb.cells[1].source | highlight_code }} changed"
    assert "changed" in page(other, notebook("y"))
    assert compiled
