"""wagtail-localize's strings and addresses of an instance, as its own `extract_segments` finds them, in a fraction of the time.

It parses each text several times; here plain text, which most of it is, is not parsed at all. A test compares the two.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import Any, Final

from django.db import models
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue
from wagtail_localize.segments.extract import StreamFieldSegmentExtractor, extract_segments, quote_path_component
from wagtail_localize.strings import StringValue, extract_strings

from cms.content.words.word_forms import has_letters

from .texts import Found, lines

# One block element after the other, lists of plain items included; anything else is parsed as a whole.
_ELEMENT: Final = re.compile(r"<(p|h[2-4])(?: data-block-key=\"\w*\")?>(.*?)</\1>|<(ul|ol)>.*?</\3>", re.DOTALL)
_BLOCKS_WITHIN: Final = re.compile(r"<(?!/?(?:a|b|i|em|strong|br)\b)")
_ITEMS: Final = re.compile(r"(?:<li(?: data-block-key=\"\w*\")?>[^<>&]*</li>)*")
_ITEM: Final = re.compile(r"<li[^>]*>([^<]*)</li>")
_LINK: Final = re.compile(r'<a((?: (?:linktype="\w+"|id="\d+"|href="[^"<>&]*")){1,2})>([^<>&]+)</a>')
_ATTRIBUTE: Final = re.compile(r'(\w+)="([^"]*)"')
_MARKUP: Final = re.compile(r"[<>&]")
_MARKUP_OR_BREAK: Final = re.compile(r"[<>&\r\n]")
_Strings = list[tuple[StringValue, dict[str, Any]]]


class Segments:
    """The strings of an instance and the addresses that a translation may set otherwise, each with its path."""

    def __init__(self, instance: Any) -> None:
        self.strings: list[StringSegmentValue] = []
        self.addresses: list[Found] = []
        for segment in _extracted(instance):
            if isinstance(segment, StringSegmentValue):
                if not segment.is_empty():
                    self.strings.append(segment)
            elif (
                isinstance(segment, OverridableSegmentValue)
                and isinstance(segment.data, str)
                and has_letters(segment.data)
            ):
                self.addresses.append((segment.path, segment.data))

    def texts(self) -> Iterator[Found]:
        """(path, line) for each line of words."""
        for segment in self.strings:
            yield from ((segment.path, line) for line in lines(plain(segment.string)))


def plain(string: StringValue) -> str:
    """The words of a string."""
    return string.data if not _MARKUP.search(string.data) else _without_markup(string.data)


# Earlier versions of a page say mostly the same.
@lru_cache(maxsize=4096)
def _without_markup(data: str) -> str:
    return str(StringValue(data).render_text())


def rich_text_strings(source: str) -> _Strings:
    """`extract_strings` of stored rich text, less its template."""
    parts: _Strings = []
    end = 0
    for match in _ELEMENT.finditer(source):
        if match.start() != end or _BLOCKS_WITHIN.search(match[2] or ""):
            return list(extract_strings(source)[1])
        end = match.end()
        parts += _element(match)
    return parts if end == len(source) else list(extract_strings(source)[1])


def _element(match: re.Match[str]) -> _Strings:
    text = match[2]
    if text is not None and _LINK.search(text):
        return _with_links(text) or list(extract_strings(match[0])[1])
    if text is None:
        inside = match[0][len("<ul>") : -len("</ul>")]
        texts = _ITEM.findall(inside) if _ITEMS.fullmatch(inside) else None
    else:
        texts = None if _MARKUP.search(text) else [text]
    if texts is None:
        return list(extract_strings(match[0])[1])
    return [(StringValue(found), {}) for text in texts if (found := text.strip())]


def _with_links(text: str) -> _Strings | None:
    """The one string of plain text with links in it; None for anything less plain."""
    attributes: dict[str, Any] = {}

    def numbered(match: re.Match[str]) -> str:
        name = f"a{len(attributes) + 1}"
        attributes[name] = dict(_ATTRIBUTE.findall(match[1]))
        return f'<a id="{name}">{match[2]}</a>'

    if _MARKUP.search(_LINK.sub("", text)):
        return None
    return [(StringValue(_LINK.sub(numbered, text).strip()), attributes)]


def _plain_string(text: str) -> StringValue:
    return StringValue.from_plaintext(text) if _MARKUP_OR_BREAK.search(text) else StringValue(text)


class _Extractor(StreamFieldSegmentExtractor):  # type: ignore[misc]
    """wagtail-localize's own, quicker over text."""

    def handle_stream_block(self, stream_block: Any) -> list[Any]:
        """Nothing for a stream of references, without reading what they refer to."""
        if all(_is_reference(child) for child in stream_block.stream_block.child_blocks.values()):
            return []
        found: list[Any] = []
        for block, raw in zip(stream_block, stream_block.raw_data, strict=True):
            found += _below(block.id, self.handle_block(block.block, block.value, raw_value=raw))
        return found

    def handle_block(self, block_type: Any, block_value: Any, raw_value: Any = None) -> list[Any]:
        if not hasattr(block_type, "get_translatable_segments"):
            if isinstance(block_type, blocks.RichTextBlock):
                return _rich_text(block_value.source)
            if type(block_value) is str and isinstance(block_type, _TEXT_BLOCKS):
                return [StringSegmentValue("", _plain_string(block_value))]
        found: list[Any] = super().handle_block(block_type, block_value, raw_value=raw_value)
        return found


