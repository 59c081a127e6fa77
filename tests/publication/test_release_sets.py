"""Several items go out in one commit, or none of them does; and are undone as one."""

import datetime as dt
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.publication.changelog.scheduled_jobs import SCHEDULE, is_something_due, run_due
from cms.publication.intents.settlement import settle
from cms.publication.models import Change, Edition, Release, ReleaseSet
from cms.publication.reconciliation import actions
from cms.publication.reconciliation.rebuilding import all_items, differences
from cms.publication.release_sets.faults import FaultyError, faults
from cms.publication.release_sets.flips import due_sets, plan, rehearse, release, release_due, revert
from cms.publication.release_sets.set_members import (
    ClosedError,
    add_items,
    cancel,
    items_of,
    proposed_items,
    remove_item,
)
from cms.publication.releases.planning import Flip
from tests.factories import content as make

from .editions import edition, newest, payload, state
from .pairs import kinds, pair, seen, titles, together

__all__ = ["together"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("together")]


def set_of(*pages: Any, **fields: Any) -> ReleaseSet:
    made = ReleaseSet.objects.create(**{"name": "The new framework", **fields})
    assert add_items(made, [page.translation_key for page in pages]) == set()
    return made


def changed(page: Any, text: str = "two") -> None:
    """A new version of a page, complete in both languages."""
    make.publish(page, title=f"English: {text}")
    make.translate(page)


def two_pairs_in_a_set() -> tuple[Any, Any, ReleaseSet]:
    first, _ = pair()
    second, _ = pair(beside=first)
    made = set_of(first, second)
    for page in (first, second):
        changed(page)
    return first, second, made


def found(release_set: ReleaseSet) -> set[tuple[Any, str, str]]:
    return {(one.item, one.kind, one.language) for one in faults(Flip(release_set, items_of(release_set)))}


def is_as_rebuilt() -> bool:
    return differences(all_items()) == []


def test_the_new_pairs_of_an_open_set_wait_for_it_and_go_out_in_one_row_of_the_log_each() -> None:
    first, second, made = two_pairs_in_a_set()
    assert seen(first) == seen(second) == titles("en", "one")
    before = newest()
    release(made, None)
    assert seen(first) == seen(second) == titles("en", "two")
    items = {first.translation_key, second.translation_key}
    rows = Change.objects.filter(version__gt=before, item__in=items)
    assert {row.item for row in rows} == items
    assert {row.languages for row in rows} == {"cy,en"}
    assert set(Release.objects.filter(release_set=made).values_list("item", flat=True)) == items
    assert len(set(made.releases.values_list("at", flat=True))) == 1
    assert settle() == []
    assert is_as_rebuilt()


def test_what_has_never_been_public_waits_for_the_set_too() -> None:
    page, _ = pair()
    made = ReleaseSet.objects.create(name="New")
    child = make.landing(make.fresh(page), "en", live=False)
    add_items(made, [child.translation_key])
    make.publish(child)
    make.translate(child)
    assert seen(child) == {}
    release(made, None)
    assert set(seen(child)) == {"cy", "en"}
    assert kinds(child) == ["first"]


def test_an_urgent_change_of_one_language_does_not_wait_for_the_set() -> None:
    page, _ = pair()
    set_of(page)
    make.publish(page, title="English: two")
    actions.release_alone(page.translation_key, "en", None, "Urgent", timezone.now() + dt.timedelta(days=1))
    assert seen(page)["en"] == "English: two"


def test_one_faulty_item_keeps_all_of_it_back_and_is_named() -> None:
    first, second, made = two_pairs_in_a_set()
    make.publish(second, title="English: three")
    before = newest()
    with pytest.raises(FaultyError) as error:
        release(made, None)
    assert {one.item for one in error.value.faults} == {second.translation_key}
    assert found(made) == {(second.translation_key, "not_ready", code) for code in ("cy", "en")}
    assert newest() == before
    assert seen(first) == titles("en", "one")
    make.translate(second)
    release(made, None)
    assert seen(second) == titles("en", "three")


def test_a_language_that_is_alone_is_a_fault_until_the_other_has_caught_up() -> None:
    page, _ = pair()
    made = set_of(page)
    make.publish(page, title="English: two")
    actions.release_alone(page.translation_key, "en", None, "Urgent", timezone.now() + dt.timedelta(days=1))
    assert (page.translation_key, "stale", "cy") in found(made)
    make.translate(page)
    assert found(made) == set()
    release(made, None)
    assert seen(page) == titles("en", "two")


