"""What the page around wagtail-localize's editor needs: which actions the user is offered, and the buttons of all pages."""

import json
from typing import Any, Final

from django import template
from django.utils.translation import gettext as _
from wagtail.admin.ui.menus.pages import get_page_header_buttons
from wagtail.admin.widgets.button import ButtonWithDropdown
from wagtail.locks import ScheduledForPublishLock

from ..admin.releasing.dates_view import dates_address, dates_in_words
from ..admin.releasing.publish_menu import publishing_does
from ..releases.item_dates import dated_pages
from ..safeguards.publishing_rules import refusal

# By which translation_editor.js names the form of wagtail-localize's button that publishes.
PUBLISH_FORM: Final = "publish-translation"
register = template.Library()


@register.simple_tag(takes_context=True)
def editor_props(context: dict[str, Any], props: str) -> dict[str, Any]:
    """The editor's properties: nobody is offered to withdraw a page who may not publish it, or to write in a locked one."""
    known, user = json.loads(props), context["request"].user
    page = context["instance"] if context["is_page"] else None
    lock = page.get_lock() if page else None
    known["perms"]["canUnlock"] = known["perms"]["canUnlock"] and known["object"]["isLocked"]
    # What is scheduled keeps the texts that it has, whatever is written meanwhile.
    is_locked = lock is not None and not isinstance(lock, ScheduledForPublishLock) and lock.for_user(user)
    known["object"]["isLocked"] = bool(is_locked)
    refused = bool(page and refusal(page, user))
    can_publish = bool(known["perms"]["canPublish"]) and not known["object"]["isLocked"] and not refused
    known["perms"]["canPublish"] = can_publish
    if not can_publish:
        known["links"]["convertToAliasUrl"] = None
    return {"props": json.dumps(known), "can_publish": can_publish, "previews": known["previewModes"]}


@register.inclusion_tag("publication/admin/includes/before_publishing.html", takes_context=True)
def before_publishing(context: dict[str, Any], page: Any) -> dict[str, Any]:
    """What publishing the translation will do to what readers see, and the tick that changes it."""
    return {
        **publishing_does(page),
        "form_id": PUBLISH_FORM,
        "dates": dates_in_words(dated_pages(page)),
        "dates_url": dates_address(page, context["request"].path),
    }


@register.simple_tag(takes_context=True)
def editor_buttons(context: dict[str, Any], page: Any) -> list[Any]:
    """The three dots of Wagtail's own editor: the way to the public editions among them."""
    request = context["request"]
    buttons = get_page_header_buttons(page=page, user=request.user, next_url=request.path, view_name="edit")
    attributes = {
        "aria-label": _("Actions"),
        "data-action": (
            "w-breadcrumbs:opened@document->w-dropdown#hide w-breadcrumbs:closed@document->w-dropdown#hide"
        ),
    }
    more = ButtonWithDropdown(
        buttons=sorted(buttons), icon_name="dots-horizontal", attrs=attributes, classname="w-h-slim-header"
    )
    return [more] if buttons else []
