"""Findings kept with what they were found in: what is checked, when again, what was dismissed, and how it is told."""

import json
from io import StringIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from wagtail import hooks
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation

from cms.desk.proofreading.checking.text_checks import findings
from cms.desk.proofreading.keeping import proofs
from cms.desk.proofreading.keeping.changed_since import items_to_check
from cms.desk.proofreading.keeping.open_findings import dismiss, findings_of, list_again, up_to_date
from cms.desk.proofreading.keeping.proofreader import Proofreader
from cms.desk.proofreading.models import FindingDismissal, KnownWord, ProofedText, TextFinding
from cms.desk.proofreading.screens.beside_segments import segment_findings
from cms.publication.models import ConsumerOffset
from cms.publication.reconciliation.actions import confirm_same
from tests.database.once import once
from tests.factories import content as make
from tests.publication.pairs import pair, user

pytestmark = pytest.mark.django_db
ENGLISH = "Reply to the letter within 28 days of the meeting."
WELSH = "Atebwch y llythyr o fewn 28 diwrnod i'r cyfarfod."


@once
def letter() -> tuple[Any, Any]:
    """A page in both languages with nothing wrong in it."""
    page, _ = pair(summary=ENGLISH)
    return page, make.translate(page, summary=WELSH, title="Cymraeg")


def found(page: Any) -> list[tuple[str, str, str]]:
    """(language, kind, what was found) of an item, checked as it is now."""
    up_to_date([page.translation_key])
    return [(row.proof.language, row.kind, row.found) for row in findings_of([page.translation_key])]


def written(page: Any, text: str, path: str = "summary") -> None:
    """What a translator writes for a text, and does not publish."""
    one = StringTranslation.objects.get(context__object_id=page.translation_key, context__path=path)
    one.data = text
    one.save()


def test_right_texts_have_no_findings_and_are_not_checked_twice() -> None:
    page, _ = letter()
    assert found(page) == []
    assert ProofedText.objects.filter(item=page.translation_key).count() == 2
    assert list(items_to_check({page.translation_key})) == []


def test_what_a_translator_types_is_checked_before_it_is_published() -> None:
    page, _ = letter()
    found(page)
    written(page, "Atebwch y llythyr o fewn 18 diwrnod i'r cyfarfod.")
    assert found(page) == [("cy", "numbers", "18")]
    written(page, WELSH)
    assert found(page) == []


def test_a_draft_is_checked_and_what_was_not_translated_yet_is_not_held_to_it() -> None:
    page, _ = letter()
    page.summary = "Reply to the the letter within 14 days."
    page.save_revision()
    assert found(page) == [("en", "doubled", "the the")]


def test_pages_that_are_kept_by_hand_are_compared_too() -> None:
    page, welsh = letter()
    welsh.summary = "Atebwch y llythyr o fewn 21 diwrnod i'r cyfarfod."
    Translation.objects.update(enabled=False)
    welsh.save_revision()
    assert found(page) == [("cy", "numbers", "21")]


def test_a_text_in_the_other_language_is_one_finding_until_it_is_confirmed() -> None:
    page, _ = letter()
    english = "The child lives with carers who are approved by the agency."
    written(page, english)
    assert found(page) == [("cy", "language", english)]
    with pytest.raises(ValueError, match="confirmed"):
        dismiss(findings_of([page.translation_key]).get(), user(), "It is a title")
    confirm_same(page.translation_key, [english], user("Another Editor"))
    ProofedText.objects.update(revision=-1)
    assert found(page) == []


def test_a_dismissed_finding_stays_away_until_its_text_changes() -> None:
    page, _ = letter()
    written(page, "Atebwch y llythyr o fewn 18 diwrnod i'r cyfarfod.")
    found(page)
    dismiss(findings_of([page.translation_key]).get(), user(), "The Welsh form says 18")
    assert found(page) == []
    assert FindingDismissal.objects.get().by_name == "Example Editor"
    ProofedText.objects.update(revision=-1)
    assert found(page) == []
    written(page, "Atebwch ein llythyr o fewn 18 diwrnod i'r cyfarfod.")
    assert found(page) == [("cy", "numbers", "18")]
    written(page, "Atebwch y llythyr o fewn 18 diwrnod i'r cyfarfod.")
    assert found(page) == []
    list_again(FindingDismissal.objects.get())
    assert found(page) == [("cy", "numbers", "18")]


def test_a_word_that_comes_to_be_known_is_found_no_more_mutated_either() -> None:
    page, _ = letter()
    written(page, "Atebwch lythyr o Brendavol o fewn 28 diwrnod i'r cyfarfod.")
    assert found(page) == [("cy", "spelling", "Brendavol")]
    word = KnownWord.objects.create(word="Prendavol")
    assert found(page) == []
    word.delete()
    ProofedText.objects.update(revision=-1)
    assert found(page) == [("cy", "spelling", "Brendavol")]


