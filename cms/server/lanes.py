"""Which requests share what. Each lane has threads and a queue of its own, so that none uses up another's."""

import asyncio
import re
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final, TypeVar

Result = TypeVar("Result")
# What brings a file, which is then read, measured and cut: more bytes than a form without one to these addresses.
_LONGEST_FORM: Final = 32_000
_TAKES_FILES: Final = ("/admin/documents/", "/admin/images/")


@dataclass(frozen=True, slots=True)
class Lane:
    """`threads` work at once and `queue` more requests wait, in each serving process; the next is told to come again.

    The work of one that is `apart` is done in the process for work that must not delay reading.
    """

    name: str
    threads: int
    queue: int
    apart: bool = False


READING: Final = Lane("reading", 4, 256)
FILES: Final = Lane("files", 2, 64)
GRAPHQL: Final = Lane("graphql", 2, 64)
SEARCH: Final = Lane("search", 2, 32, apart=True)
EXPORT: Final = Lane("export", 1, 7, apart=True)
PRINT: Final = Lane("print", 1, 8, apart=True)
LOG_IN: Final = Lane("log-in", 2, 16, apart=True)
PREVIEW: Final = Lane("preview", 1, 16, apart=True)
UPLOADS: Final = Lane("uploads", 1, 16, apart=True)
ADMIN: Final = Lane("admin", 3, 32, apart=True)
LANES: Final = (READING, FILES, GRAPHQL, SEARCH, EXPORT, PRINT, LOG_IN, PREVIEW, UPLOADS, ADMIN)

ADMIN_PREFIX: Final = "/admin/"
# The first that fits decides; what none fits is reading.
_ADDRESSES: Final = tuple(
    (re.compile(pattern), lane)
    for pattern, lane in (
        (r"/graphql\Z", GRAPHQL),
        (r"/(?:files|pictures|media|static)/", FILES),
        (r"/api/v1/[^/]*/(?:search|suggest)\Z", SEARCH),
        (r"/api/v1/export\Z", EXPORT),
        (r"/(?:cy/(?:chwilio|search)|en/search)/?\Z", SEARCH),
        (r"/(?:cy|en)/print/", PRINT),
        (r"/admin/(?:login|password_reset|second-factor)/", LOG_IN),
        (r"/admin/.*(?:/preview/|/preview_on_|/view_draft/)", PREVIEW),
        (r"/admin(?:/|\Z)", ADMIN),
    )
)


def lane_of(path: str, length: int) -> Lane:
    """The lane of a request to `path` with a body of `length` bytes."""
    lane = next((lane for pattern, lane in _ADDRESSES if pattern.match(path)), READING)
    return UPLOADS if length > _LONGEST_FORM and path.startswith(_TAKES_FILES) else lane


class LaneFull(Exception):
    """All threads of a lane are at work, and as many requests wait as may."""


class Lanes:
    """The threads of all lanes in this process."""

    def __init__(self, lanes: Sequence[Lane] = LANES) -> None:
        self._threads = {lane: ThreadPoolExecutor(lane.threads, thread_name_prefix=lane.name) for lane in lanes}
        self._taken: Counter[Lane] = Counter()

    async def run(self, lane: Lane, work: Callable[..., Result], *arguments: Any) -> Result:
        """What `work` gives, done by a thread of the lane. Raises LaneFull."""
        if self._taken[lane] >= lane.threads + lane.queue:
            raise LaneFull(lane.name)
        self._taken[lane] += 1
        done = asyncio.get_running_loop().run_in_executor(self._threads[lane], work, *arguments)
        # The place is free once the work is done, not when its client has gone.
        done.add_done_callback(lambda _: self._taken.subtract((lane,)))
        return await done
