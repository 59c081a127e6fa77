"""What people are told of an error where people read: in the language of the address, never Django's bare English."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import OperationalError
from django.test import Client

from cms.content.languages import CODES, Language
from cms.portal import error_pages
from cms.portal.account.portal_paths import path_to
from cms.portal.portal_pages import PAGES, ROOT
from cms.reading.labels import WORDS

pytestmark = pytest.mark.django_db
LANGUAGES = pytest.mark.parametrize("language", CODES)
OTHER = {"Accept-Language": "fr"}


def told(response: Any, language: Language, name: str, status: int) -> Any:
    """The page, which says it in its language."""
    assert (response.status_code, response["Content-Language"], response["Cache-Control"]) == (
        status,
        language,
        "no-store",
    )
    page: Any = BeautifulSoup(response.content, "html.parser")
    assert page.html["lang"] == language
    assert page.h1.text == WORDS[language][f"{name}_title"]
    assert WORDS[language][name] in page.main.text
    return page


@LANGUAGES
def test_a_mistyped_address_for_partners_leads_back_to_their_pages(language: Language) -> None:
    for address in (f"{ROOT.text(language)}nope/", f"{path_to('keys', language)}a/b/c"):
        page = told(Client().get(address, headers=OTHER), language, "missing", 404)
        ways = [link["href"] for link in page.select("nav.portal a")]
        assert ways == [one.address(language) for one in PAGES.values()]
        assert page.select("[aria-current]") == []
    assert Client().get(PAGES["terms"].address(language)[:-1]).status_code == 301


@LANGUAGES
def test_a_form_without_its_cookie_is_explained(language: Language) -> None:
    response = Client(enforce_csrf_checks=True).post(path_to("ask", language), headers=OTHER)
    told(response, language, "no_token", 403)


@LANGUAGES
@pytest.mark.parametrize(
    ("name", "status"), [("bad_request", 400), ("forbidden", 403), ("missing", 404), ("server_error", 500)]
)
def test_each_kind_of_error_is_a_page(rf: Any, language: Language, name: str, status: int) -> None:
    handler = getattr(error_pages, {"missing": "not_found"}.get(name, name))
    for address in (f"{ROOT.text(language)}x/", f"/{language}/x/"):
        told(handler(rf.get(address)), language, name, status)


def test_an_address_without_a_language_speaks_the_browsers(rf: Any) -> None:
    for language in CODES:
        told(Client().get("/nope/", headers={"Accept-Language": language}), language, "missing", 404)


def test_the_api_keeps_its_problems_and_the_admin_its_own_pages(rf: Any) -> None:
    assert error_pages.not_found(rf.get("/api/v1/cy/x"))["Content-Type"] == "application/problem+json"
    own: Any = error_pages.not_found(rf.get("/admin/x/"))
    assert b"Not Found" in own.content


@LANGUAGES
def test_what_failed_around_a_page_for_want_of_a_database_is_no_fault_of_ours(rf: Any, language: Language) -> None:
    for address in (f"{ROOT.text(language)}x/", f"/{language}/x/", f"/api/v1/{language}/x"):
        try:
            raise OperationalError("the database system is starting up")
        except OperationalError:
            response: Any = error_pages.server_error(rf.get(address))
        assert (response.status_code, response["Retry-After"]) == (503, "10")
        if not address.startswith("/api/"):
            told(response, language, "unavailable", 503)
