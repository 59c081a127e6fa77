"""Fields of a PDF that can be filled in (ISO 32000-1, 12.7), each named for screen readers and part of the structure tree."""

import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fontTools import agl, subset
from fontTools.ttLib import TTFont
from reportlab.pdfbase import pdfdoc

_FILE = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
# What can be typed: Windows' Western European letters, and those of Welsh that they lack, in places that are free.
_WELSH = {129: "ŵ", 141: "Ŵ", 143: "ŷ", 144: "Ŷ"}
_LETTERS = {code: bytes([code]).decode("cp1252", "ignore") or _WELSH.get(code, "") for code in range(32, 256)}
_TYPED = {code: letter if letter.isprintable() else "" for code, letter in _LETTERS.items()}
_APPEARANCE = "/Demo 10 Tf 0.11 0.17 0.2 rg"
_MULTILINE, _PRINTED = 1 << 12, 4
_TICK = b"q 1.4 w 0.12 0.36 0.34 RG 2.2 5 m 4.4 2.4 l 8.2 8.2 l S Q"


@dataclass(frozen=True)
class Field:
    """A box to tick, or one to write in. `label` is what a screen reader says of it."""

    label: str
    tick: bool = False


def widget(document: Any, field: Field, number: int, rect: tuple[float, float, float, float], parent: int) -> Any:
    """A reference to the annotation of a field on the present page. `parent` is its key in the structure's parent tree."""
    entries = {
        "Type": pdfdoc.PDFName("Annot"),
        "Subtype": pdfdoc.PDFName("Widget"),
        "T": pdfdoc.PDFString(f"field-{number}"),
        "TU": pdfdoc.PDFString(field.label),
        "Rect": pdfdoc.PDFArray([round(side, 2) for side in rect]),
        "P": document.thisPageRef(),
        "F": _PRINTED,
        "StructParent": parent,
    }
    entries |= _tick_box(document, rect) if field.tick else _text_box(document, rect)
    return document.Reference(pdfdoc.PDFDictionary(entries))


def form(document: Any, references: list[Any]) -> pdfdoc.PDFDictionary:
    """The catalogue's AcroForm of all fields."""
    resources = pdfdoc.PDFDictionary({"Font": pdfdoc.PDFDictionary({"Demo": document.Reference(_font(document))})})
    return pdfdoc.PDFDictionary(
        {"Fields": pdfdoc.PDFArray(references), "DR": resources, "DA": pdfdoc.PDFString(_APPEARANCE)}
    )


def _font(document: Any) -> pdfdoc.PDFDictionary:
    """The part of DejaVu Sans that can be typed: the usual fonts of PDF forms have neither ŵ nor ŷ."""
    data, widths, head = _typed_glyphs()
    program = pdfdoc.PDFStream(content=data, filters=[pdfdoc.PDFZCompress])
    program.dictionary["Length1"] = len(data)
    descriptor = _named(Type="FontDescriptor", FontName="DEMOAA+DejaVuSans")
    descriptor.dict |= {
        "Flags": 32,
        "FontBBox": pdfdoc.PDFArray(head["box"]),
        "ItalicAngle": 0,
        "Ascent": head["ascent"],
        "Descent": head["descent"],
        "CapHeight": head["capitals"],
        "StemV": 80,
        "FontFile2": document.Reference(program),
    }
    encoding = _named(Type="Encoding", BaseEncoding="WinAnsiEncoding")
    named = [(code, pdfdoc.PDFName(agl.UV2AGL[ord(letter)])) for code, letter in _WELSH.items()]
    encoding.dict["Differences"] = pdfdoc.PDFArray([entry for pair in named for entry in pair])
    font = _named(Type="Font", Subtype="TrueType", BaseFont="DEMOAA+DejaVuSans")
    font.dict |= {
        "Encoding": encoding,
        "FirstChar": min(_TYPED),
        "LastChar": max(_TYPED),
        "Widths": pdfdoc.PDFArray(widths),
        "FontDescriptor": document.Reference(descriptor),
    }
    return font


@cache
def _typed_glyphs() -> tuple[bytes, list[int], dict[str, Any]]:
    """The font program, the width of each code, and what a font descriptor tells, in thousandths of the size."""
    font = TTFont(_FILE, recalcTimestamp=False)
    scale = 1000 / font["head"].unitsPerEm
    cmap, advance = font.getBestCmap(), font["hmtx"].metrics
    widths = [round(advance[cmap[ord(letter)]][0] * scale) if letter else 0 for letter in _TYPED.values()]
    head, lines = font["head"], font["hhea"]
    facts = {
        "box": [round(side * scale) for side in (head.xMin, head.yMin, head.xMax, head.yMax)],
        "ascent": round(lines.ascent * scale),
        "descent": round(lines.descent * scale),
        "capitals": round(font["glyf"]["H"].yMax * scale),
    }
    options = subset.Options(hinting=False, layout_features=[], notdef_outline=True)
    options.drop_tables += ["FFTM"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(_TYPED.values()))
    subsetter.subset(font)
    output = io.BytesIO()
    font.save(output, reorderTables=False)
    return output.getvalue(), widths, facts


def _named(**entries: str) -> pdfdoc.PDFDictionary:
    return pdfdoc.PDFDictionary({key: pdfdoc.PDFName(value) for key, value in entries.items()})


def _text_box(document: Any, rect: tuple[float, float, float, float]) -> dict[str, Any]:
    empty = _drawing(document, rect, b"/Tx BMC EMC")
    return {
        "FT": pdfdoc.PDFName("Tx"),
        "Ff": _MULTILINE,
        "DA": pdfdoc.PDFString(_APPEARANCE),
        "AP": pdfdoc.PDFDictionary({"N": empty}),
    }


def _tick_box(document: Any, rect: tuple[float, float, float, float]) -> dict[str, Any]:
    states = {"Yes": _drawing(document, rect, _TICK), "Off": _drawing(document, rect, b"")}
    return {
        "FT": pdfdoc.PDFName("Btn"),
        "V": pdfdoc.PDFName("Off"),
        "AS": pdfdoc.PDFName("Off"),
        "AP": pdfdoc.PDFDictionary({"N": pdfdoc.PDFDictionary(states)}),
    }


def _drawing(document: Any, rect: tuple[float, float, float, float], content: bytes) -> Any:
    box = [0, 0, round(rect[2] - rect[0], 2), round(rect[3] - rect[1], 2)]
    stream = pdfdoc.PDFStream(content=content)
    stream.dictionary["Type"], stream.dictionary["Subtype"] = pdfdoc.PDFName("XObject"), pdfdoc.PDFName("Form")
    stream.dictionary["BBox"], stream.dictionary["Resources"] = pdfdoc.PDFArray(box), pdfdoc.PDFDictionary({})
    return document.Reference(stream)
