"""What changed after a token: the same entries and tokens as over REST."""

from typing import Any, Final

from cms.http import messages as shared
from cms.http.caching.cache_policy import CachePolicy
from cms.http.headers import api_root
from cms.http.problems.problem import Problem
from cms.publication.queries.feed.change_payload import CHANGE
from cms.publication.queries.feed.change_queries import changes
from cms.publication.queries.feed.change_tokens import TokenRefused

from ...limits import PAGE
from ..paging import window_of
from ..resolvers import FieldRequest, RootResolver
from .argument_problems import invalid
from .filters import feed_filter_of

_ASKED_AGAIN: Final = CachePolicy(asked_again=True)


def _changes(request: FieldRequest) -> dict[str, Any]:
    arguments = request.arguments
    try:
        page = changes(arguments.get("since"), window_of(arguments).limit, feed_filter_of(arguments.get("filter")))
    except ValueError:
        raise invalid("since", shared.A_TOKEN) from None
    except TokenRefused:
        raise Problem("expired-token", shared.EXPIRED_TOKEN, begin_again=f"{api_root()}/export") from None
    request.payloads.cache_policy &= _ASKED_AGAIN.until(page.expires_at)
    nodes = [CHANGE.dump_python(entry.payload, mode="json") for entry in page.entries]
    for entry in nodes:
        for edition in entry["languages"]:
            edition["item"] = entry["id"]
    return {"nodes": nodes, "token": page.token, "more": page.more}


CHANGES: Final = RootResolver(_changes, size=PAGE)
