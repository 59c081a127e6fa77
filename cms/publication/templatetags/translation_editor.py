"""What the page around a translation's texts needs: what publishing does, and the buttons of all pages."""

from typing import Any, Final

from django import template
from django.utils.translation import gettext as _
from wagtail.admin.ui.menus.pages import get_page_header_buttons
from wagtail.admin.widgets.button import ButtonWithDropdown

from ..admin.releasing.dates_view import dates_address, dates_in_words
from ..admin.releasing.publish_menu import publishing_does
from ..releases.item_dates import dated_pages

# The form of the button that publishes, to which the ticks above it belong.
PUBLISH_FORM: Final = "publish-translation"
register = template.Library()


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
