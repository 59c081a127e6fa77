"""How a client knows its limit (draft-ietf-httpapi-ratelimit-headers-11), and the problem of who has used it up."""

from functools import cache
from typing import Final

from cms.http import messages
from cms.http.problems.problem import Problem

from ..callers import Caller
from .meter import WINDOW, Allowance

Headers = list[tuple[str, str]]
# The member that the draft gives to such problems.
_POLICIES: Final = "violated-policies"


def rate_headers(caller: Caller, allowance: Allowance) -> Headers:
    """`RateLimit-Policy: "key";q=120000;w=60` and `RateLimit: "key";r=119990;t=42`."""
    left = f'"{caller.policy}";r={allowance.remaining};t={allowance.reset}'
    return [_policy(caller.policy, caller.limit), ("RateLimit", left)]


@cache
def _policy(name: str, limit: int) -> tuple[str, str]:
    return "RateLimit-Policy", f'"{name}";q={limit};w={WINDOW}'


def too_many(caller: Caller, allowance: Allowance) -> Problem:
    """429, and when to come again."""
    seconds = allowance.reset
    return Problem(
        "too-many-requests", messages.TOO_MANY_REQUESTS, {"limit": caller.limit, "seconds": seconds},
        {"Retry-After": str(seconds), **dict(rate_headers(caller, allowance))},
        limit=caller.limit, retry_after=seconds, **{_POLICIES: [caller.policy]},
    )  # fmt: skip
