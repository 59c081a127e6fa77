"""The dictionaries, read once a process and only when first asked for, and our own tables: all that is in `data/`."""

from __future__ import annotations

import gzip
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from cms.content.languages import Language

DATA: Final = Path(__file__).parent / "data"


class FormDictionary:
    """Form to lemma, by sorted lines of both: a dict is a little quicker to look up in, but takes far longer to make."""

    __slots__ = ("_lines",)

    def __init__(self, lines: Iterable[str]) -> None:
        # A tuple: nobody searches it for garbage.
        self._lines = tuple(lines)

    def get(self, form: str) -> str | None:
        """The lemma of a form; None where it is not there."""
        start = form + " "
        at = bisect_left(self._lines, start)
        if at < len(self._lines):
            line = self._lines[at]
            if line.startswith(start):
                return line[len(start) :]
        return None

    def __contains__(self, form: str) -> bool:
        return self.get(form) is not None


@cache
def forms(language: Language) -> FormDictionary:
    """400,000 Welsh forms, mutated ones among them (50 ms, 33 MB), or 180,000 English ones (30 ms, 13 MB); 1 µs a look-up.

    `build_data.py` makes the files.
    """
    return FormDictionary(gzip.decompress((DATA / f"{language}_forms.txt.gz").read_bytes()).decode().splitlines())


def rows(name: str) -> Iterator[list[str]]:
    """The lines of a table as words; what follows a # is a remark."""
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        words = line.partition("#")[0].split()
        if words:
            yield words


@cache
def alternatives(name: str) -> tuple[tuple[str, ...], ...]:
    """The lines of a table of several words, which stand between strokes."""
    lines = (" ".join(row).split(" | ") for row in rows(name))
    return tuple(map(tuple, lines))


@cache
def words(name: str) -> frozenset[str]:
    """All the words of a table that is only a list."""
    return frozenset(word for row in rows(name) for word in row)


@cache
def all_lemmas(name: str) -> Mapping[str, tuple[str, ...]]:
    """Form to every lemma of a table whose rows are a lemma and its forms."""
    found: dict[str, tuple[str, ...]] = {}
    for lemma, *forms in rows(name):
        for form in (lemma, *forms):
            found[form] = (*found.get(form, ()), lemma)
    return found


@cache
def lemmas(name: str) -> Mapping[str, str]:
    """Form to lemma of a table whose rows are a lemma and its forms; a form of two lemmas keeps the first."""
    found: dict[str, str] = {}
    for lemma, *forms in rows(name):
        for form in (lemma, *forms):
            found.setdefault(form, lemma)
    return found
