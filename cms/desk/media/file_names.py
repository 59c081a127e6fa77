"""What a file's name says: its language, and what is left of it without that, which the other language's file shares."""

import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from cms.content.languages import Language

_MARKS: Final[dict[str, Language]] = {
    "cy": "cy", "cym": "cy", "cymraeg": "cy", "gymraeg": "cy", "welsh": "cy", "wel": "cy",
    "en": "en", "eng": "en", "english": "en", "saesneg": "en",
}  # fmt: skip
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class FileName:
    """A name without its language: `stem` is its other words in lower case, `figures` the numbers among them."""

    language: Language | None
    stem: str
    extension: str
    figures: tuple[str, ...]


def read_name(name: str) -> FileName:
    """`Canllaw_2026-cym.pdf` is `canllaw 2026` in Welsh. A mark stands first or last, and two that differ say nothing."""
    path = PurePath(name)
    words = _WORD.findall(path.stem.casefold())
    ends = {words[0], words[-1]} if words else set()
    languages = {_MARKS[word] for word in ends if word in _MARKS}
    if len(languages) == 1:
        words = _without_marks(words)
    figures = tuple(word for word in words if word.isdigit())
    language = languages.pop() if len(languages) == 1 else None
    return FileName(language, " ".join(words), path.suffix.casefold(), figures)


def _without_marks(words: list[str]) -> list[str]:
    if words[-1] in _MARKS:
        words = words[:-1]
    return words[1:] if words and words[0] in _MARKS else words
