"""The closed lists of the schema, each value with what it means. Inside they are the codes that payloads have."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final, cast

import graphene

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


def _in_both(labels: Mapping[str, Label]) -> dict[str, str]:
    return {code: f"{label.en}; in Welsh: {label.cy}." for code, label in labels.items()}


Language: Final = _enum(
    "Language",
    "A language in which content is published. Neither is the default, and neither stands in for the other unasked.",
    {"cy": "Welsh.", "en": "English."},
)
FileLanguage: Final = _enum(
    "FileLanguage",
    "The language of the words in a file.",
    {"cy": "Welsh.", "en": "English.", "mul": "Both, side by side."},
)
ItemType: Final = _enum(
    "ItemType",
    "What type of content an item is. To each belongs a type that implements `Item`.",
    {
        "home": "The home page.",
        "landing": "A page that introduces a part of the site.",
        "framework": "The framework: its introduction. Its sections are its children.",
        "section": "A numbered section of the framework.",
        "resource": "A resource for practice: a checklist, a flowchart, a template.",
        "information": "Information for parents, referees or professionals.",
        "guide_index": "The page that introduces the good practice guides.",
        "guide": "A good practice guide.",
        "training": "The page that introduces a training series.",
        "module": "One module of a training series.",
    },
)
ResourceKind: Final = _enum("ResourceKind", "What kind of resource it is.", _in_both(KINDS))
AudienceCode: Final = _enum("AudienceCode", "Whom something is for.", _in_both(AUDIENCES))
State: Final = _enum(
    "State",
    "How an item stands in one language.",
    {
        "published": "The public may see it.",
        "withdrawn": "It was public, and has been taken down or has expired.",
        "gone": "It was public, and has been deleted.",
        "missing": "It has never been public in this language.",
    },
)
TranslationStatus: Final = _enum(
    "TranslationStatus",
    "How an item in one language stands to the other language.",
    {
        "current": "It says what the other language says, or it is what was written first.",
        "stale": "The other language has changed since it was translated.",
        "missing": "There is none in this language that the public may see.",
    },
)
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
    },
)
SuggestionType: Final = _enum(
    "SuggestionType",
    "What a suggestion leads to.",
    {"item": "An item.", "term": "A term of the glossary."},
)
TableHeader: Final = _enum(
    "TableHeader",
    "Which cells of a table are headings.",
    {
        "row": "Those of the first row.",
        "column": "Those of the first column.",
        "both": "Those of the first row and of the first column.",
        "neither": "None.",
    },
)
FlowchartStepKind: Final = _enum(
    "FlowchartStepKind",
    "What a step of a flowchart is.",
    {
        "start": "Where one begins.",
        "step": "Something to do.",
        "decision": "A question, with an arrow for each answer.",
        "end": "Where one has finished.",
    },
)
