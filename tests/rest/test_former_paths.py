"""An item by a path that it had: one step to its own address, while it is public in the language asked for."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.publication.models import Edition, LogHead
from cms.rest.openapi.openapi_document import document
from tests.factories.editions import edition, expired, formerly, pair, withdrawn
from tests.http.cached_server import RestServer, open_connection, touch

FIXTURES = (open_connection,)
pytestmark = pytest.mark.django_db


def own_address(language, row):
    return f"https://api.example.test/api/v1/{language}/items/{row.item}"


def test_a_former_path_leads_to_the_items_own_address(api, language):
    row = formerly(edition(language), f"/{language}/tŷ/")
    for path in (f"/{language}/tŷ/", f"/{language}/tŷ", f"/{language}/ty\u0302/", f"/{language}/t%C5%B7/"):
        response = api.read(f"{language}/items?path={path}")
        assert (response.status_code, response["Location"]) == (308, own_address(language, row))
        assert (response.content, response["Access-Control-Allow-Origin"]) == (b"", "*")
    assert api.read(response["Location"].removeprefix("https://api.example.test")).json()["path"] == row.path


def test_the_public_page_is_in_its_links_and_nobody_keeps_it_longer_than_an_item(api):
    row = formerly(edition("cy"), "/cy/hen/")
    response = api.read("cy/items?path=/cy/hen/")
    assert f'<https://cy.example.test{row.path}>; rel="canonical"' in response["Link"]
    assert (response["Cache-Control"], response["Vary"]) == ("public, max-age=60", "Accept-Encoding")
    assert not {"ETag", "Last-Modified", "Content-Type"} & set(response.headers)
    Edition.objects.update(expires_at=timezone.now() + timedelta(seconds=20))
    seconds = int(api.read("cy/items?path=/cy/hen/")["Cache-Control"].removeprefix("public, max-age="))
    assert 0 < seconds <= 20


def test_the_address_decides_the_language_and_the_former_path_may_be_that_of_either(api, language):
    rows = {row.language: row for row in pair()}
    formerly(rows["cy"], "/cy/hen/")
    assert api.read(f"{language}/items?path=/cy/hen/")["Location"] == own_address(language, rows[language])


def test_a_former_path_never_leads_to_the_other_language_unasked(api, language, other):
    row = formerly(withdrawn(language), f"/{language}/a/")
    edition(other, item=row.item)
    problem = api.problem(f"{language}/items?path=/{language}/a/", 410, "withdrawn")
    assert [one["language"] for one in problem["available"]] == [other]
    response = api.read(f"{language}/items?path=/{language}/a/&fallback={other}")
    assert response["Location"] == f"{own_address(language, row)}?fallback={other}"
    labelled = api.read(response["Location"].removeprefix("https://api.example.test")).json()
    assert labelled["fallback"] == {"asked": language, "served": other}


@pytest.mark.parametrize("ended", [withdrawn, expired])
def test_of_what_is_no_longer_public_it_does_not_say_where_it_is(api, language, ended):
    row = formerly(ended(language, path=f"/{language}/secret/", title="Secret"), f"/{language}/a/")
    response = api.read(f"{language}/items?path=/{language}/a/")
    assert (response.status_code, response.json()["code"]) == (410, "withdrawn")
    for kept in ("secret", "Secret", str(row.item)):
        assert kept not in response.content.decode() + str(response.headers)


def test_what_is_public_at_the_path_now_is_given(api, language):
    here = edition(language, path=f"/{language}/a/")
    formerly(edition(language), here.path)
    assert api.read(f"{language}/items?path={here.path}").content == here.body


def test_a_step_is_two_queries_and_what_it_leads_to_one(api, django_assert_num_queries):
    row = formerly(edition("cy"), "/cy/hen/")
    with django_assert_num_queries(2):
        api.read("cy/items?path=/cy/hen/")
    with django_assert_num_queries(1):
        api.read(f"cy/items?path={row.path}")


@pytest.mark.usefixtures("open_connection")
def test_the_response_cache_goes_along_when_an_address_changes_hands():
    LogHead.objects.get_or_create(id=1)
    server, row = RestServer(), edition("cy", path="/cy/a/")
    address = "cy/items?path=/cy/a/"
    assert [server.get(address)[0] for _ in range(2)] == [200, 200]
    Edition.objects.update(path="/cy/b/")
    formerly(row, "/cy/a/")
    touch()
    for _ in range(2):
        status, headers, _ = server.get(address)
        assert (status, headers["Location"]) == (308, own_address("cy", row))
    another = edition("cy", path="/cy/a/")
    touch()
    assert [server.get(address)[2] for _ in range(2)] == [another.body] * 2


def test_the_contract_says_so():
    responses = {path: methods["get"]["responses"] for path, methods in document()["paths"].items()}
    assert {path.removeprefix("/api/v1") for path, some in responses.items() if "308" in some} == {
        "/items/{id}", "/{language}/items/{id}", "/{language}/items/by-path",
    }  # fmt: skip
    assert {"Location", "Cache-Control", "Link"} <= set(document()["components"]["responses"]["Moved"]["headers"])
