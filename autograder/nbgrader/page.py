"""Feedback pages as nbconvert makes them, without doing the same work for every student."""

import re
import secrets
from functools import lru_cache
from typing import Any

from bs4 import BeautifulSoup
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from nbconvert.exporters import HTMLExporter
from nbconvert.filters import Highlight2HTML

#: Longer code is highlighted anew each time, in characters.
_MAX_REMEMBERED = 10_000
#: What a cell's metadata say of the language below a magic such as ``%%html``.
_MAGICS = "magics_language"


class FeedbackPage(HTMLExporter):
    """nbconvert's exporter to HTML, whose pages are the same.

    nbconvert parses each page once more, to add a few attributes. Most of a page are the spans of
    highlighted code, which get none: they are put in afterwards. What was highlighted and the
    compiled templates are remembered, as most of a class's cells are the lab's own.
    """

    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> tuple[str, Any]:
        """The page, and nbconvert's resources."""
        language = nb.metadata.get("language_info", {})
        code = _HeldBack(language.get("pygments_lexer", language.get("name")))
        plain: dict[str, Any] = dict(self.filters)
        self.filters = {**plain, "highlight_code": code}
        self.environment.bytecode_cache = _templates  # of a new one: it depends on the filters
        page, told = super().from_notebook_node(nb, resources, **kw)
        if (whole := code.put_in(page)) is not None:
            return whole, told
        # A template of the course's own that passes on no comments.
        self.filters = plain
        return super().from_notebook_node(nb, resources, **kw)


class _HeldBack:
    """A filter that gives a comment in place of highlighted code."""

    def __init__(self, lexer: str | None) -> None:
        self._lexer = lexer
        self._word = secrets.token_hex(16)  # nobody's notebook holds it
        self._held: list[str] = []

    def __call__(self, source: str, language: str | None = None, metadata: Any = None) -> str:
        known = _highlighted if len(source) <= _MAX_REMEMBERED else _highlighted.__wrapped__
        magics = (metadata or {}).get(_MAGICS)
        self._held.append(known(source, language, self._lexer, magics))
        return f"<!--{self._word} {len(self._held) - 1}-->"

    def put_in(self, page: str) -> str | None:
        """The page with the code at its places; None if one of these is missing."""
        pieces = re.split(rf"<!--{self._word} (\d+)-->", page)
        if sorted(pieces[1::2], key=int) != [str(number) for number in range(len(self._held))]:
            return None
        pieces[1::2] = [self._held[int(number)] for number in pieces[1::2]]
        return "".join(pieces)


@lru_cache(maxsize=1024)
def _highlighted(source: str, language: str | None, lexer: str | None, magics: str | None) -> str:
    metadata = {_MAGICS: magics} if magics else None
    made: str = Highlight2HTML(pygments_lexer=lexer)(source, language, metadata)
    # As nbconvert's second reading would leave it.
    return str(BeautifulSoup(made, "html.parser")).rstrip("\n")


class _Remembered(BytecodeCache):
    """Compiled templates of this process, by what they were compiled from."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template's code if its text is still the same."""
        if code := self._code.get((bucket.key, bucket.checksum)):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template's code."""
        self._code[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


_templates = _Remembered()
