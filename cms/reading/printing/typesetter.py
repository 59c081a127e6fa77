"""The program that makes one PDF: `typesetter.py FOLDER SECONDS` turns FOLDER/document.typ into FOLDER/document.pdf.

SECONDS (since 1970) is the document's date. It can read nothing outside FOLDER and does not import the service.
"""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typst import PDFStandard

_MEMORY = 1024**3
_PROCESSOR_SECONDS = 60


def limit() -> None:
    """Ends this process where it takes too much memory or time, on systems that know such limits."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (_PROCESSOR_SECONDS, _PROCESSOR_SECONDS))


def main(folder: Path, moment: int) -> None:
    """Makes it as PDF/UA-1; where that is refused, tagged all the same, saying why on the standard error stream."""
    import typst

    source = folder / "document.typ"

    def compiled(standards: list[PDFStandard]) -> bytes:
        return typst.compile(
            source, root=folder, ignore_system_fonts=True, timestamp=moment, pdf_standards=standards, format="pdf"
        )

    try:
        content = compiled(["ua-1"])
    except typst.TypstError as refusal:
        sys.stderr.write(f"{refusal.message}\n")
        content = compiled([])
    (folder / "document.pdf").write_bytes(content)


if __name__ == "__main__":
    limit()
    main(Path(sys.argv[1]), int(sys.argv[2]))
