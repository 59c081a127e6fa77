"""A page goes from a draft to a release by more than one person, in either language first."""

from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.core import mail
from wagtail.models import Page

from cms.content.languages import CODES, other
from cms.desk.translating.saving import keep
from cms.desk.translating.segment_texts import segments_of
from cms.desk.workflow.stages.acting import translation_into
from cms.desk.workflow.stages.authorship import writers
from cms.publication.models import Release
from tests.factories import content as make
from tests.publication.editors import edit_url, item_url, page_form, said
from tests.publication.pairs import pair, seen, together

from .people import act, client_of, edit, member, post, shown, stage, submit, write

__all__ = ["together"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("together", "by_others")]


@pytest.fixture
def by_others(settings: Any) -> None:
    """Nobody approves their own work, as where nothing else is set."""
    settings.APPROVES_OWN_WORK = False


@pytest.mark.parametrize("source", CODES)
def test_a_change_goes_through_every_stage_and_both_languages_go_out_together(source: Any) -> None:
    page, twin = pair(source)
    target = other(source)
    writer = member(f"editors-{source}", language=source)
    checker = member(f"editors-{source}", name="darllenydd", language=source)
    approver, publisher = member("approvers", language=source), member("publishers", language=target)
    translator, target_checker = member("translators", language=target), member(f"editors-{target}", language=target)

    edit(writer, page, "action-submit", title=f"{make.MARKS[source]} two")
    assert stage(page) == "Language check"
    for user, following in ((checker, "Content approval"), (approver, "Release to readers"), (publisher, "")):
        act(user, page, "approve")
        assert stage(page) == following
    assert seen(page)[source] == f"{make.MARKS[source]} one"

    assert stage(twin) == "Translation"
    assert f"{translator.username}@example.org" in {address for sent in mail.outbox for address in sent.to}
    sync = make.source_of(page)
    assert "The translation is finished" not in shown(client_of(translator).get(edit_url(twin)))
    assert write(translator, twin, "title", f"{make.MARKS[target]} two").status_code in {200, 201}
    for segment in sync.stringsegment_set.select_related("context"):
        if segment.context.path == "slug":
            write(translator, twin, "slug", twin.slug)
    act(translator, twin, "approve")
    assert stage(twin) == "Language check"
    act(target_checker, twin, "approve")
    act(approver, twin, "approve", "Da iawn")
    assert seen(page) == {code: f"{make.MARKS[code]} one" for code in CODES}
    act(publisher, twin, "approve")
    assert seen(page) == {code: f"{make.MARKS[code]} two" for code in CODES}
    assert Release.objects.filter(item=page.translation_key).latest("pk").by == publisher
    assert f"Da iawn ({approver.get_full_name()})" in shown(client_of(publisher).get(item_url(page)))


def test_a_release_is_by_who_let_it_go_and_not_by_who_wrote_it() -> None:
    home, _ = make.homes()
    page = make.landing(home, "en", live=False)
    writer, publisher = member("editors-en"), member("publishers")
    page.save_revision(user=writer)
    make.translate(page)
    assert not Release.objects.filter(item=page.translation_key).exists()
    edit(publisher, page, "action-publish")
    release = Release.objects.get(item=page.translation_key)
    assert (release.by, release.versions.count()) == (publisher, 2)


def test_autosave_presses_no_button_and_makes_nobody_a_writer() -> None:
    page, _ = pair()
    edit(member("editors-en", name="awdur"), page, "action-submit", title="English: two")
    checker = member("editors-en", name="darllenydd")
    before = make.fresh(page)
    # The dialogue of a stage has put its fields into the form when autosave reads it.
    pressed = {"action-workflow-action": "true", "workflow-action-name": "approve", "workflow-action-extra-data": "{}"}
    form = {**page_form(before.get_latest_revision_as_object()), **pressed, "action-publish": "1"}
    answer = client_of(checker).post(edit_url(page), form, headers={"Accept": "application/json"})
    assert answer.json()["success"] is True
    assert stage(page) == "Language check"
    assert make.fresh(page).latest_revision_id == before.latest_revision_id
    act(checker, page, "approve")
    assert stage(page) == "Content approval"


