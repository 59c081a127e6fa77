"""The command line: what goes wrong is one line, in the language that was asked for."""

from pathlib import Path

import pytest
from scripted_server import Answer, scripted

from cynnwys import __main__ as command_line
from cynnwys.command_words import WORDS
from cynnwys.transport import Transport

NOBODY = "http://127.0.0.1:1"


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    defaults = Transport.__init__.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "sleep", lambda _: None)


@pytest.mark.parametrize(
    ("language", "words"),
    [("cy", ("Nid yw hwn yn gopi", "Nid cyfeiriad API")), ("en", ("This is not a copy", "not the address"))],
)
def test_what_cannot_be_opened_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str, words: tuple[str, str]
) -> None:
    other = tmp_path / "notes.txt"
    other.write_text("not a database, and long enough to be looked at as one" * 20)
    for file in (other, tmp_path, tmp_path / "nowhere" / "copy.sqlite3"):
        for command in (["sync", str(file), "--url", NOBODY], ["show", str(file), "a", "cy"]):
            assert command_line.main([*command, "--language", language]) == 1
            said = capsys.readouterr().err
            assert said.startswith(words[0])
            assert said.count("\n") == 1
    with pytest.raises(SystemExit) as ended:
        command_line.main(["sync", str(tmp_path / "copy"), "--url", "api.example.org", "--language", language])
    assert ended.value.code == 2
    assert words[1] in capsys.readouterr().err


@pytest.mark.parametrize("language", WORDS)
def test_help_and_a_missing_answer_are_in_the_language_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    words = WORDS[language]  # type: ignore[index]
    with pytest.raises(SystemExit):
        command_line.main(["sync", "--language", language, "--help"])
    said = " ".join(capsys.readouterr().out.split())
    assert all(text in said for text in (words.options, words.arguments, words.file, words.follow, words.help))
    assert command_line.main(["sync", str(tmp_path / "a"), "--url", NOBODY, "--language", language]) == 1
    assert capsys.readouterr().err.startswith(words.no_answer.split("{")[0])


def test_who_follows_waits_for_a_service_that_is_down(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    down, refused = Answer(503, {"title": "Down"}, {"Retry-After": "3600"}), Answer(401, {"title": "Refused"})
    with scripted(down, down, refused) as server:
        assert command_line.main(["sync", str(tmp_path / "a"), "--url", server.url, "--follow"]) == 1
    assert [line.split(":")[0] for line in capsys.readouterr().err.splitlines()] == [
        "503 Down",
        "503 Down",
        "401 Refused",
    ]
