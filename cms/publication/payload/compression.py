"""The content encodings (RFC 9110, 8.4) in which bytes are given, beside plain."""

import gzip
from typing import Final, Literal

import brotli
from backports import zstd

Encoding = Literal["br", "zstd", "gzip", "identity"]
# The first of those that a client takes equally gladly: the shortest first.
ENCODINGS: Final[tuple[Encoding, ...]] = ("br", "zstd", "gzip")
# Each makes 15 KB in a quarter of a millisecond; what is shorter still takes ten times as long or more.
_BROTLI, _ZSTD, _GZIP = 5, 6, 6


def compressed(body: bytes, encoding: Encoding) -> bytes:
    """The bytes in an encoding."""
    if encoding == "br":
        return bytes(brotli.compress(body, quality=_BROTLI))
    if encoding == "zstd":
        return zstd.compress(body, level=_ZSTD)
    return gzip.compress(body, _GZIP, mtime=0) if encoding == "gzip" else body
