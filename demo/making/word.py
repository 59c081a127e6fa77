"""A download as a Word form: content controls to fill in and boxes to tick, with its title and language."""

import io
import re
import zipfile
from datetime import datetime

import docx
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor

from .texts import Block, Document

_TEAL = RGBColor(0x1F, 0x5C, 0x57)
_MOMENT = datetime(2026, 5, 12, 9, 0)  # noqa: DTZ001 - python-docx writes it as UTC
_PLACEHOLDER = {"cy": "Ysgrifennwch yma", "en": "Write here"}
_W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
_LINES_A_PAGE = 34


def make(document: Document) -> bytes:
    """The Word file. The same document always gives the same bytes."""
    word = docx.Document()
    _describe(word, document)
    word.add_heading(document.title, level=1)
    for number, block in enumerate(document.blocks):
        _BUILDERS[block.kind](word, block, document.language, number)
    output = io.BytesIO()
    word.save(output)
    return _repack(output.getvalue(), _pages(document))


def _describe(word: WordDocument, document: Document) -> None:
    tag = f"{document.language}-GB"
    properties = word.core_properties
    properties.title, properties.language, properties.author = document.title, tag, "Sefydlogrwydd Cynnar Cymru"
    properties.comments, properties.created, properties.modified = "", _MOMENT, _MOMENT
    properties.last_modified_by = ""
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(11)
    for name in ("Heading 1", "Heading 2"):
        style = word.styles[name]
        style.font.name, style.font.color.rgb = "Arial", _TEAL
        style.element.rPr.rFonts.attrib.clear()
        style.element.rPr.rFonts.set(qn("w:ascii"), "Arial")
        style.element.rPr.rFonts.set(qn("w:hAnsi"), "Arial")
    for language in word.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), tag)


def _text(word: WordDocument, block: Block, language: str, number: int) -> None:
    word.add_paragraph(block.value)


def _heading(word: WordDocument, block: Block, language: str, number: int) -> None:
    word.add_heading(block.value, level=2)


def _checklist(word: WordDocument, block: Block, language: str, number: int) -> None:
    for position, text in enumerate(block.value):
        paragraph = word.add_paragraph()
        paragraph._p.append(_tick_box(number * 1000 + position + 1, text))
        paragraph.add_run(f"  {text}")


def _table(word: WordDocument, block: Block, language: str, number: int) -> None:
    table = word.add_table(rows=0, cols=len(block.value[0]), style="Table Grid")
    for position, texts in enumerate(block.value):
        cells = table.add_row().cells
        for cell, text in zip(cells, texts, strict=True):
            cell.paragraphs[0].add_run(text).bold = position == 0
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    word.add_paragraph()


def _form(word: WordDocument, block: Block, language: str, number: int) -> None:
    table = word.add_table(rows=0, cols=2, style="Table Grid")
    for position, text in enumerate(block.value):
        label, answer = table.add_row().cells
        label.paragraphs[0].add_run(text).bold = True
        answer.paragraphs[0]._p.append(_field(number * 1000 + position + 1, text, _PLACEHOLDER[language]))
    word.add_paragraph()


_BUILDERS = {"text": _text, "heading": _heading, "checklist": _checklist, "table": _table, "form": _form}


def _field(number: int, name: str, placeholder: str):
    """A plain-text content control named after its label."""
    control = parse_xml(
        f"<w:sdt {nsdecls('w')}><w:sdtPr><w:alias w:val=''/><w:id w:val='{number}'/><w:showingPlcHdr/>"
        "<w:text w:multiLine='1'/></w:sdtPr><w:sdtContent><w:r><w:rPr><w:color w:val='595959'/></w:rPr>"
        f"<w:t>{placeholder}</w:t></w:r></w:sdtContent></w:sdt>"
    )
    control.find(f".//{qn('w:alias')}").set(qn("w:val"), name[:64])
    return control


def _tick_box(number: int, name: str):
    """A check box named after its point."""
    control = parse_xml(
        f"<w:sdt {nsdecls('w')} {_W14}><w:sdtPr><w:alias w:val=''/><w:id w:val='{number}'/><w14:checkbox>"
        "<w14:checked w14:val='0'/><w14:checkedState w14:val='2612' w14:font='MS Gothic'/>"
        "<w14:uncheckedState w14:val='2610' w14:font='MS Gothic'/></w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:rPr>"
        "<w:rFonts w:ascii='MS Gothic' w:eastAsia='MS Gothic' w:hAnsi='MS Gothic' w:hint='eastAsia'/></w:rPr>"
        "<w:t>\u2610</w:t></w:r></w:sdtContent></w:sdt>"
    )  # fmt: skip
    control.find(f".//{qn('w:alias')}").set(qn("w:val"), name[:64])
    return control


def _pages(document: Document) -> int:
    """About how many pages it has; Word counts anew when somebody saves it."""
    lines = 3
    for block in document.blocks:
        texts = [block.value] if isinstance(block.value, str) else block.value
        width = 90 if block.kind in {"text", "heading", "checklist"} else 42
        for text in texts:
            parts = [text] if isinstance(text, str) else text
            wide = width * 2 // len(parts) if isinstance(text, list) else width
            lines += max(1 + len(part) // wide for part in parts)
        lines += 1
    return -(-lines // _LINES_A_PAGE)


def _repack(content: bytes, pages: int) -> bytes:
    """The same archive with the number of pages and without the time of day."""
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            data = before.read(name)
            if name == "docProps/app.xml":
                data = re.sub(rb"<Pages>\d+</Pages>", b"<Pages>%d</Pages>" % pages, data)
            after.writestr(zipfile.ZipInfo(name, _MOMENT.timetuple()[:6]), data, zipfile.ZIP_DEFLATED)
    return output.getvalue()
