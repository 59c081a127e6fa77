"""Editions to read: every block and member filled, with words of one language only."""

from bs4 import BeautifulSoup

from cms.content.declaration.schema import payload_adapter
from tests.factories.editions import edition

BLOCK_TYPES = (
    "heading", "text", "key_message", "quote", "checklist", "table", "image", "file", "video", "expandable", "contact",
    "links", "flowchart",
)  # fmt: skip
_ID = "0a0a0a0a-0000-4000-8000-00000000000"


def word(language, name):
    """A word that says which language it is of: `gair-cy-x`, `word-en-x`."""
    return f"{'gair' if language == 'cy' else 'word'}-{language}-{name}"


def rich(language, name):
    text = word(language, name)
    return {"html": f"<p>{text} <strong>{text}</strong></p>", "plain": f"{text} {text}"}


def picture(language, *, decorative=False):
    sizes = [{"address": f"https://api.example.test/pictures/x/{width}.webp", "width": width, "height": width // 2,
              "media_type": "image/webp"}
             for width in (400, 800)]  # fmt: skip
    return {"id": f"{_ID}1", "digest": "ab" * 32, "bytes": 9_000, "changed": "2026-03-01T09:30:00Z", **sizes[-1],
            "sizes": sizes, "alt_text": "" if decorative else word(language, "alt"), "decorative": decorative}  # fmt: skip


def file(language, *, file_language=None, pages=2, format="pdf"):
    return {
        "id": f"{_ID}2",
        "title": word(language, "file"),
        "name": "x.pdf",
        "format": format,
        "bytes": 48_200,
        "digest": "cd" * 32,
        "changed": "2026-03-01T09:30:00Z",
        "pages": pages,
        "language": file_language or language,
        "address": "https://api.example.test/files/x/x.pdf",
    }


def video(language):
    return {
        "id": "video",
        "lang": language,
        "type": "video",
        "title": word(language, "video"),
        "address": "https://fideo.example.org/x",
        "duration": "PT12M30S",
        "seconds": 750,
        "poster": picture(language, decorative=True),
        "captions": file(language, pages=None, format="vtt"),
        "transcript": rich(language, "transcript"),
        "sign_language": {"address": "https://fideo.example.org/bsl", "language": "bfi"},
    }


def flowchart(language):
    first, last = word(language, "first"), word(language, "last")
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" class="flowchart-drawing" role="img"><title>{first}</title></svg>'
    return {
        "title": word(language, "chart"),
        "description": word(language, "way"),
        "steps": [
            {"number": 1, "key": "start", "kind": "start", "text": first,
             "arrows": [{"to": "end", "label": word(language, "label")}]},
            {"number": 2, "key": "end", "kind": "end", "text": last, "arrows": []},
        ],
        "svg": svg,
        "in_words": [{"number": 1, "text": first, "then": [f"{word(language, 'label')}: 2."]},
                     {"number": 2, "text": last, "then": [word(language, "over")]}],
    }  # fmt: skip


def block(language, type_, **members):
    """A block of the type with everything in it that it can have."""
    own = {
        "heading": {"text": word(language, "heading"), "level": 2},
        "text": {"text": rich(language, "text")},
        "key_message": {"text": rich(language, "message")},
        "quote": {"text": word(language, "quote"), "attribution": word(language, "speaker")},
        "checklist": {"title": word(language, "checklist"), "points": [word(language, "point")]},
        "table": {"caption": word(language, "caption"), "header": "both",
                  "rows": [["", word(language, "column")], [word(language, "row"), word(language, "cell")]]},
        "image": {"picture": picture(language), "caption": word(language, "figure")},
        "file": {"file": file(language)},
        "video": video(language),
        "flowchart": flowchart(language),
        "expandable": {"heading": word(language, "question"), "text": rich(language, "answer")},
        "contact": {"name": word(language, "desk"), "organisation": word(language, "organisation"),
                    "telephone": "+44 (0)29 2018 0110", "email": "x@example.org", "website": "https://example.org/",
                    "hours": word(language, "hours")},
        "links": {"title": word(language, "links"), "links": [
            {"text": word(language, "link"), "item": None, "address": "https://example.org/x", "language": None}]},
    }  # fmt: skip
    return {"id": f"{type_}-1", "lang": language, "type": type_, **own[type_], **members}


def blocks(language, place="body"):
    return [block(language, type_, id=f"{place}-{type_}") for type_ in BLOCK_TYPES]


def card(language, name="card", **members):
    path = f"/{language}/{name}/"
    return {"id": f"{_ID}3", "lang": language, "title": word(language, name), "path": path,
            "address": f"https://{language}.example.test{path}", "type": "section", "kind": None, "number": "7",
            "summary": word(language, f"{name}-summary"), **members}  # fmt: skip


def step(language):
    return {name: value for name, value in card(language, "step").items()
            if name in {"id", "lang", "title", "path", "address"}}  # fmt: skip


def promo(language, target=None):
    return {"id": "p1", "lang": language, "title": word(language, "promo"), "text": word(language, "promo-text"),
            "picture": picture(language), "item": f"{_ID}4", "address": f"https://{language}.example.test/{language}/p/",
            "language": target or language}  # fmt: skip


def shared(language):
    """What any type can have, all of it."""
    organisation = {"name": word(language, "organisation"), "short_name": "", "website": "https://example.org/"}
    return {
        "title": word(language, "title"),
        "summary": word(language, "summary"),
        "reviewed_on": "2026-07-14",
        "review_due": "2028-07-14",
        "new_until": "2999-01-01",
        "change_note": word(language, "note"),
        "body": blocks(language),
        "files": [file(language), file(language, file_language="mul", pages=6)],
        "topics": [{"code": "x", "label": word(language, "topic")}],
        "attribution": {"publisher": organisation, "commissioner": organisation},
        "breadcrumb": [step(language)],
        "children": [card(language, "child")],
        "children_total": 150,
        "related": [card(language, "related", number=None, type="guide")],
    }


def own(language, type_):
    """What a type has for itself."""
    chapter = {"id": "c1", "lang": language, "title": word(language, "chapter"), "body": blocks(language, "c1"),
               "summary": word(language, "chapter-summary")}  # fmt: skip
    return {
        "home": {"introduction": rich(language, "introduction"), "promos": [promo(language)]},
        "landing": {"promos": [promo(language)]},
        "section": {"number": "6.2"},
        "guide": {"key_messages": [word(language, "key")], "chapters": [chapter],
                  "practice_points": [word(language, "practice")]},
        "module": {"part_number": 3, "video": video(language), "learning_outcomes": [word(language, "outcome")],
                   "who_it_is_for": word(language, "who")},
    }.get(type_, {})  # fmt: skip


def published(language, type_="information", *, item=None, path=None, expires_at=None, **members):
    """A published edition whose payload has these members; the rest is what the factory gives it."""
    facts = {"path": path} if path else {}
    row = edition(language, item=item, type=type_, expires_at=expires_at, audiences=["parents"], **facts)
    payload = payload_adapter().dump_python(payload_adapter().validate_json(row.body), mode="json")
    row.body = payload_adapter().dump_json(payload_adapter().validate_python({**payload, **members}))
    row.save()
    return row


def full(language, type_="information", **members):
    """A published edition with everything in it that its type can have."""
    return published(language, type_, **{**shared(language), **own(language, type_), **members})


def parsed(response):
    """A response as a reader's browser takes it apart."""
    return BeautifulSoup(response.content, "html.parser")
