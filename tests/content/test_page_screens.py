"""A form for a new page that is sent twice, by autosave and by somebody's click, at one moment or one after the other."""

import re
import threading
from contextlib import AbstractContextManager
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page
from wagtail.test.utils.form_data import rich_text, streamfield
from wagtail.users.models import UserProfile

from cms.content.trees.page_views import KeptPageView, NewPageView
from cms.desk.workflow.models import Contribution
from home.models import LandingPage
from tests.desk.people import client_of
from tests.factories import content as make
from tests.publication.editors import edit_url, page_form
from tests.publication.test_release_races import at_once

AUTOSAVE = {"Accept": "application/json"}
on_postgres = pytest.mark.postgres
at_one_moment = pytest.mark.django_db(transaction=True)


def writer(name: str = "awel", language: str = "") -> Client:
    user = get_user_model().objects.create_superuser(name)
    if language:
        UserProfile.objects.create(user=user, preferred_language=language)
    return client_of(user)


def a_draft() -> Any:
    page = make.landing(make.home("cy"), "cy")
    page.save_revision()
    return make.fresh(page)


def read_in(page: Any) -> dict[str, str]:
    """What a form says of the version that its writer has read."""
    newest = page.latest_revision
    return {"loaded_revision_id": str(newest.pk), "loaded_revision_created_at": newest.created_at.isoformat()}


