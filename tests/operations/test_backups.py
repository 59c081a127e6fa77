"""A backup is one moment of database and media, and what is restored from it answers as it did then."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings

from cms.content.models import File
from cms.operations.backup.sealed_files import BackupError
from cms.publication.changelog.consumers import follow
from cms.publication.changelog.leases import Lease
from cms.publication.intents.settlement import settle
from cms.publication.models import ConsumerOffset
from cms.publication.queries.feed.change_queries import changes
from cms.publication.queries.feed.change_tokens import TokenRefused, newest_token
from guides.models import ResourcePage
from home.models import LandingPage
from search import engines
from search.indexing.indexer import Indexer
from tests.edge.everywhere import whole_library
from tests.factories import content as make
from tests.operations.backup_moments import OPERATIONS, a_page, files_below, is_one_moment
from tests.operations.restored_places import KEY, Place, answers, empty_place, everything_agrees, wait_for_memory

pytestmark = pytest.mark.database


@pytest.fixture(scope="module")
def original(tmp_path_factory: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[Place]:
    """The library of everywhere, with an index, and a backup of it in `backups`."""
    with django_db_blocker.unblock(), empty_place(tmp_path_factory.mktemp("original"), migrated=True) as place:
        whole_library()
        User.objects.create_superuser("golygydd")
        place.back_up()
        yield place


@pytest.fixture
def unblocked(django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def place(original: Place, tmp_path: Path, unblocked: None) -> Iterator[Place]:
    """Another one, with what the library had, and the backup that it had it from."""
    with empty_place(tmp_path) as another:
        another.restore(original.backups)
        (another.folder / "original").symlink_to(original.backups)
        yield another


@pytest.fixture
def index(tmp_path: Path) -> Iterator[None]:
    """An index of this test, which outlives databases."""
    with override_settings(SEARCH_INDEX=str(tmp_path / "search.sqlite3")):
        engines.engine.cache_clear()
        yield
    engines.engine.cache_clear()


@pytest.mark.parametrize("key", ["", KEY], ids=["plain", "sealed"])
def test_a_backup_restored_to_an_empty_place_gives_every_answer(
    place: Place, key: str, tmp_path: Path, index: None
) -> None:
    follow(Indexer())
    wait_for_memory()
    before = answers()
    place.back_up(key=key)
    _edit_everything()
    follow(Indexer())  # what is searched in knows of a later past
    with empty_place(tmp_path) as another:
        another.restore(place.backups, key)
        follow(Indexer())
        wait_for_memory()
        now = answers()
        everything_agrees(another)
    assert len(before) > 250
    assert {address for address in before | now if before.get(address) != now.get(address)} == set()
    assert sum(status == 200 for status, *_ in before.values()) > 190


def _edit_everything() -> None:
    for page in LandingPage.objects.filter(locale__language_code="en"):
        make.publish(page, title=make.words("en"))
    File.objects.get().delete()
    make.landing(LandingPage.objects.first(), "en")
    settle()


def test_a_token_of_a_later_past_has_to_begin_again(place: Place) -> None:
    """Also where the log has come as far again."""
    before = newest_token()
    make.publish(a_page(), title=make.words("en"))
    later = newest_token()
    place.restore(place.folder / "original", replace=True)
    assert not changes(before, 10).entries
    with pytest.raises(TokenRefused):
        changes(later, 10)
    for _ in range(3):
        make.publish(a_page(), title=make.words("en"))
    with pytest.raises(TokenRefused):
        changes(later, 10)
    assert changes(before, 10).entries


def test_sessions_end_and_leases_are_free_and_caches_are_purged(place: Place) -> None:
    client = Client()
    client.force_login(User.objects.get())
    ConsumerOffset.objects.create(name="purge", version=1, state={"structure": {}})
    assert Lease.take("search")
    place.back_up()
    place.restore(place.backups, replace=True)
    assert not Session.objects.exists()
    assert ConsumerOffset.objects.get(name="purge").state == {}
    lease = Lease.take("search")
    assert lease
    lease.release()


def test_what_was_made_since_goes_and_what_was_deleted_is_there(place: Place) -> None:
    """Also where a file has another's name by now."""
    name, digest = File.objects.values_list("file", "digest").get()
    File.objects.get().delete()
    assert make.file(content=b"%PDF-1.4 another", name=Path(name).name).file.name == name
    made = make.picture().file.name
    place.restore(place.folder / "original", replace=True)
    everything_agrees(place)
    assert File.objects.get().digest == digest
    assert not (place.media / made).exists()


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda step: step.__name__)
def test_whatever_is_done_between_two_statements_a_backup_is_one_moment(
    place: Place, operation: Callable[[], None], tmp_path: Path
) -> None:
    assert is_one_moment(place, operation, tmp_path, first=1 + OPERATIONS.index(operation), every=15)


