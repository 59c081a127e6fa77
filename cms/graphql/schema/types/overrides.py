"""What no payload says of itself: the items and terms that a value leads to, and fields that are called otherwise here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from graphene import ID

from cms.content.declaration.items import TRANSLATION_STATUS, LanguageState, Step
from cms.content.declaration.values import Frozen, TermRef
from cms.publication.queries.feed.change_payload import ChangedEdition, ChangePayload
from cms.publication.queries.release_queries import ReleasedEdition

from .. import field_links
from ..enums import choice_enum
from ..resolvers import Field, member_field
from .references import ITEM, TERM

Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Overrides:
    """`instead` are the fields in place of that of a member, by its name; `more` are those that stand for no member.

    `leads_on` says that one of those leads to what is to be in the language of the words, though no member is a link.
    """

    instead: Mapping[str, Fields] = field(default_factory=dict)
    more: Fields = field(default_factory=dict)
    leads_on: bool = False


def overrides_of(model: type[Frozen]) -> Overrides:
    """What stands beside the fields that are derived from a payload."""
    made = _OVERRIDES.get(model)
    return made() if made else Overrides()


def _step() -> Overrides:
    item = Field(
        ITEM, field_links.STEP_ITEM, "The item itself, in the same language; null where it is no longer public."
    )
    return Overrides(more={"item": item})


def _translation() -> Overrides:
    status = member_field(choice_enum(TRANSLATION_STATUS), "translation_status", "How it stands to the other language.")
    item = Field(ITEM, field_links.TRANSLATION_ITEM, "The item in this language; null unless it is published.")
    return Overrides({"translation_status": {"status": status}}, {"item": item})


def _released() -> Overrides:
    item = Field(
        ITEM,
        field_links.RELEASED_ITEM,
        "The item as it is now, in this language; null where it is not public any more.",
    )
    return Overrides(more={"item": item})


def _change() -> Overrides:
    """An entry is of an item and has no identity of its own."""
    return Overrides({"id": {"item": member_field(ID, "id", "The item's UUID, the same in both languages.")}})


def _changed() -> Overrides:
    item = Field(
        ITEM, field_links.CHANGED_ITEM, "The item, in this language; null where it is not public, and of a term."
    )
    return Overrides(more={"item": item})


def _marked_term() -> Overrides:
    term = Field(TERM, field_links.MARKED_TERM, "The whole term; null where it is no longer in the glossary.")
    return Overrides(more={"term": term}, leads_on=True)


_OVERRIDES: Final[Mapping[type[Frozen], Callable[[], Overrides]]] = {
    Step: _step,
    LanguageState: _translation,
    ReleasedEdition: _released,
    ChangePayload: _change,
    ChangedEdition: _changed,
    TermRef: _marked_term,
}
