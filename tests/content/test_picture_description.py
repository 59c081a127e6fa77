"""Whoever uploads pictures is asked what they show, and can say so."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.images.forms import get_image_multi_form

from cms.content.models import Picture
from tests.factories import content as make

pytestmark = pytest.mark.django_db


def test_the_form_of_many_pictures_has_the_description_that_it_asks_for() -> None:
    client, picture = Client(), make.picture()
    client.force_login(get_user_model().objects.create_superuser("golygydd"))
    assert "provide an image description" in client.get(reverse("wagtailimages:add_multiple")).content.decode()
    assert "description" in get_image_multi_form(Picture)().fields
    given: dict[str, Any] = {"title": "River", "language": "zxx", "description": "A child by a river", "tags": ""}
    sent = {f"image-{picture.pk}-{name}": value for name, value in given.items()}
    answer = client.post(
        reverse("wagtailimages:edit_multiple", args=[picture.pk]), sent, headers={"X-Requested-With": "XMLHttpRequest"}
    )
    assert answer.json()["success"]
    assert Picture.objects.get(pk=picture.pk).default_alt_text == "A child by a river"
