"""Every way in which Wagtail and wagtail-localize publish leads through releases: none puts half a pair out."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision, Task, Workflow, WorkflowTask
from wagtail_localize.models import LocaleSynchronization, Translation

from cms.publication.intents.settlement import settle
from tests.factories import content as make

from .pairs import pair, seen, titles, together

__all__ = ["together"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("together")]


def changed(page: Any) -> Revision:
    """A draft of a new version."""
    draft = make.fresh(page)
    draft.title = f"{make.MARKS[page.locale.language_code]} two"
    return draft.save_revision()


def administrator() -> Any:
    return get_user_model().objects.create_superuser("administrator")


def logged_in() -> Client:
    client = Client()
    client.force_login(administrator())
    return client


def by_wagtail(page: Any) -> None:
    changed(page).publish()


def by_a_bulk_action(page: Any) -> None:
    changed(page)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    assert logged_in().post(f"{address}?id={page.pk}").status_code == 302


def by_schedule(page: Any) -> None:
    revision = changed(page)
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now() - dt.timedelta(seconds=1))
    call_command("publish_scheduled", verbosity=0)


def by_a_workflow(page: Any) -> None:
    user = administrator()
    workflow = Workflow.objects.create(name="Approval")
    WorkflowTask.objects.create(workflow=workflow, task=Task.objects.create(name="Read it"), sort_order=1)
    changed(page)
    state = workflow.start(make.fresh(page), user)
    state.current_task_state.approve(user=user)


def by_a_statement(page: Any) -> None:
    Page.objects.filter(pk=page.pk).update(live_revision=changed(page), title="English: two")
    settle()


def by_an_import(page: Any) -> None:
    """As a translator's file that is read in, and published at once with what is missing in the original's words."""
    by_wagtail(page)
    source = make.source_of(page)
    Translation.objects.get(source=source).save_target(publish=True)


def by_tree_synchronisation(page: Any) -> None:
    by_wagtail(page)
    LocaleSynchronization.objects.create(locale=make.locale("cy"), sync_from=make.locale("en"))
    settle()


WAYS = [by_wagtail, by_a_bulk_action, by_schedule, by_a_workflow, by_a_statement, by_an_import, by_tree_synchronisation]


@pytest.mark.parametrize("way", WAYS, ids=[way.__name__ for way in WAYS])
def test_no_way_of_publishing_puts_half_a_pair_out(way: Callable[[Any], None]) -> None:
    page, _ = pair()
    with make.committed():
        way(page)
    assert make.fresh(page).live_revision.content["title"] == "English: two"
    assert seen(page) == titles("en", "one")
    make.translate(page)
    assert seen(page) == titles("en", "two")
