"""A token of one draft is no way to another: every address of every outlet, asked for the other with the token of the first."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import URLPattern

from cms.content.languages import CODES, Language
from cms.desk.previewing.share_urls import urlpatterns
from tests.factories import content as make
from tests.graphql import generated
from tests.graphql.test_leak_matrix import LINKS, ROOTS, queries
from tests.previews.shared import Drafts, asked, content_of, drafts, token
from tests.rest.test_leak_matrix import ADDRESSES
from tests.search.outlet import Index, index

assert index
pytestmark = pytest.mark.django_db
MARK = "SECRETWORD"
FORMS = ("page", "paper", "pdf", "json")


def media_of(page: Any) -> dict[str, str]:
    """The file and the picture of a draft: the end of the address of each."""
    file, picture = page.files[0].value["file"], page.body[0].value["picture"]
    return {
        f"files/{file.uid}/{file.mark}/{file.filename}": "file",
        f"files/{file.uid}/{file.filename}": "file",
        f"pictures/{picture.uid}/{picture.mark}/480.webp": "picture",
        f"pictures/{picture.uid}/480.webp": "picture",
    }


def rest_addresses(scene: Drafts, language: Language) -> Iterator[str]:
    """Every address of REST that could show the other draft."""
    path = quote(re.sub(r"^/[^/]+/", f"/{language}/", scene.other.url_path))
    for templates in ADDRESSES.values():
        for template in templates:
            yield template.format(
                id=scene.other.translation_key, language=language, parent=scene.home.translation_key, path=path,
                word=MARK.lower(), slip=f"{MARK.lower()}x",
            )  # fmt: skip
    yield f"/embed/{language}/{scene.other.translation_key}"
    yield from (f"/{one}" for one in media_of(scene.other))


def shared_addresses(scene: Drafts, text: str) -> Iterator[str]:
    """Every address below a shared link, for the other draft."""
    item = scene.other.translation_key
    yield f"/preview/{text}/?item={item}"
    yield f"/preview/{text}/api/v1/en/items/{item}"
    for language in CODES:
        yield from (f"/preview/{text}/{language}/{item}/{form}" for form in FORMS)
    yield from (f"/preview/{text}/{one}" for one in media_of(scene.other))


def test_the_matrix_knows_every_address_below_a_shared_link() -> None:
    names = [set(one.pattern.regex.groupindex) - {"text"} for one in urlpatterns if isinstance(one, URLPattern)]
    media = {"kind", "uid", "name"}
    assert names == [set(), {"language", "item", "form"}, media, media | {"mark"}, set()]


@pytest.mark.parametrize("source", CODES)
@pytest.mark.parametrize("pinned", [False, True])
def test_no_address_leads_from_one_draft_to_another(source: Language, pinned: bool, index: Index) -> None:
    scene = drafts(source)
    index()
    _, text = token(scene.never, pinned=pinned)
    for address in (*rest_addresses(scene, "cy"), *rest_addresses(scene, "en"), *shared_addresses(scene, text)):
        response = asked(address, text)
        said = content_of(response)
        assert MARK not in said.replace(address, ""), address
        assert scene.other.title not in said, address
        assert response["Cache-Control"] == "private, no-store", address
        assert "noindex" in response["X-Robots-Tag"], address
    for address in media_of(scene.other):
        assert asked(f"/{address}", text).status_code == asked(f"/preview/{text}/{address}").status_code == 404
    for address in media_of(scene.never):
        assert asked(f"/{address}", text).status_code in {200, 308}
        assert asked(f"/preview/{text}/{address}").status_code in {200, 308}
        assert asked(f"/{address}").status_code == 404


@pytest.mark.parametrize("source", CODES)
def test_no_field_or_link_of_graphql_leads_from_one_draft_to_another(source: Language, index: Index) -> None:
    scene = drafts(source)
    index()
    _, text = token(scene.never)
    assert set(ROOTS) == set(generated.roots())
    assert generated.links() == LINKS
    from tests.graphql.test_leak_matrix import NAMES, node_id

    for language in CODES:
        path = re.sub(r"^/[^/]+/", f"/{language}/", scene.other.url_path)
        variables = {
            "language": NAMES[language],
            "id": str(scene.other.translation_key),
            "node": node_id(scene.other.translation_key, language),
            "q": MARK.lower(),
            "path": path,
        }
        for root in ROOTS:
            for query in queries(root):
                known = {name: value for name, value in variables.items() if re.search(rf"\${name}\b", query)}
                sent = json.dumps({"query": query, "variables": known})
                response = Client().post(
                    "/graphql", sent, "application/json", headers={"authorization": f"Preview {text}"}
                )
                assert MARK not in response.content.decode(), query
                assert response["Cache-Control"] == "private, no-store"


def test_copies_searches_and_pages_hold_nothing_that_is_not_public_even_of_its_own_item(index: Index) -> None:
    scene = drafts()
    index()
    _, text = token(scene.never)
    item = str(scene.never.translation_key)
    for address in (
        "/api/v1/manifest", "/api/v1/changes", "/api/v1/export", "/api/v1/releases", "/api/v1/parity",
        "/api/v1/en/search?q=firstsecret", "/api/v1/en/suggest?q=firstsecret", "/sitemap.xml", "/en/atom.xml", "/cy/", "/en/",
    ):  # fmt: skip
        said = content_of(asked(address, text))
        assert item not in said, address
        assert "FIRSTSECRET" not in said, address
    assert asked(make.fresh(scene.never).url_path, text).status_code == 404


@pytest.mark.parametrize("source", CODES)
def test_nothing_that_was_shown_to_a_token_is_given_to_who_comes_without(source: Language, index: Index) -> None:
    scene = drafts(source)
    index()
    _, text = token(scene.never)
    shown = 0
    for language in CODES:
        for address in rest_addresses(scene, language):
            shown += "FIRSTSECRET" in content_of(asked(address, text))
            assert "FIRSTSECRET" not in content_of(asked(address)), address
    assert shown


def test_what_is_restricted_is_shown_by_no_token() -> None:
    from wagtail.models import PageViewRestriction

    scene = drafts()
    _, text = token(scene.never)
    with make.committed():
        PageViewRestriction.objects.create(page=make.fresh(scene.never), restriction_type="login")
    assert asked(f"/api/v1/en/items/{scene.never.translation_key}", text).status_code == 404
    assert asked(f"/preview/{text}/en/{scene.never.translation_key}/page").status_code == 404
