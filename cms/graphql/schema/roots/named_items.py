"""Which item or term an argument names: by its UUID, the same in both languages, or by the id of any of its editions."""

from collections.abc import Collection, Sequence
from typing import Final
from uuid import UUID

from cms.content.vocabularies import Label
from cms.http import messages as shared
from cms.http.identifiers import EXAMPLE_ID, uuid_of
from cms.http.problems.problem import Problem

from ..node_ids import NodeKind, node_id_of
from ..resolvers import Arguments
from . import messages
from .argument_problems import refused

AN_ITEM: Final[tuple[NodeKind, ...]] = ("item", "fallback")
A_TERM: Final[tuple[NodeKind, ...]] = ("term",)


def named(text: str, kinds: Collection[NodeKind] = AN_ITEM) -> UUID | None:
    """The item or term that a UUID or an edition's id is of; None for what is neither."""
    node = node_id_of(text)
    return node.item if node is not None and node.kind in kinds else uuid_of(text)


def only_given(arguments: Arguments, names: Sequence[str], none: Label, several: Label) -> str:
    """Which one of some arguments is given. Raises Problem (400) where `none` is, or `several` are."""
    given = [name for name in names if arguments.get(name) is not None]
    if len(given) != 1:
        raise refused(several, given[-1], names) if given else refused(none, names[0], names)
    return given[0]


def identified(arguments: Arguments, name: str, kinds: Collection[NodeKind]) -> UUID:
    """The item or term that the argument names: `id` by either, others by the UUID. Raises Problem (400)."""
    text = arguments[name]
    found = named(text, kinds) if name == "id" else uuid_of(text)
    if found is not None:
        return found
    if name == "id":
        raise Problem(
            "invalid-id", messages.NO_ID, {"example": EXAMPLE_ID}, parameter="id", allowed=[messages.AN_ID, "UUID"]
        )
    raise Problem("invalid-id", shared.INVALID_ID, {"example": EXAMPLE_ID}, parameter=name, allowed=["UUID"])
