"""What is said of an item by a code and a label, and how often each is used."""

from collections.abc import Mapping
from typing import Any, Final

from graphene import Int, ObjectType, String

from cms.content.declaration.members import Member, members
from cms.content.declaration.values import Coded, Frozen
from cms.content.vocabularies import AUDIENCES, KINDS, Label

from ..enums import AudienceCode, ItemType, ResourceKind, vocabulary_enum
from ..resolvers import member_field
from .naming import type_name


def _coded(name: str, description: str, code: Any) -> Any:
    """The type of a code of one list, with its label."""
    its = members(Coded)
    fields = {
        "code": member_field(code, "code", its["code"].description),
        "label": member_field(String, "label", its["label"].description),
    }
    return type(name, (ObjectType,), {"__doc__": description, **fields})


Audience: Final = _coded("Audience", "Somebody whom an item is for.", AudienceCode)
Topic: Final = _coded("Topic", "What an item is about. Editors add topics, so the list is open.", String)
Kind: Final = _coded("Kind", "What kind of resource an item is.", ResourceKind)
_OF_VOCABULARY: Final = ((AUDIENCES, Audience), (KINDS, Kind))


def coded_type(vocabulary: Mapping[str, Label], model: type[Frozen], member: Member) -> Any:
    """The type of a code of a vocabulary: `PolicyStatus` for the member `status` of a policy, unless all items share it."""
    known = next((type_ for words, type_ in _OF_VOCABULARY if words is vocabulary), None)
    if known is not None:
        return known
    name = f"{type_name(model)}{member.name.title().replace('_', '')}"
    return _coded(name, member.description, vocabulary_enum(f"{name}Code", member.description, vocabulary))


_LABEL: Final = "Its name in the language asked for."
_COUNT: Final = "How many items: of all that are public in the language asked for, or in a search of those found."


def _use(name: str, description: str, code_type: Any, code: str, label: str = _LABEL) -> Any:
    """The type of a code of a filter, with its label and how many items have it."""
    fields = {
        "code": member_field(code_type, "code", code),
        "label": member_field(String, "label", label),
        "count": member_field(Int, "count", _COUNT),
    }
    return type(name, (ObjectType,), {"__doc__": description, **fields})


TopicUse: Final = _use(
    "TopicUse", "A topic, and how many items are about it.", String, "The topic's code: what the filter `topic` takes."
)
AudienceUse: Final = _use(
    "AudienceUse", "An audience, and how many items are for it.", AudienceCode,
    "The audience's code: what the filter `audience` takes.",
)  # fmt: skip
KindUse: Final = _use(
    "KindUse", "A kind of resource, and how many items are of it.", ResourceKind,
    "The kind's code: what the filter `kind` takes.",
)  # fmt: skip
TypeUse: Final = _use(
    "TypeUse", "A type of item, and how many items are of it.", ItemType, "The type: what the filter `type` takes."
)
SectionUse: Final = _use(
    "SectionUse", "A section of the framework, and how many items are it or stand directly below it.", String,
    "The section's number: what the filter `section` takes.", "Its number and title, in the language asked for.",
)  # fmt: skip
