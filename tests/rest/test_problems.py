"""Every error is a problem in the right language, and nothing that anybody sends makes it a 500."""

import base64
import json

import pytest
from django.db import OperationalError
from django.test import Client, override_settings

from cms.content.languages import CODES
from cms.content.vocabularies import Label
from cms.http import messages
from cms.http.problems.problem_types import PROBLEM_TYPES
from cms.publication.queries import item_queries
from tests.factories.editions import edition, withdrawn

pytestmark = pytest.mark.django_db
UNKNOWN = "5d6f0c1e-7b7a-4c53-9a43-0a6c8f2b1d11"


# A query, the problem's code and the parameter that it names, and one of what it says is allowed.
WRONG = [
    ("format=json", "unknown-parameter", "format", "audience"),
    ("Type=guide", "unknown-parameter", "Type", "type"),
    ("lang=cy", "unknown-parameter", "lang", "sort"),
    ("offset=10", "unknown-parameter", "offset", "cursor"),
    ("type=page", "invalid-parameter", "type", "guide"),
    ("type=guide,page", "invalid-parameter", "type", "guide"),
    ("type=", "invalid-parameter", "type", "guide"),
    ("kind=pdf", "invalid-parameter", "kind", "flowchart"),
    ("audience=everybody", "invalid-parameter", "audience", "parents"),
    ("sort=random", "invalid-parameter", "sort", "-title"),
    ("sort=title_key", "invalid-parameter", "sort", "title"),
    ("fields=all", "invalid-parameter", "fields", "full"),
    ("new=yes", "invalid-parameter", "new", "true"),
    ("limit=0", "invalid-parameter", "limit", None),
    ("limit=-1", "invalid-parameter", "limit", None),
    ("limit=101", "invalid-parameter", "limit", None),
    ("limit=1e9", "invalid-parameter", "limit", None),
    ("limit=1000000000", "invalid-parameter", "limit", None),
    ("limit=%D9%A3", "invalid-parameter", "limit", None),
    ("updated_since=yesterday", "invalid-parameter", "updated_since", None),
    ("reviewed_before=2026-13-01", "invalid-parameter", "reviewed_before", None),
    ("reviewed_before=20260101", "invalid-parameter", "reviewed_before", None),
    ("parent=1", "invalid-parameter", "parent", None),
    ("section=6.2.1", "invalid-parameter", "section", None),
    ("topic=a%20b", "invalid-parameter", "topic", None),
    ("cursor=nonsense", "invalid-cursor", "cursor", None),
    ("path=no-slash", "invalid-parameter", "path", None),
    ("path=/cy/&type=guide", "invalid-parameter", "type", "fallback"),
    ("fallback=en", "invalid-parameter", "fallback", "type"),
    ("path=/cy/&fallback=fr", "invalid-parameter", "fallback", "cy"),
    ("sort=title&sort=updated", "repeated-parameter", "sort", None),
]


def test_a_parameter_that_is_not_right_is_named_with_what_is_allowed(api, subtests, language):
    for query, code, parameter, allowed in WRONG:
        with subtests.test(query=query):
            problem = api.problem(f"{language}/items?{query}", 400, code)
            assert (problem["parameter"], problem["language"]) == (parameter, language)
            assert problem["title"] == PROBLEM_TYPES[code].title.text(language)
            if code != "repeated-parameter":
                assert problem["allowed"]
                assert allowed is None or allowed in problem["allowed"]


@pytest.mark.parametrize("address", ["{}/items/" + UNKNOWN, "{}/home", "{}/framework", "{}/sections/6"])
def test_a_single_item_takes_fallback_only(api, language, address):
    address = address.format(language)
    assert api.problem(f"{address}?fields=full", 400, "unknown-parameter")["allowed"] == ["fallback"]
    assert api.problem(f"{address}?fallback=fr", 400, "invalid-parameter")["allowed"] == ["cy", "en"]


