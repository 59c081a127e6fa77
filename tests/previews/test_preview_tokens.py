"""Tokens: stored as hashes, refused once they have ended, and what is told to whom."""

import datetime as dt
import io
import json
import logging
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import ProtectedError
from django.test import Client
from django.utils import timezone
from wagtail.models import Revision

from cms.previews.models import PinnedRevision, PreviewToken
from cms.previews.sharing import revoke_preview
from cms.reading.printing import pdf
from cms.reading.printing.typesetting import NotTypeset
from tests.factories import content as make
from tests.http.cached_server import open_connection
from tests.partners.gated import GatedServer, server
from tests.previews.shared import asked, drafts, token

FIXTURES = (open_connection, server)
pytestmark = pytest.mark.django_db
WORDS = {
    "unknown": {"cy": "Nid ydym yn adnabod y tocyn rhagolwg hwn.", "en": "This preview token is not known."},
    "expired": {"cy": "Daeth y rhagolwg hwn i ben ar ", "en": "This preview expired on "},
    "revoked": {"cy": "Diddymwyd y rhagolwg hwn ar ", "en": "This preview was revoked on "},
}


def ended(reason: str, made: PreviewToken, text: str) -> str:
    """The text of a token that is not valid for a reason."""
    if reason == "revoked":
        revoke_preview(made)
    if reason == "expired":
        PreviewToken.objects.filter(pk=made.pk).update(expires_at=timezone.now())
    return text[:-1] + ("a" if text[-1] != "a" else "b") if reason == "unknown" else text


@pytest.mark.parametrize("language", ["cy", "en"])
@pytest.mark.parametrize("reason", WORDS)
def test_a_token_that_has_ended_is_refused_in_the_readers_language_everywhere(reason: str, language: str) -> None:
    scene = drafts()
    made, text = token(scene.never)
    address = f"/api/v1/{language}/items/{scene.never.translation_key}"
    assert asked(f"/api/v1/en/items/{scene.never.translation_key}", text).status_code == 200
    text = ended(reason, made, text)
    wanted = {"accept-language": language}
    for response in (asked(address, text, **wanted), asked(f"/preview/{text}/", **wanted)):
        problem = response.json()
        assert response["Content-Type"] == "application/problem+json"
        assert (response.status_code, problem["code"], problem["reason"]) == (401, "invalid-preview", reason)
        assert problem["detail"].startswith(WORDS[reason][language])
        assert response["WWW-Authenticate"] == 'Preview realm="cynnwys", error="invalid_token"'
        assert response["Cache-Control"] == "private, no-store"
    page = asked(f"/preview/{text}/", **wanted, accept="text/html")
    assert page.status_code == 401
    assert WORDS[reason][language] in page.content.decode()
    over_graphql = Client().post(
        "/graphql", json.dumps({"query": "{ topics(language: CY) { code } }"}), "application/json",
        headers={"authorization": f"Preview {text}", **wanted},
    )  # fmt: skip
    error = over_graphql.json()["errors"][0]
    assert error["extensions"]["code"] == "INVALID_PREVIEW"
    assert error["message"].startswith(WORDS[reason][language])


def test_a_token_is_neither_stored_nor_logged_in_clear(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    scene = drafts()
    made, text = token(scene.never)
    nothing = f"en/{scene.other.translation_key}/page"
    for address in (
        f"/preview/{text}/",
        f"/preview/{text}/{nothing}",
        f"/preview/{text}/files/x/y",
        f"/preview/{text}!/",
    ):
        response = asked(address)
        assert response.status_code == 200 or text not in response.content.decode()
    assert asked("/api/v1/en/nothing", text).status_code == 404
    assert text.removeprefix(made.prefix) not in caplog.text
    dump = io.StringIO()
    call_command("dumpdata", "previews", stdout=dump)
    assert made.prefix in dump.getvalue()
    assert text.removeprefix(made.prefix) not in dump.getvalue()


def test_a_process_that_has_shown_it_refuses_it_once_another_has_revoked_it(server: GatedServer) -> None:
    scene = drafts()
    made, text = token(scene.never)
    path = f"/api/v1/en/items/{scene.never.translation_key}"
    server.begin(holds_for=60)
    for _ in range(2):
        assert server.ask(path, HTTP_AUTHORIZATION=f"Preview {text}")[0] == 200
    PreviewToken.objects.filter(pk=made.pk).update(revoked_at=timezone.now())
    status, headers, body = server.ask(path, HTTP_AUTHORIZATION=f"Preview {text}")
    assert (status, json.loads(body)["reason"], headers["Cache-Control"]) == (401, "revoked", "private, no-store")


def test_what_a_preview_is_given_no_memory_keeps(server: GatedServer) -> None:
    scene = drafts()
    _, text = token(scene.original)
    path = f"/api/v1/en/items/{scene.original.translation_key}"
    server.begin(holds_for=60)
    public = server.ask(path)[2]
    shown = server.ask(path, HTTP_AUTHORIZATION=f"preview {text}")
    assert b"DRAFTWORD" in shown[2]
    assert server.ask(path)[2] == public
    assert server.ask_at_once(path, HTTP_AUTHORIZATION=f"Preview {text}") is None
    assert server.ask_at_once(path) is not None
    assert {name: shown[1].get(name) for name in ("Cache-Control", "X-Robots-Tag", "ETag", "Surrogate-Key")} == {
        "Cache-Control": "private, no-store",
        "X-Robots-Tag": "noindex, nofollow, noarchive",
        "ETag": None,
        "Surrogate-Key": None,
    }
    assert "Authorization" in shown[1]["Vary"]


@pytest.mark.parametrize("language", ["cy", "en"])
def test_a_preview_that_cannot_be_typeset_now_says_when_to_come_again(
    monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    def too_many(*arguments: Any) -> bytes:
        raise NotTypeset("2 documents have been in the making for 30 s")

    monkeypatch.setattr(pdf, "typeset", too_many)
    scene = drafts()
    _, text = token(scene.never)
    address = f"/preview/{text}/en/{scene.never.translation_key}/pdf"
    response = asked(address, **{"accept-language": language})
    assert (response.status_code, response.json()["language"]) == (503, language)
    assert int(response["Retry-After"]) > 0


def test_its_use_is_noted_once_a_minute() -> None:
    scene = drafts()
    made, text = token(scene.never)
    address = f"/api/v1/en/items/{scene.never.translation_key}"
    asked(address, text)
    first = PreviewToken.objects.get(pk=made.pk).last_used_at
    assert first is not None
    asked(address, text)
    assert PreviewToken.objects.get(pk=made.pk).last_used_at == first
    long_ago = timezone.now() - dt.timedelta(minutes=2)
    PreviewToken.objects.filter(pk=made.pk).update(last_used_at=long_ago)
    asked(address, text)
    assert PreviewToken.objects.filter(pk=made.pk, last_used_at__gt=long_ago).exists()


def test_the_revisions_of_a_live_pinned_preview_are_kept() -> None:
    scene = drafts()
    made, _ = token(scene.never, pinned=True)
    page = make.fresh(scene.never)
    page.save_revision()
    pinned: Any = Revision.objects.get(pk=PinnedRevision.objects.get(token=made).revision)
    with pytest.raises(ProtectedError), transaction.atomic():
        pinned.delete()
    revoke_preview(made)
    pinned.delete()
