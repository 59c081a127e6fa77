"""Words before a placeholder in the Welsh catalogues: none that would change the first letter of what is put there."""

import re
from pathlib import Path
from typing import Final

import pytest
from django.utils.translation import ngettext, override

from tests.test_catalogues import CATALOGUES, COUNTS, catalogue

# After these Welsh softens, hardens or nasalises what follows; what stands in quotation marks is left as it is.
_CHANGES: Final = re.compile(
    r"(?<![\w'’])(?:am|ar|at|gan|heb|hyd|i|o|dan|dros|drwy|trwy|wrth|yn|a|â|gyda|tua|neu|y|yr|ei|na|ail|dy|fy|[ior]+'r)"
    r" (?:<\w+>)?(?:%\((\w+)\)[sdr]|\{(\w*)\})"
)
# Numbers and moments, written in digits; names of people and of firms; addresses: none of them changes.
_NEVER_CHANGE: Final = {
    "",
    "account_link", "address", "approved_by", "at", "cancelled_by", "child_pages", "count", "counter", "created_at", "date",
    "datetime", "day", "fewest", "first", "go_live_at", "issuer", "items_count", "last", "left", "length", "limit",
    "limit_value", "locked_by", "locking_date", "max", "max_days", "max_length", "max_tag_length", "min_days", "minutes",
    "modified_by", "moment", "name", "num", "num_parent_objects", "offset", "owner", "previous_revision_datetime",
    "query_string", "rejector", "requested_by", "requester", "show_value", "since", "started_at", "states_in_progress", "time",
    "timestamp", "tool_name", "total", "total_pages", "until", "user", "user_display_name", "user_name", "when", "who",
}  # fmt: skip


@pytest.mark.parametrize("path", [*CATALOGUES, COUNTS], ids=lambda path: "-".join(path.parts[-4:-2]) + path.stem)
def test_no_placeholder_stands_where_welsh_would_change_its_first_letter(path: Path) -> None:
    told = [
        text
        for entry in catalogue(path)
        for text in (entry.msgstr, *entry.msgstr_plural.values())
        for found in _CHANGES.finditer(text)
        if (found[1] or found[2]) not in _NEVER_CHANGE
    ]
    assert not told


@pytest.mark.parametrize(
    ("message", "once", "twice"),
    [
        ("%(count)s time", "unwaith", "dwywaith"),
        ("Used %(usage_count)s time", "Defnyddiwyd unwaith", "Defnyddiwyd ddwywaith"),
    ],
)
def test_once_and_twice_are_words_of_their_own(message: str, once: str, twice: str) -> None:
    with override("cy"):
        assert [ngettext(message, f"{message}s", count) for count in (1, 2)] == [once, twice]