@pytest.mark.parametrize("address", ["{}/topics", "{}/audiences"])
def test_an_address_without_parameters_takes_none(api, language, address):
    assert api.problem(f"{address.format(language)}?limit=5", 400, "unknown-parameter")["allowed"] == []


@pytest.mark.parametrize("tag", ["fr", "cym", "c", "cy-", "cy--GB", "en_GB", "%00", "..", "x" * 300])
def test_an_unknown_language_is_told_which_languages_there_are(api, tag):
    for rest in (f"items/{UNKNOWN}", "items", "home", "topics"):
        problem = api.problem(f"{tag}/{rest}?lang=en", 404, "unknown-language")
        assert problem["languages"] == ["cy", "en"]


@pytest.mark.parametrize("text", ["1", "nonsense", UNKNOWN.replace("-", ""), "{" + UNKNOWN + "}", f"urn:uuid:{UNKNOWN}", "%00",
                                  UNKNOWN + "%0A", "%FF", "x" * 5000])  # fmt: skip
def test_a_malformed_id_is_400(api, language, text):
    api.problem(f"{language}/items/{text}", 400, "invalid-id")
    api.problem(f"items/{text}", 400, "invalid-id")


HOSTILE = [
    "path=%00", "path=/cy/%00/", "topic=%00", "cursor=%00", "%00=1", "sort=%00", "updated_since=%00", "parent=%00", "type=%00",
    "path=/%FF%FE/", "path=/" + "a" * 2000, "cursor=" + "A" * 5000, "limit=" + "9" * 400, "limit=NaN", "limit=inf", "limit= 5",
    "updated_since=0001-01-01T00:00:00%2B23:59", "updated_since=9999-12-31T23:59:59-23:59", "updated_since=0001-01-01",
    "updated_since=9999-12-31", "updated_since=2026-02-30", "updated_since=2026-03-29T01:30:00", "updated_since=10000-01-01",
    "reviewed_before=0001-01-01", "reviewed_before=0000-00-00", "parent=" + ",".join([UNKNOWN] * 60), "type=" + "guide," * 400,
    "a=" + "b" * 65536, "&".join(["type=guide"] * 900), "&".join(f"p{n}=1" for n in range(900)), "=", "&&&", "%", "%zz=1",
    "type=guide;drop", "sort=title'--", "path=/../../etc/passwd", "topic=" + "x" * 61, "[]=1", "limit[]=1", "limit=5&limit=5",
]  # fmt: skip


@pytest.mark.parametrize(
    "address", ["{}/items", "{}/items/" + UNKNOWN, "{}/topics", "{}/home", "items/" + UNKNOWN, "manifest", ""]
)
def test_nothing_in_a_query_is_answered_500(api, subtests, address):
    edition("cy", type="home")
    for number, query in enumerate(HOSTILE):
        with subtests.test(number=number):
            response = api.read(f"{address.format('cy')}?{query}")
            assert response.status_code in {200, 400, 404}, response.content
            if response.status_code != 200:
                assert response["Content-Type"] == "application/problem+json"


def test_a_query_of_64_kilobytes_is_400(api, language):
    api.problem(f"{language}/items?topic={'x' * 65536}", 400, "query-too-long")
    api.problem(f"{language}/items/{UNKNOWN}?{'x' * 65536}", 400, "query-too-long")
    api.problem(f"manifest?{'&'.join(['a=1'] * 20000)}", 400, "query-too-long")


CURSORS = [
    "", "0", [], {}, [1], [1, 2, 3, 4, 5, 6], [1, "", "position", "0001", UNKNOWN, 0], [1, None, "position", 5, 6, None],
    [2, "{mark}", "position", "0001", UNKNOWN, 0], [1, "{mark}", "title", "0001", UNKNOWN, 0],
    [1, "{mark}", "position", "' or 1=1", UNKNOWN, 0], [1, "{mark}", "position", "0001\x00", UNKNOWN, 0],
    [1, "{mark}", "position", "0001", "1", 0], [1, "{mark}", "position", "0001", UNKNOWN, 7],
    [1, "{mark}", "position", {"$gt": ""}, UNKNOWN, 0], [1, "{mark}", "position", "9" * 601, UNKNOWN, 0],
]  # fmt: skip


