"""A contact logs in by a mailed link and looks after the partner's keys. No answer tells who is a contact."""

import re
import time
from io import StringIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.management import call_command
from django.test import Client
from wagtail.models import ModelLogEntry

from cms.accounts.password_reset import outgoing
from cms.content.languages import CODES, Language
from cms.http.deprecations import CONTRACT_VERSION
from cms.partners.keys.key_issuing import issue
from cms.partners.models import Contact, DailyUse, KeyKind, Partner, PartnerKey
from cms.partners.usage.use_counter import today
from cms.portal.account import mailed_links
from cms.portal.account.portal_paths import path_to
from cms.portal.account.use_chart import HEIGHT, use_chart
from tests.partners.gated import a_partner

pytestmark = pytest.mark.django_db
KEY = re.compile(r"epw_(?:live|test)_[a-z0-9]{8}_[A-Za-z0-9]{32}")
LINK = re.compile(r"https://api\.example\.test(/\S+)")


@pytest.fixture(autouse=True)
def sent_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "send_later", lambda send: send())


def a_contact(language: Language = "cy", email: str = "mair@vale.example", partner: Partner | None = None) -> Contact:
    return Contact.objects.create(
        partner=partner or a_partner(), name="Mair Enghraifft", email=email, language=language
    )


def ask(email: str, language: Language = "cy") -> Any:
    return Client().post(path_to("ask", language), {"email": email})


def link() -> str:
    """The path of the newest mail's link."""
    found = LINK.search(str(mail.outbox[-1].body))
    assert found
    return found[1]


def logged_in(contact: Contact) -> Client:
    ask(contact.email)
    client = Client()
    assert client.post(link()).status_code == 302
    return client


@pytest.mark.parametrize("language", CODES)
def test_a_contact_is_written_to_in_its_language_and_comes_in_by_the_link(language: Language) -> None:
    contact = a_contact(language)
    ask("MAIR@vale.example ")
    assert mail.outbox[0].to == [contact.email]
    assert mail.outbox[0].subject == mailed_links.SUBJECT.text(language)
    assert link().startswith(path_to("keys", language))
    client = Client()
    assert "button" in client.get(link()).content.decode()
    assert client.post(link())["Location"] == path_to("keys", language)
    page = client.get(path_to("keys", language)).content.decode()
    assert contact.partner.name(language) in page


def test_an_unknown_address_is_answered_alike() -> None:
    a_contact()
    known, unknown = ask("mair@vale.example"), ask("neb@vale.example")
    token = re.compile(rb'value="[^"]{64}"')
    assert token.sub(b"", known.content) == token.sub(b"", unknown.content)
    assert len(mail.outbox) == 1


def test_a_contact_logs_out_on_every_machine_and_nobody_else_does() -> None:
    contact, other = a_contact(), a_contact(email="gwen@vale.example")
    here = logged_in(contact)
    Contact.objects.update(link_sent_at=None)
    there, colleague = logged_in(contact), logged_in(other)
    page = path_to("keys", "cy")
    assert "Allgofnodi ym mhobman" in here.get(page).content.decode()
    assert here.post(path_to("leave_all", "cy"))["Location"] == page
    shown = ["Mair Enghraifft" in browser.get(page).content.decode() for browser in (here, there, colleague)]
    assert shown == [False, False, True]
    call_command("end_sessions", "--all", stdout=StringIO())
    assert "Mair Enghraifft" not in colleague.get(page).content.decode()


def test_a_link_is_good_once() -> None:
    a_contact()
    ask("mair@vale.example")
    for _ in range(3):  # programs that read mail follow links
        assert Client().get(link()).status_code == 200
    assert Client().post(link()).status_code == 302
    assert Client().post(link()).status_code == 410
    assert Client().get(link()).status_code == 410


def test_a_link_is_good_for_a_quarter_of_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    a_contact()
    ask("mair@vale.example")
    now = time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + mailed_links.GOOD_FOR + 2)
    assert Client().get(link()).status_code == 410
    assert Client().post(link()).status_code == 410


def test_a_link_that_somebody_changed_is_not_good() -> None:
    contact, other = a_contact(), a_contact(email="sion@vale.example", partner=Partner.objects.first())
    ask(contact.email)
    address = link()
    ask(other.email)
    assert Client().post(address[:-3] + "xx/").status_code == 410
    Contact.objects.filter(pk=contact.pk).delete()
    assert Client().post(address).status_code == 410


def test_a_contact_gets_one_mail_a_minute_and_only_the_newest_link_is_good() -> None:
    contact = a_contact()
    ask(contact.email)
    first = link()
    ask(contact.email)
    assert len(mail.outbox) == 1
    Contact.objects.update(link_sent_at=contact.partner.created_at.replace(year=2020))
    ask(contact.email)
    assert len(mail.outbox) == 2
    assert Client().post(first).status_code == 410
    assert Client().post(link()).status_code == 302


def test_without_a_mail_server_the_page_says_so(settings: Any) -> None:
    a_contact()
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    page = Client().get(path_to("keys", "cy")).content.decode()
    assert "Ni all y gwasanaeth hwn anfon e-bost" in page
    assert "<form" not in page
    assert ask("mair@vale.example").status_code == 200
    assert not Contact.objects.exclude(link="").exists()