def test_what_is_private_or_another_sets_is_a_fault() -> None:
    first, second, made = two_pairs_in_a_set()
    with make.committed():
        PageViewRestriction.objects.create(page=make.fresh(first), restriction_type="login")
    other = ReleaseSet.objects.create(name="Other")
    assert add_items(other, [second.translation_key]) == {second.translation_key}
    other.members.create(item=second.translation_key)
    kinds_found = {(item, kind) for item, kind, _ in found(made)}
    assert kinds_found == {(first.translation_key, "not_ready"), (second.translation_key, "elsewhere")}


def test_a_link_that_would_lead_nowhere_is_a_fault_and_what_it_leads_to_is_proposed() -> None:
    page, _ = pair()
    made = set_of(page)
    target = make.landing(make.fresh(page).get_parent(), "en")
    make.publish(page, related=[("page", target)])
    make.translate(page)
    assert found(made) == {(page.translation_key, "link", code) for code in ("cy", "en")}
    assert proposed_items(items_of(made)) == {target.translation_key}
    add_items(made, [target.translation_key])
    make.translate(target)
    assert found(made) == set()
    release(made, None)
    assert payload(page)["related"][0]["title"] == target.title


def test_new_pages_above_and_below_are_proposed() -> None:
    home, _ = make.homes()
    above = make.landing(home, "en")
    page = make.landing(above, "en")
    below = make.landing(page, "en")
    assert proposed_items(items_of(set_of(page))) == {above.translation_key, below.translation_key}


