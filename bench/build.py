"""Makes the bench's library: guides in both languages with about 6 KB of text each."""

import uuid
from typing import Any

from django.utils import timezone
from tqdm import tqdm
from wagtail.models import Locale, Page, Site

from guides.models import GuideIndexPage, GuidePage
from home.models import HomePage

SENTENCES = {
    "cy": "Mae'r canllaw hwn yn egluro sut mae gweithwyr yn cefnogi plant a'u teuluoedd wrth gynllunio lleoliad {n}. ",
    "en": "This guide explains how workers support children and their families while a placement is planned {n}. ",
}


def paragraph(language: str, number: int, length: int = 1500) -> str:
    """A paragraph of about `length` characters."""
    sentence = SENTENCES[language].format(n=number)
    return f"<p>{sentence * (length // len(sentence))}</p>"


def build(guides: int) -> None:
    """Home pages, a list of guides and `guides` guides in each language, all live; no editions yet."""
    Page.objects.filter(depth=2).delete()
    root = Page.objects.get(depth=1)
    keys = {name: uuid.uuid5(uuid.NAMESPACE_URL, name) for name in ("home", "index", *map(str, range(guides)))}
    for language in ("cy", "en"):
        locale = Locale.objects.get_or_create(language_code=language)[0]
        root.refresh_from_db()
        home = _add(root, HomePage, keys["home"], locale, f"home-{language}")
        index = _add(home, GuideIndexPage, keys["index"], locale, f"guides-{language}")
        for number in tqdm(range(guides), desc=language, unit="guide"):
            body = [("text", paragraph(language, number)) for _ in range(4)]
            _add(index, GuidePage, keys[str(number)], locale, f"{language}-{number}", body=body)
    Site.objects.update_or_create(hostname="localhost", defaults={"root_page": home, "is_default_site": True})


def _add(parent: Page, model: type[Any], key: uuid.UUID, locale: Locale, slug: str, **fields: Any) -> Any:
    language, now = locale.language_code, timezone.now()
    words = {"cy": "Canllaw", "en": "Guide"}[language]
    page = model(
        title=f"{words} {slug}", slug=slug, summary=SENTENCES[language].format(n=slug), locale=locale, translation_key=key,
        live=True, first_published_at=now, last_published_at=now, **fields,
    )  # fmt: skip
    return parent.add_child(instance=page)
