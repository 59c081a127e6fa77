"""A copy kept by following versions and the manifest is always what there is, whatever editors and the clock do."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page, PageViewRestriction

from cms.content.models import File, Term, Topic
from cms.publication.intents.settlement import settle
from cms.publication.models import Edition
from home.models import LandingPage
from tests.database.once import nothing_is_written_yet
from tests.factories import content as make
from tests.factories.editions import edition, pair
from tests.rest.follower import Follower, all_there_is

pytestmark = pytest.mark.django_db
PAST = timedelta(hours=1)


def library() -> None:
    """A little tree in both languages with a file, a topic and a term."""
    home, _ = make.homes("en")
    topic = make.topic("en")
    make.translate(topic)
    file = make.file("mul")
    above = make.landing(home, "en", topics=[("topic", topic)])
    make.translate(above)
    below = make.landing(above, "en", files=[("file", {"title": "English: f", "file": file})])
    make.translate(below)
    make.landing(home, "en", related=[("item", below)])
    make.term_pair("lleoliad", "placement")
    settle()


def pages() -> list[Any]:
    return list(LandingPage.objects.filter(locale__language_code="en").order_by("pk"))


def new(at: Any, number: int) -> None:
    make.landing(at, "en")


def edit(at: Any, number: int) -> None:
    make.publish(at, title=make.words("en"))


def rename(at: Any, number: int) -> None:
    make.publish(at, slug=make.slug("en"))


def move(at: Any, number: int) -> None:
    targets = [page for page in pages() if not page.path.startswith(at.path)] or [at.get_parent()]
    at.move(targets[number % len(targets)], "last-child")


def reorder(at: Any, number: int) -> None:
    at.move(at.get_parent(), "first-child")


def take_down(at: Any, number: int) -> None:
    at.unpublish()


def bring_back(at: Any, number: int) -> None:
    at.save_revision().publish()


def delete(at: Any, number: int) -> None:
    if len(pages()) > 1 and not at.get_children():
        at.delete()


def translate(at: Any, number: int) -> None:
    if not Page.objects.filter(translation_key=at.translation_key, locale__language_code="cy").exists() and (
        at.get_parent().get_translations().exists()
    ):
        make.translate(at)


def restrict(at: Any, number: int) -> None:
    PageViewRestriction.objects.get_or_create(page=at, restriction_type="login")


def open_up(at: Any, number: int) -> None:
    PageViewRestriction.objects.all().delete()


def expire(at: Any, number: int) -> None:
    Page.objects.filter(pk=at.pk).update(expire_at=timezone.now() - PAST)


def last_longer(at: Any, number: int) -> None:
    Page.objects.filter(pk=at.pk).update(expire_at=None)


def replace_file(at: Any, number: int) -> None:
    file = File.objects.get()
    file.file = ContentFile(f"%PDF-1.4 {number}".encode(), name="form.pdf")
    file.save()


def rename_topic(at: Any, number: int) -> None:
    Topic.objects.filter(locale__language_code="en").update(name=make.words("en"))


def redefine_term(at: Any, number: int) -> None:
    Term.objects.filter(locale__language_code="cy").update(definition=make.words("cy"))


def forget_term(at: Any, number: int) -> None:
    Term.objects.filter(locale__language_code="cy").delete()


STEPS: list[Callable[[Any, int], None]] = [
    new, edit, rename, move, reorder, take_down, bring_back, delete, translate, restrict, open_up, expire, last_longer,
    replace_file, rename_topic, redefine_term, forget_term,
]  # fmt: skip


def do(step: Callable[[Any, int], None], number: int) -> None:
    there = pages()
    with make.committed():
        step(there[number % len(there)].specific, number)
    settle()


@pytest.mark.long
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(
    rounds=st.lists(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 9)), max_size=3), min_size=1, max_size=4),
    limit=st.integers(1, 5),
)
def test_a_copy_never_differs_from_a_full_read(rounds, limit):
    with transaction.atomic():
        nothing_is_written_yet()
        library()
        follower = Follower(limit)
        follower.follow()
        assert follower.copy == all_there_is()
        for steps in rounds:
            for step, number in steps:
                do(step, number)
            follower.follow()
            assert follower.copy == all_there_is()
            assert follower.media == {str(file.uid): file.digest for file in File.objects.all() if offered(file)}
        transaction.set_rollback(True)


def offered(file: File) -> bool:
    return Edition.objects.filter(state="published", facets__name="file", facets__value=str(file.uid)).exists()


@pytest.mark.parametrize("step", STEPS)
def test_each_kind_of_change_reaches_a_copy(step):
    library()
    follower = Follower()
    follower.follow()
    do(step, 1)
    follower.follow()
    assert follower.copy == all_there_is()
    assert follower.fetched_singly == 0


@pytest.mark.parametrize("step", [edit, move, take_down, restrict, replace_file])
def test_what_changes_while_a_copy_follows_is_there_after_the_next_time(step):
    library()
    follower, left = Follower(limit=1), [1, 2, 3]

    def meanwhile() -> None:
        if left:
            do(step, left.pop())

    follower.follow(meanwhile)
    follower.follow()
    assert follower.copy == all_there_is()


def test_what_is_public_again_as_it_was_is_there_again():
    row = edition("cy")
    follower = Follower()
    follower.follow()
    Edition.objects.filter(pk=row.pk).update(expires_at=timezone.now() - PAST)
    follower.follow()
    assert follower.copy == {}
    Edition.objects.filter(pk=row.pk).update(expires_at=None)
    follower.follow()
    assert follower.copy == all_there_is() != {}


def test_changed_since_holds_what_has_a_greater_version_in_their_order(api, language):
    rows = [edition(language, version=version) for version in (30, 10, 20)]
    found = api.read(f"{language}/items?changed_since=10&sort=version").json()
    assert [item["version"] for item in found["items"]] == [20, 30]
    assert found["total"] == 2
    assert api.read(f"{language}/items?changed_since=30").json()["items"] == []
    assert len(api.read(f"{language}/items?changed_since=0").json()["items"]) == len(rows)


@pytest.mark.parametrize("value", ["", "-1", "1.5", "x", "2147483648", "99999999999"])
def test_what_is_no_version_is_a_problem(api, language, value):
    for address in ("items", "guides", "terms"):
        problem = api.problem(f"{language}/{address}?changed_since={value}", 400, "invalid-parameter")
        assert problem["parameter"] == "changed_since"
        assert problem["allowed"]


@pytest.mark.parametrize("rows", [3, 60])
def test_following_takes_as_many_queries_for_few_as_for_many(api, django_assert_num_queries, rows):
    for _ in range(rows):
        pair()
    with django_assert_num_queries(2):
        api.read("cy/items?changed_since=1&sort=version&fields=full&limit=2")
    with django_assert_num_queries(4):
        api.read("manifest?limit=2")
