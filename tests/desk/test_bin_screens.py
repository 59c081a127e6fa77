"""The screens of the bin, in both languages, from Wagtail's own screens of deleting and back."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry, Page, PageLogEntry

from cms.desk.trash.models import BinnedItem
from cms.publication.notices.notice_queries import gone_notice
from tests.desk.people import client_of, member, post, shown
from tests.factories import content as make
from tests.publication.editors import administrator, bulk, said
from tests.publication.pairs import pair, seen, titles, together

__all__ = ["together"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("together")]


def delete_url(page: Any) -> str:
    return reverse("wagtailadmin_pages:delete", args=[page.pk])


def by_screen(client: Client, page: Any) -> BinnedItem:
    with make.committed():
        client.post(delete_url(page))
    return BinnedItem.objects.latest("pk")


def bulk_of_bin(action: str, *binned: BinnedItem) -> str:
    keys = "&".join(f"id={one.pk}" for one in binned)
    return f"{reverse('wagtail_bulk_action', args=['trash', 'binneditem', action])}?{keys}&next={reverse('bin')}"


def test_deleting_says_what_goes_and_offers_the_way_back_in_the_language_of_the_screen(subtests: Any) -> None:
    for language, asked, kept, back in (
        ("cy", "Bydd hyn yn mynd i'r bin sbwriel", "yn y bin sbwriel, a gellir ei adfer tan", "Dadwneud"),
        ("en", "This goes to the bin", "is in the bin, and can be restored until", "Undo"),
    ):
        page, welsh = pair()
        user = member("publishers", name=f"cyhoeddwr-{language}", language=language)
        with subtests.test(language=language):
            note = BeautifulSoup(client_of(user).get(delete_url(page)).content, "html.parser").select_one("[data-bin]")
            assert note is not None
            assert asked in note.get_text().replace("’", "'")
            assert [row.get_text() for row in note.select("li")] == [page.title, welsh.title]
            response = post(user, delete_url(page))
            binned = BinnedItem.objects.latest("pk")
            links: dict[str, str] = {
                link.get_text(strip=True): str(link["href"])
                for link in BeautifulSoup(said(response), "html.parser").select("a")
            }
            assert kept in said(response).replace("&#x27;", "'")
            assert links[back] == reverse("bin_restore", args=[binned.pk])
            response = post(user, links[back])
            assert Page.objects.filter(pk__in=[page.pk, welsh.pk], live=False).count() == 2
            assert titles("en", "one")["en"] in said(response)
            page.get_parent().delete()


def test_every_way_to_delete_in_the_administration_leads_to_the_bin() -> None:
    client = administrator()
    first, _ = pair()
    over_api, _ = pair(beside=first)
    others = [pair(beside=first) for _ in range(2)]
    with make.committed():
        client.post(delete_url(first))
        client.post(reverse("wagtailadmin_api:pages:action", args=[over_api.pk, "delete"]))
        client.post(bulk("delete", *(page for both in others for page in both)))
    assert BinnedItem.objects.count() == 4
    assert not Page.objects.filter(depth=3).exists()


def test_the_list_says_who_when_and_until_when_filters_and_exports() -> None:
    client = administrator()
    page, _ = pair()
    guide = make.guide_index(make.fresh(page).get_parent().specific, "en")
    publisher = member("publishers", language="cy")
    first, second = by_screen(client_of(publisher), page), by_screen(client, guide)
    address = reverse("bin")

    def listed(**asked: Any) -> list[Any]:
        return [row.pk for row in client.get(address, asked).context["object_list"]]

    assert listed() == [second.pk, first.pk]
    assert listed(title="Cymraeg: one") == [first.pk]
    assert listed(content_type=guide.content_type_id) == [second.pk]
    assert listed(deleted_by=publisher.pk) == [first.pk]
    assert listed(deleted_at_from="2000-01-01", deleted_at_to="2001-01-01") == []
    words = shown(client.get(address))
    assert "English: one / Cymraeg: one" in words
    assert "Publishers" in words
    table = b"".join(client.get(address, {"export": "csv"}).streaming_content).decode()  # type: ignore[attr-defined]
    assert "English: one / Cymraeg: one," in table
    assert client.get(address, {"export": "xlsx"}).status_code == 200
    assert "Bin sbwriel" in shown(client_of(publisher).get(address))
    assert reverse("bin") in client.get(reverse("wagtailadmin_home")).content.decode()


def test_several_are_restored_at_once_also_what_stood_below_another() -> None:
    client = administrator()
    page, _ = pair()
    child = make.landing(page, "en")
    make.translate(child)
    below, above = by_screen(client, child), by_screen(client, page)
    response = client.get(bulk_of_bin("restore", below, above))
    assert "These go back to where they were" in shown(response)
    with make.committed():
        client.post(bulk_of_bin("restore", below, above))
    assert not BinnedItem.objects.exists()
    assert make.fresh(child).get_parent().pk == page.pk
    assert set(PageLogEntry.objects.filter(action="trash.restore").values_list("user__username", flat=True)) == {
        "golygydd"
    }


def test_where_its_place_is_gone_the_screen_says_so_and_asks_for_another() -> None:
    client = administrator()
    above, _ = pair()
    page = make.landing(above, "en")
    make.translate(page)
    elsewhere, _ = pair(beside=above)
    binned = by_screen(client, page)
    by_screen(client, above)
    address = reverse("bin_restore", args=[binned.pk])
    with make.committed():
        response = client.post(bulk_of_bin("restore", binned), follow=True)
    assert "stays in the bin" in said(response)
    assert address in said(response)
    assert "is not there any more" in shown(client.get(address))
    client.post(address)
    assert BinnedItem.objects.filter(pk=binned.pk).exists()
    with make.committed():
        client.post(address, {"below": elsewhere.pk})
    assert make.fresh(page).get_parent().pk == elsewhere.pk


def test_only_who_may_publish_where_it_was_deletes_for_good_or_empties_the_bin() -> None:
    client, translator = administrator(), client_of(member("translators", language="en"))
    page, _ = pair()
    titles_kept = by_screen(client, page).titles
    everything = (
        f"{reverse('wagtail_bulk_action', args=['trash', 'binneditem', 'delete'])}?id=all&next={reverse('bin')}"
    )
    assert "Empty the bin" not in shown(translator.get(reverse("bin")))
    assert "You may not delete these for good" in shown(translator.get(everything))
    translator.post(everything)
    assert BinnedItem.objects.exists()
    assert "Empty the bin" in shown(client.get(reverse("bin")))
    client.post(everything)
    assert not BinnedItem.objects.exists()
    assert ModelLogEntry.objects.get(action="trash.purge").label == titles_kept


def test_a_language_that_somebody_may_not_delete_keeps_both() -> None:
    page, welsh = pair()
    editor = member("editors-en", language="en")
    Page.objects.filter(pk__in=[page.pk, welsh.pk]).update(live=False, owner=editor)
    response = post(editor, delete_url(page))
    assert "Both languages are deleted together" in said(response)
    assert "permission to delete this page" in shown(client_of(editor).get(bulk("delete", page)))
    assert Page.objects.filter(pk=page.pk).exists()


def test_readers_are_told_why_also_of_what_is_in_the_bin() -> None:
    page, welsh = pair()
    client = administrator()
    binned = by_screen(client, page)
    address = reverse("bin_notice", args=[binned.pk])
    assert client.get(address).status_code == 200
    with make.committed():
        client.post(address, {"kind": "gone", "cy": "Mae canllaw newydd.", "en": "There is a new guide."})
    notice = gone_notice(page.translation_key, "cy")
    assert notice is not None
    assert notice.cy == "Mae canllaw newydd."
    with make.committed():
        client.post(reverse("bin_restore", args=[binned.pk]))
    assert gone_notice(page.translation_key, "cy") == notice
    # Somebody else had both screens open.
    for screen in ("bin_restore", "bin_notice"):
        assert "not in the bin any more" in said(client.post(reverse(screen, args=[binned.pk]), follow=True))
    for one in (page, welsh):
        with make.committed():
            make.fresh(one).latest_revision.publish()
    assert seen(page) == titles("en", "one")
    by_screen(client_of(member("publishers")), page)
    assert (
        client_of(member("translators")).get(reverse("bin_notice", args=[BinnedItem.objects.get().pk])).status_code
        != 200
    )
