"""A pair whose original has moved on, and what a translator does with it in the screen."""

import json
from typing import Any

from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.urls import reverse
from wagtail_localize.models import StringSegment, Translation

from cms.desk.translating.segment_texts import SegmentText, segments_of
from tests.factories import content as make
from tests.publication.editors import edit_url

FIRST = "English: the agency writes to both parents before the panel meets, and tells them who will come and how long it takes."
LATER = "English: the agency writes to both parents before the panel meets, and tells them who will come and how long it lasts."
WELSH = (
    "Cymraeg: mae'r asiantaeth yn ysgrifennu at y ddau riant cyn i'r panel gwrdd, gan ddweud pwy fydd yno ac am ba hyd."
)


def moved_on(source: Any = "en", **fields: Any) -> tuple[Any, Any, Translation]:
    """A page, its translation, and their record: the original's summary has one word changed since, which is brought in."""
    home, _ = make.homes(source)
    before, after, theirs = (FIRST, LATER, WELSH) if source == "en" else (WELSH, f"{WELSH} Dyna i gyd.", FIRST)
    page = make.landing(home, source, title=f"{make.MARKS[source]} one", summary=before, **fields)
    other = make.translate(page, summary=theirs)
    page = make.publish(page, summary=after)
    with make.committed():
        make.source_of(page)
    return page, other, translation_of(page)


def translation_of(page: Any) -> Translation:
    return Translation.objects.get(source__object_id=page.translation_key)


def at(translation: Translation, path: str) -> SegmentText:
    """The first text of a path, as it is now."""
    return next(one for one in segments_of(translation) if one.path == path)


def confirmed(translation: Translation, path: str) -> Any:
    """The translation that counts of the first text of a path."""
    return at(translation, path).confirmed


def shown(client: Client, page: Any) -> BeautifulSoup:
    return BeautifulSoup(client.get(edit_url(page)).content, "html.parser")


def row(screen: BeautifulSoup, path: str) -> Tag:
    found = screen.select_one(f'[data-path="{path}"]')
    assert found is not None, path
    return found


def words(element: Tag | None) -> str:
    """What an element says, its space put together."""
    assert element is not None
    return " ".join(element.get_text(" ").split())


def field(screen: BeautifulSoup, path: str) -> str:
    """What is in a text's field. The parser keeps the line break that a browser leaves out."""
    area = row(screen, path).find("textarea")
    assert isinstance(area, Tag)
    return area.get_text()


def save(
    client: Client, translation: Translation, segment: SegmentText, text: str, word: str = "confirm", **more: str
) -> Any:
    """(status, what is answered) of saving a text, which was seen as `segment` has it."""
    address = reverse("translating:text", args=[translation.pk, segment.pk])
    response = client.post(address, {"text": text, "word": word, "base": segment.token, **more})
    return response.status_code, json.loads(response.content)


def untranslated(translation: Translation) -> set[str]:
    """The paths that wagtail-localize waits for."""
    rows = StringSegment.objects.filter(source=translation.source).annotate_translation(translation.target_locale)
    return {row.context.path for row in rows.filter(translation=None).select_related("context")}
