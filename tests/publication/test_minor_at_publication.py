"""The tick "the other language needs no change" beside the buttons that publish: one transaction with what it is said of."""

import datetime as dt
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Revision, Task, Workflow, WorkflowTask
from wagtail_localize.models import Translation

from cms.publication.models import InstructionKind, Release, ReleaseInstruction
from tests.factories import content as make

from .editors import edit_url, editor, page_form, said
from .pairs import kinds, pair, seen, titles, together

__all__ = ["together"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("together")]


def ticks(client: Client, page: Any) -> list[Any]:
    screen = BeautifulSoup(client.get(edit_url(page)).content, "html.parser")
    return screen.select('input[name^="needs_no_change"]')


def publish(client: Client, page: Any, *, minor: bool = True, texts: bool = False, **fields: Any) -> Any:
    """Publishes in Wagtail's editor, with the ticks."""
    word = {"needs_no_change": str(page.pk)} if minor else {}
    covered = {"needs_no_change_for_texts": "1"} if texts else {}
    form = {**page_form(page, **fields), **word, **covered, "action-publish": "1"}
    with make.committed():
        return client.post(edit_url(page), form, follow=True)


def test_a_change_of_no_text_goes_out_with_the_tick_and_is_held_without_it() -> None:
    page, welsh = pair()
    client = editor(page, welsh)
    publish(client, page, minor=False, licence="all-rights-reserved")
    assert kinds(page) == ["first"]
    publish(client, page, licence="all-rights-reserved")
    assert kinds(page) == ["first", "minor"]
    word = ReleaseInstruction.objects.get(kind=InstructionKind.MINOR)
    assert (word.en, word.by_name) == (make.fresh(page).live_revision_id, "golygydd")
    assert Release.objects.latest("pk").by_name == "golygydd"


def test_changed_texts_are_held_until_a_second_tick_covers_them() -> None:
    page, welsh = pair()
    client = editor(page, welsh)
    response = publish(client, page, title="English: two")
    assert seen(page) == titles("en", "one")
    assert "texts have changed that the other language translates" in said(response)
    assert not ReleaseInstruction.objects.exists()
    publish(client, page, texts=True, title="English: two")
    assert seen(page) == {"en": "English: two", "cy": "Cymraeg: one"}


def test_the_second_tick_alone_says_nothing() -> None:
    page, welsh = pair()
    publish(editor(page, welsh), page, minor=False, texts=True, licence="all-rights-reserved")
    assert kinds(page) == ["first"]


def test_the_ticks_are_there_where_publishing_would_be_held_and_name_texts_that_a_draft_has_changed() -> None:
    page, welsh = pair()
    client = editor(page, welsh)
    assert [(tick["name"], tick["form"]) for tick in ticks(client, page)] == [
        ("needs_no_change", "page-edit-form"),
        ("needs_no_change_for_texts", "page-edit-form"),
    ]
    assert "data-changed-texts" not in client.get(edit_url(page)).content.decode()
    draft = make.fresh(page)
    draft.title = "English: a draft"
    draft.save_revision()
    changed = BeautifulSoup(client.get(edit_url(page)).content, "html.parser").select_one("[data-changed-texts]")
    assert changed is not None
    assert changed.get_text(" ", strip=True) == "Changed texts that it translates: Title"
    assert ticks(client, welsh) == []


@pytest.mark.parametrize("policy", ["together-at-first", "independent"])
def test_there_is_no_tick_where_each_language_goes_by_itself(policy: str, settings: Any) -> None:
    page, welsh = pair()
    settings.RELEASE_POLICY = policy
    assert ticks(editor(page, welsh), page) == []


def test_there_is_no_tick_before_both_languages_were_public() -> None:
    home, welsh_home = make.homes()
    assert ticks(editor(home, welsh_home), make.landing(home, "en")) == []


def test_a_tick_for_another_page_says_nothing() -> None:
    page, welsh = pair()
    form = {**page_form(page, licence="all-rights-reserved"), "needs_no_change": str(welsh.pk), "action-publish": "1"}
    with make.committed():
        editor(page, welsh).post(edit_url(page), form)
    assert kinds(page) == ["first"]


def test_a_version_with_the_tick_that_is_scheduled_goes_out_on_its_day() -> None:
    page, welsh = pair()
    day = timezone.localtime() + dt.timedelta(days=2)
    publish(editor(page, welsh), page, texts=True, title="English: two", go_live_at=f"{day:%Y-%m-%d %H:%M}")
    assert seen(page) == titles("en", "one")
    scheduled = Revision.objects.get(approved_go_live_at__isnull=False)
    scheduled.approved_go_live_at = timezone.now()
    scheduled.content["go_live_at"] = timezone.now().isoformat()
    scheduled.save()
    with make.committed():
        call_command("publish_scheduled", verbosity=0)
    assert seen(page) == {"en": "English: two", "cy": "Cymraeg: one"}


@pytest.mark.django_db(transaction=True)
def test_the_translation_editor_publishes_with_the_tick_too() -> None:
    """Where the original's newer version is known to the translation and nobody has published that."""
    page, welsh = pair()
    client = editor(page, welsh, translates=True)
    make.publish(page, title="English: two")
    make.source_of(page)
    make.publish(page, title="English: three")
    (tick, texts) = ticks(client, welsh)
    assert (tick["form"], texts["form"]) == ("publish-translation", "publish-translation")
    source = Translation.objects.get(source__object_id=page.translation_key).source
    make.write_strings(source, given={"title": "Cymraeg: two"})
    word = {"needs_no_change": str(welsh.pk), "needs_no_change_for_texts": "1"}
    client.post(edit_url(welsh), {"action": "publish", **word})
    assert seen(page) == {"en": "English: one", "cy": "Cymraeg: two"}


def test_a_slip_that_is_mended_in_a_translation_needs_no_tick() -> None:
    page, welsh = pair()
    client = editor(page, welsh, translates=True)
    make.publish(page, title="English: two")
    source = Translation.objects.get(source__object_id=page.translation_key).source
    make.write_strings(source, given={"title": "Cymraeg: un"})
    assert ticks(client, welsh) == []
    with make.committed():
        client.post(edit_url(welsh), {"action": "publish"})
    assert seen(page) == {"en": "English: one", "cy": "Cymraeg: un"}


def test_who_approves_the_last_step_of_a_workflow_has_the_tick() -> None:
    page, welsh = pair()
    client = editor(page, welsh)
    workflow = Workflow.objects.create(name="Approval")
    task = GroupApprovalTask.objects.create(name="Read it")
    WorkflowTask.objects.create(workflow=workflow, task=Task.objects.get(pk=task.pk), sort_order=1)
    user = get_user_model().objects.get(username="golygydd")
    task.groups.set(user.groups.all())
    draft = make.fresh(page)
    draft.licence = "all-rights-reserved"
    draft.save_revision()
    workflow.start(make.fresh(page), user)
    assert len(ticks(client, page)) == 2
    form = {
        **page_form(page, licence="all-rights-reserved"),
        "needs_no_change": str(page.pk),
        "action-workflow-action": "true",
        "workflow-action-name": "approve",
        "workflow-action-extra-data": '{"comment": ""}',
    }
    with make.committed():
        client.post(edit_url(page), form)
    assert kinds(page) == ["first", "minor"]
