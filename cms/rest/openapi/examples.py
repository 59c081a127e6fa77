"""The examples of the OpenAPI document: one item in both languages. A test holds them against the schemas."""

from datetime import UTC, datetime
from typing import Any, Final

from cms.content.declaration.members import own_members
from cms.content.declaration.registry import item_types
from cms.content.languages import NAMES, Language
from cms.content.vocabularies import AUDIENCES, LICENCE_ADDRESSES, LICENCES

API: Final = "https://api.example.org"
SITES: Final[dict[Language, str]] = {"cy": "https://cy.example.org", "en": "https://en.example.org"}
ITEM: Final = "5d6f0c1e-7b7a-4c53-9a43-0a6c8f2b1d11"
MOMENT: Final = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
_SINCE: Final = "2026-03-01T09:30:00Z"
_PATHS: Final[dict[Language, str]] = {"cy": "/cy/gwybodaeth-i-rieni/", "en": "/en/information-for-parents/"}
_TITLES: Final[dict[Language, str]] = {"cy": "Gwybodaeth i rieni", "en": "Information for parents"}
_SUMMARIES: Final[dict[Language, str]] = {
    "cy": "Beth mae sefydlogrwydd cynnar yn ei olygu i chi a'ch plentyn.",
    "en": "What early permanence means for you and your child.",
}
TERM: Final = "0b8f6f0e-52a3-4d0f-8a8e-4c1f0a3f7e55"
_TERM: Final[dict[Language, tuple[str, str]]] = {
    "cy": ("sefydlogrwydd cynnar", "Rhoi cartref i blentyn cyn gynted ag y bo modd gyda gofalwyr a all ei fabwysiadu."),
    "en": ("early permanence", "Giving a child a home as early as possible with carers who may go on to adopt them."),
}
_FILE: Final[dict[Language, str]] = {
    "cy": "2f1f2c9e-7a55-4d0c-9d0e-6f0a0c1b7e11",
    "en": "6c3f6a51-58d2-4b1c-8a53-3d2f1f0b9e22",
}
_NAMES: Final[dict[Language, str]] = {"cy": "taflen.pdf", "en": "leaflet.pdf"}
_DIGEST: Final = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
_NOTES: Final[dict[Language, str]] = {
    "cy": "Ychwanegwyd adran am ymweld â'ch plentyn.",
    "en": "A part about visiting your child was added.",
}
_PLACE: Final = "WzEsIjE3Ojk0ZjE0YmFjZDFiYzAxMmM4ODBmNjM0YSJd"
_GLOSSARY: Final[dict[Language, str]] = {"cy": "/cy/termau/", "en": "/en/terms/"}
# What is typed, and the word of the title that it finds: the Welsh one is mutated.
_SOUGHT: Final[dict[Language, tuple[str, str]]] = {"cy": ("rhieni", "rieni"), "en": ("parent", "parents")}
AVAILABLE: Final = {
    "language": "en",
    "title": _TITLES["en"],
    "address": SITES["en"] + _PATHS["en"],
    "api": f"{API}/api/v1/en/items/{ITEM}",
}

# A type with nothing of its own beyond what all items have, and with an address of its own.
_KIND: Final = next(kind for kind in item_types().values() if kind.listing is not None and not own_members(kind))


def summary(language: Language) -> dict[str, Any]:
    """The item as a list shows it."""
    return {
        "id": ITEM,
        "type": _KIND.name,
        "language": language,
        "version": 17,
        "path": _PATHS[language],
        "canonical": SITES[language] + _PATHS[language],
        "title": _TITLES[language],
        "summary": _SUMMARIES[language],
        "published": _SINCE,
        "updated": _SINCE,
        "reviewed_on": "2026-02-20",
        "review_due": "2027-02-20",
        "new_until": None,
        "change_note": "",
        "audiences": [{"code": "parents", "label": AUDIENCES["parents"].text(language)}],
        "topics": [],
        "languages": [_state(code) for code in NAMES],
    }


def item(language: Language) -> dict[str, Any]:
    """The whole item."""
    words, printed = _SUMMARIES[language], f"{SITES[language]}/{language}/print/{ITEM}"
    licence = {"code": "ogl-3.0", "label": LICENCES["ogl-3.0"].text(language), "address": LICENCE_ADDRESSES["ogl-3.0"]}
    return {
        **summary(language),
        "print": {"html": f"{printed}/", "pdf": f"{printed}.pdf"},
        "body": [{"id": "a1", "lang": language, "type": "text", "text": {"html": f"<p>{words}</p>", "plain": words}}],
        "files": [],
        "attribution": {"publisher": None, "commissioner": None},
        "licence": licence,
        "breadcrumb": [],
        "children": [],
        "children_total": 0,
        "related": [],
        "terms": [],
        "withdrawn": None,
    }


def listing(language: Language) -> dict[str, Any]:
    """A list of that one item."""
    return {"items": [summary(language)], "next": None, "total": 1}


def term(language: Language) -> dict[str, Any]:
    """A term of the glossary."""
    twin: Language = "en" if language == "cy" else "cy"
    name, definition = _TERM[language]
    return {
        "id": TERM,
        "language": language,
        "version": 18,
        "name": name,
        "other_forms": [],
        "definition": definition,
        "twin": {"language": twin, "name": _TERM[twin][0], "definition": _TERM[twin][1]},
        "address": f"{SITES[language]}{_GLOSSARY[language]}#term-{TERM}",
        "api": f"{API}/api/v1/{language}/terms/{TERM}",
    }


def terms(language: Language) -> dict[str, Any]:
    """A glossary of that one term."""
    return {"items": [term(language)], "next": None, "total": 1}


