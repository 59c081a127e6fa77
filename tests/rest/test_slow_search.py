"""Search over REST while the engine is slow: what is found is answered, and what there was no time for is named."""

from dataclasses import replace

import pytest

from search.engines.circuit_breaker import SlowAnswer
from search.querying import searcher
from tests.factories.editions import edition
from tests.http.cached_server import open_connection
from tests.rest.test_search import SOUGHT, valid
from tests.search.outlet import index

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_connection")]
FIXTURES = (index, open_connection)


def slow(*arguments):
    raise SlowAnswer("no answer in time")


def test_a_guess_that_the_engine_is_too_slow_for_spoils_nothing(api, index, language, monkeypatch):
    edition(language, title=f"{SOUGHT[language][1]} panel")
    index()

    monkeypatch.setattr(index.engine, "similar", slow)
    answer = api.read(f"{language}/search?q=panel+infromatoin").json()
    assert (len(answer["items"]), answer["did_you_mean"], answer["lacks"]) == (1, None, ["did_you_mean"])


def test_while_the_engine_is_slow_nothing_is_guessed_and_the_answer_is_soon_out_of_date(
    api, index, language, monkeypatch
):
    edition(language, title=f"{SOUGHT[language][1]} panel")
    index()
    whole = index.engine.search
    monkeypatch.setattr(index.engine, "search", lambda one: replace(whole(one), reduced=True, facets={}))
    response = api.read(f"{language}/search?q=panel+infromatoin")
    answer = valid(response.json(), "SearchResults")
    assert (len(answer["items"]), answer["did_you_mean"], set(map(len, answer["facets"].values()))) == (1, None, {0})
    assert answer["lacks"] == ["facets", "did_you_mean"]
    assert int(response["Cache-Control"].partition("max-age=")[2]) <= 1


def test_words_that_the_engine_has_no_time_to_count_are_found_all_the_same(api, index, language, monkeypatch):
    edition(language, title=f"{SOUGHT[language][1]} panel")
    index()

    address = f"{language}/search?q=panel"
    with monkeypatch.context() as patched:
        patched.setattr(index.engine, "count", slow)
        answer = valid(api.read(address).json(), "SearchResults")
    assert (len(answer["items"]), answer["lacks"]) == (1, ["ranking"])
    assert api.read(address).json()["lacks"] == []


def test_nobody_waits_long_for_a_guess(api, index, language, monkeypatch):
    edition(language, title=SOUGHT[language][1])
    index()
    monkeypatch.setattr(searcher, "_TIME_FOR_CORRECTIONS", -1)
    slip = {"cy": "gwybdoaeth", "en": "infromation"}[language]
    assert api.read(f"{language}/search?q={slip}").json()["did_you_mean"] is None
