"""What is withdrawn can be read with a notice and is in no list; what is gone says why, and where to go instead."""

import datetime as dt
import json
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.content.languages import CODES
from cms.publication.models import Edition, ReaderNotice
from cms.publication.notices.taking_down import NoticeWords, put_back, take_down, withdraw
from cms.publication.reconciliation.rebuilding import all_items, differences
from cms.publication.releases.instructions import RefusedError
from tests.factories import content as make
from tests.search.outlet import Index, index

from .editions import edition, newest, payload
from .pairs import changes_of, kinds, pair, together

assert index
__all__ = ["together"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("together")]
TOLD = {"cy": "Mae canllaw newydd wedi cymryd ei le.", "en": "A new guide has taken its place."}
BOTH = pytest.mark.parametrize("language", CODES)


@pytest.fixture
def page() -> Any:
    """A page that is public in both languages."""
    return pair()[0]


@pytest.fixture
def new(page: Any) -> Any:
    """Another, to go to instead."""
    made = make.landing(make.fresh(page).get_parent(), "en", title="English: new")
    make.translate(made)
    return made


def words(*instead: Any) -> NoticeWords:
    return NoticeWords(TOLD["cy"], TOLD["en"], tuple(page.translation_key for page in instead))


def public(page: Any, language: str) -> Edition:
    """The edition of a page that is public in a language."""
    found = edition(page, language)
    assert found is not None
    return found


def read(address: str) -> Any:
    return Client().get(f"/api/v1/{address}")


def ids(address: str) -> set[str]:
    return {item["id"] for item in read(address).json()["items"]}


def is_listed(page: Any, index: Index) -> set[bool]:
    """Whether lists, cards, counts, search and suggestions have a page, one answer for all that agree."""
    index()
    item = str(page.translation_key)
    home = payload(make.fresh(page).get_parent(), "en")
    asked = "{ items(language: EN, first: 100) { nodes { item } } }"
    graphql = Client().post("/graphql", {"query": asked}, content_type="application/json").json()["data"]["items"]
    return {
        item in ids("en/items?limit=100"),
        item in ids("cy/items?limit=100&sort=version"),
        item in {card["id"] for card in home["children"]},
        item in {one["item"] for one in graphql["nodes"]},
        item in ids("en/search?q=one"),
        item in ids("en/suggest?q=one"),
    }


def test_what_is_withdrawn_is_read_with_a_notice_and_is_in_no_list(page: Any, new: Any, index: Index) -> None:
    assert is_listed(page, index) == {True}
    before = newest()
    withdraw(page.translation_key, words(new), None)
    assert is_listed(page, index) == {False}
    assert changes_of(page, before) == [("published", "cy,en")]
    for language in CODES:
        said = read(f"{language}/items/{page.translation_key}").json()["withdrawn"]
        assert said["notice"] == TOLD[language]
        assert [(one["id"], one["lang"]) for one in said["instead"]] == [(str(new.translation_key), language)]
        assert dt.datetime.fromisoformat(said["since"])
    assert kinds(page) == ["first"]
    assert differences(all_items()) == []


def test_who_keeps_a_copy_learns_of_it_from_the_manifest(page: Any) -> None:
    before = {row["id"]: row for row in read("manifest").json()["items"]}[str(page.translation_key)]
    withdraw(page.translation_key, words(), None)
    after = {row["id"]: row for row in read("manifest").json()["items"]}[str(page.translation_key)]
    assert all(after["languages"][code]["version"] > before["languages"][code]["version"] for code in CODES)


def test_a_withdrawal_outlives_new_versions_until_it_is_taken_back(page: Any, index: Index) -> None:
    withdraw(page.translation_key, words(), None)
    make.publish(page, title="English: one, corrected")
    make.translate(page)
    assert payload(page, "en")["title"] == "English: one, corrected"
    assert payload(page, "cy")["withdrawn"]["notice"] == TOLD["cy"]
    put_back(page.translation_key, None)
    assert payload(page, "cy")["withdrawn"] is None
    assert is_listed(page, index) == {True}
    assert "withdrawn" not in (public(page, "en").content or {})
    with pytest.raises(RefusedError):
        put_back(page.translation_key, None)


def test_the_editions_are_made_again_from_the_notices(page: Any, new: Any) -> None:
    withdraw(page.translation_key, words(new), None)
    fields = ("item", "language", "withdrawn_at", "digest")
    before = list(Edition.objects.order_by("item", "language").values_list(*fields))
    Edition.objects.all().delete()
    call_command("rebuild_publication", verbosity=0)
    assert list(Edition.objects.order_by("item", "language").values_list(*fields)) == before


def test_a_new_title_of_what_to_go_to_is_shown_and_what_is_private_is_not(page: Any, new: Any) -> None:
    withdraw(page.translation_key, words(new), None)
    make.publish(new, title="English: newer")
    make.translate(new)
    assert [one["title"] for one in payload(page, "en")["withdrawn"]["instead"]] == ["English: newer"]
    with make.committed():
        make.fresh(new).unpublish()
    assert payload(page, "en")["withdrawn"]["instead"] == []


