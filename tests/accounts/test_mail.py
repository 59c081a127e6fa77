"""Mail: nothing is attempted without a server, one that is down stops no editor, and no answer tells who has an account."""

import re
import smtplib
from io import StringIO
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.admin import mail as wagtail_mail
from wagtail.admin.views.pages import edit
from wagtail.models import Workflow
from wagtail.users.models import UserProfile

from cms.accounts.mail import NOWHERE
from cms.accounts.password_reset import outgoing
from cms.settings.environment import mail_settings
from tests.factories import content as make

from .logging_in import editor, log_in

pytestmark = pytest.mark.django_db
SERVER = "cms.accounts.mail.MailServer"


@pytest.fixture(autouse=True)
def nobody_has_asked_yet() -> None:
    cache.clear()


@pytest.fixture
def kept(monkeypatch: Any) -> list[Any]:
    """What would be sent after the answer."""
    notes: list[Any] = []
    monkeypatch.setattr(outgoing, "send_later", notes.append)
    return notes


def ask(address: str, **headers: str) -> Any:
    return Client().post("/admin/password_reset/", {"email": address}, headers=headers)


def test_a_known_address_and_an_unknown_one_are_answered_by_the_same_work(kept: list[Any]) -> None:
    editor()
    done = []
    for address in ("golygydd@example.org", "neb@example.org"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            response = ask(address)
        done.append(
            (
                response.status_code,
                response["Location"],
                [re.sub(r"\d+", "?", query["sql"]) for query in queries],
                len(mail.outbox),
            )
        )
    assert done[0] == done[1]
    assert len(kept) == 2
    for send in kept:
        send()
    assert [sent.to for sent in mail.outbox] == [["golygydd@example.org"]]


@pytest.mark.parametrize(("language", "words"), [("cy", "ailosod eich cyfrinair"), ("en", "reset your password")])
def test_the_mail_is_in_the_language_of_who_gets_it(kept: list[Any], settings: Any, language: str, words: str) -> None:
    editor(language=language)
    ask("golygydd@example.org", **{"Accept-Language": "en"})
    kept[0]()
    assert words in mail.outbox[0].body
    assert f"{settings.WAGTAILADMIN_BASE_URL}/admin/password_reset/confirm/" in mail.outbox[0].body


def test_nobody_is_flooded(kept: list[Any]) -> None:
    editor()
    for _ in range(5):
        ask("golygydd@example.org")
    for send in kept:
        send()
    assert len(mail.outbox) == 1


def test_a_new_password_by_mail_opens_an_account_that_was_locked(kept: list[Any], settings: Any) -> None:
    settings.AXES_ENABLED = True
    editor()
    for _ in range(10):
        log_in("golygydd", "anghofiais")
    assert log_in("golygydd").status_code == 429
    ask("golygydd@example.org")
    kept[0]()
    address = next(word for word in mail.outbox[0].body.split() if "/confirm/" in word)
    client = Client()
    form = client.get("/" + address.split("/", 3)[3])["Location"]
    client.post(form, {"new_password1": "newydd-a-digon-hir", "new_password2": "newydd-a-digon-hir"})
    assert not AccessAttempt.objects.exists()
    assert log_in("golygydd", "newydd-a-digon-hir").status_code == 302


def test_what_waits_is_sent_by_the_thread_and_a_flood_of_it_is_dropped(monkeypatch: Any) -> None:
    given: list[Any] = []
    monkeypatch.setattr(outgoing._thread, "submit", lambda carry_out, send: given.append((carry_out, send)))
    sent: list[int] = []
    for _ in range(outgoing.MOST_WAITING + 5):
        outgoing.send_later(lambda: sent.append(1))
    assert len(given) == outgoing.MOST_WAITING
    monkeypatch.setattr(outgoing.connections, "close_all", lambda: None)
    for carry_out, send in given:
        carry_out(send)
    assert len(sent) == outgoing.MOST_WAITING


def test_what_cannot_be_sent_is_logged_and_makes_room(monkeypatch: Any, caplog: Any) -> None:
    monkeypatch.setattr(outgoing.connections, "close_all", lambda: None)
    monkeypatch.setattr(outgoing._thread, "submit", lambda carry_out, send: carry_out(send))

    def fail() -> None:
        raise smtplib.SMTPException("no")

    for _ in range(outgoing.MOST_WAITING + 1):
        outgoing.send_later(fail)
    assert "a mail could not be sent" in caplog.text
    assert "dropped" not in caplog.text


@pytest.mark.parametrize(("language", "words"), [("cy", "anfon e-bost"), ("en", "This service sends no e-mail")])
def test_without_a_mail_server_the_screens_say_so(settings: Any, language: str, words: str) -> None:
    settings.EMAIL_BACKEND = NOWHERE
    editor(language=language)
    for answer in (
        Client().get("/admin/password_reset/", headers={"Accept-Language": language}),
        Client().post(
            "/admin/password_reset/", {"email": "golygydd@example.org"}, headers={"Accept-Language": language}
        ),
    ):
        assert answer.status_code == 200
        assert words in answer.content.decode()
    account = log_in("golygydd").client.get("/admin/account/").content.decode()
    assert "notifications-submitted_notifications" not in account


def test_with_one_an_account_has_its_notifications() -> None:
    editor()
    assert "notifications-submitted_notifications" in log_in("golygydd").client.get("/admin/account/").content.decode()


def submit(page: Any, user: Any) -> None:
    """As the admin does it: the moderators, and the superusers among them, are written to."""
    workflow = Workflow.objects.filter(active=True).first()
    assert workflow is not None
    workflow.start(page, user)


def test_notifications_are_written_where_there_is_a_server_and_are_not_where_there_is_none(
    settings: Any, monkeypatch: Any
) -> None:
    home, _ = make.homes("en")
    moderator = editor("cymedrolwr")
    UserProfile.objects.filter(user=moderator).update(submitted_notifications=True)
    home.save_revision()
    settings.EMAIL_BACKEND = NOWHERE
    connections: list[Any] = []
    connect = wagtail_mail.get_connection

    def noted(*args: Any, **kwargs: Any) -> Any:
        connections.append(args)
        return connect(*args, **kwargs)

    monkeypatch.setattr(wagtail_mail, "get_connection", noted)
    submit(home, editor("awdur"))
    comments = {"page": home, "editor": moderator, "new_comments": [], "replied_comments": []}
    edit.send_notification([moderator], "updated_comments", comments)
    assert connections == []
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    home.current_workflow_state.cancel(user=moderator)
    submit(home, editor("awdures"))
    assert ["cymedrolwr@example.org"] in [sent.to for sent in mail.outbox]
    before = len(connections)
    edit.send_notification([moderator], "updated_comments", comments)
    assert len(connections) > before


def test_a_mail_server_that_is_down_stops_no_editor_but_is_told_to_an_operator(settings: Any, caplog: Any) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SERVER, "127.0.0.1", 1
    home, _ = make.homes("en")
    editor("cymedrolwr")
    home.save_revision()
    submit(home, editor("awdur"))
    assert "the mail server does not answer" in caplog.text
    with pytest.raises(ConnectionRefusedError):
        call_command("sendtestemail", "rhywun@example.org", stdout=StringIO())


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp+tls://cms:p%40ss@mail.example.test", ("mail.example.test", 587, "cms", "p@ss", True, False)),
        ("smtp+ssl://mail.example.test:4650", ("mail.example.test", 4650, "", "", False, True)),
        ("smtp://localhost", ("localhost", 25, "", "", False, False)),
    ],
)
def test_the_address_of_a_server_is_read(url: str, expected: tuple[Any, ...]) -> None:
    names = ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_TLS", "USE_SSL")
    found = mail_settings(url)
    assert found["EMAIL_BACKEND"] == SERVER
    assert tuple(found[f"EMAIL_{name}"] for name in names) == expected


def test_no_address_is_no_mail() -> None:
    assert mail_settings("") == {"EMAIL_BACKEND": NOWHERE}
