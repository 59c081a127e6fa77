"""The glossary: its terms in the order of a language's own alphabet, and one term."""

from typing import Any, Final
from uuid import UUID

import orjson

from cms.content.languages import Language
from cms.http import messages as shared
from cms.http.problems.not_found import not_found_problem
from cms.publication.glossary import term_queries
from cms.publication.queries.query_types import EditionList, KeysetPosition, SortName

from ...limits import PAGE
from ..paging import keyset_page
from ..resolvers import FieldRequest, RootResolver
from . import messages
from .named_items import A_TERM, identified, only_given


def _terms(request: FieldRequest) -> dict[str, Any]:
    language: Language = request.arguments["language"]

    def read(sort: SortName, limit: int, place: KeysetPosition | None) -> EditionList:
        return term_queries.terms(language, limit, place, sort)

    return keyset_page(request, "terms", ("terms", language), request.arguments.get("sort") or "title", read)


def _term(request: FieldRequest) -> dict[str, Any]:
    arguments = request.arguments
    name = only_given(arguments, ("term", "id"), messages.WHICH_TERM, messages.ONE_TERM_NAME)
    return public_term(identified(arguments, name, A_TERM), arguments["language"])


def public_term(item: UUID, language: Language) -> dict[str, Any]:
    """A term in a language. Raises Problem (404, 410)."""
    known = term_queries.term(item, language)
    if known is None or known.term is None:
        raise not_found_problem(known.found if known else None, language, shared.NO_SUCH_TERM)
    payload: dict[str, Any] = orjson.loads(known.term.body)
    return payload


TERMS: Final = RootResolver(_terms, size=PAGE)
TERM: Final = RootResolver(_term)
