"""Uploads of pictures: whatever the bytes and the name, a picture is taken or refused in words, and never an error.

Each goes through every door: the form, the drop, the chooser's upload, and the form that replaces a picture's file.
"""

import io
import json
import struct
import zlib
from typing import Any, Final

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from wagtail.models import Collection
from wagtail.users.models import UserProfile

from cms.content.models import Picture
from cms.publication.queries.media_queries import stored_picture

pytestmark = pytest.mark.django_db
KINDS: Final = {"png": "PNG", "jpg": "JPEG", "gif": "GIF", "webp": "WEBP", "avif": "AVIF"}


def image(kind: str, size: tuple[int, int] = (400, 300), **options: Any) -> bytes:
    output = io.BytesIO()
    Image.effect_mandelbrot(size, (-2, -1.5, 1, 1.5), 30).convert("RGB").save(output, KINDS[kind], **options)
    return output.getvalue()


def animation() -> bytes:
    output = io.BytesIO()
    frames = [Image.effect_noise((60, 40), sigma).convert("P") for sigma in (10, 50, 90)]
    frames[0].save(output, "GIF", save_all=True, append_images=frames[1:])
    return output.getvalue()


WHOLE: Final = {f"x.{extension}": image(extension) for extension in KINDS} | {"moving.gif": animation()}


