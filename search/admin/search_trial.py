"""The page on which an editor tries a search, and what it would find if a term or a page were otherwise."""

from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic import PermissionCheckedMixin
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from cms.content.languages import parse

from ..engines.interface import Unavailable
from ..querying.search_results import Match
from ..trial.trial_run import LIMIT, FirstHits, TrialHit, try_out
from ..trial.tried_change import TooManyPages
from .query_diagnosis import Diagnosis, diagnose, edit_urls
from .search_report import SearchReportView
from .trial_form import TrialForm

MATCHES: Final[dict[Match, Promise]] = {
    "all": lazy("has all the words that any page has"),
    "most": lazy("has most of the words"),
    "any": lazy("has some of the words"),
    "twin": lazy("has them in the other language"),
}


@dataclass(frozen=True, slots=True)
class ShownHit:
    """A hit in words: how much of the query it has, how it moves, and where it is edited."""

    hit: TrialHit
    match: str
    move: str
    edit_url: str | None


@dataclass(frozen=True, slots=True)
class ShownHits:
    """One of the two lists."""

    heading: str
    total: int
    hits: tuple[ShownHit, ...]
    meant: str | None


class SearchTrialView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    """Shown to those who may see the report. It only reads, so that its address can be passed on."""

    model = Page  # whose permissions are asked
    any_permission_required = SearchReportView.any_permission_required
    page_title = lazy("Try a search")
    header_icon = "search"
    template_name = "search/admin/trial.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The breadcrumb of the page: it is reached from the report."""
        report = {"url": reverse("search_report"), "label": SearchReportView.page_title}
        return [*self.breadcrumbs_items, report, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the template needs, Wagtail's header included."""
        given = self.request.GET
        form = (
            TrialForm(given) if "q" in given else TrialForm(initial={"language": parse(get_language() or "") or "en"})
        )
        context = {**super().get_context_data(**kwargs), "form": form, "media": form.media, "limit": LIMIT}
        if form.is_bound and form.is_valid():
            context |= self._results(form)
        return context

    def _results(self, form: TrialForm) -> dict[str, Any]:
        """Both lists, or what keeps them from being made; and where the words of the query are."""
        language, q = form.cleaned_data["language"], form.cleaned_data["q"]
        try:
            run = try_out(language, q, form.change)
        except TooManyPages as error:
            return {"problem": _too_many(error.pages)}
        except Unavailable:
            return {"problem": _("Search does not answer. Try again in a moment.")}
        lists = [(_("Now"), run.now), (_("With the change"), run.then)]
        urls = edit_urls({hit.item for _heading, one in lists if one for hit in one.hits}, self.request.user)
        by_item = {item: url for (item, code), url in urls.items() if code == language}
        return {
            "language": language,
            "lists": [_shown(heading, one, by_item) for heading, one in lists if one],
            "changes_nothing": run.changes_nothing,
            "diagnosis": _diagnosis(language, q, self.request.user),
        }


def _diagnosis(language: Any, q: str, user: Any) -> Diagnosis | None:
    return diagnose([(language, q)], user).by_query.get((language, q))


def _too_many(pages: int) -> str:
    return ngettext(
        "The forms may be in %(pages)s page, and there was no time to try it.",
        "The forms may be in %(pages)s pages, and there was no time to try so many. Try rarer forms, or fewer.",
        pages,
    ) % {"pages": pages}


def _shown(heading: str, first: FirstHits, edit_urls: dict[Any, str]) -> ShownHits:
    hits = (ShownHit(hit, str(MATCHES[hit.match]), _move(hit), edit_urls.get(hit.item)) for hit in first.hits)
    return ShownHits(heading, first.total, tuple(hits), first.meant)


def _move(hit: TrialHit) -> str:
    """How a hit moves, in words; nothing of one that stays."""
    if hit.move == "rose":
        return ngettext("up %(places)s place", "up %(places)s places", hit.moved) % {"places": hit.moved}
    if hit.move == "fell":
        return ngettext("down %(places)s place", "down %(places)s places", hit.moved) % {"places": hit.moved}
    return {"new": _("new here"), "gone": _("no longer here"), "same": ""}[hit.move]
