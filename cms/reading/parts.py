"""What a page and a document for paper show of a type's own fields and of a block, where nobody has made a template for it.

A field is shown by the role that it is declared with; a block without a template as the blocks that it is made of.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils.html import format_html, format_html_join, linebreaks

from cms.content.declaration.blocks import BlockPayload
from cms.content.declaration.members import Member, members, own_members, payload_of_block
from cms.content.declaration.registry import item_types
from cms.content.declaration.values import FileRef, Frozen, LinkRef, PictureRef, RichText
from cms.content.languages import Language

from .wording import written_date

Value = dict[str, Any]


def own_parts(payload: Value, *, before_body: bool) -> Iterator[tuple[Member, Any]]:
    """The fields that an item's type has of its own, in the order of reading, less those that hold nothing."""
    for member in own_members(item_types()[payload["type"]]):
        value = payload[member.name]
        if member.role.before_body is before_body and member.role.kind not in {"number", "code", "coded"} and value:
            yield member, value


def title_of(member: Member, language: Language) -> str:
    """What stands above a field; empty where nothing does."""
    return member.role.title.text(language) if member.role.title is not None else ""


def heading_of(value: Value, model: type[Frozen]) -> str:
    """What heads a value: its first field that is a heading; empty where it has none."""
    return next((value[name] for name, one in members(model).items() if one.role.kind == "heading"), "")


def blocks_in(value: Value, model: type[Frozen], *, headed: bool = True) -> Iterator[Value]:
    """A value of a payload as blocks that have templates, in the order of its fields; without its heading unless `headed`."""
    heading = heading_of(value, model)
    for name, member in members(model).items():
        found = value.get(name)
        if found and (headed or found != heading or member.role.kind != "heading"):
            for number, one in enumerate(_blocks(member, found, value["lang"])):
                yield {"id": f"{value['id']}-{name}-{number}", "lang": value["lang"], **one}


def blocks_of(member: Member, value: Any, id_: str, language: Language) -> Iterator[Value]:
    """A field of an item as blocks that have templates."""
    for number, one in enumerate(_blocks(member, value, language)):
        yield {"id": f"{id_}-{number}", "lang": language, **one}


@cache
def has_template(block_type: str) -> bool:
    """Whether somebody has made a template for a type of block."""
    try:
        get_template(f"reading/blocks/{block_type}.html")
    except TemplateDoesNotExist:
        return False
    return True


def templated(blocks: list[Value]) -> Iterator[Value]:
    """Blocks, those without a template taken apart into blocks that have one."""
    for block in blocks:
        if has_template(block["type"]):
            yield block
        else:
            yield from blocks_in(block, payload_of_block(block["type"]))


def _blocks(member: Member, value: Any, language: Language) -> Iterator[Value]:
    kind = member.role.kind
    if member.nested is RichText:
        yield {"type": "text", "text": value}
    elif member.nested is PictureRef:
        yield {"type": "image", "picture": value, "caption": ""}
    elif member.nested is FileRef:
        yield from ({"type": "file", "file": one} for one in (value if member.many else [value]))
    elif member.nested is LinkRef:
        links = [value] if not member.many else value
        yield {"type": "text", "text": {"html": _links(links, language), "plain": ""}}
    elif kind == "part" and member.nested is not None:
        yield from _nested(member.nested, value if member.many else [value])
    elif kind == "heading":
        yield {"type": "heading", "text": value, "level": 3}
    elif member.many == 2:
        yield {"type": "table", "caption": "", "header": "neither", "rows": value}
    elif kind in {"text", "name", "address", "date"}:
        yield {"type": "text", "text": {"html": _html(kind, value, language), "plain": ""}}


def _nested(model: type[Frozen], values: list[Value]) -> Iterator[Value]:
    for one in values:
        if issubclass(model, BlockPayload):
            yield from templated([one])
        elif "id" in one and "lang" in one:
            yield from blocks_in(one, model)


def _links(links: list[Value], language: Language) -> str:
    """Links as composition writes them in rich text: one that leads to the other language says so."""
    rows = []
    for link in links:
        elsewhere = link["item"] and link["language"] not in {None, language}
        more = format_html(' data-item="{}" hreflang="{}"', link["item"], link["language"]) if elsewhere else ""
        rows.append((link["address"], more, link["text"]))
    return format_html("<ul>{}</ul>", format_html_join("", '<li><a href="{}"{}>{}</a></li>', rows))


def _html(kind: str, value: Any, language: Language) -> str:
    """Plain words, an address or a day as clean HTML."""
    if kind == "date":
        return format_html("<p>{}</p>", written_date(value, language))
    if kind == "address":
        return format_html('<p><a href="{0}">{0}</a></p>', value)
    if isinstance(value, list):
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((one,) for one in value)))
    return linebreaks(value, autoescape=True)
