"""The tables of words in `data/`, written by hand; what follows a # is a remark."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

DATA: Final = Path(__file__).resolve().parent / "data"


def table_rows(name: str) -> Iterator[list[str]]:
    """The lines of a table as words."""
    for line in (DATA / name).read_text("utf-8").splitlines():
        if row := line.partition("#")[0].split():
            yield row


def listed_words(name: str) -> frozenset[str]:
    """All the words of a table that is only a list."""
    return frozenset(word for row in table_rows(name) for word in row)
