"""Reads the text of a download in one language."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

KINDS = ("text", "heading", "form", "checklist", "table", "cue")


@dataclass(frozen=True)
class Block:
    """Part of a document. `value` is a text; a list of texts (form, checklist); rows of texts; or a cue's parts."""

    kind: str
    value: Any


@dataclass(frozen=True)
class Document:
    """A download in one language, before it has a format."""

    language: str
    format: str
    title: str
    blocks: list[Block]


def read(path: Path, language: str) -> Document:
    """The document of a file below demo/file_texts/. Raises ValueError for a kind of block that there is not."""
    content = yaml.safe_load(path.read_bytes())
    blocks = []
    for number, entry in enumerate(content["blocks"]):
        ((kind, value),) = entry.items()
        if kind not in KINDS:
            raise ValueError(f"{path.name}: blocks.{number}: {kind} is none of {', '.join(KINDS)}")
        blocks.append(Block(kind, _in(language, value)))
    return Document(language, content["format"], content["title"][language], blocks)


def _in(language: str, value: Any) -> Any:
    if isinstance(value, dict) and set(value) == {"cy", "en"}:
        return value[language]
    if isinstance(value, dict):
        return {key: _in(language, part) for key, part in value.items()}
    return [_in(language, part) for part in value] if isinstance(value, list) else value
