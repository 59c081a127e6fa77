"""Which language a text is in, told by its words; names, labels and addresses are in neither."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

from cms.content.words.spoken_language import WORDS, spoken_language

WELSH = "Mae angen cynllun ar bob plentyn"
ENGLISH = "Every child deserves a plan that is made in time"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (WELSH, "cy"), (WELSH.upper(), "cy"), ("Cysylltwch â’r tîm ŵyl y gwanwyn", "cy"),
        (ENGLISH, "en"), (ENGLISH.upper(), "en"), ("What a child’s guardian does in court", "en"),
        ("Every \u200bchild de\u00adserves \ufeffa plan that is made in time\u200e", "en"),
        ("Llunnir y cynllun gan ‘Adoption UK’ cyn y cyfarfod", "cy"),
        ("A meeting of Plant yng Nghymru is held in spring", "en"),
        ("Contact planning tool", None), ("", None), ("Cafcass Cymru", None), ("12 34 56 78 90 100", None),
        ("https://example.org/every/child/deserves/a/plan/in/time", None),
        ("write.to.us@example.org www.example.org/a/b form-for-the-panel-en.pdf panel_form_for_you", None),
    ],
)  # fmt: skip
def test_the_language_of_a_text_is_that_of_its_words(text: str, language: str | None) -> None:
    assert spoken_language(text) == language


def demo_texts(node: Any, language: str | None = None) -> Iterator[tuple[str, str]]:
    """(language, line) of all that the demo has in both languages."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from demo_texts(value, key if key in {"cy", "en"} else language)
    elif isinstance(node, list):
        for value in node:
            yield from demo_texts(value, language)
    elif isinstance(node, str) and language:
        yield from ((language, unescape(line)) for line in re.sub(r"<[^>]+>", "\n", node).split("\n"))


def test_no_text_of_the_demo_is_taken_for_the_other_language_s() -> None:
    """An accent lost, a mutation or a short question must not make a page wait for somebody's word."""
    told = {"cy": 0, "en": 0}
    for path in sorted((Path(settings.BASE_DIR) / "demo").rglob("*.yaml")):
        for language, line in demo_texts(yaml.safe_load(path.read_text("utf-8"))):
            found = spoken_language(line)
            assert found in {language, None}, f"{path.name}: {line}"
            told[language] += found is not None
    assert min(told.values()) > 1500
    assert WORDS == 5
