"""The file: one commit takes up what changed and the place after it, and readers always have something whole."""

from pathlib import Path

import pytest

from cynnwys import Copy, Language, Overtaken
from cynnwys.copy import Edition

LANGUAGES: tuple[Language, ...] = ("cy", "en")


def edition(id: str, title: str, language: Language = "cy", type: str = "guide") -> Edition:
    payload = {"id": id, "version": 1, "path": f"/{language}/{id}/", "title": title}
    return Edition(id, language, type, payload)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A copy of two items in both languages and a term, after the token `one`."""
    path = tmp_path / "copy.sqlite3"
    with Copy(path) as copy:
        editions = [edition(id, f"{id} {language}", language) for id in "ab" for language in LANGUAGES]
        copy.replace([*editions, edition("t", "lleoliad", type="term")], lambda: "one", None)
    return path


def titles(copy: Copy) -> list[str]:
    return [item["title"] for language in LANGUAGES for item in copy.items(language)]


def test_it_reads_as_the_api_does(file: Path) -> None:
    with Copy(file) as copy:
        item = copy.item("a", "cy")
        assert item is not None
        assert item["title"] == "a cy"
        assert copy.item_at("/cy/a/", "cy") == item
        assert [item["title"] for item in copy.items("en", "guide")] == ["a en", "b en"]
        assert copy.term("t", "cy") is not None
        assert len(list(copy.terms("cy"))) == 1
        assert [copy.item("t", "cy"), copy.item("c", "cy"), copy.term("a", "cy")] == [None, None, None]


def test_another_language_is_given_only_if_it_is_asked_for_and_says_so(file: Path) -> None:
    with Copy(file) as copy:
        copy.apply([], [("a", "cy")], "two", "one")
        assert copy.item("a", "cy") is None
        item = copy.item("a", "cy", fallback=True)
        assert item is not None
        assert (item["title"], item["fallback"]) == ("a en", {"asked": "cy", "served": "en"})
        assert "fallback" not in (copy.item("b", "cy", fallback=True) or {})


def test_changes_are_told_once_also_over_a_new_beginning(file: Path) -> None:
    with Copy(file) as copy:
        first = copy.last_change
        assert first == 5
        copy.apply([edition("a", "new"), edition("b", "b cy")], [("b", "en"), ("x", "cy")], "two", "one")
        copy.replace([edition("a", "newer"), edition("c", "added")], lambda: "elsewhere", "two")
        told = [(change.id, change.language, change.what) for change in copy.changes(first)]
    assert told[:2] == [("a", "cy", "changed"), ("b", "en", "removed")]
    assert sorted(told[2:]) == [
        ("a", "cy", "changed"), ("a", "en", "removed"), ("b", "cy", "removed"), ("c", "cy", "added"), ("t", "cy", "removed"),
    ]  # fmt: skip


def test_a_reader_has_the_old_one_until_the_new_one_is_whole(file: Path) -> None:
    with Copy(file) as copy, Copy(file) as reader:

        def token() -> str:
            assert titles(reader) == ["a cy", "b cy", "a en", "b en"]
            return "two"

        copy.replace([edition("c", "c cy")], token, "one")
        assert titles(reader) == ["c cy"]


def test_an_export_that_breaks_off_changes_nothing(file: Path) -> None:
    def broken_off() -> str:
        raise RuntimeError

    with Copy(file) as copy:
        with pytest.raises(RuntimeError):
            copy.replace([edition("c", "c cy")], broken_off, "one")
        assert titles(copy) == ["a cy", "b cy", "a en", "b en"]
        assert copy.token == "one"


def test_who_comes_second_takes_nothing_back(file: Path) -> None:
    with Copy(file) as copy, Copy(file) as other:
        other.apply([edition("a", "newer")], [], "two", "one")
        with pytest.raises(Overtaken):
            copy.apply([edition("a", "older")], [], "two", "one")
        assert titles(copy)[0] == "newer"
