"""Payloads to one document for paper: what is shown, in order, each with the rank of its headings."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from cms.content.declaration.blocks import BlockPayload
from cms.content.declaration.members import Member
from cms.content.declaration.values import Frozen
from cms.content.languages import NAMES, Language
from cms.publication.payload.addresses import shown_address

from ..item_page import first_of, outlined, part_label
from ..labels import WORDS
from ..parts import blocks_in, blocks_of, heading_of, own_parts, title_of
from ..wording import written_date, written_duration, written_preview, written_staleness, written_withdrawal
from .sources import Sources

Value = dict[str, Any]
# What paper needs otherwise than a screen does: nothing closed, nothing that waits for being scrolled to.
_OWN_TEMPLATES: Final = frozenset({"expandable", "flowchart", "image", "video"})


def document(sources: Sources) -> Value:
    """The whole document. `blocks` are a payload's, and `part`, `chapter`, `points`, `passage`, `files` and `items`."""
    payload, language = sources.payload, sources.language
    gathers = sources.gathers
    blocks = list(_blocks_of(payload, "0", 2, children=not gathers))
    for place, part in enumerate(sources.parts, start=1):
        blocks.append(_part(part, str(place)))
        blocks.extend(_blocks_of(part, str(place), 3, children=False))
    return {
        "language": language,
        "title": payload["title"],
        "label": part_label(payload, language),
        "summary": payload["summary"],
        "canonical": payload["canonical"],
        "updated": payload["updated"],
        "author": _name(payload["attribution"]["publisher"]),
        "facts": [*_previewed(payload), *_withdrawn(payload), *_facts(payload, language), *_stale(sources)],
        "contents": [(block["id"], block["title"]) for block in blocks if block["rank"] == 2 and block["listed"]],
        "blocks": blocks,
        "left_out": _left_out(sources) if gathers else "",
    }


def _part(payload: Value, place: str) -> Value:
    label = part_label(payload, payload["language"])
    return _made("part", place, payload["language"], 2, title=payload["title"], label=label,
                 summary=payload["summary"], address=payload["canonical"])  # fmt: skip


def _blocks_of(payload: Value, place: str, top: int, *, children: bool) -> Iterator[Value]:
    """All of a payload that is read on paper, its highest heading of rank `top`."""
    yield from _own(payload, place, top, before_body=True)
    yield from _printed(payload["body"], place, top)
    yield from _own(payload, place, top, before_body=False)
    yield from _lists(payload, place, top, children=children)


def _own(payload: Value, place: str, top: int, *, before_body: bool) -> Iterator[Value]:
    """What the item's type has of its own, by the roles of its fields."""
    language = payload["language"]
    for member, value in own_parts(payload, before_body=before_body):
        title, inside = title_of(member, language), f"{place}-{member.name}"
        if member.role.kind == "text" and title:
            name, words = ("passage", "text") if isinstance(value, str) else ("points", "points")
            yield _made(name, inside, language, top, title=title, **{words: value})
        elif (
            member.many
            and member.nested is not None
            and "lang" in member.nested.model_fields
            and not _are_blocks(member)
        ):
            yield from _chapters(member.nested, value, place, top)
        else:
            if title:
                yield _made("chapter", inside, language, top, title=title, summary="")
            rank = top + 1 if title else top
            yield from _printed(blocks_of(member, value, member.name, language), place, rank)


def _are_blocks(member: Member) -> bool:
    return member.nested is not None and issubclass(member.nested, BlockPayload)


def _chapters(model: type[Frozen], values: list[Value], place: str, top: int) -> Iterator[Value]:
    """Values with a heading each, numbered; what has none is for screens only."""
    for number, value in enumerate(values, start=1):
        if heading := heading_of(value, model):
            inside = f"{place}-{value['id']}"
            summary = value.get("summary", "")
            yield _made("chapter", inside, value["lang"], top, title=f"{number}. {heading}", summary=summary)
            rest = {name: one for name, one in value.items() if name != "summary"}
            yield from _printed(blocks_in(rest, model, headed=False), inside, top + 1)


