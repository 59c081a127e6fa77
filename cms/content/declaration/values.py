"""The values that payloads are made of: texts, pictures, files, links, labels. Every one says what its fields hold."""

from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from ..languages import Language
from . import fields

FILE_LANGUAGE: Final = fields.ClosedList(
    "FileLanguage",
    "The language of the words in a file.",
    {"cy": "Welsh.", "en": "English.", "mul": "Both, side by side."},
)


class Frozen(BaseModel):
    """A value that never changes once made and takes no field it does not know."""

    # What a body may hold is known once all apps have declared their blocks: nothing is built before it is used.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class RichText(Frozen):
    """Formatted text. A link to an item has its UUID in `data-item`, and `hreflang` where that is in the other language."""

    html: str = fields.code("Clean HTML, without scripts or styles.")
    plain: str = fields.text("The same words as plain text, a line to a paragraph.")


class PictureSize(Frozen):
    """A picture in one size."""

    address: str = fields.code("Where to get it. It answers while a public item shows the picture.")
    width: int = fields.number("In pixels.")
    height: int = fields.number("In pixels.")
    media_type: Literal["image/webp"] = fields.code("`image/webp`.")


class PictureRef(Frozen):
    """A picture, by its largest size."""

    id: UUID = fields.code("The picture's UUID, the same wherever it is shown.")
    digest: str = fields.code(
        "The SHA-256 of what was uploaded, in hexadecimal: another one, another picture. Empty where its bytes are lost."
    )
    bytes: int = fields.number("The size of what was uploaded, in bytes.")
    changed: datetime = fields.date("Since when it is this picture: when it was uploaded, or replaced another.")
    address: str = fields.code("Where to get its largest size.")
    width: int = fields.number("Of the largest size, in pixels.")
    height: int = fields.number("Of the largest size, in pixels.")
    media_type: Literal["image/webp"] = fields.code("`image/webp`.")
    sizes: list[PictureSize] = fields.made("All its sizes, the smallest first: always the same widths, up to its own.")
    alt_text: str = fields.text(
        "What it shows, for those who cannot see it; empty only where `decorative`.", weight=None
    )
    decorative: bool = fields.code("Whether it says nothing that the text does not say.")


class FileRef(Frozen):
    """A download. It answers while a public item offers it."""

    id: UUID = fields.code("The file's UUID, the same wherever it is offered.")
    title: str = fields.text("Its title, in the language of the item.", weight="files")
    name: str = fields.code("Its name, with the extension.")
    format: str = fields.code("Its extension in small letters, such as `pdf`.")
    bytes: int = fields.number("Its size in bytes.")
    digest: str = fields.code("The SHA-256 of its bytes, in hexadecimal. Empty where they are lost.")
    changed: datetime = fields.date("Since when it has these bytes: when it was uploaded, or replaced another.")
    pages: int | None = fields.number("How many pages it has; null where that is not known.")
    language: Literal["cy", "en", "mul"] = fields.code("The language of the words in it.", FILE_LANGUAGE)
    address: str = fields.code("Where to get it.")


class LinkRef(Frozen):
    """A link, to an item or to another site."""

    text: str = fields.text("The words of the link.")
    item: UUID | None = fields.link("The UUID of the item that it leads to; null where it leads to another site.")
    address: str = fields.address("Where it leads.")
    language: Language | None = fields.code("The language of what is at `address`; null where that is not known.")


class Coded(Frozen):
    """A code that is the same in both languages, and its label in this one."""

    code: str = fields.code("The same in both languages.")
    label: str = fields.name("Its name in the language of the item.", weight=None)


class Licence(Coded):
    """Under which licence the words of an item may be used."""

    code: str = fields.code("The same in both languages: `ogl-3.0`, `cc-by-4.0` or `all-rights-reserved`.")
    address: str | None = fields.code("Where it can be read; null where all rights are reserved.")


class Organisation(Frozen):
    """An organisation, as it is named in the language of the item."""

    name: str = fields.name("Its full name.", weight=None)
    short_name: str = fields.name("Its short name or initials; empty where it has none.", weight=None)
    website: str = fields.address("The address of its website; empty where it has none.", shared=True)


class Attribution(Frozen):
    """To whom an item is owed."""

    publisher: Organisation | None = fields.made("Who publishes it; null where that is not said.")
    commissioner: Organisation | None = fields.made("Who commissioned it; null where that is not said.")


class TermRef(Frozen):
    """A term that an item's text uses. In the HTML, `<span class="term" data-term="…">` has its UUID."""

    id: UUID = fields.code("The term's UUID, the same in both languages.")
    name: str = fields.heading("As in a dictionary: the marked words may be another form of it.", weight=None)
    definition: str = fields.text("What it means.", weight=None)
    address: str = fields.code("Its place in the public glossary.")
