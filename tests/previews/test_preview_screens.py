"""The screens of previews: side by side in both languages, shared by a link that is shown once, listed and revoked."""

import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.content.languages import Language, other
from cms.desk.previewing.rendering.preview_words import PREVIEW_WORDS
from cms.previews.models import PreviewToken
from cms.publication.models import ReleaseSet
from cms.publication.release_sets.set_members import add_items
from tests.factories import content as make
from tests.previews.shared import asked, drafts, token
from tests.publication.editors import editor

pytestmark = pytest.mark.django_db
FORM = {"for_whom": "Cyngor Bro Ddychmygol", "days": "3"}


def screen(page: Any, stage: str = "draft") -> str:
    return reverse("previewing:page", args=[page.pk, stage])


def frames(response: Any) -> list[str]:
    return re.findall(r'<iframe src="([^"]+)"', response.content.decode())


def test_both_languages_are_side_by_side_in_every_form() -> None:
    scene = drafts()
    client = editor(scene.home, scene.home.get_translations().get())
    for form, shown in (("page", "<main"), ("paper", "imprint"), ("json", '{"preview":')):
        response = client.get(screen(scene.translation), {"form": form, "width": "phone"})
        assert "preview-phone" in response.content.decode()
        found = frames(response)
        assert [address.split("/")[-3] for address in found] == ["en", "cy"]
        for address in found:
            framed = client.get(address)
            assert shown in framed.content.decode()
            assert "DRAFTWORD" in framed.content.decode()
            assert framed["X-Frame-Options"] == "SAMEORIGIN"
            assert framed["Cache-Control"].startswith("private, no-store")
    assert "DRAFTWORD" not in client.get(frames(client.get(screen(scene.original, "published")))[0]).content.decode()


def test_a_link_is_shown_once_and_opens_the_preview_without_logging_in() -> None:
    scene = drafts()
    client = editor(scene.home, scene.home.get_translations().get())
    said = client.post(screen(scene.original), FORM).content.decode()
    address = re.search(r'href="[^"]*(/preview/epw_preview_[^"]+)"', said)
    assert address
    assert "epw_preview_" not in client.get(screen(scene.original)).content.decode()
    made = PreviewToken.objects.get()
    assert (made.for_whom, made.by_name, made.item) == (FORM["for_whom"], "golygydd", scene.original.translation_key)
    assert (made.expires_at - timezone.now()).days == 2
    told: dict[Language, str] = {"cy": "Nid yw'r hyn a ddangosir yma yn gyhoeddus.", "en": "is not public. Do not"}
    for language, words in told.items():
        shared = asked(f"{address[1]}?lang={language}")
        assert words in shared.content.decode().replace("&#x27;", "'")
        both = [PREVIEW_WORDS[code]["opens"] in shared.content.decode() for code in (language, other(language))]
        assert both == [True, False]
        assert (shared["Content-Language"], shared["Referrer-Policy"]) == (language, "no-referrer")
        assert [one.split("/")[3] for one in frames(shared)] == [language, other(language)]
        for frame in frames(shared):
            framed = asked(frame)
            assert "frame-ancestors 'self'" in framed["Content-Security-Policy"]
            assert "DRAFTWORD" in framed.content.decode()
    assert Client().post(address[1]).status_code == 405


def test_a_shared_preview_of_what_is_public_in_both_languages_does_not_call_it_secret() -> None:
    scene = drafts()
    for page in (scene.original, scene.translation):
        with make.committed():
            page.get_latest_revision().publish()
    _, link = token(scene.original)
    for language, public, secret in (
        ("cy", "yn gyhoeddus eisoes", "Peidiwch"),
        ("en", "is public already", "Do not publish"),
    ):
        said = asked(f"/preview/{link}/?lang={language}").content.decode()
        assert public in said
        assert secret not in said


def test_files_and_pictures_of_a_shared_page_are_below_its_link() -> None:
    scene = drafts()
    _, text = token(scene.never)
    page = asked(f"/preview/{text}/en/{scene.never.translation_key}/page").content.decode()
    found = set(re.findall(rf'"(/preview/{text}/(?:files|pictures)/[^" ]+)', page))
    assert {address.split("/")[3] for address in found} == {"files", "pictures"}
    for address in found:
        assert asked(address).status_code == 200


def test_a_release_is_previewed_from_its_screen() -> None:
    scene = drafts()
    release = ReleaseSet.objects.create(name="Hydref")
    add_items(release, [scene.original.translation_key])
    client = editor(scene.home, scene.home.get_translations().get())
    address = reverse("previewing:set", args=[release.pk])
    assert f'href="{address}"' in client.get(reverse("publication_admin:set", args=[release.pk])).content.decode()
    assert len(frames(client.get(address))) == 2
    client.post(address, {**FORM, "pinned": "on"})
    made = PreviewToken.objects.get()
    assert (made.release_set, made.is_pinned, made.pins.count()) == (release, True, 2)


def test_who_may_edit_one_language_sees_both_and_shares_neither_and_others_see_nothing() -> None:
    scene = drafts()
    stranger = get_user_model().objects.create_user("dieithryn", password="afon")
    welsh = editor(scene.home.get_translations().get())
    assert len(frames(welsh.get(screen(scene.original)))) == 2
    ajax = {"x-requested-with": "XMLHttpRequest"}
    assert welsh.post(screen(scene.original), FORM, headers=ajax).status_code == 403
    elsewhere = editor(scene.never, name="arall")
    for address in (screen(scene.original), frames(welsh.get(screen(scene.original)))[0]):
        assert elsewhere.get(address, headers=ajax).status_code == 403
        assert Client().get(address).status_code == 302
    assert stranger.is_active
    assert PreviewToken.objects.count() == 0


def test_shared_previews_are_listed_with_who_and_when_and_revoked_by_a_button() -> None:
    scene = drafts()
    made, text = token(scene.original)
    mine = editor(scene.home, scene.home.get_translations().get())
    listed = reverse("previewing:tokens")
    assert FORM["for_whom"] in mine.get(listed).content.decode()
    exported = b"".join(mine.get(listed, {"export": "csv"})).decode()
    assert made.prefix in exported
    assert text not in exported
    nobody = editor(scene.never, name="arall")
    assert FORM["for_whom"] not in nobody.get(listed).content.decode()
    revoke = reverse("previewing:revoke", args=[made.pk])
    assert nobody.post(revoke).status_code == 404
    assert asked(f"/preview/{text}/").status_code == 200
    mine.post(revoke)
    assert asked(f"/preview/{text}/").status_code == 401
    results = reverse("previewing:tokens_results")
    assert FORM["for_whom"] not in mine.get(results, {"state": "live"}).content.decode()
    assert FORM["for_whom"] in mine.get(results, {"state": "revoked"}).content.decode()


def test_the_admins_host_shows_no_shared_preview(settings: Any) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://golygu.example.test"
    settings.ALLOWED_HOSTS = ["*"]
    _, text = token(drafts().never)
    assert Client(headers={"host": "golygu.example.test"}).get(f"/preview/{text}/").status_code == 404
    assert Client(headers={"host": "api.example.test"}).get(f"/preview/{text}/").status_code == 200
