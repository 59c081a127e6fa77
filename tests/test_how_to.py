"""What the pages of docs/how-to say is in the tree: the files they end with, the code they quote, the paths they name."""

import re
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from cms.publication.changelog import consumers
from cms.publication.models import ConsumerOffset
from tests.publication.followers import write_log

ROOT = Path(settings.BASE_DIR)
FOLDER = ROOT / "docs" / "how-to"
PAGES = sorted(path for path in FOLDER.glob("*.md") if path.name != "README.md")
CODE = ("cms", "guides", "home", "locale", "search", "tests")
EACH_PAGE = pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
# `path` (new), as `the example's path`: `what stands there`
LISTED = re.compile(r"- `(?P<path>[^`]+)`(?P<new> \(new\), as `(?P<example>[^`]+)`)?(?:: `(?P<mark>[^`]+)`)?")
QUOTED = re.compile(r"^```\w+ title=(\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXAMPLE = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NAME = re.compile(r"(?<!`)`(?:[a-z_]+\.)*([A-Za-z_]+)(?:\(\))?`(?!`)")
PATH = re.compile(r"(?<![\w./*-])[\w.-]+(?:/[\w.-]+)+\.(?:py|html|md|po|mo|json|graphql|toml|txt)\b")


def listed(page: Path) -> list[re.Match[str]]:
    """The files that a page ends with. A line that is none, or that is written otherwise, fails."""
    _, found, files = page.read_text().partition("\n## Files\n")
    assert found, "it does not end with its files"
    assert "\n## " not in files, "something comes after its files"
    matches = [(line, LISTED.fullmatch(line)) for line in files.splitlines() if line.startswith("-")]
    assert matches
    assert [line for line, match in matches if match is None] == []
    return [match for _, match in matches if match is not None]


@EACH_PAGE
def test_every_file_that_it_ends_with_is_there_and_holds_what_it_says(page: Path) -> None:
    for file in listed(page):
        path = ROOT / (file["example"] or file["path"])
        assert path.is_file(), path
        assert path.suffix == ".mo" or file["mark"] is None or file["mark"] in path.read_text(), file[0]


@EACH_PAGE
def test_a_file_that_is_not_new_says_what_stands_there_and_a_new_one_is_not_there_yet(page: Path) -> None:
    for file in listed(page):
        assert not file["new"] or not (ROOT / file["path"]).exists(), file[0]
        assert file["new"] or file["mark"] or file["path"].endswith(".mo"), file[0]


@EACH_PAGE
def test_the_code_that_it_quotes_stands_in_its_file_in_that_order(page: Path) -> None:
    quoted = QUOTED.findall(page.read_text())
    assert quoted
    for name, code in quoted:
        rest = (ROOT / name).read_text()
        for piece in re.split(r"^\.\.\.\n", code, flags=re.MULTILINE):
            _, found, rest = rest.partition(f"\n{piece}")
            assert found, f"{name} has not, or not in this order:\n{piece}"


@EACH_PAGE
def test_every_path_that_it_names_is_there_or_new(page: Path) -> None:
    new = {file["path"] for file in listed(page) if file["new"]}
    named = set(PATH.findall(page.read_text())) - new
    below = (ROOT, FOLDER, *ROOT.glob("*/templates"), *ROOT.glob("cms/*/templates"))
    assert sorted(name for name in named if not any((start / name).exists() for start in below)) == []


def test_a_page_that_is_there_is_in_the_index_and_the_index_is_where_a_developer_starts() -> None:
    index = (FOLDER / "README.md").read_text()
    assert [page.name for page in PAGES if f"]({page.name})" not in index] == []
    for start in ("README.md", "CONTRIBUTING.md"):
        assert "](docs/how-to/README.md)" in (ROOT / start).read_text(), start


def test_a_page_that_the_code_leads_to_is_there() -> None:
    code = [path for folder in ("cms", "tests") for path in (ROOT / folder).rglob("*.py")]
    named = {name for path in code for name in re.findall(r"docs/how-to/[\w-]+\.md", path.read_text())}
    assert len(named) >= 2
    assert [name for name in sorted(named) if not (ROOT / name).is_file()] == []


@EACH_PAGE
def test_every_name_that_it_speaks_of_is_in_the_tree(page: Path) -> None:
    names = set(NAME.findall(QUOTED.sub("", EXAMPLE.sub("", page.read_text()))))
    assert sorted(names - words_of_the_tree()) == []


@cache
def words_of_the_tree() -> frozenset[str]:
    """Every word of the code that the pages tell of, and of what configures it."""
    code = (
        path for folder in CODE for path in (ROOT / folder).rglob("*") if path.suffix in {".py", ".html", ".typ", ".po"}
    )
    texts = (path.read_text() for path in (*code, ROOT / "Makefile", ROOT / "docs" / "contracts" / "schema.graphql"))
    return frozenset(word for text in texts for word in re.findall(r"\w+", text))


@pytest.mark.django_db
def test_the_smallest_consumer_follows_the_log() -> None:
    (code,) = EXAMPLE.findall((FOLDER / "log-consumer.md").read_text())
    names = dict(vars(consumers))
    exec(code, names)
    write_log(3)
    assert consumers.follow(names["Tally"]()) == 3
    write_log(2)
    assert consumers.follow(names["Tally"]()) == 2
    assert ConsumerOffset.objects.get(name="tally").state == {"count": 5}
