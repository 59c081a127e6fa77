"""Files as people upload them, made on the spot: PDF and Word, whole, broken, locked, scanned or made to do harm."""

import io
import zipfile

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from pypdf import PdfWriter
from reportlab.pdfgen.canvas import Canvas


def pdf(*pages: str) -> bytes:
    """A PDF with a line of text on each page; an empty one is a page without words."""
    output = io.BytesIO()
    canvas = Canvas(output, invariant=1)
    for text in pages:
        if text:
            canvas.drawString(72, 720, text)
        canvas.showPage()
    canvas.save()
    return output.getvalue()


def locked_pdf(password: str = "cyfrinach", algorithm: str = "RC4-128") -> bytes:
    """A PDF that needs a password; with an empty one it opens, though it is encrypted."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf("Cyfrinachol")))
    writer.encrypt(password, algorithm=algorithm)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def swelling_pdf(size: int) -> bytes:
    """A small PDF whose page unpacks to `size` bytes."""
    output = io.BytesIO()
    canvas = Canvas(output, pageCompression=1)
    canvas._code.append("% " + " " * size)
    canvas.drawString(72, 720, "x")
    canvas.save()
    return output.getvalue()


def word(*paragraphs: str, breaks: bool = False) -> bytes:
    """A Word file with an empty field to fill in; `breaks`: each paragraph begins a page that Word has shown."""
    document = docx.Document()
    for number, text in enumerate(paragraphs):
        paragraph = document.add_paragraph()
        run = paragraph.add_run(text)
        if breaks and number:
            run._r.insert(0, parse_xml(f"<w:lastRenderedPageBreak {nsdecls('w')}/>"))
    document.add_table(1, 1).cell(0, 0).text = "Cell"
    field = (
        "<w:sdtPr><w:showingPlcHdr/><w:text/></w:sdtPr><w:sdtContent><w:r><w:t>Placeholder</w:t></w:r></w:sdtContent>"
    )
    document.add_paragraph()._p.append(parse_xml(f"<w:sdt {nsdecls('w')}>{field}</w:sdt>"))
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


def swelling_word(size: int) -> bytes:
    """A small Word file that unpacks to `size` bytes."""
    output = io.BytesIO(word("x"))
    with zipfile.ZipFile(output, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("word/media/x.bin", "w") as member:
        for _ in range(size // 1_000_000):
            member.write(bytes(1_000_000))
    return output.getvalue()