def test_a_forged_cursor_is_400(api, subtests, language):
    for _ in range(2):
        edition(language)
    real = api.read(f"{language}/items?limit=1").json()["next"].partition("cursor=")[2]
    mark = json.loads(base64.urlsafe_b64decode(real + "=="))[1]
    for parts in CURSORS:
        with subtests.test(parts=parts):
            forged = json.dumps(parts).replace("{mark}", mark).encode()
            cursor = base64.urlsafe_b64encode(forged).decode().rstrip("=")
            api.problem(f"{language}/items?cursor={cursor}", 400, "invalid-cursor")


@pytest.mark.parametrize("moment", ["nonsense", "2026-01-01", "2026-01-01T00:00:00", "0001-01-01T00:00:00+23:00"])
def test_a_forged_moment_in_a_cursor_is_400(api, moment):
    for _ in range(2):
        edition("cy")
    real = api.read("cy/items?limit=1&sort=updated").json()["next"].partition("cursor=")[2]
    parts = json.loads(base64.urlsafe_b64decode(real + "=="))
    parts[3] = moment
    cursor = base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")
    api.problem(f"cy/items?sort=updated&cursor={cursor}", 400, "invalid-cursor")


@pytest.mark.parametrize("address", ["/api/", "/api/v2/", "/api/v1/nonsense", "/api/v1/cy/nonsense", "/api/v1/cy/items/",
                                     "/api/problems/nonsense", "/files/", "/files/a/b/c", "/pictures/x"])  # fmt: skip
def test_an_address_that_is_not_there_is_a_problem(api, address):
    api.problem(address, 404, "not-found")


@pytest.mark.parametrize("debug", [True, False])
def test_an_error_nobody_foresaw_is_a_problem_that_says_nothing_of_itself(language, monkeypatch, debug):
    def fail(*arguments, **options):
        raise RuntimeError("a secret")

    monkeypatch.setattr(item_queries, "item", fail)
    with override_settings(DEBUG=debug):
        response = Client(raise_request_exception=False).get(f"/api/v1/{language}/items/{UNKNOWN}")
    assert (response.status_code, response["Content-Type"]) == (500, "application/problem+json")
    assert response.json()["code"] == "server-error"
    assert response.json()["language"] == language
    assert "secret" not in response.content.decode()


def test_a_database_that_is_down_is_503_and_says_when_to_come_back(api, language, monkeypatch):
    def fail(*arguments, **options):
        raise OperationalError("connection refused")

    monkeypatch.setattr(item_queries, "item", fail)
    problem = api.problem(f"{language}/items/{UNKNOWN}", 503, "unavailable")
    assert problem["retry_after"] == 10
    assert api.read(f"{language}/items/{UNKNOWN}")["Retry-After"] == "10"


@pytest.mark.parametrize("debug", [True, False])
def test_a_false_host_is_a_problem_too(debug):
    with override_settings(DEBUG=debug, ALLOWED_HOSTS=["testserver"]):
        response = Client().get("/api/v1/cy/items", headers={"Host": "evil.example"})
    assert (response.status_code, response.json()["code"]) == (400, "bad-request")


@pytest.mark.parametrize("debug", [True, False])
def test_djangos_own_404_under_api_is_a_problem(debug):
    with override_settings(DEBUG=debug):
        response = Client().get("/api/v1/en/nonsense")
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


def test_the_handlers_speak_in_problems_under_public_addresses_only(rf):
    from cms.http.problems import handlers

    for handler, status in ((handlers.bad_request, 400), (handlers.forbidden, 403), (handlers.not_found, 404),
                            (handlers.server_error, 500)):  # fmt: skip
        for path, media_type in (("/api/v1/cy/x", "application/problem+json"), ("/elsewhere/", "text/html")):
            response = handler(rf.get(path), Exception()) if status in {500} else handler(rf.get(path))
            assert (response.status_code, response["Content-Type"].split(";")[0]) == (status, media_type)


