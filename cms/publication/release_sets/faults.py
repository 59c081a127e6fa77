"""What keeps a set from going out: each fault names its item."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Final, Literal
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import CollectionViewRestriction, Page, ReferenceIndex

from cms.content.languages import CODES, Language
from cms.content.models import File, Picture

from ..changelog.log import Log
from ..clock import shared_now
from ..models import Edition, LogHead, ReleaseSetItem, SetState
from ..notices.notice_queries import ends_of_moves
from ..payload.item_links import linked_items
from ..reconciliation.desired_state import DesiredEdition
from ..reconciliation.reconciler import Reconciler
from ..releases.planning import Flip
from ..releases.released_places import EditionKey
from ..visibility import served

# It is not public in a language by itself; it lags behind the other language; another has its address; a link in it leads
# nowhere; it shows a file or picture that readers may not have; another open set has it, too; it cannot be made; it was
# released again since the set that is to be undone.
FaultKind = Literal["not_ready", "stale", "address", "link", "media", "elsewhere", "broken", "newer"]


@dataclass(frozen=True)
class Fault:
    """One item's, in a language or (empty) in both. `target` is where a link leads that leads nowhere, or what is private."""

    item: UUID
    kind: FaultKind
    language: str = ""
    target: UUID | None = None

    def stored(self) -> dict[str, str]:
        """As JSON keeps it."""
        return {name: str(value) for name, value in asdict(self).items() if value}


class FaultyError(Exception):
    """Nothing went out, since items are at fault."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = list(faults)
        super().__init__(", ".join(f"{fault.item} {fault.language} {fault.kind}" for fault in self.faults))


class FlipReconciler(Reconciler):
    """Reconciles the items of a set and what shows them; raises FaultyError before it writes anything if one is at fault."""

    def __init__(self, log: Log, flip: Flip) -> None:
        super().__init__(log, flip)
        self._of_set: Final = flip

    def faults(self) -> list[Fault]:
        """What is wrong as things stand. Writes nothing."""
        self.read(self._of_set.items)
        return self._found()

    def _decide(self, done: set[UUID]) -> None:
        if found := self._found():
            raise FaultyError(found)
        super()._decide(done)

    def _found(self) -> list[Fault]:
        unseen = self.unseen()
        wrong = list(_not_public(self._of_set, self._desired, unseen))
        if self._of_set.back is not None:
            return wrong
        dead = _dead_links(self._of_set, self._desired, unseen)
        return [*_elsewhere(self._of_set), *wrong, *dead, *_private_media(self._of_set)]


def faults(flip: Flip) -> list[Fault]:
    """What keeps a set from going out now, found without a lock and without writing."""
    try:
        return FlipReconciler(Log(LogHead(), shared_now()), flip).faults()
    except Exception:
        if found := broken_items(flip):
            return found
        raise


def broken_items(flip: Flip) -> list[Fault]:
    """The items that cannot be read by themselves."""
    return [Fault(item, "broken") for item in sorted(flip.items) if _is_broken(flip, item)]


def _is_broken(flip: Flip, item: UUID) -> bool:
    try:
        Reconciler(Log(LogHead(), shared_now()), flip).read({item})
    except Exception:
        return True
    return False


def _elsewhere(flip: Flip) -> Iterator[Fault]:
    others = ReleaseSetItem.objects.filter(item__in=flip.items, release_set__state=SetState.OPEN)
    for item in others.exclude(release_set=flip.release_set).values_list("item", flat=True):
        yield Fault(item, "elsewhere")


def _not_public(
    flip: Flip, desired: Mapping[EditionKey, DesiredEdition], unseen: Collection[EditionKey]
) -> Iterator[Fault]:
    """Items that would not be public in a language, or not as they are."""
    for item in sorted(flip.items):
        wanted: Iterable[Language] = CODES if flip.back is None else sorted(flip.back[item])
        for language in wanted:
            one = desired.get((item, language))
            waits = one is not None and flip.back is None and language in one.plan.held
            if one is None or waits or not one.publishable:
                yield Fault(item, "not_ready", language)
            elif flip.back is None and one.stale_since is not None:
                yield Fault(item, "stale", language)
            elif (item, language) in unseen:
                yield Fault(item, "address", language)


def _public(items: Iterable[UUID]) -> set[UUID]:
    """Those of the items that readers may see in a language."""
    rows = Edition.objects.filter(served(shared_now()), item__in=set(items))
    return set(rows.values_list("item", flat=True))


def _dead_links(
    flip: Flip, desired: Mapping[EditionKey, DesiredEdition], unseen: Collection[EditionKey]
) -> Iterator[Fault]:
    """Links of the items that would lead nowhere."""
    links = {
        key: {UUID(target) for target in linked_items(one.projection.content)}
        for key, one in desired.items()
        if key[0] in flip.items and one.projection is not None
    }
    targets = set[UUID]().union(*links.values())
    there = _public(targets - {item for item, _ in desired})
    there |= {key[0] for key, one in desired.items() if one.publishable and key not in unseen}
    moved = ends_of_moves((target, code) for target in targets - there for code in CODES)
    ends = _public(moved.values())
    there |= {target for (target, _), end in moved.items() if end in ends}
    for key in sorted(links):
        for target in sorted(links[key] - there):
            yield Fault(key[0], "link", key[1], target)


def _private_media(flip: Flip) -> Iterator[Fault]:
    """Files and pictures of the items' pages that readers are not offered: their collection, or one above it, is private."""
    paths = CollectionViewRestriction.objects.values_list("collection__path", flat=True)
    private = Q(*(("collection__path__startswith", path) for path in paths), _connector=Q.OR)
    if not private:
        return
    rows = Page.objects.filter(translation_key__in=flip.items, locale__language_code__in=CODES)
    pages = {
        str(pk): (item, code) for pk, item, code in rows.values_list("pk", "translation_key", "locale__language_code")
    }
    for model in (File, Picture):
        media = {str(pk): uid for pk, uid in model.objects.filter(private).values_list("pk", "uid")}
        shown = ReferenceIndex.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Page), object_id__in=list(pages),
            to_content_type=ContentType.objects.get_for_model(model), to_object_id__in=list(media),
        )  # fmt: skip
        for page, target in sorted(set(shown.values_list("object_id", "to_object_id"))):
            yield Fault(pages[page][0], "media", pages[page][1], media[target])
