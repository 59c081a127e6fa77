"""Answers that all processes of a server share, in a memory-mapped file (LMDB): those that show single items and nothing else.

They outlast a publication: only what the log says has changed is thrown away. The file stands at a place in the log, and gives
answers only to who goes by that very generation; whoever finds it behind brings it there. So a file that lags costs time and
never truth. It lives as long as the server: another release of the software begins with an empty one.
"""

import hashlib
import logging
import marshal
import shutil
import tempfile
import threading
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import lmdb
from django.conf import settings

from cms.content.languages import CODES
from cms.edge.purge_consumer import keys_of
from cms.edge.surrogate_keys import is_key_of_item
from cms.publication.queries.feed.log_place import Place, changes_between, place_now

from .cached_response import CachedResponse, Key

logger = logging.getLogger(__name__)
_PLACE: Final = b"place"
_NAME: Final = "answers"
_KEY_BYTES: Final = 16
# Threads of all processes that may read at the same moment.
_READERS: Final = 1024
# A file that is closed while a thread still reads it ends the process.
_FORMER: Final[list[Any]] = []
# Requests whose scheme is told in these words are kept; anybody may write others.
_SCHEMES: Final = frozenset({"", "http", "https"})
# The one question that every item is asked: for both languages side by side.
BOTH: Final = f"lang={','.join(CODES)}"
_QUESTIONS: Final = frozenset({"", BOTH})


class AnswerStore:
    """The file in `folder`, of at most `capacity` bytes. Once it is full it begins again; a damaged one is thrown away."""

    def __init__(self, folder: str, capacity: int) -> None:
        self._folder, self._capacity = Path(folder), capacity
        self._lock = threading.Lock()
        # The generation for which this process has looked last where the file stands.
        self._seen = -1
        self._open()

    def _open(self) -> None:
        # What a crash of the machine leaves is of no use to the next server, so nothing waits for the disk.
        self._file = lmdb.open(
            str(self._folder / _NAME), map_size=self._capacity, max_dbs=2, sync=False, metasync=False, meminit=False,
            max_readers=_READERS, readahead=False,
        )  # fmt: skip
        self._answers = self._file.open_db(b"answers")
        self._shown = self._file.open_db(b"shown", dupsort=True)

    def get(self, key: Key, generation: int) -> CachedResponse | None:
        """The answer that holds now, where the file stands at this generation."""
        try:
            with self._file.begin(self._answers) as reading:
                known = _generation(reading)
                if known != generation:
                    if known is None:  # another process has emptied it
                        self._seen = -1
                    return None
                found = reading.get(_digest(key))
        except lmdb.Error as error:
            self._throw_file_away(error)
            return None
        answer = None if found is None else _read(found, generation)
        return None if answer is None or answer.until < time.time() else answer

    def put(self, key: Key, answer: CachedResponse) -> None:
        """Takes an answer that shows single items alone, where it was made at the generation at which the file stands."""
        if not _may_be_kept(key, answer):
            return
        try:
            with self._file.begin(self._answers, write=True) as writing:
                if _generation(writing) == answer.generation:
                    digest = _digest(key)
                    for shown in answer.keys:
                        writing.put(shown.encode(), digest, db=self._shown)
                    writing.put(digest, _written(answer))
        except lmdb.MapFullError:
            logger.warning(
                "the store of answers is full and begins again."
                " What to do: nothing if it is seldom; otherwise raise ANSWER_STORE_MB, or readers wait for what it had."
            )
            self._empty()
        except lmdb.Error as error:
            self._throw_file_away(error)

    def follow(self, generation: int) -> None:
        """Where the file does not stand at a generation: throws away what has changed, so that it stands where the log is.

        Raises django.db.Error.
        """
        if generation == self._seen:
            return
        with self._lock:
            try:
                self._bring_to(place_now())
            except lmdb.MapFullError:
                self._empty()
            except lmdb.Error as error:
                self._throw_file_away(error)
            else:
                self._seen = generation

    def _bring_to(self, now: Place) -> None:
        with self._file.begin(self._answers) as reading:
            known = reading.get(_PLACE)
        before = None if known is None else Place(*marshal.loads(known))  # noqa: S302 - of a process of this server
        if before == now:
            return
        changes = None if before is None else changes_between(before, now)
        changed = None if changes is None else keys_of(changes)
        with self._file.begin(self._answers, write=True) as writing:
            if writing.get(_PLACE) != known:  # another process was quicker
                return
            if changed is None:
                self._drop(writing)
            else:
                self._throw_away(writing, changed)
            writing.put(_PLACE, marshal.dumps((now.generation, now.version, now.position)))

    def _throw_away(self, writing: Any, keys: Iterable[str]) -> None:
        for key in keys:
            with writing.cursor(self._shown) as cursor:
                if cursor.set_key(key.encode()):
                    for digest in list(cursor.iternext_dup()):
                        writing.delete(digest)
                    writing.delete(key.encode(), db=self._shown)

    def _drop(self, writing: Any) -> None:
        for one in (self._answers, self._shown):
            writing.drop(one, delete=False)

    def _empty(self) -> None:
        """Gives up everything, the place too: the next request finds that again."""
        try:
            self._file.reader_check()  # who died while reading keeps pages from being used again
            with self._file.begin(self._answers, write=True) as writing:
                self._drop(writing)
        except lmdb.Error as error:
            self._throw_file_away(error)
        self._seen = -1

    def _throw_file_away(self, error: lmdb.Error) -> None:
        """Another one, for this process and those that start; the others find out for themselves."""
        logger.warning("the store of answers is damaged (%s) and is made anew", error)
        _FORMER.append(self._file)
        shutil.rmtree(self._folder / _NAME, ignore_errors=True)
        self._folder = Path(tempfile.mkdtemp(prefix="answers-", dir=self._folder))
        self._open()
        self._seen = -1

    def __len__(self) -> int:
        with self._file.begin(self._answers) as reading:
            return max(0, int(reading.stat(self._answers)["entries"]) - 1)


