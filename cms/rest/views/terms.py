"""The glossary: all terms of a language in its alphabetical order, and one term."""

from django.http import HttpResponse
from rest_framework.request import Request

from cms.content.languages import CODES, other
from cms.edge.surrogate_keys import keys_of_item, keys_of_terms
from cms.http import messages
from cms.http.caching.cache_policy import CachePolicy
from cms.http.headers import link
from cms.http.identifiers import item_id
from cms.http.problems.not_found import not_found_problem
from cms.http.responses import Representation, respond
from cms.publication.glossary import term_queries
from cms.publication.glossary.term_addresses import glossary_address, term_api_address
from cms.publication.glossary.term_queries import ReadyTerm
from cms.publication.queries.query_types import EditionList, KeysetPosition, SortName

from ..openapi.documented import documented
from ..serializers import Query, TermsQuery
from .base import LanguageView, plain
from .lists import PagedView


class TermsView(PagedView):
    query = TermsQuery
    name = "terms"

    @documented("terms", TermsQuery, "terms")
    def get(self, request: Request, language: str) -> HttpResponse:
        """The terms of the glossary with their definitions and their words in the other language. A term is public in both
        languages or in neither.
        """

        values = self.values(request)
        since = values.get("changed_since")

        def read(sort: SortName, limit: int, place: KeysetPosition | None) -> EditionList:
            return term_queries.terms(self.language, limit, place, sort, since)

        return self.page(request, values, ("terms", self.language, since), read, keys_of_terms(self.language))


class TermView(LanguageView):
    query = Query

    @documented("term", Query, "term")
    def get(self, request: Request, language: str, id: str) -> HttpResponse:
        """A term of the glossary in the language of the address."""
        self.values(request)
        known = term_queries.term(item_id(id), self.language)
        if known is None or known.term is None:
            raise not_found_problem(known.found if known else None, self.language, messages.NO_SUCH_TERM)
        return respond(plain(request), _representation(known.term))


def _representation(term: ReadyTerm) -> Representation:
    twin = other(term.language)
    return Representation(
        body=term.body,
        tag=f"{term.version}-{term.digest}",
        languages=term.language,
        changed_at=term.changed_at,
        location=term_api_address(term.item, term.language),
        cache_policy=CachePolicy(keys=keys_of_item(term.item, *CODES)),
        links=(
            link(term_api_address(term.item, twin), "alternate", twin),
            link(glossary_address(term.language), "collection"),
        ),
    )
