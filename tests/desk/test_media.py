"""Files and pictures at the desk: noticed, asked about, paired, described, and never replaced by surprise."""

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import UploadedFile
from wagtail_localize.models import SegmentOverride, Translation

from cms.content.models import File
from cms.desk.media.file_names import read_name
from cms.desk.media.file_pairs import pair_files, suggested_pairs, twin_of
from cms.desk.media.media_usage import uses_of
from cms.desk.media.models import FilePair, PictureDescription
from tests.content.test_files import form, upload
from tests.content.test_picture_uploads import image
from tests.content.uploads import pdf, word
from tests.factories import content as make

pytestmark = pytest.mark.django_db
WELSH = "Mae lleoliad cynnar yn rhoi cartref sefydlog i blentyn tra bo'r llys yn penderfynu am ei ddyfodol."
ENGLISH = "An early placement gives a child a settled home while the court decides about the future."
AJAX = {"X-Requested-With": "XMLHttpRequest"}


@pytest.fixture
def user() -> User:
    return User.objects.create_superuser("golygydd", "golygydd@example.org", "x")


@pytest.fixture
def client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def drop(client: Client, name: str, content: bytes) -> tuple[UploadedFile, BeautifulSoup]:
    sent = {"title": name, "files[]": upload(name, content), "collection": "1"}
    answer = client.post(reverse("wagtaildocs:add_multiple"), sent, headers=AJAX).json()
    return UploadedFile.objects.get(pk=answer["uploaded_file_id"]), BeautifulSoup(answer["form"], "html.parser")


def keep(client: Client, waiting: UploadedFile, **said: str) -> Any:
    fields = {"title": "x", "collection": "1", "tags": "", **said}
    data = {f"uploaded-document-{waiting.pk}-{name}": value for name, value in fields.items()}
    return client.post(reverse("wagtaildocs:create_multiple_from_uploaded_document", args=[waiting.pk]), data).json()


@pytest.mark.parametrize(
    ("name", "language", "stem"),
    [
        ("canllaw-cy.pdf", "cy", "canllaw"),
        ("Adroddiad_2026_cym.PDF", "cy", "adroddiad 2026"),
        ("EN guide.docx", "en", "guide"),
        ("Guide (English).vtt", "en", "guide"),
        ("cy-en.pdf", None, "cy en"),
        ("cymorth.pdf", None, "cymorth"),
        ("...", None, ""),
    ],
)
def test_a_name_says_its_language_and_what_the_other_shares(name: str, language: str | None, stem: str) -> None:
    assert (read_name(name).language, read_name(name).stem) == (language, stem)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x-en.pdf", pdf(WELSH)),
        ("x.docx", word(WELSH)),
        ("x.vtt", f"WEBVTT\n\n00:01.000 --> 00:09.000\n{WELSH}\n".encode()),
    ],
    ids=["pdf", "docx", "vtt"],  # a document has the moment in it at which it was made
)
def test_the_language_of_the_words_is_proposed_and_asked_about_when_it_differs(
    client: Client, name: str, content: bytes
) -> None:
    waiting, proposed = drop(client, name, content)
    assert proposed.select_one("select[name$=language] option[selected]")["value"] == "cy"  # type: ignore[index]
    asked = keep(client, waiting, language="en")
    tick = BeautifulSoup(asked["form"], "html.parser").select_one("input[name$=language_is_right]")
    assert not asked["success"]
    assert tick
    assert tick["type"] == "checkbox"
    assert not File.objects.exists()
    assert keep(client, waiting, language="en", language_is_right="on")["success"]
    assert File.objects.get().language == "en"


def test_a_name_proposes_the_language_where_no_words_can_be_read(client: Client) -> None:
    _, proposed = drop(client, "ffurflen_cym.pdf", pdf(""))
    assert proposed.select_one("select[name$=language] option[selected]")["value"] == "cy"  # type: ignore[index]