def test_who_saves_what_another_wrote_as_it_is_has_written_none_of_it() -> None:
    """Dates are read as texts and written as dates, and what is chosen of several comes in the order of the form."""
    home, _ = make.homes()
    chosen = {"audiences": ["parents", "carers"], "review_due": date(2027, 3, 1)}
    page = make.landing(home, "en", **chosen)
    make.publish(page, title="English: two")
    checker = member("editors-en", name="darllenydd")
    page = make.fresh(page)
    page.audiences = ["carers", "parents"]
    page.save_revision(user=checker)
    assert checker.pk not in writers(page)
    page.review_due = date(2027, 4, 1)
    page.save_revision(user=checker)
    assert checker.pk in writers(page)


def test_what_a_checker_refuses_comes_back_with_the_reason_and_goes_on_where_it_was() -> None:
    page, twin = pair()
    translator, checker = member("translators"), member("editors-cy")
    write(translator, twin, "title", "Cymraeg: gwell")
    submit(translator, twin)
    assert stage(twin) == "Language check"
    act(checker, twin, "reject", "Mae’r teitl yn rhy hir")
    screen = shown(client_of(translator).get(edit_url(twin)))
    assert "Mae’r teitl yn rhy hir" in screen
    assert {sent.to[0] for sent in mail.outbox if "Mae’r teitl yn rhy hir" in sent.body} == {translator.email}
    write(translator, twin, "title", "Cymraeg: byr")
    submit(translator, twin)
    assert stage(twin) == "Language check"
    act(checker, twin, "approve")
    assert stage(twin) == "Content approval"
    act(member("approvers"), twin, "approve")
    act(member("publishers"), twin, "approve")
    assert seen(page)["cy"] == "Cymraeg: byr"


def test_one_other_person_with_all_roles_checks_and_releases_at_once_and_both_languages_of_a_pair() -> None:
    page, twin = pair()
    roles = ("editors-cy", "editors-en", "translators", "approvers", "publishers")
    writer, other_one = member(*roles, name="awdur"), member(*roles, name="darllenydd")
    edit(writer, page, "action-submit", title="English: two")
    write(writer, twin, "title", "Cymraeg: dau")
    submit(writer, twin)
    for one in (page, twin):
        act(other_one, one, "approve")
        act(other_one, one, "approve")
        assert stage(one) == "Release to readers"
    act(other_one, page, "approve")
    assert (stage(page), stage(twin)) == ("", "")
    live = Page.objects.in_bulk([page.pk, twin.pk])
    assert {one.title for one in live.values()} == {"English: two", "Cymraeg: dau"}
    another, its_twin = pair(beside=page)
    write(writer, its_twin, "title", "Cymraeg: tri")
    submit(writer, its_twin)
    act(other_one, its_twin, "approve_all")
    assert seen(another)["cy"] == "Cymraeg: tri"


def test_nobody_approves_or_publishes_what_they_wrote_by_any_button_and_is_told_so() -> None:
    page, twin = pair()
    roles = ("editors-cy", "editors-en", "translators", "approvers", "publishers")
    for writer in (member(*roles, name="awdur", language="en"), member(superuser=True, language="en")):
        before = seen(page)
        told = said(edit(writer, page, "action-publish", title=f"English: by {writer.username}"))
        assert "somebody else has to approve it" in told
        assert make.fresh(page).get_latest_revision().content["title"] == f"English: by {writer.username}"
        assert "action-publish" not in client_of(writer).get(edit_url(page)).content.decode()
        write(writer, twin, "title", f"Cymraeg: {writer.username}")
        assert "somebody else has to approve it" in said(post(writer, edit_url(twin), {"action": "publish"}))
        submit(writer, twin)
        act(writer, twin, "approve")
        assert stage(twin) == "Language check"
        assert "somebody else has to approve it" in shown(client_of(writer).get(edit_url(twin)))
        assert seen(page) == before
        make.fresh(twin).current_workflow_state.cancel(user=writer)


