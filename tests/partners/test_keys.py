"""Keys: what is stored of them, how many may live, and that a wrong one never passes for none."""

import io
import json
import logging
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection

from cms.http.deprecations import CONTRACT_VERSION
from cms.partners.callers import Callers
from cms.partners.keys.key_index import KeyIndex
from cms.partners.keys.key_issuing import TooManyKeys, issue, live_keys, revoke
from cms.partners.keys.key_text import is_of, new_key, prefix_of
from cms.partners.models import KeyKind, PartnerKey
from cms.rest.key_authentication import KeyAuthentication
from tests.factories.editions import pair
from tests.http.cached_server import open_connection
from tests.partners.gated import GatedServer, a_key, a_partner, server

FIXTURES = (open_connection, server)
pytestmark = pytest.mark.django_db
LIST = "/api/v1/en/items"


def test_a_key_says_what_it_is_for_and_is_never_the_same() -> None:
    texts = {new_key("live").text for _ in range(50)}
    assert len(texts) == 50
    assert all(text.startswith("epw_live_") and len(text) == 50 for text in texts)


def test_a_digest_is_of_one_key_under_one_secret(settings: Any) -> None:
    made, other = new_key("live"), new_key("live")
    assert is_of(made.text, made.digest)
    assert not is_of(other.text, made.digest)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert is_of(made.text, made.digest)
    settings.SECRET_KEY_FALLBACKS = []
    assert not is_of(made.text, made.digest)


@pytest.mark.parametrize(
    "text", ["", "epw_live_abcdefgh", "epw_live_abcdefgh_" + "x" * 31, "epw_gone_abcdefgh_" + "x" * 32]
)
def test_what_has_not_the_form_of_a_key_has_no_prefix(text: str) -> None:
    assert prefix_of(text) is None


@pytest.mark.parametrize("kind", KeyKind)
def test_two_keys_of_a_kind_live_at_a_time(kind: KeyKind) -> None:
    partner = a_partner()
    first, _ = issue(partner, kind)
    issue(partner, kind)
    with pytest.raises(TooManyKeys):
        issue(partner, kind)
    revoke(first)
    issue(partner, kind)
    assert live_keys(partner).count() == 2


def test_the_database_holds_no_third_key_whoever_writes_it() -> None:
    key, _ = a_key()
    with pytest.raises(IntegrityError):
        PartnerKey.objects.create(
            partner=key.partner, slot=key.slot, prefix="epw_live_zzzzzzzz", digest="", contract=""
        )


def test_a_key_is_told_which_contract_it_notes_and_which_holds(server: GatedServer) -> None:
    key, text = a_key()
    PartnerKey.objects.filter(pk=key.pk).update(contract="0.9.0")
    for _ in range(2):  # made, and from memory
        assert server.ask(LIST, text)[1]["Contract-Version"] == f'"0.9.0";current="{CONTRACT_VERSION}"'
        assert "Contract-Version" not in server.ask(LIST)[1]


def test_a_key_is_nowhere_in_clear(server: GatedServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    key, text = a_key()
    for path in (LIST, "/graphql", "/api/v1/cy/nothing", f"{LIST}?sort=bad", "/cy/", "/files/x/y"):
        server.ask(path, text)
        server.ask(path, text[:-1] + "!")
    server.uses.flush()
    secret = text.removeprefix(key.prefix)
    assert secret not in caplog.text
    dump = io.StringIO()
    call_command("dumpdata", stdout=dump)
    assert key.prefix in dump.getvalue()
    assert secret not in dump.getvalue()
    with connection.cursor() as cursor:
        cursor.execute("SELECT client FROM partners_minuteuse")
        assert secret not in str(cursor.fetchall())


@pytest.mark.parametrize(
    "given",
    [
        "Bearer epw_live_abcdefgh_" + "x" * 32,
        "Bearer",
        "Bearer x y",
        "Basic Zm9vOmJhcg==",
        "epw_live_abcdefgh_" + "x" * 32,
        "",
    ],
)
@pytest.mark.parametrize(("path", "language", "says"), [
    ("/api/v1/cy/items", "cy", "Nid yw'r allwedd yn y cais yn un ddilys."),
    ("/api/v1/en/items", "en", "The key in the request is not valid."),
])  # fmt: skip
def test_a_wrong_key_is_refused_in_the_language_of_the_address(
    server: GatedServer, given: str, path: str, language: str, says: str
) -> None:
    status, headers, body = server.ask(path, HTTP_AUTHORIZATION=given)
    problem = json.loads(body)
    assert (status, problem["code"], problem["language"]) == (401, "invalid-key", language)
    assert problem["detail"].startswith(says)
    assert headers["WWW-Authenticate"].startswith('Bearer realm="cynnwys"')
    assert headers["Cache-Control"] == "no-store"
    assert server.made == 0


def test_the_prefix_of_a_key_is_not_the_key(server: GatedServer) -> None:
    key, text = a_key()
    assert server.ask(LIST, f"{key.prefix}_{'x' * 32}")[0] == 401
    assert server.ask(LIST, text)[0] == 200


def test_graphql_refuses_a_wrong_key_as_graphql_does(server: GatedServer) -> None:
    status, headers, body = server.ask("/graphql?query={__typename}&lang=cy", "epw_live_abcdefgh_" + "x" * 32)
    assert status == 401
    assert headers["WWW-Authenticate"].startswith("Bearer")
    assert json.loads(body)["errors"][0]["extensions"]["code"] == "INVALID_KEY"


def test_a_revoked_key_is_refused_and_the_other_one_goes_on(server: GatedServer) -> None:
    key, text = a_key()
    _, later = issue(key.partner, KeyKind.LIVE)
    assert server.ask(LIST, text)[0] == 200
    revoke(key)
    assert server.ask(LIST, text)[0] == 401
    assert server.ask(LIST, later)[0] == 200


def test_a_key_in_an_address_is_no_key(server: GatedServer) -> None:
    _, text = a_key()
    status, _, body = server.ask(f"{LIST}?key={text}")
    assert (status, json.loads(body)["code"]) == (400, "unknown-parameter")


def test_where_no_gate_stands_before_django_a_wrong_key_is_refused_all_the_same(client: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(KeyAuthentication, "callers", Callers(KeyIndex(0)))
    _, text = a_key()
    assert client.get(LIST, headers={"Authorization": f"Bearer {text}"}).status_code == 200
    refused = client.get(LIST, headers={"Authorization": "Bearer wrong"})
    assert (refused.status_code, refused.json()["code"]) == (401, "invalid-key")


def test_who_has_a_key_is_given_the_same_bytes_from_the_same_memory(server: GatedServer) -> None:
    item = pair(type="home")[0].item
    _, text = a_key()
    without = server.ask(f"/api/v1/cy/items/{item}")
    with_key = server.ask(f"/api/v1/cy/items/{item}", text)
    assert with_key[2] == without[2]
    assert with_key[1]["ETag"] == without[1]["ETag"]
    assert with_key[1]["Vary"] == "Accept-Encoding"
    assert server.made == 1