@pytest.mark.parametrize(
    ("address", "accept", "expected", "negotiated"),
    [
        ("cy/nonsense", "en", "cy", False),
        ("en/nonsense", "cy", "en", False),
        ("cy/items?lang=en", "en", "cy", False),
        ("manifest?bad=1&lang=cy", "en", "cy", False),
        ("manifest?bad=1&lang=CY-gb", "en", "cy", False),
        ("manifest?bad=1", "cy", "cy", True),
        ("manifest?bad=1", "en;q=0.5, cy-GB;q=0.8", "cy", True),
        ("manifest?bad=1", "fr, cy;q=0, en;q=0.1", "en", True),
        ("manifest?bad=1", "fr", "en", True),
        ("manifest?bad=1", "", "en", True),
        ("manifest?bad=1", ";;;,q=", "en", True),
        (f"items/{UNKNOWN}?lang=cy", "en", "cy", False),
        (f"items/{UNKNOWN}?lang=cy,en", "cy", "cy", True),
    ],
)
def test_a_message_speaks_the_language_that_was_asked_for(api, address, accept, expected, negotiated):
    response = api.read(address, **{"Accept-Language": accept})
    problem = response.json()
    assert (problem["language"], response["Content-Language"]) == (expected, expected)
    assert problem["title"] == PROBLEM_TYPES[problem["code"]].title.text(expected)
    assert response["Vary"] == ("Accept-Encoding, Accept-Language" if negotiated else "Accept-Encoding")


def test_a_withdrawal_is_told_in_good_welsh_and_plain_english(api):
    row = withdrawn("cy")
    assert api.problem(f"cy/items/{row.item}", 410, "withdrawn")["detail"] == (
        "Tynnwyd fersiwn Gymraeg yr eitem hon yn ôl ar 1 Mawrth 2026."
    )
    row = withdrawn("en")
    assert api.problem(f"en/items/{row.item}", 410, "withdrawn")["detail"] == (
        "The English version of this item was withdrawn on 1 March 2026."
    )
    row = edition("en")
    assert api.problem(f"cy/items/{row.item}", 404, "not-in-language")["detail"] == (
        "Nid yw'r eitem hon ar gael yn Gymraeg. Mae ar gael yn Saesneg."
    )


def test_every_sentence_is_there_in_both_languages_with_the_same_fields():
    from string import Formatter

    for name, label in vars(messages).items():
        if isinstance(label, Label):
            fields = [{field for _, field, _, _ in Formatter().parse(text) if field} for text in label]
            assert label.cy != label.en, name
            assert all(text.strip() for text in label), name
            assert fields[0] == fields[1], name


@pytest.mark.parametrize("code", sorted(PROBLEM_TYPES))
def test_the_type_of_a_problem_leads_to_a_page_that_explains_it(api, language, code):
    response = api.read(f"/api/problems/{code}?lang={language}")
    page = response.content.decode()
    assert response.status_code == 200
    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert (response["Content-Language"], response["Vary"]) == (language, "Accept-Encoding")
    assert f'<html lang="{language}">' in page
    assert page.count("<h1>") == 1
    assert "Set-Cookie" not in response.headers


def test_all_problems_are_listed_in_the_language_of_the_browser(api, language):
    response = api.read("/api/problems/", **{"Accept-Language": language})
    assert response["Vary"] == "Accept-Encoding, Accept-Language"
    for kind in PROBLEM_TYPES.values():
        assert f'href="/api/problems/{kind.code}"' in response.content.decode()
    assert CODES == ("cy", "en")


def test_the_documentation_needs_nothing_from_other_sites(api, language):
    response = api.read(f"/api/docs/?lang={language}")
    page = response.content.decode()
    assert "swagger-ui-bundle.js" in page
    assert "http://" not in page
    assert "https://" not in page
    assert "default-src 'self'" in response["Content-Security-Policy"]