def field_value(screen: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', screen)
    assert found
    return found[1]


def newest_title(page: Any) -> str:
    return str(make.fresh(page).get_latest_revision_as_object().title)


def add_url(parent: Page) -> str:
    return reverse("wagtailadmin_pages:add", args=["home", "landingpage", parent.pk])


def sent(title: str, slug: str = "tudalen", key: str = "") -> dict[str, str]:
    """What the form of a new page sends."""
    return page_form(LandingPage(title=title, slug=slug, summary=f"{title}: summary"), form_key=key)


def made(parent: Page) -> list[Any]:
    return [page.specific for page in make.fresh(parent).get_children()]


def once_checked(count: int) -> AbstractContextManager[Any]:
    """So many forms are checked before any of them is saved."""
    checked, plain = threading.Barrier(count, timeout=120), NewPageView.form_valid

    def form_valid(self: NewPageView, form: Any) -> Any:
        checked.wait()
        return plain(self, form)

    return patch.object(NewPageView, "form_valid", form_valid)


@pytest.mark.django_db
class TestOneAfterTheOther:
    def test_the_form_of_a_new_page_has_a_key_of_its_own(self) -> None:
        client, parent = writer(), make.home("cy")
        forms = [client.get(add_url(parent)).context["form"] for _ in range(2)]
        assert forms[0]["form_key"].value() != forms[1]["form_key"].value()
        page = make.landing(parent, "cy")
        assert "form_key" not in client.get(edit_url(page)).context["form"].fields

    def test_a_click_after_autosave_goes_on_with_the_page_that_there_is(self) -> None:
        client, parent, key = writer(), make.home("cy"), str(uuid4())
        saved = client.post(add_url(parent), sent("Cymraeg: un", key=key), headers=AUTOSAVE).json()
        assert saved["success"] is True
        answer = client.post(add_url(parent), sent("Cymraeg: dau", "dau", key))
        assert answer.status_code == 302
        [page] = made(parent)
        assert (page.pk, page.get_latest_revision_as_object().title) == (saved["pk"], "Cymraeg: dau")

    def test_a_button_that_is_pressed_twice_makes_one_page(self) -> None:
        client, parent, form = writer(), make.home("cy"), sent("Cymraeg: un", key=str(uuid4()))
        assert [client.post(add_url(parent), form).status_code for _ in range(2)] == [302, 302]
        assert len(made(parent)) == 1

    def test_what_autosave_sends_late_overwrites_nothing_and_is_told_why(self) -> None:
        client, parent, key = writer(), make.home("cy"), str(uuid4())
        client.post(add_url(parent), sent("Cymraeg: dau", key=key))
        late = client.post(add_url(parent), sent("Cymraeg: un", key=key), headers=AUTOSAVE)
        assert (late.status_code, late.json()["success"]) == (400, False)
        assert "Save it to go on with it" in late.json()["error_message"]
        assert [page.title for page in made(parent)] == ["Cymraeg: dau"]

    def test_a_click_that_is_refused_shows_the_page_that_autosave_made_with_all_that_was_typed(self) -> None:
        client, parent, key = writer(), make.home("cy"), str(uuid4())
        client.post(add_url(parent), sent("Cymraeg: un", key=key), headers=AUTOSAVE)
        answer = client.post(add_url(parent), {**sent("Cymraeg: un", key=key), "summary": "", "action-publish": "1"})
        [page] = made(parent)
        assert f'action="{edit_url(page)}"' in answer.content.decode()
        assert 'value="Cymraeg: un"' in answer.content.decode()

    def test_a_click_whose_page_autosave_makes_while_its_form_is_checked_goes_on_with_that_page(self) -> None:
        client, parent, key = writer(), make.home("cy"), str(uuid4())
        other = Client()
        other.cookies = client.cookies
        sent_once: list[int] = []
        is_valid = WagtailAdminPageForm.is_valid

        def saved_meanwhile(form: Any) -> bool:
            if not sent_once:
                sent_once.append(1)
                other.post(add_url(parent), sent("Cymraeg: un", key=key), headers=AUTOSAVE)
            return bool(is_valid(form))

        with patch.object(WagtailAdminPageForm, "is_valid", saved_meanwhile):
            answer = client.post(add_url(parent), sent("Cymraeg: dau", key=key))
        assert answer.status_code == 302
        [page] = made(parent)
        assert page.get_latest_revision_as_object().title == "Cymraeg: dau"

    def test_nobody_makes_or_edits_a_page_by_the_key_of_anothers_form(self) -> None:
        parent, key = make.home("cy"), str(uuid4())
        writer("awel").post(add_url(parent), sent("Cymraeg: un", key=key))
        writer("bedwyr").post(add_url(parent), sent("Cymraeg: dau", "dau", key))
        writer("cadi").post(add_url(parent), sent("Cymraeg: tri", "tri", str(made(parent)[0].translation_key)))
        assert len({page.translation_key for page in made(parent)}) == 3

    def test_autosave_that_says_what_there_is_makes_no_version_and_nobody_its_writer(self) -> None:
        page = make.landing(make.home("cy"), "cy")
        page.save_revision()
        page = make.fresh(page)
        answer = writer("bedwyr").post(edit_url(page), page_form(page), headers=AUTOSAVE).json()
        assert (answer["success"], answer["revision_id"]) == (True, page.latest_revision_id)
        assert make.fresh(page).latest_revision_id == page.latest_revision_id
        assert not Contribution.objects.filter(item=page.translation_key, user__username="bedwyr").exists()
        answer = writer("cadi").post(edit_url(page), page_form(page, title="Cymraeg: tri"), headers=AUTOSAVE).json()
        assert answer["revision_id"] != page.latest_revision_id
        assert make.fresh(page).get_latest_revision_as_object().title == "Cymraeg: tri"

    def test_autosave_that_says_the_same_in_the_forms_own_order_makes_no_version_but_a_date_does(self) -> None:
        parent = make.home("cy")
        text = f'<p data-block-key="a1b2c">Gweler <a id="{parent.pk}" linktype="page">y fframwaith</a>.</p>'
        page = make.landing(parent, "cy", body=[("text", text)])
        page.save_revision()
        page = make.fresh(page)
        client, body = writer(), streamfield([("text", rich_text(text, features=["link"]))])
        body["0"]["id"] = page.body[0].id
        client.post(edit_url(page), page_form(page, body=body), headers=AUTOSAVE)
        assert make.fresh(page).latest_revision_id == page.latest_revision_id
        client.post(edit_url(page), page_form(page, body=body, expire_at="2099-01-01 10:00"), headers=AUTOSAVE)
        assert make.fresh(page).latest_revision_id != page.latest_revision_id

    @pytest.mark.parametrize("language", ["cy", "en"])
    def test_a_click_that_would_undo_what_another_has_saved_meanwhile_is_asked_about_once(self, language: str) -> None:
        page, client = a_draft(), writer("bedwyr", language)
        form = {**page_form(page, title="Cymraeg: dau"), **read_in(page)}
        writer("awel").post(edit_url(page), page_form(page, title="Cymraeg: un"), headers=AUTOSAVE)
        answer = client.post(edit_url(page), form)
        shown = answer.content.decode()
        assert answer.status_code == 200
        assert "awel" in str(answer.context["form"].non_field_errors())
        assert ("Cadwodd awel" in shown) == (language == "cy")
        assert 'value="Cymraeg: dau"' in shown
        assert newest_title(page) == "Cymraeg: un"
        again = {name: field_value(shown, name) for name in ("loaded_revision_id", "loaded_revision_created_at")}
        client.post(edit_url(page), {**form, **again})
        assert newest_title(page) == "Cymraeg: dau"

    def test_a_click_after_wagtails_own_question_or_after_ones_own_saving_is_not_asked_about(self) -> None:
        page, client = a_draft(), writer("bedwyr")
        read = read_in(page)
        writer("awel").post(edit_url(page), page_form(page, title="Cymraeg: un"), headers=AUTOSAVE)
        agreed = page_form(page, title="Cymraeg: dau", overwrites_newer="1")
        assert client.post(edit_url(page), {**agreed, **read}).status_code == 302
        client.post(edit_url(page), page_form(page, title="Cymraeg: tri"), headers=AUTOSAVE)
        assert client.post(edit_url(page), {**page_form(page, title="Cymraeg: pedwar"), **read}).status_code == 302
        assert newest_title(page) == "Cymraeg: pedwar"

    def test_a_click_after_another_has_released_or_saved_the_same_is_not_asked_about(self) -> None:
        page, client = a_draft(), writer("bedwyr")
        read = read_in(page)
        writer("awel").post(edit_url(page), {**page_form(page), "action-publish": "1"})
        assert make.fresh(page).latest_revision_id != page.latest_revision_id
        assert client.post(edit_url(page), {**page_form(page, title="Cymraeg: dau"), **read}).status_code == 302

    @pytest.mark.parametrize("key", ["", "no key"])
    def test_a_program_that_sends_no_key_makes_a_page_each_time(self, key: str) -> None:
        client, parent = writer(), make.home("cy")
        for slug in ("un", "dau"):
            client.post(add_url(parent), sent("Cymraeg", slug, key))
        assert len(made(parent)) == 2

    @pytest.mark.parametrize("language", ["cy", "en"])
    def test_an_address_that_is_taken_while_the_page_is_saved_is_refused_and_nothing_typed_is_lost(
        self, language: str
    ) -> None:
        client, parent = writer(), make.home("cy")
        plain = NewPageView.form_valid

        def taken_meanwhile(self: NewPageView, form: Any) -> Any:
            make.landing(parent, "cy", slug="tudalen")
            return plain(self, form)

        with patch.object(NewPageView, "form_valid", taken_meanwhile), override(language):
            answer = client.post(add_url(parent), sent("Cymraeg: un", key=str(uuid4())))
        shown = answer.content.decode()
        assert answer.status_code == 200
        assert "slug" in answer.context["form"].errors
        assert 'value="Cymraeg: un"' in shown
        assert "Cymraeg: un: summary" in shown
        assert len(made(parent)) == 1


@on_postgres
@at_one_moment
class TestAtOneMoment:
    @pytest.mark.parametrize("headers", [AUTOSAVE, {}])
    def test_a_form_that_is_sent_twice_makes_one_page(self, headers: dict[str, str]) -> None:
        client, parent, key = writer(), make.home("cy"), str(uuid4())
        other = Client()
        other.cookies = client.cookies
        answers: dict[str, Any] = {}

        def click() -> None:
            answers["click"] = client.post(add_url(parent), sent("Cymraeg: dau", "dau", key))

        def autosave() -> None:
            answers["autosave"] = other.post(add_url(parent), sent("Cymraeg: un", "un", key), headers=headers)

        with once_checked(2):
            at_once(click, autosave)
        assert answers["click"].status_code == 302
        assert answers["autosave"].status_code in ({200, 400} if headers else {302})
        [page] = made(parent)
        if headers:
            assert page.get_latest_revision_as_object().title == "Cymraeg: dau"

    def test_of_two_editors_with_one_address_one_is_told_that_it_is_taken(self) -> None:
        parent = make.home("cy")
        clients = [writer("awel"), writer("bedwyr")]
        answers: list[Any] = []

        def save(client: Client) -> None:
            answers.append(client.post(add_url(parent), sent("Cymraeg: un", key=str(uuid4()))))

        with once_checked(2):
            at_once(*(lambda client=client: save(client) for client in clients))
        assert sorted(answer.status_code for answer in answers) == [200, 302]
        assert len(made(parent)) == 1

    def test_autosave_that_is_later_than_somebodys_click_undoes_nothing_of_it(self) -> None:
        client, page = writer(), make.landing(make.home("cy"), "cy", live=False)
        revision = page.save_revision()
        other = Client()
        other.cookies = client.cookies
        loaded = {"loaded_revision_id": revision.pk, "loaded_revision_created_at": revision.created_at.isoformat()}
        saving, waiting = threading.Event(), threading.Event()
        plain = KeptPageView.save_action
        late: list[Any] = []

        def save_action(self: KeptPageView) -> Any:
            if not self.expects_json_response:
                saving.set()
                # Autosave is on its way, and could have read what there was before.
                waiting.wait(2)
            return plain(self)

        def click() -> None:
            answer = client.post(edit_url(page), {**page_form(page, title="Cymraeg: dau"), **loaded})
            assert answer.status_code == 302

        def autosave() -> None:
            saving.wait(120)
            waiting.set()
            late.append(
                other.post(edit_url(page), {**page_form(page, title="Cymraeg: un"), **loaded}, headers=AUTOSAVE)
            )

        with patch.object(KeptPageView, "save_action", save_action):
            at_once(click, autosave)
        assert make.fresh(page).get_latest_revision_as_object().title == "Cymraeg: dau"
        assert late[0].status_code in {200, 400}
