"""Downloads and pictures: given while a public edition offers them, to editors otherwise, and to nobody else."""

import io
import json
import re
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone
from PIL import Image
from wagtail.models import Collection, GroupCollectionPermission
from wagtail.users.models import UserProfile

from cms.content.models import File, Picture
from cms.content.projection.media_refs import PICTURE_WIDTHS
from cms.publication.address_history import note_addresses
from cms.publication.models import Edition
from cms.rest.files import CONTENT_TYPES, disposition
from tests.factories import content as make
from tests.factories.editions import edition, expired, withdrawn

pytestmark = pytest.mark.django_db
BYTES = b"%PDF-1.4 nid PDF go iawn"


def stored_file(name="canllaw.pdf", language="cy"):
    return File.objects.create(title="Canllaw", language=language, file=ContentFile(BYTES, name))


def png(width, colour="teal"):
    data = io.BytesIO()
    Image.new("RGB", (width, 60), colour).save(data, "PNG")
    return data


def stored_picture(width=900):
    return Picture.objects.create(title="Llun", language="zxx", file=ImageFile(png(width), name=f"llun{width}.png"))


def address_of(file):
    return f"/files/{file.uid}/{file.filename}"


@pytest.fixture
def editor():
    return client_of("golygydd", Collection.get_first_root_node())


@pytest.fixture
def elsewhere():
    """An editor whose rights are in a collection that nothing here lies in."""
    return client_of("arall", Collection.get_first_root_node().add_child(name="Gwag"))


def client_of(name, collection, rights=("choose_document", "choose_image")):
    """An editor who has rights in a collection, and in those below it."""
    group = Group.objects.create(name=name)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for right in rights:
        permission = Permission.objects.get(codename=right)
        GroupCollectionPermission.objects.create(group=group, collection=collection, permission=permission)
    user = User.objects.create_user(name, password="x")
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def outsider():
    client = Client()
    client.force_login(User.objects.create_user("rhywun", password="x"))
    return client


def test_a_file_is_given_while_a_public_edition_offers_it(api, language):
    file = stored_file(language=language)
    edition(language, files=[file.uid])
    response = api.read(address_of(file))
    assert b"".join(response.streaming_content) == BYTES
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Length"] == str(len(BYTES))
    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Language"] == language
    assert response["Cache-Control"] == "public, max-age=60"
    assert not response.has_header("Vary") or "Cookie" not in response["Vary"]


@pytest.mark.parametrize("kind", ["files", "pictures"])
def test_what_no_public_edition_offers_is_not_there(api, kind, language):
    made = stored_file() if kind == "files" else stored_picture()
    address = address_of(made) if kind == "files" else f"/pictures/{made.uid}/480.webp"
    api.problem(address, 404, "not-found")
    withdrawn(language)
    edition(language, **{kind: [uuid4()]})
    api.problem(address, 404, "not-found")
    row = edition(language, **{kind: [made.uid]})
    assert api.read(address).status_code == 200
    Edition.objects.filter(pk=row.pk).update(state="withdrawn")
    api.problem(address, 410, "withdrawn")
    expired(language, **{kind: [made.uid]})
    api.problem(address, 410, "withdrawn")


def test_neither_a_tag_nor_a_date_tells_a_stranger_that_a_file_exists(api):
    file = stored_file()
    for headers in (
        {"If-None-Match": "*"},
        {"If-Modified-Since": "Sun, 01 Mar 2036 09:30:00 GMT"},
        {"If-Match": '"x"'},
    ):
        hidden = api.read(address_of(file), **headers)
        unknown = api.read(f"/files/{uuid4()}/canllaw.pdf", **headers)
        assert hidden.status_code == unknown.status_code == 404
        assert hidden.json()["detail"] == unknown.json()["detail"]
        assert "ETag" not in hidden


def test_a_file_that_the_client_has_is_304_and_its_tag_says_nothing_of_its_bytes(api):
    file, twin = stored_file(), stored_file("copi.pdf")
    edition("cy", files=[file.uid, twin.uid])
    first = api.read(address_of(file))
    assert first["ETag"] != api.read(address_of(twin))["ETag"]
    second = api.read(address_of(file), **{"If-None-Match": first["ETag"]})
    assert (second.status_code, second.content) == (304, b"")
    assert second["ETag"] == first["ETag"]


def test_head_of_a_file_has_its_headers_only(api):
    file = stored_file()
    edition("cy", files=[file.uid])
    head = api.head(address_of(file))
    assert (head.status_code, head.content, head["Content-Length"]) == (200, b"", str(len(BYTES)))


def test_a_wrong_name_or_uid_is_not_found(api):
    file = stored_file()
    edition("cy", files=[file.uid])
    for address in (f"/files/{file.uid}/arall.pdf", f"/files/{file.uid}/..", "/files/1/canllaw.pdf", "/files/%00/%00"):
        api.problem(address, 404, "not-found")


def named(file, name):
    """The file, replaced by another under a new name, as an editor does it."""
    file.file = ContentFile(BYTES + b" newydd", name)
    file.save()
    return file


