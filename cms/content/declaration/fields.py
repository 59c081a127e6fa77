"""The roles of a payload's fields: what each holds, and so what search, completeness, outlets and pages do with it.

A field is declared as `title: str = heading("Its title.")`: pydantic's Field with a description and a Role.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from pydantic import Field
from pydantic.fields import FieldInfo

from ..vocabularies import Label

Kind = Literal[
    "text",  # plain words in the language of the payload
    "heading",  # plain words that head a part
    "rich_text",  # a RichText
    "name",  # words that a snippet answers for: searched, never compared
    "code",  # the same in both languages, no words
    "coded",  # a code with its label, from a vocabulary
    "number",
    "date",  # a day or a moment
    "address",  # outside our own items and files
    "file",
    "picture",
    "link",  # leads to an item
    "part",  # values or blocks with fields of their own
    "made",  # made of other fields: of no words of its own
]
# Where search counts words. It is the field's name in the index.
Weight = Literal["title", "headings", "summary", "body", "files"]


@dataclass(frozen=True, slots=True)
class ClosedList:
    """A closed list of codes: its public name, what it is, and what each code means."""

    name: str
    description: str
    meanings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Role:
    """What a field holds. `weight` says where search counts its words, None that it does not read them.

    `title` is what pages and paper show above it or before it, `before_body` whether it stands before the body, `template`
    what shows it where the usual way will not do. `shared` marks an address that serves both languages; `in_lists` what
    lists show of an item too. `vocabulary` is that of a coded field, `choice` the closed list of a code.
    """

    kind: Kind
    weight: Weight | None = None
    title: Label | None = None
    before_body: bool = False
    template: str = ""
    shared: bool = False
    in_lists: bool = False
    vocabulary: Mapping[str, Label] | None = None
    choice: ClosedList | None = None

    def __call__(self, schema: dict[str, Any]) -> None:
        """A role rides in pydantic's `json_schema_extra`; it adds nothing to the JSON Schema."""

    @property
    def is_words(self) -> bool:
        """Whether it is plain words of the payload's language."""
        return self.kind in _WORDS


_WORDS: Final = frozenset({"text", "heading"})


def declared(role: Role, description: str) -> Any:
    """A required field of a role."""
    return Field(description=description, json_schema_extra=role)


def role_of(field: FieldInfo) -> Role | None:
    """The role that a field was declared with."""
    return field.json_schema_extra if isinstance(field.json_schema_extra, Role) else None


def text(description: str, *, weight: Weight | None = "body", **more: Any) -> Any:
    """Plain words: a string, or a list of them (a list of lists for a table's cells)."""
    return declared(Role("text", weight, **more), description)


def heading(description: str, *, weight: Weight | None = "headings", **more: Any) -> Any:
    """Plain words that head a part."""
    return declared(Role("heading", weight, **more), description)


def rich_text(description: str, *, weight: Weight | None = "body", **more: Any) -> Any:
    """Formatted text: a RichText."""
    return declared(Role("rich_text", weight, **more), description)


def name(description: str, *, weight: Weight | None = "body", **more: Any) -> Any:
    """Words that a snippet answers for, such as an organisation's name."""
    return declared(Role("name", weight, **more), description)


def code(description: str, choice: ClosedList | None = None, **more: Any) -> Any:
    """What is the same in both languages, or has no words."""
    return declared(Role("code", choice=choice, **more), description)


def coded(description: str, vocabulary: Mapping[str, Label], **more: Any) -> Any:
    """A code of a vocabulary: stored as the code, served as a Coded with the label in the language."""
    return declared(Role("coded", vocabulary=vocabulary, **more), description)


def number(description: str, **more: Any) -> Any:
    """A number, or what counts as one (`6.2`). With a `title` it is also a name: `Adran 6`."""
    return declared(Role("number", **more), description)


def date(description: str, **more: Any) -> Any:
    """A day or a moment."""
    return declared(Role("date", **more), description)


def address(description: str, *, shared: bool = False, **more: Any) -> Any:
    """An address outside our own items and files; each language has its own unless it is `shared`."""
    return declared(Role("address", shared=shared, **more), description)


def file(description: str, *, weight: Weight | None = "files", **more: Any) -> Any:
    """A FileRef, or a list of them. Search reads the words in it as those of the item, unless it has no weight."""
    return declared(Role("file", weight, **more), description)


def picture(description: str, **more: Any) -> Any:
    """A PictureRef."""
    return declared(Role("picture", **more), description)


def link(description: str, **more: Any) -> Any:
    """The id of an item."""
    return declared(Role("link", **more), description)


def part(description: str, **more: Any) -> Any:
    """A value with fields of its own, a block, or a list of either."""
    return declared(Role("part", **more), description)


def made(description: str, **more: Any) -> Any:
    """What is made of other fields when the payload is composed."""
    return declared(Role("made", **more), description)
