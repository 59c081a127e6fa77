"""That there are no words in a picture is for somebody to say: no upload presets it, and unsaid it is shown to nobody."""

import io
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.images.forms import get_image_form
from wagtail.images.models import AbstractImage, Filter
from wagtail.models import Collection, UploadedFile

from cms.content.models import Picture
from tests.factories import content as make
from tests.publication.editions import payload, state
from tests.publication.test_lacking import lacking

pytestmark = pytest.mark.django_db


def upload() -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new("RGB", (400, 300)).save(data, "PNG")
    return SimpleUploadedFile("picture.png", data.getvalue(), "image/png")


def test_one_picture_is_unpacked_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    unpacking, together = threading.Semaphore(1), threading.Barrier(4)

    def unpacked(*arguments: Any, **options: Any) -> bool:
        alone = unpacking.acquire(blocking=False)
        time.sleep(0.02)  # long enough for the others to come
        unpacking.release()
        return alone

    monkeypatch.setattr(AbstractImage, "generate_rendition_file", unpacked)

    def ask(width: int) -> Any:
        together.wait()
        return Picture().generate_rendition_file(Filter(spec=f"width-{width}"))

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(ask, range(1, 5))) == [True] * 4


def test_a_new_picture_needs_the_choice(admin_client: Client) -> None:
    form = get_image_form(Picture)()
    assert form.fields["language"].initial is None
    assert form.fields["language"].required
    assert next(iter(form.fields["language"].choices))[0] == ""
    given = {"title": "Picture", "collection": Collection.get_first_root_node().pk, "tags": ""}
    response = admin_client.post(reverse("wagtailimages:add"), {**given, "language": "", "file": upload()})
    assert "language" in response.context["form"].errors
    assert not Picture.objects.exists()
    admin_client.post(reverse("wagtailimages:add"), {**given, "language": "zxx", "file": upload()})
    assert Picture.objects.get().language == "zxx"


def test_pictures_dropped_on_the_page_wait_for_the_choice(admin_client: Client) -> None:
    address = reverse("wagtailimages:add_multiple")
    dropped = {"title": "Picture", "files[]": upload(), "collection": Collection.get_first_root_node().pk}
    response = admin_client.post(address, dropped, headers={"X-Requested-With": "XMLHttpRequest"})
    assert "language" in response.json()["form"]
    assert not Picture.objects.exists()
    assert UploadedFile.objects.count() == 1


@pytest.mark.parametrize("language", ["cy", "en"])
def test_a_picture_of_which_nothing_is_said_is_told_as_one(language: Any) -> None:
    picture = make.picture()
    Picture.objects.filter(pk=picture.pk).update(language="")
    picture.refresh_from_db()
    image = {"picture": picture, "alt_text": make.words(language), "decorative": False, "caption": ""}
    page = make.landing(make.home(language), language, body=[("image", image)])
    assert [kind for kind, _, _ in lacking(page)] == ["picture_unsaid"]
    assert state(page) == "missing"
    with make.committed():
        picture.language = "zxx"
        picture.save()
    assert payload(page)["body"][0]["picture"]["decorative"] is False