def public_on_a_page(language, file=None, picture=None):
    """A page that offers the file and shows the picture; its translation does too."""
    image = {"picture": picture, "alt_text": make.words(language), "decorative": False, "caption": ""}
    fields = {"files": [("file", {"title": make.words(language), "file": file})]} if file else {}
    fields |= {"body": [("image", image)]} if picture else {}
    return make.landing(make.home(language), language, **fields)


def given_at(api, address):
    """The bytes at an address of a payload, and the steps on the way there."""
    steps = 0
    while (response := api.read(address.removeprefix("https://api.example.test"))).status_code == 308:
        address, steps = response["Location"], steps + 1
        assert (response["Cache-Control"], response["Access-Control-Allow-Origin"]) == ("public, max-age=60", "*")
    return response.status_code, b"".join(getattr(response, "streaming_content", ())), steps


def offered_address(language):
    return json.loads(bytes(Edition.objects.get(language=language, type="landing").body))["files"][0]["address"]


def test_the_former_name_of_a_replaced_file_leads_to_the_new_one(api, language):
    file = make.file(language, "hen ŵy.pdf", BYTES)
    page = public_on_a_page(language, file)
    addresses = [offered_address(language)]
    for name in ("newydd.pdf", "newydd iawn.docx"):
        with make.committed():
            named(File.objects.get(pk=file.pk), name)
        addresses.append(offered_address(language))
    for address in addresses[:-1]:
        assert given_at(api, address) == (200, BYTES + b" newydd", 1)
    assert given_at(api, addresses[-1]) == (200, BYTES + b" newydd", 0)
    assert api.read(f"/files/{file.uid}/arall.pdf").status_code == 404
    with make.committed():
        make.fresh(page).unpublish()
    for address in addresses:
        assert given_at(api, address)[0] == 410


def test_the_width_that_a_replaced_picture_had_leads_to_the_nearest_that_it_has(api, language):
    picture = make.picture(width=900)
    public_on_a_page(language, picture=picture)
    sizes = json.loads(bytes(Edition.objects.get(language=language, type="landing").body))["body"][0]["picture"][
        "sizes"
    ]
    addresses = [size["address"] for size in sizes]
    with make.committed():
        # As the form of a picture does it: what was made of the old bytes goes.
        picture.file = ImageFile(png(400, "red"), name="arall.png")
        picture.save()
        picture.renditions.all().delete()
    for address in addresses:
        status, content, steps = given_at(api, address)
        assert (status, Image.open(io.BytesIO(content)).size[0]) == (200, 320)
        assert steps <= 1
    assert api.read(f"/pictures/{picture.uid}/1200.webp").status_code == 404


def test_who_may_not_have_a_file_is_not_told_its_new_name(api):
    file = stored_file("newydd.pdf")
    note_addresses({f"/files/{file.uid}/hen.pdf": file.uid}, timezone.now())
    for status, make_it_so in ((404, edition), (410, withdrawn)):
        make_it_so("cy", files=[file.uid] if status == 410 else [])
        response = api.read(f"/files/{file.uid}/hen.pdf")
        assert (response.status_code, "newydd" in response.content.decode()) == (status, False)


def test_a_file_whose_bytes_are_lost_is_not_found(api):
    file = stored_file()
    edition("cy", files=[file.uid])
    file.file.storage.delete(file.file.name)
    api.problem(address_of(file), 404, "not-found")


def test_editors_see_files_that_are_not_public_and_nobody_keeps_them(editor, elsewhere, outsider):
    file, picture = stored_file(), stored_picture()
    for address in (address_of(file), f"/pictures/{picture.uid}/480.webp"):
        response = editor.get(address)
        assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")
        assert "Cookie" in response["Vary"]
        for stranger in (outsider, elsewhere):
            refused = stranger.get(address)
            assert (refused.status_code, refused.json()["code"]) == (404, "not-found")


def test_a_picture_is_given_as_webp_in_the_widths_that_payloads_name_only(api):
    picture = stored_picture(900)
    edition("cy", pictures=[picture.uid])
    for width in (320, 480, 800):
        response = api.read(f"/pictures/{picture.uid}/{width}.webp")
        assert response["Content-Type"] == "image/webp"
        assert Image.open(io.BytesIO(b"".join(response.streaming_content))).width == width
    for name in ("900.webp", "1200.webp", "1.webp", "400.png", "0480.webp", "99999999.webp", "480.webp.png"):
        assert api.problem(f"/pictures/{picture.uid}/{name}", 404, "not-found")["allowed"] == [
            "320.webp",
            "480.webp",
            "800.webp",
        ]


