"""Content encodings (RFC 9110, 8.4 and 12.5.3): which one a client takes, and the entity tags of both."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, Literal

Encoding = Literal["gzip", "zstd", "identity"]
_GZIP: Final = "-gzip"
_ZSTD: Final = "-zstd"


@lru_cache(maxsize=256)
def chosen_encoding(header: str) -> Encoding:
    """`gzip` if the client takes it at least as gladly as the plain bytes (RFC 9110, 12.5.3)."""
    return best_encoding(header, ("gzip",))


def best_encoding(header: str, offered: Sequence[Encoding]) -> Encoding:
    """What the client takes most gladly of what is offered, the first of equals; `identity` where it prefers that."""
    qualities = dict(quality(part) for part in header.split(",") if part.strip())
    if "x-gzip" in qualities:
        qualities["gzip"] = max(qualities["x-gzip"], qualities.get("gzip", 0.0))
    best = max(offered, key=lambda name: qualities.get(name, qualities.get("*", 0.0)))
    gladness = qualities.get(best, qualities.get("*", 0.0))
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
    return tag + {"gzip": _GZIP, "zstd": _ZSTD, "identity": ""}[encoding]


def other_tag(tag: str) -> str:
    """The tag of the same content in the other encoding."""
    return tag.removesuffix(_GZIP) if tag.endswith(_GZIP) else tag + _GZIP
