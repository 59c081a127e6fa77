"""The admin's screens and the command: an endpoint is made, given its secret, tried, told again, switched off and on."""

import html
import json
import re
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from cms.webhooks.models import WebhookAttempt, WebhookEndpoint
from cms.webhooks.sending.dispatcher import Courier
from cms.webhooks.sending.sealed_secrets import unseal

from .endpoints import PLAIN_SECRETS, change, endpoint, partner, queue, waiting
from .receivers import Receiver

pytestmark = pytest.mark.django_db
BOTH = pytest.mark.parametrize(("language", "words"), [("cy", "Cyfrinach"), ("en", "Secret")])


@pytest.fixture
def admin(django_user_model):
    return client_who_may(django_user_model, "access_admin", "add_webhookendpoint", "change_webhookendpoint")


def client_who_may(users, *codenames):
    group = Group.objects.create(name="gweithredwyr")
    group.permissions.set(Permission.objects.filter(codename__in=codenames))
    user = users.objects.create_user("gweithredwr", password="afon")
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    return client


def page_of(told):
    return reverse("webhook_deliveries", args=[told.pk])


def press(client, told, word, **values):
    return client.post(page_of(told), {"word": word, **values}, follow=True)


def test_an_endpoint_is_made_and_given_a_secret_that_is_shown_once(admin):
    owner = partner()
    address = reverse("wagtailsnippets_webhooks_webhookendpoint:add")
    values = {
        "partner": owner.pk,
        "url": "http://127.0.0.1:8163/bachau",
        "events": ["item.gone"],
        "types": ["guide", "term"],
    }
    response = admin.post(address, values, follow=True)
    told = WebhookEndpoint.objects.get()
    assert response.redirect_chain[-1][0] == page_of(told)
    assert (told.events, told.types, told.secret) == (["item.gone"], ["guide", "term"], "")
    (shown,) = re.findall(r"whsec_[A-Za-z0-9+/=]+", press(admin, told, "rotate").content.decode())
    told.refresh_from_db()
    assert unseal(told.secret) == shown
    assert shown not in admin.get(page_of(told)).content.decode()
    assert shown not in str(WebhookEndpoint.objects.values().get())


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://cms.example.wales/", "begin with https://"),
        ("https://localhost/", "name of a host"),
        ("https://a.example.invalid/", "not known"),
    ],
)
def test_an_address_that_nothing_is_sent_to_is_refused_with_its_reason(admin, url, said):
    address = reverse("wagtailsnippets_webhooks_webhookendpoint:add")
    response = admin.post(address, {"partner": partner().pk, "url": url})
    assert said in response.content.decode()
    assert not WebhookEndpoint.objects.exists()


def test_when_the_certificate_ends_is_shown_and_forgotten_with_the_address(admin):
    ends = datetime(2027, 3, 9, 12, tzinfo=UTC)
    told = endpoint("http://127.0.0.1:8163/bachau", certificate_ends=ends)
    assert "9 March 2027" in admin.get(page_of(told)).content.decode()
    assert "9 March 2027" in admin.get(reverse("wagtailsnippets_webhooks_webhookendpoint:list")).content.decode()
    address = reverse("wagtailsnippets_webhooks_webhookendpoint:edit", args=[told.pk])
    for url, kept in ((told.url, ends), ("http://127.0.0.1:8164/bachau", None)):
        admin.post(address, {"partner": told.partner_id, "url": url})
        told.refresh_from_db()
        assert (told.url, told.certificate_ends) == (url, kept)


def test_a_test_and_what_was_delivered_are_seen_and_sent_again(admin):
    with Receiver(lambda request: (202, {"X-Told": "top secret"})) as receiver:
        told = endpoint(receiver.url)
        item = change()
        press(admin, told, "test")
        Courier().once(bool)
        text = admin.get(page_of(told)).content.decode()
        press(admin, told, "replay", item=str(item))
        Courier().once(bool)
    assert str(item) in text
    assert "202, 0 bytes" in text
    assert "top secret" not in text
    assert len(receiver.requests) == 3
    assert WebhookAttempt.objects.filter(item=item).count() == 2


