"""What the page of a preview shows: an item's two languages side by side, each with what it is and what it lacks."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import orjson
from django.http import HttpRequest
from django.utils import translation

from cms.content.languages import CODES, LANGUAGE_CHOICES, Language, other
from cms.content.projection.gaps import EXPLANATIONS
from cms.http.identifiers import uuid_of
from cms.publication.drafts.preview_overlay import PreviewOverlay

from .preview_words import PREVIEW_WORDS
from .shown_forms import PreviewPlace, forms_of

WIDTHS: Final = ("desktop", "phone")

_NAMES: Final = dict(LANGUAGE_CHOICES)


@dataclass(frozen=True)
class PreviewSide:
    """One language of an item. `frame` is what is shown of it, `forms` all that can be: name and address. What is said of it
    is in the reader's language.
    """

    language: Language
    name: str
    title: str
    stage: str
    gaps: tuple[str, ...]
    frame: str
    forms: tuple[tuple[str, str], ...]
    fault: str
    incomplete: str = ""
    is_public: bool = False


def sides_context(request: HttpRequest, overlay: PreviewOverlay, place: PreviewPlace, language: Language) -> Any:
    """What the template is given; `language` is the reader's, and comes first."""
    words, items = PREVIEW_WORDS[language], _items(overlay, language)
    item = _asked(request, [one for one, _ in items])
    width = request.GET.get("width") if request.GET.get("width") in WIDTHS else "desktop"
    form = request.GET.get("form") if request.GET.get("form") in forms_of() else "page"
    sides = (
        [_side(overlay, place, item, code, str(form), language) for code in (language, other(language))] if item else []
    )
    return {
        "words": words,
        "reader": language,
        "items": [(one, title, one == item) for one, title in items],
        "item": item,
        "width": width,
        "widths": [(one, words[one], one == width) for one in WIDTHS],
        "form": form,
        "forms": [(one, words[one], one == form) for one in forms_of() if one != "pdf"],
        "sides": sides,
        "all_public": bool(sides) and all(side.is_public for side in sides),
    }


def _items(overlay: PreviewOverlay, language: Language) -> list[tuple[UUID, str]]:
    """The items in the editors' order, with a title in the reader's language where there is one."""
    found: dict[UUID, tuple[str, str]] = {}
    for code in (other(language), language):
        for (item, spoken), one in overlay.shown.items():
            if spoken == code:
                found[item] = (one.edition.position, one.edition.title)
    unmade = {item for item, _ in overlay.unmade} - found.keys()
    ordered = sorted(found.items(), key=lambda one: one[1])
    return [*((item, title) for item, (_, title) in ordered), *((item, str(item)) for item in sorted(unmade))]


def _asked(request: HttpRequest, items: list[UUID]) -> UUID | None:
    asked = uuid_of(request.GET.get("item", ""))
    return asked if asked in items else next(iter(items), None)


def _side(
    overlay: PreviewOverlay, place: PreviewPlace, item: UUID, code: Language, form: str, reader: Language
) -> PreviewSide:
    words = PREVIEW_WORDS[reader]
    shown = overlay.shown.get((item, code))
    with translation.override(reader):
        name = str(_NAMES[code])
    if shown is None:
        fault = words[f"unmade_{code}" if (item, code) in overlay.unmade else f"nothing_{code}"]
        return PreviewSide(code, name, "", "", (), "", (), fault)
    stage = orjson.loads(shown.edition.body)["preview"]["stage"]
    with translation.override(reader):
        gaps = tuple(dict.fromkeys(str(EXPLANATIONS.get(gap.kind, gap.kind)) for gap in shown.gaps))
    return PreviewSide(
        code,
        name,
        shown.edition.title,
        words[stage],
        gaps,
        place.address(code, item, form),
        tuple((words[one], place.address(code, item, one)) for one in forms_of()),
        "",
        words[f"incomplete_{code}"],
        stage == "public",
    )


def language_of_screen() -> Language:
    """The language of the admin's screen."""
    active = (translation.get_language() or "")[:2]
    return next((code for code in CODES if code == active), "en")
