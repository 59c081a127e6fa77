"""Terms that stand in the texts of a set and are not public: they will not be explained to readers."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from cms.content.languages import CODES
from cms.content.models import Term

from ..clock import shared_now
from ..glossary.completeness import TermPair, term_pairs
from ..glossary.lexicon import Lexicon, LexiconEntry
from ..glossary.words import words_of
from ..reconciliation.desired_state import desired_state


@dataclass(frozen=True)
class UnexplainedTerm:
    """A term that lacks something in a language, and stands in a text of a set."""

    item: UUID
    pair: TermPair

    @property
    def term(self) -> Term:
        """The term in a language in which there is one."""
        return next(self.pair.terms[code] for code in CODES if code in self.pair.terms)

    @property
    def reason(self) -> str:
        """The first thing that it lacks."""
        return next(gap.explanation for code in CODES for gap in self.pair.gaps[code])


def unexplained_terms(items: frozenset[UUID]) -> list[UnexplainedTerm]:
    """Those of all terms that are not complete which the newest texts of the items have, in any of their forms."""
    pairs = term_pairs(Term.objects.values_list("translation_key", flat=True))
    lacking = {item: pair for item, pair in pairs.items() if not pair.publishable}
    if not lacking:
        return []
    texts = [
        (language, words_of(one.newest.content)) for (_, language), one in desired_state(items, shared_now()).items()
    ]
    found: set[UUID] = set()
    for language in CODES:
        lexicon = Lexicon(_entries(lacking.items(), language), language)
        own = (text for code, text in texts if code == language)
        found |= {UUID(match.entry.id) for text in own for match in lexicon.matches(text)} if lexicon else set()
    shown = [UnexplainedTerm(item, lacking[item]) for item in found]
    return sorted(shown, key=lambda one: (one.term.name, one.item))


def _entries(lacking: Iterable[tuple[UUID, TermPair]], language: str) -> Iterable[tuple[LexiconEntry, list[str]]]:
    for item, pair in lacking:
        for code, term in pair.terms.items():
            if code == language:
                yield LexiconEntry(str(item), "", "", "", ""), term.forms
