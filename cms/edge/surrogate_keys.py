"""The keys of answers: what each shows of what is public. A change purges the keys of what it touched.

An answer that has no key is kept by shared caches no longer than by browsers.
"""

import hashlib
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from cms.content.languages import CODES, Language

Keys = frozenset[str]
# All that has keys: for a new release of the software, and to begin with.
SITE: Final = "site"
# Which items and terms are public at all, and whether there is a glossary.
ALL_THERE_IS: Final = "all"
GLOSSARY: Final = "glossary"
# Hexadecimal digits of an id: two items of ten thousand have the same with a probability of 1 in 10^11.
_DIGITS: Final = 16
NOTHING: Final[Keys] = frozenset()


def keys_of_item(item: UUID, *languages: Language) -> Keys:
    """An item, or a term of the glossary, in the languages that an answer shows it in."""
    return frozenset(f"{item.hex[:_DIGITS]}-{language}" for language in languages)


def is_key_of_item(key: str) -> bool:
    """Whether a key is one of `keys_of_item`."""
    return key[_DIGITS : _DIGITS + 1] == "-" and key[_DIGITS + 1 :] in CODES


def keys_of_rows(items: Iterable[UUID], *languages: Language) -> Keys:
    """The items of a list, or all that an answer depends on."""
    return frozenset(key for item in items for key in keys_of_item(item, *languages))


def key_of_path(path: str) -> Keys:
    """What is at a public path, where an answer depends on whose it is."""
    return frozenset({f"at-{hashlib.blake2b(path.encode(), digest_size=8).hexdigest()}"})


def keys_of_list(language: Language, name: str = "", values: Iterable[str] = ()) -> Keys:
    """Which items there are, in which order and by what they can be filtered: all of them, or those with one of the values of
    a `section`, a `type`, an `audience` or a `topic`.
    """
    return frozenset(f"list-{language}-{name}-{value}" for value in values) or frozenset({f"list-{language}"})


def keys_of_titles(language: Language) -> Keys:
    """All items by their titles."""
    return frozenset({f"titles-{language}"})


def keys_of_terms(*languages: Language) -> Keys:
    """The glossary of a language."""
    return frozenset(f"terms-{language}" for language in languages)


def keys_of_anything(*languages: Language) -> Keys:
    """Any change of an item in the languages."""
    return frozenset(f"any-{language}" for language in languages)
