"""Which words of an edition's JSON are searched, and as what: title, summary, headings, body, files. It reads nothing else.

Addresses, other items' cards, and the labels of audiences and topics are left out: they are not the edition's own words.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from cms.content.languages import Language

_Json = dict[str, Any]
_SECTION: Final[Mapping[Language, str]] = {"cy": "Adran", "en": "Section"}


@dataclass(slots=True)
class PayloadTexts:
    """The texts of an edition, in the order of reading. `number` is what a section is also called: `Adran 6`."""

    title: str
    summary: list[str]
    number: str = ""
    headings: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    files: dict[UUID, str] = field(default_factory=dict)  # their titles


def texts_of(payload: _Json) -> PayloadTexts:
    """The texts of a payload."""
    texts = PayloadTexts(payload["title"], [payload["summary"]])
    if payload["type"] == "section":
        texts.number = f"{_SECTION[payload['language']]} {payload['number']}"
    if introduction := payload.get("introduction"):
        texts.summary.append(introduction["plain"])
    texts.body += payload.get("key_messages", ())
    texts.body.append(payload.get("who_it_is_for", ""))
    texts.body += payload.get("learning_outcomes", ())
    if video := payload.get("video"):
        _add_blocks(texts, [video])
    _add_blocks(texts, payload["body"])
    for chapter in payload.get("chapters", ()):
        texts.headings.append(chapter["title"])
        texts.body.append(chapter["summary"])
        _add_blocks(texts, chapter["body"])
    texts.body += payload.get("practice_points", ())
    for file in payload["files"]:
        _add_file(texts, file)
    return texts


def _add_blocks(texts: PayloadTexts, blocks: Iterable[_Json]) -> None:
    for block in blocks:
        _ADDERS[block["type"]](texts, block)


def _add_file(texts: PayloadTexts, file: _Json) -> None:
    texts.files.setdefault(UUID(file["id"]), file["title"])


def _heading(texts: PayloadTexts, block: _Json) -> None:
    texts.headings.append(block["text"])


def _text(texts: PayloadTexts, block: _Json) -> None:
    texts.body.append(block["text"]["plain"])


def _quote(texts: PayloadTexts, block: _Json) -> None:
    texts.body += (block["text"], block["attribution"])


def _checklist(texts: PayloadTexts, block: _Json) -> None:
    texts.headings.append(block["title"])
    texts.body += block["points"]


def _table(texts: PayloadTexts, block: _Json) -> None:
    texts.headings.append(block["caption"])
    texts.body += (cell for row in block["rows"] for cell in row)


def _image(texts: PayloadTexts, block: _Json) -> None:
    texts.body.append(block["caption"])


def _file(texts: PayloadTexts, block: _Json) -> None:
    _add_file(texts, block["file"])


def _video(texts: PayloadTexts, block: _Json) -> None:
    texts.headings.append(block["title"])
    texts.body.append(block["transcript"]["plain"])


def _flowchart(texts: PayloadTexts, block: _Json) -> None:
    texts.headings.append(block["title"])
    texts.body.append(block["description"])
    texts.body += (step["text"] for step in block["steps"])


def _expandable(texts: PayloadTexts, block: _Json) -> None:
    texts.headings.append(block["heading"])
    texts.body.append(block["text"]["plain"])


def _contact(texts: PayloadTexts, block: _Json) -> None:
    texts.body += (block["name"], block["organisation"], block["hours"])


def _links(texts: PayloadTexts, block: _Json) -> None:
    texts.body.append(block["title"])
    texts.body += (link["text"] for link in block["links"])


# A block type that is not here stops the index being made: its words must not go missing unseen.
_ADDERS: Final[Mapping[str, Callable[[PayloadTexts, _Json], None]]] = {
    "heading": _heading,
    "text": _text,
    "key_message": _text,
    "quote": _quote,
    "checklist": _checklist,
    "table": _table,
    "image": _image,
    "file": _file,
    "video": _video,
    "flowchart": _flowchart,
    "expandable": _expandable,
    "contact": _contact,
    "links": _links,
}
