"""Logging in through an issuer: who is let in, with which groups, and whatever is forged lets nobody in."""

import re
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from cms.accounts.second_factor import devices
from cms.desk.workflow.groups.standard_groups import ROLES
from cms.desk.workflow.models import DeskGroup
from cms.operations.access.models import IssuedIdentity
from cms.settings.log_in_settings import LOG_IN_ROLES
from tests.accounts.logging_in import is_in
from tests.desk.people import client_of, member

from .local_issuer import CLIENT, SECRET, LocalIssuer, by_another, by_the_clients_secret, by_the_public_key, unsigned

pytestmark = pytest.mark.django_db
START = "/admin/log-in/issuer/"


@pytest.fixture
def issuer(settings: Any) -> Iterator[LocalIssuer]:
    with LocalIssuer() as issuer:
        settings.OIDC = {
            "issuer": issuer.url,
            "name": "Hwb",
            "client_id": CLIENT,
            "client_secret": SECRET,
            "groups": {"desg": ["editors-cy", "translators"], "cyhoeddi": ["publishers"], "pen": ["superuser"]},
            "groups_claim": "groups",
            "second_factor": ["mfa", "urn:strong"],
        }
        yield issuer


def sent(browser: Client, address: str = START) -> str:
    """Where the issuer sends somebody back to, without the host."""
    there = requests.get(browser.get(address)["Location"], allow_redirects=False, timeout=10)
    parts = urlsplit(there.headers["Location"])
    return f"{parts.path}?{parts.query}"


def come(browser: Client | None = None, address: str = START, language: str = "en") -> Any:
    browser = browser or Client(headers={"Accept-Language": language})
    return browser.get(sent(browser, address))


def groups_of(user: Any) -> set[str]:
    return set(DeskGroup.objects.filter(group__in=user.groups.all()).values_list("role", flat=True))


def the_account() -> Any:
    return IssuedIdentity.objects.get().user


def test_somebody_is_let_in_with_the_groups_that_the_claim_gives(issuer: LocalIssuer) -> None:
    issuer.person |= {"preferred_username": "eleri", "given_name": "Eleri", "email": "eleri@example.test"}
    response = come(address=f"{START}?next=/admin/reports/")
    user = the_account()
    assert response["Location"] == "/admin/reports/"
    assert is_in(response.client)
    assert groups_of(user) == {"editors-cy", "translators"}
    assert (user.username, user.first_name, user.email) == ("eleri", "Eleri", "eleri@example.test")
    assert (user.is_superuser, user.has_usable_password()) == (False, False)
    assert issuer.asked["scope"] == "openid profile email groups"
    assert issuer.asked["redirect_uri"] == "https://api.example.test/admin/log-in/issuer/return/"
    assert ModelLogEntry.objects.filter(action="accounts.log_in", object_id=str(user.pk)).exists()


def test_groups_come_and_go_with_each_log_in_and_others_stay(issuer: LocalIssuer) -> None:
    come()
    user = the_account()
    own = user.groups.model.objects.create(name="Ein grŵp ni")
    user.groups.add(own)
    issuer.person["groups"] = ["cyhoeddi", "pen", "arall"]
    come()
    user.refresh_from_db()
    assert groups_of(user) == {"publishers"}
    assert user.is_superuser
    assert own in user.groups.all()
    issuer.person["groups"] = "cyhoeddi"
    come()
    user.refresh_from_db()
    assert not user.is_superuser


def test_a_superuser_stays_one_where_no_value_stands_for_it(issuer: LocalIssuer, settings: Any) -> None:
    settings.OIDC["groups"] = {"desg": ["editors-en"]}
    come()
    get_user_model().objects.update(is_superuser=True)
    come()
    assert the_account().is_superuser


def test_groups_that_only_userinfo_has_are_asked_for_there(issuer: LocalIssuer) -> None:
    del issuer.person["groups"]
    issuer.more = {"groups": ["cyhoeddi"]}
    come()
    assert groups_of(the_account()) == {"publishers"}
    issuer.more["sub"] = "another"
    assert come().status_code == 400


@pytest.mark.parametrize(
    ("language", "words"), [("cy", "nid oes gennych hawliau yma"), ("en", "you have no rights here")]
)
def test_who_has_no_group_any_more_is_told_in_their_language_and_is_out_everywhere(
    issuer: LocalIssuer, language: str, words: str
) -> None:
    issuer.person["groups"] = []
    unknown = come(language=language)
    assert unknown.status_code == 403
    assert words in unknown.content.decode()
    assert not get_user_model().objects.exists()
    issuer.person["groups"] = ["desg"]
    inside = come().client
    user = the_account()
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
    issuer.person["groups"] = ["other"]
    assert words in come(language="fr").content.decode()
    assert groups_of(user) == set()
    assert not is_in(inside)


