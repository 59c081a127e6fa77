"""Answers that processes share: the same as Django's own whatever editors do, and kept while something else changes."""

import copy
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import lmdb
import pytest
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as run

from cms.http.caching.answer_store import BOTH, AnswerStore
from cms.http.caching.warming import Warmer, environ_for
from cms.publication.changelog.log import Log, begin_generation
from cms.publication.models import Change, Edition, LogHead, NoticeKind, ReaderNotice, State
from tests.database.once import nothing_is_written_yet
from tests.edge.everywhere import addresses, whole_library
from tests.edge.test_purging import HISTORIES, LATITUDE, STORIES
from tests.factories.editions import edition, pair
from tests.http.cached_server import CachedServer, RestServer, open_connection
from tests.rest.test_keeping_a_copy import do

FIXTURES = (open_connection,)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_connection")]
CAPACITY = 50_000_000


class Process(RestServer):
    """A serving process: what it remembers itself, and the store that it shares with the others."""

    def __init__(self, store: AnswerStore) -> None:
        super().__init__(shared=store)


@pytest.fixture
def store(tmp_path: Path) -> AnswerStore:
    LogHead.objects.get_or_create(id=1)
    return AnswerStore(str(tmp_path), CAPACITY)


def change(*items: Any) -> None:
    """What a publication of these items does to the log."""
    log = Log.lock()
    for item in items:
        log.append(item, ["cy", "en"], "published")
    log.write()


# --- what is kept


def test_what_one_process_made_another_gives(store: AnswerStore) -> None:
    row, _ = pair()
    first, second = Process(store), Process(store)
    made = first.get(f"cy/items/{row.item}")
    assert second.get(f"cy/items/{row.item}") == made
    assert (first.made, second.made) == (1, 0)


def test_it_is_kept_while_something_else_changes(store: AnswerStore) -> None:
    (row, _), (other, _) = pair(), pair()
    process = Process(store)
    before = [process.get(f"cy/items/{one.item}") for one in (row, other)]
    change(other.item)
    assert [process.get(f"cy/items/{one.item}") for one in (row, other)] == before
    assert process.made == 3


@pytest.mark.parametrize(
    "form", ["{path}", "/embed/cy/{item}", "/embed/cy/{item}/frame", "/api/v1/items/{item}?lang=cy,en"]
)
def test_so_are_its_page_its_fragment_and_both_languages(store: AnswerStore, form: str) -> None:
    rows = [pair()[0], pair()[0]]
    addresses_of = [form.format(path=row.path, item=row.item) for row in rows]
    one, another = CachedServer(shared=store), CachedServer(shared=store)
    before = [get(one, address) for address in addresses_of]
    assert [answer[0] for answer in before] == [200, 200]
    change(rows[1].item)
    assert [get(another, address) for address in addresses_of] == before
    assert (one.made, another.made) == (2, 1)


@pytest.mark.parametrize("form", ["{path}?utm_source=x", "/embed/cy/{item}?parts=title"])
def test_what_else_a_page_or_a_fragment_is_asked_is_not_kept(store: AnswerStore, form: str) -> None:
    row, _ = pair()
    assert get(CachedServer(shared=store), form.format(path=row.path, item=row.item))[0] == 200
    assert len(store) == 0


def test_a_change_in_no_row_of_the_log_leaves_it(store: AnswerStore) -> None:
    row, _ = pair()
    process = Process(store)
    before = process.get(f"cy/items/{row.item}")
    begin_generation()
    assert process.get(f"cy/items/{row.item}") == before
    assert process.made == 1


def test_what_changed_is_made_anew_in_every_process(store: AnswerStore) -> None:
    row, _ = pair()
    processes = [Process(store), Process(store)]
    before = [process.get(f"cy/items/{row.item}") for process in processes]
    Edition.objects.filter(pk=row.pk).update(state=State.WITHDRAWN)
    change(row.item)
    after = [process.get(f"cy/items/{row.item}") for process in processes]
    assert [one[0] for one in before] == [200, 200]
    assert [one[0] for one in after] == [410, 410]


@pytest.mark.parametrize("address", ["cy/items", "cy/items/{item}?fields=full", "cy/home", "manifest", "cy/topics"])
def test_what_shows_more_than_items_or_has_a_question_is_not_kept(store: AnswerStore, address: str) -> None:
    row, _ = pair(type="home")
    Process(store).get(address.format(item=row.item))
    assert len(store) == 0


def test_what_another_scheme_is_said_of_is_not_kept(store: AnswerStore) -> None:
    row, _ = pair()
    Process(store).get(f"cy/items/{row.item}", x_forwarded_proto="gopher")
    assert len(store) == 0


