"""Wrong passwords: too many lock an account for where they come from, and never an office for where it is."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from axes.models import AccessAttempt, AccessLog
from django.core.management import CommandError, call_command
from django.test import Client, RequestFactory
from django.utils import timezone

from cms.accounts.logging_in.client_address import client_address

from .logging_in import PASSWORD, editor, log_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def passwords_are_counted(settings: Any) -> None:
    settings.AXES_ENABLED = True


def wrong(times: int, name: str = "golygydd", address: str = "192.0.2.1") -> Any:
    return [log_in(name, "anghywir", address, headers={"User-Agent": f"{n}"}) for n in range(times)][-1]


def test_after_sixty_wrong_passwords_the_right_one_lets_nobody_in() -> None:
    editor()
    wrong(60)
    response = log_in("golygydd")
    assert (response.status_code, response["Retry-After"]) == (429, "1800")
    assert "_auth_user_id" not in response.client.session


def test_ten_are_too_many_and_nine_are_not() -> None:
    editor()
    assert wrong(9).status_code == 200
    assert log_in("golygydd").status_code == 302
    assert wrong(9).status_code == 200
    assert wrong(1).status_code == 429


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("cy", "Gormod o gyfrineiriau anghywir ar gyfer y cyfrif hwn"),
        ("en", "Too many wrong passwords for this account"),
    ],
)
def test_the_screen_says_what_is_so_and_for_how_long(language: str, said: str) -> None:
    editor()
    wrong(10)
    data = {"username": "golygydd", "password": PASSWORD}
    page = Client(REMOTE_ADDR="192.0.2.1").post("/admin/login/", data, headers={"Accept-Language": language})
    text = page.content.decode()
    assert said in text
    assert "30" in text


def test_an_account_that_there_is_not_is_locked_like_one_that_there_is() -> None:
    editor()
    answers = []
    for name in ("golygydd", "neb"):
        wrong(10, name)
        page = log_in(name)
        answers.append((page.status_code, page.content.decode().replace(name, "?").split("<h1")[1].split("<form")[0]))
    assert answers[0] == answers[1]


def test_the_rest_of_the_office_goes_on() -> None:
    """Sixty wrong passwords for one account: others behind the same address, and this one elsewhere, get in."""
    for name in ("golygydd", "cydweithiwr"):
        editor(name)
    wrong(60)
    assert log_in("cydweithiwr").status_code == 302
    assert log_in("golygydd", address="198.51.100.7").status_code == 302


def test_an_account_tried_from_everywhere_takes_only_addresses_that_it_knows() -> None:
    editor()
    assert log_in("golygydd", address="198.51.100.7").status_code == 302
    for n in range(10):
        wrong(5, address=f"203.0.113.{n}")
    assert log_in("golygydd", address="203.0.113.200").status_code == 429
    assert log_in("golygydd", address="198.51.100.7").status_code == 302
    AccessLog.objects.update(attempt_time=timezone.now() - timedelta(days=91))
    assert log_in("golygydd", address="198.51.100.7").status_code == 429


def test_it_ends_by_itself_and_trying_on_makes_it_no_longer() -> None:
    editor()
    wrong(10)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=29))
    assert wrong(5).status_code == 429
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=31))
    assert log_in("golygydd").status_code == 302


def test_an_operator_unlocks_one_account() -> None:
    for name in ("golygydd", "arall"):
        editor(name)
        wrong(10, name)
    out = StringIO()
    call_command("unlock_account", "golygydd", stdout=out)
    assert "may log in again" in out.getvalue()
    assert log_in("golygydd").status_code == 302
    assert log_in("arall").status_code == 429
    call_command("unlock_account", "golygydd", stdout=out)
    assert "is not locked out" in out.getvalue()
    with pytest.raises(CommandError, match="no account neb"):
        call_command("unlock_account", "neb")


def test_no_password_is_kept_of_what_was_typed() -> None:
    editor()
    log_in("golygydd", "anghywir-ond-bron")
    kept = AccessAttempt.objects.get()
    assert "anghywir" not in kept.post_data + kept.get_data


def test_where_people_logged_in_is_forgotten_after_ninety_days() -> None:
    editor()
    log_in("golygydd")
    AccessLog.objects.update(attempt_time=timezone.now() - timedelta(days=91))
    log_in("golygydd", address="198.51.100.7")
    assert [entry.ip_address for entry in AccessLog.objects.all()] == ["198.51.100.7"]


@pytest.mark.parametrize(
    ("trusted", "forwarded", "found"),
    [
        (False, "198.51.100.7", "192.0.2.1"),
        (True, "198.51.100.7", "198.51.100.7"),
        (True, "203.0.113.9, 198.51.100.7", "198.51.100.7"),  # what a client wrote there itself stands first
        (True, "2001:db8::1", "2001:db8::1"),
        (True, "203.0.113.9:5555", "203.0.113.9"),
        (True, "203.0.113.9, 198.51.100.7:80", "198.51.100.7"),
        (True, "[2001:db8::1]:443", "2001:db8::1"),
        (True, '"[2001:DB8::1]"', "2001:db8::1"),
        (True, "nonsense", "192.0.2.1"),
        (True, "nonsense:80", "192.0.2.1"),
        (True, "[203.0.113.9", "192.0.2.1"),
        (True, "", "192.0.2.1"),
    ],
)
def test_a_clients_address_is_what_a_trusted_proxy_says(
    settings: Any, trusted: bool, forwarded: str, found: str
) -> None:
    settings.TRUST_PROXY_HEADERS = trusted
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == found


def test_an_address_that_cannot_be_known_is_none() -> None:
    assert client_address(RequestFactory().get("/", REMOTE_ADDR="")) is None
