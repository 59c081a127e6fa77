"""Printable documents: what is in them, who may have them, and how long one is kept."""

import re
from contextlib import contextmanager
from datetime import timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from cms.content.declaration.registry import item_types
from cms.content.vocabularies import IN_LANGUAGE
from cms.content.words.dates import MONTHS
from cms.publication.models import Edition
from cms.reading.labels import AVAILABLE, LABELS, WORDS
from cms.reading.models import Printed
from cms.reading.printing import store
from cms.reading.printing.store import made_once
from tests.factories.editions import expired, gone, withdrawn
from tests.reading.library import block, full, published, rich, word
from tests.reading.test_pages import spoken

pytestmark = pytest.mark.django_db
TYPES = tuple(item_types())


def address(row, ending="/"):
    return f"/{row.language}/print/{row.item}{ending}"


def section_with(language, *children):
    """A section and its children's rows, each child given as members of its payload."""
    row = full(language, "section", children=[], children_total=0)
    rows = [published(language, "information", **members) for members in children]
    Edition.objects.filter(pk__in=[child.pk for child in rows]).update(parent=row.item)
    return row, rows


@pytest.mark.parametrize("type_", TYPES)
def test_a_document_of_every_type_says_all_that_its_page_says_to_be_read(read, language, type_):
    row = full(language, type_)
    said = spoken(read(address(row)), language)
    # The way to other pages is not for paper, nor is a picture before a recording.
    elsewhere = ("promo", "related", "step", "topic", "note")
    known = set(re.findall(rf'"((?:gair|word)-{language}-[^" ]*)"', row.body.decode()))
    wanted = {text for text in known if not any(name in text for name in elsewhere)}
    if type_ == "section":
        wanted = {text for text in wanted if "-child" not in text}
    assert wanted
    assert {text for text in wanted if text not in said} == set()


@pytest.mark.parametrize("type_", TYPES)
def test_no_label_of_the_other_language_is_in_a_document(read, language, other, type_):
    page = read(address(full(language, type_)))
    assert page.html["lang"] == language
    said = spoken(page, language)
    labels = [*LABELS.values(), *AVAILABLE.values(), *IN_LANGUAGE.values()]
    foreign = [label.text(other) for label in labels] + list(MONTHS[other])
    assert [text for text in foreign if re.search(rf"(?<![\w-]){re.escape(text)}(?![\w-])", said)] == []


