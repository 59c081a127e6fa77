"""What the administration says when something goes wrong, in the language of the screen: never Django's bare English."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.admin.views.home import HomeView

from cms.content.languages import CODES, Language
from cms.portal import error_pages
from cms.reading.labels import WORDS
from tests.desk.people import client_of, member
from tests.factories import content as make

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("language", CODES)]
NOT_FOUND = {"cy": "Ni chafwyd hyd i'r dudalen y gofynnwyd amdani.", "en": "The requested page could not be found."}
NOT_ALLOWED = {
    "cy": "Mae'n ddrwg gennym, nid oes gennych ganiatâd",
    "en": "Sorry, you do not have permission to access this area.",
}


def told(response: Any, language: Language) -> str:
    """What the page says, in its language."""
    page: Any = BeautifulSoup(response.content, "html.parser")
    assert page.html["lang"] == language
    return " ".join(page.body.text.split())


def test_a_fault_of_ours_is_told_on_a_page_of_the_admin(language: Language, monkeypatch: Any) -> None:
    def fails(self: Any, **kwargs: Any) -> Any:
        raise RuntimeError

    client = client_of(member(language=language, superuser=True))
    client.raise_request_exception = False
    monkeypatch.setattr(HomeView, "get_context_data", fails)
    response = client.get(reverse("wagtailadmin_home"))
    assert (response.status_code, response["Cache-Control"]) == (500, "no-store")
    assert WORDS[language]["server_error"] in told(response, language)
    assert WORDS[language]["server_error_title"] in told(response, language)


def test_where_even_that_page_cannot_be_made_django_answers(language: Language, rf: Any) -> None:
    request = rf.get("/admin/")
    assert error_pages.server_error(request).status_code == 500


def test_an_address_that_leads_nowhere_and_a_page_that_is_gone(language: Language) -> None:
    client = client_of(member(language=language, superuser=True))
    for address in ("/admin/nope/", reverse("wagtailadmin_pages:edit", args=[987654])):
        response = client.get(address)
        assert response.status_code == 404
        assert NOT_FOUND[language] in told(response, language)


def test_a_form_without_its_token_is_explained(language: Language) -> None:
    user = member(language=language, superuser=True)
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    response = client.post(reverse("wagtailusers_users:add"))
    assert response.status_code == 403
    assert WORDS[language]["no_token"] in told(response, language)
    stranger = Client(enforce_csrf_checks=True).post(
        reverse("wagtailadmin_login"), headers={"accept-language": language}
    )
    assert WORDS[language]["no_token"] in told(stranger, language)


def test_what_somebody_may_not_do_is_refused_in_their_language(language: Language) -> None:
    make.homes()
    client = client_of(member("translators", language=language))
    response = client.get(reverse("wagtailusers_users:index"), follow=True)
    assert NOT_ALLOWED[language] in told(response, language)