def test_an_account_is_never_taken_over_by_an_address_or_a_name(issuer: LocalIssuer) -> None:
    old = member("publishers", name="golygydd", superuser=True)
    issuer.person |= {"preferred_username": "golygydd", "email": "GOLYGYDD@example.org", "email_verified": True}
    refused = come()
    assert refused.status_code == 403
    assert "248289761001" in refused.content.decode()
    assert not is_in(refused.client)
    del issuer.person["email"]
    come()
    assert the_account() != old
    assert the_account().username == "golygydd-2"


def test_an_operator_connects_an_account_and_the_issuer_may_rename_its_owner(issuer: LocalIssuer) -> None:
    old = member(name="golygydd")
    issuer.person["email"] = "golygydd@example.org"
    call_command("connect_account", "golygydd", "248289761001")
    issuer.person |= {"email": "newydd@example.org", "preferred_username": "newydd"}
    assert is_in(come().client)
    assert the_account() == old
    assert groups_of(old) == {"editors-cy", "translators"}
    member(name="arall")
    with pytest.raises(CommandError, match="connected with the account golygydd already"):
        call_command("connect_account", "arall", "248289761001")


def test_an_address_that_the_issuer_has_not_seen_to_be_theirs_is_not_kept(issuer: LocalIssuer) -> None:
    issuer.person |= {"email": "eleri@example.test", "email_verified": False}
    come()
    assert the_account().email == ""


@pytest.mark.parametrize(("language", "words"), [("cy", "wedi'i ddiffodd"), ("en", "is switched off")])
def test_who_is_switched_off_stays_out(issuer: LocalIssuer, language: str, words: str) -> None:
    come()
    get_user_model().objects.update(is_active=False)
    response = come(language=language)
    assert response.status_code == 403
    assert words in response.content.decode()
    assert not is_in(response.client)


NOW = int(time.time())
FORGED: dict[str, dict[str, Any]] = {
    "of another issuer": {"claims": {"iss": "https://issuer.example.test"}},
    "for another client": {"claims": {"aud": "another"}},
    "for another client, by way of us": {"claims": {"aud": "another", "azp": CLIENT}},
    "for two, by way of the other": {"claims": {"aud": [CLIENT, "another"], "azp": "another"}},
    "of another log-in": {"claims": {"nonce": "old"}},
    "of no log-in": {"claims": {"nonce": None}},
    "of yesterday": {"claims": {"iat": NOW - 90_000, "exp": NOW - 86_400}},
    "without an end": {"claims": {"exp": None}},
    "of tomorrow": {"claims": {"nbf": NOW + 86_400}},
    "of nobody": {"claims": {"sub": ""}},
    "of another access token": {"claims": {"at_hash": "bm90IHRoaXMgb25lLi4"}},
    "unsigned": {"sign": unsigned},
    "signed by another": {"sign": by_another},
    "signed with the public key": {"sign": by_the_public_key},
    "signed with the client's secret": {"sign": by_the_clients_secret},
    "no token": {"sign": lambda claims: "a.b.c"},
    "brought from another issuer": {"back": {"iss": "https://issuer.example.test"}},
    "declined": {"back": {"error": "access_denied"}},
}


@pytest.mark.parametrize("lie", FORGED)
def test_whatever_is_forged_lets_nobody_in(issuer: LocalIssuer, lie: str) -> None:
    for name, value in FORGED[lie].items():
        setattr(issuer, name, value)
    response = come()
    assert response.status_code == 400
    assert "Begin again" in response.content.decode()
    assert not is_in(response.client)
    assert not get_user_model().objects.exists()


def test_an_answer_opens_once_and_only_in_the_browser_that_asked(issuer: LocalIssuer) -> None:
    browser = Client()
    address = sent(browser)
    assert Client().get(address).status_code == 400
    stale = Client()
    stale.get(START)
    assert stale.get(address).status_code == 400
    assert browser.get(address).status_code == 302
    browser.post("/admin/logout/")
    assert browser.get(address).status_code == 400
    assert not is_in(browser)


def test_an_answer_without_its_issuer_is_refused_where_the_issuer_always_names_itself(issuer: LocalIssuer) -> None:
    browser = Client()
    address = re.sub("&iss=[^&]*", "", sent(browser))
    assert browser.get(address).status_code == 400
    issuer.document = {"authorization_response_iss_parameter_supported": False}
    address = re.sub("&iss=[^&]*", "", sent(browser))
    assert browser.get(address).status_code == 302