@pytest.mark.parametrize("type_", TYPES)
def test_the_outline_skips_no_level_and_its_links_lead_somewhere(read, language, type_):
    page = read(address(full(language, type_)))
    levels = [int(heading.name[1]) for heading in page.find_all(re.compile("^h[1-6]$"))]
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    ids = [node["id"] for node in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert {link["href"][1:] for link in page.select('a[href^="#"]')} <= set(ids)


def test_the_first_page_says_what_the_document_is(read, language):
    row = full(language, "guide")
    facts = [fact.get_text(strip=True) for fact in read(address(row)).select(".imprint dd")]
    licence = "Trwydded Agored y Llywodraeth 3.0" if language == "cy" else "Open Government Licence 3.0"
    name = "Cymraeg" if language == "cy" else "English"
    for fact in (name, str(row.version), licence, f"https://{language}.example.test{row.path}"):
        assert fact in facts


def test_a_guide_lists_its_chapters_and_each_begins_a_page(read, language):
    page = read(address(full(language, "guide")))
    title = f"1. {word(language, 'chapter')}"
    assert title in [link.text for link in page.select("nav.contents a")]
    assert page.select_one(".part h2").text == title


def test_a_section_holds_what_is_directly_below_it_in_the_editors_order(read, language):
    row, _ = section_with(
        language,
        {"title": word(language, "zebra"), "body": [block(language, "text")]},
        {"title": word(language, "apple"), "body": [block(language, "checklist")]},
    )
    page = read(address(row))
    assert [part.h2.text for part in page.select(".part")] == [word(language, "zebra"), word(language, "apple")]
    assert word(language, "text") in page.main.text
    assert page.main.text.index(word(language, "zebra")) < page.main.text.rindex(word(language, "point"))


def test_two_items_of_a_document_may_have_blocks_of_the_same_id(read, language):
    body = [block(language, "checklist", id="same")]
    page = read(address(section_with(language, {"body": body}, {"body": body})[0]))
    ids = [node["id"] for node in page.find_all(id=True)]
    assert len(ids) == len(set(ids))


def test_a_section_holds_nothing_that_is_not_public_or_not_in_its_language(client, language, other):
    row = full(language, "section", children=[], children_total=0)
    for make in (withdrawn, gone, expired):
        make(language, parent=row.item, title="Secret")
    Edition.objects.filter(pk=published(other, title="Secret").pk).update(parent=row.item)
    grandchild = published(language, title="Secret")
    child = published(language, title="Agored-Open")
    Edition.objects.filter(pk=child.pk).update(parent=row.item)
    Edition.objects.filter(pk=grandchild.pk).update(parent=child.item)
    body = client.get(address(row)).content.decode()
    assert "Agored-Open" in body
    assert "Secret" not in body


def test_a_withdrawn_child_leaves_the_next_copy_of_its_section(client, language):
    row, (child,) = section_with(language, {"title": "Agored-Open"})
    assert "Agored-Open" in client.get(address(row)).content.decode()
    Edition.objects.filter(pk=child.pk).update(state="withdrawn")
    assert "Agored-Open" not in client.get(address(row)).content.decode()


def test_more_children_than_a_document_holds_are_told(read, language):
    row, children = section_with(language, {})
    Edition.objects.bulk_create(
        Edition(**{
            field.attname: getattr(children[0], field.attname) for field in Edition._meta.fields if not field.primary_key
        } | {"item": uuid4(), "parent": row.item, "path": f"/{language}/{number}/"})
        for number in range(100)
    )  # fmt: skip
    page = read(address(row))
    assert len(page.select(".part")) == 100
    assert WORDS[language]["first_of"].format(shown=100, total=101) in page.main.text


def test_nothing_is_closed_on_paper(read, language):
    page = read(address(full(language, "module")))
    assert page.find("details") is None
    assert word(language, "transcript") in page.main.text
    assert page.find(attrs={"loading": "lazy"}) is None


def test_text_is_escaped(read, language):
    nasty = "<script>alert(1)</script> & {{ x }} #import"
    page = read(address(published(language, title=nasty, body=[block(language, "heading", text=nasty)])))
    assert page.find("script") is None
    assert (page.h1.text, page.h2.text) == (nasty, nasty)


@pytest.mark.parametrize("ending", ["/", ".pdf"])
@pytest.mark.parametrize(("make", "name"), [(withdrawn, "withdrawn"), (gone, "gone"), (expired, "withdrawn")])
def test_what_is_no_longer_public_is_410_and_leads_to_the_other_language(read, language, other, make, name, ending):
    item = uuid4()
    row, there = make(language, item=item, title="Secret"), published(other, item=item)
    page = read(address(row, ending), 410)
    assert page.h1.text == WORDS[language][f"{name}_title"]
    assert "Secret" not in str(page)
    assert page.select_one(f'main a[lang="{other}"]')["href"] == f"https://{other}.example.test{there.path}"


@pytest.mark.parametrize("ending", ["/", ".pdf"])
def test_what_never_was_in_a_language_is_404_and_leads_to_the_other(client, read, language, other, ending):
    there = published(other)
    page = read(f"/{language}/print/{there.item}{ending}", 404)
    assert page.select_one(f'main a[lang="{other}"]')["href"] == f"https://{other}.example.test{there.path}"
    response = client.get(f"/{language}/print/{uuid4()}{ending}")
    assert (response.status_code, response["Cache-Control"]) == (404, "no-store")


@pytest.mark.parametrize(
    "rest",
    ["", "/x/", "/5d6f0c1e-7b7a-4c53-9a43-0a6c8f2b1d11/x/", "/5D6F0C1E-7B7A-4C53-9A43-0A6C8F2B1D11/", "/x.pdf/"],
)
def test_a_page_may_have_the_slug_print(read, language, rest):
    row = published(language, path=f"/{language}/print{rest or '/'}")
    assert read(row.path).h1.text == row.title


def test_a_document_that_was_kept_goes_when_its_edition_is_withdrawn(client, language):
    row = published(language)
    client.get(address(row))
    assert Printed.objects.count() == 1
    Edition.objects.update(state="withdrawn")
    assert client.get(address(row)).status_code == 410
    assert not Printed.objects.exists()


def test_a_document_is_made_once_and_again_when_the_edition_changes(client, language):
    row = full(language, "section")
    client.get(address(row))
    kept = Printed.objects.get()
    # What is given next is what was kept, not what would be made.
    Printed.objects.update(content=b"kept")
    assert client.get(address(row)).content == b"kept"
    Edition.objects.update(body=row.body.replace(word(language, "title").encode(), b"Another"))
    assert "Another" in client.get(address(row)).content.decode()
    assert Printed.objects.get().fingerprint != kept.fingerprint


def test_a_reader_who_has_it_is_told_so_without_its_being_made(client, language):
    row = published(language)
    first = client.get(address(row))
    assert first["Cache-Control"] == "public, max-age=60"
    assert first["Content-Language"] == language
    assert first["Link"] == f'<https://{language}.example.test{row.path}>; rel="canonical"'
    Printed.objects.all().delete()
    second = client.get(address(row), headers={"If-None-Match": first["ETag"]})
    assert (second.status_code, second.content) == (304, b"")
    assert not Printed.objects.exists()


def test_a_document_is_kept_no_longer_than_all_of_it_is_public(client, language):
    row, (child,) = section_with(language, {})
    Edition.objects.filter(pk=child.pk).update(expires_at=timezone.now() + timedelta(seconds=20))
    seconds = int(client.get(address(row))["Cache-Control"].removeprefix("public, max-age="))
    assert 15 <= seconds <= 20


@pytest.mark.parametrize(("type_", "queries"), [("guide", 2), ("section", 4)])
def test_a_kept_document_is_a_few_queries(client, django_assert_num_queries, language, type_, queries):
    row = full(language, type_)
    client.get(address(row))
    with django_assert_num_queries(queries):
        assert client.get(address(row)).status_code == 200


def test_the_page_leads_to_its_documents_and_back(read, language):
    row = published(language)
    page = read(row.path)
    links = {link["href"]: link.text for link in page.select(".take-away a")}
    site = f"https://{language}.example.test"
    assert links == {
        f"{site}{address(row)}": WORDS[language]["print"],
        f"{site}{address(row, '.pdf')}": WORDS[language]["pdf"],
    }
    assert page.select_one('link[media="print"]')["href"] == f"{site}{address(row)}"
    assert page.select_one('link[type="application/pdf"]')["href"] == f"{site}{address(row, '.pdf')}"
    assert read(address(row)).select_one(".tools a")["href"] == f"{site}{row.path}"


def test_the_way_to_the_other_language_appears_with_it(read, language, other):
    row = published(language)
    assert read(address(row)).select_one(f'.tools [lang="{other}"]') is None
    there = published(other, item=row.item)
    found = read(address(row)).select_one(f'.tools [lang="{other}"]')
    assert found["href"] == f"https://{other}.example.test{there.path}"


def test_only_reading_is_answered(client, language):
    row = published(language)
    for ending in ("/", ".pdf"):
        response = client.post(address(row, ending))
        assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


def test_a_link_to_the_other_language_says_so(read, language, other):
    html = f'<p><a href="https://x.example.test/" data-item="x" hreflang="{other}">a</a></p>'
    row = published(language, body=[block(language, "text", text={**rich(language, "x"), "html": html})])
    assert ("a (yn Saesneg)" if language == "cy" else "a (in Welsh)") in read(address(row)).main.text


def test_one_document_is_kept_where_two_are_made_at_once(language):
    item = uuid4()

    def while_another_process_makes_it():
        Printed.objects.create(item=item, language=language, format="html", fingerprint="f", content=b"theirs")
        return b"ours"

    assert made_once(item, language, "html", "f", while_another_process_makes_it) == b"ours"
    assert made_once(item, language, "html", "f", bytes) == bytes(Printed.objects.get().content)


def test_who_waited_for_somebody_else_to_make_it_is_given_that(language, monkeypatch):
    item = uuid4()

    @contextmanager
    def waiting(key):
        Printed.objects.create(item=item, language=language, format="pdf", fingerprint="f", content=b"theirs")
        yield

    monkeypatch.setattr(store, "single_flight", waiting)
    assert made_once(item, language, "pdf", "f", lambda: pytest.fail("made twice")) == b"theirs"


def test_a_document_that_cannot_be_kept_is_given_all_the_same(client, language):
    def refused(execute, sql, params, many, context):
        if sql.startswith("INSERT"):
            raise OperationalError("read only")
        return execute(sql, params, many, context)

    row = published(language)
    with connection.execute_wrapper(refused):
        assert row.title in client.get(address(row)).content.decode()
    assert not Printed.objects.exists()


@pytest.mark.parametrize("ending", ["/", ".pdf"])
def test_browsers_of_any_site_may_read_a_document_and_ask_first(client, language, ending):
    row = full(language, "guide")
    asked = client.options(
        address(row, ending),
        headers={"Origin": "https://partner.example", "Access-Control-Request-Headers": "traceparent, if-none-match"},
    )
    assert (asked.status_code, asked["Access-Control-Allow-Origin"]) == (204, "*")
    assert {"traceparent", "if-none-match"} <= set(asked["Access-Control-Allow-Headers"].lower().split(", "))
    for response in (client.get(address(row, ending)), client.head(address(row, ending))):
        assert response["Access-Control-Allow-Origin"] == "*"
        assert "ETag" in response["Access-Control-Expose-Headers"]
    again = client.get(address(row, ending), headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again["Access-Control-Allow-Origin"]) == (304, "*")
    absent = client.get(f"/{language}/print/{uuid4()}{ending}")
    assert (absent.status_code, absent["Access-Control-Allow-Origin"]) == (404, "*")
    refused = client.post(address(row, ending))
    assert (refused.status_code, refused["Access-Control-Allow-Origin"]) == (405, "*")
