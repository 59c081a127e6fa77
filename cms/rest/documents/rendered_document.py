"""Markdown to HTML: what a document says, as a part of a page. Its headings can be led to, as GitHub names them; what is wider
than a narrow screen scrolls by itself, also with the keyboard.
"""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Final

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from cms.content.languages import NAMES, Language
from cms.content.words.spoken_language import spoken_language

from .stored_documents import languages_of, markdown_of_page

_MARKDOWN: Final = MarkdownIt("commonmark", {"html": False}).enable("table")
_NO_PART_OF_A_NAME: Final = re.compile(r"[^\w\- ]")
_BLOCKS: Final = frozenset({"heading_open", "paragraph_open", "th_open", "td_open"})
_SCROLLS: Final = {
    "<pre>": '<pre tabindex="0">', "<table>": '<div class="table" tabindex="0"><table>', "</table>": "</table></div>",
}  # fmt: skip
_WIDE: Final = re.compile("|".join(_SCROLLS))


@cache
def rendered(name: str, base: str, query: str = "") -> SafeString:
    """The HTML of a document, less its heading, with links below `base` that are asked with `query`.

    Raises KeyError where there is none of that name.
    """
    _, _, text = markdown_of_page(name, base, query).partition("\n")
    tokens = _MARKDOWN.parse(text)
    for token, words in pairwise(tokens):
        if token.type == "heading_open":
            token.attrSet("id", _NO_PART_OF_A_NAME.sub("", words.content.lower()).replace(" ", "-"))
    if len(languages_of(name)) > 1:
        _say_languages(tokens)
    html: str = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    html = _WIDE.sub(lambda found: _SCROLLS[found[0]], html)
    return mark_safe(html)  # noqa: S308 - documents of ours, and no HTML in them is let through


def _say_languages(tokens: Sequence[Token]) -> None:
    """Says of each heading and paragraph in which language it is. What is too short to tell goes with what stands before it, a
    heading with what stands under it.
    """
    places = [place for place, token in enumerate(tokens) if token.type in _BLOCKS]
    told = [_judged(tokens[place + 1].content) for place in places]
    for number in reversed(range(len(places) - 1)):
        if told[number] is None and _is_under(tokens[places[number + 1]], tokens[places[number]]):
            told[number] = told[number + 1]
    language: Language | None = None
    for place, own in zip(places, told, strict=True):
        language = own or language
        # The paragraph of a short list has no element of its own.
        element = tokens[place - 1] if tokens[place].hidden else tokens[place]
        if language:
            element.attrSet("lang", language)


def _is_under(token: Token, heading: Token) -> bool:
    """Whether a block that follows belongs to it, if it is a heading: `h3` is under `h2`."""
    return heading.type == "heading_open" and (token.type != "heading_open" or token.tag > heading.tag)


def _judged(words: str) -> Language | None:
    named = next((code for code, name in NAMES.items() if name == words), None)
    return named or spoken_language(words)
