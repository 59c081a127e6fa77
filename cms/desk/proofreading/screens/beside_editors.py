"""What the editors of pages and translations say of the checks, before something is published and after it was saved."""

import logging
from typing import Any, Final

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail_localize.models import Translation

from cms.content.models import Term
from cms.content.pages import ContentPage

from ..keeping.open_findings import findings_of, up_to_date
from ..models import TextFinding
from .shown_findings import checks_address, shown

# Beyond these a note leads to all of them.
_MOST_BESIDE: Final = 10
logger = logging.getLogger(__name__)


def findings_beside(page: Any) -> dict[str, Any]:
    """What was found in the text of a page, for the panel of checks; None where it is not checked."""
    if not isinstance(page, ContentPage) or page.pk is None or page.alias_of_id is not None:
        return {"findings": None}
    return {"findings": shown(_open(page)), "url": checks_address(page.translation_key)}


def publishing_note(page: Any) -> SafeString | None:
    """Beside the button that publishes: how much there is to look at. In the translation editor, which has no panel, what."""
    rows = _open(page)
    if not rows:
        return None
    context = {
        "number": len(rows),
        "url": checks_address(page.translation_key),
        "findings": shown(rows[:_MOST_BESIDE]) if _is_translated(page) else [],
    }
    return render_to_string("proofreading/includes/note.html", context)


def after_saving(request: HttpRequest, saved: Any) -> None:
    """After a page or term was saved: says that there is something to look at, if there is. Never keeps one from working."""
    if not isinstance(saved, ContentPage | Term) or not request.accepts("text/html"):
        return
    try:
        rows = _open(saved)
    except Exception:  # a message is never worth an editor's work
        logger.exception(
            "the text of %s was not checked. What to do: report it with what stands below; it was saved.", saved.pk
        )
        return
    if rows:
        said = _("Things to look at in the text: %(number)s.")
        link = messages.button(checks_address(saved.translation_key), _("See the checks"))
        messages.warning(request, said % {"number": len(rows)}, buttons=[link])


def _open(page: Any) -> list[TextFinding]:
    """What there is to look at in a page or term in its own language, checked as it was last saved."""
    up_to_date([page.translation_key])
    return list(findings_of([page.translation_key]).filter(proof__language=page.locale.language_code))


def _is_translated(page: Any) -> bool:
    return bool(
        Translation.objects.filter(
            source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
        ).exists()
    )
