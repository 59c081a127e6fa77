"""The closed lists of the schema, each value with what it means. Inside they are the codes that payloads have."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Any, Final, cast

import graphene

from cms.content.declaration.fields import ClosedList
from cms.content.declaration.registry import item_types
from cms.content.vocabularies import AUDIENCES, KINDS, Label


class _Described(StrEnum):
    """A code, as payloads have it, and what it means."""

    description: str

    def __new__(cls, code: str, description: str) -> "_Described":
        member = str.__new__(cls, code)
        member._value_ = code
        member.description = description
        return member


def _name(code: str) -> str:
    """`e-module` is `E_MODULE`, `-title` is `TITLE_DESC`."""
    plain = code.removeprefix("-").replace("-", "_").upper()
    return f"{plain}_DESC" if code.startswith("-") else plain


def _enum(name: str, description: str, meanings: Mapping[str, str]) -> Any:
    """The enum of some codes, each with its meaning."""
    members = {_name(code): (code, meaning) for code, meaning in meanings.items()}
    # Called with members, an enum class makes another; mypy does not know that of one with a `__new__`.
    values = cast(Any, _Described)(name, members)
    return graphene.Enum.from_enum(values, name=name, description=description)


def choice_enum(choice: ClosedList) -> Any:
    """The enum of a closed list that a payload's field declares."""
    return _choice_enum(choice.name, choice.description, tuple(choice.meanings.items()))


@cache
def _choice_enum(name: str, description: str, meanings: tuple[tuple[str, str], ...]) -> Any:
    return _enum(name, description, dict(meanings))


def vocabulary_enum(name: str, description: str, vocabulary: Mapping[str, Label]) -> Any:
    """The enum of a vocabulary's codes: each means what it is called."""
    return _enum(name, description, {code: f"{label.en}; in Welsh: {label.cy}." for code, label in vocabulary.items()})


Language: Final = _enum(
    "Language",
    "A language in which content is published. Neither is the default, and neither stands in for the other unasked.",
    {"cy": "Welsh.", "en": "English."},
)
ItemType: Final = _enum(
    "ItemType",
    "What type of content an item is. To each belongs a type that implements `Item`.",
    {name: kind.description for name, kind in item_types().items()},
)
ResourceKind: Final = vocabulary_enum("ResourceKind", "What kind of resource it is.", KINDS)
AudienceCode: Final = vocabulary_enum("AudienceCode", "Whom something is for.", AUDIENCES)
ItemSort: Final = _enum(
    "ItemSort",
    "The order of a list of items.",
    {
        "position": "The editors' order.",
        "title": "By title, in the alphabetical order of the language: in Welsh ch, dd, ff, ng, ll, ph, rh and th are letters.",
        "-title": "By title, from the end of the alphabet.",
        "updated": "By when it was last updated, the oldest first.",
        "-updated": "By when it was last updated, the newest first.",
        "published": "By when it was first published, the oldest first.",
        "-published": "By when it was first published, the newest first.",
        "version": "By version: what changed last comes last, also while pages are read. For keeping a copy.",
    },
)
TermSort: Final = _enum(
    "TermSort",
    "The order of a list of terms.",
    {
        "title": "By name, in the alphabetical order of the language: in Welsh ch, dd, ff, ng, ll, ph, rh and th are letters.",
        "-title": "By name, from the end of the alphabet.",
    },
)
ReleaseSort: Final = _enum(
    "ReleaseSort",
    "The order of a list of releases.",
    {"-released": "The newest first.", "released": "The oldest first."},
)
SearchSort: Final = _enum(
    "SearchSort",
    "The order of what a search finds.",
    {
        "relevance": "The best first. What only its other language matches comes last.",
        "title": "By title, in the alphabetical order of the language.",
        "-title": "By title, from the end of the alphabet.",
        "updated": "By when it was last updated, the oldest first.",
        "-updated": "By when it was last updated, the newest first.",
        "published": "By when it was first published, the oldest first.",
        "-published": "By when it was first published, the newest first.",
    },
)
SearchField: Final = _enum(
    "SearchField",
    "The part of an item in which a search found something.",
    {
        "title": "Its title.",
        "headings": "The headings in its body.",
        "summary": "Its summary.",
        "body": "The rest of its text.",
        "files": "The words of its downloads.",
        "labels": "What it is labelled with: its number, type, kind, audiences, topics, and whose it is.",
    },
)
SearchMatch: Final = _enum(
    "SearchMatch",
    "How much of what was searched for is in an item's own words.",
    {
        "all": "All that is anywhere.",
        "most": "Most of it, by how rare the words are.",
        "any": "Some of it.",
        "twin": "Nothing: its other version has some.",
    },
)
SearchPart: Final = _enum(
    "SearchPart",
    "What a search leaves out where the search engine is slow.",
    {
        "facets": "The counts of facets.",
        "did_you_mean": "A likelier spelling was not looked for.",
        "ranking": "The order does not heed how rare words are.",
    },
)
SuggestionType: Final = _enum(
    "SuggestionType",
    "What a suggestion leads to.",
    {"item": "An item.", "term": "A term of the glossary."},
)
