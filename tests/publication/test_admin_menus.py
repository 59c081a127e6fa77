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


@pytest.mark.parametrize("first", ["cy", "en"])
def test_the_breadcrumb_of_snippets_follows_the_language_too(client: Client, first: Language) -> None:
    words = {"cy": ("Hafan", "Pytiau"), "en": ("Home", "Snippets")}
    for language in (first, make.other(first)):
        user = get_user_model().objects.create_superuser(language, f"{language}@example.org", "x")
        UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
        client.force_login(user)
        page = client.get("/admin/snippets/content/topic/").content.decode()
        assert all(word in page for word in words[language])
        assert not any(f">{word}<" in page for word in words[make.other(language)])


def test_the_log_in_form_is_in_the_browsers_language(client: Client) -> None:
    page = client.get("/admin/login/", headers={"Accept-Language": "cy"}).content.decode()
    assert "Cyfrinair" in page
    assert ">Password<" not in page.replace("\n", "").replace(" ", "")
