"""A whole page is said to be reviewed by one button, for both languages; who may do it is reminded in time."""

import datetime as dt
import re
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from cms.desk.workflow.models import PageReview
from cms.desk.workflow.reviews.due_reviews import due_reviews
from cms.desk.workflow.reviews.recording_reviews import record
from cms.desk.workflow.reviews.reminders import ReviewReminders, remind
from cms.publication.models import Edition, Release
from cms.publication.reconciliation import actions
from tests.factories import content as make
from tests.publication.editions import payload
from tests.publication.editors import item_url
from tests.publication.pairs import is_as_rebuilt, pair, seen, together

from .people import client_of, member, post, shown, write

__all__ = ["together"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("together")]
TODAY = timezone.localdate


def review(user: Any, page: Any, next_due: dt.date) -> Any:
    return post(user, reverse("workflow:review", args=[page.pk]), {"next_due": next_due.isoformat()})


@pytest.mark.parametrize("which", [0, 1])
def test_one_button_gives_both_languages_their_dates_and_publishes_nothing_else(which: int) -> None:
    pages = pair()
    page, twin = pages
    drafted = make.fresh(page)
    drafted.title = "English: a draft"
    drafted.save_revision()
    translator = member("translators")
    write(translator, twin, "title", "Cymraeg: drafft")
    before, releases = seen(page), Release.objects.count()
    due = TODAY() + dt.timedelta(days=200)
    told = shown(review(member("publishers", language="en", name="rheolwr"), pages[which], due))
    assert "Reviewed on" in told
    assert "by Rheolwr" in told
    for one in pages:
        found = payload(one)
        assert (found["reviewed_on"], found["review_due"]) == (TODAY().isoformat(), due.isoformat())
        assert (
            Edition.objects.get(item=one.translation_key, language=one.locale.language_code).translation_status
            == "current"
        )
    assert (seen(page), Release.objects.count()) == (before, releases)
    assert make.fresh(page).get_latest_revision().content["review_due"] == due.isoformat()
    assert make.fresh(page).get_latest_revision().content["title"] == "English: a draft"
    assert is_as_rebuilt()
    # What a translator publishes after that has the days too.
    post(member("publishers", name="arall"), reverse("wagtailadmin_pages:edit", args=[twin.pk]), {"action": "publish"})
    assert payload(twin)["title"] == "Cymraeg: drafft"
    assert payload(twin)["review_due"] == due.isoformat()


def test_a_translation_that_was_made_before_a_review_still_says_what_its_original_says() -> None:
    page, twin = pair()
    page = make.publish(page, title="English: two")
    make.translate(page, publish=False, given={"title": "Cymraeg: dau"})
    page = make.publish(page)
    record(page.translation_key, member("publishers"), TODAY(), TODAY() + dt.timedelta(days=9))
    with make.committed():
        make.fresh(twin).get_latest_revision().publish()
    assert seen(page) == {"cy": "Cymraeg: dau", "en": "English: two"}


def test_who_may_not_answer_for_both_languages_has_no_button() -> None:
    page, _ = pair()
    for role in ("editors-en", "translators"):
        user = member(role)
        review(user, page, TODAY() + dt.timedelta(days=9))
        assert reverse("workflow:review", args=[page.pk]) not in client_of(user).get(item_url(page)).content.decode()
    assert not PageReview.objects.exists()
    review(member("approvers"), page, TODAY() + dt.timedelta(days=9))
    assert PageReview.objects.get().by_name == "Approvers"


def test_what_is_due_is_listed_and_mailed_to_each_in_their_language_once_before_and_once_after() -> None:
    page, _twin = pair()
    welsh, english = member("approvers", language="cy"), member("publishers", language="en")
    member("editors-en")
    review(english, page, TODAY() + dt.timedelta(days=10))
    (due,) = due_reviews(welsh, language="cy")
    assert (due.title, due.days(TODAY()), due.is_overdue) == ("Cymraeg: one", 10, False)
    assert due_reviews(within=dt.timedelta(days=9)) == []
    for _ in range(2):
        ReviewReminders().once(bool)
    remind(lambda: None)
    bodies = {sent.to[0]: f"{sent.subject} {sent.body}" for sent in mail.outbox}
    assert set(bodies) == {welsh.email, english.email}
    assert len(mail.outbox) == 2
    assert "English: one" in bodies[english.email]
    assert "Cymraeg: one" in bodies[welsh.email]
    assert "1 dudalen i'w hadolygu" in bodies[welsh.email]
    Edition.objects.update(review_due=TODAY() - dt.timedelta(days=1))
    remind(lambda: None)
    assert len(mail.outbox) == 4
    assert "overdue since" in f"{mail.outbox[-1].body}{mail.outbox[-2].body}"
    address = reverse("workflow:reviews")
    assert "English: one" in shown(client_of(english).get(address))
    sheet = b"".join(client_of(english).get(address, {"export": "csv"})).decode()
    assert (TODAY() - dt.timedelta(days=1)).isoformat() in sheet


def test_reviews_are_found_by_two_queries_however_many_there_are(django_assert_num_queries: Any) -> None:
    page, _ = pair()
    pair(beside=page)
    Edition.objects.update(review_due=TODAY())
    with django_assert_num_queries(2):
        assert len(due_reviews()) == 3


def test_the_pages_screens_say_who_released_what_and_why_and_who_reviewed_it() -> None:
    page, twin = pair()
    page = make.publish(page, title="English: two")
    reviewer = member("publishers", language="en", name="rheolwr")
    until = timezone.now() + dt.timedelta(days=3)
    actions.release_alone(page.translation_key, "en", reviewer, "It cannot wait", until)
    review(reviewer, page, TODAY() + dt.timedelta(days=9))
    for address in (item_url(page), reverse("wagtailadmin_pages:history", args=[page.pk])):
        screen = shown(client_of(reviewer).get(address))
        assert re.search(r"One language alone, until .*English Rheolwr It cannot wait", screen)
        assert "Both languages" in screen or "For the first time" in screen
        assert "by Rheolwr" in screen
    welsh = shown(client_of(member("publishers", language="cy", name="cyhoeddwr")).get(item_url(twin)))
    assert "Un iaith ar ei phen ei hun" in welsh
