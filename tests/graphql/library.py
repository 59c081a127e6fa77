"""A library for tests of GraphQL: items of every type, each with every block, and with every link leading somewhere.

The editions are made as the publication leaves them, without it, all at once. Links lead from each layer to the next one, so
that no step of a walk comes to what an earlier one has met, and from the last layer to the first.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid5

from cms.content.languages import CODES, NAMES, Language
from cms.content.vocabularies import AUDIENCES, KINDS, LICENCE_ADDRESSES, LICENCES
from cms.publication.changelog.log import Log
from cms.publication.collation import title_key
from cms.publication.glossary.term_addresses import term_address
from cms.publication.models import Edition, Facet, Release, ReleasedVersion
from cms.publication.payload.addresses import api_address, print_addresses, public_address
from cms.publication.payload.cards import list_entry
from cms.publication.payload.composition import encode
from tests.database.once import once
from tests.factories.terms import term_pair
from tests.graphql.blocks import blocks, file, rich, video

TYPES: Final = (
    "home", "landing", "framework", "section", "resource", "information", "guide_index", "guide", "training", "module",
)  # fmt: skip
LAYERS: Final = 4
# Places of a type in all layers but the first, and terms of each layer.
PLACES: Final = 5
_TERMS: Final = 10
_SPACE: Final = UUID("5d6f0c1e-7b7a-4c53-9a43-0a6c8f2b1d11")
_SINCE: Final = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
_WORDS: Final = {"cy": ("Eitem", "gair"), "en": ("Item", "word")}


class Spot(NamedTuple):
    """Where an item is in the library: its layer, its type, and which of its type."""

    layer: int
    type: str
    place: int

    @property
    def item(self) -> UUID:
        """The id, always the same."""
        return uuid5(_SPACE, f"{self.layer} {self.type} {self.place}")

    @property
    def number(self) -> int:
        """Its place in the editors' order."""
        return self.layer * 10_000 + self.place * 100 + TYPES.index(self.type)

    def on(self, steps: int) -> "Spot":
        """An item of the next layer. Over the places, the same steps lead to all types."""
        type_ = TYPES[(TYPES.index(self.type) + self.place + steps) % len(TYPES)]
        return Spot((self.layer + 1) % LAYERS, type_, self.place % PLACES)

    def children(self) -> list["Spot"]:
        """Two; those of the first layer's first places are all of the next layer."""
        if self.layer or self.place:
            return [self.on(1), self.on(2)]
        return [Spot((self.layer + 1) % LAYERS, type_, place) for type_, place in product(TYPES, range(PLACES))]

    def terms(self) -> list[int]:
        """The numbers of its terms."""
        return [self.layer * _TERMS + self.place % PLACES + step for step in range(3)]


def term_id(number: int) -> UUID:
    """The id of a term."""
    return uuid5(_SPACE, f"term {number}")


@once
def save(size: int) -> None:
    """Makes `size` items of each type public in both languages, those further layers, and as many terms."""
    for number in range(max(size, LAYERS * _TERMS)):
        term_pair(_word("cy", number), _word("en", number), item=term_id(number))
    first = [Spot(0, type_, place) for type_, place in product(TYPES, range(max(size, PLACES)))]
    further = [Spot(*spot) for spot in product(range(1, LAYERS), TYPES, range(PLACES))]
    made = Edition.objects.bulk_create(edition(spot, code) for spot in (*first, *further) for code in CODES)
    Facet.objects.bulk_create(facet for row in made for facet in _facets(row))
    released = Release.objects.bulk_create(Release(item=spot.item, kind="first", at=_SINCE) for spot in first)
    ReleasedVersion.objects.bulk_create(
        ReleasedVersion(release=row, language=code, slug=str(row.item)) for row in released for code in CODES
    )


def log_changes(size: int) -> None:
    """As if all that `save` made directly had just been published."""
    log = Log.lock()
    for type_, place in product(TYPES, range(max(size, PLACES))):
        log.append(Spot(0, type_, place).item, CODES, "published")
    log.write()


def edition(spot: Spot, language: Language, made: dict[str, Any] | None = None) -> Edition:
    """One edition, not saved, with its ready bytes: those of `made`, where that is given."""
    made, moment = made or payload(spot, language), _SINCE - timedelta(days=spot.layer)
    return Edition(
        item=spot.item, language=language, type=spot.type, state="published", state_since=moment, path=made["path"],
        parent=UUID(made["breadcrumb"][-1]["id"]), position=f"{spot.number:08d}", title=made["title"],
        title_key=title_key(made["title"], language), summary=made["summary"],
        kind="checklist" if spot.type == "resource" else "", number=made.get("number", ""),
        section=made.get("number", ""), published_at=moment, updated_at=moment, translation_status="current",
        translation_since=moment, version=made["version"], changed_at=moment, digest=f"{made['version']:032x}",
        content={"title": made["title"], "topics": made["topics"]}, card=encode(list_entry(made, made["version"])),
        body=encode(made), body_gzip=b"",
    )  # fmt: skip


