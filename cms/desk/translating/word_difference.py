"""What differs between two texts, word by word, as HTML."""

import re
from typing import Final

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from rapidfuzz.distance import Indel

_PIECE: Final = re.compile(r"\s+|<[^<>]*>|[\w'’]+(?:[-‐‑.,:/@][\w'’]+)*|.", re.DOTALL)
_WORD: Final = re.compile(r"\w")


def pieces(text: str) -> list[str]:
    """A text taken apart into words, tags, signs and what stands between them."""
    return _PIECE.findall(text)


def words(text: str) -> list[str]:
    """The words of a text, in small letters."""
    return [piece.casefold() for piece in pieces(text) if _WORD.search(piece) and not piece.startswith("<")]


def likeness(one: str, another: str) -> float:
    """How alike the words of two texts are, from 0 to 1: 1 less the share of words that only one of them has."""
    return Indel.normalized_similarity(words(one), words(another))


def marked(before: str, after: str) -> SafeString:
    """The later text with what is new in `ins` and what has gone in `del`."""
    return mark_safe("".join(_element(kind, text) for kind, text in _joined(before, after)))  # noqa: S308 - escaped piece by piece


def _joined(before: str, after: str) -> list[tuple[str, str]]:
    """Runs of (what became of it, text), in which what is only space between two changes is part of them."""
    old, new = pieces(before), pieces(after)
    gone: list[str] = []
    come: list[str] = []
    runs: list[tuple[str, str]] = []
    steps = list(Indel.opcodes(old, new))
    for number, step in enumerate(steps):
        same = "".join(new[step.dest_start : step.dest_end])
        if step.tag == "equal" and not (same.isspace() and 0 < number < len(steps) - 1):
            _flush(runs, gone, come)
            runs.append(("equal", same))
            continue
        gone += old[step.src_start : step.src_end]
        come += new[step.dest_start : step.dest_end]
    _flush(runs, gone, come)
    return runs


def _flush(runs: list[tuple[str, str]], gone: list[str], come: list[str]) -> None:
    runs += [(kind, text) for kind, text in (("del", "".join(gone)), ("ins", "".join(come))) if text]
    gone.clear()
    come.clear()


def _element(kind: str, text: str) -> str:
    return escape(text) if kind == "equal" else f"<{kind}>{escape(text)}</{kind}>"
