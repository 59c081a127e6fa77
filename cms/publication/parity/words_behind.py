"""How many words a content has, and how many of them are new beside an older one."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from cms.content.declaration.items import ItemPayload
from cms.content.declaration.members import leaves, strings

_WORD: Final = re.compile(r"\w+(?:['’-]\w+)*")


def paragraphs(content: Mapping[str, Any], payload: type[ItemPayload]) -> Iterator[str]:
    """The lines of a content of the shape that `payload` declares."""
    for leaf in leaves(content, payload):
        if leaf.value is None:
            continue
        if leaf.role.kind == "rich_text":
            yield from leaf.value["plain"].split("\n")
        elif leaf.role.is_words:
            yield from strings(leaf.value)


def word_count(texts: Iterable[str]) -> int:
    """How many words there are."""
    return sum(1 for text in texts for _ in _WORD.finditer(text))


def words_changed(old: Iterable[str], new: Iterable[str]) -> int:
    """How many words the paragraphs of `new` that are not in `old` have beyond those of the paragraphs that are gone."""
    before, after = Counter(old), Counter(new)
    return (_words(after - before) - _words(before - after)).total()


def _words(texts: Counter[str]) -> Counter[str]:
    return Counter(word for text in texts.elements() for word in _WORD.findall(text))
