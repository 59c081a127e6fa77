"""Addresses with ŵ and ŷ: percent-encoded wherever they are given, and found however their letters are composed."""

import json
import re
import unicodedata
from typing import Any
from urllib.parse import quote, unquote

import pytest
from django.test import Client

from tests.factories import content as make
from tests.publication.editions import edition, payload

pytestmark = pytest.mark.django_db
SLUG = "tŷ-ger-y-dŵr"


@pytest.fixture
def house() -> Any:
    welsh_home = make.homes("en")[1]
    page = make.landing(welsh_home, "cy", slug=SLUG)
    make.landing(
        page, "cy", related=[("page", page)], body=[("text", f'<p>Cymraeg <a linktype="page" id="{page.pk}">x</a></p>')]
    )
    return page


def test_every_address_is_a_uri_and_leads_there(client: Client, house: Any) -> None:
    assert payload(house)["path"] == f"/cy/{SLUG}/"
    item = payload(house)["id"]
    for address in (
        f"/api/v1/cy/items/{item}", f"/api/v1/items/{item}", "/api/v1/manifest", "/api/v1/cy/items", f"/cy/print/{item}/",
        f"/cy/{SLUG}/", "/cy/",
    ):  # fmt: skip
        response = client.get(address)
        assert response.status_code == 200, address
        assert all(value.isascii() for _, value in response.items()), address
        # What a page shows of an address is for people to read, what it leads to is for machines.
        before = '="' if "html" in response["Content-Type"] else ""
        found = re.findall(before + r'(https?://[^"<>\\ ]+)', response.content.decode())
        assert [one for one in found if not one.isascii()] == []
    canonical = payload(house)["canonical"]
    assert canonical.endswith(f"/cy/{quote(SLUG)}/")
    assert client.get(unquote(canonical.removeprefix("https://cy.example.test"))).status_code == 200
    assert client.get(f"/cy/print/{item}/")["Link"] == f'<{canonical}>; rel="canonical"'


def test_a_path_that_is_taken_apart_finds_its_page(client: Client, house: Any) -> None:
    apart = unicodedata.normalize("NFD", f"/cy/{SLUG}/")
    assert client.get(apart).status_code == 200
    assert client.get("/api/v1/cy/items", {"path": apart}).status_code == 200
    query = "query($path: String!) { item(path: $path, language: CY) { title } }"
    asked = client.post(
        "/graphql", json.dumps({"query": query, "variables": {"path": apart}}), content_type="application/json"
    )
    assert asked.json()["data"]["item"]["title"] == house.title


def test_a_slug_that_is_typed_apart_is_kept_together(client: Client) -> None:
    home = make.home("cy")
    page = make.landing(home, "cy", slug="afon")
    make.publish(page, slug=unicodedata.normalize("NFD", "tŷ"))
    found = edition(page)
    assert found is not None
    assert found.path == "/cy/tŷ/"
