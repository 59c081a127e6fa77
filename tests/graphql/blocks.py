"""One block of every type, as payloads have them. The words are of one language only."""

from typing import Any, Final

from cms.content.languages import Language

_WORDS: Final = {"cy": "Mae'r plentyn yn y tŷ", "en": "The child is in the house"}
_UID: Final = "5d6f0c1e-7b7a-4c53-9a43-0a6c8f2b1d1"


def rich(language: Language, mark: str) -> dict[str, str]:
    """Rich text."""
    words = f"{_WORDS[language]}: {mark}"
    return {"html": f"<p>{words}</p>", "plain": words}


def picture(language: Language) -> dict[str, Any]:
    """A picture in two sizes."""
    address = f"https://api.example.test/pictures/{_UID}2/{{}}.webp"
    sizes = [
        {"address": address.format(width), "width": width, "height": height, "media_type": "image/webp"}
        for width, height in ((480, 320), (960, 640))
    ]
    return {
        "id": f"{_UID}2", "digest": "ab" * 32, "bytes": 9_000, "changed": "2026-03-01T09:30:00Z", **sizes[-1],
        "sizes": sizes, "alt_text": _WORDS[language], "decorative": False,
    }  # fmt: skip


def file(language: Language, format_: str = "pdf") -> dict[str, Any]:
    """A download."""
    return {
        "id": f"{_UID}3", "title": _WORDS[language], "name": f"ffurflen.{format_}", "format": format_, "bytes": 120,
        "digest": "cd" * 32, "changed": "2026-03-01T09:30:00Z",
        "pages": 2 if format_ == "pdf" else None, "language": language,
        "address": f"https://api.example.test/files/{_UID}3/ffurflen.{format_}",
    }  # fmt: skip


def video(language: Language, mark: str) -> dict[str, Any]:
    """A recording with all that one may have."""
    return {
        "id": f"{mark}-video", "lang": language, "type": "video", "title": _WORDS[language],
        "address": "https://video.example.org/1", "duration": "PT3M5S", "seconds": 185, "poster": picture(language),
        "captions": file(language, "vtt"), "transcript": rich(language, mark),
        "sign_language": {"address": "https://video.example.org/2", "language": "bfi"},
    }  # fmt: skip


def flowchart(language: Language) -> dict[str, Any]:
    """The members of a chart of two steps."""
    words = _WORDS[language]
    return {
        "title": words, "description": words, "svg": "<svg></svg>",
        "steps": [
            {"number": 1, "key": "start", "kind": "start", "text": words, "arrows": [{"to": "end", "label": ""}]},
            {"number": 2, "key": "end", "kind": "end", "text": words, "arrows": []},
        ],
        "in_words": [{"number": 1, "text": words, "then": [words]}, {"number": 2, "text": words, "then": []}],
    }  # fmt: skip


def blocks(language: Language, mark: str, links: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A block of every type; `links` are those of the block of links."""
    words, text = f"{_WORDS[language]}: {mark}", rich(language, mark)
    own: dict[str, dict[str, Any]] = {
        "heading": {"text": words, "level": 2},
        "text": {"text": text},
        "key_message": {"text": text},
        "quote": {"text": words, "attribution": ""},
        "checklist": {"title": words, "points": [words, words]},
        "table": {"caption": words, "header": "row", "rows": [["1", words], ["2", words]]},
        "image": {"picture": picture(language), "caption": words},
        "file": {"file": file(language)},
        "flowchart": flowchart(language),
        "expandable": {"heading": words, "text": text},
        "contact": {
            "name": words, "organisation": words, "telephone": "", "email": "", "website": "", "hours": words,
        },
        "links": {"title": words, "links": links},
    }  # fmt: skip
    made = [{"id": f"{mark}-{type_}", "lang": language, "type": type_, **members} for type_, members in own.items()]
    return [*made, video(language, mark)]
