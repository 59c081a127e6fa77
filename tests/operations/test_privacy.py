"""What is kept about people is named; whoever is forgotten is named nowhere; faults of security have an address."""

import datetime as dt
import re
from io import StringIO
from typing import Any

import pytest
from axes.models import AccessAttempt, AccessLog
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import models
from django.test import Client
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Comment, ModelLogEntry, Page

from cms.accounts import account_log
from cms.accounts.second_factor import devices
from cms.desk.trash.models import BinnedItem
from cms.desk.trash.restoring import restore
from cms.operations.privacy.ended_traces import clear_traces
from cms.partners.models import Contact, Partner
from cms.previews.sharing import share
from cms.publication.models import Release
from cms.publication.notices.taking_down import NoticeWords, withdraw
from home.models import HomePage
from tests.desk.people import client_of, member
from tests.edge.everywhere import whole_library

PERSONAL = {"by_name", "username", "first_name", "last_name", "session_data", "user_agent", "for_whom", "rows"}
SECURITY = "/.well-known/security.txt"


def has_something_of_a_person(model: type[models.Model]) -> bool:
    fields = [field for field in model._meta.get_fields() if field.concrete and getattr(field, "model", None) is model]
    return any(
        field.name in PERSONAL
        or field.related_model is get_user_model()
        or isinstance(field, models.EmailField | models.GenericIPAddressField)
        for field in fields
    )


def personal_models() -> set[str]:
    return {
        model._meta.label
        for model in apps.get_models()
        if not model._meta.proxy and not model.__module__.startswith("tests.") and has_something_of_a_person(model)
    }


@pytest.mark.parametrize("name", ["privacy.md", "preifatrwydd.md"])
def test_the_documents_name_every_model_that_has_something_of_a_person(name: str) -> None:
    text = (settings.BASE_DIR / "docs" / name).read_text()
    assert set(re.findall(r"`([a-z_]+\.[A-Z]\w+)`", text)) == personal_models()


def everything_written() -> str:
    """Every value of every row, but of what has nothing to do with people."""
    found: list[str] = []
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.proxy:
            found += [f"{model._meta.label}: {row}" for row in model._default_manager.values_list()]
    return "\n".join(found)


@pytest.mark.django_db
def test_whoever_is_forgotten_is_named_nowhere_and_what_they_did_stays() -> None:
    whole_library()
    user = member("publishers", name="annwen", superuser=True)
    user.first_name, user.last_name = "Annwen", "Ddychmygol"
    user.set_password("pedwar gair hir iawn")
    user.save()
    other = member(name="arall", superuser=True)
    browser = Client()
    assert browser.post("/admin/login/", {"username": "annwen", "password": "pedwar gair hir iawn"}).status_code == 302
    devices.set_up(user, "ab" * 20)
    AccessLog.objects.create(username="annwen", ip_address="192.0.2.1")
    home = HomePage.objects.get(locale__language_code="cy")
    Comment.objects.create(page=home, user=user, text="Da iawn", contentpath="title")
    deleted = Page.objects.child_of(home).last()
    Comment.objects.create(page=deleted, user=user, text="Dim angen", contentpath="title")
    deleted.delete(user=user)
    share(home.translation_key, user, "Awdurdod", 3)
    page = Page.objects.child_of(home).live().first()
    withdraw(page.translation_key, NoticeWords("Mae'n cael ei adolygu.", "It is under review."), user)
    releases = Release.objects.count()
    text = everything_written()
    assert "Annwen Ddychmygol" in text

    shown = StringIO()
    call_command("forget_user", "annwen", "--dry-run", stdout=shown)
    assert "1  name taken out: publication.ReaderNotice" in shown.getvalue()
    assert "1  name taken out: trash.BinnedItem" in shown.getvalue()
    assert "Annwen Ddychmygol" in everything_written()
    call_command("forget_user", "annwen", "--no-input", stdout=shown)
    left = everything_written()
    for name in ("annwen", "Annwen", "Ddychmygol"):
        assert name not in left, [line for line in left.splitlines() if name in line]
    assert browser.get("/admin/").status_code == 302
    user.refresh_from_db()
    assert (user.is_active, user.is_superuser, user.has_usable_password()) == (False, False, False)
    assert not devices.has_second_factor(user)
    assert Comment.objects.get().user == user
    restore(BinnedItem.objects.get(), other)
    assert Comment.objects.get(page=deleted.pk).user == user
    assert Release.objects.count() == releases
    assert ModelLogEntry.objects.filter(action="privacy.forget_user", label=f"forgotten-{user.pk}").exists()


