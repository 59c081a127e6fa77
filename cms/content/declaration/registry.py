"""The types of item: each is declared once, by the app that has its page.

@item(GuidePage, label=Label("Canllaw", "Guide"))
class GuidePayload(ItemPayload): ...
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar, get_args, get_origin

from ..vocabularies import Label
from .listings import Listing, Numbered, Single

if TYPE_CHECKING:
    from .items import ItemPayload

# (the page, the projection's Context) -> the payload's own members that are not taken by their roles
Projector = Callable[[Any, Any], dict[str, Any]]
P = TypeVar("P", bound="type[ItemPayload]")
SUFFIX: Final = "Payload"


@dataclass(frozen=True, slots=True)
class ItemType:
    """A type of item. `page` is its page model, `label` its name for readers, `projector` makes what roles alone do not.

    `listing`, `single` and `numbered` are addresses of its own; `gathers` says that its document for paper holds the full
    text of what is directly below it; `release_policy` is how its two languages go out, where the settings do not say.
    """

    name: str
    page: type[Any]
    payload: "type[ItemPayload]"
    label: Label
    projector: Projector | None = None
    listing: Listing | None = None
    single: Single | None = None
    numbered: Numbered | None = None
    gathers: bool = False
    release_policy: str | None = None

    @property
    def public_name(self) -> str:
        """`Guide`: the name of the type where an outlet has names of types."""
        return self.payload.__name__.removesuffix(SUFFIX)

    @property
    def description(self) -> str:
        """What it is, in a sentence."""
        return " ".join((self.payload.__doc__ or "").split())


_TYPES: Final[dict[str, ItemType]] = {}
_OF_PAGE: Final[dict[type[Any], ItemType]] = {}


def item(
    page: type[Any],
    *,
    label: Label,
    projector: Projector | None = None,
    listing: Listing | None = None,
    single: Single | None = None,
    numbered: Numbered | None = None,
    gathers: bool = False,
    release_policy: str | None = None,
) -> Callable[[P], P]:
    """Registers the payload of a page type. Its `type` is a Literal of one name."""

    def register(payload: P) -> P:
        made = ItemType(
            _name_of(payload), page, payload, label, projector, listing, single, numbered, gathers, release_policy
        )
        _TYPES[made.name] = _OF_PAGE[page] = made
        return payload

    return register


def _name_of(payload: "type[ItemPayload]") -> str:
    annotation = payload.__annotations__.get("type")
    if get_origin(annotation) is not Literal or len(get_args(annotation)) != 1:
        raise TypeError(f"{payload.__name__}.type must be a Literal of the type's name")
    return str(get_args(annotation)[0])


def item_types() -> Mapping[str, ItemType]:
    """All types of item by name, in the order in which they were declared."""
    return _TYPES


def type_of(page: Any) -> ItemType | None:
    """The type of item that a page (specific instance, or its class) is, or None for a page that is no item."""
    return _OF_PAGE.get(page if isinstance(page, type) else type(page))


def page_models() -> tuple[type[Any], ...]:
    """All page types that are items."""
    return tuple(_OF_PAGE)


def has_children(name: str) -> bool:
    """Whether pages of an item type may have pages below them. False for a name that is no type's (any longer)."""
    found = _TYPES.get(name)
    return found is not None and bool(found.page.allowed_subpage_models())
