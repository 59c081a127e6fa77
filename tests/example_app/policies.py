"""Policies as editors would publish them, in both languages."""

import datetime as dt
from typing import Any

from wagtail.models import Page

from cms.content.languages import Language, other
from tests.factories import content as make

from .models import PolicyPage


def clause(language: Language, word: str) -> tuple[str, dict[str, Any]]:
    words = make.MARKS[language]
    return "clause", {
        "heading": f"{words} {word} heading",
        "text": f"<p>{words} {word} <b>text</b></p>",
        "duties": [f"{words} {word} duty"],
        "guidance": address(language, word),
    }


def policy(parent: Page, language: Language, word: str = "bridge", **fields: Any) -> Any:
    """A published policy whose every text has the word in it."""
    words = make.MARKS[language]
    given = {
        "title": f"{words} {word} title",
        "summary": f"{words} {word} summary",
        "reference": "P-7",
        "effective_from": dt.date(2026, 9, 1),
        "scope": f"{words} {word} scope",
        "clauses": [clause(language, word)],
    }
    return make.page(PolicyPage, parent, language, **{**given, **fields})


def policies(source: Language, word: str = "bridge") -> tuple[Any, Any]:
    """A policy in the source's language and its complete translation."""
    parent, _ = make.homes(source)
    original = policy(parent, source, word)
    addresses = {address(source, word): address(other(source), word)}
    return original, make.translate(original, overrides=addresses)


def address(language: Language, word: str) -> str:
    """Where a language's guidance is."""
    return f"https://{language}.example.test/{word}"
