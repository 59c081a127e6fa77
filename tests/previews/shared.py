"""Pages that are not public, and tokens that show them."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.test import Client

from cms.content.languages import Language
from cms.previews.models import PreviewToken
from cms.previews.sharing import share
from tests.database.once import once
from tests.factories import content as make


@dataclass(frozen=True)
class Drafts:
    """A public pair that has a newer draft in both languages, and two pages that were never public, all below the home page."""

    home: Any
    original: Any
    translation: Any
    never: Any
    other: Any


@once
def drafts(source: Language = "en") -> Drafts:
    home, _ = make.homes(source)
    original = make.landing(home, source, summary=make.words(source, "public"))
    translation = make.translate(original)
    for page in (original, translation):
        page.summary = make.words(page.locale.language_code, "DRAFTWORD")
        page.save_revision()
    return Drafts(
        home,
        make.fresh(original),
        make.fresh(translation),
        secret(home, source, "FIRSTSECRET"),
        secret(home, source, "SECRETWORD"),
    )


def secret(home: Any, language: Language, mark: str) -> Any:
    """A draft with a file and a picture that no public page has."""
    body = [("image", {"picture": make.picture(), "alt_text": "", "decorative": True, "caption": ""})]
    return make.landing(
        home,
        language,
        live=False,
        title=make.words(language, f"{mark} title"),
        summary=make.words(language, f"{mark} summary"),
        body=body,
        files=[("file", {"title": make.words(language), "file": make.file(language, f"{mark.lower()}.pdf")})],
    )


def somebody() -> Any:
    return get_user_model().objects.get_or_create(username="rhannwr")[0]


def token(shown: Any, **values: Any) -> tuple[PreviewToken, str]:
    """A token of a page's item, or of a release."""
    shown = getattr(shown, "translation_key", shown)
    return share(shown, somebody(), "Cyngor Bro Ddychmygol", 7, **values)


def asked(address: str, text: str = "", **headers: str) -> Any:
    """The answer to a request of the API with a token."""
    given = {"authorization": f"Preview {text}"} if text else {}
    return Client(raise_request_exception=False).get(address, headers={**given, **headers})


def content_of(response: Any) -> str:
    return (b"".join(response) if response.streaming else response.content).decode(errors="replace")
