"""Mail and history of stages: to those who can act, in the language of each, with our names in it."""

from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Task

from tests.publication.pairs import pair, together

from .people import act, client_of, edit, member, shown, stage, submit, write
from .test_stages import by_others

__all__ = ["by_others", "together"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("together", "by_others")]


def letters() -> dict[str, str]:
    """What was sent, by who got it; and the box is empty again."""
    found = {sent.to[0]: f"{sent.subject}\n{sent.body}" for sent in mail.outbox}
    mail.outbox.clear()
    return found


def test_a_stage_writes_to_who_can_act_in_it_in_the_page_s_language_and_not_to_who_wrote_it() -> None:
    page, twin = pair()
    writer = member("editors-en", "approvers", name="awdur")
    english, welsh_screen = member("editors-en", language="en"), member("editors-en", name="arall", language="cy")
    member("editors-cy", name="cymraeg")
    edit(writer, page, "action-submit", title="English: two")
    told = letters()
    assert set(told) == {english.email, welsh_screen.email}
    assert "Language check" in told[english.email]
    assert "Gwirio'r iaith" in told[welsh_screen.email]
    assert "Language check" not in told[welsh_screen.email]
    act(english, page, "approve")
    assert stage(page) == "Content approval"
    assert letters() == {}
    translator = member("translators", language="cy")
    write(translator, twin, "title", "Cymraeg: dau")
    submit(translator, twin)
    assert list(letters()) == ["cymraeg@example.org"]


@pytest.mark.parametrize(("language", "words"), [("cy", "Cymeradwywyd yn 'Gwirio'r iaith'"), ("en", "Language check")])
def test_the_history_names_stages_in_the_language_of_the_screen(language: Any, words: str) -> None:
    _page, twin = pair()
    translator = member("translators", language="en")
    write(translator, twin, "title", "Cymraeg: dau")
    submit(translator, twin)
    act(member("editors-cy", language="cy" if language == "en" else "en"), twin, "approve")
    reader = member("publishers", language=language)
    assert words in shown(client_of(reader).get(reverse("wagtailadmin_pages:history", args=[twin.pk]))).replace(
        "&#x27;", "'"
    )


def test_a_name_of_ours_is_stored_in_english_whichever_screen_saves_it() -> None:
    task = Task.objects.get(name="Language check")
    with override("cy"):
        assert task.name == "Gwirio'r iaith"
        task.name = task.name
        task.save()
        assert Task.objects.filter(name="Gwirio'r iaith").exists()
    assert Task.objects.filter(pk=task.pk).values_list("name", flat=True).get() == "Language check"
    task.name = "Darllen"
    task.save()
    assert Task.objects.get(pk=task.pk).name == "Darllen"
