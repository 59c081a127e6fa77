"""Text, pictures, downloads and recordings, as items and blocks hold them."""

from graphene import ID, Boolean, Int, ObjectType, String

from ..enums import FileLanguage, Language
from ..resolvers import taken
from .references import listed


class RichText(ObjectType):
    """Formatted text. A link to an item has its id in `data-item`, and `hreflang` where that is in the other language."""

    html = taken(String, "html", "Clean HTML, without scripts or styles.")
    plain = taken(String, "plain", "The same words as plain text, a line to a paragraph.")


class PictureSize(ObjectType):
    """A picture in one size."""

    address = taken(String, "address", "Where to get it. It answers while a public item shows the picture.")
    width = taken(Int, "width", "In pixels.")
    height = taken(Int, "height", "In pixels.")
    media_type = taken(String, "media_type", "`image/webp`.")


class Picture(ObjectType):
    """A picture, by its largest size."""

    id = taken(ID, "id", "The picture's id.")
    address = taken(String, "address", "Where to get its largest size.")
    width = taken(Int, "width", "Of the largest size, in pixels.")
    height = taken(Int, "height", "Of the largest size, in pixels.")
    media_type = taken(String, "media_type", "`image/webp`.")
    sizes = taken(
        listed(PictureSize), "sizes", "All its sizes, the smallest first: always the same widths, up to its own."
    )
    alt_text = taken(String, "alt_text", "What it shows, for those who cannot see it; empty only where `decorative`.")
    decorative = taken(Boolean, "decorative", "Whether it says nothing that the text does not say.")


class File(ObjectType):
    """A download. It answers while a public item offers it."""

    id = taken(ID, "id", "The file's id.")
    title = taken(String, "title", "Its title, in the language of the item.")
    name = taken(String, "name", "Its name, with the extension.")
    format = taken(String, "format", "Its extension in small letters, such as `pdf`.")
    bytes = taken(Int, "bytes", "Its size in bytes.")
    pages = taken(Int, "pages", "How many pages it has; null where that is not known.", required=False)
    language = taken(FileLanguage, "language", "The language of the words in it.")
    address = taken(String, "address", "Where to get it.")


class SignLanguage(ObjectType):
    """A recording's version in British Sign Language, which serves both languages."""

    address = taken(String, "address", "Where it can be seen.")
    language = taken(String, "language", "`bfi`: British Sign Language in ISO 639-3.")


class VideoBlock(ObjectType):
    """A recording. None is without captions and a transcript in the language of the item."""

    id = taken(ID, "id", "Stays the same through edits.")
    language = taken(Language, "lang", "The language of the words.")
    title = taken(String, "title", "Its title.")
    address = taken(String, "address", "Where it can be seen.")
    duration = taken(
        String, "duration", "Its length in ISO 8601, such as `PT12M30S`; null where not known.", required=False
    )
    seconds = taken(Int, "seconds", "Its length in seconds; null where not known.", required=False)
    poster = taken(Picture, "poster", "The picture to show before it plays; null where there is none.", required=False)
    captions = taken(File, "captions", "A WebVTT file, which may be a `track` as it is.")
    transcript = taken(RichText, "transcript", "All that is said.")
    sign_language = taken(
        SignLanguage,
        "sign_language",
        "Its version in British Sign Language; null where there is none.",
        required=False,
    )
