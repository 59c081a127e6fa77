"""The words of a PDF or Word file, page by page. Run by itself, in a process of its own with little memory and time:

    python -I extractors.py pdf MEMORY SECONDS < FILE

writes `{"outcome", "count", "pages": [{"page", "text"}]}` as JSON. Whatever else happens to the process, nobody else minds.
Knows nothing of Django or of this project, so that it starts at once.
"""

import json
import sys
import zipfile
from collections.abc import Callable, Iterator
from typing import IO, Any

# Of a file that says more than this, the beginning is kept.
CHARACTERS = 2_000_000
# What a Word file may unpack to.
UNPACKED = 200_000_000
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_COUNT = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}Pages"
# How an old or encrypted Office file begins (Compound File Binary).
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
Report = dict[str, Any]


def read_pdf(file: IO[bytes]) -> Report:
    """Each page's words. A PDF that opens without a password is read, whatever it forbids."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    reader = PdfReader(file)
    try:
        if reader.is_encrypted and not reader.decrypt(""):
            return _report("encrypted")
    except DependencyError:  # AES, where the package `cryptography` is not installed
        return _report("encrypted")
    count = len(reader.pages)
    return _report("read", ((n, page.extract_text()) for n, page in enumerate(reader.pages, start=1)), count)


def read_docx(file: IO[bytes]) -> Report:
    """The words between the page breaks that Word last saw; where there are none, all of them without a page."""
    from docx import Document

    if file.read(len(_COMPOUND)) == _COMPOUND:
        return _report("encrypted")
    file.seek(0)
    with zipfile.ZipFile(file) as archive:
        if sum(info.file_size for info in archive.infolist()) > UNPACKED:
            return _report("too_large")
    document = Document(file)
    pages = list(_word_pages(document.element.body))
    numbered = enumerate(pages, start=1) if len(pages) > 1 else ((None, text) for text in pages)
    return _report("read", numbered, _word_count(document))


def _word_pages(body: Any) -> Iterator[str]:
    lines: list[str] = [""]
    for node in body.iter():
        if node.tag == f"{_WORD}lastRenderedPageBreak":
            yield "\n".join(lines)
            lines = [""]
        elif node.tag == f"{_WORD}p":
            lines.append("")
        elif node.tag == f"{_WORD}t" and not _is_placeholder(node):
            lines[-1] += node.text or ""
        elif node.tag in {f"{_WORD}tab", f"{_WORD}br", f"{_WORD}cr"}:
            lines[-1] += " "
    yield "\n".join(lines)


def _is_placeholder(node: Any) -> bool:
    """Whether the words are what a form's empty field shows."""
    control = next(node.iterancestors(f"{_WORD}sdt"), None)
    return control is not None and control.find(f"{_WORD}sdtPr/{_WORD}showingPlcHdr") is not None


def _word_count(document: Any) -> int | None:
    """The number of pages as Word last wrote it."""
    from docx.oxml import parse_xml

    for part in document.part.package.iter_parts():
        if str(part.partname) == "/docProps/app.xml":
            pages = parse_xml(part.blob).findtext(_COUNT)
            return int(pages) if pages and pages.isdecimal() else None
    return None


def _report(outcome: str, texts: Any = (), count: int | None = None) -> Report:
    pages, left = [], CHARACTERS
    for number, text in texts:
        tidy = "\n".join(line for line in (" ".join(raw.split()) for raw in text.splitlines()) if line)[:left]
        if tidy:
            pages.append({"page": number, "text": tidy})
            left -= len(tidy)
        if left <= 0:
            break
    return {"outcome": outcome, "count": count, "pages": pages}


EXTRACTORS: dict[str, Callable[[IO[bytes]], Report]] = {"pdf": read_pdf, "docx": read_docx}


def limit(memory: int, seconds: int) -> None:
    """Lets this process have so many bytes and seconds of work, where the system knows such limits."""
    try:
        import resource
    except ImportError:
        return
    # A process that goes past its time is told so with a signal, by which the caller knows why it ended.
    for what, most, hard in (
        (resource.RLIMIT_AS, memory, memory),
        (resource.RLIMIT_CPU, seconds, seconds + 5),
    ):
        try:
            resource.setrlimit(what, (most, hard))
        except (OSError, ValueError):
            continue


def main(kind: str, memory: str, seconds: str) -> int:
    """Reads the file on standard input. An exception is the answer `broken`; running out of memory, `too_large`."""
    limit(int(memory), int(seconds))
    try:
        report = EXTRACTORS[kind](sys.stdin.buffer)
    except MemoryError:
        report = _report("too_large")
    except Exception as error:  # whatever a parser may meet in a file that somebody uploads
        name = type(error).__name__
        # pypdf's own limit to what a part of a file may unpack to.
        report = {
            **_report("too_large" if name == "LimitReachedError" else "broken"),
            "error": f"{name}: {error}"[:200],
        }
    sys.stdout.write(json.dumps(report))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
