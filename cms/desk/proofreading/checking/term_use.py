"""Terms of the glossary in an original for which its translation has another word."""

import re
from collections.abc import Iterator
from typing import Final

from cms.content.languages import Language

from .finding import Finding
from .knowledge import Knowledge
from .passage import EMAIL, WEB, Passage

_WORD: Final = re.compile(r"[\w'’-]+")


def terms(source: Passage, target: Passage, knowledge: Knowledge) -> Iterator[Finding]:
    """Terms of which no form stands in the translation, mutated and inflected forms included."""
    theirs, ours = knowledge.lexicons.get(source.language), knowledge.lexicons.get(target.language)
    if not theirs or not ours:
        return
    wanted = {match.entry.id: match.entry for match in theirs.matches(_without_addresses(source.markup))}
    wanted = {key: entry for key, entry in wanted.items() if knowledge.forms[target.language].get(key)}
    if not wanted:
        return
    there = {match.entry.id for match in ours.matches(_without_addresses(target.markup))}
    for key, entry in wanted.items():
        forms = knowledge.forms[target.language][key]
        if key not in there and not any(_stands_inflected(form, target) for form in forms):
            yield Finding("terms", "not_followed", entry.name, forms[0])


def _without_addresses(markup: str) -> str:
    return WEB.sub(" ", EMAIL.sub(" ", markup))


def _stands_inflected(form: str, target: Passage) -> bool:
    """Whether each word of a form stands in a text in some form of its own."""
    there = set(_keys(target.words_only, target.language))
    return all(there.intersection(_keys(word, target.language)) for word in _WORD.findall(form))


def _keys(text: str, language: Language) -> list[str]:
    from search.analysis import index_keys

    return index_keys(text, language)
