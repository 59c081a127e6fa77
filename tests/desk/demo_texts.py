"""The texts of the demo, paragraph by paragraph in both languages, read from its source; and what its glossary knows."""

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import yaml
from django.conf import settings

from cms.content.languages import CODES, Language, other
from cms.desk.proofreading.checking.knowledge import Knowledge, known_words
from cms.publication.completeness.segments import rich_text_strings
from cms.publication.glossary.lexicon import Lexicon, LexiconEntry

DEMO = settings.BASE_DIR / "demo"
# Addresses, of which each language has its own; and what no reader sees.
NO_TEXTS = {"slug", "email", "website", "address"}


class DemoText(NamedTuple):
    """One paragraph: where it stands, the language it was first written in, and how it is in each."""

    place: str
    written_in: Language
    by_language: dict[Language, str]

    @property
    def language(self) -> Language:
        """The language of the translation."""
        return other(self.written_in)

    @property
    def translation(self) -> str:
        return self.by_language[self.language]

    @property
    def original(self) -> str:
        return self.by_language[self.written_in]


@cache
def demo_texts() -> tuple[DemoText, ...]:
    """Pages and terms, some 30,000 words in each language."""
    found: list[DemoText] = []
    for path in sorted((DEMO / "items").glob("*.yaml")):
        item = yaml.safe_load(path.read_text("utf-8"))
        found += _texts(item, path.stem, item["source"])
    for term in _listed("terms.yaml"):
        found += _texts({key: term[key] for key in ("name", "definition")}, term["key"], term["source"])
    return tuple(found)


def _texts(node: Any, place: str, written_in: Language) -> Iterator[DemoText]:
    if isinstance(node, dict) and node.keys() == set(CODES) and all(isinstance(text, str) for text in node.values()):
        if place.rpartition(".")[2] not in NO_TEXTS:
            paragraphs = {code: list(_paragraphs(node[code])) for code in CODES}
            assert len(paragraphs["cy"]) == len(paragraphs["en"]), place
            for cy, en in zip(paragraphs["cy"], paragraphs["en"], strict=True):
                yield DemoText(place, written_in, {"cy": cy, "en": en})
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from _texts(value, f"{place}.{key}", written_in)
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from _texts(value, f"{place}.{number}", written_in)


def _paragraphs(text: str) -> Iterator[str]:
    line = " ".join(text.split())
    if not line.startswith("<"):
        yield line
    else:
        yield from (string.data for string, _ in rich_text_strings(line))


@cache
def demo_knowledge() -> Knowledge:
    """As an installation with the demo has it, where nobody has added a known word."""
    forms: dict[Language, dict[str, tuple[str, ...]]] = {
        code: {
            term["key"]: (term["name"][code], *term.get("other_forms", {}).get(code, ()))
            for term in _listed("terms.yaml")
        }
        for code in CODES
    }
    lexicons = {
        code: Lexicon([(LexiconEntry(key, own[0], "", "", ""), own) for key, own in forms[code].items()], code)
        for code in CODES
    }
    names = {
        code: [
            text
            for one in _listed("organisations.yaml")
            for text in (one["name"][code], one.get("short_name", {}).get(code, ""))
        ]
        for code in CODES
    }
    words = {
        code: known_words([*names[code], *(form for own in forms[code].values() for form in own)], code)
        for code in CODES
    }
    return Knowledge(words, lexicons, forms)


def _listed(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((DEMO / name).read_text("utf-8"))
    return found
