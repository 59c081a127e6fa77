"""The admin answers on its own host only, and only the admin does; on one host everything does."""

from typing import Any

import pytest
from django.test import Client

from cms.reading.preview_page import on_this_host
from tests.factories.editions import edition

pytestmark = pytest.mark.django_db
ADMIN = "golygu.example.test"
PUBLIC = ["cy.example.test", "en.example.test", "api.example.test", "testserver"]
OF_THE_ADMIN = ["/admin", "/admin/", "/admin/login/", "/admin/password_reset/", "/admin/second-factor/", "/media/x.png"]
OF_READERS = ["/cy/", "/en/search", "/api/v1/", "/api/docs/", "/graphql", "/cy/nothing/here/"]


@pytest.fixture
def apart(settings: Any) -> None:
    settings.WAGTAILADMIN_BASE_URL = f"https://{ADMIN}"
    settings.ALLOWED_HOSTS = [ADMIN, *PUBLIC]


def asked(host: str, path: str) -> Any:
    return Client(HTTP_HOST=host).get(path)


@pytest.mark.parametrize("host", [*PUBLIC, "api.example.test:8000", "API.example.test"])
def test_no_other_host_has_the_admin(apart: None, host: str) -> None:
    edition("cy", path="/cy/")
    for path in OF_THE_ADMIN:
        assert asked(host, path).status_code == 404
    assert asked(host, "/cy/").status_code == 200
    assert asked(host, "/api/v1/").status_code == 200
    posted = Client(HTTP_HOST=host).post("/admin/login/", {"username": "x", "password": "y"})
    assert (posted.status_code, "csrftoken" in posted.cookies) == (404, False)


@pytest.mark.parametrize("host", [ADMIN, f"{ADMIN}:8443", ADMIN.upper()])
def test_the_admins_host_has_nothing_else(apart: None, host: str) -> None:
    edition("cy", path="/cy/")
    assert asked(host, "/admin/login/").status_code == 200
    assert asked(host, "/")["Location"] == "/admin/"
    for path in OF_READERS:
        assert asked(host, path).status_code == 404, path


def test_on_one_host_everything_answers() -> None:
    edition("cy", path="/cy/")
    for host in ("testserver", "localhost"):
        assert asked(host, "/admin/login/").status_code == 200
        assert asked(host, "/cy/").status_code == 200


def test_a_host_that_nobody_allowed_is_told_nothing_of_the_admin(apart: None) -> None:
    assert asked("elsewhere.example.test", "/admin/login/").status_code == 404
    assert asked("", "/admin/login/").status_code == 404


def test_a_draft_asks_for_its_pictures_where_its_editor_is_logged_in(apart: None, settings: Any) -> None:
    page = f'<img src="{settings.API_URL}/pictures/1/320.webp"><a href="{settings.API_URL}/files/1/x.pdf">'
    assert on_this_host(page) == '<img src="/pictures/1/320.webp"><a href="/files/1/x.pdf">'
    settings.WAGTAILADMIN_BASE_URL = settings.API_URL
    assert on_this_host(page) == page
