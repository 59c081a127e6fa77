"""What each of the desk's groups can do in each language, by the administration's own screens: nothing goes past the stages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page, PageViewRestriction, Workflow, WorkflowPage

from cms.content.languages import CODES, Language
from cms.content.models import Organisation
from cms.desk.workflow.groups import standard_groups, standard_workflow
from cms.desk.workflow.models import ReleaseTask
from cms.publication.models import ReleaseInstruction
from tests.factories import content as make
from tests.publication.editors import bulk, edit_url, page_form
from tests.publication.pairs import together

from .people import client_of, member, post, send, submit, write
from .test_stages import by_others

__all__ = ["by_others", "together"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("together", "by_others")]


def language_of(page: Page) -> Language:
    language: Language = Page.objects.select_related("locale").get(pk=page.pk).locale.language_code
    return language


def drafted(page: Any) -> Any:
    """A draft that nobody who is asked wrote."""
    changed = make.fresh(page)
    changed.summary = make.words(language_of(page))
    changed.save_revision()
    return make.fresh(page)


def live_summary(page: Page) -> str:
    return str(make.fresh(page).live_revision.content["summary"])


def change(user: Any, page: Any, button: str = "", **fields: Any) -> None:
    """As `edit`, without a look at where it leads."""
    form = page_form(make.fresh(page), **fields)
    send(user, edit_url(page), {**form, **({button: "1"} if button else {})})


def saves_a_draft(user: Any, page: Any) -> bool:
    change(user, page, summary=make.words(language_of(page)))
    return bool(make.fresh(page).latest_revision.user == user)


def publishes_a_draft(user: Any, page: Any) -> bool:
    before, draft = live_summary(page), drafted(page)
    change(user, draft, "action-publish", summary=draft.get_latest_revision().content["summary"])
    return live_summary(page) != before


def publishes_what_they_write(user: Any, page: Any) -> bool:
    before = live_summary(page)
    change(user, page, "action-publish", summary=make.words(language_of(page)))
    return live_summary(page) != before


def publishes_many(user: Any, page: Any) -> bool:
    before = live_summary(page)
    drafted(page)
    send(user, bulk("publish", page))
    return live_summary(page) != before


def creates_and_publishes(user: Any, page: Any) -> bool:
    above, language = page.get_parent(), language_of(page)
    address = reverse("wagtailadmin_pages:add", args=["home", "landingpage", above.pk])
    new = type(page)(title=make.words(language), slug=make.slug(language), summary=make.words(language))
    send(user, f"{address}?locale={language}", {**page_form(new), "action-publish": "1"})
    return Page.objects.filter(slug=new.slug, live=True).exists()


def takes_down(user: Any, page: Any) -> bool:
    send(user, reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    return not make.fresh(page).live


def deletes(user: Any, page: Any) -> bool:
    send(user, reverse("wagtailadmin_pages:delete", args=[page.pk]))
    return not Page.objects.filter(pk=page.pk).exists()


def says_that_both_agree(user: Any, page: Any) -> bool:
    make.translate(page)
    before = ReleaseInstruction.objects.count()
    send(user, reverse("publication_admin:release", args=[page.pk]), {"word": "same"})
    return ReleaseInstruction.objects.count() > before


def changes_what_is_shared(user: Any, page: Any) -> bool:
    shared = make.organisation(language_of(page))
    address = reverse("wagtailsnippets_content_organisation:edit", args=[shared.pk])
    send(user, address, {"name": "Enw newydd", "short_name": "", "url": "https://example.org/", "email": ""})
    return Organisation.objects.get(pk=shared.pk).name == "Enw newydd"


# What anybody of a group may do in the languages named. Whatever is not here must not happen.
MAY: dict[str, dict[Callable[[Any, Any], bool], tuple[str, ...]]] = {
    "editors-cy": {saves_a_draft: ("cy",)},
    "editors-en": {saves_a_draft: ("en",)},
    "translators": {saves_a_draft: CODES},
    "approvers": {},
    "publishers": {
        saves_a_draft: CODES,
        publishes_a_draft: CODES,
        publishes_many: CODES,
        takes_down: CODES,
        deletes: CODES,
        says_that_both_agree: CODES,
        changes_what_is_shared: CODES,
    },
}
ACTIONS = (
    saves_a_draft, publishes_a_draft, publishes_what_they_write, publishes_many, creates_and_publishes, says_that_both_agree,
    changes_what_is_shared, takes_down, deletes,
)  # fmt: skip


@pytest.mark.parametrize("role", MAY)
def test_a_group_does_in_each_language_what_it_may_and_nothing_else(role: str, subtests: Any) -> None:
    homes = dict(zip(("en", "cy"), make.homes(), strict=True))
    user = member(role)
    for action in ACTIONS:
        for language in CODES:
            page = make.landing(homes[language], language)
            with subtests.test(action=action.__name__, language=language):
                assert action(user, page) is (language in MAY[role].get(action, ()))


def test_no_right_to_translate_lets_anything_out_or_works_in_another_language() -> None:
    home, welsh_home = make.homes()
    page = make.landing(home, "en")
    translate = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    post(member("editors-en"), translate, {"locales": [welsh_home.locale_id]})
    assert not page.get_translations().exists()

    translator = member("translators")
    post(translator, translate, {"locales": [welsh_home.locale_id]})
    stub = page.get_translations().get()
    assert not stub.live
    post(translator, edit_url(stub), {"action": "publish"})
    assert not make.fresh(stub).live


def test_a_translator_makes_no_private_page_public() -> None:
    home, _ = make.homes()
    page = make.landing(home, "en")
    twin = make.translate(page)
    PageViewRestriction.objects.create(page=twin, restriction_type="login")
    translator = member("translators")
    write(translator, twin, "title", "Cymraeg: arall")
    submit(translator, twin)
    source = reverse("wagtail_localize:update_translations", args=[make.source_of(page).pk])
    post(translator, source, {})
    assert make.fresh(twin).view_restrictions.exists()


def test_a_locked_translation_is_written_by_who_holds_it_alone_and_the_screen_says_who() -> None:
    home, _ = make.homes()
    twin = make.translate(make.landing(home, "en"))
    holder, another = member("translators", name="deiliad"), member("translators", name="arall", language="en")
    post(holder, reverse("wagtailadmin_pages:lock", args=[twin.pk]))
    assert write(another, twin, "title", "Cymraeg: na").status_code == 423
    assert write(holder, twin, "title", "Cymraeg: ie").status_code == 200
    assert "Deiliad" in client_of(another).get(edit_url(twin)).content.decode()
    post(holder, reverse("wagtailadmin_pages:unlock", args=[twin.pk]))
    submit(holder, twin)
    assert write(holder, twin, "title", "Cymraeg: wedyn").status_code == 423


def test_the_groups_are_made_once_and_left_alone() -> None:
    GroupPagePermission.objects.filter(group__name="Approvers").delete()
    before = (Group.objects.count(), list(Group.objects.values_list("name", flat=True)))
    for made in (standard_groups, standard_workflow):
        made.make(apps)
    assert (Group.objects.count(), list(Group.objects.values_list("name", flat=True))) == before


def test_a_workflow_of_wagtail_that_somebody_uses_stays_that_of_its_pages() -> None:
    assert set(Group.objects.values_list("name", flat=True)) == {
        wanted.name for wanted in standard_groups.ROLES.values()
    }
    WorkflowPage.objects.all().delete()
    ReleaseTask.objects.get().delete()
    moderators = Group.objects.create(name="Moderators")
    member().groups.add(moderators)
    own = Workflow.objects.create(name="Moderators approval")
    WorkflowPage.objects.create(page=Page.get_first_root_node(), workflow=own)
    standard_workflow.make(apps)
    assert WorkflowPage.objects.get().workflow == own
    assert ReleaseTask.objects.exists()
    assert Group.objects.filter(pk=moderators.pk).exists()
