"""PDF documents: tagged, in their language, with every word of the edition and nothing read as anything but words."""

import io
import json
import re
import subprocess
import unicodedata
from itertools import pairwise
from typing import Any

import pytest
from django.conf import settings
from pypdf import PdfReader
from wagtail.models import Collection

from cms.content.declaration.blocks import block_payloads
from cms.content.declaration.registry import item_types
from cms.publication.models import Edition
from cms.reading.checks import documents_can_be_typeset
from cms.reading.labels import WORDS
from cms.reading.models import Printed
from cms.reading.printing import pdf as printing_pdf
from cms.reading.printing import typesetting
from cms.reading.printing.richtext import tree
from tests.factories import content as make
from tests.factories.editions import edition
from tests.reading.library import BLOCK_TYPES, block, full, picture, published, word
from tests.reading.test_printing import address, section_with

pytestmark = pytest.mark.django_db
TYPES = tuple(item_types())
ACCENTS = "Ŵyr ŵ ŷ â ê î ô û ï ẁ ẅ ẃ ỳ Ŷ á é"
NASTY = (
    '#import "/etc/passwd"', '#eval("1+1")', "\"] #read(\"data.json\") [\"", "$ sum $ = * _ ` @x <label> // /* \\u{41}",
    "<script>alert(1)</script> &amp; <b>", "{{ x }} {% y %}",
)  # fmt: skip


@pytest.fixture
def pdf(client):
    """Asks for a PDF document; gives it once its headers have been seen to be right."""

    def asked(row):
        response = client.get(address(row, ".pdf"))
        assert response.status_code == 200, response.content
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Language"] == row.language
        assert response["X-Content-Type-Options"] == "nosniff"
        return PdfReader(io.BytesIO(response.content))

    return asked


def text_of(reader):
    """All words in the order of the pages, with single spaces."""
    text = " ".join(page.extract_text() for page in reader.pages).replace("\N{WORD JOINER}", "")
    return unicodedata.normalize("NFC", re.sub(r"\s+", " ", text))


def structure(reader):
    """The elements of the structure tree, in order, each with the roles of those around it."""

    def walk(node, around):
        node = node.get_object()
        if isinstance(node, list):
            for member in node:
                yield from walk(member, around)
        elif isinstance(node, dict):
            role = node.get("/S")
            if role:
                yield role, node, around
            if "/K" in node:
                yield from walk(node["/K"], (*around, role) if role else around)

    return list(walk(reader.trailer["/Root"]["/StructTreeRoot"], ()))


def roles(reader):
    return [role for role, _, _ in structure(reader)]


@pytest.mark.parametrize("type_", TYPES)
def test_a_document_of_every_type_is_tagged_in_its_language_and_says_all(pdf, language, type_):
    row = full(language, type_)
    reader = pdf(row)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == f"{language}-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "pdfuaid:part>1<" in reader.xmp_metadata.rdf_root.toxml()
    assert reader.metadata.title == row.title or reader.metadata.title == word(language, "title")
    said = text_of(reader) + " ".join(str(node.get("/Alt", "")) for _, node, _ in structure(reader))
    elsewhere = ("promo", "related", "step", "topic", "note", "-child" if type_ == "section" else "promo")
    known = set(re.findall(rf'"((?:gair|word)-{language}-[^" ]*)"', row.body.decode()))
    wanted = {text for text in known if not any(name in text for name in elsewhere)}
    assert wanted
    assert {text for text in wanted if text not in said} == set()


def test_welsh_letters_are_there_and_in_order(pdf, language):
    words = [
        block(language, "heading", id="1", text=ACCENTS),
        block(language, "checklist", id="2", points=[ACCENTS[::-1]]),
    ]
    text = text_of(pdf(published(language, title=ACCENTS, body=words)))
    assert text.count(ACCENTS) >= 3
    assert text.index(ACCENTS) < text.index(ACCENTS[::-1])


def test_pages_are_numbered_in_the_language(pdf, language):
    text = text_of(pdf(full(language, "guide")))
    assert ("Tudalen 1 o 4" if language == "cy" else "Page 1 of 4") in text
    assert ("Page" if language == "cy" else "Tudalen") not in text


def test_nothing_that_a_pdf_says_aloud_is_in_the_other_language(pdf, language, other):
    reader = pdf(full(language, "section"))
    said = text_of(reader) + " ".join(
        str(link.get_object().get("/Contents", "")) for page in reader.pages for link in page.get("/Annots", [])
    )
    assert re.search(r"\b(page|tudalen) \d", said, re.IGNORECASE)
    assert re.search(r"\bpage \d" if language == "cy" else r"\btudalen \d", said, re.IGNORECASE) is None
    foreign = [
        WORDS[other][name] for name in ("contents", "key_message", "transcript", "hours", "downloads", "version")
    ]
    assert [text for text in foreign if re.search(rf"(?<![\w-]){re.escape(text)}(?![\w-])", said)] == []


