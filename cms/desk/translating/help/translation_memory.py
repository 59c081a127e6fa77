"""The library's translation memory: what people have written as the translation of any item's text, in either direction.

It is read from wagtail-localize's records into each process, and brought up to date by what was written since.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Final, NamedTuple

from django.db.models import Count, Max, QuerySet
from rapidfuzz.distance import Indel
from wagtail_localize.models import StringTranslation, Translation

from ..inline_markup import plain, without_unknown_links
from ..word_difference import words

# As alike as this, a translation is put into the field; less alike, it is only shown.
PREFILLED: Final = 0.85
_SHOWN: Final = 0.6
_MOST_SHOWN: Final = 3
# Of the texts that share most words, this many are compared.
_COMPARED: Final = 30
# Words in more texts than this tell little, and are asked only of texts that have no others.
_COMMON: Final = 400
_NUMBER: Final = re.compile(r"\d+(?:[.,:]\d+)*")


class Remembered(NamedTuple):
    """A text with its translation, as inline HTML, and the words of the text."""

    source: str
    target: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RememberedTranslation:
    """What is written elsewhere for a text like this: `likeness` from 0 to 1, 1 for the very words."""

    source: str
    target: str
    likeness: float

    @property
    def is_prefilled(self) -> bool:
        """Whether it is so near that it is put into the field."""
        return self.likeness >= PREFILLED

    @property
    def percentage(self) -> int:
        """The likeness in whole per cent; 100 only for the very words."""
        return int(self.likeness * 100)


class TranslationMemory:
    """The texts of one language with their translations into another."""

    def __init__(self, source_locale: int, target_locale: int) -> None:
        self._locales = (source_locale, target_locale)
        self._entries: dict[tuple[bool, int], Remembered] = {}
        self._having: dict[str, set[tuple[bool, int]]] = defaultdict(set)
        self._known_until: datetime | None = None
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._entries)

    def refresh(self) -> None:
        """Brings it up to date: reads what was written since, or all of it where something was deleted."""
        with self._lock:
            rows = self._rows()
            count, newest = rows.aggregate(count=Count("pk"), newest=Max("updated_at")).values()
            if count == len(self._entries) and newest == self._known_until:
                return
            since = self._known_until
            self._read(rows.filter(updated_at__gte=since) if since else rows)
            if len(self._entries) != count:
                self._entries.clear()
                self._having.clear()
                self._read(rows)
            self._known_until = newest

    def keep(self, key: tuple[bool, int], entry: Remembered) -> None:
        """Remembers a text by its key, (whether it was translated in this direction, number); forgets what had the key."""
        before = self._entries.get(key)
        for word in set(before.words if before else ()):
            self._having[word].discard(key)
        self._entries[key] = entry
        # What was only repeated says nothing.
        if entry.target.strip() and entry.source != entry.target:
            for word in set(entry.words):
                self._having[word].add(key)

    def suggestions(self, source: str) -> list[RememberedTranslation]:
        """What is written for texts like `source`, the likest first, each translation once."""
        wanted = tuple(words(plain(source)))
        if not wanted:
            return []
        text = plain(source)
        alike = [
            (likeness, entry)
            for entry in map(self._entries.__getitem__, self._nearest(wanted))
            if (likeness := Indel.normalized_similarity(wanted, entry.words, score_cutoff=_SHOWN)) >= _SHOWN
        ]
        alike.sort(key=lambda one: -one[0])
        found: dict[str, RememberedTranslation] = {}
        for likeness, entry in alike[: 2 * _MOST_SHOWN]:
            is_exact = plain(entry.source) == text
            target = _adapted(entry, source, is_exact=is_exact)
            # The same words written otherwise are not the same text.
            told = 1.0 if is_exact else min(likeness, 0.99)
            if target not in found or found[target].likeness < told:
                found[target] = RememberedTranslation(entry.source, target, told)
        return sorted(found.values(), key=lambda one: -one.likeness)[:_MOST_SHOWN]

    def _rows(self) -> QuerySet[StringTranslation]:
        """What people wrote, in either direction, without faults."""
        rows = StringTranslation.objects.filter(has_error=False, translation_type="manual").exclude(
            context__path="slug"
        )
        source, target = self._locales
        there = rows.filter(translation_of__locale=source, locale=target)
        back = rows.filter(translation_of__locale=target, locale=source)
        either: QuerySet[StringTranslation] = there | back
        return either

    def _read(self, rows: QuerySet[StringTranslation]) -> None:
        fields = ("pk", "translation_of__locale", "translation_of__data", "data")
        for key, locale, original, translated in rows.order_by("updated_at", "pk").values_list(*fields).iterator():
            forwards = locale == self._locales[0]
            source, target = (original, translated) if forwards else (translated, original)
            self.keep((forwards, key), Remembered(source, target, tuple(words(plain(source)))))

    def _nearest(self, wanted: tuple[str, ...]) -> Iterator[tuple[bool, int]]:
        """Those that share most of the words which few have, newest first among equals."""
        having = sorted((self._having[word] for word in set(wanted) if word in self._having), key=len)
        rare = [keys for keys in having if len(keys) <= _COMMON] or having[:2]
        shared: Counter[tuple[bool, int]] = Counter()
        for keys in rare:
            shared.update(keys)
        yield from (key for key, _times in sorted(shared.items(), key=lambda one: (-one[1], -one[0][1]))[:_COMPARED])


_memories: dict[tuple[int, int], TranslationMemory] = {}


def memory_for(translation: Translation) -> TranslationMemory:
    """The memory of a translation's languages, as the database is now."""
    key = (translation.source.locale_id, translation.target_locale_id)
    memory = _memories.setdefault(key, TranslationMemory(*key))
    memory.refresh()
    return memory


def _adapted(entry: Remembered, source: str, *, is_exact: bool) -> str:
    """A remembered translation for another text: less links that it has not, and with its figures."""
    target = without_unknown_links(source, entry.target) if "<a" in entry.target else entry.target
    if is_exact:
        return target
    before, now = _NUMBER.findall(plain(entry.source)), _NUMBER.findall(plain(source))
    if len(before) != len(now):
        return target
    return _with_figures(target, {old: new for old, new in zip(before, now, strict=True) if old != new}, before)


def _with_figures(target: str, changed: dict[str, str], before: Iterable[str]) -> str:
    """Figures that changed in the source change in the translation, where each stands there as often."""
    times, there = Counter(before), Counter(_NUMBER.findall(plain(target)))
    sure = {old: new for old, new in changed.items() if times[old] == there[old]}
    if not sure:
        return target
    parts = re.split(r"(<[^<>]*>)", target)
    return "".join(
        part if part.startswith("<") else _NUMBER.sub(lambda match: sure.get(match[0], match[0]), part)
        for part in parts
    )
