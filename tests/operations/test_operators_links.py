"""The link that an operator makes where nobody can log in: it works once, for ten minutes, and is noted."""

import re
import time
from io import StringIO
from typing import Any

import pytest
from django.core import signing
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cms.operations.access.operators_links import LASTS_MINUTES
from tests.accounts.logging_in import is_in
from tests.desk.people import member

from .test_issuer_log_in import switch_passwords_off

pytestmark = pytest.mark.django_db


def link(name: str = "eleri") -> str:
    out = StringIO()
    call_command("log_in_link", name, stdout=out)
    found = re.search(r"^https://api\.example\.test(/admin/log-in/link/\S+/)$", out.getvalue(), re.MULTILINE)
    assert found
    return found[1]


@pytest.mark.parametrize(("language", "words"), [("cy", "mae'n gweithio unwaith"), ("en", "works once")])
def test_it_lets_one_person_in_once_without_passwords_or_an_issuer(settings: Any, language: str, words: str) -> None:
    switch_passwords_off(settings)
    member(name="eleri", superuser=True)
    address = link()
    browser = Client(headers={"Accept-Language": language})
    page = browser.get(address)
    assert words in page.content.decode()
    assert page["Referrer-Policy"] == "same-origin"
    assert not is_in(browser)
    assert browser.post(address)["Location"] == "/admin/"
    assert is_in(browser)
    for late in (Client(), browser):
        assert late.get(address).status_code == 410
        assert late.post(address).status_code == 410
    entries = ModelLogEntry.objects.exclude(action="audit.command").order_by("timestamp", "pk")
    acts = list(entries.values_list("action", flat=True))
    assert acts == ["access.link", "accounts.log_in"]


def test_a_later_log_in_an_hour_and_a_switch_end_it(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    user = member(name="eleri", superuser=True)
    address = link()
    user.last_login = timezone.now()
    user.save()
    assert Client().post(address).status_code == 410
    address = link()
    later = time.time() + LASTS_MINUTES * 60 + 1
    with monkeypatch.context() as patched:
        patched.setattr(time, "time", lambda: later)
        assert Client().get(address).status_code == 410
    assert Client().get(address).status_code == 200
    user.is_active = False
    user.save()
    assert Client().post(address).status_code == 410
    for name in ("eleri", "neb"):
        with pytest.raises(CommandError, match="switched on"):
            link(name)


def test_the_second_factor_is_asked_for(settings: Any) -> None:
    settings.SECOND_FACTOR = "publishers"
    member(name="eleri", superuser=True)
    browser = Client()
    assert browser.post(link())["Location"].startswith("/admin/second-factor/check/")
    assert not is_in(browser)


def test_nothing_that_is_not_signed_opens_anything() -> None:
    member(name="eleri", superuser=True)
    forged = signing.dumps([1, ""], salt="another")
    assert Client().post(f"/admin/log-in/link/{forged}/").status_code == 410
