"""Redirects that editors make: they lead over every outlet as former addresses do, and hide nothing."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from cms.desk.redirects.models import EditorRedirect
from cms.desk.redirects.redirecting import NotRedirected, add_redirects
from cms.publication.models import AddressHistory, Edition
from cms.publication.queries.item_queries import generation
from tests.factories import content as make
from tests.publication.editors import administrator, editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return administrator()


def public_pair(beside: Any = None, **fields: Any) -> tuple[Any, Any]:
    home = beside.get_parent().specific if beside else make.homes("en")[0]
    page = make.landing(home, "en", **fields)
    return page, make.translate(page)


def path_of(page: Any) -> str:
    found: str = Edition.objects.get(item=page.translation_key, language=page.locale.language_code).path
    return found


def add(client: Client, page: Any, **paths: str) -> Any:
    return client.post(reverse("redirects_add"), {"cy": "", "en": "", "page": page.pk, **paths})


def test_an_address_of_each_language_leads_to_the_page_over_every_outlet(client: Client) -> None:
    page, welsh = public_pair()
    add(client, page, cy="https://nowhere.example/cy/hen/", en="/en/old/")
    assert not EditorRedirect.objects.exists()
    before = generation()
    assert add(client, page, cy="/cy/hen/tŷ", en="/en/old/").status_code == 302
    assert generation() != before
    for old, language, row in (("/cy/hen/tŷ/", "cy", welsh), ("/en/old/", "en", page)):
        led = Client().get(old)
        assert (led.status_code, led["Location"].removeprefix("http://127.0.0.1:8000")) == (308, path_of(row))
        over_rest = Client().get(f"/api/v1/{language}/items", {"path": old})
        assert over_rest.status_code == 308
        assert over_rest["Location"].endswith(f"/{language}/items/{page.translation_key}")
        asked = f'{{found: item(path: "{old}", language: {language.upper()}) {{path}}}}'
        assert Client().get("/graphql", {"query": asked}).json()["data"]["found"]["path"] == path_of(row)


def test_it_follows_a_page_that_moves_and_says_what_became_of_one_that_went(client: Client) -> None:
    page, _ = public_pair()
    add(client, page, en="/en/old/")
    make.publish(page, slug="elsewhere")
    assert "elsewhere" in Client().get("/en/old/")["Location"]
    with make.committed():
        make.fresh(page).unpublish()
    assert Client().get("/en/old/").status_code == 410
    answer = client.get(reverse("redirects"))
    assert "It is not public" in answer.content.decode()
    assert answer.context["paginator"].items_count_label == "3 redirects"


def test_a_redirect_never_hides_a_page_nor_takes_a_former_address(client: Client) -> None:
    page, _ = public_pair()
    other, _ = public_pair(page, slug="before")
    taken = path_of(other)
    user = User.objects.get()
    with pytest.raises(NotRedirected, match="public page"):
        add_redirects({"en": taken}, page.translation_key, user)
    make.publish(other, slug="after")
    with pytest.raises(NotRedirected, match="leads to a page already"):
        add_redirects({"en": taken}, page.translation_key, user)
    add(client, page, en="/en/old/")
    make.publish(other, slug="old")
    assert Client().get(path_of(other)).status_code == 200
    with make.committed():
        make.fresh(other).unpublish()
    with make.committed():
        assert add(client, page, en=taken).status_code == 302
    assert Client().get(taken)["Location"].endswith(path_of(page))


NO_ADDRESSES = [
    "/cy/", "/en/", "/fr/x/", "en/x/", "/en/a b/", "/en/x?y=1", "/en/x#y", "/en/%00/", "/en/../x\\", "/en/" + "x" * 1001,
    "//evil.example/en/x/", "/en/x%0d%0a/",
]  # fmt: skip


@pytest.mark.parametrize("address", NO_ADDRESSES)
def test_what_is_no_address_of_ours_is_refused(client: Client, address: str) -> None:
    page, _ = public_pair()
    assert add(client, page, en=address).status_code == 200
    assert not EditorRedirect.objects.exists()


def test_neither_another_language_nor_a_page_that_is_not_public_nor_the_search_is_taken(client: Client) -> None:
    page, _ = public_pair()
    draft = make.landing(page.get_parent().specific, "en", live=False)
    for target, paths in (
        (page, {"en": "/cy/x/"}),
        (draft, {"en": "/en/x/"}),
        (page, {"en": "/en/search/"}),
        (page, {"cy": "/cy/termau/"}),
        (page, {}),
    ):
        assert add(client, target, **paths).status_code == 200
    assert not EditorRedirect.objects.exists()


def test_two_are_made_together_or_not_at_all(client: Client) -> None:
    page, welsh = public_pair()
    assert add(client, page, en="/en/old/", cy=path_of(welsh)).status_code == 200
    assert not EditorRedirect.objects.exists()
    assert not AddressHistory.objects.filter(path="/en/old/").exists()


def test_one_that_is_removed_leads_nowhere_and_a_moves_stays(client: Client) -> None:
    page, _ = public_pair(slug="first")
    add(client, page, en="/en/old/")
    was = path_of(page)
    make.publish(page, slug="second")
    made = EditorRedirect.objects.get()
    confirm = reverse("redirects_remove", args=[made.pk])
    assert confirm in client.get(reverse("redirects")).content.decode()
    assert client.get(confirm).status_code == 200
    assert EditorRedirect.objects.exists()
    client.post(confirm)
    assert Client().get("/en/old/").status_code == 404
    assert Client().get(was).status_code == 308


def test_the_list_has_those_of_moves_and_filters_and_exports(client: Client) -> None:
    page, _ = public_pair(slug="first")
    was = path_of(page)
    add(client, page, en="/en/old/", cy="/cy/hen/")
    make.publish(page, slug="second")
    address = reverse("redirects")

    def listed(**asked: str) -> set[str]:
        return {row.path for row in client.get(address, asked).context["object_list"]}

    assert listed() == {was, "/en/old/", "/cy/hen/"}
    assert listed(made_by="move") == {was}
    assert listed(made_by="editor", language="cy") == {"/cy/hen/"}
    table = b"".join(client.get(address, {"export": "csv"}).streaming_content).decode()  # type: ignore[attr-defined]
    assert f"/en/old/,{page.title}" in table
    assert client.get(address, {"export": "xlsx"}).status_code == 200


def test_who_may_not_publish_the_page_makes_and_removes_none(client: Client) -> None:
    page, welsh = public_pair()
    add(client, page, en="/en/old/")
    stranger = editor(welsh.get_parent(), name="cyfieithydd")
    assert add(stranger, page, en="/en/other/").status_code == 200
    stranger.post(reverse("redirects_remove", args=[EditorRedirect.objects.get().pk]))
    assert EditorRedirect.objects.count() == 1
    assert add(stranger, welsh, cy="/cy/arall/").status_code == 302
