"""Faults put into texts of the demo by a seed: what translators' fingers do, and what their eyes pass over."""

import random
import re
from collections.abc import Callable
from typing import NamedTuple

from cms.content.words.mutations import mutated

from .demo_texts import DemoText, demo_knowledge, demo_texts


class Fault(NamedTuple):
    """A text with one fault, what it translates, and the kinds of finding that tell of it."""

    text: DemoText
    translation: str
    original: str
    kinds: frozenset[str]
    was: str


Spoil = Callable[[random.Random, DemoText], tuple[str, str] | tuple[str, str, str] | None]
_WORD = re.compile(r"(?<![\w'’<>/=\"-])[^\W\d_]{5,}(?![\w'’=-])")
_PLAIN = re.compile(r"(?<![\w'’<>/=\"-])[^\W\d_]+(?![\w'’=-])")


def _words(text: str, pattern: re.Pattern[str] = _WORD) -> list[re.Match[str]]:
    return [found for found in pattern.finditer(text) if "<" not in text[max(0, found.start() - 12) : found.start()]]


def _put(text: str, found: re.Match[str], instead: str) -> str:
    return text[: found.start()] + instead + text[found.end() :]


def another_figure(rng: random.Random, text: DemoText) -> tuple[str, str] | None:
    found = list(re.finditer(r"(?<![\w=\"])\d+(?![\w\"])", text.translation))
    if not found:
        return None
    one = rng.choice(found)
    return _put(text.translation, one, str(int(one[0]) + rng.randint(1, 8))), one[0]


def figure_left_out(rng: random.Random, text: DemoText) -> tuple[str, str] | None:
    found = list(re.finditer(r"(?<![\w=\"])\d+(?![\w\"]) ?", text.translation))
    return (_put(text.translation, found[0], ""), found[0][0]) if found else None


def another_number_word(rng: random.Random, text: DemoText) -> tuple[str, str] | None:
    numbers = {"cy": "tri pedwar pump chwe saith wyth naw deuddeg", "en": "three four five six seven eight nine twelve"}
    words = numbers[text.language].split()
    found = [one for one in _words(text.translation, _PLAIN) if one[0] in words]
    if not found:
        return None
    one = rng.choice(found)
    others = [word for word in words if word != one[0] and word not in text.translation.split()]
    return _put(text.translation, one, rng.choice(others)), one[0]


def another_date(rng: random.Random, text: DemoText) -> tuple[str, str, str]:
    said = {"cy": "Daeth i rym ar {} Mawrth 2026.", "en": "It came into force on {} March 2026."}
    original = f"{text.original} {said[text.written_in].format(12)}"
    return f"{text.translation} {said[text.language].format(rng.choice([2, 21, 13]))}", "12 Mawrth", original


def another_month(rng: random.Random, text: DemoText) -> tuple[str, str, str]:
    said = {"cy": "Bydd yn dechrau ym mis {} 2027.", "en": "It will begin in {} 2027."}
    months = {"cy": ("Mai", "Mawrth", "Medi"), "en": ("May", "March", "September")}
    first, second = rng.sample(range(3), 2)
    original = f"{text.original} {said[text.written_in].format(months[text.written_in][first])}"
    return f"{text.translation} {said[text.language].format(months[text.language][second])}", "month", original


def another_day(rng: random.Random, text: DemoText) -> tuple[str, str, str]:
    said = {"cy": "Dewch {}.", "en": "Come on {}."}
    days = {"cy": ("ddydd Llun", "ddydd Mawrth", "nos Iau"), "en": ("Monday", "Tuesday", "Thursday")}
    first, second = rng.sample(range(3), 2)
    original = f"{text.original} {said[text.written_in].format(days[text.written_in][first])}"
    return f"{text.translation} {said[text.language].format(days[text.language][second])}", "day", original


def another_phone(rng: random.Random, text: DemoText) -> tuple[str, str, str]:
    said = {"cy": "Ffoniwch {}.", "en": "Call {}."}
    last = rng.randint(100, 999)
    number, other = f"029 2018 0{last}", f"029 2018 0{last + 1}"
    return (
        f"{text.translation} {said[text.language].format(other)}",
        number,
        f"{text.original} {said[text.written_in].format(number)}",
    )


