"""A term of the glossary as editors see it: is it public, what does it gap, and which words are right in both languages."""

import logging
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from cms.content.languages import CODES, Language, other
from cms.content.models import Term
from cms.content.projection.gaps import Gap

from ..glossary.completeness import TermPair, term_pairs
from ..glossary.term_addresses import term_address, term_api_address
from ..models import State, TermEdition
from .item_overview import LANGUAGE_NAMES, ShownGap
from .locations import location_of, snippet_field_address
from .views import FIELD, confirm_ticked

logger = logging.getLogger(__name__)
_PERMISSION = "content.change_term"


@dataclass(frozen=True)
class TermOverview:
    """A term in one language: its snippet, if there is one, and what keeps it from the public."""

    language: Language
    name: str
    term: Term | None
    edit_url: str | None
    is_public: bool
    address: str
    api_address: str
    gaps: tuple[ShownGap, ...]


@require_http_methods(["GET", "HEAD", "POST"])
def term_view(request: HttpRequest, term_id: int) -> HttpResponse:
    """Shows a term in both languages to those who may change terms; a POST confirms the words that are ticked."""
    term = get_object_or_404(Term, pk=term_id)
    if not request.user.has_perm(_PERMISSION):
        raise PermissionDenied
    overviews = overviews_of(term.translation_key)
    if request.method == "POST":
        _confirm(request, term, overviews)
        return redirect(request.path)
    return render(request, "publication/admin/term.html", _context(term, overviews))


def overviews_of(item: UUID) -> list[TermOverview]:
    """How the term stands in each language."""
    pair = term_pairs([item])[item]
    public = set(TermEdition.objects.filter(item=item, state=State.PUBLISHED).values_list("language", flat=True))
    return [_overview(item, pair, code, code in public) for code in CODES]


def _overview(item: UUID, pair: TermPair, language: Language, is_public: bool) -> TermOverview:
    term = pair.terms.get(language)
    return TermOverview(
        language=language,
        name=str(LANGUAGE_NAMES[language]),
        term=term,
        edit_url=_edit_url(term) if term else None,
        is_public=is_public,
        address=term_address(item, language),
        api_address=term_api_address(item, language),
        gaps=tuple(_shown(item, gap, term, language) for gap in pair.gaps[language]),
    )


def _edit_url(term: Term) -> str:
    return reverse("wagtailsnippets_content_term:edit", args=[term.pk])


def _shown(item: UUID, gap: Gap, term: Term | None, language: Language) -> ShownGap:
    return ShownGap(
        key=item,
        explanation=gap.explanation,
        place=location_of(term, gap.path).label if term else "",
        place_url=snippet_field_address(term, gap.path, _edit_url(term)) if term and gap.path else None,
        text=gap.text,
        language=other(language) if gap.text else language,
        confirmation=gap.confirmation if gap.confirmable else "",
        confirmable=gap.confirmable and (gap.path != "definition" or gap.kind == "wrong_language"),
    )


def _context(term: Term, overviews: list[TermOverview]) -> dict[str, Any]:
    listing = {"url": reverse("wagtailsnippets_content_term:list"), "label": _("Terms")}
    edit = {"url": reverse("wagtailsnippets_content_term:edit", args=[term.pk]), "label": str(term)}
    here = {"url": "", "label": _("Public editions"), "sublabel": str(term)}
    return {
        "breadcrumbs_items": [listing, edit, here],
        "header_title": _("Public editions: %(title)s") % {"title": term},
        "header_icon": "globe",
        "overviews": overviews,
        "field": FIELD,
        "any_confirmable": any(gap.confirmable for overview in overviews for gap in overview.gaps),
    }


def _confirm(request: HttpRequest, term: Term, overviews: list[TermOverview]) -> None:
    """Confirms what is ticked and is still there to be confirmed; says what came of it."""
    gaps = {gap.text: gap for overview in overviews for gap in overview.gaps if gap.confirmable}
    if confirm_ticked(request, gaps.values()):
        _say(request, term)


def before_edit_snippet(request: HttpRequest, instance: Any) -> None:
    """On opening a term, in Wagtail's editor or in wagtail-localize's: says why it is not public."""
    if request.method == "GET" and isinstance(instance, Term):
        _safely(request, instance, held_back_only=True)


def after_save_snippet(request: HttpRequest, instance: Any) -> None:
    """After saving a term: says where the public finds it, or why it does not."""
    if isinstance(instance, Term):
        _safely(request, instance)


def _safely(request: HttpRequest, term: Term, *, held_back_only: bool = False) -> None:
    try:
        _say(request, term, held_back_only=held_back_only)
    except Exception:  # a message is never worth an editor's work
        logger.exception(
            "no message about the public edition of term %s."
            " What to do: report it with what stands below; the term itself was saved.",
            term.pk,
        )


def _say(request: HttpRequest, term: Term, *, held_back_only: bool = False) -> None:
    overviews = overviews_of(term.translation_key)
    if all(overview.is_public for overview in overviews):
        if not held_back_only:
            address = term_address(term.translation_key, term.locale.language_code)
            button = messages.button(address, _("Public address"))
            messages.success(request, _("The term is public in Welsh and English."), buttons=[button])
        return
    gaps = [(overview, gap) for overview in overviews for gap in overview.gaps]
    if not gaps:
        return
    overview, gap = gaps[0]
    reason = f"{overview.name}: {gap.explanation}"
    link = messages.button(reverse("publication_admin:term", args=[term.pk]), _("See what is missing"))
    said = _("The term is not public in either language yet. %(reason)s") % {"reason": reason}
    messages.warning(request, said, buttons=[link])