def _below(step: str, segments: list[Any]) -> list[Any]:
    """The segments, which nobody else has, with their paths below a step. As `wrap`, without a copy of each."""
    for segment in segments:
        segment.path = f"{step}.{segment.path}" if segment.path else step
    return segments


def _is_reference(block: Any) -> bool:
    return isinstance(block, blocks.ChooserBlock) and not hasattr(block, "get_translatable_segments")


_TEXT_BLOCKS: Final = (blocks.CharBlock, blocks.TextBlock)


def _rich_text(source: str | None) -> list[Any]:
    strings = rich_text_strings(source or "")
    hrefs = {tag["href"] for _, attributes in strings for tag in attributes.values() if "href" in tag}
    return [
        *(StringSegmentValue("", string, attrs=attributes) for string, attributes in strings),
        *(OverridableSegmentValue(quote_path_component(href), href) for href in sorted(hrefs)),
    ]


def _extracted(instance: Any) -> Iterator[Any]:
    for translatable, field, extract in _fields(type(instance)):  # type: ignore[arg-type]
        translated = bool(translatable.is_translated(instance))
        overridable = translatable.is_synchronized(instance) and translatable.is_overridable(instance)
        yield from extract(instance, field, translated, overridable)


@cache
def _fields(model: type[Any]) -> tuple[tuple[Any, Any, Callable[..., Iterator[Any]]], ...]:
    found = ((translatable, translatable.get_field(model)) for translatable in get_translatable_fields(model))
    every = tuple((translatable, field, _extraction(field)) for translatable, field in found)
    return tuple(entry for entry in every if entry[2] is not _of_nothing)


def _extraction(field: Any) -> Callable[..., Iterator[Any]]:
    if hasattr(field, "get_translatable_segments"):
        return _of_own_method
    if isinstance(field, StreamField):
        return _of_stream
    if isinstance(field, RichTextField):
        return _of_rich_text
    if isinstance(field, models.TextField | models.CharField):
        return _of_nothing if field.choices else _of_text
    return _of_children if isinstance(field, models.ManyToOneRel) else _of_nothing


def _of_own_method(instance: Any, field: Any, translated: bool, overridable: bool) -> Iterator[Any]:
    value = field.value_from_object(instance)
    yield from (segment.wrap(field.name) for segment in (field.get_translatable_segments(value) if translated else ()))


def _of_stream(instance: Any, field: Any, translated: bool, overridable: bool) -> Iterator[Any]:
    if translated:
        extractor = _Extractor(field, include_overridables=overridable)
        found = extractor.handle_stream_block(field.value_from_object(instance))
        yield from _below(field.name, found)


def _of_rich_text(instance: Any, field: Any, translated: bool, overridable: bool) -> Iterator[Any]:
    if translated:
        yield from (segment.wrap(field.name) for segment in _rich_text(field.value_from_object(instance)))


def _of_text(instance: Any, field: Any, translated: bool, overridable: bool) -> Iterator[Any]:
    value = field.value_from_object(instance)
    if value is None:
        return
    if translated:
        yield StringSegmentValue(field.name, _plain_string(value))
    elif overridable:
        yield OverridableSegmentValue(field.name, value)


def _of_children(instance: Any, field: Any, translated: bool, overridable: bool) -> Iterator[Any]:
    """Translatable rows of a page; none of our pages has any yet."""
    if translated:
        for child in getattr(instance, field.name).all():
            yield from (
                segment.wrap(str(child.translation_key)).wrap(field.name) for segment in extract_segments(child)
            )


def _of_nothing(instance: Any, field: Any, translated: bool, overridable: bool) -> Iterator[Any]:
    """References: what they lead to answers for itself."""
    return iter(())