@pytest.mark.django_db
def test_a_contact_who_is_forgotten_is_named_nowhere_and_the_partner_stays() -> None:
    partner = Partner.objects.create(name_cy="Partner", name_en="Partner")
    contact = Contact.objects.create(partner=partner, name="Eleri Ffug", email="eleri@example.org")
    log(instance=partner, action="partners.issue_key", data={"contact": contact.name})
    call_command("forget_contact", "ELERI@example.org", "--no-input", stdout=StringIO())
    left = everything_written()
    assert "Eleri" not in left
    assert "eleri@" not in left
    assert Partner.objects.filter(pk=partner.pk).exists()
    assert ModelLogEntry.objects.filter(action="partners.issue_key", data__contact="-").exists()


@pytest.mark.django_db
def test_nobody_is_forgotten_unasked_or_who_is_the_last_superuser(monkeypatch: pytest.MonkeyPatch) -> None:
    last = member(superuser=True)
    with pytest.raises(CommandError, match="only superuser"):
        call_command("forget_user", last.username, "--no-input", stdout=StringIO())
    editor = member("editors-cy", name="golygydd3")
    monkeypatch.setattr("builtins.input", lambda question: "golygydd")
    with pytest.raises(CommandError, match="Nothing was done"):
        call_command("forget_user", "golygydd3", stdout=StringIO())
    editor.refresh_from_db()
    assert editor.is_active
    with pytest.raises(CommandError, match="no account"):
        call_command("forget_user", "neb", stdout=StringIO())
    with pytest.raises(CommandError, match="no contact"):
        call_command("forget_contact", "neb@example.org", stdout=StringIO())


@pytest.mark.django_db
def test_sessions_and_traces_of_log_ins_go_after_their_time() -> None:
    client_of(member())
    ended = Session.objects.get()
    Session.objects.update(expire_date=timezone.now() - dt.timedelta(days=1))
    client_of(member(name="arall"))
    for days in (0, 91):
        AccessLog.objects.create(username="x", ip_address="192.0.2.1")
        AccessAttempt.objects.create(username=f"x{days}", ip_address="192.0.2.1", failures_since_start=1)
        for model in (AccessLog, AccessAttempt):
            newest = model.objects.order_by("pk").last()
            model.objects.filter(pk=newest.pk).update(attempt_time=timezone.now() - dt.timedelta(days=days))
    clear_traces()
    assert ended.pk not in Session.objects.values_list("pk", flat=True)
    assert [model.objects.count() for model in (Session, AccessLog, AccessAttempt)] == [1, 1, 1]
    assert account_log.LOGGED_IN in ModelLogEntry.objects.values_list("action", flat=True)


@pytest.mark.django_db
@pytest.mark.parametrize("host", ["cy.example.test", "en.example.test", "api.example.test", "golygu.example.test"])
def test_each_host_says_where_a_fault_of_security_is_reported(host: str, settings: Any) -> None:
    settings.ALLOWED_HOSTS = [host]
    settings.SECURITY_CONTACT = "mailto:security@example.test"
    settings.WAGTAILADMIN_BASE_URL = "https://golygu.example.test"
    response = Client().get(SECURITY, headers={"host": host})
    assert response.status_code == 200
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    lines = [line.split(": ", 1) for line in response.content.decode().splitlines()]
    told = dict(lines)
    assert told["Contact"] == "mailto:security@example.test"
    assert told["Preferred-Languages"] == "cy, en"
    assert f"https://{host}{SECURITY}" in [value for name, value in lines if name == "Canonical"]
    left = dt.datetime.fromisoformat(told["Expires"]) - timezone.now()
    assert dt.timedelta(days=150) < left < dt.timedelta(days=190)


@pytest.mark.django_db
def test_where_nobody_is_named_there_is_no_such_file() -> None:
    assert Client().get(SECURITY).status_code == 404
