"""A file or picture whose bytes are replaced, by whatever way, is a new version of every edition that shows it."""

import hashlib
import io
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.images import signal_handlers
from wagtail.images.models import Filter

from cms.content.languages import CODES
from cms.content.models import File, Picture, Rendition
from cms.publication.intents.settlement import settle
from cms.publication.models import Intent
from cms.publication.reconciliation.rebuilding import all_items, differences
from tests.factories import content as make

from .editions import edition, payload
from .shelf import run

pytestmark = pytest.mark.django_db
OLD_FILE, NEW_FILE = b"%PDF-1.4 test", b"%PDF-1.4 toes"


def png(colour: str) -> bytes:
    """A picture of the same size in pixels and in bytes, whatever its colour."""
    data = io.BytesIO()
    Image.new("RGB", (900, 600), colour).save(data, "PNG", compress_level=0)
    return data.getvalue()


OLD_PICTURE, NEW_PICTURE = png("#336655"), png("#aa0000")
NEW = {File: NEW_FILE, Picture: NEW_PICTURE}


class Shelf:
    """A page in both languages with a file and a picture. Made for each test: the storage is not put back like rows."""

    def __init__(self) -> None:
        home, _ = make.homes("en")
        with make.committed():
            self.file = File.objects.create(title="f", language="mul", file=ContentFile(OLD_FILE, name="form.pdf"))
            picture = ContentFile(OLD_PICTURE, name="picture.png")
            self.picture = Picture.objects.create(title="p", language="zxx", file=picture)
        image = {"picture": self.picture, "alt_text": "English: A path", "decorative": False, "caption": ""}
        files = [("file", {"title": "English: f", "file": self.file})]
        self.page = make.landing(home, "en", body=[("image", image)], files=files)
        self.welsh = make.translate(self.page)
        settle()


def by_form(media: Any) -> None:
    get_user_model().objects.create_superuser("golygydd", password="x")
    client = Client()
    client.force_login(get_user_model().objects.get(username="golygydd"))
    name = media.file.name.rpartition("/")[2]
    route = "wagtaildocs:edit" if isinstance(media, File) else "wagtailimages:edit"
    given = {
        "title": media.title, "language": media.language, "collection": media.collection_id, "tags": "",
        "replace_everywhere": "on",
        "file": SimpleUploadedFile(name, NEW[type(media)]),
    }  # fmt: skip
    response = client.post(reverse(route, args=[media.pk]), given)
    assert response.status_code == 302, response.content


def by_code(media: Any) -> None:
    media.file = ContentFile(NEW[type(media)], name="another.png" if isinstance(media, Picture) else "another.pdf")
    media.save()


def by_code_of_some_fields(media: Any) -> None:
    media.file = ContentFile(NEW[type(media)], name="another.pdf")
    media.save(update_fields=["file"])


def under_the_same_key(media: Any) -> None:
    key = media.file.name
    default_storage.delete(key)
    if isinstance(media, File):
        media.file.save(key.rpartition("/")[2], ContentFile(NEW_FILE))
    else:
        media.file = ContentFile(NEW_PICTURE, name=key.rpartition("/")[2])
        media.save()
    assert media.file.name == key


def by_update(media: Any) -> None:
    key = default_storage.save("new", ContentFile(NEW[type(media)]))
    type(media).objects.filter(pk=media.pk).update(file=key)


def by_bulk_update(media: Any) -> None:
    media.file = default_storage.save("new", ContentFile(NEW[type(media)]))
    type(media).objects.bulk_update([media], ["file"])


def by_sql(media: Any) -> None:
    key = default_storage.save("new", ContentFile(NEW[type(media)]))
    run(f"UPDATE {type(media)._meta.db_table} SET file = %s WHERE id = %s", key, media.pk)


WAYS = [by_form, by_code, by_code_of_some_fields, under_the_same_key, by_update, by_bulk_update, by_sql]


def shown(page: Any, model: type[Any]) -> dict[str, Any]:
    """The file or picture as the edition has it."""
    own = payload(page)
    found: dict[str, Any] = own["files"][0] if model is File else own["body"][0]["picture"]
    return found


def colour_at(address: str) -> tuple[int, ...]:
    response = Client().get(address.removeprefix("https://api.example.test"))
    assert response.status_code == 200
    picture = Image.open(io.BytesIO(b"".join(response.streaming_content)))  # type: ignore[attr-defined]
    pixel = picture.convert("RGB").getpixel((5, 5))
    assert isinstance(pixel, tuple)
    return pixel


def reddish(address: str) -> bool:
    red, green, _ = colour_at(address)
    return red > green


@pytest.mark.parametrize("model", [File, Picture], ids=["file", "picture"])
@pytest.mark.parametrize("way", WAYS)
def test_bytes_that_are_replaced_are_a_new_version_of_all_that_shows_them(
    way: Callable[[Any], None], model: type[Any]
) -> None:
    shelf = Shelf()
    media = model.objects.get(pk=(shelf.file if model is File else shelf.picture).pk)
    before = {page: (edition(page), shown(page, model)) for page in (shelf.page, shelf.welsh)}
    with make.committed():
        way(media)
    settle()
    assert not Intent.objects.exists()
    assert differences(all_items()) == []
    for page, (old, had) in before.items():
        has, now = shown(page, model), edition(page)
        assert old
        assert now
        assert now.version > old.version
        assert has["digest"] == hashlib.sha256(NEW[model]).hexdigest() != had["digest"]
        assert has["bytes"] == len(NEW[model])
        assert has["changed"] > had["changed"]
        assert has["address"] != had["address"]
        (noted,) = now.media["files" if model is File else "pictures"]
        assert noted == {name: has[name] for name in ("id", "digest", "bytes", "changed", "address")}


