"""What an upload says: its words page by page, or the reason why nothing could be read. Nothing an upload does matters."""

import io
import tempfile
from collections.abc import Callable
from typing import Any

import pytest

from cms.content.files import extraction
from cms.content.files.extraction import Extraction, Outcome, extract

from . import uploads


def read(data: bytes, extension: str) -> Extraction:
    file = io.BytesIO(data)
    found = extract(file, extension, len(data))
    assert file.tell() == 0
    return found


def test_a_pdf_is_read_page_by_page() -> None:
    found = read(uploads.pdf("Y dudalen gyntaf", "", "The third page"), "PDF")
    assert (found.outcome, found.count, found.words) == (Outcome.READ, 3, 6)
    assert found.pages == ({"page": 1, "text": "Y dudalen gyntaf"}, {"page": 3, "text": "The third page"})


def test_a_word_file_is_read_with_its_tables_and_without_what_empty_fields_show() -> None:
    found = read(uploads.word("Un tŷ", "Dau"), "docx")
    assert (found.outcome, found.pages) == (Outcome.READ, ({"page": None, "text": "Un tŷ\nDau\nCell"},))


def test_a_word_file_has_the_pages_that_word_saw() -> None:
    found = read(uploads.word("Un", "Dau", "Tri", breaks=True), "docx")
    assert [page["page"] for page in found.pages] == [1, 2, 3]
    assert [page["text"] for page in found.pages] == ["Un", "Dau", "Tri\nCell"]


_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)
UNREADABLE: dict[str, tuple[str, Outcome, Callable[[], bytes]]] = {
    "a scan": ("pdf", Outcome.WORDLESS, lambda: uploads.pdf("", "")),
    "locked": ("pdf", Outcome.ENCRYPTED, uploads.locked_pdf),
    "encrypted, and open to all": ("pdf", Outcome.READ, lambda: uploads.locked_pdf("")),
    "an old or locked Word file": ("docx", Outcome.ENCRYPTED, lambda: _OLD_WORD),
    "half a PDF": ("pdf", Outcome.BROKEN, lambda: uploads.pdf("x")[:300]),
    "a PDF of nothing": ("pdf", Outcome.BROKEN, lambda: b"%PDF-1.7\n%%EOF\n"),
    "half a Word file": ("docx", Outcome.BROKEN, lambda: uploads.word("x")[:3000]),
    "an archive of nothing": ("docx", Outcome.BROKEN, lambda: b"PK\x03\x04" + bytes(100)),
    "an empty PDF": ("pdf", Outcome.BROKEN, lambda: b""),
    "an empty Word file": ("docx", Outcome.BROKEN, lambda: b""),
    "a Word file that swells": ("docx", Outcome.TOO_LARGE, lambda: uploads.swelling_word(201_000_000)),
    "much text": ("txt", Outcome.TOO_LARGE, lambda: b"x" * 5_000_001),
    "no text": ("csv", Outcome.BROKEN, lambda: b"\x00\x01\x02"),
    "nothing but space": ("txt", Outcome.WORDLESS, lambda: b" \n"),
    "another kind": ("rtf", Outcome.UNKNOWN, lambda: b"{\\rtf1 x}"),
    "no kind": ("", Outcome.UNKNOWN, lambda: b"x"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_told_by_its_reason(name: str) -> None:
    extension, outcome, made = UNREADABLE[name]
    found = read(made(), extension)
    assert found.outcome == outcome
    assert bool(found.pages) == (outcome == Outcome.READ)


@pytest.mark.parametrize("text", ["Tŷ a gŵr", "Café"])
def test_plain_text_is_utf_8_or_what_windows_writes(text: str) -> None:
    encoded = text.encode("utf-8-sig" if "ŷ" in text else "cp1252")
    assert read(encoded, "txt").pages == ({"page": None, "text": text},)
    assert read(encoded, "csv").words == len(text.split())


def test_captions_are_read_without_their_times_or_their_fault_is_kept() -> None:
    good = read(b"WEBVTT\n\n00:01.000 --> 00:02.000\nHelo <i>ti</i>\n", "vtt")
    assert good.pages == ({"page": None, "text": "Helo ti"},)
    bad = read(b"WEBVTT\n\n00:01 --> 00:02\nHelo\n", "vtt")
    assert (bad.outcome, bad.fault, bad.line) == (Outcome.CAPTIONS, "cue", 3)


def test_a_file_of_200_mb_is_not_read_at_all() -> None:
    class Untouched(io.RawIOBase):
        def seek(self, *args: Any) -> int:
            raise AssertionError("it was read")

    assert extract(Untouched(), "pdf", 200_000_000).outcome == Outcome.TOO_LARGE


def test_a_pdf_that_unpacks_beyond_its_memory_ends_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction, "MEMORY", 200_000_000)
    found = read(uploads.swelling_pdf(300_000_000), "pdf")
    assert (found.outcome, found.pages) == (Outcome.TOO_LARGE, ())


def test_a_pdf_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction, "SECONDS", 1)
    found = read(uploads.pdf(*["word " * 200] * 3000), "pdf")
    assert found.outcome == Outcome.TOO_SLOW


def test_of_a_very_long_text_the_beginning_is_kept() -> None:
    found = read(uploads.word(*["word " * 50_000] * 10), "docx")
    assert 1_900_000 < len(found.pages[0]["text"]) <= 2_000_000


def test_an_unreadable_storage_is_no_fault_of_the_editors() -> None:
    with tempfile.TemporaryFile("wb") as write_only:
        assert extract(write_only, "txt", 1).outcome == Outcome.BROKEN


@pytest.mark.parametrize("text", ["a\0b", "a\ud83db"])
def test_what_no_database_takes_is_left_out(text: str) -> None:
    assert extraction._storable(text) == "ab"
