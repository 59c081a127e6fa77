"""Menus are in the language of whoever looks, whoever looked first."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
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


def test_the_choosers_follow_the_language_too(client: Client) -> None:
    user = get_user_model().objects.create_superuser("golygydd")
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "cy"})
    client.force_login(user)
    for chooser in ("wagtailimages_chooser:choose", "wagtaildocs_chooser:choose"):
        tabs = client.get(reverse(chooser)).json()["html"]
        assert "Chwilio" in tabs
        assert not re.search(r">\s*Search\s*<", tabs)


def test_the_log_in_form_is_in_the_browsers_language(client: Client) -> None:
    page = client.get("/admin/login/", headers={"Accept-Language": "cy"}).content.decode()
    assert "Cyfrinair" in page
    assert ">Password<" not in page.replace("\n", "").replace(" ", "")


def test_what_is_refused_or_not_found_is_said_in_the_language_of_the_user() -> None:
    reader = get_user_model().objects.create_user("darllenydd")
    reader.user_permissions.add(Permission.objects.get(codename="access_admin"))
    UserProfile.objects.create(user=reader, preferred_language="cy")
    client = Client(headers={"accept-language": "en"})
    client.force_login(reader)
    refused = client.get("/admin/workflows/list/", follow=True).content.decode()
    assert "Sorry, you do not have permission" not in refused
    assert "nid oes gennych ganiatâd" in refused.lower()
    assert "Page not found" not in client.get("/admin/nowhere/").content.decode()


def test_the_history_names_the_page_that_a_translation_was_copied_from() -> None:
    home, _ = make.homes()
    page = make.landing(home, "en", title="English: the page itself")
    translation = make.translate(page)
    history = reverse("wagtailadmin_pages:history", args=[translation.pk])
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("golygydd"))
    assert "Copied for translation from English: the page itself (English)" in client.get(history).content.decode()