def both() -> dict[str, Any]:
    """Both languages side by side."""
    status = {"state": "published", "since": _SINCE}
    return {"id": ITEM, "languages": {"cy": status, "en": status}, "cy": item("cy"), "en": item("en")}


def both_list() -> dict[str, Any]:
    """A list of that."""
    return {"items": [both()], "next": None, "total": 1}


def codes(language: Language) -> dict[str, Any]:
    """Audiences."""
    address = f"{API}/api/v1/{language}/items?audience=parents"
    entry = {"code": "parents", "label": AUDIENCES["parents"].text(language), "count": 1, "items": address}
    return {"items": [entry], "next": None, "total": 1}


def parity() -> dict[str, Any]:
    """Of an item that is in both languages."""
    figures = {"public": 1, "both": 1, "only": 0, "missing": 0, "behind": 0, "words": 540, "words_behind": 0}
    own = [{"type": "resource", **figures}]
    return {"languages": [{"language": code, **figures, "types": own} for code in NAMES]}


def manifest() -> dict[str, Any]:
    """The manifest of that one item."""
    versions = {
        code: {
            "version": 17,
            "updated": _SINCE,
            "address": SITES[code] + _PATHS[code],
            "api": f"{API}/api/v1/{code}/items/{ITEM}",
            "files": [_file(code)],
            "pictures": [],
        }
        for code in NAMES
    }
    return {"items": [{"id": ITEM, "type": _KIND.name, "languages": versions}], "next": None, "total": 1}


def releases() -> dict[str, Any]:
    """What went out of that one item."""
    released = [
        {
            "language": code,
            "changed": code == "en",
            "version": {"cy": 102, "en": 117}[code],
            "stale_since": None,
            "change_note": _NOTES[code],
            "title": _TITLES[code],
            "address": SITES[code] + _PATHS[code],
            "api": f"{API}/api/v1/{code}/items/{ITEM}",
        }
        for code in NAMES
    ]
    entry = {"number": 41, "item": ITEM, "kind": "minor", "released": _SINCE, "languages": released}
    return {"items": [entry], "next": None, "total": 1}


def changes() -> dict[str, Any]:
    """That the item has changed."""
    states = [
        {
            "language": code,
            "state": "published",
            "since": _SINCE,
            "version": 17,
            "digest": _DIGEST[:32],
            "address": SITES[code] + _PATHS[code],
            "api": f"{API}/api/v1/{code}/items/{ITEM}",
        }
        for code in NAMES
    ]
    entry = {
        "id": ITEM, "what": "published", "version": 17, "at": _SINCE, "type": _KIND.name, "reason": None,
        "languages": states,
    }  # fmt: skip
    following = f"{API}/api/v1/changes?since={_PLACE}"
    return {"items": [entry], "token": _PLACE, "more": False, "next": following}


def _file(language: Language) -> dict[str, Any]:
    address = f"{API}/files/{_FILE[language]}/{_DIGEST[:12]}/{_NAMES[language]}"
    return {"id": _FILE[language], "digest": _DIGEST, "bytes": 48_200, "changed": _SINCE, "address": address}


def search(language: Language) -> dict[str, Any]:
    """What a search for that item finds."""
    twin: Language = "en" if language == "cy" else "cy"
    word, marked = _SOUGHT[language]
    title = _TITLES[language].replace(marked, f"<mark>{marked}</mark>")
    hit = {
        **summary(language),
        "matched": {"language": language, "fields": ["title"]},
        "match": "all",
        "highlights": [{"field": "title", "language": language, "html": title, "file": None}],
    }
    count = {"code": _KIND.name, "label": _KIND.label.text(language), "count": 1}
    audience = {"code": "parents", "label": AUDIENCES["parents"].text(language), "count": 1}
    return {
        "items": [hit],
        "next": None,
        "total": 1,
        "language": language,
        "facets": {"type": [count], "kind": [], "audience": [audience], "section": [], "topic": []},
        "also_in": {"language": twin, "total": 0, "address": f"{API}/api/v1/{twin}/search?q={word}"},
        "lacks": [],
        "did_you_mean": None,
    }


def suggest(language: Language) -> dict[str, Any]:
    """What begins as the item's title does."""
    address, api = SITES[language] + _PATHS[language], f"{API}/api/v1/{language}/items/{ITEM}"
    return {
        "items": [
            {"title": _TITLES[language], "type": "item", "id": ITEM, "matched": None, "address": address, "api": api}
        ]
    }


_BY_LANGUAGE: Final = {
    "item": item, "list": listing, "codes": codes, "term": term, "terms": terms, "search": search, "suggest": suggest,
}  # fmt: skip
_WHOLE: Final = {
    "both": both,
    "bothList": both_list,
    "changes": changes,
    "manifest": manifest,
    "parity": parity,
    "releases": releases,
}


def all_examples() -> dict[str, Any]:
    """All examples by name."""
    by_language = {f"{name}-{code}": {"value": made(code)} for name, made in _BY_LANGUAGE.items() for code in NAMES}
    return {**by_language, **{name: {"value": made()} for name, made in _WHOLE.items()}}


def names_of(answer: str) -> list[str]:
    """The names of the examples of a kind of answer."""
    return [name for name in all_examples() if name.split("-")[0] == answer]


def _state(language: Language) -> dict[str, Any]:
    return {
        "language": language,
        "name": NAMES[language],
        "state": "published",
        "title": _TITLES[language],
        "address": SITES[language] + _PATHS[language],
        "api": f"{API}/api/v1/{language}/items/{ITEM}",
        "translation_status": "current",
        "since": _SINCE,
    }
