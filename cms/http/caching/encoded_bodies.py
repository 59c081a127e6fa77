"""Bodies that were compressed, kept by their entity tag: a new generation of answers needs none of them made again."""

from collections import OrderedDict
from threading import Lock
from typing import Final

from cms.publication.payload.compression import Encoding, compressed

# Bytes in each process; a thousand items of the usual length in one encoding.
CAPACITY: Final = 4_000_000


class EncodedBodies:
    """Within `capacity` bytes; those not asked for lately make room for others."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity, self._size = capacity, 0
        self._bodies: OrderedDict[tuple[str, Encoding], bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, body: bytes, tag: str, encoding: Encoding) -> bytes:
        """The body in an encoding. `tag` stands for its bytes; one without a tag is not kept."""
        if not tag:
            return compressed(body, encoding)
        key = (tag, encoding)
        with self._lock:
            known = self._bodies.get(key)
            if known is not None:
                self._bodies.move_to_end(key)
                return known
        made = compressed(body, encoding)
        with self._lock:
            if key not in self._bodies and len(made) <= self._capacity:
                self._bodies[key] = made
                self._size += len(made)
                while self._size > self._capacity:
                    self._size -= len(self._bodies.popitem(last=False)[1])
        return made


encoded_bodies: Final = EncodedBodies()
