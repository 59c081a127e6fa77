"""A document to what the typesetter is given: plain values, and the pictures in it as files."""

import io
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache
from typing import Any, Final
from uuid import UUID

from django.core.files.storage import default_storage
from PIL import Image

from cms.content.declaration.members import payload_of_block
from cms.content.languages import Language
from cms.publication.queries.media_queries import stored_picture

from ..item_page import readable
from ..labels import WORDS
from ..parts import blocks_in
from ..wording import file_facts
from .richtext import tree
from .typesetting import DOCUMENT, typeset

Value = dict[str, Any]
# Pixels: 17 cm of paper at 180 dots an inch.
_WIDTH: Final = 1200
_QUALITY: Final = 82
_TEMPLATE_ONLY: Final = frozenset({"words", "template"})


def pdf_of(document: Value) -> bytes:
    """The PDF. Raises NotTypeset."""
    pictures: dict[str, bytes] = {}
    language: Language = document["language"]
    data = plain({**document, "blocks": list(_typeset(document["blocks"]))}, language, pictures)
    spoken = {language, *(block["lang"] for block in document["blocks"])}
    data["words"] = {code: WORDS[code] for code in sorted(spoken)}
    return typeset(data, pictures, datetime.fromisoformat(document["updated"]))


def _typeset(blocks: Iterable[Value]) -> Iterator[Value]:
    """Blocks that the template knows; any other, which has words for the screen alone, as the blocks that it is made of."""
    for block in blocks:
        if is_typeset(block["type"]):
            yield block
        else:
            shown = {"rank": block["rank"], "listed": False}
            parts = blocks_in(block, payload_of_block(block["type"]))
            yield from _typeset({**shown, "title": part.get("text", ""), **part} for part in parts)


@cache
def is_typeset(block_type: str) -> bool:
    """Whether `document.typ` says how a type of block looks."""
    return f'block.type == "{block_type}"' in DOCUMENT.read_text(encoding="utf-8")


def plain(node: Any, language: Language, pictures: dict[str, bytes]) -> Any:
    """The node with rich text as trees, and pictures, drawings and files as the template shows them.

    The bytes of pictures and drawings are put into `pictures`, under the names that stand for them.
    """
    if isinstance(node, list | tuple):
        return [plain(member, language, pictures) for member in node]
    if not isinstance(node, dict):
        return node
    language = node.get("lang", language)
    if "html" in node:
        return tree(readable(node["html"], language))
    if "alt_text" in node:
        return _picture(node, pictures)
    if "format" in node:
        return {"title": node["title"], "address": node["address"], "facts": file_facts(node, language)}
    made = {key: plain(value, language, pictures) for key, value in node.items() if key not in _TEMPLATE_ONLY}
    if node.get("svg"):
        made["svg"] = _kept(node["svg"].encode(), "svg", pictures)
    if "rows" in node:
        made["rows"] = _even(node["rows"])
    return made


def _picture(picture: Value, pictures: dict[str, bytes]) -> Value:
    """`file` is empty where the picture's bytes are lost: then its alternative text is shown."""
    content = _photograph(picture)
    return {
        "file": _kept(content, "jpg", pictures) if content else "",
        "alt": "" if picture["decorative"] else picture["alt_text"],
    }


def _photograph(picture: Value) -> bytes | None:
    """The picture as JPEG on white, in the smallest of its widths that is enough for paper."""
    widths = sorted(size["width"] for size in picture["sizes"])
    width = next((one for one in widths if one >= _WIDTH), widths[-1] if widths else picture["width"])
    stored = stored_picture(UUID(picture["id"]), width)
    if stored is None:
        return None
    try:
        with default_storage.open(stored.key) as file, Image.open(file) as image:
            coloured = image.convert("RGBA")
    except OSError:
        return None
    paper = Image.new("RGB", coloured.size, "white")
    paper.paste(coloured, mask=coloured.getchannel("A"))
    out = io.BytesIO()
    paper.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


def _kept(content: bytes, suffix: str, pictures: dict[str, bytes]) -> str:
    name = f"{len(pictures)}.{suffix}"
    pictures[name] = content
    return name


def _even(rows: list[list[str]]) -> list[list[str]]:
    """Rows of the same number of cells."""
    width = max((len(row) for row in rows), default=0)
    return [[*row, *[""] * (width - len(row))] for row in rows]
