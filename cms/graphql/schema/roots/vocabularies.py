"""What is counted: topics and audiences with their labels and how many items have each, and how both languages stand."""

from typing import Any, Final

from cms.content.languages import Language
from cms.content.vocabularies import AUDIENCES as ALL_AUDIENCES
from cms.http.caching.cache_policy import SHORT_LIVED, CachePolicy
from cms.publication.collation import title_key
from cms.publication.parity.parity_figures import parity
from cms.publication.queries import list_queries
from cms.publication.queries.query_types import first_end

from ..resolvers import FieldRequest, RootResolver

_COST: Final = 5


def _topics(request: FieldRequest) -> list[dict[str, Any]]:
    """Those in use, in alphabetical order of the language."""
    language: Language = request.arguments["language"]
    used = sorted(list_queries.topics_in_use(language), key=lambda use: (title_key(use.label, language), use.code))
    request.payloads.cache_policy &= SHORT_LIVED.until(first_end(used))
    return [{"code": use.code, "label": use.label, "count": use.count} for use in used]


def _audiences(request: FieldRequest) -> list[dict[str, Any]]:
    """All of them: the list is closed, so those of which there are no items are in it."""
    language: Language = request.arguments["language"]
    used = list_queries.audiences_in_use(language)
    request.payloads.cache_policy &= SHORT_LIVED.until(first_end(used))
    counts = {use.code: use.count for use in used}
    return [
        {"code": code, "label": label.text(language), "count": counts.get(code, 0)}
        for code, label in ALL_AUDIENCES.items()
    ]


def _parity(request: FieldRequest) -> dict[str, Any]:
    """The figures of one language, as over REST."""
    report = parity()
    request.payloads.cache_policy &= CachePolicy(report.until)
    return next(one for one in report.languages if one.language == request.arguments["language"]).model_dump()


TOPICS: Final = RootResolver(_topics, cost=_COST)
AUDIENCES: Final = RootResolver(_audiences, cost=_COST)
PARITY: Final = RootResolver(_parity, cost=_COST)
