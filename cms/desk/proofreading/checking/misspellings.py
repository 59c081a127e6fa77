"""Words that no dictionary, table or list of a language has."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from cms.content.languages import Language

from ..wordlists.dictionaries import is_word, likely
from .finding import Finding
from .knowledge import Knowledge
from .passage import Passage, surrounding, words

if TYPE_CHECKING:
    from search.analysis.welsh.keys import Welsh

_CLITICS: Final[dict[Language, re.Pattern[str]]] = {
    "cy": re.compile(r"'(?:r|n|i|u|w|ch|m|th|s|d|ll)$"),
    "en": re.compile(r"'s$|'$"),
}
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
        wanted = ", ".join(likely(bare, language))
        yield Finding("spelling", "unknown", bare, wanted, surrounding(text, match.start(), match.end()))


def _is_known(form: str, language: Language, knowledge: Knowledge) -> bool:
    bare = _bare(form, language)
    if is_word(form, language) or is_word(bare, language) or knowledge.has_word(bare, language):
        return True
    return language == "cy" and _is_in_tables(bare.lower())


def _bare(form: str, language: Language) -> str:
    """A word without what is joined to it: i'r, plentyn's."""
    bare = form.rstrip("'")
    while clitic := _CLITICS[language].search(bare):
        bare = bare[: clitic.start()]
    return bare or form


@lru_cache(_MAX_CACHED)
def _is_in_tables(form: str) -> bool:
    """Whether search's Welsh dictionary and tables have a form; they are read when Hunspell's first lacks one."""
    return all(_tables().knows(part) for part in form.split("-")) if form else True


@cache
def _tables() -> "Welsh":
    from search.analysis.welsh.keys import Welsh

    return Welsh()
