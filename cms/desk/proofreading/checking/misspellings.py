"""Words that no dictionary, table or list of a language has."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final

from cms.content.languages import Language

from ..wordlists.dictionaries import is_word, likely
from ..wordlists.word_tables import table_rows
from .finding import Finding
from .knowledge import Knowledge
from .passage import Passage, surrounding, words

_CLITICS: Final[dict[Language, re.Pattern[str]]] = {
    "cy": re.compile(r"'(?:r|n|i|u|w|ch|m|th|s|d|ll)$"),
    "en": re.compile(r"'s$|'$"),
}
_CIRCUMFLEXES: Final = dict(zip("aeiouwyAEIOUWY", "âêîôûŵŷÂÊÎÔÛŴŶ", strict=True))
_MAX_CACHED: Final = 5_000


def spelling(passage: Passage, knowledge: Knowledge) -> Iterator[Finding]:
    """Each unknown word once, with what it may stand for."""
    language = passage.language
    text = passage.words_only
    seen: set[str] = set()
    for match in words(text):
        form = match[0].replace("’", "'").replace("ʼ", "'")
        if form in seen or _is_known(form, language, knowledge):
            continue
        seen.add(form)
        bare = _bare(form, language)
        accented = _with_accent(bare) if language == "cy" else None
        wanted = accented or ", ".join(likely(bare, language))
        yield Finding("spelling", "unknown", bare, wanted, surrounding(text, match.start(), match.end()))


def _is_known(form: str, language: Language, knowledge: Knowledge) -> bool:
    bare = _bare(form, language)
    if language == "cy" and bare.lower() in _lacking_accents():
        return False
    if is_word(form, language) or is_word(bare, language) or knowledge.has_word(bare, language):
        return True
    return language == "cy" and not _with_accent(bare) and _is_in_tables(bare.lower())


def _with_accent(form: str) -> str | None:
    """The word that a form would be with a circumflex: the tables have some as they are typed in haste."""
    if written := _lacking_accents().get(form.lower()):
        return written
    for at, letter in enumerate(form):
        if letter in _CIRCUMFLEXES:
            accented = form[:at] + _CIRCUMFLEXES[letter] + form[at + 1 :]
            if is_word(accented, "cy"):
                return accented
    return None


def _bare(form: str, language: Language) -> str:
    """A word without what is joined to it: i'r, plentyn's."""
    bare = form.rstrip("'")
    while clitic := _CLITICS[language].search(bare):
        bare = bare[: clitic.start()]
    return bare or form


@cache
def _lacking_accents() -> dict[str, str]:
    """Words that the dictionary has without their accent too, where nobody means that."""
    return dict(table_rows("cy_accents_lost.txt"))


@lru_cache(_MAX_CACHED)
def _is_in_tables(form: str) -> bool:
    """Whether search's Welsh dictionary and tables have a form; they are read when Hunspell's first lacks one."""
    from search.analysis.dictionary import forms
    from search.analysis.welsh.tables import function_words, own_forms

    known = (own_forms(), function_words(), forms("cy"))
    return all(any(part in words for words in known) for part in form.split("-"))
