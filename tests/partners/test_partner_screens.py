"""Partners on the screens of the admin: what is taken, contacts, and keys that are shown once."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from cms.partners.models import Contact, Partner, PartnerKey
from tests.partners.gated import a_key, a_partner

pytestmark = pytest.mark.django_db
KEY = re.compile(r"epw_(?:live|test)_[a-z0-9]{8}_[A-Za-z0-9]{32}")


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("golygydd"))
    return client


def form(**values: Any) -> dict[str, Any]:
    contact = {"name": "Mair Enghraifft", "email": "mair@council.example", "language": "cy"}
    return {
        "name_cy": "Cyngor Bro Ddychmygol", "name_en": "Imaginary Vale Council", "sites": "https://vale.example/",
        "languages": "both", "types": ["guide"], "audiences": ["parents"],
        "contacts-TOTAL_FORMS": "1", "contacts-INITIAL_FORMS": "0", "contacts-MIN_NUM_FORMS": "0",
        "contacts-MAX_NUM_FORMS": "1000", "contacts-0-ORDER": "1",
        **{f"contacts-0-{name}": value for name, value in contact.items()}, **values,
    }  # fmt: skip


def test_a_partner_is_added_with_what_it_takes_and_whom_to_ask(editor: Client) -> None:
    address = reverse(Partner.snippet_viewset.get_url_name("add"))
    assert editor.get(address).status_code == 200
    assert editor.post(address, form()).status_code == 302
    partner = Partner.objects.get()
    assert (partner.types, partner.topics, partner.audiences) == (["guide"], [], ["parents"])
    assert [contact.email for contact in partner.contacts.all()] == ["mair@council.example"]
    shown = editor.get(reverse(Partner.snippet_viewset.get_url_name("edit"), args=[partner.pk]))
    assert reverse("partners_admin:keys", args=[partner.pk]) in shown.content.decode()


@pytest.mark.parametrize(
    "wrong", [{"sites": "vale.example"}, {"types": ["nothing"]}, {"contacts-0-email": "MAIR@ELSE.example"}]
)
def test_what_cannot_be_is_refused(editor: Client, wrong: dict[str, Any]) -> None:
    Contact.objects.create(partner=a_partner(), name="Mair", email="mair@else.example")
    address = reverse(Partner.snippet_viewset.get_url_name("add"))
    assert editor.post(address, form(**wrong)).status_code == 200
    assert Partner.objects.count() == 1


def test_a_key_is_shown_in_one_answer_and_never_again(editor: Client) -> None:
    partner = a_partner()
    address = reverse("partners_admin:keys", args=[partner.pk])
    issued = editor.post(address, {"kind": "live"})
    (text,) = KEY.findall(issued.content.decode())
    key = PartnerKey.objects.get()
    assert text.startswith(key.prefix)
    assert "no-store" in issued["Cache-Control"]
    again = editor.get(address).content.decode()
    assert key.prefix in again
    assert KEY.findall(again) == []
    assert ModelLogEntry.objects.get(action="partners.issue_key").data == {"key": key.prefix}


def test_a_third_key_is_refused_until_one_is_revoked(editor: Client) -> None:
    key, _ = a_key()
    address = reverse("partners_admin:keys", args=[key.partner_id])
    assert KEY.search(editor.post(address, {"kind": "live"}).content.decode())
    assert not KEY.search(editor.post(address, {"kind": "live"}).content.decode())
    assert KEY.search(editor.post(address, {"kind": "test"}).content.decode())
    editor.post(reverse("partners_admin:revoke", args=[key.pk]))
    assert PartnerKey.objects.get(pk=key.pk).revoked_at is not None
    assert KEY.search(editor.post(address, {"kind": "live"}).content.decode())


@pytest.mark.parametrize(("method", "name"), [("get", "keys"), ("post", "keys"), ("post", "revoke")])
def test_who_may_not_change_partners_sees_and_does_nothing(client: Client, method: str, name: str) -> None:
    key, _ = a_key()
    user = User.objects.create_user("darllenydd")
    client.force_login(user)
    pk = key.pk if name == "revoke" else key.partner_id
    answer = getattr(client, method)(reverse(f"partners_admin:{name}", args=[pk]), {"kind": "live"})
    assert answer.status_code in {302, 403}
    assert PartnerKey.objects.get().revoked_at is None