def test_headings_are_nested_and_bookmarked(pdf, language):
    reader = pdf(full(language, "guide"))
    levels = [int(role[2:]) for role in roles(reader) if re.fullmatch("/H[1-6]", role)]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    assert "/Title" in roles(reader)
    assert f"1. {word(language, 'chapter')}" in [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert {"/TOC", "/TOCI", "/Reference", "/Link"} <= set(roles(reader))


def test_a_table_has_headings_and_a_caption(pdf, language):
    found = structure(pdf(published(language, body=[block(language, "table")])))
    assert [role for role, _, _ in found].count("/TH") == 2
    assert any(role == "/Caption" and "/Table" in around for role, _, around in found)


def test_a_picture_has_its_alternative_text_and_an_ornament_none(pdf, language):
    Collection.get_first_root_node() or Collection.add_root(name="Root")
    shown = make.picture()
    refs = [{**picture(language, decorative=decorative), "id": str(shown.uid)} for decorative in (False, True)]
    body = [block(language, "image", id=caption + ref["alt_text"], picture=ref, caption=caption)
            for ref in refs for caption in ("", word(language, "figure"))]  # fmt: skip
    reader = pdf(published(language, body=body))
    assert "pdfuaid:part>1<" in reader.xmp_metadata.rdf_root.toxml()
    assert [node["/Alt"] for role, node, _ in structure(reader) if role == "/Figure"] == [word(language, "alt")] * 2
    assert sum(len(page.images) for page in reader.pages) >= 2


def test_a_lost_picture_leaves_its_words(pdf, language):
    assert word(language, "alt") in text_of(pdf(published(language, body=[block(language, "image")])))


def test_every_block_type_can_be_typeset(pdf, language):
    known = set(block_payloads())
    assert known == set(BLOCK_TYPES)
    for type_ in BLOCK_TYPES:
        assert len(pdf(published(language, body=[block(language, type_)])).pages) == 1


@pytest.mark.parametrize(
    ("type_", "said"),
    [
        ("key_message", ["message"]),
        ("expandable", ["question", "answer"]),
        ("contact", ["desk", "hours"]),
        ("links", ["link"]),
    ],
)
def test_a_block_that_the_template_does_not_know_is_typeset_by_its_fields(pdf, language, type_, said, monkeypatch):
    monkeypatch.setattr(printing_pdf, "is_typeset", lambda name: name != type_)
    document = pdf(published(language, body=[block(language, type_)]))
    for name in said:
        assert word(language, name) in text_of(document)


def test_what_looks_like_markup_is_words(pdf, language):
    text = " ".join(NASTY)
    html = text.replace("&", "&amp;").replace("<", "&lt;")
    body = [
        block(language, "heading", id="1", text=text), block(language, "quote", id="2", text=text, attribution=text),
        block(language, "checklist", id="3", title=text, points=[text]),
        block(language, "table", id="4", caption=text, rows=[[text]], header="row"),
        block(language, "text", id="5", text={"html": f"<p>{html}</p>", "plain": text}),
    ]  # fmt: skip
    said = re.sub(r"\s", "", text_of(pdf(published(language, title=text, summary=text, body=body))))
    assert said.count(re.sub(r"\s", "", text)) >= 9


def test_marks_on_words_leave_the_words(pdf, language):
    html = '<p>a <span class="term" data-term="x">lleoliad</span> b<br>c</p><ul><li>d<ul><li>e</li></ul></li></ul>'
    text = text_of(pdf(published(language, body=[block(language, "text", text={"html": html, "plain": ""})])))
    assert "a lleoliad b c" in text
    assert re.search(r"d \W+ e", text)


def test_a_link_says_where_it_leads(pdf, language):
    html = '<p><a href="https://example.org/a">b</a> <a href="https://c.example/">https://c.example/</a></p>'
    text = text_of(pdf(published(language, body=[block(language, "text", text={"html": html, "plain": ""})])))
    assert re.search(r"\bb ?1 .*\b1 ?https://example.org/a", text)
    assert text.count("https://c.example/") == 1


def test_what_cannot_be_read_aloud_is_still_typeset(pdf, language):
    """No font of ours has these letters, which PDF/UA-1 does not allow."""
    reader = pdf(published(language, body=[block(language, "heading", text="漢字 😀")]))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_a_section_holds_what_is_below_it_and_nothing_else(pdf, language, other):
    row, _ = section_with(language, {"title": word(language, "apple")})
    Edition.objects.filter(pk=published(other, title="Secret").pk).update(parent=row.item)
    edition(language, state="withdrawn", parent=row.item, title="Secret")
    text = text_of(pdf(row))
    assert word(language, "apple") in text
    assert "Secret" not in text


def test_a_document_is_made_once_and_again_when_the_edition_changes(client, language):
    row = full(language, "guide")
    first = client.get(address(row, ".pdf"))
    kept = Printed.objects.get()
    assert bytes(kept.content) == first.content
    Printed.objects.update(content=b"kept")
    assert client.get(address(row, ".pdf")).content == b"kept"
    Edition.objects.update(body=row.body.replace(word(language, "title").encode(), b"Another"))
    second = client.get(address(row, ".pdf"))
    assert "Another" in text_of(PdfReader(io.BytesIO(second.content)))
    assert second["ETag"] != first["ETag"]
    assert Printed.objects.get().fingerprint != kept.fingerprint


def test_the_same_edition_gives_the_same_bytes(client, language):
    row = full(language, "guide")
    first = client.get(address(row, ".pdf")).content
    Printed.objects.all().delete()
    assert client.get(address(row, ".pdf")).content == first


def test_a_reader_who_has_it_is_told_so(client, language):
    row = published(language)
    first = client.get(address(row, ".pdf"))
    second = client.get(address(row, ".pdf"), headers={"If-None-Match": first["ETag"]})
    assert (second.status_code, second.content) == (304, b"")
    assert second["Link"] == f'<https://{language}.example.test{row.path}>; rel="canonical"'


def test_its_name_is_its_title(client):
    row = edition("cy", title="Gofal â thŷ: y ŵyl / 2?")
    disposition = client.get(address(row, ".pdf"))["Content-Disposition"]
    assert disposition == "inline; filename*=utf-8''gofal-%C3%A2-th%C5%B7-y-%C5%B5yl-2.pdf"


@pytest.fixture
def without_typst(monkeypatch):
    """As on a server where the package is not installed."""
    for module in ("cms.reading.printing.views", "cms.reading.item_page", "cms.reading.views", "cms.reading.checks"):
        monkeypatch.setattr(f"{module}.can_typeset", lambda: False)


def test_a_server_without_the_library_says_so_and_leads_to_the_page(read, client, language, without_typst):
    row = published(language)
    page = read(address(row, ".pdf"), 501)
    assert page.h1.text == WORDS[language]["no_pdf_title"]
    assert page.main.a["href"] == f"https://{language}.example.test{address(row)}"
    assert client.get(address(row, ".pdf"))["Cache-Control"] == "no-store"
    for path in (row.path, address(row)):
        assert read(path).find(href=re.compile(r"\.pdf$")) is None


def test_a_page_has_another_tag_where_there_are_no_pdfs(client, language, monkeypatch, request):
    row = published(language)
    tags = [client.get(path)["ETag"] for path in (row.path, address(row))]
    request.getfixturevalue("without_typst")
    assert not set(tags) & {client.get(path)["ETag"] for path in (row.path, address(row))}


def test_the_operator_is_told(without_typst):
    assert [message.id for message in documents_can_be_typeset()] == ["reading.W001"]


def test_an_operator_with_the_library_is_told_nothing():
    assert documents_can_be_typeset() == []


def test_what_takes_too_long_is_ended_and_told(read, client, language, monkeypatch):
    monkeypatch.setattr(typesetting, "TIME_LIMIT", 0.001)
    row = published(language)
    page = read(address(row, ".pdf"), 503)
    assert page.h1.text == WORDS[language]["pdf_failed_title"]
    assert page.main.a["href"] == f"https://{language}.example.test{address(row)}"
    assert client.get(address(row, ".pdf"))["Retry-After"] == "10"
    assert not Printed.objects.exists()


def test_the_typesetter_sees_no_secret_and_leaves_no_files(client, language, monkeypatch, tmp_path):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    given: dict[str, Any] = {}
    run = subprocess.run

    def watched(command, **options):
        given.update(options, folder=command[3], data=json.dumps(command))
        return run(command, **options)

    monkeypatch.setattr(subprocess, "run", watched)
    row = published(language)
    assert client.get(address(row, ".pdf")).status_code == 200
    assert given["folder"].startswith(str(tmp_path))
    assert given["env"] == {"LC_ALL": "C.UTF-8"}
    assert settings.SECRET_KEY not in given["data"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("html", "nodes"),
    [
        ("<p>a</p>\n<p>b</p>", [{"t": "p", "c": ["a"]}, {"t": "p", "c": ["b"]}]),
        ("<p>a <b>b</b> c</p>", [{"t": "p", "c": ["a ", {"t": "strong", "c": ["b"]}, " c"]}]),
        ("<p>a<br>b</p>", [{"t": "p", "c": ["a", {"t": "br"}, "b"]}]),
        ("<p><b>a</b> <i>b</i></p>", [{"t": "p", "c": [{"t": "strong", "c": ["a"]}, " ", {"t": "em", "c": ["b"]}]}]),
        ('<p><a href="javascript:x">a</a></p>', [{"t": "p", "c": ["a"]}]),
        ("<p>a<b>b</p><p>c</p>", [{"t": "p", "c": ["a", {"t": "strong", "c": ["b"]}]}, {"t": "p", "c": ["c"]}]),
        ("a &lt;b&gt; &amp;c", ["a <b> &c"]),
        ("</p></ul>a", ["a"]),
    ],
)
def test_rich_text_as_a_tree(html, nodes):
    assert tree(html) == nodes
