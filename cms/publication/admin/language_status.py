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

from ..completeness.judge import snippet_gaps
from ..completeness.texts import digest
from ..completeness.translations import NO_RECORDS, records_of
from ..models import Edition
from ..payload.addresses import api_address, public_address
from ..projections.versions import live_version
from ..reconciliation.desired_state import Candidate
from ..visibility import is_served
from .inspection import Inspection
from .locations import Place, object_at, place_of

LANGUAGE_NAMES = {"cy": _("Welsh"), "en": _("English")}


@dataclass(frozen=True)
class Lack:
    """A gap as the screen shows it. `key` is the item or snippet it belongs to; `text` is in `language`."""

    key: UUID
    explanation: str
    place: str
    text: str
    language: Language
    confirmable: bool
    edit_url: str | None = None

    @property
    def name(self) -> str:
        """What a tick sends: enough to know the text again, and nothing that could be made to say another."""
        return f"{self.key.hex}-{digest(self.text)}"


@dataclass(frozen=True)
class SnippetStanding:
    """A snippet that is not wholly in its language."""

    title: str
    type: str
    language: Language
    edit_url: str | None
    lacks: tuple[Lack, ...]


@dataclass(frozen=True)
class Standing:
    """An item in one language. What a user may not edit has neither title, unless it is public, nor lacks."""

    language: Language
    name: str
    page: Any = None
    may_edit: bool = False
    edit_url: str | None = None
    translate_url: str | None = None
    edition: Edition | None = None
    is_public: bool = False
    is_earlier: bool = False
    is_translation: bool = False
    stale_since: datetime | None = None
    reasons: tuple[str, ...] = ()
    lacks: tuple[Lack, ...] = ()
    snippets: tuple[SnippetStanding, ...] = ()

    @property
    def address(self) -> str:
        """The public address of the edition."""
        return public_address(self.language, self.edition.path) if self.edition else ""

    @property
    def api_address(self) -> str:
        """The address of the edition over REST."""
        return api_address(self.edition.item, self.language) if self.edition else ""

    def confirmable(self) -> Iterator[Lack]:
        """The texts that the user may confirm to be right in both languages."""
        for lack in (*self.lacks, *(lack for snippet in self.snippets for lack in snippet.lacks)):
            if lack.confirmable:
                yield lack


class Desk:
    """One user's view of one item."""

    def __init__(self, item: UUID, user: Any, now: datetime) -> None:
        self.item, self.user, self.now = item, user, now
        self._inspection = Inspection({item}, now)
        self._records = records_of({item}).get(item, NO_RECORDS)
        self._finder = AdminURLFinder(user)
        rows = Edition.objects.filter(item=item).defer("card", "body", "body_gzip", "content")
        self._editions: dict[str, Edition] = {row.language: row for row in rows}

    def standings(self) -> list[Standing]:
        """One standing a language."""
        return [self._standing(language) for language in CODES]

    def _standing(self, language: Language) -> Standing:
        key = (self.item, language)
        candidate, edition = self._inspection.candidates.get(key), self._editions.get(language)
        page = candidate.page if candidate else self._inspection.pages.get(key)
        standing = Standing(
            language=language,
            name=str(LANGUAGE_NAMES[language]),
            page=page,
            edition=edition,
            is_public=edition is not None and is_served(edition, self.now),
            reasons=tuple(self._inspection.reasons(key)),
        )
        if page is None:
            return replace(standing, translate_url=self._translate_url(language))
        standing = replace(
            standing,
            is_earlier=edition is not None and edition.revision != page.live_revision_id,
            is_translation=self._records.made_from(page, self._inspection.pages.get((self.item, other(language)))),
            stale_since=candidate.stale_since if candidate else None,
        )
        if not page.permissions_for_user(self.user).can_edit():
            return standing
        return replace(
            standing,
            may_edit=True,
            edit_url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
            lacks=tuple(self._lacks(language, page)),
            snippets=tuple(self._snippets(language, candidate)) if candidate else (),
        )

    def _translate_url(self, language: Language) -> str | None:
        source = self._inspection.pages.get((self.item, other(language)))
        if source is None or not self.user.has_perm("wagtail_localize.submit_translation"):
            return None
        return reverse("wagtail_localize:submit_page_translation", args=[source.pk])

    def _lacks(self, language: Language, page: Any) -> Iterator[Lack]:
        gaps = [gap for gap in self._inspection.gaps((self.item, language)) if gap.kind != "snippet_incomplete"]
        content = live_version(page).page if gaps else page
        for gap in gaps:
            place = place_of(content, gap.path)
            yield self._lack(self.item, gap, place, language, may_confirm=True)

    def _lack(self, key: UUID, gap: Gap, place: Place, language: Language, *, may_confirm: bool) -> Lack:
        concerned = object_at(place, gap.text)
        others = gap.confirmable or gap.kind == "snippet_missing"
        return Lack(
            key=key,
            explanation=gap.explanation,
            place=place.label,
            text=gap.text,
            language=other(language) if others else language,
            confirmable=gap.confirmable and may_confirm,
            edit_url=self._finder.get_edit_url(concerned) if concerned else None,
        )

    def _snippets(self, language: Language, candidate: Candidate) -> Iterator[SnippetStanding]:
        if not any(gap.kind == "snippet_incomplete" for gap in candidate.gaps):
            return
        named = {(type(snippet), snippet.pk): snippet for _path, snippet in candidate.newest.snippets}
        for snippet in named.values():
            gaps = snippet_gaps(snippet)
            if gaps:
                yield self._snippet(language, snippet, gaps)

    def _snippet(self, language: Language, snippet: Any, gaps: list[Gap]) -> SnippetStanding:
        options = snippet._meta
        may_confirm = self.user.has_perm(f"{options.app_label}.change_{options.model_name}")
        return SnippetStanding(
            title=str(snippet),
            type=capfirst(str(options.verbose_name)),
            language=language,
            edit_url=self._finder.get_edit_url(snippet),
            lacks=tuple(
                self._lack(snippet.translation_key, gap, place_of(snippet, gap.path), language, may_confirm=may_confirm)
                for gap in gaps
            ),
        )