@pytest.mark.parametrize("language", ["cy", "en"])
def test_what_is_not_tried_again_does_not_say_that_it_is(admin, language):
    words = {
        "cy": ("Methodd; caiff ei anfon pan fydd y bachyn gwe ymlaen eto", "rhoddir cynnig arall", "Dim byd hyd yma"),
        "en": ("Failed; it is sent once the webhook is on again", "tried again", "Never"),
    }[language]
    UserProfile.objects.update_or_create(user=get_user_model().objects.get(), defaults={"preferred_language": language})
    with Receiver(lambda request: (410, {})) as receiver:
        told = endpoint(receiver.url)
        change()
        queue()
        Courier().once(bool)
        press(admin, told, "test")
        Courier().once(bool)
    text = html.unescape(admin.get(page_of(told)).content.decode())
    assert len(receiver.requests) == 2
    assert words[0] in text
    assert words[1] not in text
    assert words[2] in text
    form = html.unescape(admin.get(reverse("wagtailsnippets_webhooks_webhookendpoint:add")).content.decode())
    assert {"cy": "Dewis partner", "en": "Choose a partner"}[language] in form
    assert ("Choose partner" in form, "Choose a" in form) == (False, language == "en")
    assert {"cy": "Ddim ar gael mwyach", "en": "Gone"}[language] in form


def test_all_is_told_again_from_a_day_on(admin):
    told = endpoint()
    items = [change(), change()]
    change(items[0])
    queue()
    told.messages.all().delete()
    pressed = press(admin, told, "replay-all", since="2020-01-01 00:00")
    assert "2 items have changed since" in pressed.content.decode()
    queue()
    assert set(waiting(told)) == set(items)
    assert press(admin, told, "replay-all", since="never").status_code == 400


def test_it_is_switched_off_and_on(admin):
    told = endpoint()
    press(admin, told, "off")
    assert WebhookEndpoint.objects.get().ended == "hand"
    press(admin, told, "on")
    assert WebhookEndpoint.objects.get().is_on
    press(admin, told, "rotate")
    assert WebhookEndpoint.objects.get().previous_secret
    press(admin, told, "end-previous")
    assert not WebhookEndpoint.objects.get().previous_secret


def test_nobody_else_sees_or_does_any_of_it(django_user_model):
    told = endpoint()
    for client in (Client(), client_who_may(django_user_model, "access_admin", "view_webhookendpoint")):
        for response in (client.get(page_of(told)), client.post(page_of(told), {"word": "rotate"})):
            assert response.status_code in (302, 403)
            assert "whsec_" not in response.content.decode()
    assert not WebhookEndpoint.objects.get().previous_secret


def test_what_is_not_a_button_is_refused(admin):
    told = endpoint()
    assert press(admin, told, "nothing").status_code == press(admin, told, "replay", item="x").status_code == 400


@BOTH
def test_the_screens_are_in_both_languages(admin, language, words):
    told = endpoint(failures=2, last_fault="timeout")
    for address in (page_of(told), reverse("wagtailsnippets_webhooks_webhookendpoint:list")):
        text = admin.get(address, headers={"Accept-Language": language}).content.decode()
        assert ("No answer came in time" in text) == (language == "en")
    assert words in admin.get(page_of(told), headers={"Accept-Language": language}).content.decode()


def run(*arguments):
    out = StringIO()
    call_command("webhooks", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_says_how_each_endpoint_is():
    told = endpoint()
    change()
    assert "on, 0 waiting, 1 behind" in run("--status")
    queue()
    (row,) = json.loads(run("--status", "--json"))["endpoints"]
    assert (row["endpoint"], row["waiting"], row["behind"], row["state"]) == (told.pk, 1, 0, "on")
    run("--disable", str(told.pk))
    assert json.loads(run("--status", "--json"))["endpoints"][0]["state"] == "hand"
    run("--enable", str(told.pk))
    WebhookEndpoint.objects.update(failures=3, last_fault="tls")
    with pytest.raises(CommandError, match=f"not well: {told.pk}"):
        run("--status")


def test_the_command_tells_again_and_tests():
    told = endpoint()
    item = change()
    queue()
    told.messages.all().delete()
    run("--replay", str(told.pk), "--item", str(item))
    assert waiting(told) == {item: "item.gone"}
    told.messages.all().delete()
    assert "changes told again: 1" in run("--replay", str(told.pk), "--since", "2020-01-01")
    queue()
    assert waiting(told) == {item: "item.gone"}
    assert run("--test", str(told.pk)).startswith("queued: msg_")
    for wrong in (["--item", "x"], ["--item", "0" * 32], ["--since", "yesterday"]):
        with pytest.raises(CommandError):
            run("--replay", str(told.pk), *wrong)
    with pytest.raises(CommandError, match="no endpoint"):
        run("--test", "0")


def test_secrets_outlive_a_new_secret_key(settings):
    told = endpoint()
    before, settings.SECRET_KEY = settings.SECRET_KEY, "another one altogether"
    with pytest.raises(CommandError, match="1 secret"):
        run("--reseal")
    settings.SECRET_KEY_FALLBACKS = [before]
    run("--reseal")
    settings.SECRET_KEY_FALLBACKS = []
    assert unseal(WebhookEndpoint.objects.get().secret) == PLAIN_SECRETS[told.pk]
