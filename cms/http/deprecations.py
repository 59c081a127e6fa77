"""The versions of the service and of its contract, and what of it is to end: with which headers that is said, and when."""

import re
from calendar import timegm
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.utils.http import http_date

from cms.content.vocabularies import Label

# Of the service, as CHANGELOG.md and pyproject.toml have it.
RELEASE: Final = "0.2.0"
# Semantic versioning; raised when a release is made. A key notes the one that it was issued under.
CONTRACT_VERSION: Final = "1.1.0"
# What is deprecated goes on for this long at least.
NOTICE: Final = timedelta(days=183)
# Where partners read what is deprecated.
EXPLAINED_AT: Final = "/partners/versions/"


@dataclass(frozen=True, slots=True)
class Deprecation:
    """What is going to end: the addresses that `pattern` matches, from the version of the contract that says so.

    `instead` says in both languages what to use in its place.
    """

    pattern: re.Pattern[str]
    version: str
    since: datetime
    until: datetime
    instead: Label

    def headers(self) -> list[tuple[str, str]]:
        """Deprecation (RFC 9745), Sunset (RFC 8594), and where it is explained."""
        return [
            ("Deprecation", f"@{timegm(self.since.utctimetuple())}"),
            ("Sunset", http_date(self.until.timestamp())),
            ("Link", f'<{settings.API_URL}{EXPLAINED_AT}>; rel="deprecation"; type="text/html"'),
        ]


# Nothing is deprecated at present.
DEPRECATIONS: Final[tuple[Deprecation, ...]] = ()


def contract_headers(version: str) -> list[tuple[str, str]]:
    """The header that tells the holder of a key of `version` which one it notes and which one holds; none without a key."""
    return [("Contract-Version", f'"{version}";current="{CONTRACT_VERSION}"')] if version else []


def deprecation_headers(path: str, deprecations: Sequence[Deprecation] = DEPRECATIONS) -> list[tuple[str, str]]:
    """The headers of an answer from `path` that say it is going to end; none where it is not."""
    return [header for one in deprecations_of(path, deprecations) for header in one.headers()] if deprecations else []


def deprecations_of(path: str, deprecations: Sequence[Deprecation] = DEPRECATIONS) -> list[Deprecation]:
    """Those of an address."""
    return [one for one in deprecations if one.pattern.match(path)]


def too_short(deprecations: Sequence[Deprecation] = DEPRECATIONS) -> list[Deprecation]:
    """Those that would end sooner than NOTICE after they were announced."""
    return [one for one in deprecations if one.until - one.since < NOTICE]
