"""Why a search is refused, as a problem."""

from search.engines.interface import Unavailable
from search.querying.query_error_messages import QUERY_ERROR_MESSAGES
from search.querying.query_parser import QueryError

from .. import messages
from .problem import Problem


def search_problem(error: QueryError | Unavailable) -> Problem:
    """400 for what cannot be sought, 503 where the engine does not answer."""
    if isinstance(error, Unavailable):
        seconds = error.retry_after
        return Problem(
            "search-unavailable", messages.SEARCH_UNAVAILABLE, {"seconds": seconds}, {"Retry-After": str(seconds)},
            retry_after=seconds,
        )  # fmt: skip
    return Problem("invalid-search", QUERY_ERROR_MESSAGES[error.code], error.fields, parameter="q", reason=error.code)
