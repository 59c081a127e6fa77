"""The report of pages that are not public yet, and the messages above the editor."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction
from wagtail.test.utils.form_data import nested_form_data, streamfield

from cms.publication.admin import messages
from tests.factories import content as make

from .editors import alias, draft, edit_url, editor, expired, held_back, item_url, private, said

pytestmark = pytest.mark.django_db


# The report


def listed(client: Client, **query: Any) -> set[int]:
    response = client.get(reverse("publication_admin:report"), query)
    assert response.status_code == 200
    return {page.pk for page in response.context["object_list"]}


def test_the_report_lists_exactly_the_live_pages_that_are_held_back() -> None:
    parent, translated_home = make.homes()
    make.translate(make.landing(parent, "en"))
    draft(parent)
    held = {held_back(parent)[1].pk, alias(parent).pk, expired(parent).pk, private(parent).pk}
    client = editor(parent, translated_home)
    assert listed(client) == held
    assert listed(client, locale="cy") | listed(client, locale="en") == held
    assert all(Page.objects.get(pk=pk).locale.language_code == "cy" for pk in listed(client, locale="cy"))


def test_the_report_holds_only_what_the_user_may_edit() -> None:
    parent, translated_home = make.homes()
    _, translation = held_back(parent)
    private(parent)
    assert listed(editor(translated_home)) == {translation.pk}
    assert editor(name="dieithryn").get(reverse("publication_admin:report")).status_code == 302


def test_the_report_says_how_many_gaps_and_why_and_leads_to_them() -> None:
    parent, translated_home = make.homes()
    _, translation = held_back(parent)
    response = editor(parent, translated_home).get(reverse("publication_admin:report"))
    [page] = response.context["object_list"]
    cells = {column.name: column.get_value(page) for column in response.context["table"].columns.values()}
    assert (cells["gap_count"], "Cafcass Cymru" in cells["why"]) == (1, True)
    assert item_url(translation) in response.content.decode()


def test_the_report_says_whether_readers_see_an_earlier_version() -> None:
    parent, translated_home = make.homes()
    _, translation = held_back(parent)
    make.publish(translated_home, title=make.fresh(parent).title)
    response = editor(parent, translated_home).get(reverse("publication_admin:report"))
    seen = response.context["table"].columns["seen"]
    told = {page.pk: seen.get_value(page) for page in response.context["object_list"]}
    assert told == {translation.pk: "Nothing", translated_home.pk: "An earlier version"}


def test_the_report_costs_a_page_not_a_site(monkeypatch: pytest.MonkeyPatch) -> None:
    from cms.publication.admin.report import HeldBackView

    parent, translated_home = make.homes()
    for _ in range(4):
        held_back(parent)
    client = editor(parent, translated_home)
    monkeypatch.setattr(HeldBackView, "paginate_by", 3)
    assert (len(listed(client)), len(listed(client, p=2))) == (3, 1)


# Messages


def test_opening_a_live_page_that_is_not_public_says_why_in_either_editor() -> None:
    parent, translated_home = make.homes()
    _, translation = held_back(parent)
    page = private(parent)
    client = editor(parent, translated_home)
    for held, reason in ((translation, "Cafcass Cymru"), (page, "The page is private")):
        warning = said(client.get(edit_url(held)))
        assert "Not public in" in warning
        assert reason in warning
        assert item_url(held) in warning


def test_nothing_is_said_of_a_public_page_or_a_draft() -> None:
    parent, translated_home = make.homes()
    client = editor(parent, translated_home)
    for page in (make.landing(parent, "en"), draft(parent)):
        assert "Not public" not in said(client.get(edit_url(page)))


def test_a_message_that_cannot_be_made_keeps_nobody_from_editing(monkeypatch: pytest.MonkeyPatch) -> None:
    parent, translated_home = make.homes()
    _, translation = held_back(parent)

    def broken(*args: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(messages, "Inspection", broken)
    assert editor(parent, translated_home).get(edit_url(translation)).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_publishing_says_where_the_page_is_or_why_it_is_not_public() -> None:
    parent = make.home("en")
    page = draft(parent)
    client = editor(parent)
    streams = {name: streamfield([]) for name in ("body", "files", "related", "topics", "promos")}
    form = {"title": "A title", "slug": "a-title", "summary": "A summary.", "licence": "ogl-3.0", "audiences": []}
    data = nested_form_data({**form, **streams, "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}})
    published = client.post(edit_url(page), {**data, "action-publish": "1"}, follow=True)
    assert "https://en.example.test/en/a-title/" in said(published)
    assert "/api/v1/en/items/" in said(published)
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    again = client.post(edit_url(page), {**data, "action-publish": "1"}, follow=True)
    assert "The page is private" in said(again)
