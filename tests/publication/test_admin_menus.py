"""Menus are in the language of whoever looks, whoever looked first."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from wagtail.users.models import UserProfile

from cms.content.languages import Language
from tests.factories import content as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("first", ["cy", "en"])
def test_menus_follow_the_language_of_whoever_looks(client: Client, first: Language) -> None:
    labels = {"cy": "Cyfieithiadau", "en": "Translations"}
    for language in (first, make.other(first)):
        user = get_user_model().objects.create_superuser(language, f"{language}@example.org", "x")
        UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
        client.force_login(user)
        page = client.get("/admin/").content.decode()
        assert f'"label": "{labels[language]}"' in page
        assert "new in Wagtail" not in page
