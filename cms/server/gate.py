"""Stands before the response cache: who asks is recognised, held to the limit and told of it. Keys and limits end here:
what is behind it answers everybody alike.
"""

from collections.abc import Iterable
from typing import Any

from django.db import Error, close_old_connections, connection

from cms.http.caching.answer_store import AnswerStore
from cms.http.caching.cached_response import Headers
from cms.http.caching.response_cache import FROM_MEMORY as GIVEN_FROM_MEMORY
from cms.http.caching.response_cache import Environ, ResponseCache, StartResponse
from cms.http.deprecations import contract_headers, deprecation_headers
from cms.http.problems.problem import Problem, unavailable
from cms.operations.logs.request_lines import EDITION, LINE, MEMORY, RequestLine
from cms.operations.metrics.catalogue import THROTTLED
from cms.operations.metrics.process_counts import count, is_on
from cms.partners.callers import CALLER, Caller, Callers, at_address
from cms.partners.limits.meter import Allowance, Meter
from cms.partners.limits.prices import FROM_MEMORY, MADE, is_free, price_of
from cms.partners.limits.rate_headers import rate_headers, too_many
from cms.partners.limits.rate_stores import store_of_settings
from cms.partners.usage.use_counter import UseCounter, use_counter

from .calls import Answer
from .refusals import refused


class Gate:
    """A WSGI application before a response cache."""

    def __init__(self, cache: ResponseCache, meter: Meter, callers: Callers, counter: UseCounter = use_counter) -> None:
        self.cache = cache
        self._callers = callers
        self._meter = meter
        self._counter = counter

    def start(self) -> None:
        """Starts what shares and writes down the counts."""
        self._meter.start()
        self._counter.start()

    def caller(self, environ: Environ) -> Caller:
        """Who asks; the address where a key is not live, or cannot be looked up now, which the answer says."""
        try:
            return self._callers.recognise(environ)
        except Problem:
            return at_address(environ)
        except Error:
            close_old_connections()
            return at_address(environ)

    def caller_at_once(self, environ: Environ) -> Caller | None:
        """The same where it can be known without asking anybody."""
        return self.caller(environ) if self._callers.is_quick(environ) else None

    def end(self) -> None:
        """Writes down what was counted since the last time."""
        self._counter.flush()
        connection.close()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """The answer, or why there is none."""
        if is_free(environ["PATH_INFO"]):
            return self.cache(environ, start_response)
        try:
            caller = self._callers.recognise(environ)
        except Problem as problem:
            return self._turn_away(problem, environ, start_response)
        except Error:  # the next request of this thread has a connection of its own
            close_old_connections()
            return _give(refused(environ, unavailable()), start_response)
        environ[CALLER] = caller
        # All that it may cost at least is taken before, so that many at once do not pass together.
        allowance = self._take(caller, MADE)
        if allowance is not None and allowance.exhausted:
            return self._refuse(caller, allowance, environ, start_response)
        started: list[tuple[str, Headers]] = []
        response = self.cache(environ, lambda status, headers, *_: started.append((status, headers)))
        made = price_of(environ["PATH_INFO"], getattr(response, "cost", None))
        price = FROM_MEMORY if GIVEN_FROM_MEMORY in environ else made
        allowance = self._take(caller, price - MADE)
        self._count(caller, price)
        _note(environ, caller, MEMORY if GIVEN_FROM_MEMORY in environ else EDITION if _is_edition(response) else "")
        status, headers = started[-1]
        start_response(status, [*headers, *_added(environ, caller, allowance)])
        return response

    def at_once(
        self, environ: Environ, start_response: StartResponse, *, refuses: bool = True
    ) -> Iterable[bytes] | None:
        """The answer where it is in memory and known to hold, or where it is refused, if it may be. It waits for nothing."""
        if is_free(environ["PATH_INFO"]) or not self._callers.is_quick(environ):
            return None
        try:
            caller = self._callers.recognise(environ)
        except Problem as problem:
            return self._turn_away(problem, environ, start_response) if refuses else None
        allowance = self._take(caller, FROM_MEMORY)
        if allowance is not None and allowance.exhausted:
            if refuses:
                return self._refuse(caller, allowance, environ, start_response)
            self._take(caller, -FROM_MEMORY)
            return None
        added = _added(environ, caller, allowance)

        def started(status: str, headers: Headers, *_: Any) -> Any:
            return start_response(status, headers + added)

        response = self.cache.at_once(environ, started if added else start_response)
        if response is None:
            self._take(caller, -FROM_MEMORY)
        else:
            _note(environ, caller, MEMORY)
            if caller.key is not None:
                self._counter.add(caller.key, FROM_MEMORY)
        return response

    def _turn_away(self, problem: Problem, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Whoever tries keys pays for it with what the address has."""
        caller = at_address(environ)
        allowance = self._take(caller, MADE)
        if allowance is not None and allowance.exhausted:
            return self._refuse(caller, allowance, environ, start_response)
        return _give(refused(environ, problem), start_response)

    def _take(self, caller: Caller, tokens: int) -> Allowance | None:
        return self._meter.take(caller, tokens) if caller.limit else None

    def _count(self, caller: Caller, tokens: int) -> None:
        if caller.key is not None:
            self._counter.add(caller.key, tokens)

    def _refuse(
        self, caller: Caller, allowance: Allowance, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        _note(environ, caller)
        if is_on():
            count(THROTTLED, caller.policy)
        if caller.key is not None:
            self._counter.add(caller.key, 0, refused=True)
        return _give(refused(environ, too_many(caller, allowance)), start_response)


def _added(environ: Environ, caller: Caller, allowance: Allowance | None) -> Headers:
    limits = rate_headers(caller, allowance) if allowance is not None else []
    return limits + contract_headers(caller.contract) + deprecation_headers(environ["PATH_INFO"])


def _note(environ: Environ, caller: Caller, cache: str = "") -> None:
    """What the line of the request tells: the public part of the key, and how the answer came about."""
    line: RequestLine | None = environ.get(LINE)
    if line is not None:
        line.key = caller.client if caller.key is not None else ""
        line.cache = cache or line.cache


def _is_edition(response: Iterable[bytes]) -> bool:
    return getattr(response, "is_edition", False)


def _give(answer: Answer, start_response: StartResponse) -> Iterable[bytes]:
    start_response(f"{answer.status} ", answer.headers)
    return (answer.body,)


def gated(application: Any, shared: AnswerStore | None = None) -> Gate:
    """An application behind a response cache, with the store that is shared, and a gate that has started."""
    gate = Gate(ResponseCache(application, shared=shared), Meter(store_of_settings()), Callers())
    gate.start()
    return gate