def _lists(payload: Value, place: str, top: int, *, children: bool) -> Iterator[Value]:
    """The downloads, and where the document does not hold what is below the item, what that is called."""
    language = payload["language"]
    words = WORDS[language]
    if files := payload["files"]:
        yield _made("files", f"{place}-files", language, top, title=words["downloads"], files=files)
    if children and (cards := payload["children"]):
        rest = first_of(len(cards), payload["children_total"], language)
        yield _made("items", f"{place}-items", language, top, title=words["children"], below=cards, rest=rest)


def _printed(blocks: Iterable[Value], place: str, top: int) -> Iterator[Value]:
    """Blocks of a payload. Their ids are made the document's: two of its items may have blocks of the same id."""
    for block in outlined(blocks, top):
        own = block["type"] in _OWN_TEMPLATES
        template = f"reading/print/blocks/{block['type']}.html" if own else block["template"]
        facts = {"template": template, "id": f"{place}-{block['id']}", "listed": block["type"] == "heading"}
        # Templates of reading pages put `b-` before a block's id.
        yield {**block, **_READ_AS.get(block["type"], _as_it_is)(block), **facts}


def _as_it_is(block: Value) -> Value:
    return {}


def _heading(block: Value) -> Value:
    return {"title": block["text"]}


def _video(block: Value) -> Value:
    """How long it is in words, and where it is in British Sign Language; both may be empty."""
    seconds, signed = block["seconds"], block["sign_language"]
    length = written_duration(seconds, block["lang"]) if seconds else ""
    return {"length": length, "signed": signed["address"] if signed else ""}


def _flowchart(block: Value) -> Value:
    """What stands for the drawing where it cannot be seen; the steps in words follow it."""
    return {"alt": f"{block['title']}. {block['description']}".strip()}


_READ_AS: Final[dict[str, Callable[[Value], Value]]] = {
    "heading": _heading, "video": _video, "flowchart": _flowchart,
}  # fmt: skip


def _made(type_: str, id_: str, language: Language, rank: int, **members: Any) -> Value:
    return {
        "type": type_, "id": id_, "lang": language, "rank": rank, "words": WORDS[language], "listed": True,
        "template": f"reading/print/blocks/{type_}.html", **members,
    }  # fmt: skip


def _facts(payload: Value, language: Language) -> Iterator[Value]:
    """What is said of the document on its first page: name, text and an address or an empty one."""
    words = WORDS[language]
    for name in ("publisher", "commissioner"):
        if organisation := payload["attribution"][name]:
            yield {"name": words[name], "text": organisation["name"], "address": organisation["website"]}
    yield {"name": words["language"], "text": NAMES[language], "address": ""}
    yield {"name": words["version"], "text": str(payload["version"]), "address": ""}
    for name in ("updated", "reviewed_on", "review_due"):
        if payload[name]:
            yield {"name": words[name], "text": written_date(payload[name], language), "address": ""}
    licence = payload["licence"]
    yield {"name": words["licence"], "text": licence["label"], "address": licence["address"] or ""}
    yield {"name": words["address"], "text": shown_address(payload["canonical"]), "address": payload["canonical"]}


def _previewed(payload: Value) -> Iterator[Value]:
    """That it is a preview, and of what."""
    for sentence in written_preview(payload):
        yield {"name": WORDS[payload["language"]]["preview"], "text": sentence, "address": ""}


def _withdrawn(payload: Value) -> Iterator[Value]:
    """That the item is withdrawn, what readers are told, and where to go instead."""
    said, words = payload["withdrawn"], WORDS[payload["language"]]
    if said:
        told = f"{said['notice']} {written_withdrawal(payload)}"
        yield {"name": words["no_longer_in_force"], "text": told, "address": ""}
        for step in said["instead"]:
            yield {"name": words["go_instead"].rstrip(":"), "text": step["title"], "address": step["address"]}


def _stale(sources: Sources) -> Iterator[Value]:
    """What of the document is an out-of-date translation: the item, or what is below it by its title."""
    name = WORDS[sources.language]["translation"]
    if said := written_staleness(sources.payload):
        yield {"name": name, "text": said, "address": ""}
    for part in sources.parts:
        if said := written_staleness(part):
            yield {"name": name, "text": f"{part['title']}: {said}", "address": ""}


def _name(organisation: Value | None) -> str:
    return str(organisation["name"]) if organisation else ""


def _left_out(sources: Sources) -> str:
    shown = len(sources.parts)
    return first_of(shown, shown + sources.left_out, sources.language)