def test_a_key_is_shown_in_one_answer_and_revoked_by_its_button() -> None:
    contact = a_contact()
    client = logged_in(contact)
    issued = client.post(path_to("issue", "cy"), {"kind": "live"})
    (text,) = set(KEY.findall(issued.content.decode()))
    assert (issued["Cache-Control"], issued["Referrer-Policy"]) == ("no-store", "same-origin")
    page = client.get(path_to("keys", "cy")).content.decode()
    key = PartnerKey.objects.get()
    assert key.prefix in page
    assert not KEY.search(page)
    assert client.get("/api/v1/cy/items", headers={"Authorization": f"Bearer {text}"}).status_code == 200
    client.post(path_to("revoke", "cy"), {"key": key.prefix})
    key.refresh_from_db()
    assert key.revoked_at is not None
    assert [entry.data["contact"] for entry in ModelLogEntry.objects.filter(action__startswith="partners.")] == [
        contact.name
    ] * 2


def test_a_third_key_is_refused_in_words() -> None:
    client = logged_in(a_contact())
    for _ in range(2):
        assert KEY.search(client.post(path_to("issue", "en"), {"kind": "test"}).content.decode())
    refused = client.post(path_to("issue", "en"), {"kind": "test"}).content.decode()
    assert "You have two live keys of this kind already." in refused
    assert PartnerKey.objects.count() == 2


@pytest.mark.parametrize("asked", [{"kind": "nope"}, {"kind": ""}, {}])
def test_a_key_of_no_kind_is_not_issued(asked: dict[str, str]) -> None:
    refused = logged_in(a_contact()).post(path_to("issue", "cy"), asked)
    assert refused.status_code == 400
    assert "Nid oes allweddi o'r math hwn." in BeautifulSoup(refused.content, "html.parser").text
    assert not PartnerKey.objects.exists()


@pytest.mark.parametrize("name", ["issue", "revoke", "contract", "leave"])
def test_who_is_not_logged_in_does_nothing(name: str) -> None:
    key, _ = issue(a_partner(), KeyKind.LIVE)
    answer = Client().post(path_to(name, "cy"), {"kind": "live", "key": key.prefix})
    assert answer["Location"] == path_to("keys", "cy")
    assert PartnerKey.objects.get().revoked_at is None
    assert Client().get(path_to(name, "cy")).status_code == 405


@pytest.mark.parametrize("name", ["ask", "issue", "revoke", "contract", "leave"])
def test_a_form_without_its_token_is_refused(name: str) -> None:
    assert Client(enforce_csrf_checks=True).post(path_to(name, "cy")).status_code == 403


@pytest.mark.parametrize("name", ["revoke", "contract"])
def test_another_partners_keys_are_nobody_elses(name: str) -> None:
    client = logged_in(a_contact())
    theirs, _ = issue(a_partner(name_en="Another"), KeyKind.LIVE)
    PartnerKey.objects.update(contract="0.9.0")
    assert client.post(path_to(name, "cy"), {"key": theirs.prefix}).status_code == 404
    theirs.refresh_from_db()
    assert (theirs.revoked_at, theirs.contract) == (None, "0.9.0")
    assert theirs.prefix not in client.get(path_to("keys", "cy")).content.decode()


def test_who_logs_out_or_is_no_contact_any_more_is_out(monkeypatch: pytest.MonkeyPatch) -> None:
    contact = a_contact()
    client = logged_in(contact)
    client.post(path_to("leave", "cy"))
    assert 'type="email"' in client.get(path_to("keys", "cy")).content.decode()
    Contact.objects.update(link_sent_at=None)
    client = logged_in(contact)
    now = time.time()
    monkeypatch.setattr("cms.portal.account.contact_session.time.time", lambda: now + 9 * 3600)
    assert 'type="email"' in client.get(path_to("keys", "cy")).content.decode()
    monkeypatch.undo()
    assert contact.name in client.get(path_to("keys", "cy")).content.decode()
    contact.delete()
    assert contact.name not in client.get(path_to("keys", "cy")).content.decode()


def test_use_is_drawn_and_told_in_figures() -> None:
    contact = a_contact()
    key, _ = issue(contact.partner, KeyKind.LIVE)
    DailyUse.objects.create(key=key, day=today(), requests=1234, tokens=2000, refused=3)
    page: Any = BeautifulSoup(logged_in(contact).get(path_to("keys", "en")).content, "html.parser")
    assert len(page.select("svg.use rect")) == 30
    assert [cell.text for cell in page.select("table td")] == ["1234", "2000", "3"]
    assert page.svg["role"] == "img"
    assert page.find(id=page.svg["aria-labelledby"])


def test_the_highest_bar_has_all_the_height_and_the_least_can_be_seen() -> None:
    chart = use_chart([0, 1, 10_000])
    assert [bar.height for bar in chart.bars] == [0, 2, HEIGHT]
    assert [bar.y + bar.height for bar in chart.bars] == [HEIGHT] * 3
    assert use_chart([]).highest == 0


def test_a_key_follows_the_contract_that_its_site_was_made_for() -> None:
    contact = a_contact()
    key, _ = issue(contact.partner, KeyKind.LIVE)
    PartnerKey.objects.update(contract="0.9.0")
    client = logged_in(contact)
    assert f"0.9.0. The present version is {CONTRACT_VERSION}" in client.get(path_to("keys", "en")).content.decode()
    client.post(path_to("contract", "en"), {"key": key.prefix})
    assert "The present version is" not in client.get(path_to("keys", "en")).content.decode()
