"""Nothing that students wrote or displayed runs in the browser of whoever reads it."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbconvert.filters.markdown import markdown2html
from nbformat.v4 import new_output

from autograder.judging import sanitise
from autograder.judging.sanitise import quoted, safe_attachments, safe_markdown, safe_outputs

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"0" * 20).decode()

HARMFUL = {
    "script": "<script>alert(1)</script>",
    "script in a heading": "# T <script>alert(1)</script>",
    "handler": "<img src=x onerror=alert(1)>",
    "quoted handler": '<b onmouseover="alert(1)">x</b>',
    "unquoted attribute": "a <b title=x onclick=alert(1)>x</b>",
    "link": "[x](javascript:alert(1))",
    "link in capitals": "[x](JaVaScRiPt:alert(1))",
    "escaped link": "[x](java&#115;cript:alert(1))",
    "link with a tab": '<a href="java&#9;script:alert(1)">x</a>',
    "reference": "[x]\n\n[x]: javascript:alert(1)",
    "data link": "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "angle link": "<javascript:alert(1)>",
    "frame": '<iframe src="https://example.org"></iframe>',
    "object": '<object data="x.swf"></object>',
    "form": '<form action="/logout"><input type="submit"></form>',
    "svg": "<svg onload=alert(1)></svg>",
    "style": "<style>body {display: none}</style>",
    "overlay": '<div style="position:fixed;top:0">x</div>',
    "page's own looks": '<div class="modal">x</div>',
    "page's own field": '<b id="test_double">x</b>',
    "picture from elsewhere": "![x](https://example.org/x.png)",
    "picture of the server": "![x](/logout)",
    "missing attachment": "![x](attachment:gone.png)",
    "svg picture": "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    "comment": "<!-- x --!><script>alert(1)</script>",
    "unfinished tag": "<p>x</p>\n<img src=x onerror=alert(1) ",
    "tag over lines": "a <scr\nipt>alert(1)</script>",
    "mermaid": "```mermaid\ngraph TD\n```",
}

HARMLESS = {
    "text": "It **grows** with N, since *every* point is compared.",
    "formulas": "$a<b$ and $$\\sum_k |a_k - b_k| > 0$$",
    "less than": "k < 5 and 5 > k & more",
    "code": "`<script>` and\n\n```python\nif a < b: print('<b>')\n```",
    "list and table": "1. a\n2. b\n\n- c\n\n| k | score |\n|--:|:--|\n| 1 | 0.9 |",
    "heading and quote": "## Why?\n\n> so\n\n---",
    "link": "[docs](https://pytorch.org/docs/?q=1&p=2#x) <https://pytorch.org>",
    "plain html": "x<sub>1</sub><br>\n<details><summary>more</summary>\n\ntext\n\n</details>",
}


@pytest.mark.parametrize("source", HARMFUL.values(), ids=HARMFUL)
def test_a_harmful_text_is_shown_as_it_was_typed(source: str) -> None:
    """It is quoted as code: nothing is lost, and nothing of it is markup."""
    shown = safe_markdown(source)
    assert shown == quoted(source)
    rendered = markdown2html(shown)
    assert rendered.count("<") == rendered.count("<span") + rendered.count("</span") + 4
    assert not any(word in rendered for word in ("<img", "<a ", "<script", "<svg", "<!--"))


@pytest.mark.parametrize("source", HARMLESS.values(), ids=HARMLESS)
def test_a_harmless_text_is_left_as_it_is(source: str) -> None:
    """Whoever marks it reads what the student saw."""
    assert safe_markdown(source) == source


@given(st.text(alphabet="<>/=\"' \n`*_[]()!#$\\&;:abijmgsrcponle1", max_size=60))
def test_no_text_renders_to_a_tag_that_is_not_allowed(source: str) -> None:
    """Whatever markdown makes of it, in the words of another parser."""
    from html.parser import HTMLParser

    found: list[tuple[str, dict[str, str | None]]] = []

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append((tag, dict(attrs)))

    Tags().feed(markdown2html(safe_markdown(source)))
    for tag, attributes in found:
        assert tag in sanitise._TAGS
        assert not any(name.startswith("on") for name in attributes)
        assert not (attributes.get("href") or "").lower().strip().startswith("javascript")


def test_a_quote_cannot_be_left() -> None:
    """A fence inside the text is shorter than the one around it."""
    source = "```\n</code><script>alert(1)</script>\n`````\n<img src=x>"
    assert "<script" not in markdown2html(quoted(source))
    assert "<img" not in markdown2html(quoted(source))


def test_only_text_and_images_are_kept_of_outputs() -> None:
    """HTML, SVG, JavaScript, LaTeX, markdown and widgets are not; their plain text is."""
    kinds = ["text/html", "image/svg+xml", "application/javascript", "text/markdown", "text/latex",
             "application/vnd.jupyter.widget-view+json", "text/vnd.mermaid"]  # fmt: skip
    outputs = [new_output("display_data", data={kind: "<script>", "text/plain": kind})
               for kind in kinds]  # fmt: skip
    outputs.append(new_output("display_data", data={"text/html": "<script>"}))
    kept = safe_outputs(outputs)
    assert [one.get("data") for one in kept[:-1]] == [{"text/plain": kind} for kind in kinds]
    assert "1 more output was left out" in kept[-1].text


def test_an_image_must_be_one() -> None:
    """What is not a PNG or JPEG, or comes with metadata, does not reach an attribute."""
    good = new_output("display_data", data={"image/png": PNG},
                      metadata={"image/png": {"width": '1" onload="alert(1)'}})  # fmt: skip
    bad = [new_output("display_data", data={"image/png": text})
           for text in ('x" onerror="alert(1)', base64.b64encode(b"<svg>").decode())]  # fmt: skip
    kept = safe_outputs([good, *bad])
    assert kept[0].data == {"image/png": PNG}
    assert kept[0].metadata == {}
    assert "2 more outputs were left out" in kept[1].text


def test_a_flood_of_outputs_is_cut() -> None:
    """Neither their number nor their length makes a page that nobody can open."""
    flood = [new_output("stream", text="x" * 3_000) for _ in range(500)]
    kept = safe_outputs(flood)
    assert sum(len(one.text) for one in kept) < sanitise.MAX_TEXT + 200
    assert len(safe_outputs([new_output("stream", text="x")] * 1_000)) == sanitise.MAX_OUTPUTS + 1
    images = safe_outputs([new_output("display_data", data={"image/png": PNG})] * 50)
    assert sum("data" in one for one in images) == sanitise.MAX_IMAGES


@pytest.mark.parametrize("junk", [None, 3, "x", [], {}, {"output_type": "x"},
                                  {"output_type": "stream", "text": 5, "name": "<b>"},
                                  {"output_type": "error", "traceback": 5},
                                  {"output_type": "display_data", "data": []},
                                  {"output_type": "execute_result", "execution_count": "<b>",
                                   "data": {"text/plain": ["a", "b"]}}])  # fmt: skip
def test_outputs_of_any_shape_are_taken(junk: object) -> None:
    """A forged message is either text or left out, and never a number of points."""
    for one in safe_outputs([junk]):
        assert one.output_type in ("stream", "display_data", "error")
        assert one.get("name") in (None, "stdout", "stderr")


def test_pasted_images_are_shown() -> None:
    """A picture in a written answer is there for the marker; anything else is not."""
    good = {"a.png": {"image/png": PNG}, "b.svg": {"image/svg+xml": "x"}, "c": 5}
    assert safe_attachments(good) == {"a.png": {"image/png": PNG}}
    source = "![x](attachment:a.png)"
    assert safe_markdown(source, safe_attachments(good)) == source
    assert safe_attachments("x") == {}