@BOTH
def test_what_is_gone_says_why_and_where_to_go_instead_over_rest(page: Any, new: Any, language: Any) -> None:
    take_down(page.translation_key, words(new), None)
    response = read(f"{language}/items/{page.translation_key}")
    problem = response.json()
    assert (response.status_code, problem["code"], problem["notice"]) == (410, "gone", TOLD)
    assert TOLD[language] in problem["detail"]
    assert [(one["language"], one["title"]) for one in problem["instead"]] == [
        ("cy", "Cymraeg: new"), ("en", "English: new"),
    ]  # fmt: skip
    both = read(f"items/{page.translation_key}").json()
    assert (both["code"], both["notice"]) == ("gone", TOLD)
    assert str(page.translation_key) not in ids(f"{language}/items?limit=100")
    assert kinds(page) == ["first", "take-down"]


@BOTH
def test_what_is_gone_says_so_over_graphql(page: Any, new: Any, language: Any) -> None:
    take_down(page.translation_key, words(new), None)
    query = f'{{ item(item: "{page.translation_key}", language: {language.upper()}) {{ title }} }}'
    (error,) = Client().post("/graphql", {"query": query}, content_type="application/json").json()["errors"]
    assert error["extensions"]["code"] == "GONE"
    assert error["extensions"]["notice"] == TOLD
    assert {one["title"] for one in error["extensions"]["instead"]} == {"Cymraeg: new", "English: new"}


@BOTH
def test_the_pages_that_readers_see_say_both(page: Any, new: Any, language: Any) -> None:
    path, target = public(page, language).path, public(new, language)
    withdraw(page.translation_key, words(new), None)
    shown = Client().get(path).content.decode()
    assert TOLD[language] in shown
    assert f'{target.path}">{target.title}</a>' in shown
    assert 'content="noindex"' in shown
    take_down(page.translation_key, words(new), None)
    response = Client().get(path)
    assert response.status_code == 410
    assert TOLD[language] in response.content.decode()
    assert target.path in response.content.decode()


def test_a_notice_of_what_is_gone_does_not_hold_for_a_later_take_down(page: Any) -> None:
    take_down(page.translation_key, words(), None)
    make.publish(page, title="English: one again")
    make.translate(page)
    assert "one again" in read(f"cy/items/{page.translation_key}").json()["title"]
    with make.committed():
        make.fresh(page).unpublish()
    problem = read(f"cy/items/{page.translation_key}").json()
    assert (problem["code"], "notice" in problem) == ("withdrawn", False)


def test_nothing_is_said_of_what_is_not_public_in_one_language_or_of_itself(page: Any) -> None:
    draft = make.landing(make.fresh(page).get_parent(), "en")
    for item, said in (
        (draft.translation_key, words()),
        (uuid4(), words()),
        (page.translation_key, NoticeWords("Gair.", " ")),
        (page.translation_key, words(page)),
    ):
        for verb in (withdraw, take_down):
            with pytest.raises(RefusedError):
                verb(item, said, None)
    assert not ReaderNotice.objects.exists()
    assert kinds(page) == ["first"]


def test_it_is_done_by_command(page: Any, new: Any, capsys: pytest.CaptureFixture[str]) -> None:
    item, said = str(page.translation_key), ["--cy", TOLD["cy"], "--en", TOLD["en"]]
    call_command("take_down", item, *said, "--withdraw", "--instead", str(new.translation_key))
    assert payload(page, "cy")["withdrawn"]["notice"] == TOLD["cy"]
    call_command("take_down", item, "--put-back")
    assert payload(page, "cy")["withdrawn"] is None
    with pytest.raises(CommandError):
        call_command("take_down", item, "--cy", "Gair.")
    capsys.readouterr()
    call_command("take_down", item, *said)
    assert capsys.readouterr().out == "It is gone; who asks for it is told why.\n"
    assert read(f"cy/items/{item}").json()["notice"] == TOLD


def test_an_item_takes_no_more_queries_with_a_notice_and_one_that_is_gone_two_more(page: Any, new: Any) -> None:
    address = f"cy/items/{page.translation_key}"

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            read(address)
        return len(queries)

    before = asked()
    withdraw(page.translation_key, words(new), None)
    assert asked() == before
    take_down(page.translation_key, words(new), None)
    assert asked() <= before + 3


def test_whatever_is_told_is_told_as_words(page: Any) -> None:
    path = public(page, "en").path
    withdraw(page.translation_key, NoticeWords("<b>{date}</b>", "<b>{date}</b>"), None)
    assert "&lt;b&gt;{date}" in Client().get(path).content.decode()
    take_down(page.translation_key, NoticeWords("<b>{date}</b>", "<b>{date}</b>"), None)
    assert "<b>{date}</b>" in json.dumps(read(f"en/items/{page.translation_key}").json()["detail"])
    assert "&lt;b&gt;{date}" in Client().get(path).content.decode()
