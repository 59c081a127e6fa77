"""The main job, end to end: an editor publishes in two languages in the admin, a partner reads both over REST."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield
from wagtail_localize.models import StringSegment, Translation

from cms.content.languages import Language
from tests.factories import content as make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def editor() -> Client:
    """A logged-in administrator."""
    user = get_user_model().objects.create_superuser("golygydd", "golygydd@example.org", "cyfrinair")
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def partner() -> Client:
    """Somebody who only reads."""
    return Client()


def form(language: Language) -> dict[str, Any]:
    """What the edit form of a landing page sends."""
    words = make.MARKS[language]
    data = {
        "title": f"{words} title",
        "slug": f"{language}-landing",
        "summary": f"{words} summary",
        "promos": streamfield([]),
        "body": streamfield([("text", rich_text(f"<p>{words} body</p>", features=["bold"]))]),
        "files": streamfield([]),
        "related": streamfield([]),
        "topics": streamfield([]),
        "licence": "ogl-3.0",
        "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": ""},
    }
    return {**nested_form_data(data), "audiences": ["parents"]}


@pytest.mark.parametrize("source", ["cy", "en"])
def test_from_the_editors_first_word_to_the_partners_page_and_back(
    editor: Client, partner: Client, source: Language
) -> None:
    target = make.other(source)
    home, _ = make.homes(source)

    # The editor writes in one language and publishes.
    add = reverse("wagtailadmin_pages:add", args=["home", "landingpage", home.pk])
    response = editor.post(add, form(source) | {"action-publish": "yes"})
    assert response.status_code == 302, response.context and response.context["form"].errors
    page = Page.objects.get(slug=f"{source}-landing")
    item = page.translation_key

    # The partner's next request has it, in that language and in no other.
    read = partner.get(f"/api/v1/{source}/items/{item}")
    assert read.status_code == 200
    assert read.json()["title"] == f"{make.MARKS[source]} title"
    assert read.json()["audiences"][0]["code"] == "parents"
    missing = partner.get(f"/api/v1/{target}/items/{item}")
    assert missing.status_code == 404
    assert missing.json()["available"][0]["language"] == source

    # The editor submits it for translation, translates each string and publishes.
    submit = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    editor.post(submit, {"locales": [make.locale(target).pk]})
    translation = Translation.objects.get(source__object_id=item)
    for segment in StringSegment.objects.filter(source=translation.source):
        text = segment.string.data.replace(make.MARKS[source], make.MARKS[target])
        text = f"{target}-landing" if segment.context.path == "slug" else text
        save = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
        saved = editor.put(save, encode_multipart(BOUNDARY, {"value": text}), content_type=MULTIPART_CONTENT)
        assert saved.status_code == 201
    translated = Page.objects.get(translation_key=item, locale=make.locale(target))
    edit = reverse("wagtailadmin_pages:edit", args=[translated.pk])
    editor.post(edit, {"action": "publish"})

    # Both are there, side by side.
    both = partner.get(f"/api/v1/items/{item}?lang=cy,en").json()
    assert both[target]["title"] == f"{make.MARKS[target]} title"
    assert both[source]["languages"][0]["state"] == both[source]["languages"][1]["state"] == "published"

    # The editor takes the source's page down: gone at the next request.
    editor.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]), {})
    assert partner.get(f"/api/v1/{source}/items/{item}").status_code == 410
    assert partner.get(f"/api/v1/{target}/items/{item}").status_code == 200
