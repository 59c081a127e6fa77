"""What payloads and their members are called in the schema."""

import re
from typing import Final, get_args

from cms.content.declaration.blocks import BlockPayload
from cms.content.declaration.items import ItemPayload, LanguageState, Step
from cms.content.declaration.members import Member, members
from cms.content.declaration.schema import public_name
from cms.content.declaration.values import Frozen, LinkRef, TermRef
from cms.publication.glossary.payload import TermPayload

_NAMES: Final = {LanguageState: "Translation", LinkRef: "LinkTo", TermRef: "MarkedTerm"}
_SHARED_IDS: Final = {TermPayload: "term", TermRef: "term_id", Step: "item_id"}


def type_name(model: type[Frozen]) -> str:
    """`Guide` for GuidePayload, `QuoteBlock` for the payload of a block, `File` for FileRef."""
    return _NAMES.get(model, public_name(model).removesuffix("Payload").removesuffix("Ref"))


def leads_to_items(model: type[Frozen]) -> bool:
    """Whether it has a member that is the id of an item."""
    return any(one.role.kind == "link" for one in members(model).values())


def field_name(model: type[Frozen], member: Member) -> str:
    """The name of a member's field, before it is put into camel case.

    The language of a payload's words is `language` everywhere. `id` is an object's own, and is made here; what payloads call so
    stands beside it. Beside a link, which is a field of its own, stand its id and the language of its address. Plain words
    called `text` are called after their block, for in other blocks that is formatted text, and fields of one name have to be of
    one type for a query to ask all blocks for them.
    """
    if member.name == "lang":
        return "language"
    if member.name == "id":
        return _shared_id(model)
    if member.role.kind == "link":
        return f"{member.name}_ids" if member.many else f"{member.name}_id"
    if member.name == "language" and leads_to_items(model):
        return "address_language"
    if member.name == "text" and issubclass(model, BlockPayload) and member.nested is None:
        return str(get_args(model.model_fields["type"].annotation)[0])
    return member.name


def _shared_id(model: type[Frozen]) -> str:
    """The id that is the same in both languages and in REST. What is published has it as `item` or `term`, a part of it as
    `fileId`, `chapterId`, and `blockId` whichever block it is; what only names another item or term as `itemId` or `termId`.
    """
    if issubclass(model, ItemPayload):
        return "item"
    if issubclass(model, BlockPayload):
        return "block_id"
    own = re.sub("(?<=[a-z])([A-Z])", r"_\1", type_name(model)).lower()
    return _SHARED_IDS.get(model, f"{own}_id")