def another_address(rng: random.Random, text: DemoText) -> tuple[str, str, str]:
    kind = rng.choice(["ymholiadau@example.org", "https://www.example.org/ffurflen", "www.example.org/ffurflen"])
    wrong = kind.replace("example", rng.choice(["exmaple", "example.co"]))
    said = {"cy": "Gweler {} am fwy.", "en": "See {} for more."}
    return (
        f"{text.translation} {said[text.language].format(wrong)}",
        kind,
        f"{text.original} {said[text.written_in].format(kind)}",
    )


def link_lost(rng: random.Random, text: DemoText) -> tuple[str, str] | None:
    bare = re.sub(r"<a [^>]*>(.*?)</a>", r"\1", text.translation, count=1)
    return (bare, "a link") if bare != text.translation else None


def word_twice(rng: random.Random, text: DemoText) -> tuple[str, str] | None:
    found = [
        one
        for one in _words(text.translation, _PLAIN)
        if len(one[0]) > 1 and one[0] not in {"bach", "mwy", "ni", "un", "her", "had", "is", "that"}
    ]
    if not found:
        return None
    one = rng.choice(found)
    return _put(text.translation, one, f"{one[0]} {one[0]}"), one[0]


def other_ending(rng: random.Random, text: DemoText) -> tuple[str, str] | None:
    if not text.translation.endswith("."):
        return None
    return text.translation[:-1] + rng.choice(["", "!", ":", ","]), "."


def bracket_lost(rng: random.Random, text: DemoText) -> tuple[str, str] | None:
    found = list(re.finditer(r"[()]", text.translation))
    return (_put(text.translation, rng.choice(found), ""), "()") if found else None


def quotation_mark_lost(rng: random.Random, text: DemoText) -> tuple[str, str] | None:
    found = list(re.finditer(r"[“”]", text.translation))
    return (_put(text.translation, rng.choice(found), ""), "“”") if found else None


def wrong_space(rng: random.Random, text: DemoText) -> tuple[str, str] | None:
    found = list(re.finditer(r"(?<=[a-z]{2}), (?=[a-z]{2})", text.translation))
    if not found:
        return None
    return _put(text.translation, rng.choice(found), rng.choice([" , ", ",", ",  ", ",, ", ",\u200b "])), ", "


def term_not_followed(rng: random.Random, text: DemoText) -> tuple[str, str] | None:
    known = demo_knowledge()
    wanted = {match.entry.id for match in known.lexicons[text.written_in].matches(text.original)}
    there = [match for match in known.lexicons[text.language].matches(text.translation) if match.entry.id in wanted]
    if len(there) != 1 or len(wanted) != 1:
        return None
    instead = {"cy": "y peth hwn", "en": "this thing"}[text.language]
    match = there[0]
    return text.translation[: match.start] + instead + text.translation[match.end :], text.translation[
        match.start : match.end
    ]


def left_in_the_other_language(rng: random.Random, text: DemoText) -> tuple[str, str] | None:
    return (text.original, "a text") if len(_words(text.original)) >= 6 else None


def misspelled(rng: random.Random, text: DemoText) -> tuple[str, str] | None:
    found = _words(text.translation)
    if not found:
        return None
    one = rng.choice(found)
    word, at = one[0], rng.randrange(1, len(one[0]) - 1)
    instead = rng.choice(
        [
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + rng.choice("aeiourstln") + word[at + 1 :],
        ]
    )
    return (_put(text.translation, one, instead), f"{word} {instead}") if instead != word else None


def accent_lost(rng: random.Random, text: DemoText) -> tuple[str, str] | None:
    plain = str.maketrans("âêîôûŵŷ", "aeiouwy")
    found = [one for one in _words(text.translation, _PLAIN) if one[0].translate(plain) != one[0] and len(one[0]) > 3]
    if not found or text.language != "cy":
        return None
    one = rng.choice(found)
    return _put(text.translation, one, one[0].translate(plain)), one[0]


