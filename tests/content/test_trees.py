"""Where editors may put pages: refused with a reason, or done in both languages, and never "successfully" done in none."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.query import SpecificIterable

from cms.publication.intents.settlement import settle
from home.models import HomePage, LandingPage
from tests.factories import content as make
from tests.publication.editors import item_url, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("golygydd"))
    return client


def copy(client: Client, page: Any, parent: Any, **extra: str) -> str:
    """The copy form, answered; its text. Empty where the page was copied."""
    given = {"new_title": page.title, "new_slug": "copied", "new_parent_page": parent.pk, **extra}
    answered = client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), given)
    return answered.content.decode() if answered.status_code == 200 else ""


def written(**fields: str) -> dict[str, str]:
    """What a page's form sends, with nothing in its streams."""
    counts = {f"{name}-count": "0" for name in ("body", "promos", "files", "related", "topics")}
    comments = {f"comments-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS")}
    return {"summary": "In two sentences.", "licence": "ogl-3.0", **counts, **comments, **fields}


def edit(client: Client, page: Any, **fields: str) -> str:
    """The edit form, answered; its text."""
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return client.post(url, written(title=page.title, slug=page.slug, **fields), follow=True).content.decode()


def move(client: Client, page: Any, parent: Any) -> str:
    """The messages after a move."""
    return said(client.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, parent.pk]), follow=True))


def move_in_bulk(client: Client, pages: list[Any], parent: Any) -> Any:
    ids = "&".join(f"id={page.pk}" for page in pages)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    return client.post(f"{url}?{ids}&next={reverse('wagtailadmin_home')}", {"chooser": parent.pk}, follow=True)


def parents(*pages: Any) -> list[int]:
    return [make.fresh(page).get_parent().pk for page in pages]


def test_a_copy_among_the_other_languages_pages_is_refused(client: Client) -> None:
    home, welsh_home = make.homes("en")
    page = make.landing(home, "en")
    refused = copy(client, page, welsh_home)
    assert "may only stand below a page in English" in refused
    assert "may only stand below a page in English" in copy(client, page, welsh_home, alias="on")
    assert not Page.objects.filter(slug="copied").exists()
    assert copy(client, page, home) == ""
    assert Page.objects.filter(slug="copied").exists()


def test_a_second_home_page_is_refused_by_copy_and_by_form(client: Client) -> None:
    home = make.home("en")
    root = home.get_parent()
    assert "A language has one home page" in copy(client, home, root, copy_subpages="on", publish_copies="on")
    url = reverse("wagtailadmin_pages:add", args=["home", "homepage", root.pk])
    answered = client.post(url + "?locale=en", written(title="Campaign", slug="campaign", introduction="null"))
    assert "A language has one home page" in answered.content.decode()
    assert HomePage.objects.count() == 1


def test_the_form_of_a_home_page_opens_only_for_a_language_without_one(client: Client) -> None:
    root = make.home("en").get_parent()
    make.locale("cy")
    url = reverse("wagtailadmin_pages:add", args=["home", "homepage", root.pk])
    assert client.get(url + "?locale=en").headers["Location"] == f"{url}?locale=cy"
    assert client.get(url + "?locale=cy").status_code == 200
    make.page(HomePage, root, "cy")
    assert "A language has one home page" in said(client.get(url + "?locale=cy", follow=True))


def test_the_admins_api_refuses_as_the_form_does(client: Client) -> None:
    home, welsh_home = make.homes("en")
    page = make.landing(home, "en")
    for action in ("copy", "create_alias"):
        url = reverse("wagtailadmin_api:pages:action", args=[page.pk, action])
        answered = client.post(url, {"destination_page_id": welsh_home.pk}, content_type="application/json")
        assert answered.status_code in {400, 403}
    url = reverse("wagtailadmin_api:pages:action", args=[home.pk, "copy"])
    answered = client.post(url, {"recursive": False, "slug": "other"}, content_type="application/json")
    assert answered.status_code == 400
    assert "A language has one home page" in answered.content.decode()
    assert Page.objects.filter(depth=2, locale=home.locale).count() == 1


