"""Which words of an edition's JSON are searched, and as what, by the roles that its payload declares. It reads nothing else.

Addresses and other items' cards are left out: they are not the edition's own words. What it is labelled with is searched too.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from cms.content.declaration.blocks import BlockPayload
from cms.content.declaration.members import Member, members, own_members, payload_of_block, reading_order, strings
from cms.content.declaration.registry import ItemType, item_types
from cms.content.declaration.values import FileRef, Frozen, RichText
from cms.content.languages import Language

_Json = dict[str, Any]


@dataclass(slots=True)
class PayloadTexts:
    """The texts of an edition, in the order of reading. `number` is what a numbered item is also called: `Adran 6`."""

    title: str
    summary: list[str]
    number: str = ""
    headings: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    files: dict[UUID, str] = field(default_factory=dict)  # their titles
    # Of its audiences, topics, kind and type, whose it is, in which section and below what it stands.
    labels: list[str] = field(default_factory=list)


def texts_of(payload: _Json, section: str = "") -> PayloadTexts:
    """The texts of a payload. `section` is the number of the section that it is in."""
    kind, language = item_types()[payload["type"]], payload["language"]
    texts = PayloadTexts(payload["title"], [payload["summary"]])
    texts.number = number_of(payload)
    for member in reading_order(kind):
        _add(texts, member, payload[member.name])
    # Below the home page and its sides, what an item stands below says what it is about.
    above = [step["title"] for step in payload["breadcrumb"][2:][-1:]]
    numbered = [one for one in item_types().values() if one.numbered and one is not kind]
    within = [_numbered(one, section, language) for one in numbered if section]
    texts.labels = [kind.label.text(language), *_labels(payload), *within, *above]
    return texts


def number_of(payload: _Json) -> str:
    """What a numbered item, or its card, is also called: `Adran 6`. Empty for any other."""
    return _numbered(item_types()[payload["type"]], payload.get("number"), payload["language"])


def _numbered(kind: ItemType, number: Any, language: Language) -> str:
    return " ".join(
        f"{member.role.title.text(language)} {number}"
        for member in own_members(kind)
        if member.role.kind == "number" and member.role.title is not None and kind.numbered is not None
    )


def _labels(payload: _Json) -> Iterator[str]:
    """The labels of its codes, and the names of whom it is owed to."""
    coded = [*payload["audiences"], *payload["topics"], payload.get("kind")]
    yield from (one["label"] for one in coded if one)
    for organisation in payload["attribution"].values():
        if organisation:
            yield f"{organisation['name']} {organisation['short_name']}"


def _add(texts: PayloadTexts, member: Member, value: Any) -> None:
    """Adds the words of one member. Nothing is added of what is not there."""
    if member.nested is FileRef:
        for file in _values(value):
            _add_file(texts, member, file)
    elif member.nested is not None and member.role.kind == "part":
        for one in _values(value):
            model = payload_of_block(one["type"]) if issubclass(member.nested, BlockPayload) else member.nested
            _add_all(texts, model, one)
    elif member.role.weight is not None and value is not None:
        words = [value["plain"]] if member.nested is RichText else strings(value)
        getattr(texts, member.role.weight).extend(words)


def _add_all(texts: PayloadTexts, model: type[Frozen], value: _Json) -> None:
    for name, member in members(model).items():
        _add(texts, member, value.get(name))


def _values(value: Any) -> Iterator[_Json]:
    if isinstance(value, list):
        yield from value
    elif value is not None:
        yield value


def _add_file(texts: PayloadTexts, member: Member, file: _Json) -> None:
    """A download's title; the words in it are read elsewhere. Captions are no download of the item."""
    if member.role.weight == "files":
        texts.files.setdefault(UUID(file["id"]), file["title"])
