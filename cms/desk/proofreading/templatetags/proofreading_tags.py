"""Tags by which Wagtail's own screens show what was found in a text."""

from typing import Any

from django import template

from ..screens.beside_editors import findings_beside

register = template.Library()


@register.inclusion_tag("proofreading/includes/checks_section.html")
def text_checks(page: Any) -> dict[str, Any]:
    """What to look at in the text of a page in its language."""
    return findings_beside(page)
