"""What compaction leaves of the log: all that followers, consumers and the search index need."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command

from cms.publication import changelog
from cms.publication.changelog import consumers
from cms.publication.changelog.compaction import Compaction, compact, compaction
from cms.publication.changelog.consumers import follow
from cms.publication.changelog.log import position_of
from cms.publication.changelog.scheduled_jobs import Job
from cms.publication.changelog.worker import Worker
from cms.publication.clock import shared_now
from cms.publication.intents.settlement import settle
from cms.publication.models import Change, ConsumerOffset, LogHead
from search.engines.interface import IndexIdentity
from search.indexing.index_position import current_checkpoint, follows
from tests.factories import content as make
from tests.publication.followers import Recorder, write_log
from tests.publication.pairs import pair
from tests.rest.conftest import ApiClient
from tests.rest.feed_follower import FeedFollower, exported

pytestmark = pytest.mark.django_db


@pytest.fixture
def history() -> Any:
    """Two pages: one was changed twice, the other was taken down; then a third was made."""
    page, _ = pair()
    ended, _ = pair(beside=page)
    for word in ("two", "three"):
        make.publish(page, title=f"English: {word}")
        make.translate(page)
    with make.committed():
        make.fresh(ended).unpublish()
        make.fresh(ended).get_translation(make.locale("cy")).unpublish()
    settle()
    return page


class Later:
    """A clock that stands still, so many days after the moment at which it was made."""

    def __init__(self, days: int = 181) -> None:
        self.now = shared_now() + timedelta(days=days)

    def __call__(self) -> datetime:
        return self.now


def followers() -> list[FeedFollower]:
    """One that has come as far as each change, from the first on."""
    found = [FeedFollower(limit=1)]
    while True:
        page = found[-1].page()
        if not page["items"]:
            return found
        found.append(found[-1].copy())
        found[-1].take(page["items"][0])
        found[-1].token = page["token"]


def test_the_last_change_of_what_is_public_and_all_that_is_not_old_stays(history):
    later = Later(180)
    old = list(Change.objects.values_list("version", flat=True))
    newest = old[-1]
    pair(beside=history)
    public = set(Change.objects.filter(latest=True).values_list("version", flat=True))
    lines, _ = exported()
    found = compaction(later)
    compact(clock=later)
    left = set(Change.objects.values_list("version", flat=True))
    assert found.removable == len(old) - len(left & set(old)) > found.tombstones > 0
    assert newest in left
    assert {version for version in left if version < newest} <= public
    assert exported()[0] == lines
    assert compaction(later) == Compaction(0, 0, "")


def test_a_follower_goes_on_from_every_token_that_is_not_refused_and_ends_with_what_there_is(history):
    later = Later(180)
    known = followers()
    pair(beside=history)
    compact(clock=later)
    head = LogHead.objects.get()
    refused = 0
    for follower in known:
        since = f"changes?since={follower.token}" if follower.token else "changes"
        if ApiClient().read(since).status_code == 410:
            refused += 1
            continue
        follower.follow()
        assert (follower.lines, follower.token) == exported()
    assert 0 < refused < len(known) - 1
    assert head.horizon > 0


def test_who_had_followed_to_the_end_before_a_quiet_time_goes_on(history):
    follower = FeedFollower()
    follower.follow()
    later = Later(180)
    make.publish(history, title="English: four")
    make.translate(history)
    compact(clock=later)
    follower.follow()
    assert (follower.lines, follower.token) == exported()


def test_nothing_goes_that_a_consumer_has_not_seen(monkeypatch):
    consumer = Recorder()
    monkeypatch.setitem(consumers._factories, "recorder", lambda: consumer)
    write_log(2)
    follow(consumer)
    write_log(5)
    later = Later()
    assert compaction(later) == Compaction(1, 1, "recorder")
    compact(clock=later)
    assert Change.objects.earliest("version").version == 2
    assert follow(consumer) == 5
    compact(clock=later)
    assert list(Change.objects.values_list("version", flat=True)) == [7]


@pytest.mark.usefixtures("history")
def test_the_search_index_is_still_known_as_that_of_this_log():
    told = Change.objects.latest("version")
    ConsumerOffset.objects.create(name="search", version=told.version, state={"index": "one"})
    serving = IndexIdentity("one", position_of(told))
    write_log(3)
    compact(clock=Later())
    assert compaction(Later()) == Compaction(0, 0, "search")
    assert follows(serving, current_checkpoint())
    assert Change.objects.earliest("version").latest


@pytest.mark.usefixtures("history")
def test_the_command_says_what_it_does_and_with_check_does_nothing(settings, capsys):
    settings.CHANGES_KEPT = 0
    before, found = Change.objects.count(), compaction()
    call_command("compact_log", "--check", verbosity=0)
    assert "could be cleared" in capsys.readouterr().out
    assert (Change.objects.count(), LogHead.objects.get().horizon) == (before, 0)
    call_command("compact_log", verbosity=0)
    assert capsys.readouterr().out.startswith(f"{found.removable} changes of more than 0 days ago cleared")
    assert (Change.objects.count(), found.removable > 0) == (before - found.removable, True)


def test_the_worker_clears_the_log_each_day_in_steps_between_which_others_write(monkeypatch, settings):
    settings.CHANGES_KEPT = 1
    monkeypatch.setattr(changelog.compaction, "_BATCH", 10)
    write_log(25)
    Change.objects.update(at=shared_now() - timedelta(days=2))
    Change.objects.filter(version=25).update(at=shared_now())
    busy, written = Worker(followers=list), []
    monkeypatch.setattr(busy, "_urgent", lambda: written.extend(write_log()))
    monkeypatch.setattr(changelog.worker, "REPAIR", Job("repair", timedelta(days=1), lambda step: None))
    busy.round()
    # One at the round's beginning, one after ten, twenty and the last three: the newest of the old ones stays.
    assert written == [26, 27, 28, 29]
    assert list(Change.objects.values_list("version", flat=True)) == [24, 25, *written]
    Change.objects.filter(version__lt=29).update(at=shared_now() - timedelta(days=2))
    busy.round()
    assert Change.objects.earliest("version").version == 24
    ConsumerOffset.objects.filter(name="compaction").update(moved_at=shared_now() - timedelta(days=1))
    busy.round()
    assert Change.objects.earliest("version").version == 28


@pytest.mark.usefixtures("history")
def test_how_long_changes_are_kept_is_a_setting(settings):
    assert compaction(Later(8)).removable == 0
    settings.CHANGES_KEPT = 7
    assert compaction(Later(8)).removable > 0
