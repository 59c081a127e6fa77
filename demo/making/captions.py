"""Captions as WebVTT (W3C). Lines are broken near the middle where they are longer than 42 characters."""

import textwrap

from .texts import Document

_WIDTH = 42


def make(document: Document) -> bytes:
    """The captions file, with the title and the language in its header note."""
    head = f"WEBVTT\n\nNOTE {document.title}\nLanguage: {document.language}\n"
    cues = [
        f"{number}\n{cue['from']} --> {cue['to']}\n" + "\n".join(_lines(cue["text"])) + "\n"
        for number, cue in enumerate((block.value for block in document.blocks), start=1)
    ]
    return "\n".join([head, *cues]).encode()


def _lines(text: str) -> list[str]:
    lines = textwrap.wrap(text, _WIDTH, break_on_hyphens=False)
    if len(lines) < 2:
        return lines
    return textwrap.wrap(text, max(_WIDTH // 2, len(text) // len(lines) + 6), break_on_hyphens=False)
