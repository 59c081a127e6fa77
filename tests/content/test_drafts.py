"""A draft may wait for what readers must have: what is not finished keeps nothing from being saved, and is never published."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from cms.content.blocks.links import LinkBlock
from cms.content.blocks.media import ImageBlock, VideoBlock
from cms.content.pages import public_path
from home.blocks import PromoBlock
from tests.factories import content as make
from tests.publication.editors import editor

pytestmark = pytest.mark.django_db


def image() -> dict[str, Any]:
    return {"picture": make.picture()}


def video() -> dict[str, Any]:
    return {
        "title": "English: a film", "address": "https://video.example.org/1", "duration": "12:30", "poster": make.picture(),
    }  # fmt: skip


def promo() -> dict[str, Any]:
    return {"title": "English: a card", "picture": make.picture(), "page": make.home("en")}


def link() -> dict[str, Any]:
    return {"text": "English: a link"}


@pytest.mark.parametrize(
    ("kind", "unfinished"), [(ImageBlock, image), (VideoBlock, video), (PromoBlock, promo), (LinkBlock, link)]
)
def test_what_is_not_finished_is_refused_when_it_is_published_and_not_before(
    kind: type[Any], unfinished: Callable[[], dict[str, Any]]
) -> None:
    block = kind()
    value = block.normalize({**block.get_default(), **unfinished()})
    block.clean_deferred(value)
    with pytest.raises(ValidationError):
        block.clean(value)


def test_a_draft_with_a_picture_that_nobody_described_yet_is_saved_and_shown() -> None:
    parent = make.home("en")
    client = editor(parent)
    body = [("image", image()), ("links", {"title": "English: more", "links": [link()]})]
    page = make.landing(parent, "en", live=False, body=body)
    draft = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    assert client.get(draft).status_code == 200
    assert Client().get(str(public_path(page))).status_code == 404


def test_autosave_goes_on_while_a_picture_waits_for_its_description() -> None:
    parent = make.home("en")
    page = make.landing(parent, "en", live=False)
    picture = {"picture": make.picture().pk, "alt_text": "", "decorative": "", "caption": ""}
    streams = {name: streamfield([]) for name in ("files", "related", "topics", "promos")}
    form = nested_form_data(
        {
            "title": "English: a draft", "slug": page.slug, "summary": "English: a summary.", "licence": "ogl-3.0",
            "audiences": [],
            "body": streamfield([("image", picture)]), **streams, "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
        }
    )  # fmt: skip
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    client = editor(parent)
    saved = client.post(address, form, headers={"Accept": "application/json"}).json()
    assert saved["success"] is True, saved
    assert make.fresh(page).get_latest_revision_as_object().body[0].value["picture"].pk == picture["picture"]
    refused = client.post(address, {**form, "action-publish": "1"})
    assert "Describe the picture for people who cannot see it" in refused.content.decode()