def store_in(folder: str) -> AnswerStore | None:
    """The store of a server's processes in their folder; None where ANSWER_STORE_MB or ANSWER_MEMORY_MB is 0."""
    return AnswerStore(folder, settings.ANSWER_STORE) if settings.ANSWER_STORE and settings.ANSWER_MEMORY else None


def _generation(transaction: Any) -> int | None:
    """The one at which the file stands."""
    place = transaction.get(_PLACE)
    return None if place is None else marshal.loads(place)[0]  # noqa: S302 - of a process of this server


def _digest(key: Key) -> bytes:
    return hashlib.blake2b("\n".join(key).encode(), digest_size=_KEY_BYTES).digest()


def _may_be_kept(key: Key, answer: CachedResponse) -> bool:
    """Whether an answer shows single items alone, at one of the few addresses of each."""
    _, question, _, _, forwarded, *_ = key
    return (
        question in _QUESTIONS
        and not (answer.on_hit or answer.never_old)
        and forwarded in _SCHEMES
        and bool(answer.keys)
        and all(is_key_of_item(shown) for shown in answer.keys)
    )


def _written(answer: CachedResponse) -> bytes:
    changed_at = None if answer.changed_at is None else answer.changed_at.timestamp()
    headers = answer.headers, answer.headers_unchanged, answer.lines
    return marshal.dumps((answer.until, answer.etag, changed_at, *headers, bytes(answer.body)))


def _read(found: bytes, generation: int) -> CachedResponse:
    until, etag, changed_at, headers, unchanged, lines, body = marshal.loads(found)  # noqa: S302 - of a process of this server
    moment = None if changed_at is None else datetime.fromtimestamp(changed_at, UTC)
    return CachedResponse(generation, until, etag, moment, headers, unchanged, body, lines=lines)
