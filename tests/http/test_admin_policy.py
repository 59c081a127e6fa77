"""The admin's Content-Security-Policy: no script that is written into a page is run, and no screen of Wagtail's needs one."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from cms.http.admin_policy import policy
from tests.factories import content as make

pytestmark = pytest.mark.django_db
INLINE = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>(.*?)</script>", re.DOTALL)
HANDLERS = re.compile(r"<[a-z][^>]*\son[a-z]+=", re.IGNORECASE)


@pytest.fixture
def admin() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("golygydd", "golygydd@example.org", "x"))
    return client


def screens(home: Any) -> list[str]:
    """Screens with every kind of field that Wagtail makes by a script: dates, choosers, inline panels."""
    return [
        "/admin/",
        "/admin/login/",
        "/admin/account/",
        "/admin/images/add/",
        "/admin/images/multiple/add/",
        "/admin/documents/add/",
        "/admin/pages/",
        "/admin/workflows/add/",
        "/admin/groups/new/",
        "/admin/sites/new/",
        "/admin/reports/site-history/",
        "/admin/snippets/content/topic/add/",
        "/admin/snippets/content/term/add/",
        reverse("wagtailadmin_pages:edit", args=[home.pk]),
        reverse("wagtailadmin_pages:copy", args=[home.pk]),
        reverse("wagtailadmin_pages:add", args=["home", "landingpage", home.pk]),
        reverse("wagtailadmin_pages:history", args=[home.pk]),
    ]


def test_no_screen_has_a_script_in_it_that_would_not_run(admin: Client) -> None:
    home, welsh_home = make.homes("en")
    calls: set[str] = set()
    for address in [*screens(home), reverse("wagtailadmin_pages:edit", args=[welsh_home.pk])]:
        response = admin.get(address)
        response = response if response.status_code == 200 else Client().get(address)
        assert response.status_code == 200, address
        text = response.content.decode()
        assert response["Content-Security-Policy"] == policy()
        assert INLINE.findall(text) == [], address
        assert HANDLERS.findall(text) == [], address
        calls |= set(re.findall(r'data-call="(\w+)"', text))
    assert {"initDateTimeChooser", "initDateChooser", "InlinePanel", "PageChooser"} <= calls


def test_the_policy_lets_no_script_in_from_elsewhere_and_none_be_written() -> None:
    scripts = next(rule for rule in policy().split("; ") if rule.startswith("script-src"))
    assert "unsafe" not in scripts
    assert "http" not in scripts
    assert "default-src 'none'" in policy()
    assert "frame-ancestors 'self'" in policy()


def test_readers_have_a_policy_of_their_own() -> None:
    assert Client().get("/api/v1/").headers.get("Content-Security-Policy") != policy()
    assert Client().get("/cy/")["Content-Security-Policy"] != policy()