def png_that_says(width: int, height: int) -> bytes:
    """A PNG of few bytes that unpacks to as many pixels as it says."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


@pytest.fixture
def editor() -> Client:
    return editor_in("en")


def editor_in(language: str) -> Client:
    user = User.objects.create_superuser(f"golygydd-{language}", "golygydd@example.org", "x")
    UserProfile.objects.create(user=user, preferred_language=language)
    client = Client()
    client.force_login(user)
    return client


def doors(client: Client, name: str, data: bytes, kind: str = "image/png") -> dict[str, Any]:
    """What each way to upload a picture answers."""
    fields = {"title": "Llun", "collection": Collection.get_first_root_node().pk, "language": "zxx", "tags": ""}
    ajax = {"X-Requested-With": "XMLHttpRequest"}

    def file() -> SimpleUploadedFile:
        return SimpleUploadedFile(name, data, kind)

    there = Picture.objects.create(title="Llun", file=ContentFile(image("png"), "there.png"))
    before = there.file.name
    chooser = {f"image-chooser-upload-{field}": value for field, value in fields.items()}
    chooser["image-chooser-upload-file"] = file()
    answers = {
        "form": client.post("/admin/images/add/", {**fields, "file": file()}),
        "drop": client.post("/admin/images/multiple/add/", {**fields, "title": name, "files[]": file()}, headers=ajax),
        "chooser": client.post("/admin/images/chooser/create/", chooser, headers=ajax),
        "replacement": client.post(f"/admin/images/{there.pk}/", {**fields, "file": file()}),
    }
    # What is dropped waits until its language is known.
    if waiting := answers["drop"].json().get("uploaded_file_id"):
        more = {f"uploaded-image-{waiting}-{field}": value for field, value in fields.items()}
        kept = client.post(f"/admin/images/multiple/create_from_uploaded_image/{waiting}/", more, headers=ajax)
        assert kept.json()["success"], kept.content
    there.refresh_from_db()
    if answers["replacement"].status_code != 302:
        assert there.file.name == before
        assert there.file.storage.exists(before)
    return answers


def refusals(answers: dict[str, Any]) -> dict[str, str]:
    """What the doors that refused have said."""
    said = {}
    for door, answer in answers.items():
        assert answer.status_code in {200, 302}, f"{door}: {answer.status_code}"
        if door == "drop":
            body = answer.json()
            if not body["success"]:
                said[door] = body["error_message"]
        elif door == "chooser":
            body = json.loads(answer.content)
            if body["step"] == "reshow_creation_form":
                said[door] = body["htmlFragment"]
        elif answer.status_code == 200:
            said[door] = answer.content.decode()
    return said


def is_shown(client: Client) -> None:
    """Every picture that was kept can be listed, edited, and given to readers."""
    cache.clear()
    assert client.get("/admin/images/").status_code == 200
    for picture in Picture.objects.all():
        assert client.get(f"/admin/images/{picture.pk}/").status_code == 200
        assert stored_picture(picture.uid, min(picture.width, 320)) is not None


@pytest.mark.parametrize("name", sorted(WHOLE))
def test_a_whole_picture_is_taken_at_every_door(editor: Client, name: str) -> None:
    assert refusals(doors(editor, name, WHOLE[name])) == {}
    assert Picture.objects.count() == 4
    is_shown(editor)


@pytest.mark.parametrize("language", ["cy", "en"])
@pytest.mark.parametrize("name", sorted(WHOLE))
def test_a_cut_picture_is_refused_at_every_door_in_the_editors_words(name: str, language: str) -> None:
    words = {
        "cy": ("difrodi", "Uwchlwythwch ddelwedd ddilys", "naill ai"),
        "en": ("is damaged or cut off", "Upload a valid image", "corrupted"),
    }[language]
    said = refusals(doors(editor_in(language), name, WHOLE[name][: len(WHOLE[name]) // 2]))
    assert sorted(said) == ["chooser", "drop", "form", "replacement"]
    assert all(any(word in text for word in words) for text in said.values()), said["drop"]


BROKEN: Final = {
    "cut.png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x32\0\0\0\x32\x08\0",
    "garbage.jpg": b"\xff\xd8\xff\xe0" + b"\0" * 100,
    "cut.gif": b"GIF89a\x01\0",
    "text.png": b"hello",
    "nothing.png": b"",
    "riff.webp": b"RIFF\x10\0\0\0WEBPVP8 ",
    "box.avif": b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf" + b"\xff" * 50,
    "program.png": b"MZ" + b"\0" * 200,
    "drawing.svg": b"<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'><script>1</script></svg>",
    "drawing.png": b"<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>",
    "photo.heic": b"\0\0\0\x18ftypheic\0\0\0\0heicmif1",
    "scan.tiff": b"II*\0\x08\0\0\0\xff\xff",
    "wrong.jpg": image("png"),
    "bomb.png": png_that_says(30_000, 30_000),
    "huge.png": png_that_says(9_000, 9_000),
    "no-extension": image("png"),
    ".png": image("png"),
    "..png": image("png"),
}


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_what_is_no_picture_that_can_be_shown_is_refused_at_every_door(editor: Client, name: str) -> None:
    said = refusals(doors(editor, name, BROKEN[name]))
    assert sorted(said) == ["chooser", "drop", "form", "replacement"]
    assert Picture.objects.count() == 1
    is_shown(editor)


@pytest.mark.parametrize(
    "name",
    [
        "ŵy tŷ.png",
        "llun\u202egnp.png",
        "a/b\\c.png",
        "a..png",
        "x" * 250 + ".png",
        "\U0001f427.png",
        "a\nb.png",
        "%00.png",
        "CON.png",
    ],
)
def test_any_name_is_taken(editor: Client, name: str) -> None:
    assert set(refusals(doors(editor, name, WHOLE["x.png"]))) <= {"drop"}
    is_shown(editor)


EXIF: Final = (
    b"Exif\0\0II*\0\x08\0\0\0\x02\0\x12\x01\x03\0\xff\xff\xff\xff\x09\0\0\0\x69\x87\x04\0\x01\0\0\0\xff\xff\xff\x7f"
)


@pytest.mark.parametrize("exif", [EXIF, EXIF[:20], b"Exif\0\0", b"Exif\0\0MM\0*" + b"\xff" * 40])
@pytest.mark.parametrize("kind", ["jpg", "png", "webp"])
def test_a_picture_with_broken_notes_of_its_camera_is_taken_or_refused(editor: Client, kind: str, exif: bytes) -> None:
    refusals(doors(editor, f"x.{kind}", image(kind, exif=exif)))
    is_shown(editor)


def damaged(draw: Any) -> tuple[str, bytes]:
    name = draw(st.sampled_from(sorted(WHOLE)))
    data = bytearray(WHOLE[name])
    for _ in range(draw(st.integers(0, 8))):
        # Headers are where parsers trip: every other fault is in the first hundred bytes.
        last = draw(st.sampled_from([100, len(data) - 1]))
        data[draw(st.integers(0, min(last, len(data) - 1)))] = draw(st.integers(0, 255))
    return name, bytes(data[: draw(st.integers(0, len(data)))] if draw(st.booleans()) else data)


@pytest.mark.repetitive
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(upload=st.composite(damaged)())
def test_no_bytes_end_in_an_error(editor: Client, upload: tuple[str, bytes]) -> None:
    name, data = upload
    with transaction.atomic():
        refusals(doors(editor, name, data))
        is_shown(editor)
        transaction.set_rollback(True)


@pytest.mark.parametrize("data", [WHOLE["x.jpg"][:5000], b"", b"hello", BROKEN["cut.png"]])
def test_a_broken_picture_that_is_stored_already_breaks_no_screen(editor: Client, data: bytes) -> None:
    cache.clear()
    picture = Picture.objects.create(title="Llun", file=ContentFile(image("jpg"), "x.jpg"))
    name = picture.file.name
    picture.file.storage.delete(name)
    picture.file.storage.save(name, ContentFile(data))
    for address in (
        "/admin/images/",
        f"/admin/images/{picture.pk}/",
        "/admin/images/chooser/",
        f"/admin/images/chooser/chosen/{picture.pk}/",
        f"/admin/images/{picture.pk}/delete/",
        f"/admin/images/usage/{picture.pk}/",
        "/admin/api/main/images/",
    ):
        assert editor.get(address).status_code == 200, address
    assert editor.get(f"/admin/images/{picture.pk}/preview/width-320/").status_code == 404
    assert stored_picture(picture.uid, 320) is None
    assert editor.get(f"/pictures/{picture.uid}/320.webp").status_code == 404
