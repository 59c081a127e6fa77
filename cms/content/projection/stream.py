"""Streams to blocks of a payload. A block that cannot be shown in this language is left out, with a gap noted."""

from collections.abc import Iterable
from typing import Any

from ..declaration.blocks import PROJECTORS
from ..declaration.members import payload_of_block
from .by_role import own_fields
from .context import Context

Value = dict[str, Any]


def project_stream(stream: Iterable[Any] | None, context: Context, path: str) -> list[Value]:
    """The blocks of a StreamField that can be shown. Raises KeyError for a block that has not been declared."""
    return [
        {"id": str(block.id), "lang": context.language, "type": block.block_type, **value}
        for block in stream or []
        if (value := _own(block, context, f"{path}.{block.id}")) is not None
    ]


def _own(block: Any, context: Context, path: str) -> Value | None:
    name, value = block.block_type, block.value
    if name in PROJECTORS:
        return PROJECTORS[name](value, context, path)
    return own_fields(payload_of_block(name), value.get, context, path)
