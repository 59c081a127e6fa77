"""Welsh mutations that are surely missing, or surely wrong, after the word before.

Only where the word before leaves no choice; P. W. Thomas, Gramadeg y Gymraeg (1996). What depends on the gender of a noun that
is in no list here, or on whether a word is a noun or a verb, is not judged.
"""

from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from cms.content.words.mutations import mutated, softened

from ..wordlists.dictionaries import is_word, mutations_of
from ..wordlists.word_tables import listed_words, table_rows
from .finding import Finding
from .passage import Passage, surrounding, words

_SOFT: Final = {"p": "b", "t": "d", "c": "g", "b": "f", "d": "dd", "g": "", "m": "f", "ll": "l", "rh": "r"}
_NASAL: Final = {"p": "mh", "t": "nh", "c": "ngh", "b": "m", "d": "n", "g": "ng"}
_ASPIRATE: Final = {"p": "ph", "t": "th", "c": "ch"}
_VOWELS: Final = frozenset("aeiouwyâêîôûŵŷ")
# Letters that are one sound, and never mutate.
_FIXED: Final = ("ch", "dd", "ff", "ng", "ph", "th", "ts", "si", "sh")


class _Rule(NamedTuple):
    """What a word does to the next: the changes it asks for, of which letters, and which mutations may not follow."""

    changes: dict[str, str]
    letters: frozenset[str]
    forbids: frozenset[str] = frozenset()


def _rule(changes: dict[str, str], letters: str = "", forbids: str = "") -> _Rule:
    return _Rule(changes, frozenset(letters.split() or changes), frozenset(forbids.split()))


_RULES: Final[dict[str, _Rule]] = {
    "soft": _rule(_SOFT),
    "most": _rule(_SOFT, "p t c b d g m"),
    "aspirate": _rule(_ASPIRATE),
    "nasal": _rule(_NASAL, forbids="soft aspirate"),
    # His softens, hers aspirates: p, t and c never stay.
    "his-or-hers": _rule(_SOFT, "p t c", forbids="nasal"),
    "none": _rule({}, forbids="soft nasal aspirate"),
}
_TABLE: Final = {name: words_of for name, *words_of in table_rows("cy_before_mutations.txt")}
_AFTER: Final = {word: rule for name, rule in _RULES.items() for word in _TABLE[name]}
_NEVER: Final = frozenset(_TABLE["never"])
_FINITE: Final = ("wch", "odd", "ir", "wyd", "ant", "ent", "ais", "aist", "asom", "asant", "ai", "wn", "af")
_BEFORE_QUESTIONS: Final = frozenset({"neu", "dyma", "dyna", "dacw"})


def mutations(passage: Passage) -> Iterator[Finding]:
    """Words whose mutation is missing or wrong, each with the form that belongs there."""
    if passage.language != "cy":
        return
    text = passage.words_only
    previous = None
    for match in words(text):
        if previous is not None and text[previous.end() : match.start()] in {" ", "\u00a0"}:
            before, form = previous[0].lower().replace("’", "'"), match[0].replace("’", "'")
            wanted = _wanted(before, form)
            if wanted is not None:
                place = surrounding(text, previous.start(), match.end())
                yield Finding("mutations", "differs", f"{previous[0]} {match[0]}", wanted, place)
        previous = match


def _wanted(before: str, form: str) -> str | None:
    """The two words as they ought to stand, or None where nothing is surely wrong."""
    word = form.partition("'")[0]
    stays = word.lower() in _NEVER and not (before == "a" and word in _TABLE["after-a"])
    # People's names do not mutate, nor those of firms; names of places in Wales do.
    is_name = word[0].isupper() and word not in _places() and word not in _softened_places()
    if len(word) < 2 or stays or is_name:
        return None
    for judge in (_of_place, _with_h, _after_article, _by_rule):
        changed = judge(before, word)
        if changed is not None:
            return changed + form[len(word) :]
    return None