def test_files_of_one_name_are_offered_ticked_and_paired_when_confirmed(client: Client, user: User) -> None:
    cy, en = make.file("cy", "Adroddiad_cym.pdf"), make.file("en", "Adroddiad_eng.pdf")
    other_cy, other_en = (
        make.file("cy", "canllaw-2026-cy.pdf", b"%PDF-1.4 c"),
        make.file("en", "guide-2026-en.pdf", b"%PDF-1.4 d"),
    )
    make.file("en", "guide-2025-en.docx")
    found = {(pair.cy, pair.en): pair.by_name for pair in suggested_pairs(user)}
    assert found == {(cy, en): True, (other_cy, other_en): False}
    screen = BeautifulSoup(client.get(reverse("file_pairs")).content, "html.parser")
    assert [tick["value"] for tick in screen.select("input[name=pair][checked]")] == [f"{cy.pk}-{en.pk}"]
    client.post(reverse("file_pairs"), {"pair": [f"{cy.pk}-{en.pk}", f"{en.pk}-{cy.pk}", "x-1"]})
    assert twin_of(cy) == en
    assert twin_of(en) == cy
    assert FilePair.objects.count() == 1
    client.post(reverse("file_pairs"), {"chosen": "1", "cy": other_cy.pk, "en": other_en.pk})
    client.post(reverse("file_pairs"), {"separate": FilePair.objects.get(cy=cy).pk})
    assert [pair.cy for pair in FilePair.objects.all()] == [other_cy]


def test_two_files_that_could_both_be_meant_are_not_offered(user: User) -> None:
    for name in ("x-cy.pdf", "x_cy.pdf", "x-en.pdf"):
        make.file(name[2:4], name, name.encode())
    assert [pair for pair in suggested_pairs(user) if pair.by_name] == []


def test_nobody_pairs_files_that_they_may_not_change(user: User) -> None:
    stranger = User.objects.create_user("dieithryn", password="x")
    cy, en = make.file("cy", "x-cy.pdf"), make.file("en", "x-en.pdf")
    assert pair_files(stranger, [(cy.pk, en.pk)]) == []
    visitor = Client()
    visitor.force_login(stranger)
    assert visitor.get(reverse("file_pairs")).status_code == 302


@pytest.mark.parametrize("is_paired_first", [True, False])
def test_a_translation_takes_the_paired_file_and_keeps_what_was_chosen(user: User, is_paired_first: bool) -> None:
    home, _ = make.homes("en")
    cy, en, own, chosen = (
        make.file(code, f"{n}-{code}.pdf", bytes([n])) for n, code in [(1, "cy"), (1, "en"), (2, "en"), (3, "cy")]
    )
    page = make.landing(home, "en", body=[("file", {"title": "a", "file": en}), ("file", {"title": "b", "file": own})])
    if is_paired_first:
        pair_files(user, [(cy.pk, en.pk)])
    source = make.source_of(page)
    Translation.objects.get_or_create(source=source, target_locale=make.locale("cy"))
    if not is_paired_first:
        pair_files(user, [(cy.pk, en.pk)])
    override = SegmentOverride.objects.get()
    assert json.loads(override.data_json) == cy.pk
    override.data_json = json.dumps(chosen.pk)
    override.save()
    FilePair.objects.all().delete()
    pair_files(user, [(cy.pk, en.pk)])
    assert json.loads(SegmentOverride.objects.get().data_json) == chosen.pk


def test_a_synchronised_translation_takes_the_twins_of_new_and_changed_files_and_keeps_what_was_chosen(
    user: User,
) -> None:
    home, _ = make.homes("en")
    twins = [make.file("cy", f"{n}-cy.pdf", bytes([n])) for n in range(3)]
    files = [make.file("en", f"{n}-en.pdf", bytes([n + 9])) for n in range(3)]
    chosen = make.file("cy", "own.pdf", b"own")
    page = make.landing(home, "en", body=[("file", {"title": make.words("en"), "file": files[0]})])
    pair_files(user, [(cy.pk, en.pk) for cy, en in zip(twins, files, strict=True)])
    welsh = make.translate(page)
    assert [block.value["file"] for block in welsh.body] == twins[:1]

    changed = make.fresh(page)
    changed.body[0].value["file"] = files[1]
    changed.body.append(("file", {"title": make.words("en"), "file": files[2]}))
    changed = make.publish(changed, body=changed.body)
    assert [block.value["file"] for block in make.translate(changed).body] == [twins[1], twins[2]]

    SegmentOverride.objects.filter(data_json=json.dumps(twins[2].pk)).update(data_json=json.dumps(chosen.pk))
    changed = make.fresh(page)
    changed.body[1].value["file"] = files[0]
    changed = make.publish(changed, body=changed.body)
    assert [block.value["file"] for block in make.translate(changed).body] == [twins[1], chosen]


