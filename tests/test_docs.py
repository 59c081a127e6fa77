"""What the documents say is there: links lead somewhere, make targets exist, REST's addresses answer."""

import re
from pathlib import Path

import pytest
from django.test import Client

from tests.search.outlet import Index, index
from tests.test_catalogues import effective, forms

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [
    *ROOT.glob("*.md"),
    *sorted((ROOT / "docs").rglob("*.md")),
    *ROOT.glob("*/README.md"),
]
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#]+)(?:#[^)]*)?\)")
TARGET = re.compile(r"`make ([a-z-]+)")
PROGRAM = re.compile(r"(?<![\w./)-])bin/[\w.-]*\w")
FIXTURES = (index,)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_to_files_that_are_there(document: Path) -> None:
    for link in LINK.findall(document.read_text()):
        assert (document.parent / link).exists(), link


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_make_targets_exist(document: Path) -> None:
    known = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(TARGET.findall(document.read_text())) <= known


@pytest.mark.parametrize("document", [ROOT / "Makefile", ROOT / ".ci" / "run", *DOCUMENTS], ids=lambda path: path.name)
def test_programs_of_ours_that_are_named_are_there(document: Path) -> None:
    for name in PROGRAM.findall(document.read_text()):
        assert (ROOT / name).exists(), name


@pytest.mark.django_db
def test_the_addresses_of_the_readme_are_addresses_of_the_api(index: Index) -> None:
    text = (ROOT / "README.md").read_text()
    paths = {path for path in re.findall(r"127\.0\.0\.1:8000(/api/[^\s\"')]*)", text) if "$" not in path}
    assert len(paths) >= 3
    for path in paths:
        status = Client().get(path).status_code
        assert status == (400 if "oldest" in path else 200), path


def test_every_decision_is_listed() -> None:
    listed = (ROOT / "docs" / "adr" / "README.md").read_text()
    for decision in (ROOT / "docs" / "adr").glob("0*.md"):
        assert decision.name in listed


RECIPES = {
    "adeiladu-gwefan": "build-a-site",
    "cadw-copi": "keep-a-copy-with-a-client",
    "cadw-copi-heb-gleient": "keep-a-copy",
    "celciau-graphql": "graphql-caches",
    "chwilio-o-ch-gwefan": "search-from-your-site",
    "dangos-un-canllaw": "show-one-guide",
}
SHAPE = re.compile(r"^(```\w+|#+ |- )", re.MULTILINE)
CODE_BLOCK = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
# What the code of an example asks for and shows: names of the API and of its clients.
NAME = re.compile(
    r"""(?<=\[["'])[a-z_]+(?=["']\])|\b(?:Gone|NotPublic|Problem|also_in|did_you_mean|withdrawn|notice|hreflang)\b"""
)


def names_in_code(text: str) -> set[str]:
    return set(NAME.findall("".join(CODE_BLOCK.findall(text))))


def test_every_recipe_is_there_in_both_languages() -> None:
    folder = ROOT / "docs" / "recipes"
    assert {path.stem for path in (folder / "cy").glob("*.md")} == set(RECIPES)
    assert {path.stem for path in folder.glob("*.md")} == set(RECIPES.values())


@pytest.mark.parametrize(("welsh", "english"), RECIPES.items())
def test_a_recipe_has_as_much_in_welsh_as_in_english(welsh: str, english: str) -> None:
    cy, en = ((ROOT / "docs" / "recipes" / name).read_text() for name in (f"cy/{welsh}.md", f"{english}.md"))
    assert SHAPE.findall(cy) == SHAPE.findall(en)
    assert names_in_code(cy) == names_in_code(en)


NAMED = re.compile(r"\*{1,2}([^*]+?)\*{1,2}\s+\(\*([^*]+?)\*[):]")


def named_twice(document: str) -> set[tuple[str, str]]:
    """What a document calls by its English and, in brackets, its Welsh name on the screen."""
    return {(" ".join(en.split()), " ".join(cy.split())) for en, cy in NAMED.findall((ROOT / document).read_text())}


def test_what_the_editors_guide_names_is_called_so_on_the_screen() -> None:
    known = {
        (english.strip(), welsh.strip())
        for domain in ("django", "djangojs")
        for (_, english), entry in effective(domain).items()
        for welsh in forms(entry).values()
    }
    named = named_twice("docs/editors.md")
    assert len(named) >= 20
    # The name of the language follows.
    named -= {("Publish in Cymraeg", "Cyhoeddi: …")}
    in_sentences = {(en, cy) for en, cy in named if en[:1].islower()}
    assert named - known - in_sentences == set()
    in_welsh = {(en, cy) for cy, en in named_twice("docs/golygyddion.md")}
    assert len(in_welsh) >= 15
    assert in_welsh - known == set()
