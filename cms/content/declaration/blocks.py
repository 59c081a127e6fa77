"""What blocks of a body declare: their payload, and how a Wagtail block becomes one.

@block("quote")
class QuotePayload(BlockPayload): ...
"""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Final, TypeVar, Union

from pydantic import Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema

from ..languages import Language
from . import fields
from .tolerance import OR_OTHER
from .values import Frozen

# (the Wagtail block's value, the projection's Context, the path) -> the payload's own members, or None where it can't be shown
Projector = Callable[[Any, Any, str], dict[str, Any] | None]
P = TypeVar("P", bound="type[BlockPayload]")
# What a client takes a block for that it does not know.
OTHER_BLOCK: Final = "OtherBlock"
PROJECTORS: Final[dict[str, Projector]] = {}
_BLOCKS: Final[dict[str, "type[BlockPayload]"]] = {}


class BlockPayload(Frozen):
    """What all blocks have: an id that survives edits, and the language of the words in it."""

    id: str = fields.code("The same in both languages; stays the same through edits.")
    lang: Language = fields.code("The language of the words.")
    type: str


def block(name: str, projector: Projector | None = None) -> Callable[[P], P]:
    """Registers the payload of the block called `name` in streams. Without a projector its fields are taken by their roles."""

    def register(payload: P) -> P:
        _BLOCKS[name] = payload
        if projector is not None:
            PROJECTORS[name] = projector
        return payload

    return register


def block_payloads() -> Mapping[str, type[BlockPayload]]:
    """The payloads of all blocks by their name in streams, by the alphabet."""
    return dict(sorted(_BLOCKS.items()))


class _AnyBlock:
    """Any block that is declared by the time that it is first asked for."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        every: Any = Union[tuple(block_payloads().values())]  # noqa: UP007 - of what is known when it runs only
        return handler.generate_schema(
            Annotated[every, Field(discriminator="type", json_schema_extra={OR_OTHER: OTHER_BLOCK})]
        )


AnyBlock = Annotated[BlockPayload, _AnyBlock()]
