"""What templates of reading pages do with drawings."""

import re
from typing import Final

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
_WIDE: Final = re.compile(r'<svg\b[^>]*\bclass="[^"]*\bwide\b')


@register.filter
def drawn(svg: str) -> SafeString:
    """A payload's drawing. Publication made it, with every text in it escaped."""
    return mark_safe(svg)  # noqa: S308 - see cms.content.flowcharts


@register.filter
def is_wide(svg: str) -> bool:
    """Whether a drawing is wider than a phone's screen lets it be read."""
    return _WIDE.match(svg) is not None
