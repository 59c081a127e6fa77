"""What is known beyond the dictionaries: editors' own words and names, and the terms of the glossary."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from cms.content.languages import Language
from cms.content.words.mutations import mutated
from cms.content.words.word_forms import folded
from cms.publication.glossary.lexicon import Lexicon

from .passage import words


@dataclass(frozen=True)
class Knowledge:
    """By language: words that are right as they are, as they are compared; the terms; and the forms of each term."""

    words: Mapping[Language, frozenset[str]] = field(default_factory=dict)
    lexicons: Mapping[Language, Lexicon] = field(default_factory=dict)
    forms: Mapping[Language, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)

    def has_word(self, form: str, language: Language) -> bool:
        """Whether somebody has said that a word is right."""
        return folded(form) in self.words.get(language, ())


def known_words(texts: Iterable[str], language: Language) -> frozenset[str]:
    """Every word of some names and terms, as they are compared; in Welsh in all their mutations."""
    forms = {match[0] for text in texts for match in words(text)}
    if language == "cy":
        forms |= {change for form in forms for change in mutated(form)}
    return frozenset(map(folded, forms))


NOTHING_KNOWN: Final = Knowledge()
