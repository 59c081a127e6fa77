"""How an item stands in each language, as the screen shows it to one user."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import AdminURLFinder

from cms.content.languages import CODES, Language, other
from cms.content.projection.gaps import Gap

from ..address_history import PastAddress, addresses_of
from ..completeness.snippet_judge import gaps_of_snippet
from ..completeness.texts import digest
from ..completeness.translations import NO_RECORDS, records_of
from ..completeness.versions import live_version
from ..models import Edition, Lag, LanguageStanding, ReleaseSet
from ..payload.addresses import api_address, public_address
from ..reconciliation.desired_state import DesiredEdition
from ..reconciliation.tracked_edition import BYTES
from ..release_sets.set_members import open_set_of
from ..releases.instructions import changed_texts, public_pair
from ..releases.planning import Waiting
from ..visibility import is_served
from .inspection import Inspection
from .locations import FormLocation, field_address, location_of, object_at, snippet_field_address
from .releasing.outcomes import waits_for

LANGUAGE_NAMES = {"cy": _("Welsh"), "en": _("English")}


@dataclass(frozen=True)
class ShownGap:
    """A gap as the screen shows it. `key` is the item or snippet it belongs to; `text` is in `language`."""

    key: UUID
    explanation: str
    place: str
    text: str
    language: Language
    confirmable: bool
    confirmation: str = ""
    edit_url: str | None = None
    place_url: str | None = None

    @property
    def name(self) -> str:
        """What a tick sends: enough to know the text again, and nothing that could be made to say another."""
        return f"{self.key.hex}-{digest(self.text)}"


@dataclass(frozen=True)
class FieldLink:
    """A field by its place in the form, and the way to it."""

    label: str
    url: str


@dataclass(frozen=True)
class IncompleteSnippet:
    """A snippet that is not wholly in its language."""

    title: str
    type: str
    language: Language
    edit_url: str | None
    gaps: tuple[ShownGap, ...]


@dataclass(frozen=True)
class LanguageOverview:
    """An item in one language. What a user may not edit has neither title, unless it is public, nor gaps."""

    language: Language
    name: str
    page: Any = None
    may_edit: bool = False
    edit_url: str | None = None
    translate_url: str | None = None
    edition: Edition | None = None
    is_public: bool = False
    is_earlier: bool = False
    is_held: bool = False
    goes_together: bool = False
    waits_for: str = ""
    waits_for_fields: tuple[FieldLink, ...] = ()
    waits_for_set: ReleaseSet | None = None
    is_waiting_for_a_word: bool = False
    may_release: bool = False
    twin_edit_url: str | None = None
    is_translation: bool = False
    stale_since: datetime | None = None
    is_waited_for: bool = False
    reasons: tuple[str, ...] = ()
    gaps: tuple[ShownGap, ...] = ()
    snippets: tuple[IncompleteSnippet, ...] = ()
    past_addresses: tuple[PastAddress, ...] = ()

    @property
    def former_addresses(self) -> tuple[PastAddress, ...]:
        """Where it was public and is no more."""
        here = self.edition.path if self.edition and self.is_public else None
        return tuple(one for one in self.past_addresses if one.path != here)

    @property
    def address(self) -> str:
        """The public address of the edition."""
        return public_address(self.language, self.edition.path) if self.edition else ""

    @property
    def api_address(self) -> str:
        """The address of the edition over REST."""
        return api_address(self.edition.item, self.language) if self.edition else ""

    @property
    def keeps_up(self) -> bool:
        """Whether readers see a translation that is complete and as new as its original, which has nothing newer to go out."""
        is_behind = self.is_earlier or self.stale_since or self.is_waited_for
        return self.is_public and not is_behind and not self.gaps

    def confirmable(self) -> Iterator[ShownGap]:
        """The texts that the user may confirm to be right."""
        for gap in (*self.gaps, *(gap for snippet in self.snippets for gap in snippet.gaps)):
            if gap.confirmable:
                yield gap


class ItemOverview:
    """One user's view of one item."""

    def __init__(self, item: UUID, user: Any, now: datetime) -> None:
        self.item, self.user, self.now = item, user, now
        self._inspection = Inspection({item}, now)
        self._records = records_of({item}).get(item, NO_RECORDS)
        self._finder = AdminURLFinder(user)
        rows = Edition.objects.filter(item=item).defer(*BYTES, "content")
        self._past_addresses = addresses_of(item)
        behind = LanguageStanding.objects.filter(item=item, lag=Lag.BEHIND)
        self._behind = frozenset(behind.values_list("language", flat=True))
        self._editions: dict[str, Edition] = {row.language: row for row in rows}

    def languages(self) -> list[LanguageOverview]:
        """How the item stands in each language."""
        return [self._language(language) for language in CODES]

    def _language(self, language: Language) -> LanguageOverview:
        key = (self.item, language)
        desired, edition = self._inspection.desired.get(key), self._editions.get(language)
        page = desired.page if desired else self._inspection.pages.get(key)
        overview = LanguageOverview(
            language=language,
            name=str(LANGUAGE_NAMES[language]),
            page=page,
            edition=edition,
            is_public=edition is not None and is_served(edition, self.now),
            is_held=key in self._inspection.held,
            goes_together=desired is not None and desired.plan.policy.begins_with_both,
            reasons=tuple(self._inspection.reasons(key)),
            past_addresses=tuple(one for one in self._past_addresses if one.path.startswith(f"/{language}/")),
        )
        if page is None:
            return replace(overview, translate_url=self._translate_url(language))
        overview = replace(
            overview,
            is_earlier=edition is not None and edition.revision not in {None, page.live_revision_id},
            is_translation=self._records.made_from(page, self._inspection.pages.get((self.item, other(language)))),
            stale_since=desired.stale_since if desired else None,
            is_waited_for=language in self._behind and not (desired and desired.stale_since),
            **self._waiting(language, desired),
        )
        if not page.permissions_for_user(self.user).can_edit():
            return overview
        return replace(
            overview,
            may_edit=True,
            edit_url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
            gaps=tuple(self._gaps(language, page)),
            snippets=tuple(self._snippets(language, desired)) if desired else (),
        )

    def _waiting(self, language: Language, desired: DesiredEdition | None) -> dict[str, Any]:
        """What a complete version waits for, and whether the user may let it go."""
        waiting = desired.plan.held.get(language) if desired else None
        if desired is None or waiting is None:
            return {}
        twin = self._inspection.pages.get((self.item, other(language)))
        may_edit = twin is not None and twin.permissions_for_user(self.user).can_edit()
        return {
            "waits_for": waits_for(language, waiting),
            "waits_for_fields": tuple(self._fields_waited_for(language, waiting, twin)) if may_edit else (),
            "waits_for_set": open_set_of(self.item),
            "is_waiting_for_a_word": waiting == "twin_differs",
            "may_release": bool(desired.page.permissions_for_user(self.user).can_publish()),
            "twin_edit_url": reverse("wagtailadmin_pages:edit", args=[twin.pk]) if twin and may_edit else None,
        }

    def _fields_waited_for(self, language: Language, waiting: Waiting, twin: Any) -> Iterator[FieldLink]:
        """Where the other language has to be changed: what it lacks, or what has changed since both said the same."""
        if waiting == "twin_incomplete":
            content = live_version(twin).page
            paths = [gap.path for gap in self._inspection.gaps((self.item, other(language))) if gap.path]
        elif waiting == "twin_differs" and (base := public_pair(self.item).get(language)) is not None:
            page = self._inspection.pages[self.item, language]
            content, paths = live_version(page).page, changed_texts(page, base)
        else:
            return
        links: dict[str, str] = {}
        for path in paths:
            links.setdefault(location_of(content, path).label, self._field_address(twin, path))
        for label, url in links.items():
            yield FieldLink(label, url)

    def _field_address(self, page: Any, path: str) -> str:
        translation = self._records.targets.get(page.locale.language_code)
        return field_address(page, path, is_translated=translation is not None and translation.enabled)

    def _translate_url(self, language: Language) -> str | None:
        source = self._inspection.pages.get((self.item, other(language)))
        if source is None or not self.user.has_perm("wagtail_localize.submit_translation"):
            return None
        return reverse("wagtail_localize:submit_page_translation", args=[source.pk])

    def _gaps(self, language: Language, page: Any) -> Iterator[ShownGap]:
        gaps = [gap for gap in self._inspection.gaps((self.item, language)) if gap.kind != "snippet_incomplete"]
        content = live_version(page).page if gaps else page
        for gap in gaps:
            location = location_of(content, gap.path)
            shown = self._shown(self.item, gap, location, language, may_confirm=True)
            yield replace(shown, place_url=self._field_address(page, gap.path)) if gap.path else shown

    def _shown(self, key: UUID, gap: Gap, location: FormLocation, language: Language, *, may_confirm: bool) -> ShownGap:
        concerned = object_at(location, gap.text)
        others = gap.confirmable or gap.kind == "snippet_missing"
        return ShownGap(
            key=key,
            explanation=gap.explanation,
            place=location.label,
            text=gap.text,
            language=other(language) if others else language,
            confirmable=gap.confirmable and may_confirm,
            confirmation=gap.confirmation if gap.confirmable else "",
            edit_url=self._finder.get_edit_url(concerned) if concerned else None,
        )

    def _snippets(self, language: Language, desired: DesiredEdition) -> Iterator[IncompleteSnippet]:
        if not any(gap.kind == "snippet_incomplete" for gap in desired.gaps):
            return
        named = {(type(snippet), snippet.pk): snippet for _path, snippet in desired.newest.snippets}
        for snippet in named.values():
            gaps = gaps_of_snippet(snippet)
            if gaps:
                yield self._snippet(language, snippet, gaps)

    def _snippet(self, language: Language, snippet: Any, gaps: list[Gap]) -> IncompleteSnippet:
        options = snippet._meta
        may_confirm = self.user.has_perm(f"{options.app_label}.change_{options.model_name}")
        return IncompleteSnippet(
            title=str(snippet),
            type=capfirst(str(options.verbose_name)),
            language=language,
            edit_url=self._finder.get_edit_url(snippet),
            gaps=tuple(self._gap_of_snippet(snippet, gap, language, may_confirm=may_confirm) for gap in gaps),
        )

    def _gap_of_snippet(self, snippet: Any, gap: Gap, language: Language, *, may_confirm: bool) -> ShownGap:
        shown = self._shown(
            snippet.translation_key, gap, location_of(snippet, gap.path), language, may_confirm=may_confirm
        )
        edit_url = self._finder.get_edit_url(snippet)
        return replace(shown, place_url=snippet_field_address(snippet, gap.path, edit_url)) if edit_url else shown
