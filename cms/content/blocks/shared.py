"""What blocks share whose value is the same in both languages."""

from typing import Any


class Shared:
    """For a block whose value is never translated: a translation has the source's, and is not asked for one of its own."""

    def get_translatable_segments(self, value: Any) -> list[Any]:
        """None: what wagtail-localize does not find, it copies."""
        return []

    def restore_translated_segments(self, value: Any, segments: list[Any]) -> Any:
        """The source's value."""
        return value
