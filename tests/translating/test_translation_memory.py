"""The library's translation memory, on the demo's texts: a paragraph that has changed a little is filled in, and quickly."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from django.conf import settings
from rapidfuzz.distance import LCSseq
from wagtail_localize.models import StringTranslation
from wagtail_localize.strings import extract_strings

from cms.desk.translating.help.translation_memory import Remembered, TranslationMemory
from cms.desk.translating.inline_markup import plain
from cms.desk.translating.word_difference import marked, words
from tests.factories import content as make

pytestmark = pytest.mark.django_db
# So many words that a tenth of them is one.
_PARAGRAPH: Final = 10
_FILLERS: Final = ("maple", "seven", "quietly", "lantern", "north", "afon", "mynydd")


def memory(source: Any, target: Any) -> TranslationMemory:
    made = TranslationMemory(make.locale(source).pk, make.locale(target).pk)
    made.refresh()
    return made


def changed(text: str, chance: random.Random) -> str:
    """A text of which at most a tenth of the words are others, gone or new."""
    parts = text.split(" ")
    for _ in range(len(words(text)) // 10):
        place = chance.randrange(len(parts))
        parts[place : place + 1] = (
            chance.choice([[chance.choice(_FILLERS)], []]) if len(parts) > _PARAGRAPH else parts[place : place + 1]
        )
    return " ".join(parts)


def demo_pairs() -> list[tuple[str, str]]:
    """(English, Welsh) of each line and paragraph that the demo has in both."""
    found: list[tuple[str, str]] = []
    for path in sorted((Path(settings.BASE_DIR) / "demo").rglob("*.yaml")):
        for english, welsh in both_languages(yaml.safe_load(path.read_text("utf-8"))):
            sides = [[one.data for one, _attributes in extract_strings(html)[1]] for html in (english, welsh)]
            if len(sides[0]) == len(sides[1]):
                found += zip(*sides, strict=True)
    return list(dict.fromkeys(found))


def both_languages(node: Any) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        sides = (node.get("en"), node.get("cy"))
        if all(isinstance(side, str) and " " in side for side in sides):
            yield node["en"], node["cy"]
        for value in node.values():
            yield from both_languages(value)
    elif isinstance(node, list):
        for value in node:
            yield from both_languages(value)


def remembering(pairs: list[tuple[str, str]]) -> TranslationMemory:
    made = TranslationMemory(1, 2)
    for number, (source, target) in enumerate(pairs):
        made.keep((True, number), Remembered(source, target, tuple(words(plain(source)))))
    return made


@pytest.mark.parametrize("source", ["en", "cy"])
def test_of_each_paragraph_of_the_demo_at_least_85_per_cent_is_filled_in_where_a_tenth_has_changed(source: str) -> None:
    pairs = [pair if source == "en" else pair[::-1] for pair in demo_pairs()]
    known, chance = remembering(pairs), random.Random(17)
    paragraphs = [(one, two) for one, two in pairs if len(words(plain(one))) >= _PARAGRAPH and one != two]
    assert len(paragraphs) > 500
    poor = []
    for text, translation in chance.sample(paragraphs, 150):
        found = known.suggestions(changed(plain(text), chance))
        wanted = words(plain(translation))
        filled = words(plain(found[0].target)) if found and found[0].is_prefilled else []
        if LCSseq.similarity(filled, wanted) < 0.85 * len(wanted):
            poor.append(text)
    assert poor == []


def test_figures_that_changed_are_changed_and_links_that_are_gone_are_left_out() -> None:
    home, _ = make.homes()
    link = '<p>English: the plan runs for 12 weeks, see <a href="https://x.example/">the letter</a> for what comes next</p>'
    page = make.landing(home, "en", body=[("text", link)])
    make.translate(page, given={f"body.{page.body[0].id}": 'Cymraeg: 12 wythnos, gweler <a id="a1">y llythyr</a>'})
    (found, *_rest) = memory("en", "cy").suggestions(
        "English: the plan runs for 16 weeks, see the letter for what comes next"
    )
    assert found.target == "Cymraeg: 16 wythnos, gweler y llythyr"
    assert found.is_prefilled
    assert found.percentage < 100
    assert marked(plain(found.source), "English: the plan runs for 16 weeks").count("<ins>16</ins>") == 1


def test_the_memory_follows_what_is_written_changed_and_deleted_and_knows_no_machine() -> None:
    page = make.landing(make.homes()[0], "en", summary="English: one two three four five six seven")
    make.translate(page, summary="Cymraeg: hen")
    known = memory("en", "cy")
    text = "English: one two three four five six seven"
    assert [one.target for one in known.suggestions(text)] == ["Cymraeg: hen"]
    assert [one.target for one in memory("cy", "en").suggestions("Cymraeg: hen")] == [text]
    row = StringTranslation.objects.get(data="Cymraeg: hen")
    row.data = "Cymraeg: newydd"
    row.save()
    known.refresh()
    assert [one.target for one in known.suggestions(text)] == ["Cymraeg: newydd"]
    row.translation_type = "machine"
    row.save()
    known.refresh()
    assert known.suggestions(text) == []


def test_among_ten_thousand_texts_the_right_one_is_found() -> None:
    chance = random.Random(3)
    vocabulary = [f"gair{number}" for number in range(3000)]
    texts = [" ".join(chance.choices(vocabulary, k=30)) for _ in range(10_000)]
    known = remembering([(text, f"cy {text}") for text in texts])
    for text in chance.sample(texts, 20):
        parts = text.split()
        parts[5:8] = ["un", "dau", "tri"]
        assert known.suggestions(" ".join(parts))[0].target == f"cy {text}"
