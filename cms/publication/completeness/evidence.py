"""What judgements go by, read once a run: the strings of pages and snippets, and what wagtail-localize knows of them."""

from collections.abc import Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from wagtail_localize.models import String

from cms.content.projection.gaps import Gap
from cms.content.projection.lookups import Lookups

from .segments import Segments, plain
from .texts import lines
from .translations import translated_strings

# Strings looked up in one query; SQLite takes some thousands of parameters.
_AT_ONCE: Final = 5000


class Evidence:
    """What was found of instances during one run, in which they do not change.

    They are known by identity, since a page is met with the content of several versions, and held so long: an id that Python
    gives away again would be mistaken for another's.
    """

    def __init__(self, lookups: Lookups | None = None) -> None:
        self.lookups = lookups or Lookups()
        self._held: dict[int, Any] = {}
        self._segments: dict[int, Segments] = {}
        self._foreign: dict[int, list[Gap]] = {}

    def segments(self, instance: Any) -> Segments:
        """The segments of an instance."""
        key = self._hold(instance)
        if key not in self._segments:
            self._segments[key] = Segments(instance)
        return self._segments[key]

    def foreign_strings(self, instance: Any) -> list[Gap]:
        """The instance's strings that wagtail-localize knows as another language's and nobody wrote as translations.

        They are what a publication with fallback put in, also after the source has moved on.
        """
        self.read_foreign_strings([instance])
        return self._foreign[id(instance)]

    def read_foreign_strings(self, instances: Iterable[Any]) -> None:
        """Looks up `foreign_strings` of many instances at once."""
        unread = [instance for instance in instances if self._hold(instance) not in self._foreign]
        hashed = [
            {String._get_data_hash(segment.string.data): segment for segment in self.segments(instance).strings}
            for instance in unread
        ]
        locales = self._locales_of([key for by_hash in hashed for key in by_hash])
        for instance, by_hash in zip(unread, hashed, strict=True):
            self._foreign[id(instance)] = _not_written(instance, by_hash, locales)

    def _hold(self, instance: Any) -> int:
        self._held[id(instance)] = instance
        return id(instance)

    def _locales_of(self, hashes: Sequence[UUID]) -> dict[UUID, set[int]]:
        """The locales in which wagtail-localize knows a string, by its hash."""
        known: dict[UUID, set[int]] = {}
        # The index of strings begins with their language: without it each would be looked for among all strings.
        for start in range(0, len(hashes), _AT_ONCE):
            some = hashes[start : start + _AT_ONCE]
            rows = String.objects.filter(locale__in=list(self.lookups.locales), data_hash__in=some)
            for key, locale in rows.values_list("data_hash", "locale_id"):
                known.setdefault(key, set()).add(locale)
        return known


def _not_written(instance: Any, by_hash: dict[UUID, Any], known: dict[UUID, set[int]]) -> list[Gap]:
    suspects = [segment for key, segment in by_hash.items() if known.get(key, set()) - {instance.locale_id}]
    written = translated_strings(instance.translation_key, instance.locale_id) if suspects else set()
    return [
        Gap("untranslated", segment.path, line)
        for segment in suspects
        if segment.string.data not in written
        for line in lines(plain(segment.string))
    ]
