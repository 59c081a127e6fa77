"""What an editor's preview shows is what readers would be given, and nobody else sees it."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, streamfield
from wagtail_localize.models import Translation

from cms.content.declaration.registry import page_models
from cms.publication.models import Edition
from tests.factories import content as make
from tests.publication.editors import editor

pytestmark = pytest.mark.django_db


def draft_of(page: Any, client: Client) -> Any:
    return client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))


def library() -> list[Any]:
    home, _ = make.homes("en")
    framework = make.framework(home, "en")
    section = make.section(framework, "en")
    index = make.guide_index(home, "en")
    return [
        home,
        framework,
        section,
        make.resource(section, "en"),
        make.landing(home, "en"),
        index,
        make.guide(index, "en"),
    ]


def test_a_draft_is_shown_as_it_would_go_out_whatever_its_type() -> None:
    pages = library()
    client = editor(pages[0])
    for page in pages:
        page.title = f"English: a draft of {page.pk}"
        page.save_revision()
        response = draft_of(page, client)
        assert response.status_code == 200
        shown = response.content.decode()
        assert f"English: a draft of {page.pk}" in shown
        page.get_latest_revision().publish()
        assert Client().get(Edition.objects.get(item=page.translation_key, language="en").path).status_code == 200


def test_a_preview_is_the_page_that_readers_have_once_it_is_published() -> None:
    pages = library()
    client = editor(pages[0])
    for page in pages:
        edition = Edition.objects.get(item=page.translation_key, language="en")
        public = Client().get(edition.path)
        assert draft_of(page, client).content.decode() == public.content.decode(), edition.path


@pytest.mark.parametrize("is_new", [True, False])
def test_the_panel_beside_a_form_shows_what_the_form_holds(is_new: bool) -> None:
    home = make.home("en")
    page = make.landing(home, "en")
    client = Client()
    client.force_login(User.objects.create_superuser("golygydd"))
    streams = {name: streamfield([]) for name in ("body", "files", "related", "topics", "promos")}
    form = {
        "title": "English: typed",
        "slug": "typed",
        "summary": "English: a summary.",
        "licence": "ogl-3.0",
        "audiences": [],
    }
    data = nested_form_data({**form, **streams, "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}})
    address = (
        reverse("wagtailadmin_pages:preview_on_add", args=[page._meta.app_label, page._meta.model_name, home.pk])
        if is_new
        else reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    )
    assert client.post(address, data).json() == {"is_valid": True, "is_available": True}
    response = client.get(address)
    assert response.status_code == 200
    assert "<h1>English: typed</h1>" in response.content.decode()
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_every_type_of_page_has_a_preview() -> None:
    assert all(model.serve_preview is not Page.serve_preview for model in page_models())


def test_a_translation_that_is_not_complete_is_previewed_as_it_is() -> None:
    home, welsh_home = make.homes("en")
    page = make.landing(home, "en", change_note="English: note")
    welsh = make.translate(page, fallback=True, without=("summary",))
    record = Translation.objects.get(source__object_id=page.translation_key)
    client = editor(home, welsh_home)
    for response in (
        draft_of(welsh, client),
        client.get(reverse("wagtail_localize:preview_translation", args=[record.pk])),
    ):
        assert response.status_code == 200
        assert '<html lang="cy">' in response.content.decode()
        assert welsh.title in response.content.decode()


def test_a_preview_leaves_nothing_behind() -> None:
    pages = library()
    client, before = editor(pages[0]), list(Edition.objects.order_by("pk").values_list("pk", "digest", "version"))
    for page in pages:
        draft_of(page, client)
    assert list(Edition.objects.order_by("pk").values_list("pk", "digest", "version")) == before