def test_a_text_that_is_being_typed_is_told_of_in_the_language_of_the_screen() -> None:
    with override("cy"):
        (found,) = segment_findings("Atebwch o fewn 18 diwrnod.", "Reply within 28 days.", "cy")
    assert (found.kind, found.name) == ("numbers", "Rhifau")
    assert found.said == "Mae “18” yma lle mae “28” yn y gwreiddiol. Gwiriwch pa un sy'n gywir."


def test_each_text_of_a_translation_has_its_notes_but_for_what_was_dismissed() -> None:
    page, _ = letter()
    english, welsh = "Reply to the letter within 28 days.", "Atebwch y llythyyr o fewn 18 diwrnod."
    translation = Translation.objects.get(source__object_id=page.translation_key)

    def notes() -> str:
        row = SimpleNamespace(segment=SimpleNamespace(path="summary", source=english, text=welsh), notes=[])
        segment_notes = hooks.get_hooks("construct_translation_notes")
        for hook in segment_notes:
            hook(RequestFactory().get("/"), translation, [row])
        return "".join(row.notes)

    assert "“18” stands here where the original has “28”." in notes()
    number = findings(welsh, english, "cy")[0]
    FindingDismissal.objects.create(
        item=page.translation_key, language="cy", digest=number.digest(welsh, english), kind="numbers", reason="Right"
    )
    assert "“18”" not in notes()
    assert "llythyyr" in notes()


def test_a_known_word_is_one_word_and_listed_once() -> None:
    KnownWord.objects.create(word="Cafcass")
    for word in ("cafcass", "two words", "28"):
        with pytest.raises(ValidationError):
            KnownWord(word=word, language="cy").full_clean()
    KnownWord(word="AFKA", language="cy").full_clean()


def test_a_term_is_held_to_its_words_and_checked_itself() -> None:
    page, _ = letter()
    _, welsh = make.term_pair("llythyr", "letter")
    found(page)
    written(page, "Atebwch y neges o fewn 28 diwrnod i'r cyfarfod.")
    assert found(page) == [("cy", "terms", "letter")]
    written(welsh, "Neges sy'n cael ei hysgrifenu.", "definition")
    assert ("cy", "spelling", "hysgrifenu") in found(welsh)


def test_what_is_deleted_leaves_nothing_behind() -> None:
    page, welsh = letter()
    found(page)
    welsh.delete()
    assert found(page) == []
    assert [row.language for row in ProofedText.objects.filter(item=page.translation_key)] == ["en"]


def test_the_worker_checks_what_nobody_opened() -> None:
    page, _ = letter()
    written(page, "Atebwch y llythyr o fewn 18 diwrnod i'r cyfarfod.")
    Proofreader().once(bool)
    assert TextFinding.objects.filter(proof__item=page.translation_key, kind="numbers").exists()
    assert list(items_to_check()) == []
    assert ConsumerOffset.objects.get(name="proofreading").held_by == ""


def test_a_page_that_cannot_be_read_holds_up_neither_the_others_nor_its_editor(caplog: Any) -> None:
    page, _ = letter()
    broken, _ = pair(beside=page)
    revision = broken.latest_revision
    revision.content["review_due"] = "never"
    revision.save()
    ProofedText.objects.all().delete()
    proofreader = Proofreader()
    proofreader.once(bool)
    assert ProofedText.objects.filter(item=page.translation_key).count() == 2
    assert str(broken.translation_key) in caplog.text
    caplog.clear()
    proofreader.once(bool)
    assert caplog.text == ""
    up_to_date([broken.translation_key])
    assert ConsumerOffset.objects.get(name="proofreading").failures == 0


def test_an_item_is_known_to_be_checked_by_two_queries() -> None:
    page, _ = letter()
    found(page)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        up_to_date([page.translation_key])
    assert len(asked) <= 3


@pytest.mark.parametrize("written_as", ["json", "csv", "text"])
def test_the_command_lists_what_there_is_and_says_so_by_its_status(written_as: str) -> None:
    page, _ = letter()
    assert call_command("check_texts", format=written_as, stderr=StringIO(), stdout=StringIO()) is None
    written(page, "Atebwch y llythyr o fewn 18 diwrnod i'r cyfarfod.")
    out = StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("check_texts", format=written_as, language="cy", stderr=StringIO(), stdout=out)
    assert refused.value.returncode == 1
    if written_as == "json":
        (row,) = json.loads(out.getvalue())
        assert (row["kind"], row["found"], row["wanted"], row["path"]) == ("numbers", "18", "28", "summary")
    else:
        assert "numbers" in out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_a_page_that_is_deleted_while_it_is_checked_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    page, _ = letter()
    read = proofs.item_findings

    def deleting(one: Any, *known: Any) -> Any:
        if (there := Page.objects.filter(pk=one.instance.pk).first()) is not None:
            there.delete()
        return read(one, *known)

    monkeypatch.setattr(proofs, "item_findings", deleting)
    proofs.proofread([page.translation_key])
    assert not ProofedText.objects.filter(item=page.translation_key).exists()
