"""Whether snippets are wholly in their language: what each says, beside its twin in the other language."""

from collections.abc import Iterable, Sequence
from typing import Any

from cms.content.languages import other
from cms.content.projection.gaps import Gap

from .confirmations import confirmed_texts
from .evidence import Evidence
from .other_language import OtherLanguage, each_text_once, unconfirmed
from .translations import NO_RECORDS, records_of


def gaps_of_snippet(snippet: Any) -> list[Gap]:
    """What is missing for a snippet to be wholly in its language."""
    return gaps_of_snippets([(snippet, snippet.get_translations().first())], Evidence())[0]


def gaps_of_snippets(pairs: Sequence[tuple[Any, Any]], evidence: Evidence) -> list[list[Gap]]:
    """What is missing in each snippet, beside which stands its twin in the other language or None."""
    keys = {snippet.translation_key for snippet, _ in pairs}
    records, confirmed = records_of(keys), confirmed_texts(keys)
    translated = [records.get(one.translation_key, NO_RECORDS).made_from(one, twin) for one, twin in pairs]
    evidence.read_foreign_strings(
        pair[0] for pair, is_translated in zip(pairs, translated, strict=True) if is_translated
    )
    return [
        _gaps(snippet, twin, confirmed.get(snippet.translation_key, set()), evidence) if is_translated else []
        for (snippet, twin), is_translated in zip(pairs, translated, strict=True)
    ]


def _gaps(snippet: Any, twin: Any, confirmed: set[str], evidence: Evidence) -> list[Gap]:
    theirs = OtherLanguage()
    if twin is not None:
        theirs.add(evidence.segments(twin).texts(), evidence.segments(twin).addresses)
    own = evidence.segments(snippet)
    gaps = theirs.gaps(own.texts(), own.addresses, confirmed)
    return each_text_once([*gaps, *unconfirmed(evidence.foreign_strings(snippet), confirmed)])


class SnippetJudge:
    """Which snippets are complete, each judged once a run and in as few queries as may be."""

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self._complete: dict[tuple[type, int], bool] = {}

    def gaps(self, snippets: Sequence[tuple[str, Any]]) -> list[Gap]:
        """A gap for each of the snippets, given with their places in content, that is not wholly in its language."""
        self._judge(snippet for _, snippet in snippets if _key(snippet) not in self._complete)
        return [
            Gap("snippet_incomplete", path, str(snippet))
            for path, snippet in snippets
            if not self._complete[_key(snippet)]
        ]

    def _judge(self, snippets: Iterable[Any]) -> None:
        """Judges snippets, and their twins, which are soon asked about."""
        lookups = self._evidence.lookups
        pairs = [(snippet, lookups.twin(snippet, other(snippet.locale.language_code))) for snippet in snippets]
        pairs += [(twin, snippet) for snippet, twin in pairs if twin is not None]
        unknown = {_key(snippet): (snippet, twin) for snippet, twin in pairs if _key(snippet) not in self._complete}
        if unknown:
            gaps = gaps_of_snippets(list(unknown.values()), self._evidence)
            self._complete.update(zip(unknown, (not found for found in gaps), strict=True))


def _key(snippet: Any) -> tuple[type, int]:
    return type(snippet), snippet.pk