def test_a_file_that_changes_its_language_has_no_twin_any_more(client: Client, user: User) -> None:
    cy, en = make.file("cy", "x-cy.pdf"), make.file("en", "x-en.pdf")
    pair_files(user, [(cy.pk, en.pk)])
    client.post(
        reverse("wagtaildocs:edit", args=[cy.pk]), {"title": "x", "language": "mul", "collection": "1", "tags": ""}
    )
    assert twin_of(en) is None


def test_a_file_in_use_is_replaced_only_when_its_uses_were_seen(client: Client) -> None:
    home, _ = make.homes("en")
    file = make.file("en")
    page = make.landing(home, "en", title="Page with a file", body=[("file", {"title": "a", "file": file})])
    address = reverse("wagtaildocs:edit", args=[file.pk])
    asked = client.post(address, form("new.pdf", pdf("Un"), language="en"))
    screen = BeautifulSoup(asked.content, "html.parser")
    assert screen.select_one("input[name=replace_everywhere][type=checkbox]")
    assert screen.find("a", href=reverse("wagtailadmin_pages:edit", args=[page.pk]), string=page.title)
    assert File.objects.get().digest == file.digest
    # The form that comes back has no file, and says so where it is sent as it is.
    chosen = screen.select_one("input[name=file_was_chosen]")
    assert chosen
    again = {"title": "x", "language": "en", "replace_everywhere": "on", "collection": "1", "tags": ""}
    refused = client.post(address, {**again, "file_was_chosen": chosen["value"]})
    assert "Choose the file again" in refused.content.decode()
    assert File.objects.get().title == file.title
    client.post(address, form("new.pdf", pdf("Un"), language="en", replace_everywhere="on", file_was_chosen="on"))
    assert File.objects.get().digest != file.digest
    deleting = client.get(reverse("wagtaildocs:delete", args=[file.pk])).content.decode()
    assert page.title in deleting
    gone = client.post(reverse("wagtaildocs:delete", args=[file.pk]), follow=True).content.decode()
    assert f"What used it has lost it. Look at each in both languages: {page.title} (English)" in gone


def test_who_ticks_that_a_files_language_is_right_is_told_that_each_page_asks_too(client: Client) -> None:
    home, _ = make.homes("en")
    file = make.file("en")
    address = reverse("wagtaildocs:edit", args=[file.pk])
    asks = "Each page that offers it asks that too"
    sent = form("new.docx", word(WELSH, WELSH), language="en")
    assert asks not in client.post(address, sent).content.decode()
    make.landing(home, "en", body=[("file", {"title": "a", "file": file})])
    assert asks in client.post(address, form("new.docx", word(WELSH, WELSH), language="en")).content.decode()


def test_a_use_names_its_language_in_the_language_of_the_screen(user: User) -> None:
    home, _ = make.homes("en")
    file = make.file("en")
    make.landing(home, "en", body=[("file", {"title": "a", "file": file})])
    for screen, name in (("cy", "Saesneg"), ("en", "English")):
        with override(screen):
            assert [use.language for use in uses_of(file, user).shown] == [name]


def test_many_files_or_pictures_are_deleted_once_it_is_seen_where_each_is_used(client: Client) -> None:
    home, _ = make.homes("en")
    used, alone = [make.file("en"), make.picture()], [make.file("en"), make.picture()]
    shown = ("image", {"picture": used[1], "alt_text": "", "decorative": True, "caption": ""})
    page = make.landing(home, "en", title="Page with both", body=[("file", {"title": "a", "file": used[0]}), shown])
    for in_use, unused in zip(used, alone, strict=True):
        options = type(in_use)._meta
        address = reverse("wagtail_bulk_action", args=[options.app_label, options.model_name, "delete"])
        ids = f"?id={in_use.pk}&id={unused.pk}"
        screen: Any = BeautifulSoup(client.get(address + ids).content, "html.parser")
        of_used, of_unused = (
            screen.select_one(f"[aria-labelledby=media-uses{one.pk}]").get_text() for one in (in_use, unused)
        )
        assert page.title in of_used
        assert "Nowhere." in of_unused
        assert "is not public in either language until that is put right" in screen.get_text()
        client.post(address + ids)
        assert not type(in_use).objects.exists()