def _unmutated(rng: random.Random, text: DemoText, before: str, letters: dict[str, str]) -> tuple[str, str] | None:
    """A word after one of those `before` as it is before its mutation, if that is known by its letters alone."""
    if text.language != "cy":
        return None
    found = []
    for one in re.finditer(rf"(?<![\w'’])(?:{before}) (?!chyda)([^\W\d_]{{4,}})(?![\w'’])", text.translation):
        for changed, plain in letters.items():
            if one[1].startswith(changed) and one[1] in mutated(plain + one[1][len(changed) :]):
                found.append((one, plain + one[1][len(changed) :]))
                break
    if not found:
        return None
    one, plain = rng.choice(found)
    return _put(text.translation, one, one[0].replace(one[1], plain)), one[0]


def no_soft_mutation(rng: random.Random, text: DemoText) -> tuple[str, str] | None:
    before = "i|o|ar|am|gan|dan|heb|drwy|wrth|at|neu|dau|dwy|pan|pa|dyma|dy"
    return _unmutated(rng, text, before, {"dd": "d", "b": "p", "d": "t", "g": "c", "f": "b"})


def no_aspirate_mutation(rng: random.Random, text: DemoText) -> tuple[str, str] | None:
    return _unmutated(rng, text, "a|â|gyda|tua|tri|chwe|na|ni", {"ch": "c", "ph": "p", "th": "t"})


def no_nasal_mutation(rng: random.Random, text: DemoText) -> tuple[str, str] | None:
    return _unmutated(rng, text, "fy|yng|ym", {"ngh": "c", "mh": "p", "nh": "t", "ng": "g", "m": "b"})


def no_h(rng: random.Random, text: DemoText) -> tuple[str, str] | None:
    found = list(re.finditer(r"(?<![\w'’])(ein|eu) h([aeiouwy][^\W\d_]{3,})(?![\w'’])", text.translation))
    if not found or text.language != "cy":
        return None
    one = rng.choice(found)
    return _put(text.translation, one, f"{one[1]} {one[2]}"), one[0]


def mutation_too_many(rng: random.Random, text: DemoText) -> tuple[str, str] | None:
    found = list(
        re.finditer(r"(?<![\w'’])(pob|bob|mewn|eu|ein|rhwng) (p|t|c)([^\W\d_]{4,})(?![\w'’])", text.translation)
    )
    if not found or text.language != "cy":
        return None
    one = rng.choice(found)
    soft = {"p": "b", "t": "d", "c": "g"}[one[2]]
    return _put(text.translation, one, f"{one[1]} {soft}{one[3]}"), one[0]


SPOILS: dict[Spoil, frozenset[str]] = {
    another_figure: frozenset({"numbers", "dates", "phones"}),
    figure_left_out: frozenset({"numbers", "dates", "phones"}),
    another_number_word: frozenset({"numbers"}),
    another_date: frozenset({"dates"}),
    another_month: frozenset({"dates"}),
    another_day: frozenset({"dates"}),
    another_phone: frozenset({"phones"}),
    another_address: frozenset({"web", "emails"}),
    link_lost: frozenset({"links"}),
    word_twice: frozenset({"doubled"}),
    other_ending: frozenset({"ending"}),
    bracket_lost: frozenset({"brackets"}),
    quotation_mark_lost: frozenset({"quotes"}),
    wrong_space: frozenset({"spacing"}),
    term_not_followed: frozenset({"terms"}),
    left_in_the_other_language: frozenset({"language"}),
    misspelled: frozenset({"spelling", "mutations"}),
    accent_lost: frozenset({"spelling"}),
    no_soft_mutation: frozenset({"mutations", "spelling"}),
    no_aspirate_mutation: frozenset({"mutations", "spelling"}),
    no_nasal_mutation: frozenset({"mutations", "spelling"}),
    no_h: frozenset({"mutations", "spelling"}),
    mutation_too_many: frozenset({"mutations", "spelling"}),
}


def seeded_faults(seed: int, count: int) -> list[Fault]:
    """So many faults, of all sorts in turn."""
    rng = random.Random(seed)
    texts, made = list(demo_texts()), list[Fault]()
    while len(made) < count:
        for spoil, kinds in SPOILS.items():
            rng.shuffle(texts)
            text, spoiled = next((one, found) for one in texts if (found := spoil(rng, one)) is not None)
            original = spoiled[2] if len(spoiled) == 3 else text.original
            made.append(Fault(text, spoiled[0], original, kinds, f"{spoil.__name__}: {spoiled[1]}"))
    return made[:count]
