"""Which requests share what. Each lane has threads and a queue of its own, so that none uses up another's."""

import asyncio
import re
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final, TypeVar

Result = TypeVar("Result")
# What brings a file, which is then read, measured and cut: more bytes than a form without one to these addresses.
_LONGEST_FORM: Final = 32_000
# Reports as CSV or XLSX.
_IS_SHEET: Final = re.compile(r"(?:\A|&)export=")
_TAKES_FILES: Final = ("/admin/documents/", "/admin/images/")


# The processes for what must not delay reading. A search is waited for, so it shares none with what nobody reads.
WORK: Final = "work"
SEARCHING: Final = "search"


@dataclass(frozen=True, slots=True)
class Lane:
    """`threads` work at once and `queue` more requests wait, in each serving process; the next is told to come again.

    `apart` names the process in which the work is done, where that is not the one that listens.
    """

    name: str
    threads: int
    queue: int
    apart: str = ""


READING: Final = Lane("reading", 4, 256)
FOLLOWING: Final = Lane("following", 3, 256)
FILES: Final = Lane("files", 2, 64)
GRAPHQL: Final = Lane("graphql", 2, 64)
SEARCH: Final = Lane("search", 2, 32, apart=SEARCHING)
EXPORT: Final = Lane("export", 1, 7, apart=WORK)
SHEETS: Final = Lane("sheets", 1, 8, apart=WORK)
PRINT: Final = Lane("print", 1, 32, apart=WORK)
PICTURES: Final = Lane("pictures", 1, 128, apart=WORK)
LOG_IN: Final = Lane("log-in", 2, 16, apart=WORK)
PREVIEW: Final = Lane("preview", 1, 16, apart=WORK)
UPLOADS: Final = Lane("uploads", 1, 16, apart=WORK)
ADMIN: Final = Lane("admin", 3, 32, apart=WORK)
HEALTH: Final = Lane("health", 1, 16, apart=WORK)
PARTNERS: Final = Lane("partners", 1, 16, apart=WORK)
LANES: Final = (
    READING, FOLLOWING, FILES, GRAPHQL, SEARCH, EXPORT, SHEETS, PRINT, PICTURES, LOG_IN, PREVIEW, UPLOADS, ADMIN, PARTNERS,
    HEALTH,
)  # fmt: skip

ADMIN_PREFIX: Final = "/admin/"
# By the first part of an address, where there is one, the first that fits decides; what none fits is reading.
_ADDRESSES: Final = {
    part: tuple((re.compile(pattern), lane) for pattern, lane in some)
    for parts, *some in (
        ("graphql", (r"/graphql\Z", GRAPHQL)),
        ("files media static", (r"/[a-z]+/", FILES)),
        ("pictures", (r"/pictures/", PICTURES)),
        ("api", (r"/api/v1/[^/]*/(?:search|suggest)\Z", SEARCH), (r"/api/v1/export\Z", EXPORT)),
        ("cy", (r"/cy/(?:chwilio|search)/?\Z", SEARCH), (r"/cy/print/", PRINT)),
        ("en", (r"/en/search/?\Z", SEARCH), (r"/en/print/", PRINT)),
        ("embed", (r"/embed/[^/]*/search/?\Z", SEARCH)),
        (
            "preview",
            (r"/preview/.*/(?:paper|pdf)\Z", PRINT),
            (r"/preview/[^/]*/(?:files|pictures)/", FILES),
            (r"/preview/", PREVIEW),
        ),
        ("partners", (r"/partners/keys/", PARTNERS)),
        ("partneriaid", (r"/partneriaid/allweddi/", PARTNERS)),
        (
            "admin",
            (r"/admin/previewing/.*/(?:paper|pdf)\Z", PRINT),
            (r"/admin/previewing/(?:page|release)/", PREVIEW),
            (r"/admin/(?:login|password_reset|second-factor)/", LOG_IN),
            (r"/admin/.*(?:/preview/|/preview_on_|/view_draft/)", PREVIEW),
            (r"/admin(?:/|\Z)", ADMIN),
        ),
        ("healthz readyz", (r"/[a-z]+\Z", HEALTH)),
    )
    for part in parts.split()
}


def lane_of(path: str, length: int, query: str = "") -> Lane:
    """The lane of a request to `path` with a body of `length` bytes."""
    some = _ADDRESSES.get(path[1:].partition("/")[0], ())
    lane = next((lane for pattern, lane in some if pattern.match(path)), READING)
    if lane is ADMIN and _IS_SHEET.search(query):
        return SHEETS
    return UPLOADS if length > _LONGEST_FORM and path.startswith(_TAKES_FILES) else lane


class LaneFull(Exception):
    """All threads of a lane are at work, and as many requests wait as may."""


class _Queue:
    """What waits in a lane. Threads go to clients in turn: who asks for much at once waits behind nobody but itself.

    Where the queue is full, whoever has most waiting gives up its latest place for a client that has less.
    """

    def __init__(self, lane: Lane) -> None:
        self.lane = lane
        self.threads = ThreadPoolExecutor(lane.threads, thread_name_prefix=lane.name)
        self._working = 0
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}

    async def enter(self, client: str) -> None:
        """Waits for a thread, which is to be given back by `leave`. Raises LaneFull."""
        if self._working < self.lane.threads:
            self._working += 1
            return
        if sum(map(len, self._waiting.values())) >= self.lane.queue:
            self._make_room(client)
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(client, deque()).append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled() and turn.exception() is None:
                self.leave()
            raise

    def leave(self, _: object = None) -> None:
        """A thread is free: it goes to the client that has waited for its turn longest."""
        while self._waiting:
            client = next(iter(self._waiting))
            turns = self._waiting.pop(client)
            turn = turns.popleft()
            if turns:
                self._waiting[client] = turns  # at the end: the others come first
            if not turn.done():
                turn.set_result(None)
                return
        self._working -= 1

    def _make_room(self, client: str) -> None:
        most = max(self._waiting, key=lambda one: len(self._waiting[one]), default=client)
        if len(self._waiting.get(most, ())) <= len(self._waiting.get(client, ())) + 1:
            raise LaneFull(self.lane.name)
        turn = self._waiting[most].pop()
        if not turn.done():
            turn.set_exception(LaneFull(self.lane.name))


class Lanes:
    """The threads of all lanes in this process."""

    def __init__(self, lanes: Sequence[Lane] = LANES) -> None:
        self._queues = {lane: _Queue(lane) for lane in lanes}

    async def run(
        self,
        lane: Lane,
        client: str,
        work: Callable[..., Result],
        *arguments: Any,
        began: Callable[[], object] | None = None,
    ) -> Result:
        """What `work` gives, done for a client by a thread of the lane; `began` is called once it has one. Raises LaneFull."""
        queue = self._queues[lane]
        await queue.enter(client)
        if began:
            began()
        done = asyncio.get_running_loop().run_in_executor(queue.threads, work, *arguments)
        # The place is free once the work is done, not when its client has gone.
        done.add_done_callback(queue.leave)
        return await done
