"""What changed after a token, for whoever keeps a copy; and all there is, with the token to follow from."""

import gzip
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack, nullcontext
from typing import IO, Any, Final
from urllib.parse import urlencode

import orjson
from backports.zstd import ZstdFile
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from rest_framework.request import Request

from cms.http import messages
from cms.http.caching.cache_policy import CachePolicy
from cms.http.caching.conditional_requests import add_validators, known_tag
from cms.http.caching.encodings import best_encoding, encoded_tag
from cms.http.headers import add_public_headers, api_root, link
from cms.http.problems.problem import Problem
from cms.http.responses import Representation, encoded, fingerprint, respond
from cms.publication.payload.compression import Encoding
from cms.publication.queries.feed.change_entries import FeedFilter
from cms.publication.queries.feed.change_payload import CHANGE
from cms.publication.queries.feed.change_queries import FeedPage, changes
from cms.publication.queries.feed.change_tokens import TokenRefused
from cms.publication.queries.feed.export import export

from ..event_stream import events_of, events_response, wants_events
from ..filters import given_parameters
from ..openapi.documented import NDJSON, documented
from ..ranges import Streamed
from ..serializers import ChangesQuery, FeedQuery
from .base import PublicView, plain

_OF_THE_PLACE: Final = {"since", "limit", "wait"}
_ASKED_AGAIN: Final = CachePolicy(asked_again=True)
# Zstandard is there for who wants it small; a higher level of gzip takes longer than all the rest of the work.
_GZIP_LEVEL: Final = 1
_ZSTD_LEVEL: Final = 3


class ChangesView(PublicView):
    """The changes after a token."""

    query = ChangesQuery

    @documented("changes", ChangesQuery, "changes")
    def get(self, request: Request) -> HttpResponse:
        """What changed after a token, in the order of the log, both languages of an item in one entry: how it is now, at the
        place of its last change. Keep the token and come again.
        """
        values = self.values(request)
        given = {name: value for name, value in given_parameters(plain(request)).items() if name != "wait"}
        streamed = wants_events(request.headers.get("Accept", ""))
        last = request.headers.get("Last-Event-ID") if streamed else None
        page = changes_after(last or values.get("since"), values["limit"], values, given)
        following = _with(f"{api_root()}/changes", {**given, "since": page.token})
        tail = encoded({"token": page.token, "more": page.more, "next": following})
        entries = b",".join(CHANGE.dump_json(entry.payload) for entry in page.entries)
        body = b'{"items":[' + entries + b"]," + tail[1:]
        if streamed:  # by a server that holds no stream open: its clients connect again for what comes next
            return events_response(events_of(orjson.loads(body)))
        policy = _ASKED_AGAIN.until(page.expires_at)
        links = (link(following, "next"),)
        response = respond(plain(request), Representation(body, fingerprint(body), cache_policy=policy, links=links))
        response["Vary"] = "Accept, Accept-Encoding"
        return response


class ExportView(PublicView):
    """All there is."""

    query = FeedQuery

    @documented("export", FeedQuery, "export")
    def get(self, request: Request) -> HttpResponseBase:
        """All that is public as of one moment, one item or term to a line: its entry of the changes, and all of it in both
        languages. The last line has the token from which to follow the changes; without it, the export is not whole.
        """
        values = self.values(request)
        encoding = best_encoding(request.headers.get("Accept-Encoding", ""), ("zstd", "gzip"))
        given = given_parameters(plain(request))
        # Written to the end before any of it is sent, so that no client holds the snapshot.
        with export(feed_filter_of(values)) as made:
            tag = encoded_tag(fingerprint(repr((made.state, sorted(given.items()))).encode()), encoding)
            if known_tag(plain(request), tag, None) is not None:
                response: HttpResponseBase = HttpResponse(status=304)
                del response["Content-Type"]
            elif request.method == "HEAD":
                response = HttpResponse(content_type=NDJSON)
            else:
                response = Streamed(_written(made.lines, encoding), content_type=NDJSON)
        if encoding != "identity" and response.status_code == 200:
            response["Content-Encoding"] = encoding
        add_validators(response, tag, None)
        response["Link"] = link(_with(f"{api_root()}/changes", {**given, "since": made.token}), "next")
        response["Cache-Control"] = _ASKED_AGAIN.cache_control
        response["Vary"] = "Accept-Encoding"
        add_public_headers(response)
        return response


def _written(lines: Iterable[bytes], encoding: Encoding) -> IO[bytes]:
    """A file with the lines encoded, at its beginning, that is gone once it is closed."""
    with ExitStack() as failed:
        spool = failed.enter_context(tempfile.TemporaryFile())
        with _encoder(spool, encoding) as packed:
            packed.writelines(lines)
        spool.seek(0)
        failed.pop_all()
    return spool


def _encoder(spool: IO[bytes], encoding: Encoding) -> Any:
    if encoding == "gzip":
        return gzip.GzipFile("", "wb", _GZIP_LEVEL, spool, mtime=0)
    return ZstdFile(spool, "wb", level=_ZSTD_LEVEL) if encoding == "zstd" else nullcontext(spool)


def changes_after(since: str | None, limit: int, values: dict[str, Any], given: dict[str, str]) -> FeedPage:
    """A page of changes. Raises Problem: 400 for what is no token, 410 for one that cannot be followed from."""
    try:
        return changes(since, limit, feed_filter_of(values))
    except ValueError:
        allowed = [messages.A_TOKEN]
        fields = {"parameter": "since", "allowed": allowed}
        raise Problem(
            "invalid-parameter", messages.INVALID_PARAMETER, fields, parameter="since", allowed=allowed
        ) from None
    except TokenRefused:
        narrowed = {name: value for name, value in given.items() if name not in _OF_THE_PLACE}
        raise Problem(
            "expired-token", messages.EXPIRED_TOKEN, begin_again=_with(f"{api_root()}/export", narrowed)
        ) from None


def feed_filter_of(values: dict[str, Any]) -> FeedFilter:
    """Of what followers want to be told."""
    return FeedFilter(
        languages=values["lang"],
        types=values.get("type", ()),
        audiences=values.get("audience", ()),
        topics=values.get("topic", ()),
        sections=values.get("section", ()),
    )


def _with(address: str, parameters: dict[str, str]) -> str:
    return f"{address}?{urlencode(parameters)}" if parameters else address
