"""The dictionaries: simplemma's, read once a process and only when first asked for, and our own tables in `data/`."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory
from simplemma.strategies.dictionaries.stream_dictionary_factory import StreamDictionaryFactory

DATA: Final = Path(__file__).parent / "data"


@cache
def welsh_forms() -> Mapping[str, str]:
    """Form to lemma: 400,000 Welsh forms, mutated ones among them. About 45 MB and 0.3 s; a look-up takes under 1 µs."""
    return DefaultDictionaryFactory().get_dictionary("cy")


@cache
def english_forms() -> Mapping[str, str]:
    """Form to lemma: 180,000 English forms, read from the compressed stream: 3 MB, but 10 µs a look-up."""
    return StreamDictionaryFactory().get_dictionary("en")


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