def test_a_picture_smaller_than_all_widths_is_given_as_wide_as_it_is(api):
    picture = stored_picture(120)
    edition("en", pictures=[picture.uid])
    assert api.read(f"/pictures/{picture.uid}/120.webp").status_code == 200
    api.problem(f"/pictures/{picture.uid}/{PICTURE_WIDTHS[0]}.webp", 404, "not-found")


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_files_are_only_read(api, method):
    response = getattr(api, method)(f"/files/{uuid4()}/x.pdf")
    assert (response.status_code, response.json()["code"]) == (405, "method-not-allowed")
    assert api.options(f"/files/{uuid4()}/x.pdf").status_code == 204


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("canllaw.pdf", "attachment; filename=\"canllaw.pdf\"; filename*=UTF-8''canllaw.pdf"),
        ("tŷ.pdf", "attachment; filename=\"t_.pdf\"; filename*=UTF-8''t%C5%B7.pdf"),
        ('a"b\r\n;.pdf', "attachment; filename=\"a_b___.pdf\"; filename*=UTF-8''a%22b%0D%0A%3B.pdf"),
    ],
)
def test_a_download_keeps_its_name_in_any_browser(name, expected):
    assert disposition(name, attachment=True) == expected


def test_no_type_of_file_that_a_browser_would_run_is_named():
    assert not {"text/html", "image/svg+xml", "application/xhtml+xml", "text/javascript"} & set(CONTENT_TYPES.values())


def test_a_file_of_another_type_is_mere_bytes(api):
    file = stored_file("tudalen.html")
    edition("cy", files=[file.uid])
    assert api.read(address_of(file))["Content-Type"] == "application/octet-stream"


def test_stored_files_as_such_are_for_editors_with_a_right_in_their_collection_only(editor, elsewhere, outsider):
    file, picture = stored_file(), stored_picture()
    stored = [file.file.name, picture.file.name, picture.get_rendition("max-165x165").file.name]
    for client in (Client(), outsider, elsewhere):
        assert {client.get(f"/media/{name}").status_code for name in (*stored, "nothing.pdf")} == {404}
    assert {editor.get(f"/media/{name}").status_code for name in stored} == {200}
    response = editor.get(f"/media/{file.file.name}")
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Cache-Control"].startswith("private")
    for name in ("../settings.py", "%2e%2e/x", "nothing.pdf"):
        assert editor.get(f"/media/{name}").status_code == 404


@pytest.mark.parametrize("right", ["change_document", "choose_document"])
def test_one_right_in_a_collection_is_enough_and_another_kind_of_file_has_its_own(right):
    file, picture = stored_file(), stored_picture()
    client = client_of("golygydd", file.collection, [right])
    assert client.get(f"/media/{file.file.name}").status_code == 200
    assert client.get(f"/media/{picture.file.name}").status_code == 404


def test_who_may_only_add_sees_what_they_added():
    client = client_of("golygydd", Collection.get_first_root_node(), ["add_document"])
    mine, other = stored_file(), stored_file("arall.pdf")
    File.objects.filter(pk=mine.pk).update(uploaded_by_user=User.objects.get(username="golygydd"))
    assert client.get(f"/media/{mine.file.name}").status_code == 200
    assert client.get(f"/media/{other.file.name}").status_code == 404


def test_a_portrait_is_for_all_editors_and_what_belongs_to_nothing_for_nobody(editor, elsewhere, outsider):
    profile = UserProfile.get_for_user(User.objects.get(username="golygydd"))
    profile.avatar = default_storage.save("avatar_images/x.png", ContentFile(BYTES))
    profile.save()
    default_storage.save("orphan.pdf", ContentFile(BYTES))
    asked = [client.get("/media/avatar_images/x.png").status_code for client in (editor, elsewhere, outsider)]
    assert asked == [200, 200, 404]
    assert editor.get("/media/orphan.pdf").status_code == 404


def test_no_screen_of_the_admin_shows_a_file_or_picture_to_an_editor_without_rights(editor, elsewhere):
    """Every address below /admin/images/, /admin/documents/ and /admin/api/, whatever Wagtail adds there."""
    file, picture = stored_file(), stored_picture()
    File.objects.filter(pk=file.pk).update(title="Cyfrinach")
    Picture.objects.filter(pk=picture.pk).update(title="Cyfrinach")
    addresses = list(addresses_with({"document": file.pk, "image": picture.pk}))
    assert len(addresses) > 30
    shown = [address for address in addresses if b"Cyfrinach" in body_of(editor, address)]
    assert any("documents" in address for address in shown)
    assert any("images" in address for address in shown)
    assert any("/api/" in address for address in shown)
    assert [address for address in addresses if b"Cyfrinach" in body_of(elsewhere, address)] == []


def addresses_with(keys):
    """Each address of the admin that is about files or pictures, with the key of one put in."""
    for route in routes(get_resolver(), ""):
        if route.startswith(("admin/images/", "admin/documents/", "admin/api/main/images", "admin/api/main/documents")):
            key = keys["document" if "documents" in route else "image"]
            path = re.sub(r"<[^<>]*>", str(key), re.sub(r"<[^<>]*spec>", "max-165x165", route))
            yield f"/{path}?id={key}&q="


def routes(resolver, before):
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern).lstrip("^").removesuffix(r"\Z").removesuffix("$")
        yield from routes(pattern, route) if hasattr(pattern, "url_patterns") else [route]


def body_of(client, address):
    response = client.get(address)
    return b"".join(response.streaming_content) if response.streaming else response.content
