"""What keeps items from the public, said in the language of the screen. It reads; `actions` write."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.models import Page, PageViewRestriction
from wagtail_localize.models import Translation

from cms.content.languages import CODES, other
from cms.content.projection.gaps import EXPLANATIONS, Gap

from ..models import AddressClaim, Edition
from ..reconciliation.desired_state import DesiredEdition, desired_state, mixes_languages
from ..releases.planning import Flip
from ..releases.released_places import EditionKey
from ..safeguards.blast_radius import open_withdrawals
from ..safeguards.one_address import holder_of
from ..visibility import paths_in_both_trees, served
from .locations import field_address, location_of
from .releasing.outcomes import waits_for

# As much of a text as one knows it by.
_BEGINNING: Final = 80


class Inspection:
    """The pages of some items at one moment, or as they would be with a set that goes out.

    The number of queries does not depend on the size of the site.
    """

    def __init__(self, items: Iterable[UUID], now: datetime, flip: Flip | None = None) -> None:
        wanted = set(items)
        self.now = now
        self.desired: dict[EditionKey, DesiredEdition] = desired_state(wanted, now, flip=flip)
        rows = Page.objects.filter(translation_key__in=wanted, locale__language_code__in=CODES).select_related("locale")
        self.pages: dict[EditionKey, Any] = {(page.translation_key, page.locale.language_code): page for page in rows}
        claims = AddressClaim.objects.filter(item__in=wanted).values_list("item", "language", "address")
        self._claims = {(item, language): address for item, language, address in claims}
        self.held = set(open_withdrawals().filter(item__in=wanted).values_list("item", "language"))
        paths = {step for page in self.pages.values() for step in _paths_down_to(page)}
        self._private = tuple(paths_in_both_trees(PageViewRestriction.objects.values_list("page__path", flat=True)))
        self._restrictions = list(PageViewRestriction.objects.filter(page__path__in=paths).select_related("page"))

    def gaps(self, key: EditionKey) -> tuple[Gap, ...]:
        """What the content lacks, said once: not that a page is an alias, nor that what only holds a wrong file is empty."""
        desired = self.desired.get(key)
        gaps = desired.gaps if desired else ()
        explained = {gap.path.partition(".")[0] for gap in gaps if gap.kind != "empty"}
        return tuple(gap for gap in gaps if gap.kind != "alias" and not (gap.kind == "empty" and gap.path in explained))

    def reasons(self, key: EditionKey) -> list[str]:
        """Why the public may not see the page, gaps of its content aside; empty where it may."""
        page = self.pages.get(key)
        if page is None:
            return [_("There is no page in this language yet.")]
        return list(self._reasons(key, page))

    def why(self, key: EditionKey, content: Any = None) -> str:
        """All of it in one line: the first reason, and how many more there are. With the live `content` it says where."""
        said = [*self.reasons(key), *(_in_a_line(gap, content) for gap in self.gaps(key))]
        if not said:
            return _("Nothing keeps it back: readers will see it in a moment.")
        if len(said) == 1:
            return said[0]
        return _("%(reason)s Other reasons: %(count)s.") % {"reason": said[0], "count": len(said) - 1}

    def field(self, key: EditionKey) -> str:
        """The address of the field of what is missing first; empty where it is no field that keeps the page back."""
        page = self.pages.get(key)
        path = next((gap.path for gap in self.gaps(key) if gap.path), "")
        return field_address(page, path, is_translated=key in self._translated) if page is not None and path else ""

    @cached_property
    def _translated(self) -> set[EditionKey]:
        """The pages that are edited in the screen of translations."""
        rows = Translation.objects.filter(source__object_id__in={item for item, _language in self.pages}, enabled=True)
        return set(rows.values_list("source__object_id", "target_locale__language_code"))

    def _reasons(self, key: EditionKey, page: Any) -> Iterator[str]:
        if page.alias_of_id is not None:
            yield str(EXPLANATIONS["alias"])
        if key not in self.desired:
            yield _("The page is not below a home page.")
        if page.expired or (page.expire_at is not None and page.expire_at <= self.now):
            yield _("The page has expired.")
        elif not page.live:
            yield _("The page is a draft: it has not been published.")
        yield from self._restricted(key, page)
        yield from self._misplaced(key)
        yield from self._held(key)

    def _held(self, key: EditionKey) -> Iterator[str]:
        """It waits for its twin, or went with it."""
        desired, twin = self.desired.get(key), self.desired.get((key[0], other(key[1])))
        if desired is None:
            return
        if key[1] in desired.plan.held:
            yield waits_for(key[1], desired.plan.held[key[1]])
        elif desired.plan.is_pair and desired.publishable and twin is not None and twin.lacking:
            yield _("The page in the other language lacks something, so readers see neither.")

    def _misplaced(self, key: EditionKey) -> Iterator[str]:
        """Its address mixes languages, or is another's."""
        desired = self.desired.get(key)
        if desired is not None and mixes_languages(key[1], desired.above):
            yield _("A page above it is in the other language: its address would mix languages. Move it.")
        holder = holder_of(self._claims[key]) if key in self._claims else None
        if desired is None or holder is None:
            return
        told = {"title": holder.title, "address": holder.path, "number": holder.number}
        if self._claims[key] == desired.path:
            yield _("Its address, %(address)s, belongs to “%(title)s”. Give it another slug, or move it.") % told
        elif desired.number and not self._claims[key].startswith("/"):
            yield _("Its number, %(number)s, belongs to “%(title)s”. Give it another number.") % told
        else:
            yield _("Its address leads through %(address)s, which belongs to “%(title)s”. Move it.") % told

    def _restricted(self, key: EditionKey, page: Any) -> Iterator[str]:
        for restriction in self._restrictions:
            where = restriction.page
            if where.pk == page.pk:
                yield _("The page is private.")
            elif page.path.startswith(where.path):
                yield _("A page above it is private: %(title)s.") % {"title": where.title}
        own = any(page.path.startswith(restriction.page.path) for restriction in self._restrictions)
        if not own and page.path.startswith(self._private):
            yield _("The page in the other language, or a page above it, is private.")


def public_editions(now: datetime) -> QuerySet[Edition]:
    """The editions that are served at this moment."""
    return Edition.objects.filter(served(now))


def not_public_as_they_are(pages: QuerySet[Page], now: datetime) -> QuerySet[Page]:
    """Those of `pages` that the public does not see, or sees in an earlier version."""
    own = public_editions(now).filter(item=OuterRef("translation_key"), language=OuterRef("locale__language_code"))
    newest = Q(revision=OuterRef("live_revision")) | Q(revision=None)
    held = open_withdrawals().filter(item=OuterRef("translation_key"), language=OuterRef("locale__language_code"))
    return pages.filter(~Exists(own.filter(newest)) | Exists(held))


def _paths_down_to(page: Any) -> Iterator[str]:
    return (page.path[:length] for length in range(page.steplen, len(page.path) + 1, page.steplen))


def _in_a_line(gap: Gap, content: Any) -> str:
    place = f"{location_of(content, gap.path).label}: " if content is not None and gap.path else ""
    text = f"“{Truncator(gap.text).chars(_BEGINNING)}” – " if gap.text else ""
    return f"{place}{text}{gap.explanation}"
