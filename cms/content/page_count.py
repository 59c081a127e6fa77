"""How many pages an uploaded file has, where its format says so. A broken file simply has no page count."""

import logging
import zipfile
from typing import IO, Any

from defusedxml import ElementTree
from pypdf import PdfReader

logger = logging.getLogger(__name__)

_WORD_PAGES = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}Pages"
_PROPERTIES_LIMIT = 100_000


def count_pages(file: IO[bytes] | Any, extension: str) -> int | None:
    """The number of pages of a PDF or Word file; None for other formats and for files that cannot be read."""
    counters = {"pdf": _pdf_pages, "docx": _word_pages}
    counter = counters.get(extension.lower())
    if counter is None:
        return None
    try:
        file.seek(0)
        return counter(file)
    except Exception as error:  # a broken or encrypted upload must never stop an editor's save
        logger.warning("pages not counted: %s", error)
        return None
    finally:
        file.seek(0)


def _pdf_pages(file: IO[bytes]) -> int:
    return len(PdfReader(file).pages)


def _word_pages(file: IO[bytes]) -> int | None:
    with zipfile.ZipFile(file) as archive:
        info = archive.getinfo("docProps/app.xml")
        if info.file_size > _PROPERTIES_LIMIT:
            return None
        pages = ElementTree.fromstring(archive.read(info)).findtext(_WORD_PAGES)
    return int(pages) if pages else None