def test_an_edition_that_cannot_be_made_keeps_all_of_it_back(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, made = two_pairs_in_a_set()

    def broken(self: Any, edition: Edition, near: Any) -> None:
        self.unmade.add(second.translation_key)

    monkeypatch.setattr("cms.publication.reconciliation.reconciler.Reconciler._composed", broken)
    with pytest.raises(FaultyError) as error:
        release(made, None)
    assert [(one.item, one.kind) for one in error.value.faults] == [(second.translation_key, "broken")]
    monkeypatch.undo()
    assert seen(first) == titles("en", "one")
    assert ReleaseSet.objects.get(pk=made.pk).is_open


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_crash_in_the_middle_changes_nothing(share: float) -> None:
    first, second, made = two_pairs_in_a_set()
    statements = 0

    def count(execute: Any, sql: str, *rest: Any) -> Any:
        nonlocal statements
        statements += 1
        if statements == limit:
            raise KeyboardInterrupt
        return execute(sql, *rest)

    limit = 0
    with connection.execute_wrapper(count):
        rehearse(made)
        limit, statements = int(statements * share), 0
        with pytest.raises(KeyboardInterrupt):
            release(made, None)
    assert seen(first) == seen(second) == titles("en", "one")
    assert not Release.objects.filter(release_set=made).exists()
    release(made, None)
    assert seen(first) == seen(second) == titles("en", "two")


def test_a_rehearsal_changes_nothing() -> None:
    first, _, made = two_pairs_in_a_set()
    assert rehearse(made) > 0
    assert seen(first) == titles("en", "one")
    assert ReleaseSet.objects.get(pk=made.pk).is_open


def test_what_is_taken_out_of_a_set_and_what_a_cancelled_set_had_goes_out_by_itself() -> None:
    first, second, made = two_pairs_in_a_set()
    remove_item(made, first.translation_key)
    assert seen(first) == titles("en", "two")
    assert seen(second) == titles("en", "one")
    cancel(made)
    assert seen(second) == titles("en", "two")
    for refused in (lambda: release(made, None), lambda: cancel(made), lambda: plan(made, None, None)):
        with pytest.raises(ClosedError):
            refused()


def test_a_planned_set_goes_out_at_its_moment() -> None:
    first, _, made = two_pairs_in_a_set()
    moment = timezone.now() + dt.timedelta(hours=1)
    plan(made, moment, None)
    assert not is_something_due({})
    moment = timezone.now() + dt.timedelta(seconds=1.5)
    plan(made, moment, None)
    assert is_something_due({})
    slept: list[float] = []
    release_due(lambda: None, sleep=slept.append)
    assert len(slept) == 2
    assert seen(first) == titles("en", "two")
    assert {row.at for row in made.releases.all()} == {moment}
    assert due_sets(timezone.now()) == []


def test_a_planned_set_with_a_faulty_item_is_kept_back_and_says_why() -> None:
    first, second, made = two_pairs_in_a_set()
    make.publish(second, title="English: three")
    plan(made, timezone.now(), None)
    assert run_due(SCHEDULE)
    made.refresh_from_db()
    assert made.is_open
    assert made.failed_at is not None
    assert {row["item"] for row in made.failures} == {str(second.translation_key)}
    assert seen(first) == titles("en", "one")
    assert not is_something_due({})


def test_a_set_is_undone_as_one() -> None:
    first, _, made = two_pairs_in_a_set()
    child = make.landing(make.fresh(first), "en", live=False)
    add_items(made, [child.translation_key])
    make.publish(child)
    make.translate(child)
    release(made, None)
    before = newest()
    undone = revert(made, None, "The law was put off.")
    assert seen(first) == titles("en", "one")
    assert seen(child) == {}
    assert kinds(first) == ["first", "together", "revert"]
    assert kinds(child) == ["first", "take-down"]
    assert {row.reason for row in undone.releases.all()} == {"The law was put off."}
    assert Change.objects.filter(version__gt=before, item=child.translation_key).exists()
    assert settle() == []
    assert is_as_rebuilt()
    with pytest.raises(ClosedError):
        revert(made, None)


def test_what_was_undone_stays_so_until_it_is_published_again_or_in_another_set() -> None:
    first, second, made = two_pairs_in_a_set()
    release(made, None)
    revert(made, None)
    actions.reconcile(all_items())
    assert seen(first) == seen(second) == titles("en", "one")
    changed(first, "three")
    assert seen(first) == titles("en", "three")
    release(set_of(second), None)
    assert seen(second) == titles("en", "two")
    assert is_as_rebuilt()


def test_an_undoing_can_be_undone() -> None:
    first, _, made = two_pairs_in_a_set()
    release(made, None)
    revert(revert(made, None), None)
    assert seen(first) == titles("en", "two")
    assert is_as_rebuilt()


def test_what_was_released_again_since_is_named_or_left_as_it_is() -> None:
    first, second, made = two_pairs_in_a_set()
    release(made, None)
    changed(first, "three")
    with pytest.raises(FaultyError) as error:
        revert(made, None)
    assert [(one.item, one.kind) for one in error.value.faults] == [(first.translation_key, "newer")]
    assert seen(second) == titles("en", "two")
    revert(made, None, leave_newer=True)
    assert seen(first) == titles("en", "three")
    assert seen(second) == titles("en", "one")


def test_a_set_is_undone_although_its_items_are_in_another_by_now() -> None:
    first, second, made = two_pairs_in_a_set()
    release(made, None)
    set_of(first, second)
    changed(first, "three")
    revert(made, None)
    assert seen(first) == seen(second) == titles("en", "one")


def test_what_was_unpublished_in_between_cannot_come_back() -> None:
    first, second, made = two_pairs_in_a_set()
    release(made, None)
    with make.committed():
        make.fresh(second).unpublish()
    with pytest.raises(FaultyError):
        revert(made, None)
    assert seen(first) == titles("en", "two")
    assert state(second) == "withdrawn"


def test_slugs_of_a_set_go_out_and_come_back_with_it() -> None:
    page, _ = pair(slug="first")
    made = set_of(page)
    make.publish(page, slug="second")
    make.translate(page)
    assert edition(page).path == "/en/first/"  # type: ignore[union-attr]
    release(made, None)
    assert edition(page).path == "/en/second/"  # type: ignore[union-attr]
    revert(made, None)
    assert edition(page).path == "/en/first/"  # type: ignore[union-attr]


@pytest.mark.parametrize("policy", ["independent", "together-at-first"])
def test_under_any_policy_a_set_holds_its_items_and_lets_pairs_go(policy: str, settings: Any) -> None:
    settings.RELEASE_POLICY = policy
    first, second, made = two_pairs_in_a_set()
    assert seen(first) == seen(second) == titles("en", "one")
    release(made, None)
    assert seen(first) == seen(second) == titles("en", "two")
    revert(made, None)
    assert seen(first) == seen(second) == titles("en", "one")
    assert is_as_rebuilt()


def test_the_command_checks_releases_and_reverts(capsys: pytest.CaptureFixture[str]) -> None:
    first, second, made = two_pairs_in_a_set()
    make.publish(second, title="English: three")
    with pytest.raises(CommandError, match="English: three"):
        call_command("release_set", "The new framework", check=True)
    with pytest.raises(CommandError, match="English: three"):
        call_command("release_set", str(made.pk), release=True)
    make.translate(second)
    call_command("release_set", str(made.pk), check=True)
    assert seen(first) == titles("en", "one")
    call_command("release_set", str(made.pk), release=True)
    assert seen(first) == titles("en", "two")
    call_command("release_set", "The new framework", revert=True)
    assert seen(first) == titles("en", "one")
    assert "2 items" in capsys.readouterr().out
    with pytest.raises(CommandError, match="No release"):
        call_command("release_set", "Nothing", check=True)
