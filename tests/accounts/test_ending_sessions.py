"""Sessions are ended everywhere: by their owner, who may change users, an operator, and what happens to the account."""

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.contrib.sessions.backends.base import UpdateError
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import ModelLogEntry

from cms.accounts.second_factor import devices

from .logging_in import PASSWORD, editor, is_in, log_in

pytestmark = pytest.mark.django_db
OWN = "/admin/sessions/end/"


def two_sessions(name: str = "golygydd", **fields: Any) -> tuple[User, Client, Client]:
    user = editor(name, **fields)
    return user, log_in(name).client, log_in(name, address="198.51.100.7").client


@pytest.mark.parametrize(("language", "words"), [("cy", "Sesiynau agored: 2"), ("en", "Open sessions: 2")])
def test_somebody_ends_all_their_own(language: str, words: str) -> None:
    user, here, there = two_sessions(language=language)
    editor("arall")
    other = log_in("arall").client
    assert OWN in here.get("/admin/account/").content.decode()
    assert words in here.get(OWN).content.decode()
    assert is_in(there)
    assert here.post(OWN)["Location"] == "/admin/login/"
    assert not is_in(here)
    assert not is_in(there)
    assert is_in(other)
    entry = ModelLogEntry.objects.get(action="accounts.sessions")
    assert (entry.object_id, entry.user, entry.data) == (str(user.pk), user, {"count": 2})


def test_a_form_that_stands_open_can_ask_who_is_logged_in() -> None:
    user, here, _ = two_sessions()
    response = here.get("/admin/sessions/status/")
    assert response.json()["user"] == str(user.pk)
    assert len(response.json()["token"]) > 30
    assert "no-store" in response["Cache-Control"]
    here.post(OWN)
    assert here.get("/admin/sessions/status/").json() == {"user": ""}


def test_who_waits_for_a_second_factor_is_out_too() -> None:
    user = editor()
    devices.set_up(user, "ab" * 20)
    waiting = log_in("golygydd").client
    assert waiting.get("/admin/second-factor/check/").status_code == 200
    call_command("end_sessions", "golygydd", stdout=StringIO())
    assert waiting.get("/admin/second-factor/check/")["Location"] == "/admin/login/"


@pytest.mark.parametrize(("language", "words"), [("cy", "Allgofnodi ym mhobman"), ("en", "Log out everywhere")])
def test_who_may_change_users_ends_anothers(language: str, words: str) -> None:
    user, here, there = two_sessions()
    editor("gweinyddwr", language=language)
    admin = log_in("gweinyddwr").client
    address = f"{OWN}{user.pk}/"
    page = admin.get(f"/admin/users/edit/{user.pk}/").content.decode()
    assert address in page
    assert words in page
    assert admin.post(address)["Location"] == f"/admin/users/edit/{user.pk}/"
    assert not is_in(here)
    assert not is_in(there)
    assert is_in(admin)
    assert ModelLogEntry.objects.get(action="accounts.sessions").user.username == "gweinyddwr"


def test_who_may_not_change_users_ends_nobodys() -> None:
    user, here, _there = two_sessions()
    group = Group.objects.create(name="Golygyddion")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    plain = editor("arall", is_superuser=False)
    plain.groups.add(group)
    browser = log_in("arall").client
    assert is_in(browser)
    assert browser.post(f"{OWN}{user.pk}/").status_code == 302
    assert is_in(here)
    group.permissions.add(Permission.objects.get(codename="change_user"))
    browser.post(f"{OWN}{user.pk}/")
    assert not is_in(here)


def test_an_operator_ends_somebodys_or_everybodys() -> None:
    _user, here, _there = two_sessions()
    editor("arall")
    other = log_in("arall").client
    out = StringIO()
    call_command("end_sessions", "golygydd", stdout=out)
    assert "Sessions of golygydd ended: 2" in out.getvalue()
    assert not is_in(here)
    assert is_in(other)
    call_command("end_sessions", "--all", stdout=out)
    assert not is_in(other)
    with pytest.raises(CommandError, match="no account neb"):
        call_command("end_sessions", "neb")
    with pytest.raises(CommandError, match="one of the arguments"):
        call_command("end_sessions")


def test_switching_an_account_off_ends_its_sessions_for_good() -> None:
    user, here, _there = two_sessions()
    for active in (False, True):
        user.is_active = active
        user.save()
        assert not is_in(here)
    assert is_in(log_in("golygydd").client)


def test_a_new_password_ends_all_but_the_session_in_which_it_was_given() -> None:
    user, here, there = two_sessions()
    form = {
        "name_email-first_name": "Golygydd", "name_email-last_name": "Un", "name_email-email": user.email,
        "locale-preferred_language": "en", "theme-theme": "system", "theme-density": "default",
        "theme-contrast": "system", "theme-keyboard_shortcuts": "on", "password-old_password": PASSWORD,
        "password-new_password1": "un-arall-hir-iawn-eto", "password-new_password2": "un-arall-hir-iawn-eto",
    }  # fmt: skip
    assert here.post("/admin/account/", form).status_code == 302
    assert is_in(here)
    assert not is_in(there)


def test_what_a_group_gives_holds_with_the_next_request() -> None:
    user, here, _there = two_sessions()
    assert here.get("/admin/users/").status_code == 200
    User.objects.filter(pk=user.pk).update(is_superuser=False)
    assert not is_in(here)


def test_a_request_that_is_under_way_does_not_bring_a_session_back() -> None:
    """It read the session before it was ended, and writes it after."""
    _user, here, _there = two_sessions()
    late = here.session
    late["something"] = "else"
    call_command("end_sessions", "golygydd", stdout=StringIO())
    with pytest.raises(UpdateError):
        late.save()
    assert not is_in(here)