def _by_rule(before: str, word: str) -> str | None:
    rule = _AFTER.get(before)
    if rule is None or (before == "neu" and _is_left_by_neu(word)):
        return None
    if before in _BEFORE_QUESTIONS and word in _TABLE["questions"]:
        return None
    ways = mutations_of(word)
    if not ways:
        return None
    if rule.forbids and ways <= rule.forbids:
        return f"{before} {_radical(word) or '…'}"
    letter = _initial(word)
    if letter not in rule.letters or ways != {"radical"}:
        return None
    changed = _changed(word, letter, rule.changes)
    return f"{before} {changed}" if is_word(changed, "cy") or is_word(changed.lower(), "cy") else None


def _is_left_by_neu(word: str) -> bool:
    """Verbs that are no verb-nouns stay, and questions."""
    return word.endswith(_FINITE) or word in _TABLE["verbs"]


def _of_place(before: str, word: str) -> str | None:
    """Yn, ym and yng before the nasal mutation; yn before the name of a place."""
    first = word.lower()
    if before == "yng" and not first.startswith("ng"):
        return _in_place(word)
    if before == "ym" and not first.startswith("m"):
        return _in_place(word)
    if before == "yn" and first.startswith(("ngh", "mh")):
        return f"{'yng' if first.startswith('ng') else 'ym'} {word}"
    if before == "yn" and (word in _places() or word == "mis"):
        return _in_place(word)
    if before == "yn" and word in _softened_places():
        return _in_place(_softened_places()[word])
    return None


def _in_place(word: str) -> str:
    ways, letter = mutations_of(word), _initial(word)
    changed = _changed(word, letter, _NASAL) if "radical" in ways and letter in _NASAL else word
    first = changed.lower()
    return f"{'yng' if first.startswith('ng') else 'ym' if first.startswith('m') else 'yn'} {changed}"


def _with_h(before: str, word: str) -> str | None:
    """Ein and eu put h before a vowel."""
    if before not in {"ein", "eu"} or word[0].lower() not in _VOWELS or mutations_of(word) != {"radical"}:
        return None
    changed = ("H" + word[0].lower() if word[0].isupper() else "h" + word[0]) + word[1:]
    return f"{before} {changed}" if is_word(changed, "cy") else None


def _after_article(before: str, word: str) -> str | None:
    """A feminine noun after the article."""
    if before not in {"y", "r"} and not before.endswith("'r"):
        return None
    if word.lower() not in _feminine():
        return None
    letter = _initial(word)
    article = before
    changed = _changed(word, letter, _SOFT)
    if article == "y" and changed[0] in _VOWELS:
        article = "yr"
    return f"{article} {changed}"


def _initial(word: str) -> str:
    first = word[:2].lower()
    if first in _FIXED:
        return ""
    return first if first in {"ll", "rh"} else first[:1]


def _changed(word: str, letter: str, changes: dict[str, str]) -> str:
    changed = changes[letter] + word[len(letter) :]
    return changed[:1].upper() + changed[1:] if word[:1].isupper() else changed


def _radical(word: str) -> str | None:
    """The word before its mutation, where the dictionary has one."""
    lower = word.lower()
    for letter, change in {**_CHANGED_BACK}.items():
        for radical in change:
            candidate = radical + lower[len(letter) :]
            if (
                lower.startswith(letter)
                and word.lower() in mutated(candidate)
                and mutations_of(candidate) == {"radical"}
            ):
                return candidate
    return None


_CHANGED_BACK: Final[dict[str, tuple[str, ...]]] = {
    "ngh": ("c",), "mh": ("p",), "nh": ("t",), "ng": ("g",), "dd": ("d",), "ch": ("c",), "ph": ("p",), "th": ("t",),
    "b": ("p",), "d": ("t",), "g": ("c",), "f": ("b", "m"), "l": ("ll",), "r": ("rh",), "m": ("b",), "n": ("d",), "": ("g",),
}  # fmt: skip


@cache
def _feminine() -> frozenset[str]:
    return listed_words("cy_feminine.txt")


@cache
def _places() -> frozenset[str]:
    return listed_words("cy_places.txt")


@cache
def _softened_places() -> dict[str, str]:
    found = {softened(place): place for place in _places()}
    return {changed: place for changed, place in found.items() if changed != place}
