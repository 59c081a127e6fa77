"""The demo's downloads are what demo/file_texts/ says, in each language, and their forms can be filled in by anybody."""

import io
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml
from docx.oxml.ns import qn
from pypdf import PdfReader

from cms.content.files.captions import parse_captions

DEMO = Path(__file__).resolve().parents[2] / "demo"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_FILES = yaml.safe_load((DEMO / "files.yaml").read_bytes())
MADE = [(row["key"], language, DEMO / row[language]["path"]) for row in _FILES for language in ("cy", "en")]
OF_FORMAT = {suffix: [one for one in MADE if one[2].suffix == suffix] for suffix in (".pdf", ".docx", ".vtt")}


def text_of(key: str) -> Any:
    return yaml.safe_load((DEMO / "file_texts" / f"{key}.yaml").read_bytes())


def labels(text: Any, kind: str, language: str) -> list[str]:
    """The texts of all blocks of a kind, in a language."""
    return [entry[language] for block in text["blocks"] for entry in block.get(kind, [])]


@pytest.mark.parametrize(("key", "language", "path"), OF_FORMAT[".pdf"])
def test_a_pdf_is_tagged_named_and_its_forms_can_be_filled_in(key: str, language: str, path: Path) -> None:
    reader, text = PdfReader(io.BytesIO(path.read_bytes()), strict=True), text_of(key)
    root: Any = reader.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == (language, True)
    assert reader.metadata is not None
    assert reader.metadata.title == text["title"][language]
    fields = list((reader.get_fields() or {}).values())
    named = {kind: [field["/TU"] for field in fields if field["/FT"] == kind] for kind in ("/Tx", "/Btn")}
    assert named["/Tx"] == labels(text, "form", language)
    assert named["/Btn"] == labels(text, "checklist", language)
    if fields:
        _check_structure(reader, len(fields))


def _check_structure(reader: PdfReader, count: int) -> None:
    """Every field is on a page in the order of the structure, is part of it, and finds its element there."""
    root: Any = reader.trailer["/Root"]
    numbers = root["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    parents = dict(zip(numbers[::2], numbers[1::2], strict=True))
    annotations = [one.get_object() for page in reader.pages for one in page.get("/Annots", [])]
    assert len(annotations) == count
    assert {str(page["/Tabs"]) for page in reader.pages} == {"/S"}
    for annotation in annotations:
        element = parents[annotation["/StructParent"]].get_object()
        assert element["/S"] == "/Form"
        assert element["/K"][0]["/Obj"].get_object() == annotation
    letters = root["/AcroForm"]["/DR"]["/Font"]["/Demo"]["/Encoding"]["/Differences"]
    assert {"/wcircumflex", "/ycircumflex"} <= set(letters)


@pytest.mark.parametrize(("key", "language", "path"), OF_FORMAT[".docx"])
def test_a_word_file_has_a_field_for_each_thing_asked_and_a_box_for_each_point(
    key: str, language: str, path: Path
) -> None:
    document, text = docx.Document(str(path)), text_of(key)
    assert (document.core_properties.title, document.core_properties.language) == (
        text["title"][language],
        f"{language}-GB",
    )
    controls = list(document.element.body.iter(qn("w:sdt")))
    named: dict[bool, list[str]] = {True: [], False: []}
    for control in controls:
        properties = control.find(qn("w:sdtPr"))
        box = properties.find(f"{_W14}checkbox") is not None
        assert box or properties.find(qn("w:text")) is not None
        named[box].append(properties.find(qn("w:alias")).get(qn("w:val")))
    assert named[False] == [label[:64] for label in labels(text, "form", language)]
    assert named[True] == [label[:64] for label in labels(text, "checklist", language)]
    ids = [control.find(f"{qn('w:sdtPr')}/{qn('w:id')}").get(qn("w:val")) for control in controls]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(("key", "language", "path"), OF_FORMAT[".vtt"])
def test_captions_are_valid_and_say_what_was_written(key: str, language: str, path: Path) -> None:
    cues = parse_captions(path.read_bytes())
    written = [block["cue"]["text"][language] for block in text_of(key)["blocks"]]
    assert [" ".join(cue.text.split()) for cue in cues] == written
