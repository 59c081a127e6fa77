"""What keys of the demo stand for in the database: pages, snippets, files and pictures by primary key."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from cms.content.languages import CODES, Language, other

from ..source import Demo

# (key, language) -> primary key
Found = dict[tuple[str, str], int]


@dataclass
class References:
    """Primary keys by key of the demo. A KeyError is for the caller to say where the unknown key is."""

    pages: Found = field(default_factory=dict)
    organisations: Found = field(default_factory=dict)
    topics: Found = field(default_factory=dict)
    terms: Found = field(default_factory=dict)
    files: Found = field(default_factory=dict)
    pictures: dict[str, int] = field(default_factory=dict)

    @classmethod
    def before_loading(cls, demo: Demo) -> "References":
        """All the keys there are, with no objects yet: enough to check the demo before anything is written."""
        return cls(
            pages=_nothing_yet(item.key for item in demo.items),
            organisations=_nothing_yet(snippet.key for snippet in demo.organisations),
            topics=_nothing_yet(snippet.key for snippet in demo.topics),
            files=_nothing_yet(download.key for download in demo.downloads),
            pictures={drawing.key: number for number, drawing in enumerate(demo.drawings)},
        )

    def page(self, key: str, language: Language) -> int:
        """The page of an item in `language`; in the other one where an editor has deleted the first."""
        return _in_either(self.pages, key, language)

    def snippet(self, kind: str, key: str, language: Language) -> int:
        """An organisation or topic in `language`, or in the other one where there is no such."""
        return _in_either(self.topics if kind == "topic" else self.organisations, key, language)


def _nothing_yet(keys: Iterable[str]) -> Found:
    return {(key, language): number for number, key in enumerate(keys) for language in CODES}


def _in_either(found: Found, key: str, language: Language) -> int:
    return found[key, language] if (key, language) in found else found[key, other(language)]
