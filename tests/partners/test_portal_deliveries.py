"""A contact sees what was sent to the partner's own webhooks, in its language, and nothing of anybody else's."""

import pytest
from django.test import Client

from cms.content.languages import CODES
from cms.portal.account.portal_paths import path_to
from cms.webhooks.sending.dispatcher import Courier
from tests.webhooks.endpoints import PLAIN_SECRETS, change, endpoint
from tests.webhooks.receivers import Receiver

from .gated import a_partner
from .test_portal_account import a_contact, logged_in, sent_at_once

__all__ = ["sent_at_once"]
pytestmark = pytest.mark.django_db
SAID = {"cy": ("Danfonwyd", "Ymlaen"), "en": ("Delivered", "On")}


@pytest.mark.parametrize("language", CODES)
def test_a_contact_sees_what_was_sent(language):
    contact = a_contact(language)
    with Receiver(lambda request: 202) as receiver:
        own = endpoint(receiver.url, partner=contact.partner)
        foreign = endpoint("https://arall.example.wales/bachau", partner=a_partner())
        item = change()
        Courier().once(bool)
    client = logged_in(contact)
    assert path_to("deliveries", language) in client.get(path_to("keys", language)).content.decode()
    page = client.get(path_to("deliveries", language)).content.decode()
    assert all(text in page for text in (own.url, str(item), "202", *SAID[language]))
    assert foreign.url not in page
    assert PLAIN_SECRETS[own.pk] not in page
    assert path_to("deliveries", "en" if language == "cy" else "cy") in page


def test_nobody_else_sees_it_and_nobody_keeps_it():
    contact = a_contact()
    assert Client().get(path_to("deliveries", "cy"))["Location"] == path_to("keys", "cy")
    client = logged_in(contact)
    response = client.get(path_to("deliveries", "cy"))
    assert "no-store" in response["Cache-Control"]
    assert "Nid oes gennych fachyn gwe eto." in response.content.decode().replace("&#x27;", "'")
    assert path_to("deliveries", "cy") not in client.get(path_to("keys", "cy")).content.decode()
