"""Tags by which Wagtail's own screens tell how pages stand with readers."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page

from cms.content.pages import ContentPage

from ..admin.item_overview import LANGUAGE_NAMES
from ..admin.releasing.dates_view import dates_address, dates_in_words
from ..admin.releasing.outcomes import outcome
from ..admin.releasing.publish_menu import publishing_notes_of
from ..admin.releasing.take_down_notes import notes_of
from ..admin.translating.standings import Standing, standings
from ..payload.addresses import shown_address
from ..releases.item_dates import dated_pages

register = template.Library()
register.filter("shown_address", shown_address)


@register.simple_tag
def standing_in(table: Any, page: Any) -> Standing | None:
    """How a row's page stands; all rows of the table are looked up at once. None for what is no page of content."""
    if not hasattr(table, "standings"):
        table.standings = standings([row for row in table.data if isinstance(row, Page)], timezone.now())
    found: Standing | None = table.standings.get(page.pk)
    return found


@register.simple_block_tag
def before_form(content: str, screen: str) -> SafeString:
    """A screen of Wagtail's (`block.super`) with notes above what they are about: its form, whose buttons do it."""
    above, form, below = screen.partition("<form")
    return mark_safe(f"{above}{content}{form}{below}")  # noqa: S308 - both are rendered templates


@register.inclusion_tag("publication/admin/includes/take_down_notes.html", takes_context=True)
def take_down_notes(context: dict[str, Any], of: Any) -> dict[str, Any]:
    """What readers lose by taking down a page, or the pages of a bulk action."""
    pages = _content(of)
    return {"notes": notes_of(pages, context["request"].user), "is_content": bool(pages)}


@register.inclusion_tag("publication/admin/includes/publishing_notes.html")
def publishing_notes(of: Any) -> dict[str, Any]:
    """What publishing does to what readers see, of each page of a bulk action."""
    pages = [page.specific for page in _content(of)]
    return {"notes": [(page, outcome(page).text, publishing_notes_of(page)) for page in pages]}


@register.inclusion_tag("publication/admin/includes/moving_notes.html")
def moving_notes(of: Any) -> dict[str, Any]:
    """What a move does to readers and to the other language, for pages of content."""
    return {"is_content": bool(_content(of))}


def _content(of: Any) -> list[Any]:
    """The pages of content of a screen: of one page, or of a bulk action."""
    pages = [of] if isinstance(of, Page) else [row["item"] for row in of]
    return [page for page in pages if issubclass(page.specific_class or Page, ContentPage)]


@register.inclusion_tag("publication/admin/includes/standing_panel.html", takes_context=True)
def standing_panel(context: dict[str, Any], page: Any) -> dict[str, Any]:
    """How an item stands in each language, for the status panel; nothing for what is no page of content."""
    if not isinstance(page, ContentPage) or page.pk is None:
        return {"languages": []}
    pages = list(Page.objects.filter(translation_key=page.translation_key).select_related("locale"))
    found = standings(pages, timezone.now())
    pages.sort(key=lambda one: one.pk != page.pk)
    languages = [
        {"name": LANGUAGE_NAMES.get(one.locale.language_code, one.locale), "page": one, "standing": found[one.pk]}
        for one in pages
        if one.pk in found
    ]
    user, path = context["request"].user, context["request"].path
    may_date = page.alias_of_id is None and page.permissions_for_user(user).can_publish()
    return {
        "languages": languages,
        "url": reverse("publication_admin:item", args=[page.pk]),
        "dates": dates_in_words(dated_pages(page)),
        "dates_url": dates_address(page, path) if may_date else "",
    }
