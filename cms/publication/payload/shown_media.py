"""The files and pictures of a payload, as the manifest names them: enough to tell whether a copy has the same bytes."""

from collections.abc import Iterator
from typing import Any, Final

from pydantic import BaseModel

from cms.content.declaration.values import FileRef, PictureRef

FILES: Final = "files"
PICTURES: Final = "pictures"
_MEMBERS: Final = {"id", "digest", "bytes", "changed", "address"}
Media = dict[str, list[dict[str, Any]]]


def shown_media(payload: BaseModel) -> Media:
    """Each file and picture once, in the order in which the payload shows them."""
    found: dict[str, dict[Any, dict[str, Any]]] = {FILES: {}, PICTURES: {}}
    for one in _media_in(payload):
        kind = FILES if isinstance(one, FileRef) else PICTURES
        found[kind].setdefault(one.id, one.model_dump(mode="json", include=_MEMBERS))
    return {kind: list(some.values()) for kind, some in found.items()}


def _media_in(value: Any) -> Iterator[FileRef | PictureRef]:
    if isinstance(value, FileRef | PictureRef):
        yield value
    elif isinstance(value, BaseModel):
        for _, member in value:
            yield from _media_in(member)
    elif isinstance(value, list):
        for member in value:
            yield from _media_in(member)
