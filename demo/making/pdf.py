"""A download as tagged PDF, with its title and language, in the DejaVu fonts, which have ŵ and ŷ."""

import io
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, SimpleDocTemplate, Spacer

from .tagging import Element, QuietTable, TaggedCanvas, TaggedParagraph, WritingBox
from .texts import Block, Document

_FONTS = Path("/usr/share/fonts/truetype/dejavu")
_INK, _TEAL, _PALE = colors.HexColor("#1d2b33"), colors.HexColor("#1f5c57"), colors.HexColor("#e8f1ef")
_MARGIN = 20 * mm
_WIDTH = A4[0] - 2 * _MARGIN
_CELL_PADDING, _BOX_HEIGHT = 6, 30


def make(document: Document) -> bytes:
    """The PDF. Its pages are numbered; forms have boxes to write in and to tick."""
    root, styles = Element("Document"), _styles()
    story: list[Flowable] = [TaggedParagraph(escape(document.title), styles["H1"], root.add("H1"))]
    for block in document.blocks:
        story += _BUILDERS[block.kind](block, root, styles)
    canvas_type = type("Canvas", (TaggedCanvas,), {"root": root})
    output = io.BytesIO()
    template = SimpleDocTemplate(
        output, pagesize=A4, title=document.title, lang=document.language, author="Sefydlogrwydd Cynnar Cymru",
        leftMargin=_MARGIN, rightMargin=_MARGIN, topMargin=_MARGIN, bottomMargin=_MARGIN, invariant=1,
        displayDocTitle=True, creator="demo/make_files.py",
    )  # fmt: skip
    template.build(story, onFirstPage=_number, onLaterPages=_number, canvasmaker=canvas_type)
    return output.getvalue()


@cache
def _styles() -> dict[str, ParagraphStyle]:
    for name, file in (("Demo", "DejaVuSans.ttf"), ("Demo-Bold", "DejaVuSans-Bold.ttf")):
        if not (_FONTS / file).is_file():
            raise FileNotFoundError(f"{_FONTS / file}: install the DejaVu fonts (Debian: fonts-dejavu-core)")
        pdfmetrics.registerFont(TTFont(name, _FONTS / file))
    body = ParagraphStyle("P", fontName="Demo", fontSize=10.5, leading=15.5, textColor=_INK, spaceAfter=7)
    bold = {"parent": body, "fontName": "Demo-Bold", "textColor": _TEAL}
    return {
        "P": body,
        "H1": ParagraphStyle("H1", **bold, fontSize=19, leading=25, spaceAfter=12),
        "H2": ParagraphStyle("H2", **bold, fontSize=13.5, leading=18, spaceBefore=8, spaceAfter=6, keepWithNext=1),
        "LI": ParagraphStyle("LI", parent=body, bulletFontName="Demo", leftIndent=18, bulletIndent=2, spaceAfter=4),
        "TD": ParagraphStyle("TD", parent=body, fontSize=9, leading=12.5, spaceAfter=0),
        "TH": ParagraphStyle("TH", parent=body, fontName="Demo-Bold", fontSize=9, leading=12.5, spaceAfter=0),
    }


def _number(canvas: TaggedCanvas, template: SimpleDocTemplate) -> None:
    with canvas.artifact():
        canvas.setFont("Demo", 8)
        canvas.drawCentredString(A4[0] / 2, 11 * mm, str(template.page))


def _text(block: Block, root: Element, styles: dict[str, ParagraphStyle]) -> list[Flowable]:
    return [TaggedParagraph(escape(block.value), styles["P"], root.add("P"))]


def _heading(block: Block, root: Element, styles: dict[str, ParagraphStyle]) -> list[Flowable]:
    return [TaggedParagraph(escape(block.value), styles["H2"], root.add("H2"))]


def _checklist(block: Block, root: Element, styles: dict[str, ParagraphStyle]) -> list[Flowable]:
    points, listed = [], root.add("L")
    for text in block.value:
        body = listed.add("LI").add("LBody")
        points.append(TaggedParagraph(escape(text), styles["LI"], body, tick=text))
    return [*points, Spacer(1, 6)]


def _table(block: Block, root: Element, styles: dict[str, ParagraphStyle]) -> list[Flowable]:
    table, rows = root.add("Table"), []
    for number, texts in enumerate(block.value):
        row, kind = table.add("TR"), "TD" if number else "TH"
        scope = {} if number else {"O": "Table", "Scope": "Column"}
        rows.append([TaggedParagraph(escape(text), styles[kind], row.add(kind, **scope)) for text in texts])
    widths = [_WIDTH / len(rows[0])] * len(rows[0])
    style = [
        ("GRID", (0, 0), (-1, -1), 0.5, _TEAL),
        ("BACKGROUND", (0, 0), (-1, 0), _PALE),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("TOPPADDING", (0, 0), (-1, -1), 5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
    ]
    return [QuietTable(rows, colWidths=widths, style=style, repeatRows=0), Spacer(1, 10)]


def _form(block: Block, root: Element, styles: dict[str, ParagraphStyle]) -> list[Flowable]:
    """Labels with boxes to write in."""
    left, right = _WIDTH * 0.38, _WIDTH * 0.62
    rows = [
        [
            TaggedParagraph(escape(text), styles["TD"], root.add("P")),
            WritingBox(text, root.add("Form"), right - _CELL_PADDING, _BOX_HEIGHT),
        ]
        for text in block.value
    ]
    style = [("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("RIGHTPADDING", (1, 0), (1, -1), 0)]
    return [QuietTable(rows, colWidths=[left, right], style=style), Spacer(1, 10)]


_BUILDERS = {"text": _text, "heading": _heading, "checklist": _checklist, "table": _table, "form": _form}
