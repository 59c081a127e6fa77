"""Every mail that the service sends, to somebody who reads Welsh: nothing falls back, and nothing is in English."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.desk.workflow.reviews.reminders import remind
from cms.partners.models import Contact, Partner
from cms.portal.account.mailed_links import send_link
from cms.webhooks.models import EndReason, WebhookEndpoint
from cms.webhooks.sending.delivery_faults import DeliveryFault
from cms.webhooks.sending.ending import tell
from tests.desk.people import act, edit, member, post, submit, write
from tests.factories import content as make
from tests.publication.pairs import pair, together

from .screen_texts import Written, recorded, texts_of, unsaid

__all__ = ["together"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("together")]


def stages(page: Any, twin: Any) -> None:
    """From a draft to release, and back once; and a translation's first stage."""
    writer, checker = member("editors-cy"), member("editors-cy", "publishers", "approvers", name="gwirydd")
    member("approvers", name="cymeradwywr"), member("publishers", name="cyhoeddwr")
    edit(writer, page, "action-submit", title="Cymraeg: dau")
    act(checker, page, "reject", "Cymraeg: eto")
    edit(writer, page, "action-submit", title="Cymraeg: tri")
    for _ in range(3):
        act(checker, page, "approve")
    translator = member("translators")
    write(translator, twin, "summary", "English: summary")
    post(checker, reverse("workflow:add_note", args=[twin.pk]), {"path": "summary", "text": "Cymraeg: nodyn"})
    submit(translator, twin)


def partners() -> None:
    """A webhook that is switched off, and a log-in."""
    partner = Partner.objects.create(name_cy="Cyngor Bro Ddychmygol", name_en="Bro Ddychmygol Council")
    Contact.objects.create(partner=partner, name="Awel Puw", email="awel@example.org")
    endpoint = WebhookEndpoint.objects.create(
        partner=partner, url="https://derbyn.example.org/", secret_since=timezone.now(), queued_to=0,
        ended=EndReason.FAILURES, ended_at=timezone.now(), last_fault=DeliveryFault.CONNECTION,
    )  # fmt: skip
    tell(endpoint)
    send_link("awel@example.org")


def test_no_mail_says_anything_in_english(settings: Any) -> None:
    settings.APPROVES_OWN_WORK = False
    missing: Counter[str] = Counter()
    page, twin = pair("cy", review_due=timezone.localdate() - timedelta(days=2))
    make.landing(page.get_parent(), "cy", review_due=timezone.localdate() + timedelta(days=5))
    with recorded(missing):
        stages(page, twin)
        partners()
        remind(lambda: None)
        Client().post(reverse("wagtailadmin_password_reset"), {"email": "gwirydd@example.org"})
    written = Written()
    left = {
        found: sent.subject
        for sent in mail.outbox
        for text in (
            sent.subject,
            sent.body,
            *(part for html, _ in getattr(sent, "alternatives", ()) for part in texts_of(html)),
        )
        if (found := written.left(unsaid(str(text))))
    }
    assert left == {}
    assert not missing
    assert len({sent.subject for sent in mail.outbox}) > 8