def test_encodings_and_304s_are_those_of_django(store: AnswerStore) -> None:
    row, _ = pair()
    for encoding in ("identity", "gzip", "br", "zstd"):
        made = Process(store).get(f"cy/items/{row.item}", accept_encoding=encoding)
        again = Process(store)
        assert again.get(f"cy/items/{row.item}", accept_encoding=encoding) == made
        asked = {"accept_encoding": encoding, "if_none_match": made[1]["ETag"]}
        assert again.get(f"cy/items/{row.item}", **asked) == again.get(f"cy/items/{row.item}", again.django, **asked)
        assert again.made == 0


def test_what_expires_is_not_given_afterwards(store: AnswerStore, monkeypatch: pytest.MonkeyPatch) -> None:
    row = edition("cy", expires_at=timezone.now() + timedelta(days=1))
    Process(store).get(f"cy/items/{row.item}")
    later = (timezone.now() + timedelta(days=2)).timestamp()
    monkeypatch.setattr("time.time", lambda: later)
    process = Process(store)
    process.get(f"cy/items/{row.item}")
    assert process.made == 1


# --- where the file stands


def test_an_answer_of_another_generation_is_neither_taken_nor_given(store: AnswerStore) -> None:
    row, _ = pair()
    process = Process(store)
    generation = LogHead.objects.get().generation
    process.get(f"cy/items/{row.item}")
    key = next(iter(process.application._store._young))
    answer = store.get(key, generation)
    assert answer is not None
    assert store.get(key, generation + 1) is None
    change(row.item)
    store.follow(LogHead.objects.get().generation)
    store.put(key, process.application._store._young[key])
    assert len(store) == 0


def test_a_database_put_back_empties_it(store: AnswerStore) -> None:
    row, _ = pair()
    change(row.item)
    process = Process(store)
    process.get(f"cy/items/{row.item}")
    # The last change is another one, under the same version.
    Change.objects.all().delete()
    LogHead.objects.update(version=0)
    change(pair()[0].item)
    process.get(f"cy/items/{row.item}")
    assert process.made == 2


@pytest.mark.parametrize("less", [{"version": 0, "generation": 1}, {"version": 1, "generation": -1}])
def test_a_log_that_is_shorter_than_it_was_empties_it(store: AnswerStore, less: dict[str, int]) -> None:
    row, _ = pair()
    change(row.item)
    process = Process(store)
    process.get(f"cy/items/{row.item}")
    LogHead.objects.update(**{name: F(name) - by for name, by in less.items()})
    process.get(f"cy/items/{row.item}")
    assert process.made == 2


def test_a_log_that_was_cleared_since_empties_it(store: AnswerStore) -> None:
    row, _ = pair()
    change(row.item)
    process = Process(store)
    process.get(f"cy/items/{row.item}")
    change(pair()[0].item)
    LogHead.objects.update(horizon=LogHead.objects.get().version)
    process.get(f"cy/items/{row.item}")
    assert process.made == 2