def test_who_takes_too_long_begins_again(issuer: LocalIssuer, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = Client()
    address = sent(browser)
    session = browser.session
    session["oidc_asked"] = {**session["oidc_asked"], "until": time.time() - 1}
    session.save()
    assert browser.get(address).status_code == 400


@pytest.mark.parametrize("address", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_nobody_is_led_to_another_site(issuer: LocalIssuer, address: str) -> None:
    assert come(address=f"{START}?next={address}")["Location"] == "/admin/"


@pytest.mark.parametrize(
    "document",
    [{"issuer": "https://issuer.example.test"}, {"token_endpoint": "file:///etc/passwd"}, {"jwks_uri": None}],
)
def test_an_issuer_that_is_not_the_one_that_was_meant_is_not_asked(
    issuer: LocalIssuer, document: dict[str, Any]
) -> None:
    issuer.document = document
    assert Client().get(START).status_code == 503


@pytest.mark.parametrize(("language", "words"), [("cy", "Nid yw'r gwasanaeth sy"), ("en", "does not answer")])
def test_where_the_issuer_is_down_a_page_says_so_and_passwords_still_work(
    issuer: LocalIssuer, language: str, words: str
) -> None:
    browser = Client(headers={"Accept-Language": language})
    back = sent(browser)
    member("publishers", name="eleri")
    issuer.__exit__()
    for address in (START, back):
        page = browser.get(address)
        assert page.status_code == 503
        assert words in page.content.decode()
    assert browser.get("/admin/login/").status_code == 200
    assert browser.post("/admin/login/", {"username": "eleri", "password": "afon"}).status_code == 302
    assert is_in(browser)


@pytest.mark.parametrize(
    ("said", "opens"),
    [
        ({}, False),
        ({"amr": ["pwd"]}, False),
        ({"amr": ["pwd", "mfa"]}, True),
        ({"acr": "urn:strong"}, True),
    ],
)
def test_a_second_factor_is_asked_for_unless_the_issuer_says_that_it_did(
    issuer: LocalIssuer, settings: Any, said: dict[str, Any], opens: bool
) -> None:
    settings.SECOND_FACTOR = "publishers"
    issuer.person |= {"groups": ["cyhoeddi"]}
    issuer.claims = said
    response = come()
    assert is_in(response.client) == opens
    assert response["Location"].startswith("/admin/second-factor/check/") != opens
    noted = ModelLogEntry.objects.filter(action="accounts.log_in").count()
    assert noted == opens


def test_who_has_a_second_factor_here_gives_it_unless_the_issuer_has_asked(issuer: LocalIssuer) -> None:
    come()
    devices.set_up(the_account(), "ab" * 20)
    assert not is_in(come().client)
    issuer.person["amr"] = ["mfa"]
    browser = come().client
    assert is_in(browser)
    issuer.person["amr"] = ["pwd"]
    assert not is_in(come(browser).client)


@pytest.mark.parametrize(("language", "words"), [("cy", "Mewngofnodi gyda Hwb"), ("en", "Log in with Hwb")])
def test_the_log_in_screen_leads_to_the_issuer(issuer: LocalIssuer, settings: Any, language: str, words: str) -> None:
    browser = Client(headers={"Accept-Language": language})
    page = browser.get("/admin/login/?next=/admin/pages/%3Fa%3D1").content.decode()
    assert words in page
    assert 'type="password"' in page
    address = re.search(rf'href="({START}[^"]*)"', page)
    assert address
    assert parse_qs(urlsplit(address[1]).query) == {"next": ["/admin/pages/?a=1"]}
    settings.OIDC["issuer"] = settings.OIDC["name"] = ""
    assert START not in browser.get("/admin/login/").content.decode()
    assert browser.get(START).status_code == 404


def switch_passwords_off(settings: Any) -> None:
    """What LOCAL_LOG_IN=0 does."""
    settings.LOCAL_LOG_IN = settings.AXES_ENABLED = False
    settings.AUTHENTICATION_BACKENDS = ["cms.operations.access.letting_in.LetIn"]
    settings.WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = settings.WAGTAIL_PASSWORD_RESET_ENABLED = False
    settings.WAGTAILUSERS_PASSWORD_ENABLED = False


def test_without_passwords_nobody_is_asked_for_one(issuer: LocalIssuer, settings: Any) -> None:
    old = member(name="eleri", superuser=True)
    inside = client_of(old)
    assert is_in(inside)
    switch_passwords_off(settings)
    browser = Client()
    assert 'type="password"' not in browser.get("/admin/login/").content.decode()
    assert browser.post("/admin/login/", {"username": "eleri", "password": "afon"}).status_code == 405
    assert browser.get("/admin/password_reset/").status_code == 404
    assert not is_in(browser)
    assert not is_in(inside)
    issuer.person["groups"] = ["pen"]
    come(browser)
    assert 'type="password"' not in browser.get("/admin/account/").content.decode()
    assert 'type="password"' not in browser.get("/admin/users/new/").content.decode()


def test_the_settings_know_the_groups_of_the_desk() -> None:
    assert set(LOG_IN_ROLES) == {*ROLES, "superuser"}
