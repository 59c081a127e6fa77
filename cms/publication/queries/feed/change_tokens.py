"""Tokens: places in the log, opaque to followers. One names a change of this log and of no other (ADR 47)."""

import re
from dataclasses import dataclass
from typing import Any, Final

from ...changelog.log import position_of
from ...models import Change
from ..keyset import opened, sealed

_FORMAT: Final = 1
_LONGEST: Final = 200
_VERSION: Final = re.compile(r"[0-9]{1,18}")


class TokenRefused(Exception):
    """The token cannot be followed from: its change is of another log, or older than what is kept of this one."""


@dataclass(frozen=True, slots=True)
class LogPlace:
    """A place just after a change, known by its version and position; `begun` is the generation at which a follower began that
    has come from the log's beginning, 0 where that does not matter.
    """

    version: int = 0
    position: str = ""
    begun: int = 0

    @property
    def token(self) -> str:
        """The token of the place."""
        return sealed([_FORMAT, self.position, *([self.begun] if self.begun else [])])


def place_of(token: str) -> LogPlace:
    """The place that a token names. Raises ValueError for what never was one."""
    parts: Any = opened(token, _LONGEST)
    if not isinstance(parts, list) or len(parts) not in {2, 3} or parts[0] != _FORMAT:
        raise ValueError(token)
    position, begun = parts[1], parts[2] if len(parts) == 3 else 0
    if not isinstance(position, str) or type(begun) is not int:
        raise ValueError(token)
    version = position.partition(":")[0] or "0"
    if not _VERSION.fullmatch(version):
        raise ValueError(token)
    return LogPlace(int(version), position, begun)


def newest_token() -> str:
    """The token of the log's end: what will change from now on."""
    return LogPlace(position=position_of(Change.objects.order_by("-version").first())).token
