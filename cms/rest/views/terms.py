"""The glossary: all terms of a language in its alphabetical order, and one term."""

from django.http import HttpResponse
from rest_framework.request import Request

from cms.content.languages import other
from cms.publication.glossary import queries
from cms.publication.glossary.addresses import glossary_address, term_api_address
from cms.publication.glossary.queries import ReadyTerm
from cms.publication.query_types import SortName

from .. import messages
from ..absences import absence
from ..caching import Representation, respond
from ..headers import link
from ..openapi.documented import documented
from ..pagination import decode, list_mark, neighbours, with_cursor
from ..serializers import Query, TermsQuery
from .base import LanguageView, plain
from .items import item_id
from .lists import list_page


class TermsView(LanguageView):
    query = TermsQuery

    @documented("terms", TermsQuery, "terms")
    def get(self, request: Request, language: str) -> HttpResponse:
        """The terms of the glossary with their definitions and their words in the other language. A term is public in both
        languages or in neither.
        """
        values = self.values(request)
        sort: SortName = values["sort"]
        mark = list_mark("terms", self.language, sort)
        place = decode(values["cursor"], mark, sort) if "cursor" in values else None
        page = queries.terms(self.language, values["limit"], place, descending=sort == "-title")
        before, after = neighbours(mark, sort, place, page)
        given = {name: value for name, value in plain(request).GET.dict().items() if name != "cursor"}
        address = self.address("terms")
        previous, following = with_cursor(address, given, before), with_cursor(address, given, after)
        return respond(plain(request), list_page(page, previous, following, self.language))


class TermView(LanguageView):
    query = Query

    @documented("term", Query, "term")
    def get(self, request: Request, language: str, id: str) -> HttpResponse:
        """A term of the glossary in the language of the address."""
        self.values(request)
        known = queries.term(item_id(id), self.language)
        if known is None or known.term is None:
            raise absence(known.found if known else None, self.language, messages.NO_SUCH_TERM)
        return respond(plain(request), _representation(known.term))


def _representation(term: ReadyTerm) -> Representation:
    twin = other(term.language)
    return Representation(
        body=term.body,
        tag=f"{term.version}-{term.digest}",
        languages=term.language,
        changed_at=term.changed_at,
        location=term_api_address(term.item, term.language),
        links=(
            link(term_api_address(term.item, twin), "alternate", twin),
            link(glossary_address(term.language), "collection"),
        ),
    )
