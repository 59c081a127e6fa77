"""What may have been meant where one key of a word being typed was the wrong one: for suggestions, where nothing begins as
typed. Pure.
"""

from collections.abc import Iterator, Sequence
from string import ascii_lowercase
from typing import Final

from .correction.edit_costs import BESIDE

Starts = tuple[str, ...]
# Where a shorter word is mistyped, everything is like it; a longer one has said enough before its slip.
_SHORTEST: Final = 4
_LONGEST: Final = 15


def with_one_slip(words: Sequence[Starts]) -> Iterator[tuple[Starts, ...]]:
    """The words, one of which at a time was typed with a slip; the longest first. The others stay as they are."""
    for at in sorted(range(len(words)), key=lambda at: -len(words[at][0])):
        if _SHORTEST <= len(words[at][0]) <= _LONGEST and words[at][0].isalpha():
            yield (*words[:at], slips(words[at][0]), *words[at + 1 :])


def slips(word: str) -> Starts:
    """What was meant, of a word with one wrong key: two that changed places, one beside the right one, one too many, one too
    few. The first letter is right, or changed places.
    """
    places = range(1, len(word))
    swapped = (word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :] for at in places)
    beside = (word[:at] + key + word[at + 1 :] for at in places for key in BESIDE.get(word[at], ""))
    fewer = (word[:at] + word[at + 1 :] for at in places)
    # What is missing at the end is not typed yet.
    more = (word[:at] + key + word[at:] for at in places for key in ascii_lowercase)
    return tuple(dict.fromkeys(found for some in (swapped, beside, fewer, more) for found in some if found != word))
