"""Body blocks, one function a block type. A block that cannot be shown in this language is left out, with a gap noted."""

from collections.abc import Callable, Iterable
from typing import Any, Final

from cms.content.blocks.media import seconds_of

from .context import Context
from .flowchart import flowchart
from .media import captions_ref, file_ref, iso_duration, picture_ref
from .richtext import rich_text
from .snippets import organisation

Value = dict[str, Any]
Handler = Callable[[Any, Context, str], Value | None]
HANDLERS: dict[str, Handler] = {}
# British Sign Language (ISO 639-3).
BSL: Final = "bfi"


def block_type(name: str) -> Callable[[Handler], Handler]:
    """Registers the projection of the block type `name`."""

    def register(handler: Handler) -> Handler:
        HANDLERS[name] = handler
        return handler

    return register


def project_stream(stream: Iterable[Any] | None, context: Context, path: str) -> list[Value]:
    """The blocks of a StreamField that can be shown. Raises KeyError for a block type without a projection."""
    return [
        {"id": str(block.id), "lang": context.language, "type": block.block_type, **value}
        for block in stream or []
        if (value := HANDLERS[block.block_type](block.value, context, f"{path}.{block.id}")) is not None
    ]


@block_type("heading")
def heading(value: Any, context: Context, path: str) -> Value:
    return {"text": value["text"], "level": int(value["level"])}


@block_type("text")
def text(value: Any, context: Context, path: str) -> Value:
    return {"text": rich_text(value.source, context)}


@block_type("key_message")
def key_message(value: Any, context: Context, path: str) -> Value:
    return {"text": rich_text(value["text"].source, context)}


@block_type("quote")
def quote(value: Any, context: Context, path: str) -> Value:
    return {"text": value["text"], "attribution": value["attribution"] or ""}


@block_type("checklist")
def checklist(value: Any, context: Context, path: str) -> Value:
    return {"title": value["title"], "points": [str(point) for point in value["points"]]}


@block_type("table")
def table(value: Any, context: Context, path: str) -> Value | None:
    if not value:
        return None
    rows = [[str(cell or "") for cell in line] for line in value.get("data") or []]
    header = {"col": "column"}.get(value.get("table_header_choice") or "", value.get("table_header_choice"))
    return {"caption": value.get("table_caption") or "", "header": header or "neither", "rows": rows}


@block_type("image")
def image(value: Any, context: Context, path: str) -> Value | None:
    picture = picture_ref(value["picture"], value["alt_text"] or "", bool(value["decorative"]), context, path)
    return picture and {"picture": picture, "caption": value["caption"] or ""}


@block_type("file")
def file(value: Any, context: Context, path: str) -> Value | None:
    found = file_ref(value["file"], value["title"], context, path)
    return found and {"file": found}


@block_type("video")
def video(value: Any, context: Context, path: str) -> Value:
    alt_text, decorative = value["poster_alt_text"] or "", bool(value["poster_decorative"])
    seconds = seconds_of(value["duration"] or "")
    return {
        "title": value["title"],
        "address": value["address"],
        "duration": iso_duration(seconds) if seconds else None,
        "seconds": seconds or None,
        "poster": value["poster"] and picture_ref(value["poster"], alt_text, decorative, context, f"{path}.poster"),
        "captions": captions_ref(value["captions"], value["title"], context, f"{path}.captions"),
        "transcript": _transcript(value, context, f"{path}.transcript"),
        "sign_language": {"address": value["sign_language"], "language": BSL} if value["sign_language"] else None,
    }


def _transcript(value: Any, context: Context, path: str) -> Value | None:
    written = value["transcript"]
    transcript = rich_text(written.source, context) if written and written.source else None
    if transcript is None or not transcript["plain"]:
        context.lacks("transcript_missing", path, value["title"])
        return None
    return transcript


HANDLERS["flowchart"] = flowchart


@block_type("expandable")
def expandable(value: Any, context: Context, path: str) -> Value:
    return {"heading": value["heading"], "text": rich_text(value["text"].source, context)}


@block_type("contact")
def contact(value: Any, context: Context, path: str) -> Value:
    named = organisation(value["organisation"], context, f"{path}.organisation")
    return {
        "name": value["name"],
        "organisation": named["name"] if named else "",
        "telephone": value["telephone"] or "",
        "email": value["email"] or "",
        "website": value["website"] or "",
        "hours": value["hours"] or "",
    }


@block_type("links")
def links(value: Any, context: Context, path: str) -> Value:
    return {"title": value["title"], "links": [link for entry in value["links"] if (link := _link(entry, context))]}


def _link(entry: Any, context: Context) -> Value | None:
    page = entry["page"]
    if page is not None:
        return {"text": entry["text"], "item": str(page.translation_key), "address": None, "language": None}
    if entry["address"]:
        return {"text": entry["text"], "item": None, "address": entry["address"], "language": None}
    return None
