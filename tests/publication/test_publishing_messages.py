"""What editors are told before and after they publish or move in any way, and the way to the very field that is waited for."""

from typing import Any
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Task, Workflow, WorkflowTask
from wagtail_localize.models import Translation

from tests.factories import content as make

from .editors import administrator, bulk, edit_url, editor, item_url, said
from .pairs import pair, together

__all__ = ["together"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("together")]


def draft(page: Any, **fields: Any) -> Any:
    changed = make.fresh(page)
    for name, value in fields.items():
        setattr(changed, name, value)
    changed.save_revision()
    return make.fresh(page)


def fields(client: Client, page: Any) -> dict[str, str]:
    """The links to fields of what is held, by their words."""
    links = BeautifulSoup(client.get(item_url(page)).content, "html.parser").select("[data-fields] a")
    return {link.get_text(strip=True): str(link["href"]) for link in links}


@pytest.mark.django_db(transaction=True)
def test_the_translation_editor_says_after_publishing_where_readers_find_both_languages() -> None:
    page, welsh = pair()
    make.publish(page, title="English: two")
    source = make.source_of(page)
    make.write_strings(source)
    told = said(administrator().post(edit_url(welsh), {"action": "publish"}, follow=True))
    for language, one in (("cy", "The page is public in Welsh."), ("en", "The page is public in English.")):
        assert one in told
        assert f"https://{language}.example.test/{language}/" in told


@pytest.mark.django_db(transaction=True)
def test_who_approves_from_the_dashboard_is_told_what_became_of_it() -> None:
    page, _ = pair()
    client = administrator()
    user = get_user_model().objects.get(username="golygydd")
    workflow = Workflow.objects.create(name="Approval")
    task = GroupApprovalTask.objects.create(name="Read it")
    WorkflowTask.objects.create(workflow=workflow, task=Task.objects.get(pk=task.pk), sort_order=1)
    state = workflow.start(draft(page, title="English: two"), user).current_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    told = said(client.post(address, {"comment": "", "next": edit_url(page)}, follow=True))
    assert "The public still sees an earlier version in English: Held until the Welsh says the same." in told


@pytest.mark.django_db(transaction=True)
def test_publishing_many_says_before_what_will_happen_and_after_what_did() -> None:
    page, _ = pair()
    another, _ = pair(beside=page)
    draft(page, title="English: two")
    client = administrator()
    shown = BeautifulSoup(client.get(bulk("publish", page, another)).content, "html.parser").select_one(
        "[data-outcome]"
    )
    assert shown is not None
    assert "“English: two”: Held until the Welsh says the same." in " ".join(shown.get_text(" ").split())
    told = said(client.post(bulk("publish", page, another), follow=True))
    assert "Pages that readers see as they were published: 1. Pages that are held, or lack something: 1." in told


@pytest.mark.parametrize("screen", ["one", "many"])
def test_the_screens_of_a_move_say_that_the_other_language_moves_too(screen: str) -> None:
    page, _ = pair()
    place, _ = pair(beside=page)
    client = administrator()
    one = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, place.pk])
    shown = client.get(one if screen == "one" else bulk("move", page)).content.decode()
    assert "The page in the other language is moved likewise where it can be" in shown


def test_a_held_page_leads_to_the_texts_that_have_changed_in_the_editor_of_the_translation() -> None:
    page, welsh = pair(body=[("text", "<p>English: a text</p>")])
    client = editor(page, welsh, translates=True)
    block = make.fresh(page).body[0].id
    make.publish(page, title="English: two", body=[{"type": "text", "value": "<p>English: new</p>", "id": block}])
    found = fields(client, page)
    assert found == {
        "Body › 1. Text": f"{edit_url(welsh)}#segment-{quote(f'body.{block}')}",
        "Title": f"{edit_url(welsh)}#segment-title",
    }
    Translation.objects.update(enabled=False)
    assert list(fields(client, page).values()) == [
        f"{edit_url(welsh)}#block-{block}-section",
        f"{edit_url(welsh)}#id_title",
    ]


def test_a_page_that_waits_for_what_the_other_lacks_leads_there() -> None:
    home, _ = make.homes()
    page = make.landing(home, "en", title="English: one")
    welsh = make.translate(page, without=["summary"], fallback=True)
    client = editor(page, welsh, translates=True)
    assert fields(client, page) == {"Summary": f"{edit_url(welsh)}#segment-summary"}
    table = BeautifulSoup(client.get(item_url(page)).content, "html.parser")
    assert table.select_one(f'td a[href="{edit_url(welsh)}#segment-summary"]') is not None


def test_who_may_not_edit_the_other_language_is_led_nowhere() -> None:
    page, _ = pair()
    make.publish(page, title="English: two")
    assert fields(editor(page), page) == {}
