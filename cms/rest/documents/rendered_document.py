"""Markdown to HTML: what a document says, as a part of a page. Its headings can be led to, as GitHub names them."""

import re
from functools import cache
from itertools import pairwise
from typing import Final

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from .stored_documents import markdown

_MARKDOWN: Final = MarkdownIt("commonmark", {"html": False}).enable("table")
_NO_PART_OF_A_NAME: Final = re.compile(r"[^\w\- ]")


@cache
def rendered(name: str, base: str) -> SafeString:
    """The HTML of a document, less its heading. Raises KeyError where there is none of that name."""
    _, _, text = markdown(name, base).partition("\n")
    tokens = _MARKDOWN.parse(text)
    for token, words in pairwise(tokens):
        if token.type == "heading_open":
            token.attrSet("id", _NO_PART_OF_A_NAME.sub("", words.content.lower()).replace(" ", "-"))
    html: str = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    return mark_safe(html)  # noqa: S308 - documents of ours, and no HTML in them is let through
