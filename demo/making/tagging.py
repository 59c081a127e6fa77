"""Tags for PDF (ISO 32000-1, 14.7 and 14.8), which reportlab has none of: what screen readers go by."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, Table

from . import fields

# reportlab writes only the page attributes that it knows.
if "StructParents" not in pdfdoc.PDFPage.__NoDefault__:
    pdfdoc.PDFPage.__NoDefault__ = [*pdfdoc.PDFPage.__NoDefault__, "StructParents", "Tabs"]


@dataclass(eq=False)
class Element:
    """A structure element: a kind such as H1, P, LI or TD, and within it elements or pieces of marked content."""

    kind: str
    children: list[Any] = field(default_factory=list)
    attributes: dict[str, Any] | None = None

    def add(self, kind: str, **attributes: Any) -> "Element":
        """A new element at the end of this one."""
        child = Element(kind, attributes=attributes or None)
        self.children.append(child)
        return child


@dataclass(frozen=True)
class Mark:
    """A piece of marked content on a page."""

    page: Any
    number: int


@dataclass(frozen=True)
class Object:
    """A field on a page."""

    page: Any
    reference: Any


# Keys of the parent tree: pages count from 0, fields from here.
_FIRST_FIELD = 10_000


class TaggedCanvas(Canvas):
    """A canvas that numbers marked content and writes the structure tree of `root` and the fields into the file."""

    root: Element

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._marks: list[list[Element]] = [[]]
        self._fields: list[tuple[Element, Any]] = []

    def add_field(self, element: Element, field: fields.Field, x: float, y: float, width: float, height: float) -> None:
        """A field in a box of the page, which belongs to `element`, of the kind Form."""
        left, bottom = self.absolutePosition(x, y)
        number = len(self._fields)
        rect = (left, bottom, left + width, bottom + height)
        reference = fields.widget(self._doc, field, number + 1, rect, _FIRST_FIELD + number)
        self._annotationrefs.append(reference)
        self._fields.append((element, reference))
        element.children.append(Object(self._doc.thisPageRef(), reference))

    @contextmanager
    def marked(self, element: Element) -> Iterator[None]:
        """What is drawn inside belongs to `element`."""
        number = len(self._marks[-1])
        self._marks[-1].append(element)
        element.children.append(Mark(self._doc.thisPageRef(), number))
        self._code.append(f"/{element.kind} <</MCID {number}>> BDC")
        yield
        self._code.append("EMC")

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """What is drawn inside is decoration, passed over by screen readers."""
        self._code.append("/Artifact BMC")
        yield
        self._code.append("EMC")

    def showPage(self) -> None:  # noqa: N802 - reportlab's name
        super().showPage()
        page = self._doc.Pages.pages[-1]
        page.StructParents, page.Tabs = len(self._marks) - 1, pdfdoc.PDFName("S")
        self._marks.append([])

    def save(self) -> None:
        if self._code:
            self.showPage()
        self._write_tree()
        super().save()

    def _write_tree(self) -> None:
        document, references = self._doc, {}
        tree = pdfdoc.PDFDictionary({"Type": pdfdoc.PDFName("StructTreeRoot")})
        reference = document.Reference(tree)
        tree.dict["K"] = self._write(self.root, reference, references)
        numbers: list[Any] = []
        for number, elements in enumerate(self._marks[:-1]):
            numbers += [number, pdfdoc.PDFArray([references[id(element)] for element in elements])]
        for number, (element, _) in enumerate(self._fields):
            numbers += [_FIRST_FIELD + number, references[id(element)]]
        tree.dict["ParentTree"] = document.Reference(pdfdoc.PDFDictionary({"Nums": pdfdoc.PDFArray(numbers)}))
        tree.dict["ParentTreeNextKey"] = _FIRST_FIELD + len(self._fields)
        if self._fields:
            document.Catalog.AcroForm = fields.form(document, [reference for _, reference in self._fields])
        document.Catalog.StructTreeRoot = tree
        document.Catalog.MarkInfo = pdfdoc.PDFDictionary({"Marked": "true"})

    def _write(self, element: Element, parent: Any, references: dict[int, Any]) -> Any:
        written = pdfdoc.PDFDictionary(
            {"Type": pdfdoc.PDFName("StructElem"), "S": pdfdoc.PDFName(element.kind), "P": parent}
        )
        reference = references[id(element)] = self._doc.Reference(written)
        if element.attributes:
            written.dict["A"] = pdfdoc.PDFDictionary(
                {key: pdfdoc.PDFName(value) for key, value in element.attributes.items()}
            )
        written.dict["K"] = pdfdoc.PDFArray(
            [
                self._write(child, reference, references) if isinstance(child, Element) else _content(child)
                for child in element.children
            ]
        )
        return reference


def _content(content: Mark | Object) -> pdfdoc.PDFDictionary:
    if isinstance(content, Mark):
        return pdfdoc.PDFDictionary({"Type": pdfdoc.PDFName("MCR"), "Pg": content.page, "MCID": content.number})
    return pdfdoc.PDFDictionary({"Type": pdfdoc.PDFName("OBJR"), "Pg": content.page, "Obj": content.reference})


class TaggedParagraph(Paragraph):
    """A paragraph that belongs to a structure element, also where it runs over to the next page.

    With `tick` it has a box to tick before its first line, which the structure element has first.
    """

    box = 10.5

    def __init__(self, text: str, style: Any, element: Element | None = None, tick: str = "", **kwargs: Any) -> None:
        super().__init__(text, style, **kwargs)
        self.element, self.tick = element, tick

    def split(self, width: float, height: float) -> list[Any]:
        pieces = super().split(width, height)
        for number, piece in enumerate(pieces):
            piece.element, piece.tick = self.element, "" if number else self.tick
        return pieces

    def draw(self) -> None:
        if self.tick and self.element:
            self._draw_box(self.element.add("Form"))
        with self.canv.marked(self.element):
            super().draw()

    def _draw_box(self, element: Element) -> None:
        bottom = self.height - self.style.fontSize - 1
        draw_box(self.canv, 0.5, bottom, self.box, self.box)
        self.canv.add_field(element, fields.Field(self.tick, tick=True), 0.5, bottom, self.box, self.box)


class WritingBox(Flowable):
    """A box to write in, with the label by which screen readers know it."""

    def __init__(self, label: str, element: Element, width: float, height: float) -> None:
        super().__init__()
        self.label, self.element, self.width, self.height = label, element, width, height

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        draw_box(self.canv, 0, 0, self.width, self.height)
        self.canv.add_field(self.element, fields.Field(self.label), 0, 0, self.width, self.height)


def draw_box(canvas: TaggedCanvas, x: float, y: float, width: float, height: float) -> None:
    """The lines of a field, which are decoration."""
    with canvas.artifact():
        canvas.saveState()
        canvas.setLineWidth(0.8)
        canvas.setStrokeColorRGB(0.12, 0.36, 0.34)
        canvas.rect(x, y, width, height)
        canvas.restoreState()


class QuietTable(Table):
    """A table whose lines and backgrounds are decoration; its cells are paragraphs with tags of their own."""

    def _drawBkgrnd(self) -> None:  # noqa: N802 - reportlab's name
        with self.canv.artifact():
            super()._drawBkgrnd()

    def _drawLines(self) -> None:  # noqa: N802 - reportlab's name
        with self.canv.artifact():
            super()._drawLines()
