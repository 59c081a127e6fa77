"""Punctuation: how a text ends beside the other language's, brackets and quotation marks that pair, and spaces."""

import re
from collections.abc import Iterator
from typing import Final

from .finding import Finding
from .passage import Passage, surrounding

_CLOSING: Final = "\"'”’)]» \u00a0"
_ENDS: Final = {".": ".", "!": "!", "?": "?", ":": ":", ";": ";", ",": ",", "…": "…"}
_PAIRS: Final = {")": "(", "]": "["}
# An item of a list: a) or 1)
_ITEM: Final = re.compile(r"(?:^|[\n;:,.]\s*)(?:[a-z]|[ivx]{1,4}|\d{1,2})$")
_WRONG_SPACES: Final = (
    ("double", re.compile(r"(?<=\S)[ \u00a0]{2,}(?=\S)")),
    ("before", re.compile(r"(?<=[\w)”\"'’])[ \u00a0]+[,.;:!?](?![\w.])")),
    ("inside", re.compile(r"[(\[“] +|(?<=\w) +[)\]”](?!\w)")),
    ("after", re.compile(r"(?<=[^\W\d_]{2})[,;:!?](?=[^\W\d_])|(?<=[a-zâêîôûŵŷ]{2})\.(?=[A-ZÂÊÎÔÛŴŶ][a-zâêîôûŵŷ])")),
    ("repeated", re.compile(r"(?<!\.)\.\.(?!\.)|,,|;;|::|!!|\?\?|,\.|\.,")),
    ("unseen", re.compile("[\u200b\u200c\u2060\ufeff\u00ad\u0000-\u0008\u000b-\u001f\ufffd]")),
)


def ending(source: Passage, target: Passage) -> Iterator[Finding]:
    """A text that ends otherwise than its original."""
    theirs, ours = _end(source.plain), _end(target.plain)
    if theirs != ours:
        code = "differs" if theirs and ours else "missing" if theirs else "added"
        last = len(target.plain)
        yield Finding("ending", code, ours, theirs, surrounding(target.plain, last, last))


def _end(text: str) -> str:
    bare = text.rstrip(_CLOSING)
    if bare.endswith("..."):
        return "…"
    return _ENDS.get(bare[-1:], "")


def brackets(passage: Passage) -> Iterator[Finding]:
    """Brackets that are opened and not closed, or the other way about."""
    text = passage.plain
    opened: list[tuple[str, int]] = []
    for at, sign in enumerate(text):
        if sign in _PAIRS.values():
            opened.append((sign, at))
        elif sign in _PAIRS:
            if opened and opened[-1][0] == _PAIRS[sign]:
                opened.pop()
            elif not _ITEM.search(text, 0, at):
                yield Finding("brackets", "not_opened", sign, _PAIRS[sign], surrounding(text, at, at + 1))
    for sign, at in opened:
        closing = next(close for close, opening in _PAIRS.items() if opening == sign)
        yield Finding("brackets", "not_closed", sign, closing, surrounding(text, at, at + 1))


def quotes(passage: Passage) -> Iterator[Finding]:
    """Double quotation marks that do not pair, or are of two sorts in one text."""
    text = passage.plain
    straight, opening, closing = text.count('"'), text.count("“"), text.count("”")
    if straight % 2:
        at = text.rfind('"')
        yield Finding("quotes", "unpaired", '"', "", surrounding(text, at, at + 1))
    elif opening != closing:
        sign = "“" if opening > closing else "”"
        at = text.rfind(sign)
        yield Finding("quotes", "unpaired", sign, "", surrounding(text, at, at + 1))
    elif straight and opening:
        at = text.find('"')
        yield Finding("quotes", "mixed", '"', "“ ”", surrounding(text, at, at + 1))


def spacing(passage: Passage) -> Iterator[Finding]:
    """Spaces too many or too few, signs that nobody sees, and signs that stand twice."""
    text = passage.words_only
    real = passage.plain
    for code, pattern in _WRONG_SPACES:
        for match in pattern.finditer(text):
            # An address stood here.
            if real[match.start() : match.end()] == match[0]:
                yield Finding("spacing", code, match[0], "", surrounding(real, match.start(), match.end()))