def payload(spot: Spot, language: Language) -> dict[str, Any]:
    """What the public sees of an item."""
    card, moment = _card(spot, language), (_SINCE - timedelta(days=spot.layer)).isoformat().replace("+00:00", "Z")
    children = [_card(child, language) for child in spot.children()]
    return {
        "id": card["id"], "type": spot.type, "language": language, "version": spot.number + 1, "path": card["path"],
        "canonical": card["address"], "print": print_addresses(spot.item, language), "title": card["title"],
        "summary": card["summary"], "published": moment, "updated": moment, "reviewed_on": "2026-02-01",
        "review_due": None, "new_until": None, "change_note": "",
        "body": blocks(language, "body", _links(spot, language)), "files": [file(language)],
        "audiences": [{"code": "carers", "label": AUDIENCES["carers"].text(language)}],
        "topics": [{"code": "cyswllt", "label": {"cy": "Cyswllt", "en": "Contact"}[language]}],
        "attribution": {"publisher": _organisation(language), "commissioner": None},
        "licence": {
            "code": "ogl-3.0", "label": LICENCES["ogl-3.0"].text(language), "address": LICENCE_ADDRESSES["ogl-3.0"],
        },
        "breadcrumb": list(_breadcrumb(spot, language)), "children": children, "children_total": len(children),
        "related": [_card(spot.on(steps), language) for steps in (3, 4, 5)],
        "terms": [_term(number, language) for number in spot.terms()],
        # Its row says nothing of that, so that lists have it all the same.
        "withdrawn": {"since": moment, "notice": _WORDS[language][0], "instead": [_step(spot.on(2), language)]},
        "languages": [_state(spot, code, moment) for code in CODES],
        **_own(spot, language),
    }  # fmt: skip


def _step(spot: Spot, language: Language) -> dict[str, Any]:
    """Its path is below its parent's; higher up paths end, though the parents go round."""
    above = spot.on(0)
    path = f"/{language}/{above.number}/{spot.number}/"
    title = f"{_WORDS[language][0]} {spot.layer} {spot.type.replace('_', ' ')} {spot.place:02d}"
    return {
        "id": str(spot.item), "lang": language, "title": title, "path": path, "address": public_address(language, path),
    }  # fmt: skip


def _card(spot: Spot, language: Language) -> dict[str, Any]:
    return {
        **_step(spot, language), "type": spot.type, "kind": "checklist" if spot.type == "resource" else None,
        "number": _section(spot) if spot.type == "section" else None, "summary": rich(language, "summary")["plain"],
    }  # fmt: skip


def _breadcrumb(spot: Spot, language: Language) -> Iterator[dict[str, Any]]:
    yield _step(spot.on(9), language)
    path = f"/{language}/{spot.on(0).number}/"
    yield {**_step(spot.on(0), language), "path": path, "address": public_address(language, path)}


def _links(spot: Spot, language: Language) -> list[dict[str, Any]]:
    cards = [_card(spot.on(steps), language) for steps in (6, 7)]
    return [{"text": one["title"], "item": one["id"], "address": one["address"], "language": language} for one in cards]


def _word(language: Language, number: int) -> str:
    return f"{_WORDS[language][1]} {number:02d}"


def _term(number: int, language: Language) -> dict[str, Any]:
    return {
        "id": str(term_id(number)), "name": _word(language, number),
        "definition": {"cy": "Ystyr y gair.", "en": "What it means."}[language],
        "address": term_address(term_id(number), language),
    }  # fmt: skip


def _own(spot: Spot, language: Language) -> dict[str, Any]:
    """What items of the type have beside what all have."""
    words, promos = rich(language, "own")["plain"], list(_promos(spot, language))
    body = blocks(language, "chapter", _links(spot, language))
    chapter = {"id": "chapter", "lang": language, "title": words, "summary": words, "body": body}
    own: dict[str, dict[str, Any]] = {
        "section": {"number": _section(spot)},
        "resource": {"kind": {"code": "checklist", "label": KINDS["checklist"].text(language)}},
        "home": {"introduction": rich(language, "introduction"), "promos": promos},
        "landing": {"promos": promos},
        "guide": {"key_messages": [words], "chapters": [chapter], "practice_points": [words]},
        "module": {
            "part_number": spot.place + 1, "video": video(language, "video"), "learning_outcomes": [words],
            "who_it_is_for": words,
        },
    }  # fmt: skip
    return own.get(spot.type, {})


def _promos(spot: Spot, language: Language) -> Iterator[dict[str, Any]]:
    for steps in (8, 10):
        card = _card(spot.on(steps), language)
        yield {
            "id": f"promo-{steps}", "lang": language, "title": card["title"], "text": card["summary"], "picture": None,
            "item": card["id"], "address": card["address"], "language": language,
        }  # fmt: skip


def _section(spot: Spot) -> str:
    return f"{spot.layer * 10 + spot.place // 9}.{1 + spot.place % 9}"


def _organisation(language: Language) -> dict[str, Any]:
    return {"name": {"cy": "Corff", "en": "Body"}[language], "short_name": "", "website": "https://example.org/"}


def _state(spot: Spot, code: Language, moment: str) -> dict[str, Any]:
    card = _step(spot, code)
    return {
        "language": code, "name": NAMES[code], "state": "published", "title": card["title"], "address": card["address"],
        "api": api_address(spot.item, code), "translation_status": "current", "since": moment,
    }  # fmt: skip


def _facets(row: Edition) -> list[Facet]:
    return [Facet(edition=row, name="topic", value="cyswllt"), Facet(edition=row, name="audience", value="carers")]
