"""Tokens: places in the log, opaque to followers. One names a change of this log and of no other (ADR 47)."""

import re
from typing import Final

from ...changelog.log import position_of
from ...models import Change
from ..keyset import opened, sealed

_FORMAT: Final = 1
_LONGEST: Final = 200
_VERSION: Final = re.compile(r"[0-9]{1,18}")


class TokenRefused(Exception):
    """The token cannot be followed from: its change is of another log, or older than what is kept of this one."""


def token_of(change: Change | None) -> str:
    """The token of a change; of none, that of the log's beginning."""
    return sealed([_FORMAT, position_of(change)])


def newest_token() -> str:
    """The token of the log's end: what will change from now on."""
    return token_of(Change.objects.order_by("-version").first())


def version_of(token: str) -> int:
    """The version of the change that a token names; 0 for the log's beginning. Raises ValueError for what never was one."""
    parts = opened(token, _LONGEST)
    if not isinstance(parts, list) or len(parts) != 2 or parts[0] != _FORMAT or not isinstance(parts[1], str):
        raise ValueError(token)
    version = parts[1].partition(":")[0] or "0"
    if not _VERSION.fullmatch(version):
        raise ValueError(token)
    return int(version)
