"""What documents are made of: every text of an edition in its field, its twin's, its files'; tombstones for all else."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.content.models import FileReading
from cms.publication.models import Edition, TermEdition
from search.engines import ranking
from search.engines.documents import OWN_FIELDS, TWIN_FIELDS
from search.highlighting.highlighter import highlight
from search.indexing import document_builder as module
from search.indexing.document_builder import build_documents, item_batches
from search.indexing.payload_texts import texts_of
from tests.factories import content, editions
from tests.factories.terms import term_pair
from tests.search.factories import request

pytestmark = pytest.mark.django_db


def rich(words):
    return {"html": f"<p>{words}</p>", "plain": words}


def block(type_, **fields):
    return {"id": "b", "lang": "cy", "type": type_, **fields}


def with_payload(row, **changes):
    """The edition with other parts of its payload."""
    row.body = json.dumps({**json.loads(bytes(row.body)), **changes}).encode()
    row.save(update_fields=["body"])
    return row


def of(row, version=9):
    return next(one for one in build_documents([row.item], version) if one.language == row.language)


def own(made):
    """All keys of its own words."""
    return {key for name in OWN_FIELDS for key in made.keys.get(name, ())}


def twins(made):
    """All keys that it has of its twin."""
    return {key for name in TWIN_FIELDS for key in made.keys.get(name, ())}


def impact(made, key):
    """What a key of its own words is worth, of eight."""
    return next((ranking.IMPACTS[name] for name in OWN_FIELDS if key in made.keys.get(name, ())), 0)


def file_of(uid, title="Ffurflen"):
    address = f"https://example.test/{uid}"
    return {
        "id": str(uid),
        "title": title,
        "name": "f.pdf",
        "format": "pdf",
        "bytes": 1,
        "pages": 1,
        "language": "cy",
        "address": address,
    }


BLOCKS = [
    block("heading", text="alffa", level=2),
    block("text", text=rich("beta")),
    block("key_message", text=rich("gama")),
    block("quote", text="delta", attribution="epsilon"),
    block("checklist", title="seta", points=["eta", "theta"]),
    block("table", caption="iota", header="row", rows=[["capa", "lambda"], ["mu", ""]]),
    block("image", picture={"alt_text": "cudd"}, caption="nu"),
    block("video", title="xi", address="cudd", captions=file_of(uuid4(), "cudd"), transcript=rich("omicron")),
    block("flowchart", title="pi", description="rho", steps=[{"text": "sigma"}], svg="cudd", in_words=[]),
    block("expandable", heading="tau", text=rich("upsilon")),
    block("contact", name="phi", organisation="copa", telephone="cudd", email="cudd", website="cudd", hours="psi"),
    block("links", title="omega", links=[{"text": "digama", "address": "cudd", "item": None, "language": None}]),
]  # fmt: skip


def test_every_block_gives_its_words_to_headings_or_body():
    row = with_payload(editions.edition("cy"), body=BLOCKS)
    made = of(row)
    headings = ["alffa", "seta", "iota", "xi", "pi", "tau"]
    body = [
        "beta", "gama", "delta", "epsilon", "eta", "theta", "capa", "lambda", "mu", "nu", "omicron", "rho", "sigma", "upsilon",
        "phi", "copa", "psi", "omega", "digama",
    ]  # fmt: skip
    assert {*headings, *body} <= own(made)
    assert min(impact(made, word) for word in headings) > max(impact(made, word) for word in body)
    assert not own(made) & {"cudd", "gudd"}


def test_what_only_some_types_have_is_read_too():
    chapter = {
        "id": "c",
        "lang": "cy",
        "title": "alffa",
        "summary": "beta",
        "body": [block("heading", text="gama", level=2)],
    }
    guide = {"key_messages": ["delta"], "chapters": [chapter], "practice_points": ["eta"]}
    made = of(with_payload(editions.edition("cy", type="guide"), **guide, body=[]))
    assert {"alffa", "gama", "beta", "delta", "eta"} <= own(made)
    assert impact(made, "alffa") == impact(made, "gama") > impact(made, "beta") == impact(made, "eta")
    video = block("video", title="xi", captions=None, transcript=rich("omicron"))
    module_ = of(
        with_payload(editions.edition("cy", type="module"), video=video, learning_outcomes=["iota"], who_it_is_for="mu")
    )
    assert {"omicron", "iota", "mu"} <= own(module_)
    home = of(with_payload(editions.edition("cy", type="home"), introduction=rich("capa")))
    assert impact(home, "capa") > impact(module_, "iota")


def test_cards_of_other_items_are_not_its_own_words():
    row = editions.edition("cy")
    card = {"title": "cudd", "summary": "cudd"}
    made = of(with_payload(row, children=[card], related=[card], breadcrumb=[card]))
    assert not own(made) & {"cudd", "gudd"}


def test_an_item_is_found_by_what_it_is_labelled_with():
    row = editions.edition("cy", type="resource", kind="checklist", topics=("law",), audiences=("parents",))
    owed = {"publisher": {"id": str(uuid4()), "name": "Corff Blodorau", "short_name": "BLOD"}, "commissioner": None}
    row = with_payload(
        row, attribution=owed, kind={"code": "checklist", "label": "Rhestr wirio"},
        audiences=[{"code": "parents", "label": "Rhieni"}], topics=[{"code": "law", "label": "Y gyfraith"}],
    )  # fmt: skip
    made = of(row)
    assert {"rhiant", "cyfraith", "rhestr", "gwirio", "blod", "blodorau"} <= own(made)
    assert (made.topics, made.audiences) == (("law",), ("parents",))
    assert "cyfraith" not in made.sequence
    shown = highlight(made.highlight_source, request("blodorau"))
    assert [(one.field, one.html) for one in shown.fragments] == [("labels", "Corff <mark>Blodorau</mark> BLOD")]


def test_a_section_is_found_by_its_number():
    cy, en = editions.pair(type="section", number="6", cy={"title": "Lleoliad"}, en={"title": "Placement"})
    assert {"adran", "6"} <= own(of(cy))
    assert {"section", "6"} <= own(of(en))
    assert impact(of(cy), "6") >= 5
    assert of(cy).title_sequence == "lleoliad"
    assert of(cy).sequence.endswith(" _ adran 6")


def test_a_word_that_comes_more_often_is_worth_more_up_to_a_point():
    row = with_payload(editions.edition("cy"), body=[block("text", text=rich("llys " + "plant blant phlant " * 8))])
    made = of(row)
    assert 1 < impact(made, "llys") < impact(made, "plentyn") <= 8
    twice = of(with_payload(row, body=[block("text", text=rich("llys " + "plant blant phlant " * 16))]))
    assert impact(twice, "plentyn") == 8


def test_in_a_longer_text_a_word_is_worth_less():
    short = of(with_payload(editions.edition("cy"), body=[block("text", text=rich("llys " + "gair " * 100))]))
    long = of(with_payload(editions.edition("cy"), body=[block("text", text=rich("llys " + "gair " * 4000))]))
    assert impact(short, "llys") > impact(long, "llys") >= 1


def test_passages_are_apart_in_sequences():
    row = with_payload(
        editions.edition("cy", title="Canllaw", summary="Plant"), body=[block("text", text=rich("llys\ngofal"))]
    )
    assert of(row).sequence == "canllaw _ plentyn _ llys _ gofal"


def test_the_facts_of_an_edition_are_the_documents():
    facts = {"type": "resource", "kind": "checklist", "section": "6", "new_until": timezone.localdate()}
    made = of(editions.edition("cy", title="Canllaw", **facts))
    row = Edition.objects.get()
    names = ("type", "kind", "section", "title", "title_key", "published_at", "updated_at", "new_until", "expires_at")
    assert all(getattr(made, name) == getattr(row, name) for name in names)
    assert (made.version, made.edition, made.state, made.doc_type) == (9, row.version, "public", "item")
    assert made.starts[0] == "canllaw"
    assert "canllaw" in made.words


def test_each_edition_is_found_through_its_twins_words():
    cy, en = editions.pair(cy={"title": "Plant", "summary": "Llys"}, en={"title": "Children", "summary": "Court"})
    with_payload(en, body=[block("heading", text="Adoption", level=2), block("text", text=rich("kettle"))])
    made = of(cy)
    assert {"child", "court", "adoption", "kettle"} <= twins(made)
    assert "child" in made.keys["twin_4"]
    assert "kettle" not in made.highlight_source
    assert (made.twin_title_sequence, made.twin_sequence) == ("child", "child _ adoption _ court")
    assert "plentyn" in of(en).keys["twin_4"]


def test_a_twin_that_is_not_public_is_not_in_it():
    cy, _ = editions.pair(cy={"title": "Plant"}, en={"state": "withdrawn", "title": "Hidden"})
    made = of(cy)
    assert (twins(made), made.twin_sequence) == (set(), "")
    assert "idden" not in made.highlight_source


@pytest.mark.parametrize("trait", [editions.withdrawn, editions.gone, editions.expired])
def test_what_is_not_public_is_a_tombstone_in_both_languages(trait):
    row = trait("cy", title="Cudd")
    made = build_documents([row.item], 3)
    assert [(one.language, one.state, one.version, one.title) for one in made] == [
        ("cy", "gone", 3, ""),
        ("en", "gone", 3, ""),
    ]


def test_an_item_that_nobody_knows_is_a_tombstone():
    item = uuid4()
    assert [(one.item, one.state, one.doc_type) for one in build_documents([item], 1)] == [(item, "gone", "item")] * 2


def test_a_term_is_suggested_by_all_its_forms_and_found_by_none():
    row, _ = term_pair("rhiant", "parent", forms={"cy": ["rhieni"]})
    made = of(row)
    assert (made.doc_type, made.title, made.title_key, made.edition) == ("term", "rhiant", row.name_key, row.version)
    assert {"rhiant", "rhieni"} <= set(made.starts)
    assert (made.keys, made.sequence, made.highlight_source) == ({}, "", "")


def test_a_term_that_is_no_longer_public_is_a_tombstone():
    row, _ = term_pair("rhiant", "parent", state="withdrawn")
    assert [(one.doc_type, one.state, one.starts) for one in build_documents([row.item], 1)] == [
        ("term", "gone", ())
    ] * 2


@pytest.fixture
def download():
    file = content.file("cy")
    texts = [{"page": 1, "text": "Mae'r llys yma."}, {"page": 2, "text": "Mae rhieni yma."}]
    FileReading.objects.update_or_create(file=file, defaults={"texts": texts, "outcome": "read"})
    return file


def test_a_files_text_is_searched_and_its_page_is_known(download):
    row = editions.edition("cy", files=[download.uid])
    made = of(with_payload(row, files=[file_of(download.uid, "Ffurflen gais")]))
    assert {"ffurflen", "cais", "llys", "rhiant"} <= own(made)
    (fragment,) = highlight(made.highlight_source, request("rhiant")).fragments
    assert (fragment.field, fragment.file, fragment.page) == ("files", download.uid, 2)
    (fragment,) = highlight(made.highlight_source, request("ffurflen")).fragments
    assert (fragment.file, fragment.page, fragment.html) == (download.uid, None, "<mark>Ffurflen</mark> gais")


def test_a_file_that_no_public_edition_offers_gives_no_text(download):
    made = of(with_payload(editions.edition("cy"), files=[file_of(download.uid)]))
    assert "ffurflen" in own(made)
    assert "llys" not in own(made)


def test_of_long_files_only_so_many_words_are_read(download, monkeypatch):
    monkeypatch.setattr(module, "FILE_WORDS", 4)
    row = with_payload(editions.edition("cy", files=[download.uid]), files=[file_of(download.uid)])
    assert "llys" in own(of(row))
    assert "rhiant" not in own(of(row))


def test_the_number_of_queries_does_not_grow_with_the_items(download):
    made = [editions.pair()[0].item for _ in range(2)] + [term_pair("gair", "word")[0].item]
    row = with_payload(editions.edition("cy", files=[download.uid]), files=[file_of(download.uid)])
    build_documents(made, 1)  # reads the glossary's and the synonyms' words, which a process then keeps
    counts = []
    for items in ([*made, row.item], [*made, row.item, *(editions.pair()[0].item for _ in range(20))]):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            build_documents(items, 1)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


def test_everything_names_each_item_once_whatever_its_state(monkeypatch):
    monkeypatch.setattr(module, "BATCH", 3)
    rows = [
        *(editions.pair()[0] for _ in range(4)),
        editions.gone("en"),
        editions.expired("cy"),
        term_pair("gair", "word")[0],
    ]
    batches = list(item_batches())
    found = [item for batch in batches for item in batch]
    assert found == sorted({row.item for row in rows})
    assert all(len(batch) <= 3 for batch in batches)
    assert TermEdition.objects.count() == 2


def test_texts_of_a_payload_leave_the_payload_as_it_was():
    payload = json.loads(bytes(editions.edition("cy", expires_at=timezone.now() + timedelta(days=1)).body))
    before = json.dumps(payload)
    texts_of(payload)
    assert json.dumps(payload) == before