def test_an_unchanged_file_takes_no_room_again(place: Place) -> None:
    first = place.back_up()
    (name, *_) = first.manifest.media
    inode = first.manifest.copy_in(first.folder, name).stat().st_ino
    second = place.back_up()
    assert second.manifest.copy_in(second.folder, name).stat().st_ino == inode
    second.manifest.copy_in(second.folder, name).write_bytes(b"rotten")
    third = place.back_up()
    assert third.manifest.copy_in(third.folder, name).read_bytes() == (place.media / name).read_bytes()


def test_a_file_that_was_lost_before_is_told_of_and_no_reason_not_to_back_up(place: Place) -> None:
    name = File.objects.get().file.name
    (place.media / name).unlink()
    assert place.back_up().manifest.lost == [name]


def test_a_backup_of_an_older_release_is_migrated(place: Place) -> None:
    call_command("migrate", "previews", "zero", verbosity=0)
    place.back_up()
    place.restore(place.backups, replace=True)
    assert "previews_previewtoken" in connection.introspection.table_names()


def test_what_does_not_fit_is_refused_and_nothing_is_touched(place: Place, tmp_path: Path) -> None:
    taken = place.back_up(key=KEY)
    before = {name: (place.media / name).stat() for name in files_below(place.media)}
    manifest = taken.folder / "manifest.json"
    said = manifest.read_text()

    def refused(why: str, key: str = KEY, replace: bool = True) -> None:
        with pytest.raises(BackupError, match=why):
            place.restore(taken.folder, key, replace=replace)
        assert {name: (place.media / name).stat() for name in files_below(place.media)} == before
        assert User.objects.exists()

    refused("something already", replace=False)
    refused("BACKUP_KEY", key="")
    manifest.write_text(said.replace("home.0001_initial", "home.9999_of_tomorrow"))
    refused("newer release.*home.9999_of_tomorrow")
    manifest.write_text(said.replace('"engine": "', '"engine": "other-'))
    refused("is of other-")
    manifest.write_text(said.replace('"auth_user": 1', '"auth_user": 2'))
    refused("other rows.*auth_user")
    manifest.write_text(said.replace("documents/", "../documents/"))
    refused("cannot be read|leads out")
    manifest.write_text(said[:1000])
    refused("damaged")
    manifest.write_text(said)
    for path in (taken.manifest.dump_in(taken.folder), taken.manifest.copy_in(taken.folder, next(iter(before)))):
        sound = path.read_bytes()
        path.write_bytes(sound[:-1] + bytes([sound[-1] ^ 1]))
        refused("damaged")
        path.write_bytes(sound)
    place.restore(taken.folder, KEY, replace=True)


def test_who_encrypts_leaves_nothing_to_read(place: Place) -> None:
    taken = place.back_up(key=KEY)
    title = ResourcePage.objects.first().title.encode()
    written = [path.read_bytes() for path in taken.folder.rglob("*") if path.is_file() and path.name != "manifest.json"]
    assert len(written) > 2
    assert all(data.startswith(b"age-encryption.org/v1\n") and title not in data for data in written)
