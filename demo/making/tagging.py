"""Tags for PDF (ISO 32000-1, 14.7 and 14.8), which reportlab has none of: what screen readers go by."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, Table

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


class TaggedCanvas(Canvas):
    """A canvas that numbers marked content and writes the structure tree of `root` into the file."""

    root: Element

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._marks: list[list[Element]] = [[]]

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
        tree.dict["ParentTree"] = document.Reference(pdfdoc.PDFDictionary({"Nums": pdfdoc.PDFArray(numbers)}))
        tree.dict["ParentTreeNextKey"] = len(self._marks) - 1
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
                _mark(child) if isinstance(child, Mark) else self._write(child, reference, references)
                for child in element.children
            ]
        )
        return reference


def _mark(mark: Mark) -> pdfdoc.PDFDictionary:
    return pdfdoc.PDFDictionary({"Type": pdfdoc.PDFName("MCR"), "Pg": mark.page, "MCID": mark.number})


class TaggedParagraph(Paragraph):
    """A paragraph that belongs to a structure element, also where it runs over to the next page."""

    def __init__(self, text: str, style: Any, element: Element | None = None, **kwargs: Any) -> None:
        super().__init__(text, style, **kwargs)
        self.element = element

    def split(self, width: float, height: float) -> list[Any]:
        pieces = super().split(width, height)
        for piece in pieces:
            piece.element = self.element
        return pieces

    def draw(self) -> None:
        with self.canv.marked(self.element):
            super().draw()


class QuietTable(Table):
    """A table whose lines and backgrounds are decoration; its cells are paragraphs with tags of their own."""

    def _drawBkgrnd(self) -> None:  # noqa: N802 - reportlab's name
        with self.canv.artifact():
            super()._drawBkgrnd()

    def _drawLines(self) -> None:  # noqa: N802 - reportlab's name
        with self.canv.artifact():
            super()._drawLines()
