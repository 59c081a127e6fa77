"""What a match is worth, in whole numbers, and the orders of hits. Both engines count with these, so that both agree.

The score of a hit is a sum: for each word that matches, its weight (`Weights`) times the impact of the best field that it is
in, of either side; for words that stand side by side as they were typed, for a whole phrase, for all words of the query
being there; the bonuses of its title and of its age. It stays below 2^24, where 32-bit floats would round.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Final

from django.utils import timezone

from .documents import OWN_FIELDS, TWIN_FIELDS, FieldName
from .engine_requests import SortName

# BM25F's share of a key in a document, in eighths (indexing/impacts.py); a twin's counts half.
IMPACTS: Final[Mapping[FieldName, int]] = {name: int(name[-1]) for name in (*OWN_FIELDS, *TWIN_FIELDS)}
# The impact of a phrase in a title, else in all of the text, of the item and of its twin.
PHRASE_IN_TITLE: Final = 8
PHRASE_IN_TEXT: Final = 5
PHRASE_IN_TWIN_TITLE: Final = 4
PHRASE_IN_TWIN: Final = 2

# Times the weight of the words concerned: two that were typed side by side, in the title and in the text; all that was typed,
# in that order, in the title, in the text and in the twin's title; all that can be found at all, in the item's own words.
PAIR_IN_TITLE: Final = 2
PAIR_IN_TEXT: Final = 2
SEQUENCE_IN_TITLE: Final = 4
SEQUENCE_IN_TEXT: Final = 1
SEQUENCE_IN_TWIN_TITLE: Final = 2
ALL_WORDS: Final = 1

# The title is what was typed: before everything else.
TITLE_IS_QUERY: Final = 1 << 21
TWIN_TITLE_IS_QUERY: Final = 1 << 20
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


def microseconds(moment: datetime) -> int:
    """A moment as a whole number: since 1970."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def today(now: datetime) -> date:
    """The day by which something is new."""
    return timezone.localdate(now)


def fresh_since(now: datetime) -> datetime:
    """Since when something has to have been updated to be fresh."""
    return now - timedelta(days=FRESH_DAYS)
