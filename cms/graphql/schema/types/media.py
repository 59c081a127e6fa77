"""Text, pictures, downloads and recordings, as items and blocks hold them."""

from graphene import ID, Boolean, Int, ObjectType, String

from ..enums import FileLanguage, Language
from ..resolvers import member
from .references import listed


class RichText(ObjectType):
    """Formatted text. A link to an item has its id in `data-item`, and `hreflang` where that is in the other language."""

    html = member(String, "html", "Clean HTML, without scripts or styles.")
    plain = member(String, "plain", "The same words as plain text, a line to a paragraph.")


class PictureSize(ObjectType):
    """A picture in one size."""

    address = member(String, "address", "Where to get it. It answers while a public item shows the picture.")
    width = member(Int, "width", "In pixels.")
    height = member(Int, "height", "In pixels.")
    media_type = member(String, "media_type", "`image/webp`.")


class Picture(ObjectType):
    """A picture, by its largest size."""

    id = member(ID, "id", "The picture's id.")
    address = member(String, "address", "Where to get its largest size.")
    width = member(Int, "width", "Of the largest size, in pixels.")
    height = member(Int, "height", "Of the largest size, in pixels.")
    media_type = member(String, "media_type", "`image/webp`.")
    sizes = member(
        listed(PictureSize), "sizes", "All its sizes, the smallest first: always the same widths, up to its own."
    )
    alt_text = member(String, "alt_text", "What it shows, for those who cannot see it; empty only where `decorative`.")
    decorative = member(Boolean, "decorative", "Whether it says nothing that the text does not say.")


class File(ObjectType):
    """A download. It answers while a public item offers it."""

    id = member(ID, "id", "The file's id.")
    title = member(String, "title", "Its title, in the language of the item.")
    name = member(String, "name", "Its name, with the extension.")
    format = member(String, "format", "Its extension in small letters, such as `pdf`.")
    bytes = member(Int, "bytes", "Its size in bytes.")
    pages = member(Int, "pages", "How many pages it has; null where that is not known.", required=False)
    language = member(FileLanguage, "language", "The language of the words in it.")
    address = member(String, "address", "Where to get it.")


class SignLanguage(ObjectType):
    """A recording's version in British Sign Language, which serves both languages."""

    address = member(String, "address", "Where it can be seen.")
    language = member(String, "language", "`bfi`: British Sign Language in ISO 639-3.")


class VideoBlock(ObjectType):
    """A recording. None is without captions and a transcript in the language of the item."""

    id = member(ID, "id", "Stays the same through edits.")
    language = member(Language, "lang", "The language of the words.")
    title = member(String, "title", "Its title.")
    address = member(String, "address", "Where it can be seen.")
    duration = member(
        String, "duration", "Its length in ISO 8601, such as `PT12M30S`; null where not known.", required=False
    )
    seconds = member(Int, "seconds", "Its length in seconds; null where not known.", required=False)
    poster = member(Picture, "poster", "The picture to show before it plays; null where there is none.", required=False)
    captions = member(File, "captions", "A WebVTT file, which may be a `track` as it is.")
    transcript = member(RichText, "transcript", "All that is said.")
    sign_language = member(
        SignLanguage,
        "sign_language",
        "Its version in British Sign Language; null where there is none.",
        required=False,
    )
