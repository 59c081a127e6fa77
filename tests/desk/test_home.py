"""The first screen of the admin: what is to be done, for whom, and where."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail import hooks
from wagtail.models import Site, TaskState, Workflow
from wagtail.users.models import UserProfile

from cms.desk.home.task_lists import HOOK, DueTask, FoundTasks, TaskList, TaskQuery, task_lists
from cms.publication.models import LanguageStanding
from cms.publication.reconciliation import actions
from search.statistics.count_records import CountKey, Tally, add_counts, today
from tests.desk.people import client_of, edit, member
from tests.factories import content as make
from tests.publication.editors import edit_url, editor, held_back, item_url
from tests.publication.pairs import pair, together

assert together
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("together")]
HOME = reverse("wagtailadmin_home")


def found(username: str = "golygydd", **query: Any) -> dict[str, FoundTasks]:
    """What each list finds for a user."""
    user = get_user_model().objects.get(username=username)
    return {one.name: one.find(TaskQuery(user, timezone.now(), **query)) for one in task_lists()}


def titles(tasks: FoundTasks) -> list[str]:
    return [task.title for task in tasks.first]


def welsh(client: Client) -> Client:
    user = get_user_model().objects.get(pk=client.session["_auth_user_id"])
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "cy"})
    return client


def test_each_kind_of_task_is_counted_and_leads_to_where_it_is_done() -> None:
    page, translation = pair("en")
    home = page.get_parent()
    client = editor(home, *home.get_translations())
    make.publish(page, summary=make.words("en", "a b"))
    alone = make.landing(
        home, "en", title="English: one language", review_due=timezone.localdate() - dt.timedelta(days=3)
    )
    _, same = held_back(home)
    actions.release_alone(alone.translation_key, "en", None, "Urgent", timezone.now() + dt.timedelta(days=7))
    lists = found()
    assert titles(lists["held"])[0] == "English: one"
    assert lists["held"].first[0].url == item_url(page)
    assert titles(lists["behind"]) == ["Cymraeg: one"]
    assert lists["behind"].first[0].url == reverse("wagtailadmin_pages:edit", args=[translation.pk]) + "#unfinished"
    assert titles(lists["missing"]) == ["English: one language"]
    assert lists["missing"].first[0].url == reverse("wagtail_localize:submit_page_translation", args=[alone.pk])
    assert (titles(lists["incomplete"]), lists["incomplete"].first[0].url) == (["Cafcass Cymru"], item_url(same))
    assert titles(lists["exceptions"]) == titles(lists["reviews"]) == ["English: one language"]
    assert lists["reviews"].first[0].note.startswith("overdue since ")
    assert lists["exceptions"].first[0].language == "en"
    shown = client.get(HOME).content.decode()
    assert "for less than a minute" in shown
    assert "for 0" not in shown
    for name in ("held", "behind", "missing", "incomplete", "exceptions", "reviews"):
        assert f'id="tasks-{name}"' in shown
        assert all(task.url in shown for task in lists[name].first)
        assert client.get(next(one for one in task_lists() if one.name == name).address).status_code == 200


def test_what_is_alone_is_named_in_the_language_that_is_although_the_other_was_published_later() -> None:
    page, translation = pair("en")
    client = editor(page, translation)
    make.publish(translation, summary=make.words("cy", "a b"))
    make.publish(page, summary=make.words("en", "c d"))
    until = timezone.now() + dt.timedelta(days=7)
    for language in ("en", "cy"):
        actions.release_alone(page.translation_key, language, None, "Urgent", until)
        assert [task.language for task in found()["exceptions"].first] == [language]
        rows = client.get(reverse("publication_admin:waiting"), {"export": "csv"})
        table = b"".join(rows.streaming_content).decode()  # type: ignore[attr-defined]
        alone = [line.split(",")[1] for line in table.splitlines() if "One language alone" in line]
        assert alone == [{"en": "English", "cy": "Welsh"}[language]]


def test_all_reviews_have_a_screen_of_their_own() -> None:
    home, _ = make.homes()
    client = editor(home)
    day = timezone.localdate() - dt.timedelta(days=1)
    for number in range(7):
        page = make.landing(home, "en", title=f"English: page {number}", review_due=day - dt.timedelta(days=number))
        make.translate(page)
    assert found()["reviews"].count == 7
    address = next(one for one in task_lists() if one.name == "reviews").address
    shown = client.get(address).content.decode()
    assert shown.index("English: page 6") < shown.index("English: page 0")
    assert client.get(reverse("desk_home:tasks", args=["none"])).status_code == 404


def test_the_longest_waiting_comes_first_and_the_rest_is_counted() -> None:
    home, _ = make.homes()
    client = editor(home)
    pages = [make.landing(home, "en", title=f"English: page {number}") for number in range(7)]
    rows = LanguageStanding.objects.filter(lag="missing")
    for age, page in enumerate(pages):
        rows.filter(item=page.translation_key).update(lag_since=timezone.now() - dt.timedelta(days=age + 1))
    missing = found()["missing"]
    assert (missing.count, titles(missing)[0], len(missing.first)) == (7, "English: page 6", 5)
    assert "See all 7" in client.get(HOME).content.decode()


def test_ones_own_are_the_pages_that_one_owns_locked_or_changed_last() -> None:
    home, _ = make.homes()
    client = editor(home)
    user = get_user_model().objects.get(username="golygydd")
    mine, other = make.landing(home, "en", title="English: mine"), make.landing(home, "en", title="English: another's")
    make.fresh(mine).save_revision(user=user)
    assert other.owner is None
    assert (found()["missing"].count, found()["missing"].own) == (2, 1)
    assert titles(found(only_own=True)["missing"]) == ["English: mine"]
    shown = client.get(HOME, {"tasks": "own"}).content.decode()
    assert "English: mine" in shown
    assert "another&#x27;s</a>" not in shown.split('id="tasks-missing"')[1].split("</section>")[0]


def test_nobody_is_shown_what_they_may_not_change() -> None:
    page, _ = pair("en")
    editor(page)
    editor(name="dieithryn")
    make.publish(page, summary=make.words("en", "a b"))
    assert {name: one.count for name, one in found("dieithryn").items() if one.count} == {}
    assert found()["held"].count == 1


def test_who_has_nothing_to_do_is_told_so_and_led_to_the_guide_in_their_language() -> None:
    home, _ = make.homes()
    client = editor(home)
    shown = client.get(HOME).content.decode()
    assert "Nothing needs doing." in shown
    assert "/api/docs/editors" in shown
    shown = welsh(client).get(HOME).content.decode()
    assert "Nid oes dim i'w wneud." in shown
    assert "/api/docs/golygyddion" in shown


def test_what_waits_for_ones_decision_and_what_was_searched_for_in_vain() -> None:
    home, _ = make.homes()
    user = get_user_model().objects.create_superuser("cymeradwywr")
    page = make.landing(home, "en", title="English: to approve")
    make.fresh(page).save_revision()
    workflow = Workflow.objects.get()
    workflow.start(make.fresh(page), user)
    assert TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).count() == 1
    add_counts({CountKey(today(), "cy", "maethu"): Tally(5, 5, 0)})
    lists = found("cymeradwywr")
    assert titles(lists["workflow"]) == ["English: to approve"]
    assert (titles(lists["searches"]), lists["searches"].first[0].note) == (["maethu"], "5 times")


def test_what_was_sent_back_is_shown_to_who_submitted_it_with_what_is_asked_for() -> None:
    home, _ = make.homes()
    writer, other_writer = member("editors-en", name="writer"), member("editors-en", name="other")
    checker = member("editors-en", "approvers", name="checker")
    page = make.landing(home, "en", title="English: sent back")
    edit(writer, page, "action-submit", title="English: sent back")
    state = make.fresh(page).current_workflow_task_state
    with pytest.raises(ValidationError):
        state.task.specific.on_action(state, checker, "reject", comment="")
    state.task.specific.on_action(state, checker, "reject", comment="English: too long")
    lists = found("writer")
    assert titles(lists["sent-back"]) == ["English: sent back"]
    assert "Checker" in lists["sent-back"].first[0].note
    assert "English: too long" in lists["sent-back"].first[0].note
    assert (lists["sent-back"].count, lists["sent-back"].own) == (1, 1)
    assert (found("other")["sent-back"].count, found("other")["sent-back"].own) == (1, 0)
    assert other_writer
    shown = client_of(writer).get(edit_url(page)).content.decode()
    assert "English: too long" in shown
    edit(writer, page, "action-submit", title="English: sent back, shorter")
    assert titles(found("writer")["sent-back"]) == []


def test_the_form_for_changes_asks_which() -> None:
    home, _ = make.homes()
    writer, checker = member("editors-en", name="writer"), member("editors-en", "approvers", name="checker")
    page = make.landing(home, "en", title="English: one")
    edit(writer, page, "action-submit", title="English: two")
    state = make.fresh(page).current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "reject", state.pk])
    client = client_of(checker)
    client.post(address, {"comment": " "})
    assert make.fresh(page).current_workflow_state.status == "in_progress"
    client.post(address, {"comment": "English: shorter"})
    assert make.fresh(page).current_workflow_state.status == "needs_changes"


def test_the_home_screen_takes_as_many_queries_for_many_tasks_as_for_few() -> None:
    home, welsh_home = make.homes()
    client = editor(home, welsh_home)

    def queries() -> int:
        client.get(HOME)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(HOME).status_code == 200
        return len(asked)

    for _ in range(2):
        make.landing(home, "en")
        held_back(home)
    few = queries()
    for _ in range(4):
        make.landing(home, "en")
        held_back(home)
    assert queries() == few


def test_a_room_adds_a_list_by_a_hook() -> None:
    home, _ = make.homes()
    client = editor(home)
    one = TaskList(
        "links",
        "Broken links",
        "Correct them.",
        80,
        lambda query: FoundTasks(1, 0, [DueTask("A link", "/x/")]),
        lambda: "/all/",
    )
    with hooks.register_temporarily(HOOK, lambda: [one]):
        shown = client.get(HOME).content.decode()
    assert 'href="/all/">Broken links</a>' in shown
    assert 'href="/x/"' in shown


@pytest.mark.parametrize(("preferred", "place"), [("en", 0), ("cy", 1)])
def test_the_number_of_pages_leads_to_the_home_page_in_the_language_of_the_screen(preferred: str, place: int) -> None:
    homes = make.homes()
    Site.objects.create(hostname="example.test", root_page=homes[0], is_default_site=True)
    client = Client()
    client.force_login(user := get_user_model().objects.create_superuser("golygydd"))
    UserProfile.objects.create(user=user, preferred_language=preferred)
    shown = client.get(HOME).content.decode()
    summary = shown.split('<ul class="w-summary')[1].split("</ul>")[0]
    assert reverse("wagtailadmin_explore", args=[homes[place].pk]) in summary
    assert reverse("wagtailadmin_explore", args=[homes[1 - place].pk]) not in summary
