"""What Wagtail's screens of deleting say of the bin."""

from typing import Any

from django import template
from wagtail.models import Page

from ..screens.bin_messages import going

register = template.Library()


@register.inclusion_tag("trash/bin_notes.html")
def bin_notes(of: Any) -> dict[str, Any]:
    """Of a page, or of the pages of a bulk action."""
    return going([of] if isinstance(of, Page) else [row["item"] for row in of])
