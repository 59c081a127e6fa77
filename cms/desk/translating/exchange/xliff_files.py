"""XLIFF 2.1 (OASIS, 2018), the core only: one file a translation, one unit a text, with the name of its place as a note."""

from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from typing import Any, Final

from django.utils.translation import gettext as _
from lxml import etree
from wagtail_localize.models import Translation

from ..segment_texts import SegmentText
from .incoming_texts import IncomingText, LineFault, UnfitFileError, key_of
from .xliff_inline import NAMESPACE, UnknownCodeError, codes_of, read, write

_VERSIONS: Final = {"2.0", "2.1"}
_FINAL: Final = {"translated", "reviewed", "final"}
_SEEN: Final = "cynnwys-seen"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"


def write_xliff(
    translation: Translation, segments: Sequence[SegmentText], places: Callable[[SegmentText], str]
) -> bytes:
    """The file of a translation. What nobody has confirmed goes along as `initial`."""
    root = etree.Element(
        _name("xliff"), {
            "version": "2.1",
            "srcLang": translation.source.locale.language_code,
            "trgLang": translation.target_locale.language_code,
        }, nsmap={None: NAMESPACE},
    )  # fmt: skip
    file = etree.SubElement(root, _name("file"), {"id": "f1", "original": str(translation.uuid)})
    for segment in segments:
        _write_unit(file, segment, places(segment))
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    # A line each, so that a fault's line says something; space within texts is theirs.
    return made.replace(b"<unit ", b"\n<unit ").replace(b"<segment ", b"\n<segment ")


def read_xliff(content: bytes, translation: Translation, segments: Sequence[SegmentText]) -> list[IncomingText]:
    """The texts of a file. Raises UnfitFileError for what is no XLIFF 2 of this translation."""
    root = _parsed(content)
    if root.tag != _name("xliff") or root.get("version") not in _VERSIONS:
        raise UnfitFileError([LineFault(root.sourceline or 1, _("this is no XLIFF 2.0 or 2.1."))])
    languages = (translation.source.locale.language_code, translation.target_locale.language_code)
    theirs = tuple((root.get(name) or "").lower().partition("-")[0] for name in ("srcLang", "trgLang"))
    if theirs != languages:
        raise UnfitFileError([LineFault(root.sourceline, _("the file is between other languages."))])
    codes = {key_of(segment): codes_of(segment.source) for segment in segments}
    found: list[IncomingText] = []
    faults: list[LineFault] = []
    for file in root.findall(_name("file")):
        if file.get("original") != str(translation.uuid):
            raise UnfitFileError([LineFault(file.sourceline, _("the file is of another page."))])
        for unit in file.iter(_name("unit")):
            try:
                found.append(_read_unit(unit, codes.get(unit.get("id", "")[1:], {})))
            except UnknownCodeError as error:
                faults.append(LineFault(unit.sourceline, str(error)))
    if faults:
        raise UnfitFileError(faults)
    return found


def _name(local: str) -> str:
    return f"{{{NAMESPACE}}}{local}"


def _write_unit(file: Any, segment: SegmentText, place: str) -> None:
    unit = etree.SubElement(
        file,
        _name("unit"),
        {"id": f"u{key_of(segment)}", "name": segment.path, "canResegment": "no", _SPACE: "preserve"},
    )
    notes = etree.SubElement(unit, _name("notes"))
    etree.SubElement(notes, _name("note"), {"category": "place"}).text = place
    etree.SubElement(notes, _name("note"), {"category": _SEEN}).text = segment.token
    state = "translated" if segment.is_finished else "initial"
    made = etree.SubElement(unit, _name("segment"), {"id": "s1", "state": state})
    write(etree.SubElement(made, _name("source")), segment.source)
    if segment.text:
        write(etree.SubElement(made, _name("target")), segment.text)


def _read_unit(unit: Any, codes: dict[str, str]) -> IncomingText:
    """A unit that a tool has cut into several segments is put together again."""
    parts = list(unit.iter(_name("segment"), _name("ignorable")))
    seen = next((note.text or "" for note in unit.iter(_name("note")) if note.get("category") == _SEEN), "")
    # A file that says nothing of the state is one whose tool keeps none: what has a target is done.
    states = [part.get("state", "translated") for part in parts if part.tag == _name("segment")]
    return IncomingText(
        line=unit.sourceline,
        key=unit.get("id", "")[1:],
        path=unit.get("name", ""),
        source="".join(_texts(parts, "source", codes)),
        data="".join(_texts(_in_order(parts), "target", codes)),
        seen=seen.strip(),
        is_final=bool(states) and all(state in _FINAL for state in states),
    )


def _texts(parts: Sequence[Any], name: str, codes: dict[str, str]) -> Iterator[str]:
    for part in parts:
        found = part.find(_name(name))
        if found is None and part.tag == _name("ignorable"):
            found = part.find(_name("source"))
        if found is not None:
            yield read(found, codes)


def _in_order(parts: Sequence[Any]) -> list[Any]:
    """Segments as their targets say that they follow each other."""
    numbered = list(enumerate(parts, 1))
    return [part for _number, part in sorted(numbered, key=lambda one: _order(one[1], one[0]))]


def _order(part: Any, number: int) -> int:
    target = part.find(_name("target"))
    given = target.get("order", "") if target is not None else ""
    return int(given) if given.isdecimal() else number


def _parsed(content: bytes) -> Any:
    """The root. No entity is read, nothing is fetched, and a file with a document type of its own is refused."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        tree = etree.parse(BytesIO(content), parser)
    except etree.XMLSyntaxError as error:
        said = _("this is not well-formed XML: %(error)s") % {"error": error.msg}
        raise UnfitFileError([LineFault(error.lineno or 1, said)]) from error
    if tree.docinfo.doctype or tree.docinfo.internalDTD is not None:
        raise UnfitFileError([LineFault(1, _("a file with a document type (DOCTYPE) is not read."))])
    return tree.getroot()
