"""What students wrote and printed, made harmless for the browser of whoever reads it.

Feedback pages and the formgrader show notebooks as they are: HTML in a text cell, and HTML,
SVG or JavaScript that code displays, would run as a part of the page.
"""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Iterable, Mapping
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output

#: The most text that is kept of one cell's outputs, in characters.
MAX_TEXT = 20_000
#: The most that is kept of one text cell, in characters; rendering takes more than linear time.
MAX_MARKDOWN = 40_000
#: The most that is kept of one image, encoded.
MAX_IMAGE = 3 * 2**20
#: The most images of one cell, and the most entries in its list of outputs.
MAX_IMAGES, MAX_OUTPUTS = 20, 100

_IMAGES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}

# Everything below 32 but tab, newline, carriage return and escape (colours), and the C1 controls.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f]")


def safe_text(value: Any, limit: int = MAX_TEXT) -> str:
    r"""Text that can be stored and shown: no control characters, nothing that is not Unicode.

    Example:
        >>> safe_text("a\x00b\ud800", 9), safe_text("abcdef", 3)
        ('ab?', 'abc… (3 more characters are left out)')
    """
    text = value if isinstance(value, str) else "".join(map(str, _items(value)))
    more = len(text) - limit
    kept = _CONTROL.sub("", text[:limit]).encode("utf-8", "replace").decode("utf-8")
    return f"{kept}… ({more:,} more characters are left out)" if more > 0 else kept


def safe_outputs(outputs: Iterable[Any]) -> list[NotebookNode]:
    """The outputs of a student's cell: text, and images that are images; nothing else.

    Every output is built anew, so that no key, type or metadata of the original is left.

    Args:
        outputs: As they came from the kernel.

    Returns:
        At most `MAX_OUTPUTS` outputs with `MAX_TEXT` characters and `MAX_IMAGES` images in all.
    """
    kept: list[NotebookNode] = []
    room, images = MAX_TEXT, MAX_IMAGES
    left_out = 0
    for output in outputs:
        data = output.get("data") if isinstance(output, Mapping) else None
        image = _image(data) if isinstance(data, Mapping) else None
        if image and images and len(kept) < MAX_OUTPUTS:
            images -= 1
            kept.append(new_output("display_data", data=image))
            continue
        found = _as_text(output, room) if room > 0 and len(kept) < MAX_OUTPUTS else None
        if found is None:
            left_out += 1
            continue
        room -= len(found[1])
        kept.append(_text_output(*found))
    if left_out:
        what = "output was" if left_out == 1 else "outputs were"
        kept.append(_text_output("stdout", f"({left_out} more {what} left out)\n"))
    return kept


def safe_markdown(source: str, attachments: Mapping[str, Any] | None = None) -> str:
    r"""A student's text, as it is where it renders to plain markup, else quoted as code.

    The text is rendered as a feedback page would render it. If the result holds anything but the
    tags that markdown itself makes, written exactly as its renderer writes them, it is quoted.

    Args:
        source: The text, in markdown.
        attachments: Its pasted images, from `safe_attachments`; a page with a picture that is
            missing there could not be made.

    Example:
        >>> safe_markdown("**bold**, $a<b$ and `<b>`")
        '**bold**, $a<b$ and `<b>`'
        >>> print(safe_markdown("hello <script>alert(1)</script>"))
        ```text
        hello <script>alert(1)</script>
        ```
    """
    source = safe_text(source, MAX_MARKDOWN)
    return source if _is_plain(source, attachments or {}) else quoted(source)


