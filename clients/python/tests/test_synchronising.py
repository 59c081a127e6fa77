"""Bringing a copy into step: what breaks off is begun again, and ends with an error of ours where it never succeeds."""

import json
from pathlib import Path
from typing import Any

import pytest
from scripted_server import Answer, scripted

from cynnwys import Client, Copy, NoAnswer, sync

LINES: list[dict[str, Any]] = [
    {"id": "a", "type": "guide", "cy": {"id": "a", "version": 1, "path": "/cy/a/", "title": "Â"}, "en": None},
    {"token": "one", "items": 1},
]
EXPORT = "".join(f"{json.dumps(line)}\n" for line in LINES).encode()
NOTHING_NEW = Answer(body={"items": [], "token": "one", "more": False})


@pytest.mark.parametrize("compressed", [True, False])
@pytest.mark.parametrize("says_length", [True, False])
def test_an_export_that_breaks_off_anywhere_is_begun_again(tmp_path: Path, says_length: bool, compressed: bool) -> None:
    whole = Answer(body=EXPORT, compressed=compressed)
    # Of plain text without a length, the last line feed may be missing.
    for cut in range(1 if says_length or compressed else 2, len(whole.bytes()), 17):
        broken = Answer(body=EXPORT, compressed=compressed, cut=cut, says_length=says_length)
        with scripted(broken, whole, NOTHING_NEW) as server, Copy(tmp_path / f"{cut}.sqlite3") as copy:
            sync(Client(server.url, sleep=lambda _: None), copy)
            assert [item["title"] for item in copy.items("cy")] == ["Â"]


def test_an_export_that_always_breaks_off_ends_with_an_error_of_ours(tmp_path: Path) -> None:
    waited: list[float] = []
    broken = [Answer(body=EXPORT, compressed=True, cut=9)] * 8
    with scripted(*broken) as server, Copy(tmp_path / "copy.sqlite3") as copy:
        with pytest.raises(NoAnswer, match="/export"):
            sync(Client(server.url, sleep=waited.append), copy)
        assert copy.token is None
    assert waited == sorted(waited)
    assert len(waited) == 7