def test_two_live_sections_of_one_number_are_refused(client: Client) -> None:
    framework = make.framework(make.home("en"), "en")
    section = make.section(framework, "en", "6")
    refused = copy(client, section, framework, publish_copies="on")
    assert "a copy cannot be public under the same" in refused
    assert "a copy cannot be public under the same" in copy(
        client, framework, framework.get_parent(), copy_subpages="on", publish_copies="on"
    )
    assert copy(client, section, framework) == ""
    copied = Page.objects.get(slug="copied").specific
    refused = edit(client, copied, number="6")
    assert f"“{section.title}” has the number 6, and its address. Choose another number." in refused
    assert "has the number 6" not in edit(client, section, number="6")
    assert "has the number 6" not in edit(client, copied, number="7")
    assert make.fresh(copied).get_latest_revision_as_object().number == "7"


def test_a_move_among_the_other_languages_pages_is_refused_with_the_reason(client: Client) -> None:
    home, welsh_home = make.homes("en")
    page = make.landing(home, "en")
    assert "may only stand below a page in English" in move(client, page, welsh_home)
    assert "may only stand below a page in English" in said(move_in_bulk(client, [page], welsh_home))
    assert parents(page) == [home.pk]


def two_places() -> list[Any]:
    """A page and where it might stand, each in both languages: page, twin, there, its twin."""
    home, _ = make.homes("en")
    page, there = make.landing(home, "en"), make.landing(home, "en")
    return [page, make.translate(page), there, make.translate(there)]


def test_a_move_is_made_in_both_languages(client: Client) -> None:
    page, welsh, there, welsh_there = two_places()
    assert "The page in Welsh was moved likewise" in move(client, page, there)
    assert parents(page, welsh) == [there.pk, welsh_there.pk]


def test_a_move_in_bulk_is_made_in_both_languages(client: Client) -> None:
    page, welsh, there, welsh_there = two_places()
    other = make.landing(page.get_parent(), "en")
    answered = move_in_bulk(client, [page, other], there)
    assert said(answered).count("was moved likewise") == 1
    assert parents(page, other, welsh) == [there.pk, there.pk, welsh_there.pk]


def test_where_the_translation_cannot_follow_the_editor_is_told_why(client: Client) -> None:
    home, welsh_home = make.homes("en")
    page, there = make.landing(home, "en"), make.landing(home, "en")
    welsh = make.translate(page)
    told = move(client, page, there)
    assert f"The page in Welsh stays below “{welsh_home.title}”: the page above it is not translated." in told
    assert parents(welsh) == [welsh_home.pk]
    shown = client.get(item_url(page)).content.decode()
    assert "The two languages stand at different places" in shown
    assert "Translate the page above it first" in shown
    welsh_there = make.translate(there)
    make.landing(welsh_there, "cy", slug=welsh.slug)
    assert "another page there has its slug" in said(
        client.post(reverse("publication_admin:align", args=[page.pk]), follow=True)
    )


def test_code_without_a_user_moves_both_languages_too() -> None:
    page, welsh, there, welsh_there = two_places()
    known = make.fresh(welsh)
    with make.committed():
        page.move(there, pos="last-child")
    assert parents(page, welsh) == [there.pk, welsh_there.pk]
    with make.committed():
        known.move(welsh_there, pos="first-child")
    assert parents(page, welsh) == [there.pk, welsh_there.pk]
    assert Page.find_problems() == ([], [], [], [], [])


def test_pages_that_were_moved_apart_are_brought_together_again(client: Client) -> None:
    home, _ = make.homes("en")
    page, there = make.landing(home, "en"), make.landing(home, "en")
    welsh = make.translate(page)
    with make.committed():
        make.fresh(page).move(make.fresh(there), pos="last-child")
    welsh_there = make.translate(there)
    settle()
    assert f"Move “{welsh.title}” below “{welsh_there.title}”" in client.get(item_url(page)).content.decode()
    told = client.post(reverse("publication_admin:align", args=[page.pk]), follow=True)
    assert "The page in Welsh was moved likewise" in said(told)
    assert "stand at different places" not in told.content.decode()
    assert parents(welsh) == [welsh_there.pk]


def submit(client: Client, page: Any, language: Any) -> Any:
    url = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    return client.post(url, {"locales": [make.locale(language).pk]}, follow=True)


