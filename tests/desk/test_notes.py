"""Translators and checkers talk of a text where it stands; each is written to in their own language."""

import pytest
from django.core import mail
from django.urls import reverse
from wagtail.models import Comment, PageLogEntry

from cms.desk.workflow.notes.segment_notes import places_of
from tests.factories import content as make
from tests.publication.editors import edit_url
from tests.publication.pairs import pair

from .people import client_of, member, post, shown, write

pytestmark = pytest.mark.django_db


def test_a_note_on_a_text_is_mailed_answered_and_resolved_and_says_who_and_when() -> None:
    _page, twin = pair()
    translator, checker = member("translators", language="cy"), member("editors-cy", language="en")
    write(translator, twin, "summary", "Cymraeg: crynodeb")
    post(checker, reverse("workflow:add_note", args=[twin.pk]), {"path": "summary", "text": "Onid “lleoliad”?"})
    note = Comment.objects.get(page=twin)
    assert (note.user, note.contentpath) == (checker, "summary")
    (sent,) = mail.outbox
    assert sent.to == [translator.email]
    assert "Onid “lleoliad”?" in sent.body
    assert "New comments" not in sent.body

    answer = reverse("workflow:answer_note", args=[note.pk])
    post(translator, answer, {"text": "Ie, diolch"})
    assert mail.outbox[-1].to == [checker.email]
    assert "New replies" in mail.outbox[-1].body
    screen = shown(client_of(checker).get(edit_url(twin)))
    assert "Summary" in screen
    assert "Ie, diolch" in screen
    post(translator, answer, {"resolve": "1"})
    screen = shown(client_of(checker).get(edit_url(twin)))
    assert "There are no open notes." in screen
    assert f"Resolved by {translator.get_full_name()}" in screen
    assert "Ie, diolch" in screen
    entries = set(PageLogEntry.objects.filter(page=twin.pk, user__isnull=False).values_list("action", flat=True))
    assert {f"wagtail.comments.{one}" for one in ("create", "create_reply", "resolve")} <= entries


def test_the_texts_of_one_place_are_told_apart_by_how_they_begin() -> None:
    home, _ = make.homes("en")
    cells = [["English: stage", "English: who"], ["English: one", "English: two " + "and more " * 9]]
    page = make.landing(home, "en", body=[("table", {"data": cells, "table_caption": ""})])
    twin = make.translate(page)
    labels = [label for _path, label in places_of(twin)]
    assert len(labels) == len(set(labels))
    assert any("“English: stage”" in label for label in labels)
    assert all(len(label) < 90 for label in labels)
    assert "Summary" in labels


def test_notes_outlive_publication_and_are_for_those_alone_who_have_a_right_over_the_page() -> None:
    page, twin = pair()
    stranger, approver = member("editors-en"), member("approvers")
    address = reverse("workflow:add_note", args=[twin.pk])
    post(stranger, address, {"path": "title", "text": "Na"})
    assert not Comment.objects.exists()
    post(approver, address, {"path": "title", "text": "Da iawn"})
    make.translate(make.publish(page, summary="English: again"))
    assert Comment.objects.get(page=twin).text == "Da iawn"
