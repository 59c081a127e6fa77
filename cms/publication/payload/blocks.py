"""The shapes of body blocks in a payload. Every fragment says its language."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from cms.content.languages import Language


class Frozen(BaseModel):
    """A value that never changes once made and takes no field it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class RichText(Frozen):
    """Clean HTML, and the same words as plain text with a line break between paragraphs.

    A link to an item has its id in `data-item`; where the item exists in the other language only, `hreflang` says so.
    """

    html: str
    plain: str


class PictureSize(Frozen):
    """One size of a picture, in pixels; the widths are always the same ones, up to the picture's own."""

    address: str
    width: int
    height: int
    media_type: Literal["image/webp"]


class PictureRef(Frozen):
    """A picture, by its largest size. `alt_text` is empty where, and only where, `decorative` is true."""

    id: UUID
    address: str
    width: int
    height: int
    media_type: Literal["image/webp"]
    sizes: list[PictureSize]
    alt_text: str
    decorative: bool


class FileRef(Frozen):
    """A download. `language` is `cy`, `en` or `mul` (both, side by side); `pages` is null where not known."""

    id: UUID
    title: str
    name: str
    format: str
    bytes: int
    pages: int | None
    language: Literal["cy", "en", "mul"]
    address: str


class LinkRef(Frozen):
    """A link. `item` is null for other sites; `language` is that of the page it leads to, null where not known."""

    text: str
    item: UUID | None
    address: str
    language: Language | None


class Block(Frozen):
    """What all blocks have: an id that survives edits, and the language of the words in it."""

    id: str
    lang: Language


class HeadingBlock(Block):
    type: Literal["heading"]
    text: str
    level: Literal[2, 3]


class TextBlock(Block):
    type: Literal["text"]
    text: RichText


class KeyMessageBlock(Block):
    type: Literal["key_message"]
    text: RichText


class QuoteBlock(Block):
    type: Literal["quote"]
    text: str
    attribution: str


class ChecklistBlock(Block):
    type: Literal["checklist"]
    title: str
    points: list[str]


class TableBlock(Block):
    """Rows of plain-text cells; `header` says whether the first row, the first column or both are headings."""

    type: Literal["table"]
    caption: str
    header: Literal["row", "column", "both", "neither"]
    rows: list[list[str]]


class ImageBlock(Block):
    type: Literal["image"]
    picture: PictureRef
    caption: str


class FileBlock(Block):
    type: Literal["file"]
    file: FileRef


class SignLanguage(Frozen):
    """A recording's version in British Sign Language (`bfi`, ISO 639-3), which serves both languages."""

    address: str
    language: Literal["bfi"]


class VideoBlock(Block):
    """A recording. Its length is `duration` (ISO 8601, `PT12M30S`) and the same in `seconds`, both null where not known.

    `captions` is a valid WebVTT file in the words of this language, and may be a `track` as it is; `transcript` says all that
    is said. No video is without either.
    """

    type: Literal["video"]
    title: str
    address: str
    duration: str | None
    seconds: int | None
    poster: PictureRef | None
    captions: FileRef
    transcript: RichText
    sign_language: SignLanguage | None


class FlowchartArrow(Frozen):
    """Where to go from a step: the key of the next one. `label` is empty where none is written on the arrow."""

    to: str
    label: str


class FlowchartStep(Frozen):
    """One box. `number` counts from 1 in the order of reading and is the same in both languages, as `key` is."""

    number: int
    key: str
    kind: Literal["start", "step", "decision", "end"]
    text: str
    arrows: list[FlowchartArrow]


class StepInWords(Frozen):
    """A step as one reads it: its text, and a sentence for each arrow that leaves it."""

    number: int
    text: str
    then: list[str]


class FlowchartBlock(Block):
    """A chart as data, as a drawing and in words; `steps` and `in_words` are in the order of reading.

    `svg` is a whole document without scripts, ids of others or anything from elsewhere, to be put into a page as it is.
    """

    type: Literal["flowchart"]
    title: str
    description: str
    steps: list[FlowchartStep]
    svg: str
    in_words: list[StepInWords]


class ExpandableBlock(Block):
    type: Literal["expandable"]
    heading: str
    text: RichText


class ContactBlock(Block):
    type: Literal["contact"]
    name: str
    organisation: str
    telephone: str
    email: str
    website: str
    hours: str


class LinksBlock(Block):
    type: Literal["links"]
    title: str
    links: list[LinkRef]


AnyBlock = Annotated[
    HeadingBlock
    | TextBlock
    | KeyMessageBlock
    | QuoteBlock
    | ChecklistBlock
    | TableBlock
    | ImageBlock
    | FileBlock
    | VideoBlock
    | FlowchartBlock
    | ExpandableBlock
    | ContactBlock
    | LinksBlock,
    Field(discriminator="type"),
]


class Chapter(Frozen):
    """A chapter of a good practice guide."""

    id: str
    lang: Language
    title: str
    summary: str
    body: list[AnyBlock]


class Promo(Frozen):
    """A card that leads to an item. `language` is that of the page it leads to."""

    id: str
    lang: Language
    title: str
    text: str
    picture: PictureRef | None
    item: UUID
    address: str
    language: Language