@pytest.mark.parametrize("way", WAYS)
def test_the_old_picture_is_given_at_no_address_and_its_own_leads_to_the_new_one(
    way: Callable[[Any], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = Shelf()
    # Wagtail's task does not find what is kept in memory.
    deleted: list[str] = []
    task = SimpleNamespace(enqueue=lambda storage, name: deleted.append(name))
    monkeypatch.setattr(signal_handlers, "delete_file_from_storage_task", task)
    picture = Picture.objects.get(pk=shelf.picture.pk)
    old = [size["address"] for size in shown(shelf.page, Picture)["sizes"]]
    assert not any(reddish(address) for address in old)
    kept = list(Rendition.objects.values_list("file", flat=True))
    with make.committed():
        way(picture)
        settle()
    new = [size["address"] for size in shown(shelf.page, Picture)["sizes"]]
    assert not set(old) & set(new)
    assert all(reddish(address) for address in new)
    for before, after in zip(old, new, strict=True):
        response = Client().get(before.removeprefix("https://api.example.test"))
        assert (response.status_code, response["Location"]) == (308, after)
        assert response["Cache-Control"] == "public, max-age=60"
        assert response["Access-Control-Allow-Origin"] == "*"
    assert kept
    assert set(kept) <= set(deleted)
    unmarked = f"/pictures/{picture.uid}/320.webp"
    assert reddish(unmarked)


def test_what_was_being_made_of_a_picture_while_it_was_replaced_is_not_given() -> None:
    shelf = Shelf()
    slow = Picture.objects.get(pk=shelf.picture.pk)
    with slow.open_file():
        pass
    with make.committed():
        by_code(Picture.objects.get(pk=shelf.picture.pk))
        settle()
    # Whoever read the row before the change goes on with it; only then is what it made written down.
    slow.file = ContentFile(OLD_PICTURE, name="old.png")
    slow.create_rendition(Filter(spec="width-320|format-webp"))
    assert all(reddish(size["address"]) for size in shown(shelf.page, Picture)["sizes"])


def test_the_address_of_a_replaced_file_leads_to_the_one_that_is_there_now() -> None:
    shelf = Shelf()
    old = shown(shelf.page, File)["address"]
    with make.committed():
        by_code(File.objects.get(pk=shelf.file.pk))
        settle()
    new = shown(shelf.page, File)["address"]
    response = Client().get(old.removeprefix("https://api.example.test"))
    assert (response.status_code, response["Location"]) == (308, new)
    given = Client().get(new.removeprefix("https://api.example.test"))
    assert b"".join(given.streaming_content) == NEW_FILE  # type: ignore[attr-defined]


@pytest.mark.parametrize("model", [File, Picture], ids=["file", "picture"])
def test_a_new_title_is_no_new_bytes_and_what_is_saved_as_it_was_changes_nothing(model: type[Any]) -> None:
    shelf = Shelf()
    media = model.objects.get(pk=(shelf.file if model is File else shelf.picture).pk)
    before = (media.digest, media.changed_at, media.url if model is File else media.address(320))
    versions = {page: edition(page) for page in (shelf.page, shelf.welsh)}
    with make.committed():
        media.title = "Something else"
        media.save()
        settle()
    again = model.objects.get(pk=media.pk)
    assert (again.digest, again.changed_at, again.url if model is File else again.address(320)) == before
    for page, old in versions.items():
        now = edition(page)
        assert old
        assert now
        assert now.version == old.version


@pytest.mark.parametrize("model", [File, Picture], ids=["file", "picture"])
def test_a_row_of_an_older_release_is_given_its_digest_when_it_is_first_shown(model: type[Any]) -> None:
    shelf = Shelf()
    had = shown(shelf.page, model)
    model.objects.update(digest="", bytes_key="", changed_at=None)
    settle()
    assert differences(all_items()) == []
    media = model.objects.get(uid=had["id"])
    assert (media.digest, media.changed_at) == (had["digest"], media.created_at)


def test_lost_bytes_are_said_to_have_no_digest_and_keep_nothing_from_being_settled() -> None:
    shelf = Shelf()
    Picture.objects.update(digest="", bytes_key="", changed_at=None)
    default_storage.delete(Picture.objects.get(pk=shelf.picture.pk).file.name)
    settle()
    assert not Intent.objects.exists()
    found = shown(shelf.page, Picture)
    assert found["digest"] == ""
    assert found["address"].endswith(f"/pictures/{shelf.picture.uid}/800.webp")


def test_wagtails_own_hash_is_that_of_the_bytes_too() -> None:
    shelf = Shelf()
    for media in (File.objects.get(pk=shelf.file.pk), Picture.objects.get(pk=shelf.picture.pk)):
        media.get_file_hash()
        by_code(media)
        fresh = type(media).objects.get(pk=media.pk)
        assert fresh.file_hash == hashlib.sha1(NEW[type(media)], usedforsecurity=False).hexdigest()
        assert fresh.file_size == len(NEW[type(media)])


def test_both_languages_show_the_same_bytes() -> None:
    shelf = Shelf()
    assert {shown(page, Picture)["digest"] for page in (shelf.page, shelf.welsh)} == {
        Picture.objects.get(pk=shelf.picture.pk).digest
    }
    assert {page.locale.language_code for page in (shelf.page, shelf.welsh)} == set(CODES)