def test_many_changes_at_once_empty_it(store: AnswerStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cms.publication.queries.feed.log_place.MOST", 3)
    row, _ = pair()
    process = Process(store)
    process.get(f"cy/items/{row.item}")
    change(*(pair()[0].item for _ in range(4)))
    process.get(f"cy/items/{row.item}")
    assert process.made == 2


# --- whatever happens to the file


def test_a_full_file_begins_again_and_says_so(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    LogHead.objects.get_or_create(id=1)
    store = AnswerStore(str(tmp_path), 300_000)
    process = Process(store)
    rows = [pair()[0] for _ in range(60)]
    for row in rows:
        assert process.get(f"cy/items/{row.item}")[0] == 200
    assert 0 < len(store) < len(rows)
    assert "ANSWER_STORE_MB" in caplog.text


def test_without_the_file_answers_are_made(store: AnswerStore, monkeypatch: pytest.MonkeyPatch) -> None:
    row, _ = pair()

    def broken(*_: object, **__: object) -> None:
        raise lmdb.CorruptedError("of a page")

    process = Process(store)
    made = process.get(f"cy/items/{row.item}")
    store._file = type("Broken", (), {"begin": broken})()
    change(row.item)
    assert process.get(f"cy/items/{row.item}") == made
    # It was made anew, and takes answers again.
    other = Process(store)
    assert other.get(f"cy/items/{row.item}") == other.get(f"cy/items/{row.item}") == made
    assert len(store) == 1


def test_what_another_process_emptied_is_filled_again(store: AnswerStore) -> None:
    (row, _), (other, _) = pair(), pair()
    another = copy.copy(store)  # the same file, and what it has seen of it itself
    process = Process(store)
    process.get(f"cy/items/{row.item}")
    another.follow(LogHead.objects.get().generation)
    another._empty()
    for one in (row, other, row):
        process.get(f"cy/items/{one.item}")
        Process(store).get(f"cy/items/{one.item}")
    assert len(store) > 0


def test_what_a_dead_process_left_locked_is_free(store: AnswerStore, tmp_path: Path) -> None:
    row, _ = pair()
    process = Process(store)
    process.get(f"cy/items/{row.item}")
    dies = f"import lmdb, os; lmdb.open({f'{tmp_path}/answers'!r}, map_size={CAPACITY}).begin(write=True); os._exit(9)"
    assert subprocess.run([sys.executable, "-c", dies], check=False).returncode == 9
    change(row.item)
    assert process.get(f"cy/items/{row.item}")[0] == 200
    assert len(store) == 1


# --- whatever editors do


def check_history(store: AnswerStore, steps: list[tuple[Any, int]]) -> int:
    """After each step every address is answered as Django answers it; and how many answers Django need not have made."""
    spared = 0
    with transaction.atomic():
        nothing_is_written_yet()
        whole_library()
        processes = [CachedServer(shared=store), CachedServer(shared=store)]
        for step in [None, *steps]:
            if step is not None:
                do(*step)
            asked = sorted({one for one in addresses() if "?" not in one or one.endswith(f"?{BOTH}")})
            for number, address in enumerate(asked):
                for process in (processes[number % 2], processes[1 - number % 2]):
                    before = process.made
                    given = get(process, address)
                    spared += before == process.made
                    assert plain(given) == plain(get(process, address, process.django)), address
        transaction.set_rollback(True)
    return spared


def get(process: CachedServer, address: str, application: Any = None) -> tuple[int, dict[str, str], bytes]:
    path, _, question = address.partition("?")
    asked = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": question}
    answer: tuple[int, dict[str, str], bytes] = process.send(b"", application, **asked)
    return answer


def plain(answer: tuple[int, dict[str, str], bytes]) -> tuple[int, dict[str, str], bytes]:
    """But for what is another each time."""
    status, headers, body = answer
    return status, {name: value for name, value in headers.items() if name != "Date"}, body


@pytest.mark.repetitive
@run(max_examples=1, **LATITUDE)
@given(HISTORIES)
def test_no_answer_is_older_than_the_database(tmp_path_factory: pytest.TempPathFactory, steps: Any) -> None:
    LogHead.objects.get_or_create(id=1)
    check_history(AnswerStore(str(tmp_path_factory.mktemp("store")), CAPACITY), steps)


@pytest.mark.repetitive
@pytest.mark.parametrize("story", range(len(STORIES)))
def test_each_kind_of_change_is_seen_at_once(store: AnswerStore, story: int) -> None:
    assert check_history(store, STORIES[story]) > 0


def test_what_was_merged_in_two_steps_follows_the_step_between(store: AnswerStore) -> None:
    """And does so where it has changed itself meanwhile, in the other language."""
    (first, english), (between, other), (last, _) = pair(), pair(), pair()
    Edition.objects.filter(pk__in=[first.pk, english.pk, between.pk, other.pk]).update(state=State.GONE)
    for item, to in ((first.item, between.item), (between.item, last.item)):
        ReaderNotice.objects.create(item=item, kind=NoticeKind.MOVED, instead=[str(to)], moved_to=to, at=timezone.now())
    address, process = f"/embed/cy/{first.item}", CachedServer(shared=store)
    assert get(process, address)[0] == 200
    Edition.objects.filter(pk__in=[between.pk, english.pk]).update(state=State.PUBLISHED)
    ReaderNotice.objects.create(item=between.item, kind=NoticeKind.ENDED, at=timezone.now())
    log = Log.lock()
    log.append(between.item, ["cy"], "published")
    log.append(first.item, ["en"], "published")
    log.write()
    assert plain(get(process, address)) == plain(get(process, address, process.django))


# --- before anybody asks


def test_what_is_public_is_made_before_anybody_asks(store: AnswerStore, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    row, other = pair()
    process = Process(store)
    warmer = Warmer(process.django, store)
    assert warmer.step() == 2
    for address in (f"cy/items/{row.item}", f"items/{row.item}?lang=cy,en"):
        asked = environ_for(f"{settings.API_URL}/api/v1/{address}", "gzip")
        assert b"".join(process.application(asked, lambda *_: None)) != b""
    assert process.made == 0
    assert warmer.step() == 0
    change(row.item)
    Edition.objects.filter(pk=other.pk).update(state=State.WITHDRAWN)
    assert warmer.step() == 1
