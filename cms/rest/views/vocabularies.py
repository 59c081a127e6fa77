"""Topics and audiences with their labels in the language of the address, and how many items have each."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from rest_framework.request import Request

from cms.content.vocabularies import AUDIENCES
from cms.edge.surrogate_keys import keys_of_anything
from cms.http.caching.cache_policy import CachePolicy
from cms.http.responses import Representation, encoded, fingerprint, respond
from cms.publication.collation import title_key
from cms.publication.queries import list_queries
from cms.publication.queries.query_types import CodeCount, first_end

from ..openapi.documented import documented
from ..serializers import Query
from .base import LanguageView, plain


class VocabularyView(LanguageView):
    """A list of codes, in one page."""

    def codes(
        self, request: Request, parameter: str, rows: list[tuple[str, str, int]], used: Iterable[CodeCount]
    ) -> HttpResponse:
        """`rows` are (code, label, count), of what is `used`."""
        items = [self._entry(parameter, *row) for row in rows]
        body = encoded({"items": items, "next": None, "total": len(items)})
        policy = CachePolicy(first_end(used), short_lived=True, keys=keys_of_anything(self.language))
        made = Representation(body, fingerprint(body), languages=self.language, cache_policy=policy)
        return respond(plain(request), made)

    def _entry(self, parameter: str, code: str, label: str, count: int) -> dict[str, Any]:
        return {
            "code": code,
            "label": label,
            "count": count,
            "items": f"{self.address('items')}?{urlencode({parameter: code})}",
        }


class TopicsView(VocabularyView):
    @documented("topics", Query, "codes")
    def get(self, request: Request, language: str) -> HttpResponse:
        """The topics in use, in alphabetical order of the language, and how many items are about each."""
        self.values(request)
        used = sorted(
            list_queries.topics_in_use(self.language), key=lambda use: (title_key(use.label, self.language), use.code)
        )
        return self.codes(request, "topic", [(use.code, use.label, use.count) for use in used], used)


class AudiencesView(VocabularyView):
    @documented("audiences", Query, "codes")
    def get(self, request: Request, language: str) -> HttpResponse:
        """All audiences, and how many items are for each: the list is closed, so those of which there are none are in it."""
        self.values(request)
        used = list_queries.audiences_in_use(self.language)
        counts = {use.code: use.count for use in used}
        rows = [(code, label.text(self.language), counts.get(code, 0)) for code, label in AUDIENCES.items()]
        return self.codes(request, "audience", rows, used)
