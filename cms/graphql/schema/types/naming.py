"""What payloads and their members are called in the schema."""

from typing import Final, get_args

from cms.content.declaration.blocks import BlockPayload
from cms.content.declaration.items import LanguageState
from cms.content.declaration.members import Member, members
from cms.content.declaration.schema import public_name
from cms.content.declaration.values import Frozen, LinkRef, TermRef

_NAMES: Final = {LanguageState: "Translation", LinkRef: "LinkTo", TermRef: "MarkedTerm"}


def type_name(model: type[Frozen]) -> str:
    """`Guide` for GuidePayload, `QuoteBlock` for the payload of a block, `File` for FileRef."""
    return _NAMES.get(model, public_name(model).removesuffix("Payload").removesuffix("Ref"))


def leads_to_items(model: type[Frozen]) -> bool:
    """Whether it has a member that is the id of an item."""
    return any(one.role.kind == "link" for one in members(model).values())


def field_name(model: type[Frozen], member: Member) -> str:
    """The name of a member's field, before it is put into camel case.

    The language of a payload's words is `language` everywhere. Beside a link, which is a field of its own, stand its id and
    the language of its address. Plain words called `text` are called after their block, for in other blocks that is formatted
    text, and fields of one name have to be of one type for a query to ask all blocks for them.
    """
    if member.name == "lang":
        return "language"
    if member.role.kind == "link":
        return f"{member.name}_ids" if member.many else f"{member.name}_id"
    if member.name == "language" and leads_to_items(model):
        return "address_language"
    if member.name == "text" and issubclass(model, BlockPayload) and member.nested is None:
        return str(get_args(model.model_fields["type"].annotation)[0])
    return member.name