def quoted(source: str) -> str:
    """A text in a code block that nothing inside it can end."""
    longest = max((len(run) for run in re.findall(r"`{3,}", source)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}text\n{source}\n{fence}"


def safe_attachments(attachments: Any) -> dict[str, dict[str, str]]:
    """The images that were pasted into a text cell, by name."""
    if not isinstance(attachments, Mapping):
        return {}
    found: dict[str, dict[str, str]] = {}
    for name, data in list(attachments.items())[:MAX_IMAGES]:
        image = _image(data) if isinstance(data, Mapping) else None
        if image and re.fullmatch(r"[\w.-]{1,100}", str(name)):
            found[str(name)] = image
    return found


def _items(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list | tuple) else (value,)


def _as_text(output: Any, room: int) -> tuple[str, str] | None:
    """The name of a stream, and what an output says; None for one that says nothing."""
    if not isinstance(output, Mapping):
        return None
    match output.get("output_type"):
        case "stream":
            name = "stderr" if output.get("name") == "stderr" else "stdout"
            return name, safe_text(output.get("text", ""), room)
        case "error":
            lines = output.get("traceback")
            text = "\n".join(map(str, lines)) if isinstance(lines, list) else ""
            short = f"{output.get('ename', '')}: {output.get('evalue', '')}"
            return "error", safe_text(text or short, room)
        case "execute_result" | "display_data":
            data = output.get("data")
            text = data.get("text/plain") if isinstance(data, Mapping) else None
            return None if text is None else ("display", safe_text(text, room))
    return None


def _text_output(kind: str, text: str) -> NotebookNode:
    if kind == "error":
        # Without the kernel's own name of the error, which is text of the student's as well.
        return new_output("error", ename="Error", evalue="", traceback=text.split("\n"))
    if kind == "display":
        return new_output("display_data", data={"text/plain": text})
    return new_output("stream", name=kind, text=text)


def _image(data: Mapping[str, Any]) -> dict[str, str] | None:
    """The first image among an output's representations, decoded and encoded again."""
    for kind, magic in _IMAGES.items():
        encoded = data.get(kind)
        text = "".join(map(str, _items(encoded))) if encoded is not None else ""
        if not text or len(text) > MAX_IMAGE:
            continue
        try:
            content = base64.b64decode("".join(text.split()), validate=True)
        except (binascii.Error, ValueError):
            continue
        if content.startswith(magic):
            return {kind: base64.b64encode(content).decode("ascii")}
    return None


# --- What markdown renders to ---------------------------------------------------------------

_TAGS = frozenset(
    """
    a abbr b blockquote br code dd del details div dl dt em h1 h2 h3 h4 h5 h6 hr i img kbd li mark
    ol p pre s section small span strong sub summary sup table tbody td th thead tr u ul
    """.split()  # noqa: SIM905 - a list of forty words is easier to read so
)
_TAG = re.compile(r"</?([a-z][a-z0-9]*)((?:\s+[a-z-]+(?:=\"[^\"<>]*\")?)*)\s*/?>")
_ATTRIBUTE = re.compile(r"\s+([a-z-]+)(?:=\"([^\"<>]*)\")?")
_URL = re.compile(r"(https?://|mailto:|#)[^\s]*", re.IGNORECASE)
# Pictures from elsewhere would tell their owner who marks this, and when.
_PICTURE = re.compile(r"data:image/(png|jpeg);base64,[A-Za-z0-9+/=]+")
# Those of headings, of pygments and of fenced code: others would borrow the page's own looks.
_CLASS = re.compile(r"anchor-link|highlight|hl-[a-z]+|language-[\w+-]+|[a-z][a-z0-9]{0,2}")
_FIELDS = ("-comment", "_extra_credit")
_SCRIPT = re.compile(r"(java|vb|live)\s*script\s*:|data:text", re.IGNORECASE)


def _is_plain(source: str, attachments: Mapping[str, Any]) -> bool:
    from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

    try:
        renderer = IPythonRenderer(escape=False, attachments=dict(attachments))
        rendered = MarkdownWithMath(renderer=renderer).render(source)
    # Whatever a renderer cannot stand is shown as it was typed.
    except Exception:
        return False
    if _SCRIPT.search(_unescaped(rendered)):
        return False
    place = rendered.find("<")
    while place >= 0:
        tag = _TAG.match(rendered, place)
        if tag is None or not _is_allowed(tag[1], tag[2]):
            return False
        place = rendered.find("<", tag.end())
    return True


def _is_allowed(tag: str, attributes: str) -> bool:
    if tag not in _TAGS:
        return False
    for name, value in _ATTRIBUTE.findall(attributes):
        plain = _unescaped(value)
        match name:
            case "href":
                allowed = tag == "a" and _URL.fullmatch(plain)
            case "src":
                allowed = tag == "img" and _PICTURE.fullmatch(plain)
            case "style":
                allowed = re.fullmatch(r"text-align:\s*(left|right|center);?", plain)
            case "class":
                allowed = all(_CLASS.fullmatch(one) for one in plain.split())
            case "id":
                # The formgrader finds its fields for points and comments by their ids.
                allowed = not plain.startswith("test_") and not plain.endswith(_FIELDS)
            case _:
                allowed = name in {"alt", "title", "start", "open"}
        if not allowed:
            return False
    return True


def _unescaped(text: str) -> str:
    # What the browser makes of an attribute: references resolved, controls and blanks dropped.
    return re.sub(r"[\x00-\x20]+", " ", html.unescape(text))
