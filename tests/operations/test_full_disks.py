"""A full disk: nothing is half saved, editors are told in their language, and readers read."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files import File as Content
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from wagtail.users.models import UserProfile

from cms.content.models import File
from cms.operations.disks.roomy_storage import RoomyStorage
from tests.factories import content as make

TOLD = {"cy": "Doedd dim modd cadw hyn, neu dim ond rhan ohono", "en": "This could not be saved, or only in part"}


def editor(language: str) -> Client:
    user = User.objects.create_superuser(f"golygydd-{language}")
    UserProfile.objects.create(user=user, preferred_language=language)
    client = Client()
    client.force_login(user)
    return client


def upload() -> SimpleUploadedFile:
    return SimpleUploadedFile("ffurflen.pdf", b"%PDF-1.4 x", "application/pdf")


# What makes each database itself say that there is no room for what is written, and then that there is.
FULL = {
    "sqlite": "PRAGMA max_page_count = 1",  # as few as there are
    "postgresql": """
        CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$;
        CREATE TRIGGER full_disk BEFORE INSERT ON wagtailcore_page FOR EACH ROW EXECUTE FUNCTION full_disk()
    """,
}
ROOM = {"sqlite": "PRAGMA max_page_count = 1073741823", "postgresql": "DROP FUNCTION full_disk CASCADE"}


@contextmanager
def full_database() -> Iterator[None]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM")  # what was deleted left room
        cursor.execute(FULL[connection.vendor])
        try:
            yield
        finally:
            cursor.execute(ROOM[connection.vendor])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["cy", "en"])
def test_an_upload_that_does_not_fit_is_told_of_and_leaves_nothing(language: str, settings: Any) -> None:
    client = editor(language)
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "tests.operations.full_storage.FullStorage"}}
    one = client.post("/admin/documents/add/", {"title": "x", "language": "mul", "file": upload(), "collection": 1})
    assert one.status_code == 507
    assert TOLD[language] in one.content.decode()
    many = client.post(
        "/admin/documents/multiple/add/",
        {"files[]": upload(), "collection": 1},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    said = json.loads(many.content)
    assert not said["success"]
    assert said["error_message"].startswith(TOLD[language])
    assert not File.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["cy", "en"])
def test_a_page_for_which_the_database_has_no_room_stays_as_it_was(language: str) -> None:
    home, _ = make.homes("en")
    long = make.landing(home, "en", summary="English: " + "x" * 100_000)
    client, reader = editor(language), Client()
    before = reader.get("/api/v1/en/home")
    form = {"new_title": "English: copy", "new_slug": "copy", "new_parent_page": home.pk}
    with full_database():
        response = client.post(f"/admin/pages/{long.pk}/copy/", form)
        after = reader.get("/api/v1/en/home")
    assert response.status_code == 507
    assert TOLD[language] in response.content.decode()
    assert (after.status_code, after.content) == (200, before.content)
    assert make.fresh(long).summary == long.summary
    assert client.post(f"/admin/pages/{long.pk}/copy/", {**form, "new_slug": "second"}).status_code == 302


def test_a_file_that_does_not_fit_is_refused_before_a_byte_is_written(tmp_path: Path) -> None:
    sparse = tmp_path / "sparse"
    with sparse.open("wb") as file:
        file.truncate(1 << 42)
    storage = RoomyStorage(location=tmp_path / "media")
    with sparse.open("rb") as file, pytest.raises(OSError, match="No space left"):
        storage.save("file.pdf", Content(file))
    assert not [*(tmp_path / "media").iterdir()]
