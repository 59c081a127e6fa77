"""What a check says of a text: which kind of thing, what stands there, and what belongs there where that is known."""

import hashlib
from dataclasses import dataclass
from typing import Final, Literal, get_args

Kind = Literal[
    "language", "numbers", "dates", "phones", "web", "emails", "links", "doubled", "ending", "brackets", "quotes", "spacing",
    "terms", "spelling", "mutations",
]  # fmt: skip
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
# What is found beside the other language's text, and holds while neither of the two changes.
COMPARING: Final[frozenset[Kind]] = frozenset(
    {"numbers", "dates", "phones", "web", "emails", "links", "ending", "terms"}
)


@dataclass(frozen=True, slots=True)
class Finding:
    """`code` says which of the things a kind may be; `found` is what stands here, or is missing; `wanted` what belongs here.

    `context` are the words around it, empty where nothing stands at one place.
    """

    kind: Kind
    code: str
    found: str
    wanted: str = ""
    context: str = ""

    def digest(self, target: str, source: str) -> str:
        """32 hexadecimal digits by which it is known again as long as what it was found in stays as it is."""
        parts = [self.kind, self.code, self.found, target, source if self.kind in COMPARING else ""]
        return hashlib.blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()
