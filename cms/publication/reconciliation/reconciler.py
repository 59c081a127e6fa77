"""One run of the reconciliation of items with their editions, inside the transaction of an action.

First the content of the items asked for, then the bytes of everything that shows them, then whose their addresses are.
Nothing here commits.
"""

import logging
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import NamedTuple
from uuid import UUID

from pydantic import ValidationError

from cms.content.languages import CODES, other

from ..address_history import media_addresses, note_addresses
from ..changelog.log import Log
from ..models import Change, ChangeKind, Edition, State
from ..notices.notice_queries import ends_of_moves
from ..parity.language_standings import note_standings
from ..payload.composition import ComposedEdition, compose, write_bytes
from ..payload.neighbourhood import Neighbourhood
from ..releases.planning import Flip
from ..releases.recording import record, taken_down
from ..releases.released_places import EditionKey
from ..safeguards.blast_radius import Holds
from ..safeguards.one_address import AddressBook, Wish, addresses, wish_of
from .appearance import at_or_below, editions_showing
from .bulk_update import update_rows
from .desired_state import DesiredEdition, desired_state
from .facet_rows import save_facets, stored_facets
from .tracked_edition import BYTES, FACTS, TrackedEdition

logger = logging.getLogger(__name__)

# A tombstone still knows what it offered, so that its files are said to be gone rather than unknown.
TOMBSTONE_FACETS = ("file", "picture")


class Placing(NamedTuple):
    """`lost`: who does not get the address that it wants, with that. `apart`: who is of a pair and is not public as one."""

    lost: dict[EditionKey, str]
    apart: set[EditionKey]


