"""The form of what names an item, a day or a moment in a request."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.utils import timezone

from . import messages
from .problems.problem import Problem

_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
# Parts of the patterns of addresses. Only ids as we write them: no page can have such an address, whatever its slug.
LANGUAGE_IN_PATH: Final = r"^(?P<language>cy|en)"
ITEM_IN_PATH: Final = r"(?P<item>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
SECTION_NUMBER: Final = re.compile(r"^[0-9]{1,2}(\.[0-9]{1,2})?$")
EXAMPLE_ID: Final = "5d6f0c1e-7b7a-4c53-9a43-0a6c8f2b1d11"
TOPIC: Final = re.compile(r"^[-a-zA-Z0-9_]{1,60}$")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EARLIEST, _LATEST = datetime(1, 1, 3, tzinfo=UTC), datetime(9999, 12, 29, tzinfo=UTC)


def uuid_of(text: str) -> UUID | None:
    """A UUID in its usual form, in any case, or None."""
    return UUID(text) if _UUID.fullmatch(text) else None


def item_id(text: str) -> UUID:
    """The id in a request. Raises Problem (400)."""
    found = uuid_of(text)
    if found is None:
        raise Problem("invalid-id", messages.INVALID_ID, {"example": EXAMPLE_ID}, parameter="id", allowed=["UUID"])
    return found


def is_section_number(text: str) -> bool:
    """Whether it may number a section: `6` or `6.2`."""
    return text.isascii() and SECTION_NUMBER.fullmatch(text) is not None


def day_of(text: str) -> date | None:
    """A date in ISO 8601's usual form, `2026-03-01`, or None."""
    try:
        return date.fromisoformat(text) if text.isascii() and _DAY.fullmatch(text) else None
    except ValueError:
        return None


def moment_of(text: str) -> datetime | None:
    """A date (its first moment in Wales) or a date and time in ISO 8601, or None. A time without an offset is Welsh time."""
    try:
        moment = datetime.fromisoformat(text) if len(text) > 10 else datetime.combine(date.fromisoformat(text), time())
    except ValueError:
        return None
    return _aware(moment)


def _aware(moment: datetime) -> datetime:
    """In UTC. The first and last days that Python knows have no room for a time zone: they are brought in."""
    plain = moment.replace(tzinfo=UTC)
    if plain <= _EARLIEST:
        return _EARLIEST
    if plain >= _LATEST - timedelta(days=1):
        return _LATEST
    return (moment if moment.tzinfo else timezone.make_aware(moment)).astimezone(UTC)