def test_whoever_changes_a_page_while_approving_it_has_written_it_too() -> None:
    page, _ = pair()
    roles = ("editors-en", "approvers")
    edit(member("editors-en"), page, "action-submit", title="English: two")
    checker = member(*roles, name="darllenydd", language="en")
    told = edit(
        checker, page, "action-workflow-action", title="English: three",
        **{"workflow-action-name": "approve", "workflow-action-extra-data": '{"comment": ""}'},
    )  # fmt: skip
    assert "somebody else has to approve it" in said(told)
    assert stage(page) == "Language check"
    assert make.fresh(page).get_latest_revision().content["title"] == "English: three"


def test_the_first_button_of_the_editor_is_what_is_next_for_whoever_opens_it_and_enter_saves_a_draft() -> None:
    page, _ = pair()
    all_roles = ("editors-en", "approvers", "publishers")
    writer, publisher = member("editors-en"), member(*all_roles, name="cyhoeddwr")
    assert first_button(writer, page) == "action-submit"
    assert first_button(publisher, page) == ""
    edit(writer, page, "action-submit", title="English: two")
    for user, first in ((publisher, "approve_all"), (member("editors-en", name="darllenydd"), "approve")):
        assert first_button(user, page) == first
    act(publisher, page, "approve_all")
    edit(publisher, page, title="English: three")
    assert first_button(publisher, page) == "action-submit"
    edit(publisher, page, "action-submit", title="English: three")
    assert first_button(publisher, page) == ""


def first_button(user: Any, page: Page) -> str:
    """The name of the button before the menu: empty where that saves, as Enter does whichever it is."""
    menu = BeautifulSoup(client_of(user).get(edit_url(page)).content, "html.parser").select_one(".w-dropdown-button")
    assert isinstance(menu, Tag)
    buttons = menu.find_all("button")
    assert not {"name", "data-workflow-action-name"} & set(buttons[0].attrs)
    first = next(button for button in buttons if "hidden" not in button.attrs)
    return str(first.get("name") or first.get("data-workflow-action-name") or "")


@pytest.mark.parametrize("hindrance", ["", "draft", "lock"])
def test_a_translation_begins_with_the_original_as_it_is_now_unless_somebody_is_at_it(hindrance: str) -> None:
    page, twin = pair()
    translator = member("translators", "editors-cy")
    translation = translation_into(twin)
    assert translation is not None
    if hindrance == "draft":
        segment = next(one for one in segments_of(translation) if one.path == "title")
        keep(translation, segment, "Cymraeg: hanner", translator)
    if hindrance == "lock":
        Page.objects.filter(pk=twin.pk).update(locked=True, locked_by=translator)
    edit(member("editors-en"), page, "action-submit", title="English: two")
    act(member("editors-en", "approvers", "publishers"), page, "approve_all")
    assert stage(twin) == "Translation"
    screen = shown(client_of(translator).get(edit_url(twin)))
    assert ("Dod â'r newidiadau i mewn" in screen) == bool(hindrance)
    texts = {segment.path: segment for segment in segments_of(translation_into(twin))}
    assert texts["title"].source == ("English: one" if hindrance else "English: two")
    assert texts["title"].text == {"": "", "draft": "Cymraeg: hanner", "lock": "Cymraeg: one"}[hindrance]
    assert seen(page) == {code: f"{make.MARKS[code]} one" for code in CODES}


def test_a_translation_of_what_has_no_new_texts_begins_with_the_language_check_and_takes_it_over() -> None:
    page, twin = pair()
    checker = member("editors-en", "editors-cy", "approvers", "publishers")
    edit(member("editors-en", name="awdur"), page, "action-submit", audiences="parents")
    act(checker, page, "approve_all")
    assert stage(twin) == "Language check"
    act(checker, twin, "approve_all")
    assert make.fresh(twin).audiences == make.fresh(page).audiences == ["parents"]
