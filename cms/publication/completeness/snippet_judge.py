"""Whether snippets are wholly in their language: what each says, beside its twin in the other language."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from cms.content.languages import other
from cms.content.projection.gaps import Gap

from .confirmations import confirmed_texts
from .evidence import Evidence
from .other_language import OtherLanguage, each_text_once, foreign_words, unconfirmed
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
        each_text_once(
            unconfirmed(_gaps(snippet, twin, is_translated, evidence), confirmed.get(snippet.translation_key, set()))
        )
        for (snippet, twin), is_translated in zip(pairs, translated, strict=True)
    ]


def _gaps(snippet: Any, twin: Any, is_translated: bool, evidence: Evidence) -> Iterator[Gap]:
    own = evidence.segments(snippet)
    if is_translated:
        theirs = OtherLanguage()
        if twin is not None:
            theirs.add(evidence.segments(twin).texts(), evidence.segments(twin).addresses)
        yield from theirs.gaps(own.texts(), own.addresses, ())
        yield from evidence.foreign_strings(snippet)
    texts = ((path, line) for path, line in own.texts() if path not in snippet.names)
    yield from foreign_words(texts, snippet.locale.language_code)


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
