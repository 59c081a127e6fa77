"""Whoever uploads pictures is asked what they show, and can say so."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.images.forms import get_image_form, get_image_multi_form

from cms.content.models import Picture
from cms.desk.media.models import PictureDescription
from tests.factories import content as make

pytestmark = pytest.mark.django_db


def test_the_form_of_many_pictures_has_the_description_that_it_asks_for() -> None:
    client, picture = Client(), make.picture()
    client.force_login(get_user_model().objects.create_superuser("golygydd"))
    assert "provide an image description" in client.get(reverse("wagtailimages:add_multiple")).content.decode()
    fields = get_image_multi_form(Picture)().fields
    assert {"shows_cy", "shows_en"} <= set(fields)
    assert "description" not in fields
    words = {"shows_cy": "Plentyn wrth afon", "shows_en": "A child by a river"}
    given: dict[str, Any] = {"title": "River", "language": "zxx", **words, "tags": ""}
    sent = {f"image-{picture.pk}-{name}": value for name, value in given.items()}
    answer = client.post(
        reverse("wagtailimages:edit_multiple", args=[picture.pk]), sent, headers={"X-Requested-With": "XMLHttpRequest"}
    )
    assert answer.json()["success"]
    said = PictureDescription.objects.get(pk=picture.pk)
    assert (said.cy, said.en) == ("Plentyn wrth afon", "A child by a river")


@pytest.mark.parametrize(
    ("old", "field"), [("Plentyn ifanc wrth yr afon", "shows_cy"), ("A young child by a river", "shows_en")]
)
def test_what_was_said_of_a_picture_in_one_field_is_offered_in_that_of_its_language(old: str, field: str) -> None:
    picture = make.picture()
    Picture.objects.filter(pk=picture.pk).update(description=old)
    form = get_image_form(Picture)(instance=Picture.objects.get(pk=picture.pk))
    assert [form[name].value() for name in ("shows_cy", "shows_en")].count(old) == 1
    assert form[field].value() == old
