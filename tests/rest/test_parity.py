"""The public figures of both languages over REST and GraphQL: of what readers see, and nothing else."""

import datetime as dt
import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from jsonschema import Draft202012Validator

from cms.publication.models import ParitySample
from cms.publication.parity.daily_sample import SAMPLE, take_sample
from cms.publication.reconciliation import actions
from cms.publication.reconciliation.rebuilding import all_items
from cms.rest.openapi.openapi_document import document_json
from tests.factories import content as make
from tests.publication.editors import held_back
from tests.publication.pairs import pair, together

assert together
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("together")]
FIGURES = "public both only missing behind words wordsBehind"
ASKED = f"{{language {FIGURES} types{{type {FIGURES}}}}}"
QUERY = f"{{cy: parity(language: CY) {ASKED} en: parity(language: EN) {ASKED}}}"


def figures(code: str, kind: str = "landing") -> dict[str, Any]:
    """What REST says of a language and a type; the sums are those of the types."""
    languages = {one["language"]: one for one in Client().get("/api/v1/parity").json()["languages"]}
    assert list(languages) == ["cy", "en"]
    one = languages[code]
    for name in ("public", "both", "only", "missing", "behind", "words", "words_behind"):
        assert one[name] == sum(row[name] for row in one["types"])
    found: dict[str, Any] = next(row for row in one["types"] if row["type"] == kind)
    return found


def alone(page: Any, code: Any) -> None:
    until = timezone.now() + dt.timedelta(days=7)
    actions.release_alone(page.translation_key, code, None, "Urgent", until)


def test_the_figures_are_of_both_languages_by_type_with_the_words_that_one_has_not() -> None:
    page, _ = pair("en", summary="One two three")
    make.publish(page, summary="One two three four five")
    alone(page, "en")
    single = make.landing(page.get_parent(), "en", title="Only here", summary="In one")
    alone(single, "en")
    en, cy = figures("en"), figures("cy")
    assert (en["public"], en["both"], en["only"], en["missing"], en["behind"]) == (2, 1, 1, 0, 0)
    assert (cy["public"], cy["both"], cy["only"], cy["missing"], cy["behind"]) == (1, 1, 0, 1, 1)
    assert (en["words"], en["words_behind"]) == (2 + 5 + 4, 0)
    assert cy["words_behind"] == 2 + 4
    assert figures("cy", "home")["both"] == 1


def test_both_outlets_say_the_same_and_rest_is_as_its_contract_says() -> None:
    page, _ = pair("cy")
    make.publish(page, summary=make.words("cy", "a b"))
    alone(page, "cy")
    rest = Client().get("/api/v1/parity").json()
    schema = {"$ref": "#/components/schemas/ParityReport", "components": json.loads(document_json())["components"]}
    Draft202012Validator(schema).validate(rest)
    asked = Client().post("/graphql", {"query": QUERY}, content_type="application/json").json()["data"]

    def as_rest(row: dict[str, Any]) -> dict[str, Any]:
        said = {name: value for name, value in row.items() if name not in {"types", "wordsBehind"}}
        said |= {"words_behind": row["wordsBehind"]}
        said |= {name: str(said[name]).lower() for name in ("language", "type") if name in said}
        return said | ({"types": [as_rest(one) for one in row["types"]]} if "types" in row else {})

    assert [as_rest(one) for one in asked.values()] == rest["languages"]


def test_what_readers_do_not_see_changes_no_figure() -> None:
    page, translation = pair("en")
    before = Client().get("/api/v1/parity").json()
    home = page.get_parent()
    make.publish(page, summary=make.words("en", "much more to say, which waits"))
    make.fresh(translation).save_revision()
    make.landing(home, "en")
    make.page(type(page), home, "en", live=False)
    held_back(home)
    assert Client().get("/api/v1/parity").json() == before
    actions.reconcile(all_items())
    assert Client().get("/api/v1/parity").json() == before
    with make.committed():
        make.fresh(page).unpublish()
    assert figures("cy", "home") == figures("en", "home") | {"words": figures("cy", "home")["words"]}
    assert "landing" not in str(Client().get("/api/v1/parity").json())


def test_the_figures_of_each_day_are_kept_once_a_day() -> None:
    page, _ = pair("en")
    take_sample()
    make.publish(page, summary=make.words("en", "a b"))
    alone(page, "en")
    take_sample()
    assert ParitySample.objects.count() == 4
    row = ParitySample.objects.get(language="cy", type="landing")
    assert (row.day, row.public, row.both, row.missing, row.behind) == (timezone.localdate(), 1, 1, 0, 1)
    assert row.words_behind == figures("cy")["words_behind"]
    assert SAMPLE.is_owed({})
    assert not SAMPLE.is_owed(SAMPLE.state())
