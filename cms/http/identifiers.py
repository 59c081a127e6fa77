"""The form of what names an item in a request."""

import re
from typing import Final
from uuid import UUID

_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
SECTION_NUMBER: Final = re.compile(r"^[0-9]{1,2}(\.[0-9]{1,2})?$")


def uuid_of(text: str) -> UUID | None:
    """A UUID in its usual form, in any case, or None."""
    return UUID(text) if _UUID.fullmatch(text) else None


def is_section_number(text: str) -> bool:
    """Whether it may number a section: `6` or `6.2`."""
    return text.isascii() and SECTION_NUMBER.fullmatch(text) is not None
