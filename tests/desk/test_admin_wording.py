"""What screens of the admin say beside what editors wrote: counts, types, addresses, and notes above what they are about."""

import re
from unittest.mock import patch

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override
from wagtail.models import Page, TaskState, Workflow

from cms.content.declaration.registry import item_types
from cms.desk.parity.parity_filters import type_choices
from cms.desk.trash.models import BinnedItem
from cms.publication.admin.translating import staleness_messages
from guides.models import InformationPage
from tests.desk.people import client_of, member
from tests.factories import content as make

pytestmark = pytest.mark.django_db
SCREENS = pytest.mark.parametrize(
    ("language", "name", "pages"), [("cy", "Tudalen wybodaeth", "tudalennau"), ("en", "Information page", "pages")]
)


def administrator(language: str) -> Client:
    return client_of(member(superuser=True, language=language))


def shown(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


@SCREENS
def test_a_search_for_pages_says_what_it_counts_and_leaves_out_the_page_above_all(
    language: str, name: str, pages: str
) -> None:
    make.landing(make.home("cy"), "cy")
    answer = administrator(language).get(reverse("wagtailadmin_pages:search"))
    said = " ".join(answer.content.decode().split())
    count = Page.objects.filter(depth__gt=1).count()
    assert re.search(rf"1-{count} \w+ {count} \(?{pages}\)?", said)
    assert all(page.depth > 1 for page in answer.context["object_list"])


@SCREENS
def test_a_type_has_one_name_for_editors(language: str, name: str, pages: str) -> None:
    make.page(InformationPage, make.home("cy"), "cy")
    client = administrator(language)
    assert f"> {name} <" in shown(client, reverse("wagtailadmin_reports:page_types_usage"))
    assert name in shown(client, reverse("wagtailadmin_pages:search"))
    with override(language):
        kind = ContentType.objects.get_for_model(InformationPage)
        assert BinnedItem(content_type=kind).type_name == name
        assert dict(type_choices()) == {code: kind.page.get_verbose_name() for code, kind in item_types().items()}


@pytest.mark.parametrize("language", ["cy", "en"])
def test_an_address_is_shown_with_the_letters_that_it_was_typed_with(language: str) -> None:
    page = make.landing(make.homes("cy")[0], "cy", slug="dŵr-a-thŷ")
    make.translate(page)
    screen = shown(administrator(language), reverse("publication_admin:item", args=[page.pk]))
    [(linked, seen)] = re.findall(r'<a href="([^"]+/cy/[^"]*)">(https?://[^<]+/cy/d[^<]*)</a>', screen)
    assert linked.endswith("/cy/d%C5%B5r-a-th%C5%B7/")
    assert seen.endswith("/cy/dŵr-a-thŷ/")


@pytest.mark.parametrize("view", ["wagtailadmin_pages:delete"])
def test_what_a_deletion_does_is_said_above_its_button(view: str) -> None:
    page = make.landing(make.homes("cy")[0], "cy")
    make.translate(page)
    screen = shown(administrator("cy"), reverse(view, args=[page.pk]))
    main = screen[screen.index("<main") :]
    for note in ("data-take-down", "data-bin"):
        assert main.count(note) >= 1
        assert main.index(note) < main.index("<form")


def test_a_stage_that_a_page_waits_for_is_named_as_it_is() -> None:
    with override("cy"):
        assert gettext("Awaiting").endswith(":")


@pytest.mark.parametrize(("submitted", "todo"), [(False, "Translate what is new"), (True, "waits to be checked")])
def test_whoever_has_submitted_a_translation_is_not_told_to_translate_it(submitted: bool, todo: str) -> None:
    page = make.landing(make.homes("cy")[0], "cy")
    twin = make.translate(page)
    if submitted:
        Workflow.objects.get(active=True, name="Checking and release").start(twin, member())
        twin.current_workflow_state.task_states.update(status=TaskState.STATUS_APPROVED)
    with patch("wagtail.admin.messages.warning") as warning:
        staleness_messages._warn(RequestFactory().get("/"), make.fresh(twin), "%(since)s", timezone.now())
    assert todo in warning.call_args[0][1]
