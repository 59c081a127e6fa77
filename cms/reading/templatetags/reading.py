"""What templates of reading pages say in words: dates, sizes, counts, languages."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from cms.content.languages import Language
from cms.content.vocabularies import IN_LANGUAGE
from cms.publication.payload.addresses import shown_address

from ..item_page import part_label, readable
from ..wording import file_facts, local_day, written_date, written_duration

register = template.Library()
register.filter("shown_address", shown_address)


@register.filter
def day(value: str, language: Language) -> str:
    """`14 Gorffennaf 2026`."""
    return written_date(value, language)


@register.filter
def iso_day(value: str) -> str:
    """`2026-07-14`, for `<time>`."""
    return local_day(value).isoformat()


@register.filter
def facts(file: dict[str, Any], language: Language) -> str:
    """A file's format, size, pages and language."""
    return file_facts(file, language)


@register.filter
def duration(seconds: int, language: Language) -> str:
    """`12 munud 30 eiliad`."""
    return written_duration(seconds, language)


@register.filter
def elsewhere(target: Language, language: Language) -> str:
    """`yn Saesneg` for a link that leads there from a Welsh page."""
    return IN_LANGUAGE[target].text(language)


@register.filter
def words_of(html: str, language: Language) -> SafeString:
    """Rich text of a payload."""
    return readable(html, language)


@register.filter
def label_of(card: dict[str, Any], language: Language) -> str:
    """`Adran 6` for a section's card."""
    return part_label(card, language)


@register.filter
def dialled(telephone: str) -> str:
    """A telephone number as an address has it (RFC 3966): in `+44 (0)29 …` nobody dials the 0 after a country's code."""
    number = telephone.replace("(0)", "") if telephone.strip().startswith("+") else telephone
    return "".join(sign for sign in number if sign.isascii() and (sign.isdigit() or sign == "+"))
