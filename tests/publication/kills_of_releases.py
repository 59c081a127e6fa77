"""A process that dies before any statement of what lets several languages or items go out, or takes them down.

What died is begun again by whoever comes next: an editor, or another worker.
"""

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from cms.publication.changelog.leases import LEASE
from cms.publication.changelog.scheduled_jobs import SCHEDULE, run_due
from cms.publication.clock import shared_now
from cms.publication.intents.settlement import settle
from cms.publication.models import Edition, Intent, Release, ReleaseInstruction, ReleaseSet
from cms.publication.notices import taking_down
from cms.publication.notices.notice_queries import gone_notice
from cms.publication.reconciliation import actions
from cms.publication.reconciliation.rebuilding import all_items, differences
from cms.publication.release_sets import flips
from cms.publication.release_sets.set_members import ClosedError, add_items
from cms.publication.releases.instructions import RefusedError
from tests.database.rows import everything, execute, leading_to
from tests.factories import content as make

from .kills import Death

TOLD = taking_down.NoticeWords("Mae canllaw newydd wedi cymryd ei le.", "A new guide has taken its place.")


@dataclass
class TwoPairs:
    """Two pages in both languages, in a set, of which a new version waits."""

    first: Any
    second: Any
    release_set: ReleaseSet

    @classmethod
    def waiting(cls) -> "TwoPairs":
        """The new versions are held."""
        home, _ = make.homes("en")
        first, second = (make.landing(home, "en", title="English: one") for _ in range(2))
        made = ReleaseSet.objects.create(name="Two pages")
        for page in (first, second):
            make.translate(page)
        add_items(made, [first.translation_key, second.translation_key])
        for page in (first, second):
            make.publish(page, title="English: two")
            make.translate(page)
        return cls(first, second, made)

    @classmethod
    def planned(cls) -> "TwoPairs":
        """The moment of the set has come."""
        found = cls.waiting()
        flips.plan(found.release_set, timezone.now(), None)
        return found

    @classmethod
    def released(cls) -> "TwoPairs":
        """The set is out."""
        found = cls.waiting()
        flips.release(found.release_set, None)
        return found

    @classmethod
    def alone(cls) -> "TwoPairs":
        """One language of the first was to be alone until now."""
        found = cls.released()
        item = found.first.translation_key
        make.publish(found.first, title="English: three")
        actions.release_alone(item, "en", None, "Urgent", timezone.now() + dt.timedelta(days=1))
        for model in (Release, ReleaseInstruction):
            model.objects.filter(item=item, until__isnull=False).update(until=timezone.now())
        settle()
        return found

    @property
    def items(self) -> list[Any]:
        """Both."""
        return [self.first.translation_key, self.second.translation_key]


@dataclass(frozen=True)
class Undertaking:
    """What is done to two pairs as they are at the beginning; and how it is done `again` by whoever comes after a death."""

    begin: Callable[[], TwoPairs]
    do: Callable[[TwoPairs], Any]
    again: Callable[[TwoPairs], Any] | None = field(default=None)

    def finish(self, given: TwoPairs) -> None:
        """Does again what may have been done."""
        with suppress(ClosedError, RefusedError):
            (self.again or self.do)(given)


def by_another_worker(given: TwoPairs) -> None:
    run_due(SCHEDULE, clock=lambda: shared_now() + 2 * LEASE)


UNDERTAKINGS = {
    "release": Undertaking(TwoPairs.waiting, lambda given: flips.release(given.release_set, None)),
    "planned": Undertaking(TwoPairs.planned, lambda given: run_due(SCHEDULE), by_another_worker),
    "revert": Undertaking(TwoPairs.released, lambda given: flips.revert(given.release_set, None)),
    "alone_ends": Undertaking(TwoPairs.alone, lambda given: run_due(SCHEDULE), by_another_worker),
    "take_down": Undertaking(TwoPairs.released, lambda given: taking_down.take_down(given.items[0], TOLD, None)),
    "withdraw": Undertaking(TwoPairs.released, lambda given: taking_down.withdraw(given.items[0], TOLD, None)),
}


def readers_have() -> list[Any]:
    """What readers have of both languages of all, and are told of what is gone; but for moments."""
    found = []
    for row in Edition.objects.order_by("item", "language"):
        withdrawn = (row.content or {}).get("withdrawn") or {}
        told = gone_notice(row.item, row.lang) if row.state != "published" else None
        found.append((row.item, row.language, row.state, row.title, row.path, withdrawn.get("notice"), told))
    return found


def releases() -> list[Any]:
    """What is recorded."""
    rows = Release.objects.order_by("item", "pk").prefetch_related("versions")
    return [(row.item, row.kind, sorted((one.language, one.revision) for one in row.versions.all())) for row in rows]


def ends_as_undisturbed(undertaking: Undertaking, every: int = 1) -> int:
    """Dies before each statement (or each so many) in turn; returns how often.

    Each time readers have all as before or all as after, also when the next to come has settled; and once it was begun again
    they and the records have what they have without a death.
    """
    given = undertaking.begin()
    before, rows = readers_have(), everything()

    def put_back() -> None:
        execute(leading_to(everything(), rows))

    undertaking.do(given)
    settle()
    after, recorded = readers_have(), releases()
    assert after != before
    statement = died = 0
    while True:
        put_back()
        statement += every
        death = Death(before_statement=statement)
        with death.awaited():
            undertaking.do(given)
        if not death.is_dead:
            return died
        died += 1
        assert readers_have() in (before, after), f"having died at statement {statement}"
        settle()
        assert not Intent.objects.exists()
        assert readers_have() in (before, after), f"settled, having died at statement {statement}"
        undertaking.finish(given)
        assert readers_have() == after, f"begun again, having died at statement {statement}"
        assert releases() == recorded, f"recorded, having died at statement {statement}"
        assert differences(all_items()) == [], f"having died at statement {statement}"
