"""Content encodings (RFC 9110, 8.4 and 12.5.3): which one a client takes, and the entity tags of all of them."""

from collections.abc import Sequence
from functools import lru_cache

from cms.publication.payload.compression import ENCODINGS, Encoding


@lru_cache(maxsize=256)
def chosen_encoding(header: str) -> Encoding:
    """What a client takes at least as gladly as the plain bytes (RFC 9110, 12.5.3)."""
    return best_encoding(header, ENCODINGS)


def best_encoding(header: str, offered: Sequence[Encoding]) -> Encoding:
    """What the client takes most gladly of what is offered, the first of equals; `identity` where it prefers that.

    Who takes anything (`*`) is given gzip, which everybody knows.
    """
    qualities = dict(quality(part) for part in header.split(",") if part.strip())
    if "x-gzip" in qualities:
        qualities["gzip"] = max(qualities["x-gzip"], qualities.get("gzip", 0.0))
    if "*" in qualities:
        qualities.setdefault("gzip", qualities["*"])
    best = max(offered, key=lambda name: qualities.get(name, 0.0))
    gladness = qualities.get(best, 0.0)
    return best if gladness > 0 and gladness >= qualities.get("identity", 0.0) else "identity"


def quality(part: str) -> tuple[str, float]:
    """What one part of an Accept header names, and how gladly that is taken: 0 to 1, 0 where that cannot be read."""
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return name, min(1.0, max(0.0, float(parameter[2:])))
            except ValueError:
                return name, 0.0
    return name, 1.0


def encoded_tag(tag: str, encoding: Encoding) -> str:
    """The entity tag of what `tag` stands for in an encoding: other bytes, another tag (RFC 9110, 8.8.3)."""
    return tag if encoding == "identity" else f"{tag}-{encoding}"


def equal_tags(tag: str) -> tuple[str, ...]:
    """The tags of the same content in every encoding, that one first."""
    plain = next((tag.removesuffix(f"-{name}") for name in ENCODINGS if tag.endswith(f"-{name}")), tag)
    return (tag, *(one for one in (plain, *(encoded_tag(plain, name) for name in ENCODINGS)) if one != tag))
