"""Uploads in the admin: whatever the file, it is saved, and the editor is told in their language what could be read of it."""

import io
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation
from PIL import Image
from wagtail.models import Collection, UploadedFile
from wagtail.users.models import UserProfile

from cms.content.models import File, FileReading

from . import uploads

pytestmark = pytest.mark.django_db
READ = {
    "cy": "Gellir chwilio ei geiriau. Tudalennau: 2. Geiriau: 3.",
    "en": "Its words can be searched. Pages: 2. Words: 3.",
}
LOCKED = {"cy": "Mae cyfrinair yn ei diogelu", "en": "It is protected by a password"}
LANGUAGES = pytest.mark.parametrize("language", ["cy", "en"])


@pytest.fixture
def editor() -> Any:
    def log_in(language: str) -> Client:
        user = User.objects.create_superuser("golygydd", "golygydd@example.org", "x")
        UserProfile.objects.create(user=user, preferred_language=language)
        client = Client()
        client.force_login(user)
        return client

    return log_in


def png() -> bytes:
    output = io.BytesIO()
    Image.new("RGB", (4, 4)).save(output, "PNG")
    return output.getvalue()


def upload(name: str, content: bytes) -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = name
    return file


def form(name: str, content: bytes, **fields: str) -> dict[str, Any]:
    root = Collection.get_first_root_node()
    return {
        "title": "Canllaw",
        "language": "cy",
        "collection": root.pk,
        "tags": "",
        "file": upload(name, content),
        **fields,
    }


@LANGUAGES
@pytest.mark.parametrize(
    ("content", "said", "level"),
    [(uploads.pdf("Un dau", "tri"), READ, "success"), (uploads.locked_pdf(), LOCKED, "warning")],
    ids=["read", "locked"],
)
def test_an_editor_who_uploads_a_file_is_told_what_could_be_read(
    editor: Any, language: str, content: bytes, said: dict[str, str], level: str
) -> None:
    response = editor(language).post(reverse("wagtaildocs:add"), form("x.pdf", content), follow=True)
    file = File.objects.get()
    told = [(message.level_tag, str(message)) for message in response.context["messages"]]
    assert any(level in tag and file.filename in text and said[language] in text for tag, text in told), told


@LANGUAGES
def test_the_form_of_a_file_says_it_ever_after(editor: Any, language: str) -> None:
    file = File.objects.create(title="x", language="cy", file=ContentFile(uploads.locked_pdf(), "x.pdf"))
    page = editor(language).get(reverse("wagtaildocs:edit", args=[file.pk])).content.decode()
    assert LOCKED[language] in page
    assert {"cy": "Yr hyn y gellid ei ddarllen", "en": "What could be read"}[language] in page


def test_a_file_dropped_on_the_page_is_read_once_its_language_is_known(editor: Any) -> None:
    client = editor("en")
    dropped = {"title": "x", "files[]": upload("x.pdf", uploads.pdf("Un dau", "tri")), "collection": "1"}
    client.post(reverse("wagtaildocs:add_multiple"), dropped, headers={"X-Requested-With": "XMLHttpRequest"})
    assert not File.objects.exists()
    waiting = UploadedFile.objects.get()
    fields = form("", b"")
    del fields["file"]
    data = {f"uploaded-document-{waiting.pk}-{name}": value for name, value in fields.items()}
    address = reverse("wagtaildocs:create_multiple_from_uploaded_document", args=[waiting.pk])
    assert client.post(address, data).json()["success"]
    file = File.objects.get()
    assert (file.pages, file.reading.words) == (2, 3)
    told = [str(message) for message in client.get(reverse("wagtaildocs:index")).context["messages"]]
    assert any(READ["en"] in text for text in told)


def test_a_new_file_in_place_of_the_old_is_read_anew_and_told_of(editor: Any) -> None:
    client = editor("en")
    file = File.objects.create(title="x", language="cy", file=ContentFile(uploads.locked_pdf(), "x.pdf"))
    address = reverse("wagtaildocs:edit", args=[file.pk])
    response = client.post(address, form("x.pdf", uploads.pdf("Un dau", "tri")), follow=True)
    assert any(READ["en"] in str(message) for message in response.context["messages"])
    assert File.objects.get().reading.words == 3
    fields = form("", b"")
    del fields["file"]
    response = client.post(address, fields, follow=True)
    assert not any(READ["en"] in str(message) for message in response.context["messages"])


