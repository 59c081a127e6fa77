"""The words and addresses inside content, found by walking it: whatever is not known to be a code counts as text."""

import hashlib
import unicodedata
from collections.abc import Iterator
from typing import Any, Final

from ..projections.richtext import external_addresses

Found = tuple[str, str]

_ADDRESSES: Final = {"address", "email", "website"}
# Codes, figures and what other records answer for (snippets have completeness of their own).
_NOT_TEXT: Final = _ADDRESSES | {
    "id", "lang", "type", "level", "header", "item", "language", "format", "html", "kind", "number", "telephone",
    "organisation", "publisher", "commissioner", "topics", "audiences", "licence", "related", "reviewed_on",
    "review_due", "new_until", "sizes", "media_type", "duration", "sign_language",
    # Of a flowchart: what holds it together, and what is made of its texts.
    "key", "to", "svg", "in_words",
}  # fmt: skip
# What may lead to the same address in both languages: snippets answer for themselves, and signs are of neither language.
_SHARED: Final = {"publisher", "commissioner", "sign_language"}


def normalise(text: str) -> str:
    """Text as it is compared: NFC, without surrounding or repeated spaces, and without regard to capitals."""
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()


def digest(text: str) -> str:
    """32 hexadecimal digits that stand for a text once normalised."""
    return hashlib.blake2b(normalise(text).encode(), digest_size=16).hexdigest()


def has_words(text: str) -> bool:
    """Whether there is a letter in it; figures and signs have no language."""
    return any(character.isalpha() for character in text)


def lines(text: str) -> list[str]:
    """The lines of a text that have words in them."""
    return [line.strip() for line in text.split("\n") if has_words(line)]


def content_texts(content: Any, path: str = "") -> Iterator[Found]:
    """(path, line) for each line of words in stored content."""
    for key, value, where in _members(content, path):
        if isinstance(value, str):
            if key not in _NOT_TEXT and not (key == "name" and "format" in content):
                yield from ((where, line) for line in lines(value))
        elif key not in _NOT_TEXT:
            yield from content_texts(value, where)


def content_addresses(content: Any, path: str = "") -> Iterator[Found]:
    """(path, address) for each address outside our own items, files and pictures."""
    for key, value, where in _members(content, path):
        if isinstance(value, str):
            if key == "html":
                yield from ((where, address) for address in external_addresses(value))
            elif key in _ADDRESSES and value and not _is_own(content):
                yield where, value
        elif key not in _SHARED:
            yield from content_addresses(value, where)


def _is_own(node: dict[str, Any]) -> bool:
    return "format" in node or "sizes" in node or "width" in node


def _members(node: Any, path: str) -> Iterator[tuple[str, Any, str]]:
    if isinstance(node, dict):
        step = f"{path}.{node['id']}" if path and "id" in node else path
        for key, value in node.items():
            yield key, value, f"{step}.{key}" if step else key
    elif isinstance(node, list | tuple):
        for value in node:
            yield "", value, path
