"""What a match is worth, in whole numbers, and the orders of hits. Both engines count with these, so that both agree.

The score of a hit: for each word that matches, the weight of the best field it is in, and WORD_MATCH; for each phrase its
own weight; the bonuses of its query; the bonuses of its age. A word of several lists of keys (`Clause.keys`) counts once
for each list. A hit whose own language matches has DIRECT on top, and nothing of its twin's score.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Final

from django.utils import timezone

from .documents import FieldName
from .engine_requests import SortName

WEIGHTS: Final[Mapping[FieldName, int]] = {
    "title": 64,
    "headings": 24,
    "summary": 20,
    "often": 10,
    "body": 5,
    "files": 3,
    "twin_title": 24,
    "twin": 8,
}
# A phrase is looked for in sequences: in the title's, else in all of the text.
PHRASE_IN_TITLE: Final = WEIGHTS["title"]
PHRASE_IN_TEXT: Final = WEIGHTS["body"]
PHRASE_IN_TWIN_TITLE: Final = WEIGHTS["twin_title"]
PHRASE_IN_TWIN: Final = WEIGHTS["twin"]
# What each matching word is worth wherever it stands: where one may be missing, it costs this much.
WORD_MATCH: Final = 16
DIRECT: Final = 10_000

# Bonuses of a query; those that hold are added up. The twin language's query is compared with the twin's sequences.
TITLE_IS_QUERY: Final = 96  # the title's sequence is `AnalysedQuery.primary_keys`
SEQUENCE_IN_TITLE: Final = 48  # `AnalysedQuery.sequence` occurs in the title's sequence
SEQUENCE_IN_TEXT: Final = 40  # ... in the sequence of all text
# Bonuses of age, for any hit.
NEW: Final = 2  # `new_until` is today or after
FRESH: Final = 1  # updated in the last FRESH_DAYS
FRESH_DAYS: Final = 90

# The orders: (what is sorted by, whether descending). Items are compared as text.
ORDERS: Final[Mapping[SortName, tuple[tuple[str, bool], ...]]] = {
    "relevance": (("score", True), ("title_key", False), ("item", False)),
    "title": (("title_key", False), ("item", False)),
    "-title": (("title_key", True), ("item", True)),
    "updated": (("updated_at", False), ("item", False)),
    "-updated": (("updated_at", True), ("item", True)),
    "published": (("published_at", False), ("item", False)),
    "-published": (("published_at", True), ("item", True)),
}
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def minimum_should_match(words: int) -> int:
    """How many of a query's words have to match: all of fewer than four, else three in four, rounded up."""
    return words if words < 4 else -(-3 * words // 4)


def microseconds(moment: datetime) -> int:
    """A moment as a whole number: since 1970."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def today(now: datetime) -> date:
    """The day by which something is new."""
    return timezone.localdate(now)


def fresh_since(now: datetime) -> datetime:
    """Since when something has to have been updated to be fresh."""
    return now - timedelta(days=FRESH_DAYS)