def test_of_an_alias_its_source_is_translated(client: Client) -> None:
    home, welsh_home = make.homes("en")
    page = make.landing(home, "en")
    alias = page.create_alias(parent=welsh_home, update_locale=make.locale("cy"), reset_translation_key=False)
    answered = client.get(reverse("wagtail_localize:submit_page_translation", args=[alias.pk]))
    source = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    assert answered.headers["Location"] == f"{source}?select_locale=cy"
    answered = submit(client, alias, "cy")
    assert "successfully" not in said(answered)
    assert "is an alias" in said(answered)
    assert "successfully" in said(submit(client, page, "cy"))
    assert Page.objects.get(pk=alias.pk).alias_of_id is None


def test_what_could_not_be_translated_is_not_called_a_success(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    page = make.landing(make.homes("en")[0], "en")
    monkeypatch.setattr("wagtail_localize.views.submit_translations.translate_object", lambda *args: None)
    answered = said(submit(client, page, "cy"))
    assert "The page could not be translated. Nothing was changed." in answered
    assert "successfully" not in answered


def test_a_home_page_is_not_translated_beside_another(client: Client) -> None:
    home = make.home("en")
    make.page(HomePage, home.get_parent(), "cy")
    assert "A language has one home page" in said(submit(client, home, "cy"))
    assert HomePage.objects.count() == 2


def test_code_may_copy_as_it_will() -> None:
    home, welsh_home = make.homes("en")
    copied = make.landing(home, "en").copy(to=welsh_home, update_attrs={"slug": "copied"})
    assert isinstance(copied.specific, LandingPage)


def test_a_page_goes_below_the_one_that_was_chosen_wherever_that_stands_by_now() -> None:
    home = make.home("en")
    first, chosen, last, page = (make.landing(home, "en") for _ in range(4))
    read_before = make.fresh(chosen)
    make.fresh(last).move(make.fresh(first), pos="left")
    make.fresh(page).move(read_before, pos="last-child")
    assert parents(page) == [chosen.pk]
    assert Page.find_problems() == ([], [], [], [], [])


def test_who_saves_a_page_that_was_read_before_it_was_moved_and_added_to_leaves_it_there() -> None:
    home = make.home("en")
    above, page = make.landing(home, "en", slug="above"), make.landing(home, "en", slug="page")
    revision, read_before = make.fresh(page).latest_revision, make.fresh(page)
    published = revision.as_object()
    make.landing(page, "en", slug="child")
    make.fresh(page).move(make.fresh(above), pos="last-child")
    for stale in (published, read_before):
        stale.save()
        now = make.fresh(page)
        assert (now.get_parent().pk, now.numchild, now.url_path) == (above.pk, 1, f"{home.url_path}above/page/")
    make.landing(now, "en")
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_page_whose_slug_changes_while_the_one_above_it_is_renamed_has_the_address_of_both() -> None:
    home = make.home("en")
    above = make.landing(home, "en", slug="above")
    page = make.landing(above, "en", slug="page")
    read_before = make.fresh(page)
    renamed = make.fresh(above)
    renamed.slug = "over"
    renamed.save()
    read_before.slug = "sheet"
    read_before.save()
    assert make.fresh(page).url_path == f"{home.url_path}over/sheet/"
    read_before.title = "Other"
    read_before.save()
    assert make.fresh(page).url_path == f"{home.url_path}over/sheet/"


# --- what is deleted while others look


@pytest.mark.filterwarnings("ignore:Specific versions of the following items")
def test_a_page_that_goes_while_the_explorer_is_read_is_not_in_it(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was a failure of the server, for whoever had just published a page beside it."""
    home = make.home("en")
    stays, goes = make.landing(home, "en", title="English: stays"), make.landing(home, "en", title="English: goes")
    read = SpecificIterable._get_chunks

    def read_and_gone(self: SpecificIterable, queryset: Any) -> Any:
        for chunk in read(self, queryset):
            if any(row["pk"] == goes.pk for row in chunk) and Page.objects.filter(pk=goes.pk).exists():
                make.fresh(goes).delete()
            yield chunk

    monkeypatch.setattr(SpecificIterable, "_get_chunks", read_and_gone)
    response = client.get(reverse("wagtailadmin_explore", args=[home.pk]))
    assert not Page.objects.filter(pk=goes.pk).exists()
    assert response.status_code == 200
    assert ["stays" in response.text, "goes" in response.text] == [True, False]
    assert [page.pk for page in Page.objects.child_of(make.fresh(home)).specific()] == [stays.pk]
