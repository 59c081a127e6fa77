"""Content encodings (RFC 9110, 8.4 and 12.5.3): which one a client takes, and the entity tags of both."""

from functools import lru_cache
from typing import Final, Literal

Encoding = Literal["gzip", "identity"]
_GZIP: Final = "-gzip"


@lru_cache(maxsize=256)
def chosen_encoding(header: str) -> Encoding:
    """`gzip` if the client takes it at least as gladly as the plain bytes (RFC 9110, 12.5.3)."""
    qualities = dict(quality(part) for part in header.split(",") if part.strip())
    plain = qualities.get("identity", 0.0)
    compressed = max(qualities.get(name, -1.0) for name in ("gzip", "x-gzip"))
    if compressed < 0:
        compressed = qualities.get("*", 0.0)
    return "gzip" if compressed > 0 and compressed >= plain else "identity"


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
    return tag + _GZIP if encoding == "gzip" else tag


def other_tag(tag: str) -> str:
    """The tag of the same content in the other encoding."""
    return tag.removesuffix(_GZIP) if tag.endswith(_GZIP) else tag + _GZIP
