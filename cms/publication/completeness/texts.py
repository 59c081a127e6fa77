"""The words and addresses inside content, by the roles that its payload declares: whatever is not declared counts as text."""

import hashlib
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from cms.content.declaration.members import UNDECLARED, Leaf, leaves, strings
from cms.content.projection.item import Projection
from cms.content.projection.rich_text import external_addresses
from cms.content.words.word_forms import has_letters

Found = tuple[str, str]
# Of content, what snippets and vocabularies answer for: it is not of the payload's shape yet.
_ANSWERED_FOR: Final = frozenset({"publisher", "commissioner", "licence", "related"})


def normalise(text: str) -> str:
    """Text as readers take it in: without signs that are not seen, whatever its punctuation, quotation marks and capitals.

    NFC, without surrounding or repeated spaces. An English line that was pasted with one sign more is an English line.
    """
    seen = unicodedata.normalize("NFC", text)
    if not seen.isalnum():
        seen = "".join(_as_read(character) for character in seen)
    return " ".join(seen.split()).casefold()


@lru_cache(maxsize=4096)
def _as_read(character: str) -> str:
    category = unicodedata.category(character)
    return "" if category == "Cf" else " " if category.startswith("P") else character


def digest(text: str) -> str:
    """32 hexadecimal digits that stand for a text once normalised."""
    return hashlib.blake2b(normalise(text).encode(), digest_size=16).hexdigest()


def lines(text: str) -> list[str]:
    """The lines of a text that have words in them."""
    return [line.strip() for line in text.split("\n") if has_letters(line)]


def content_texts(projection: Projection) -> Iterator[Found]:
    """(path, line) for each line of words in the content."""
    for leaf in _leaves(projection):
        if leaf.role.is_words:
            yield from ((leaf.path, line) for text in strings(leaf.value) for line in lines(text))
        elif leaf.role.kind == "rich_text":
            yield from ((f"{leaf.path}.plain", line) for line in lines(leaf.value["plain"]))


def content_addresses(projection: Projection) -> Iterator[Found]:
    """(path, address) for each address outside our own items, files and pictures that each language has its own of."""
    for leaf in _leaves(projection):
        if leaf.role.kind == "rich_text":
            yield from ((f"{leaf.path}.html", address) for address in external_addresses(leaf.value["html"]))
        elif leaf.role.kind == "address" and not leaf.role.shared and leaf.value:
            yield leaf.path, leaf.value


def _leaves(projection: Projection) -> Iterator[Leaf]:
    for leaf in leaves(projection.content, projection.payload):
        if leaf.value is not None and not (leaf.role is UNDECLARED and leaf.path in _ANSWERED_FOR):
            yield leaf
