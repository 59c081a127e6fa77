"""One address, one item: who has an address that several want, and who waits for it.

Who is public at an address keeps it. Of those who are not, the one that was published first gets it; the others wait until it
is free. Nobody is public below an address that is another's.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db.models import Q
from wagtail.models import Page

from cms.content.declaration.registry import has_children, item_types
from cms.content.languages import Language

from ..models import AddressClaim, Edition, State

Key = tuple[UUID, Language]
_NUMBER: Final = "#"


class Wish(NamedTuple):
    """What one edition would have: its addresses, and the addresses of what is above it with the items of that.

    `rank` is an order among those who come to an address at once; `place` is the page's in the tree.
    """

    addresses: frozenset[str]
    above: tuple[tuple[str, UUID], ...]
    rank: tuple[Any, ...]
    place: str
    has_children: bool


def addresses(language: str, type_name: str, path: str, number: str) -> frozenset[str]:
    """All that leads to one item: its path and, where items of the type are found by their numbers, its number."""
    kind = item_types().get(type_name)
    if kind is None or kind.numbered is None or not number:
        return frozenset({path})
    return frozenset({path, f"{_NUMBER}{language} {type_name} {number}"})


def holder_of(address: str) -> Edition | None:
    """The public edition that has an address."""
    return Edition.objects.filter(_at([address]), state=State.PUBLISHED).first()


class AddressBook:
    """The addresses of one run. `waiting` is who waited for which when it began."""

    def __init__(self) -> None:
        self.waiting: dict[Key, str] = {
            (claim.item, claim.language): claim.address  # type: ignore[misc]
            for claim in AddressClaim.objects.all()
        }
        self._asked: set[Key] = set()
        # By address, the items of public editions that are no part of the run.
        self._elsewhere: dict[str, UUID] = {}

    def concerned(self, wishes: Mapping[Key, Wish], held: Mapping[Key, frozenset[str]]) -> set[UUID]:
        """The items whose turn it is too: of who has what is wanted, waits for what is left, stands below what is taken."""
        left = {address for key, had in held.items() for address in had - _wanted(wishes, key)}
        found = {item for (item, _), address in self.waiting.items() if address in left}
        new = {
            key: wish
            for key, wish in wishes.items()
            if key not in self._asked and not wish.addresses <= held.get(key, frozenset())
        }
        self._asked |= new.keys()
        if not new:
            return found
        wanted = {address for key, wish in new.items() for address in wish.addresses - held.get(key, frozenset())}
        above = {one for wish in new.values() for one in wish.above}
        rows = Edition.objects.filter(_at(wanted | {address for address, _ in above}), state=State.PUBLISHED)
        for row in rows.only("item", "language", "type", "path", "number"):
            for address in addresses(row.language, row.type, row.path, row.number):
                self._elsewhere[address] = row.item
                if address in wanted or any(address == one and row.item != item for one, item in above):
                    found.add(row.item)
        return found | self._strangers_below(new.values())

    def losers(self, wishes: Mapping[Key, Wish], held: Mapping[Key, frozenset[str]]) -> dict[Key, str]:
        """Who does not get what it wants, with the address that is another's."""
        items = {item for item, _ in wishes} | {item for item, _ in held}
        owners = {address: item for address, item in self._elsewhere.items() if item not in items}
        lost: dict[Key, str] = {}
        for _ in range(3):
            reserved = {
                address: key[0]
                for key, wish in wishes.items()
                if key not in lost
                for address in wish.addresses & held.get(key, frozenset())
                if address.startswith(_NUMBER)
            }
            found = _assign(wishes, held, {**owners, **reserved})
            if found == lost:
                break
            lost = found
        return lost

    def write(self, done: Iterable[Key], lost: Mapping[Key, str]) -> None:
        """Notes who waits now, of those whose turn it was."""
        over = [key for key in done if key in self.waiting and key not in lost]
        for item, language in over:
            AddressClaim.objects.filter(item=item, language=language).delete()
        for (item, language), address in lost.items():
            if self.waiting.get((item, language)) != address:
                AddressClaim.objects.update_or_create(item=item, language=language, defaults={"address": address})

    @staticmethod
    def _strangers_below(wishes: Iterable[Wish]) -> set[UUID]:
        """The items that are public below an address without being below its page."""
        found: set[UUID] = set()
        for wish in wishes:
            if wish.has_children:
                (path,) = (address for address in wish.addresses if not address.startswith(_NUMBER))
                below = Edition.objects.filter(path__startswith=path, state=State.PUBLISHED)
                found |= set(below.exclude(position__startswith=wish.place).values_list("item", flat=True))
        return found


def wish_of(desired: Any, language: Language, type_name: str, number: str) -> Wish:
    """What a desired edition wants; of what stays public as it was, type and number are those that it has."""
    page: Page = desired.page
    first = page.first_published_at
    return Wish(
        addresses=addresses(language, type_name, desired.path, number),
        above=tuple((one.path, one.item) for one in desired.above),
        rank=(first is None, first, page.pk),
        place=page.path,
        has_children=has_children(type_name),
    )


def _wanted(wishes: Mapping[Key, Wish], key: Key) -> frozenset[str]:
    return wishes[key].addresses if key in wishes else frozenset()


def _assign(wishes: Mapping[Key, Wish], held: Mapping[Key, frozenset[str]], owners: dict[str, UUID]) -> dict[Key, str]:
    """Gives addresses out: from the home page down, to those who have theirs first."""

    def turn(key: Key) -> tuple[Any, ...]:
        wish = wishes[key]
        return (len(wish.above), not wish.addresses <= held.get(key, frozenset()), *wish.rank)

    lost: dict[Key, str] = {}
    for key in sorted(wishes, key=turn):
        blocked = next(_blocked(key, wishes[key], owners), None)
        if blocked is None:
            owners.update(dict.fromkeys(wishes[key].addresses, key[0]))
        else:
            lost[key] = blocked
    return lost


def _blocked(key: Key, wish: Wish, owners: Mapping[str, UUID]) -> Iterator[str]:
    for address, item in [*wish.above, *((address, key[0]) for address in sorted(wish.addresses))]:
        if owners.get(address, item) != item:
            yield address


def _at(wanted: Iterable[str]) -> Q:
    """Editions at any of the addresses."""
    paths = [address for address in wanted if not address.startswith(_NUMBER)]
    condition = Q(path__in=paths)
    for address in wanted:
        if address.startswith(_NUMBER):
            language, type_name, number = address.removeprefix(_NUMBER).split(" ", 2)
            condition |= Q(language=language, type=type_name, number=number)
    return condition
