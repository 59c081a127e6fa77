"""How far a word that was typed is from another: the slips that people make weigh less than any others. Pure.

Optimal string alignment (Damerau-Levenshtein) with weights, on folded letters: accents cost nothing.
"""

from string import ascii_lowercase
from typing import Final

SLIP: Final = 0.5  # what Welsh and English spelling confuses
SWAP: Final = 0.6  # two letters that changed places
KEY: Final = 0.7  # the key beside the right one
# A first letter is seldom the wrong one.
FIRST: Final = 0.5

_ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
# Letters that are heard alike: the vowels, and pairs of consonants.
_ALIKE: Final = (
    "iuy",
    "ei",
    "ea",
    "ae",
    "au",
    "ou",
    "ow",
    "uw",
    "ck",
    "cs",
    "sz",
    "fv",
    "fph",
    "td",
    "pb",
    "gc",
    "ks",
    "jg",
)
# A wrong mutation, or none: what may stand at the beginning in the place of another.
_MUTATED: Final = ("pbm", "tdn", "cg", "bfm", "mf", "lr")


def _pairs(groups: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    return frozenset((one, two) for group in groups for one in group for two in group if one != two)


def _neighbours() -> dict[str, str]:
    """The keys beside each key, in its row and on the rows above and below it."""
    found: dict[str, str] = dict.fromkeys(ascii_lowercase, "")
    for number, row in enumerate(_ROWS):
        for at, key in enumerate(row):
            beside = [*row[at + 1 : at + 2], *(_ROWS[number + 1][max(0, at - 1) : at + 1] if number < 2 else "")]
            for other in beside:
                found[key] += other
                found[other] += key
    return found


# Of which people write one alone: gwasaneth, gwasanath for gwasanaeth.
_VOWEL_PAIRS: Final = frozenset({"ae", "ai", "au", "ei", "eu", "ie", "ea"})
_CONFUSED: Final = _pairs(_ALIKE)
_OF_MUTATION: Final = _pairs(_MUTATED)
BESIDE: Final = _neighbours()


def edit_cost(typed: str, meant: str) -> float:
    """What it takes to come from one folded word to the other; 0 for the same."""
    plural = _plural_cost(typed, meant)
    return min(_aligned(typed, meant), plural) if plural is not None else _aligned(typed, meant)


def _plural_cost(typed: str, meant: str) -> float | None:
    """Of the plural in -au as it is spoken: -e in the south, -a in the north."""
    for ending in ("e", "a"):
        if typed.endswith(ending) and meant.endswith("au"):
            return SLIP + _aligned(typed[:-1], meant[:-2])
    return None


def _aligned(typed: str, meant: str) -> float:
    before: list[float] = []
    row = [0.0]
    for at in range(len(meant)):
        row.append(row[-1] + _lacking(meant, at))
    for i, letter in enumerate(typed):
        after = [row[0] + _lacking(typed, i)]
        for j, right in enumerate(meant):
            best = min(
                row[j] + _replaced(letter, right, first=i == j == 0),
                row[j + 1] + _lacking(typed, i),
                after[j] + _lacking(meant, j),
            )
            if i and j and letter == meant[j - 1] and typed[i - 1] == right and letter != right:
                best = min(best, before[j - 1] + SWAP)
            after.append(best)
        before, row = row, after
    return row[-1]


def _lacking(word: str, at: int) -> float:
    """A letter that only one of the words has."""
    if at and (word[at] == word[at - 1] or word[at - 1 : at + 1] in _VOWEL_PAIRS or word[at : at + 2] in _VOWEL_PAIRS):
        return SLIP
    if at == 0:
        return 1.0 + FIRST
    return 1.0


def _replaced(typed: str, meant: str, *, first: bool) -> float:
    if typed == meant:
        return 0.0
    if first:
        return SLIP if (typed, meant) in _OF_MUTATION else 1.0 + FIRST
    if (typed, meant) in _CONFUSED:
        return SLIP
    return KEY if meant in BESIDE.get(typed, "") else 1.0
