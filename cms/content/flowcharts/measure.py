"""How wide text is, and where its lines break.

The widths are Helvetica's (Adobe's font metrics), which Arial, Liberation Sans and Arimo share. Fonts that stand in for
them on other devices are hardly more than `SLACK` wider.
"""

import unicodedata
from functools import lru_cache
from typing import Final

SLACK: Final = 1.03
_BOLD: Final = 1.08
_UNITS: Final = 1000
_OTHER: Final = 667
_WIDTHS: Final[dict[int, str]] = {
    191: "'",
    222: "ijl‘’",
    260: "|",
    278: " !,./:;I[\\]ftìíîï·",
    333: "()-`r¡ˊ“”‑",
    355: '"',
    334: "{}",
    389: "*",
    400: "°",
    469: "^",
    500: "Jcksvxyz",
    556: "#$0123456789?L_abdeghnopqu£–",
    584: "+<=>~×÷",
    611: "FTZß",
    667: "&ABEKPSVXY",
    722: "CDHNRUwÐ",
    737: "©®",
    778: "GOQ",
    833: "Mm",
    889: "%æ",
    944: "W",
    1000: "—…→Æœ",
    1015: "@",
}
_WIDTH: Final = {character: width for width, characters in _WIDTHS.items() for character in characters}
# Word breaks that take no room on the line they end.
_BREAKS_AFTER: Final = ("-", "–", "/")


@lru_cache(maxsize=8192)
def text_width(text: str, size: float, bold: bool = False) -> float:
    """How wide `text` may be on one line in a font of `size`, in the units of `size`."""
    width = sum(_character(character) for character in text)
    return width / _UNITS * size * SLACK * (_BOLD if bold else 1)


def wrapped(text: str, size: float, room: float, indent: float = 0) -> list[str]:
    """The lines of `text`, each within `room`, the first within what `indent` leaves of it.

    Words are broken only where one is longer than a line.
    """
    space = text_width(" ", size)
    lines: list[list[str]] = [[]]
    taken = indent
    for word in text.split():
        width = text_width(word, size)
        if lines[-1] and taken + space + width <= room:
            lines[-1].append(word)
            taken += space + width
            continue
        pieces = _pieces(word, size, room)
        lines += [[piece] for piece in pieces]
        taken = text_width(pieces[-1], size)
    return [" ".join(line) for line in lines if line]


def balanced(text: str, size: float, room: float, indent: float = 0) -> list[str]:
    """The same number of lines as `wrapped`, as even in length as they can be."""
    lines = wrapped(text, size, room, indent)
    narrow, wide = room / 2, room
    while len(lines) > 1 and wide - narrow > size / 4:
        middle = (narrow + wide) / 2
        tried = wrapped(text, size, middle, indent)
        if len(tried) == len(lines) and longest_word(text, size) <= middle:
            lines, wide = tried, middle
        else:
            narrow = middle
    return lines


def longest_word(text: str, size: float) -> float:
    """The width of the longest word, which is the least room in which no word is broken."""
    return max((text_width(word, size) for word in text.split()), default=0)


def _pieces(word: str, size: float, room: float) -> list[str]:
    """A word as it is, or in pieces that fit: at a hyphen or slash where it has one, else with a hyphen put in."""
    pieces = []
    while text_width(word, size) > room and len(word) > 1:
        fitting = max(2, next(n for n in range(len(word), 1, -1) if n == 2 or text_width(f"{word[:n]}-", size) <= room))
        own = max((word.rfind(sign, 0, fitting) + 1 for sign in _BREAKS_AFTER), default=0)
        if fitting >= len(word):
            break
        pieces.append(word[:own] if own > 1 else f"{word[:fitting]}-")
        word = word[own if own > 1 else fitting :]
    return [*pieces, word]


def _character(character: str) -> int:
    """The width of a character in thousandths; one with an accent is as wide as without, as in ŵ and ŷ."""
    if character in _WIDTH:
        return _WIDTH[character]
    base = unicodedata.normalize("NFD", character)
    if unicodedata.combining(character):
        return 0
    if len(base) > 1:
        return _character(base[0])
    return _UNITS if unicodedata.east_asian_width(character) in "WF" else _OTHER