def test_a_picture_is_described_in_both_languages_from_the_drop_on(client: Client) -> None:
    sent = {"title": "x", "files[]": upload("x.png", image("png")), "collection": "1"}
    answer = client.post(reverse("wagtailimages:add_multiple"), sent, headers=AJAX).json()
    prefix = f"uploaded-image-{answer['uploaded_file_id']}"
    fields = BeautifulSoup(answer["form"], "html.parser")
    assert fields.find("input", {"name": f"{prefix}-shows_cy"})
    said = {
        "title": "x",
        "language": "zxx",
        "collection": "1",
        "tags": "",
        "shows_cy": "Plentyn yn chwarae",
        "shows_en": "A child playing",
    }
    address = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[answer["uploaded_file_id"]])
    assert client.post(address, {f"{prefix}-{name}": value for name, value in said.items()}).json()["success"]
    described = PictureDescription.objects.get()
    assert (described.cy, described.en) == ("Plentyn yn chwarae", "A child playing")


@pytest.mark.parametrize("language", ["cy", "en"])
def test_a_chosen_picture_brings_the_words_of_the_pages_language(client: Client, language: Any) -> None:
    picture = make.picture()
    PictureDescription.objects.create(picture=picture, cy="Plentyn", en="A child")
    home = dict(zip(("en", "cy"), make.homes("en"), strict=True))[language]
    for form_of in (
        reverse("wagtailadmin_pages:edit", args=[home.pk]),
        reverse("wagtailadmin_pages:add", args=["home", "landingpage", home.pk]),
    ):
        chosen = client.get(
            reverse("wagtailimages_chooser:chosen", args=[picture.pk]),
            headers={"Referer": f"http://testserver{form_of}"},
        )
        assert chosen.json()["result"]["default_alt_text"] == {"cy": "Plentyn", "en": "A child"}[language]
    elsewhere = client.get(reverse("wagtailimages_chooser:chosen", args=[picture.pk]))
    assert elsewhere.json()["result"]["default_alt_text"] == ""


def test_a_picture_without_a_description_is_pointed_at(client: Client) -> None:
    data = {"title": "x", "language": "zxx", "collection": "1", "tags": "", "shows_cy": "Llun"}
    address = reverse("wagtailimages:edit", args=[make.picture().pk])
    assert "not described in both languages" in client.post(address, data, follow=True).content.decode()
    assert (
        "not described in both languages"
        not in client.post(address, data | {"shows_en": "A picture"}, follow=True).content.decode()
    )


def test_listings_show_the_language_and_go_by_it(
    client: Client, user: User, django_assert_max_num_queries: Any
) -> None:
    cy, en, alone = make.file("cy", "x-cy.pdf"), make.file("en", "x-en.pdf"), make.file("en", "y.pdf")
    pair_files(user, [(cy.pk, en.pk)])
    titles = {"cy": {cy}, "en": {en, alone}}
    for code, files in titles.items():
        assert set(client.get(reverse("wagtaildocs:index"), {"language": code}).context["object_list"]) == files
    assert set(client.get(reverse("wagtaildocs:index"), {"paired": "no"}).context["object_list"]) == {alone}
    assert "In the other language" in client.get(reverse("wagtaildocs:index")).content.decode()
    said, unsaid = make.picture("cy"), make.picture("zxx")
    PictureDescription.objects.create(picture=said, cy="a", en="b")
    assert list(client.get(reverse("wagtailimages:index"), {"language": "cy"}).context["object_list"]) == [said]
    assert list(
        client.get(reverse("wagtailimages:index"), {"described": "no", "layout": "list"}).context["object_list"]
    ) == [unsaid]
    for number in range(5):
        pair_files(
            user,
            [
                (
                    make.file("cy", f"{number}.pdf", bytes([number])).pk,
                    make.file("en", f"{number}.pdf", bytes([number, 1])).pk,
                )
            ],
        )
    with django_assert_max_num_queries(30):
        client.get(reverse("wagtaildocs:index"))


def test_a_file_dropped_alone_offers_its_twin(client: Client) -> None:
    File.objects.create(title="Adroddiad", language="cy", file=ContentFile(b"%PDF-1.4 a", "report-cy.pdf"))
    answer = client.post(reverse("wagtaildocs:add"), form("report-en.pdf", pdf("One"), language="en"), follow=True)
    assert reverse("file_pairs") in answer.content.decode()
