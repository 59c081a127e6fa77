"""Ways for content to be there for editors and yet not for the public. Each outlet's leak matrix goes through them all.

A scene builds pages and says what must not be seen: texts (`marks`) that no answer in the hidden languages may hold.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from wagtail.models import Page

from cms.content.languages import CODES, Language
from tests.database.once import once
from tests.factories import content as make

MARK = "SECRETWORD"


@dataclass(frozen=True)
class Hidden:
    """What must not be seen: the item, the languages it is hidden in, and whether it may be known to have been there."""

    item: UUID
    languages: tuple[Language, ...]
    ever_public: bool = False
    mark: str = MARK


Build = Callable[[Language, Page], Hidden]
PRIVATE: dict[str, Build] = {}
INCOMPLETE: dict[str, Build] = {}


def scene(collection: dict[str, Build]) -> Callable[[Build], Build]:
    """Adds a scene under its function's name."""

    def add(build: Build) -> Build:
        collection[build.__name__] = build
        return build

    return add


def each(collection: dict[str, Build]) -> pytest.MarkDecorator:
    """Every scene in both directions of translation, as `name` and `source`; one worker asks all outlets about a scene."""
    rows = [
        pytest.param(name, source, id=f"{name}-{source}", marks=pytest.mark.xdist_group(f"{name}-{source}"))
        for name in sorted(collection)
        for source in CODES
    ]
    return pytest.mark.parametrize(("name", "source"), rows)


@once
def section_below_home(source: Language) -> Page:
    """A section in both languages; its document for paper holds all that is directly below it."""
    home, _ = make.homes(source)
    section = make.section(home, source)
    make.translate(section)
    return section


@once
def below_a_section(name: str, source: Language) -> tuple[Page, Hidden]:
    """A scene by its name, and the section in the source's language that it is below."""
    parent = section_below_home(source)
    return parent, {**PRIVATE, **INCOMPLETE}[name](source, parent)


def secret(language: Language, **extra: Any) -> dict[str, Any]:
    """Fields whose every word is marked; no two of them hold the same text."""
    text = {name: f"{make.MARKS[language]} {MARK} {name}" for name in ("title", "summary", "body", "change_note")}
    return {**text, "body": [("text", f"<p>{text['body']}</p>")], **extra}