class Reconciler:
    """Brings editions into line with the pages, and logs what changed. `log` is locked; its moment is that of the run.

    `flip` is the set of items that goes out in it. `unmade` are editions whose content has a wrong shape.
    """

    def __init__(self, log: Log, flip: Flip | None = None) -> None:
        self._log, self._flip = log, flip
        self.unmade: set[UUID] = set()
        self._tracked: dict[EditionKey, TrackedEdition] = {}
        self._desired: dict[EditionKey, DesiredEdition] = {}

    def reconcile(self, items: Iterable[UUID]) -> list[Change]:
        """Brings the editions of `items` and those that show them into line with the pages; returns the log's new rows."""
        done = self.read(items)
        self._decide(done)
        self._save()
        note_standings(done, self._desired, {key: one.edition for key, one in self._tracked.items()}, self._log.now)
        self._compose(self._to_compose(done))
        self._note_addresses()
        return self._log.write()

    def read(self, items: Iterable[UUID]) -> set[UUID]:
        """Learns what the items are and are to be, and those on which the turn comes with them, which it returns too."""
        self._book, self._holds = AddressBook(), Holds()
        waiting, done = set(items), set[UUID]()
        while waiting:
            self._read(waiting)
            done |= waiting
            waiting = self._concerned() - done
        return done

    def unseen(self) -> set[EditionKey]:
        """Of what was read, what would not be public as it is: it is held, or another has its address."""
        held = self._held()
        placing = self._placing(held)
        return {*held, *placing.lost, *placing.apart}

    def recompose(self, items: Iterable[UUID]) -> None:
        """Makes anew the bytes of the published editions of `items`: what they show that is no edition has changed."""
        published = Edition.objects.filter(item__in=items, state=State.PUBLISHED)
        self._compose(list(published.defer(*BYTES)))

    def _read(self, items: set[UUID]) -> None:
        """What is stored of the items, and what their pages want."""
        for row in Edition.objects.filter(item__in=items).defer(*BYTES):
            self._tracked[row.item, row.lang] = TrackedEdition.stored(row)
        slugs = {
            key: (desired.plan.versions.get(key[1]) or desired.page).slug for key, desired in self._desired.items()
        }
        self._desired |= desired_state(items, self._log.now, slugs, self._flip)

    def _concerned(self) -> set[UUID]:
        """The items on which the turn comes with these: by an address, or below one whose address or number has changed."""
        wishes, had = self._wishes(self._held()), self._had()
        left = {
            path
            for key in had.keys() & self._desired.keys()
            if (path := self._tracked[key].edition.path)
            not in (wishes[key].addresses if key in wishes else {self._desired[key].path})
        }
        below = Edition.objects.filter(at_or_below(left)).values_list("item", flat=True) if left else ()
        return {*below, *self._below_renumbered(), *self._book.concerned(wishes, had)}

    def _below_renumbered(self) -> set[UUID]:
        """What stands right below an item whose number will be another: it is in the section of that number."""
        had = {key: tracked.edition.number for key, tracked in self._tracked.items()}
        renumbered = {
            key[0]
            for key, desired in self._desired.items()
            if desired.publishable and desired.number != had.get(key, "")
        }
        below = Edition.objects.filter(parent__in=renumbered) if renumbered else Edition.objects.none()
        return set(below.values_list("item", flat=True))

    def _held(self) -> set[EditionKey]:
        """The public editions that stay as they are although their pages have gaps."""
        return self._holds.held(
            {
                key: (tracked.edition, desired.lacks)
                for key, tracked in self._tracked.items()
                if tracked.edition.state == State.PUBLISHED and (desired := self._desired.get(key)) and desired.lacking
            }
        )

    def _wishes(self, held: set[EditionKey]) -> dict[EditionKey, Wish]:
        """The addresses of all that would be public."""
        found: dict[EditionKey, Wish] = {}
        for key, desired in self._desired.items():
            if desired.publishable:
                found[key] = wish_of(desired, key[1], desired.type, desired.number)
            elif key in held:
                edition = self._tracked[key].edition
                found[key] = wish_of(desired, key[1], edition.type, edition.number)
        return found

    def _had(self) -> dict[EditionKey, frozenset[str]]:
        """The addresses of all that is public."""
        return {
            key: addresses(row.language, row.type, row.path, row.number)
            for key, tracked in self._tracked.items()
            if (row := tracked.edition).state == State.PUBLISHED
        }

    def _decide(self, done: set[UUID]) -> None:
        """The first half: state, facts and content of the items' editions, not yet saved."""
        keys = [(item, language) for item in done for language in CODES]
        held = self._held()
        placing = self._placing(held)
        lacking = [key for key, desired in self._desired.items() if desired.lacking]
        self._book.write(keys, placing.lost)
        out = placing.lost.keys() | placing.apart
        self._holds.write(held - out, lacking, keys, self._log.now)
        self._record(done, placing.lost)
        for key in keys:
            desired, tracked = self._desired.get(key), self._tracked.get(key)
            if desired is not None and key not in out and desired.publishable:
                self._tracked[key] = tracked = tracked or TrackedEdition.new(key, self._log.now)
                tracked.publish(self._placed(desired, held), self._log.now)
            elif desired is not None and key in held and key not in out:
                self._tracked[key].hold(self._placed(desired, held))
            elif tracked is not None:
                state = State.GONE if desired is None else State.WITHDRAWN
                if tracked.edition.state != state:
                    tracked.end(state, self._log.now)

    def _placed(self, desired: DesiredEdition, held: Collection[EditionKey]) -> DesiredEdition:
        """With the number that what is right above will have, where that is of this run."""
        key = desired.parent and (desired.parent.item, desired.page.locale.language_code)
        if desired.parent is None or key not in self._desired:
            return desired
        number = self._tracked[key].edition.number if key in held else self._desired[key].number
        return replace(desired, parent=desired.parent._replace(number=number))

    def _record(self, done: set[UUID], lost: Collection[EditionKey]) -> None:
        """Notes what goes out, and what went with its pages. A pair without an address has not gone out."""
        plans = {item: desired.plan for (item, _), desired in self._desired.items()}
        unseen = {item for item, _ in lost if plans[item].is_pair}
        gone = {item for item, _ in self._tracked} & done - plans.keys()
        record({**{item: plans[item] for item in plans.keys() & done - unseen}, **taken_down(gone)}, self._log.now)

    def _placing(self, held: set[EditionKey]) -> Placing:
        """Who gets the address that it wants. Where one language of a pair does not, neither is public."""
        wishes, had = self._wishes(held), self._had()
        while True:
            lost = self._book.losers(wishes, had)
            left = {key: wish for key, wish in wishes.items() if not self._is_without_its_twin(key, wishes, lost)}
            if left.keys() == wishes.keys():
                pairs = {key for key, desired in self._desired.items() if desired.plan.is_pair}
                return Placing(lost, pairs - wishes.keys())
            wishes = left

    def _is_without_its_twin(
        self, key: EditionKey, wishes: dict[EditionKey, Wish], lost: dict[EditionKey, str]
    ) -> bool:
        item, language = key
        twin = (item, other(language))
        return self._desired[key].plan.is_pair and key not in lost and (twin in lost or twin not in wishes)

    def _release_addresses(self) -> None:
        """What moves leaves its address before anything takes it: pages may change places. Nobody sees it in between."""
        moved = [tracked.edition.pk for tracked in self._tracked.values() if tracked.is_moved]
        if moved:
            Edition.objects.filter(pk__in=moved).update(state=State.WITHDRAWN)

    def _save(self) -> None:
        """Writes facts and facets, so that composition can read them."""
        self._release_addresses()
        in_order = [tracked for _, tracked in sorted(self._tracked.items())]
        self._save_tombstones([tracked.edition for tracked in in_order if tracked.is_ended])
        published = [tracked for tracked in in_order if tracked.is_published]
        fresh = [tracked.edition for tracked in published if tracked.edition.pk is None]
        facets = stored_facets(tracked.edition for tracked in published if tracked.edition.pk is not None)
        Edition.objects.bulk_create(fresh)
        stays = [*published, *(tracked for tracked in in_order if tracked.is_held)]
        update_rows([tracked.edition for tracked in stays if tracked.facts_differ], FACTS)
        save_facets([(tracked.edition, tracked.facets) for tracked in published], facets)

    def _save_tombstones(self, ended: list[Edition]) -> None:
        moved = ends_of_moves((edition.item, edition.lang) for edition in ended) if ended else {}
        together: dict[tuple[UUID, ChangeKind], list[Edition]] = {}
        for edition in ended:
            kind = ChangeKind.MOVED if (edition.item, edition.lang) in moved else ChangeKind(edition.state)
            together.setdefault((edition.item, kind), []).append(edition)
        for (item, kind), editions in together.items():
            version = self._log.append(item, [edition.language for edition in editions], kind)
            for edition in editions:
                edition.version, edition.changed_at = version, self._log.now
                edition.save()
                edition.facets.exclude(name__in=TOMBSTONE_FACETS).delete()

    def _to_compose(self, done: set[UUID]) -> list[Edition]:
        """The published editions of the items, and all that show something of one which has changed."""
        tracked = self._tracked.values()
        found = {one.edition.pk: one.edition for one in tracked if one.edition.state == State.PUBLISHED}
        for condition in editions_showing([appearance for one in tracked for appearance in one.appearances()]):
            others = Edition.objects.filter(condition, state=State.PUBLISHED).exclude(item__in=done)
            found.update((row.pk, row) for row in others.defer(*BYTES) if row.pk not in found)
        return list(found.values())

    def _compose(self, editions: list[Edition]) -> None:
        """The second half: the bytes of what has changed, one row of the log for an item's languages together."""
        near = Neighbourhood(editions, self._log.now)
        changed: dict[tuple[UUID, ChangeKind], list[tuple[Edition, ComposedEdition]]] = {}
        for edition in editions:
            composed = self._composed(edition, near)
            if composed is not None and composed.digest != edition.digest:
                changed.setdefault((edition.item, self._kind(edition)), []).append((edition, composed))
        for (item, kind), rows in changed.items():
            version = self._log.append(item, [edition.language for edition, _ in rows], kind)
            for edition, composed in rows:
                write_bytes(edition, composed, version, self._log.now)
        written = [edition for rows in changed.values() for edition, _ in rows]
        update_rows(written, ["digest", "version", "changed_at", *BYTES])

    def _note_addresses(self) -> None:
        """Notes where the items, and the files and pictures that they show, are public now."""
        addresses: dict[str, UUID] = {}
        for tracked in self._tracked.values():
            if (tracked.is_published or tracked.is_held) and tracked.edition.state == State.PUBLISHED:
                addresses |= media_addresses(tracked.edition.content)
                addresses[tracked.edition.path] = tracked.edition.item
        if addresses:
            note_addresses(addresses, self._log.now)

    def _kind(self, edition: Edition) -> ChangeKind:
        """What happened to it; of a pair that goes out, to either language: it has one row of the log."""
        desired = self._desired.get((edition.item, edition.lang))
        goes_out = desired is not None and desired.plan.is_pair and desired.plan.kind is not None
        both = (self._tracked.get((edition.item, code)) for code in (CODES if goes_out else (edition.lang,)))
        return ChangeKind.MOVED if any(one and one.is_moved for one in both) else ChangeKind.PUBLISHED

    def _composed(self, edition: Edition, near: Neighbourhood) -> ComposedEdition | None:
        """The edition's bytes; None, with its last good ones left in place, where its content has a wrong shape."""
        try:
            return compose(edition, near)
        except (ValidationError, KeyError):
            logger.exception(
                "edition not made: %s %s."
                " What to do: report it with what stands below; what was public stays, and the next change or day tries again.",
                edition.language,
                edition.item,
            )
            self.unmade.add(edition.item)
        if not edition.digest:
            edition.state = State.WITHDRAWN
            edition.save(update_fields=["state"])
        return None
