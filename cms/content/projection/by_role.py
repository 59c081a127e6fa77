"""A payload's own fields taken from a page or a block's value by their names and roles: what needs no projector."""

from collections.abc import Callable
from typing import Any, Final, Literal, get_args, get_origin

from ..declaration.blocks import BlockPayload
from ..declaration.members import Member, members
from ..declaration.values import Frozen, RichText
from .context import Context
from .media_refs import file_ref
from .rich_text import rich_text

GIVEN: Final = frozenset({"id", "lang", "type"})
_PLAIN: Final = frozenset({"text", "heading", "code", "coded", "number", "name", "address"})


def own_fields(model: type[Frozen], get: Callable[[str], Any], context: Context, path: str) -> dict[str, Any] | None:
    """The declared fields of a payload less those that are given, each from `get(name)`.

    None where one that must be there cannot be shown in this language; the gap has been noted.
    """
    found: dict[str, Any] = {}
    for member in _own(model):
        found[member.name] = value_of(
            member, get(member.name), context, f"{path}.{member.name}" if path else member.name
        )
        if found[member.name] is None and not member.optional:
            return None
    return found


def value_of(member: Member, stored: Any, context: Context, path: str) -> Any:
    """What a field holds of what is stored for it. Raises TypeError for one that only a projector can make."""
    kind = member.role.kind
    if member.nested is RichText:
        return rich_text(getattr(stored, "source", stored) or "", context)
    if kind == "part":
        return _part(member, stored, context, path)
    if kind == "file" and not member.many:
        return file_ref(stored, getattr(stored, "title", ""), context, path)
    if kind == "date":
        return stored and stored.isoformat()
    if kind in _PLAIN:
        return _plain(member, stored)
    raise TypeError(f"{path}: a field of the role {kind} needs a projector")


def by_role(member: Member) -> bool:
    """Whether a field can be taken by its role alone."""
    kind = member.role.kind
    if kind == "part":
        return member.nested is not None and (
            issubclass(member.nested, BlockPayload) or all(map(by_role, _own(member.nested)))
        )
    return kind in _PLAIN or kind in {"date", "rich_text"} or (kind == "file" and not member.many)


def _own(model: type[Frozen]) -> list[Member]:
    """Less what the stream or the publication puts in."""
    return [member for name, member in members(model).items() if name not in GIVEN]


def _plain(member: Member, stored: Any) -> Any:
    if member.many:
        return [str(getattr(one, "value", one)) for one in stored or ()]
    if _is_whole(member.type):
        return stored if member.optional and stored is None else int(stored)
    return stored if stored is not None or member.optional else ""


def _is_whole(type_: Any) -> bool:
    """Whether it is of whole numbers; a Wagtail choice stores them as text."""
    return type_ is int or (get_origin(type_) is Literal and all(isinstance(one, int) for one in get_args(type_)))


def _part(member: Member, stored: Any, context: Context, path: str) -> Any:
    """Blocks of a stream, or values in a stream, each with an id of its own."""
    from .stream import project_stream

    assert member.nested is not None  # noqa: S101 - a part always has a payload
    if issubclass(member.nested, BlockPayload):
        blocks = project_stream(stored, context, path)
        return blocks if member.many else next(iter(blocks), None)
    if not member.many:
        return own_fields(member.nested, stored.get, context, path)
    return [
        {"id": str(one.id), "lang": context.language, **own}
        for one in stored or ()
        if (own := own_fields(member.nested, one.value.get, context, f"{path}.{one.id}")) is not None
    ]
