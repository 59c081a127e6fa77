"""Content encodings (RFC 9110, 8.4 and 12.5.3): which one a client takes, and the entity tags of all of them."""

import gzip
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, Literal

import brotli
from backports import zstd

Encoding = Literal["br", "zstd", "gzip", "identity"]
# The first of those that a client takes equally gladly: the shortest first.
OFFERED: Final[tuple[Encoding, ...]] = ("br", "zstd", "gzip")
# Each makes 15 KB in about a millisecond; what is shorter still takes ten times as long or more.
_BROTLI, _ZSTD, _GZIP = 5, 6, 5


@lru_cache(maxsize=256)
def chosen_encoding(header: str) -> Encoding:
    """What a client takes at least as gladly as the plain bytes (RFC 9110, 12.5.3)."""
    return best_encoding(header, OFFERED)


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


def compressed(body: bytes, encoding: Encoding) -> bytes:
    """The bytes in an encoding."""
    if encoding == "br":
        return bytes(brotli.compress(body, quality=_BROTLI))
    if encoding == "zstd":
        return zstd.compress(body, level=_ZSTD)
    return gzip.compress(body, _GZIP, mtime=0) if encoding == "gzip" else body


def encoded_tag(tag: str, encoding: Encoding) -> str:
    """The entity tag of what `tag` stands for in an encoding: other bytes, another tag (RFC 9110, 8.8.3)."""
    return tag if encoding == "identity" else f"{tag}-{encoding}"


def equal_tags(tag: str) -> tuple[str, ...]:
    """The tags of the same content in every encoding, that one first."""
    plain = next((tag.removesuffix(f"-{name}") for name in OFFERED if tag.endswith(f"-{name}")), tag)
    return (tag, *(one for one in (plain, *(encoded_tag(plain, name) for name in OFFERED)) if one != tag))
