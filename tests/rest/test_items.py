"""One item: by id, by path, as home, framework or section, and both languages side by side."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from jsonschema import Draft202012Validator

from cms.rest.openapi.item_schema import item_schema_text
from tests.factories.editions import edition, expired, gone, pair, withdrawn

pytestmark = pytest.mark.django_db


def test_an_item_is_its_stored_bytes(api, language):
    row = edition(language)
    response = api.read(f"{language}/items/{row.item}")
    assert response.status_code == 200
    assert response.content == row.body
    assert response["Content-Type"] == "application/json"
    assert response["Content-Language"] == language


def test_a_detail_is_one_query_however_much_else_there_is(api, language, django_assert_num_queries):
    rows = [edition(language) for _ in range(30)]
    for row in (rows[0], rows[-1]):
        with django_assert_num_queries(1):
            api.read(f"{language}/items/{row.item}")
        with django_assert_num_queries(1):
            api.read(f"{language}/items/by-path?path={row.path}")
        with django_assert_num_queries(1):
            api.read(f"items/{row.item}")


def test_a_missing_language_is_told_by_one_query_too(api, django_assert_num_queries):
    row = edition("en")
    with django_assert_num_queries(1):
        api.problem(f"cy/items/{row.item}", 404, "not-in-language")


def test_links_lead_to_the_other_language_the_public_page_and_the_licence(api, language, other):
    rows = dict(zip(("cy", "en"), pair(), strict=True))
    row = rows[language]
    response = api.read(f"{language}/items/{row.item}")
    assert response["Link"].split(", ") == [
        f'<https://api.example.test/api/v1/{other}/items/{row.item}>; rel="alternate"; hreflang="{other}"',
        f'<https://{language}.example.test{row.path}>; rel="canonical"',
        '<https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/>; rel="license"',
    ]
    assert response["Content-Location"] == f"https://api.example.test/api/v1/{language}/items/{row.item}"


def test_there_is_no_link_to_a_language_that_is_not_public(api, language, other):
    row = edition(language)
    expired(other, item=row.item)
    assert "alternate" not in api.read(f"{language}/items/{row.item}")["Link"]


@pytest.mark.parametrize("tag", ["CY", "cy-GB", "Cy-gb"])
def test_region_and_case_of_a_language_are_forgiven(api, tag):
    row = edition("cy")
    response = api.read(f"{tag}/items/{row.item}")
    assert response.content == row.body
    assert response["Content-Location"].endswith(f"/api/v1/cy/items/{row.item}")
    for address in ("items?limit=1&type=guide", "topics", "search?q=t%C5%B7", "home"):
        usual = f"https://api.example.test/api/v1/cy/{address}"
        found = api.read(f"{tag}/{address}")
        if found.status_code == 200:
            assert found["Content-Location"].startswith("https://api.example.test/api/v1/cy/")
            assert address == "home" or found["Content-Location"] == usual
    assert "Content-Location" not in api.read("cy/topics")


def test_an_item_is_found_by_its_path_with_or_without_the_last_slash(api, language):
    row = edition(language)
    for path in (row.path, row.path.rstrip("/")):
        for address in ("items", "items/by-path"):
            assert api.read(f"{language}/{address}?path={path}").content == row.body


def test_the_address_decides_the_language_and_the_path_may_be_that_of_either(api, language):
    rows = pair()
    own = {row.language: row for row in rows}[language]
    for row in rows:
        assert api.read(f"{language}/items?path={row.path}").content == own.body


def test_a_path_in_the_other_language_only_says_so(api, language, other):
    row = edition(other)
    problem = api.problem(f"{language}/items/by-path?path={row.path}", 404, "not-in-language")
    assert problem["available"][0]["language"] == other


def test_a_path_that_was_taken_over_leads_to_the_item_that_has_it_now(api, language):
    old = withdrawn(language)
    new = edition(language, path=old.path)
    assert api.read(f"{language}/items?path={old.path}").content == new.body


def test_home_and_framework_are_the_first_of_their_type(api, language):
    for name in ("home", "framework"):
        second = edition(language, type=name, position="00020002")
        first = edition(language, type=name, position="00010001")
        response = api.read(f"{language}/{name}")
        assert response.json()["id"] == str(first.item) != str(second.item)


def test_a_section_is_found_by_its_number(api, language):
    row = edition(language, type="section", number="6.2")
    edition(language, type="section", number="6")
    assert api.read(f"{language}/sections/6.2").content == row.body
    api.problem(f"{language}/sections/7", 404, "not-found")
    api.problem(f"{language}/sections/six", 400, "invalid-parameter")


@pytest.mark.parametrize(
    "address", ["items/{item}", "items?path={path}", "items/by-path?path={path}", "home", "framework", "sections/6"]
)
def test_the_other_language_is_given_only_when_asked_for_and_then_labelled(api, language, other, address):
    type_ = {"home": "home", "framework": "framework", "sections/6": "section"}.get(address, "guide")
    row = edition(other, type=type_)
    address = address.format(item=row.item, path=row.path)
    problem = api.problem(f"{language}/{address}", 404, "not-in-language")
    assert problem["available"] == [
        {
            "language": other,
            "title": row.title,
            "address": f"https://{other}.example.test{row.path}",
            "api": f"https://api.example.test/api/v1/{other}/items/{row.item}",
        }
    ]
    mark = "&" if "?" in address else "?"
    response = api.read(f"{language}/{address}{mark}fallback={other}")
    served = response.json()
    assert response["Content-Language"] == other
    assert served.pop("fallback") == {"asked": language, "served": other}
    assert served == json.loads(row.body)
    assert response["ETag"] != api.read(f"{other}/items/{row.item}")["ETag"]


def test_a_fallback_is_not_used_where_the_language_is_there(api, language, other):
    own = {row.language: row for row in pair()}[language]
    assert api.read(f"{language}/items/{own.item}?fallback={other}").content == own.body


@pytest.mark.parametrize(("make", "code"), [(withdrawn, "withdrawn"), (expired, "withdrawn"), (gone, "gone")])
def test_what_is_no_longer_public_is_410_and_says_since_when(api, language, make, code):
    row = make(language)
    problem = api.problem(f"{language}/items/{row.item}", 410, code)
    assert problem["since"] == (row.expires_at or row.state_since).isoformat().replace("+00:00", "Z")
    assert "available" not in problem


def test_a_withdrawn_language_names_the_other_one_and_falls_back_when_asked(api, language, other):
    row = withdrawn(language)
    twin = edition(other, item=row.item)
    problem = api.problem(f"{language}/items/{row.item}", 410, "withdrawn")
    assert problem["available"][0]["title"] == twin.title
    assert api.read(f"{language}/items/{row.item}?fallback={other}").json()["title"] == twin.title


def test_what_never_was_public_is_404_and_reveals_nothing(api, language, other):
    unknown = "5d6f0c1e-7b7a-4c53-9a43-0a6c8f2b1d11"
    never = api.problem(f"{language}/items/{unknown}", 404, "not-found")
    row = withdrawn(other)
    only_withdrawn_elsewhere = api.problem(f"{language}/items/{row.item}", 404, "not-found")
    assert {**never, "instance": ""} == {**only_withdrawn_elsewhere, "instance": ""}


def test_an_edition_expires_at_the_moment_it_is_read(api, language):
    row = edition(language, expires_at=timezone.now() + timedelta(minutes=5))
    assert api.read(f"{language}/items/{row.item}").status_code == 200
    type(row).objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    api.problem(f"{language}/items/{row.item}", 410, "withdrawn")
    assert api.read(f"{language}/items").json()["total"] == 0
    assert api.read("manifest").json()["total"] == 0


def test_both_languages_come_side_by_side(api):
    welsh, english = pair()
    response = api.read(f"items/{welsh.item}?lang=cy,en")
    both = response.json()
    assert both["id"] == str(welsh.item)
    assert (both["cy"], both["en"]) == (json.loads(welsh.body), json.loads(english.body))
    assert {code: both["languages"][code]["state"] for code in ("cy", "en")} == {"cy": "published", "en": "published"}
    assert response["Content-Language"] == "cy, en"


def test_a_language_that_is_not_public_is_null_with_its_state(api, language, other):
    row = edition(language)
    withdrawn(other, item=row.item)
    both = api.read(f"items/{row.item}").json()
    assert both[language]["title"] == row.title
    assert both[other] is None
    assert both["languages"][other]["state"] == "withdrawn"
    assert "en" not in api.read(f"items/{row.item}?lang=cy").json() or language == "en"


def test_both_languages_gone_is_410_and_neither_ever_there_is_404(api):
    row = withdrawn("cy")
    gone("en", item=row.item)
    api.problem(f"items/{row.item}", 410, "withdrawn")
    api.problem("items/5d6f0c1e-7b7a-4c53-9a43-0a6c8f2b1d11", 404, "not-found")


def test_one_language_of_an_item_that_has_the_other_only_is_a_problem(api, language, other):
    row = edition(other)
    problem = api.problem(f"items/{row.item}?lang={language}", 404, "not-in-language")
    assert problem["language"] == language


def test_what_is_served_validates_against_the_schema_that_is_served(api, language, other):
    schema = api.read("schema/item.json")
    assert schema["Content-Type"] == "application/schema+json"
    assert schema.content.decode() == item_schema_text()
    validator = Draft202012Validator(schema.json())
    for type_ in ("home", "landing", "framework", "section", "resource", "information", "guide", "module"):
        row = edition(language, type=type_)
        validator.validate(api.read(f"{language}/items/{row.item}").json())
        validator.validate(api.read(f"{other}/items/{row.item}?fallback={language}").json())
