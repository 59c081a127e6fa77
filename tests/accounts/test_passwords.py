"""Passwords: a weak one makes no superuser, however it is given."""

from typing import Any

import pytest
from django.contrib.auth.management.commands import createsuperuser
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from .logging_in import PASSWORD

pytestmark = pytest.mark.django_db
WEAK = ["password", "12345678", "golygydd", "short"]
GIVEN = {"username": "golygydd", "email": "golygydd@example.org"}


@pytest.mark.parametrize("password", WEAK)
def test_a_weak_password_in_the_environment_makes_no_superuser(monkeypatch: Any, password: str) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", password)
    with pytest.raises(CommandError):
        call_command("createsuperuser", interactive=False, **GIVEN)
    assert not User.objects.exists()


def test_saying_yes_to_a_weak_password_makes_no_superuser_either(monkeypatch: Any) -> None:
    monkeypatch.setattr(createsuperuser.getpass, "getpass", lambda *prompt: "password")
    monkeypatch.setattr("builtins.input", lambda prompt: "y")
    with pytest.raises(CommandError, match="too common"):
        call_command("createsuperuser", interactive=True, stdin=Terminal(), **GIVEN)
    assert not User.objects.exists()


class Terminal:
    def isatty(self) -> bool:
        return True


def test_a_good_password_and_none_at_all_make_one(monkeypatch: Any) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", interactive=False, verbosity=0, **GIVEN)
    assert User.objects.get(username="golygydd").check_password(PASSWORD)
    monkeypatch.delenv("DJANGO_SUPERUSER_PASSWORD")
    call_command("createsuperuser", interactive=False, verbosity=0, username="arall", email="arall@example.org")
    assert not User.objects.get(username="arall").has_usable_password()


def test_afterwards_accounts_are_stored_as_before() -> None:
    """The refusal holds while the command runs, and no longer: tests and the demo choose their own passwords."""
    assert User.objects.create_user("rhywun", password="x").check_password("x")
