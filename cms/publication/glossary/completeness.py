"""Whether a term may be public: both languages there, each wholly in its own words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from cms.content.languages import CODES, Language, other
from cms.content.models import Term
from cms.content.projection.gaps import Gap

from ..completeness.confirmations import confirmed_texts
from ..completeness.evidence import Evidence
from ..completeness.snippet_judge import gaps_of_snippets
from ..completeness.texts import digest

_WORDS: Final = ("name", "definition")


@dataclass(frozen=True)
class TermPair:
    """A term's snippets, and by language what each lacks. Without gaps both are there."""

    terms: dict[Language, Term]
    gaps: dict[Language, tuple[Gap, ...]]

    @property
    def publishable(self) -> bool:
        """Whether the public may see it: always in both languages or in neither."""
        return not any(self.gaps.values())


def term_pairs(items: Iterable[UUID]) -> dict[UUID, TermPair]:
    """The terms that exist of `items`, judged."""
    found: dict[UUID, dict[Language, Term]] = {}
    rows = Term.objects.filter(translation_key__in=set(items), locale__language_code__in=CODES).select_related("locale")
    for term in rows:
        found.setdefault(term.translation_key, {})[term.locale.language_code] = term
    confirmed = confirmed_texts(set(found))
    beside = [(term, terms.get(other(code))) for terms in found.values() for code, term in terms.items()]
    own = dict(zip((term.pk for term, _ in beside), gaps_of_snippets(beside, Evidence()), strict=True))
    return {item: _judged(terms, own, confirmed.get(item, set())) for item, terms in found.items()}


def _judged(terms: dict[Language, Term], own: dict[int, list[Gap]], confirmed: set[str]) -> TermPair:
    gaps = {
        code: tuple(_gaps(terms, code, own[terms[code].pk], confirmed)) if code in terms else (Gap("term_missing", ""),)
        for code in CODES
    }
    return TermPair(terms, gaps)


def _gaps(terms: dict[Language, Term], language: Language, own: list[Gap], confirmed: set[str]) -> Iterator[Gap]:
    """What a term lacks. `own` are the gaps that any snippet may have."""
    term, twin = terms[language], terms.get(other(language))
    for name in _WORDS:
        if not getattr(term, name).strip():
            yield Gap("empty", name)
    found = [gap for gap in own if gap.path in _WORDS]
    yield from found
    # Only what was written later can be a copy.
    if twin is None or term.pk < twin.pk:
        return
    if digest(term.definition) == digest(twin.definition) and not any(gap.path == "definition" for gap in found):
        yield Gap("same_definition", "definition", term.definition)
    theirs = {digest(form) for form in twin.forms} - confirmed
    for form in term.forms[1:]:
        if digest(form) in theirs:
            yield Gap("same_text", "other_forms", form)