@pytest.mark.parametrize(
    "name",
    [
        "ŵy tŷ.pdf",
        "x\u202efdp.pdf",
        "a/b\\c.pdf",
        "x" * 300 + ".pdf",
        "\U0001f427.pdf",
        "a\nb.pdf",
        "%00.pdf",
        "CON.pdf",
        ".pdf",
        "pdf",
    ],
)
@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"\0" * 100, b"MZ"])
def test_no_upload_of_a_file_ends_in_an_error(editor: Any, name: str, content: bytes) -> None:
    client = editor("en")
    assert client.post(reverse("wagtaildocs:add"), form(name, content)).status_code in {200, 302}
    dropped = {"title": name, "files[]": upload(name, content), "collection": "1"}
    ajax = {"X-Requested-With": "XMLHttpRequest"}
    answer = client.post(reverse("wagtaildocs:add_multiple"), dropped, headers=ajax)
    assert answer.status_code == 200
    chooser = {f"document-chooser-upload-{field}": value for field, value in form(name, content).items()}
    assert client.post(reverse("wagtaildocs_chooser:create"), chooser, headers=ajax).status_code == 200
    assert client.get(reverse("wagtaildocs:index")).status_code == 200
    if waiting := answer.json().get("uploaded_file_id"):
        fields = {key: value for key, value in form("", b"").items() if key != "file"}
        data = {f"uploaded-document-{waiting}-{key}": value for key, value in fields.items()}
        address = reverse("wagtaildocs:create_multiple_from_uploaded_document", args=[waiting])
        assert client.post(address, data, headers=ajax).json()["success"]


@pytest.mark.parametrize("collection", ["", "abc", "999999", "-1", "1e9", "9" * 30])
@pytest.mark.parametrize(
    ("address", "name"), [("wagtaildocs:add_multiple", "x.pdf"), ("wagtailimages:add_multiple", "x.png")]
)
def test_a_drop_into_no_collection_ends_in_no_error(editor: Any, address: str, name: str, collection: str) -> None:
    content = uploads.pdf("x") if name.endswith("pdf") else png()
    dropped = {"title": "x", "files[]": upload(name, content), "collection": collection}
    answer = editor("en").post(reverse(address), dropped, headers={"X-Requested-With": "XMLHttpRequest"})
    assert answer.status_code < 500


def test_captions_are_told_by_their_faulty_line() -> None:
    file = File.objects.create(title="x", language="cy", file=ContentFile(b"WEBVTT\n\n1 --> 2\nx\n", "x.vtt"))
    assert "Line 3" in file.reading_report
    with translation.override("cy"):
        assert file.reading_report.startswith("Nid yw'n WebVTT dilys")
        assert "Llinell 3" in file.reading_report


def test_a_file_of_200_mb_is_saved_unread_and_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    # The storage claims the size, so that no test fills a disk.
    monkeypatch.setattr(default_storage, "size", lambda name: 200_000_000)
    file = File.objects.create(title="x", language="cy", file=ContentFile(b"%PDF-1.7", "x.pdf"))
    assert (file.file_size, file.pages, file.reading.outcome) == (200_000_000, None, "too_large")
    assert "too large" in file.reading_report


def test_a_file_of_a_type_that_is_not_taken_is_refused_as_it_is_dropped(editor: Any) -> None:
    dropped = {"title": "x", "files[]": upload("x.exe", b"MZ"), "collection": "1"}
    address = reverse("wagtaildocs:add_multiple")
    answer = editor("en").post(address, dropped, headers={"X-Requested-With": "XMLHttpRequest"}).json()
    assert not answer["success"]
    assert not UploadedFile.objects.exists()


def test_what_is_only_renamed_is_not_read_again() -> None:
    File.objects.create(title="x", language="cy", file=ContentFile(uploads.pdf("Un"), "x.pdf"))
    FileReading.objects.update(words=99)
    again = File.objects.get()
    again.title = "y"
    again.save()
    assert File.objects.get().reading.words == 99


def test_bytes_that_were_stored_before_the_file_was_saved_are_read() -> None:
    file = File.objects.create(title="x", language="cy", file=ContentFile(uploads.pdf("Un"), "x.pdf"))
    file.file.save("y.pdf", ContentFile(uploads.pdf("Un dau", "tri")), save=False)
    file.save()
    assert (File.objects.get().pages, FileReading.objects.get().words) == (2, 3)


def test_a_file_whose_bytes_are_lost_can_still_be_edited() -> None:
    file = File.objects.create(title="x", language="cy", file=ContentFile(uploads.pdf("Un"), "x.pdf"))
    FileReading.objects.all().delete()
    file.file.storage.delete(file.file.name)
    again = File.objects.get()
    again.title = "y"
    again.save()
    assert File.objects.get().reading_report == "Its words have not been read yet."


def test_lists_of_files_carry_no_words(django_assert_num_queries: Any) -> None:
    File.objects.create(title="x", language="cy", file=ContentFile(uploads.pdf("Un"), "x.pdf"))
    with django_assert_num_queries(1) as queries:
        list(File.objects.all())
    assert "texts" not in queries.captured_queries[0]["sql"]


def test_files_of_an_older_release_are_read_by_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("x.pdf", "y.pdf"):
        File.objects.create(title=name, language="cy", file=ContentFile(uploads.pdf("Un dau", "tri"), name))
    FileReading.objects.filter(file__title="x.pdf").delete()
    FileReading.objects.filter(file__title="y.pdf").update(words=99)
    call_command("read_files")
    assert capsys.readouterr().out.count("\n") == 1
    assert dict(FileReading.objects.values_list("file__title", "words")) == {"x.pdf": 3, "y.pdf": 99}
    call_command("read_files", "--again", verbosity=0)
    assert set(FileReading.objects.values_list("words", flat=True)) == {3}
