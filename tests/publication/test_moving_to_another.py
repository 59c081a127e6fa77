"""An item that was merged into another: its addresses lead there over every outlet, in its language, while that is public."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from cms.content.languages import CODES
from cms.publication.models import Edition, ReaderNotice
from cms.publication.notices.notice_queries import ends_of_moves
from cms.publication.notices.taking_down import NoticeWords, merge, take_down
from cms.publication.reconciliation.rebuilding import all_items, differences
from cms.publication.releases.instructions import RefusedError
from tests.factories import content as make
from tests.search.outlet import Index, index

from .editions import newest, payload
from .pairs import changes_of, is_as_rebuilt, kinds, pair, seen, together, user

assert index
__all__ = ["together"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("together")]
TOLD = NoticeWords("Mae'r canllaw hwn yn rhan o un arall.", "This guide is part of another.")
BOTH = pytest.mark.parametrize("language", CODES)


@pytest.fixture
def page() -> Any:
    """A page that is public in both languages."""
    return pair()[0]


@pytest.fixture
def target(page: Any) -> Any:
    """The page that has what the other had."""
    return another(page, "two")


def another(page: Any, name: str, **fields: Any) -> Any:
    made = make.landing(make.fresh(page).get_parent(), "en", title=f"English: {name}", slug=name, **fields)
    make.translate(made, slug=f"cy-{name}")
    return made


def led(address: str, **headers: Any) -> tuple[int, str]:
    """The status, and where it leads, without the host."""
    response = Client().get(address, **headers)
    return response.status_code, response.get("Location", "").partition("://")[2].partition("/")[2]


def path_of(page: Any, language: str) -> str:
    return Edition.objects.get(item=page.translation_key, language=language).path


def asked(query: str) -> Any:
    return Client().post("/graphql", {"query": query}, content_type="application/json").json()


@BOTH
def test_all_its_addresses_lead_to_those_of_the_other(page: Any, target: Any, language: Any) -> None:
    first = path_of(page, language)
    make.publish(page, slug="renamed")
    make.translate(page, slug="ailenwyd")
    item, new = page.translation_key, target.translation_key
    merge(item, new, TOLD, None)
    to = path_of(target, language)
    for path in {first, path_of(page, language)}:
        assert Client().get(path)["Location"] == to
        assert led(path.rstrip("/"))[0] == 308
        found = led(f"/api/v1/{language}/items/by-path?path={path}")
        assert found == (308, f"api/v1/{language}/items/{new}")
    assert led(f"/api/v1/{language}/items/{item}?fallback=en") == (308, f"api/v1/{language}/items/{new}?fallback=en")
    assert led(f"/api/v1/items/{item}?lang={language}") == (308, f"api/v1/items/{new}?lang={language}")
    assert Client().get(f"/{language}/print/{item}/")["Location"].endswith(f"/{language}/print/{new}/")
    assert Client().get(f"/{language}/print/{item}.pdf")["Location"].endswith(f"/{language}/print/{new}.pdf")
    assert (
        f'<http://testserver{to}>; rel="canonical"'.partition("//")[2].partition("/")[2]
        in (Client().get(f"/api/v1/{language}/items/{item}")["Link"])
    )


@BOTH
def test_graphql_gives_the_other_by_path_and_item_and_no_id_stands_for_it(
    page: Any, target: Any, language: Any
) -> None:
    query = f'{{ item(item: "{page.translation_key}", language: {language.upper()}) {{ id item }} }}'
    own = asked(query)["data"]["item"]["id"]
    path = path_of(page, language)
    merge(page.translation_key, target.translation_key, TOLD, None)
    assert asked(query)["data"]["item"]["item"] == str(target.translation_key)
    by_path = asked(f'{{ item(path: "{path}", language: {language.upper()}) {{ item path }} }}')["data"]["item"]
    assert by_path == {"item": str(target.translation_key), "path": path_of(target, language)}
    (error,) = asked(f'{{ node(id: "{own}") {{ id }} }}')["errors"]
    assert error["extensions"]["code"] == "GONE"
    assert {one["title"] for one in error["extensions"]["instead"]} == {"Cymraeg: two", "English: two"}
    assert asked(f'{{ nodes(ids: ["{own}"]) {{ id }} }}')["data"] == {"nodes": [None]}


def test_it_is_in_no_list_and_the_log_says_moved(page: Any, target: Any, index: Index) -> None:
    index()
    before, item = newest(), str(page.translation_key)
    merge(page.translation_key, target.translation_key, TOLD, None)
    assert changes_of(page, before) == [("moved", "cy,en")]
    assert kinds(page) == ["first", "take-down"]
    index()
    for address in ("en/items?limit=100", "cy/search?q=one", "en/search?q=one", "manifest"):
        assert item not in {one["id"] for one in Client().get(f"/api/v1/{address}").json()["items"]}
    assert is_as_rebuilt()


def test_links_to_it_lead_to_the_other_whatever_that_is_called_and_nowhere_without_it(page: Any, target: Any) -> None:
    html = f'<p><a linktype="page" id="{page.pk}">English: there</a></p>'
    linking = another(page, "three", body=[("text", html)])

    def shown() -> str:
        return str(payload(linking, "en")["body"][0]["text"]["html"])

    assert f'data-item="{page.translation_key}"' in shown()
    merge(page.translation_key, target.translation_key, TOLD, None)
    assert f'data-item="{target.translation_key}"' in shown()
    make.publish(target, slug="new")
    make.translate(target, slug="newydd")
    assert "/en/new/" in shown()
    with make.committed():
        make.fresh(target).unpublish()
    assert "<a" not in shown()
    assert differences(all_items()) == []


@BOTH
def test_steps_are_taken_at_once_and_where_they_end_nowhere_the_words_are_told(
    page: Any, target: Any, language: Any
) -> None:
    last, item = another(page, "three"), page.translation_key
    address = f"/api/v1/{language}/items/{item}"
    merge(item, target.translation_key, TOLD, None)
    merge(target.translation_key, last.translation_key, None, None)
    assert led(address) == (308, f"api/v1/{language}/items/{last.translation_key}")
    with make.committed():
        make.fresh(last).unpublish()
    problem = Client().get(address).json()
    assert (problem["status"], problem["code"], problem["instead"]) == (410, "gone", [])
    assert problem["notice"] == {"cy": TOLD.cy, "en": TOLD.en}
    assert Client().get(path_of(page, language)).status_code == 410
    assert Client().get(f"/api/v1/{language}/items/{target.translation_key}").json()["notice"] == {
        "cy": "Mae hwn wedi symud i dudalen arall.",
        "en": "This has moved to another page.",
    }
    make.publish(last)
    make.translate(last)
    assert led(address)[0] == 308


def test_what_is_published_again_is_at_its_address_and_a_later_take_down_leads_nowhere(page: Any, target: Any) -> None:
    merge(page.translation_key, target.translation_key, TOLD, None)
    make.publish(page, title="English: one again")
    make.translate(page)
    address = f"/api/v1/cy/items/{page.translation_key}"
    assert Client().get(address).status_code == 200
    with make.committed():
        make.fresh(page).unpublish()
    problem = Client().get(address).json()
    assert (problem["code"], "notice" in problem) == ("withdrawn", False)


def test_it_leads_on_when_its_pages_are_deleted_and_when_the_other_is_withdrawn_by_a_word_it_ends(
    page: Any, target: Any
) -> None:
    address = f"/api/v1/cy/items/{page.translation_key}"
    merge(page.translation_key, target.translation_key, TOLD, None)
    with make.committed():
        make.fresh(page).delete()
    assert led(address)[0] == 308
    take_down(target.translation_key, NoticeWords("Gair.", "A word."), None)
    assert Client().get(address).json()["notice"]["en"] == TOLD.en


def test_circles_lead_nowhere(page: Any, target: Any) -> None:
    one, two = page.translation_key, target.translation_key
    merge(one, two, TOLD, None)
    with pytest.raises(RefusedError):
        merge(two, one, TOLD, None)
    # As a restored backup might have it.
    ReaderNotice.objects.create(
        item=two, kind="moved", moved_to=one, after=10**6, at=ReaderNotice.objects.latest("pk").at
    )
    assert ends_of_moves([(one, "en"), (two, "en")]) == {}


def test_it_is_refused_where_an_address_would_lead_nowhere(page: Any, target: Any, settings: Any) -> None:
    settings.RELEASE_POLICY = "independent"
    english = make.landing(make.fresh(page).get_parent(), "en", title="English: four")
    assert set(seen(english)) == {"en"}
    draft = make.landing(make.fresh(page).get_parent(), "en", live=False)
    for item, other in (
        (page.translation_key, page.translation_key),
        (page.translation_key, english.translation_key),
        (page.translation_key, draft.translation_key),
        (draft.translation_key, target.translation_key),
    ):
        with pytest.raises(RefusedError):
            merge(item, other, TOLD, None)
    assert not ReaderNotice.objects.exists()
    assert set(seen(page)) == {"cy", "en"}


def test_it_is_done_by_command(page: Any, target: Any) -> None:
    one, two = str(page.translation_key), str(target.translation_key)
    for wrong in (["--moved-to", one], ["--moved-to", two, "--cy", "Gair."], ["--moved-to", two, "--withdraw"]):
        with pytest.raises(CommandError):
            call_command("take_down", one, *wrong)
    call_command("take_down", one, "--moved-to", two)
    assert led(f"/api/v1/cy/items/{one}") == (308, f"api/v1/cy/items/{two}")


def test_it_is_done_on_the_screen(page: Any, target: Any) -> None:
    client = Client()
    client.force_login(user())
    address = reverse("publication_admin:taking_down", args=[page.pk])
    draft = make.landing(make.fresh(page).get_parent(), "en", live=False)
    said = {"kind": "moved", "first": str(target.pk)}
    with make.committed():
        for wrong in (
            {"first": ""},
            {"first": str(draft.pk)},
            {"first": str(page.pk)},
            {"second": str(draft.pk)},
            {"cy": "Gair."},
            {"kind": "gone"},
        ):
            assert client.post(address, {**said, **wrong}).status_code == 200
        assert not ReaderNotice.objects.exists()
        assert client.post(address, said).status_code == 302
    assert led(f"/api/v1/en/items/{page.translation_key}")[0] == 308
    overview = client.get(reverse("publication_admin:item", args=[page.pk])).content.decode()
    assert "Its addresses lead to" in overview
    assert reverse("publication_admin:item", args=[target.pk]) in overview
