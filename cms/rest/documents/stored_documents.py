"""Which documents are given, at which names; links in their Markdown lead to where they are given, or are plain words."""

import re
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path, PurePosixPath
from typing import Final

from django.conf import settings

from cms.content.languages import CODES, Language

from ..views.documentation import MARKDOWN_TYPE

ROOT: Final = Path(settings.BASE_DIR)
BELOW: Final = "/api/docs/"
MARKDOWN: Final = ".md"
# What is not Markdown is given as it is.
MEDIA_TYPES: Final = {
    MARKDOWN: MARKDOWN_TYPE,
    ".json": "application/json",
    ".graphql": "text/plain; charset=utf-8",
    ".png": "image/png",
}
INDEX: Final = "README.md"
_IN_BOTH: Final = frozenset({INDEX, f"examples/{INDEX}"})
_WELSH: Final = frozenset({"golygyddion.md", "preifatrwydd.md"})
_CLIENTS: Final = "clients/*/README.md"
_CHANGELOG: Final = {"changelog.md": ROOT / "CHANGELOG.md"}
_CODE: Final = re.compile(r"(^```.*?^```$)", re.MULTILINE | re.DOTALL)
_LINK: Final = re.compile(r"(!?)\[([^\]]*)\]\((?![a-z]+:|#)([^)#\s]*)(#[^)\s]*)?\)")


@cache
def stored_documents() -> Mapping[str, Path]:
    """The files by the names at which they are given: `rest.md`, `contracts/openapi.json`, `clients/python.md`."""
    docs = ROOT / "docs"
    files = (file for file in docs.rglob("*") if file.suffix in MEDIA_TYPES and not _is_code(file))
    named = {file.relative_to(docs).as_posix(): file for file in files}
    return named | _CHANGELOG | {f"clients/{file.parent.name}.md": file for file in ROOT.glob(_CLIENTS)}


@cache
def markdown(name: str, base: str) -> str:
    """The Markdown of a document of that name, with links below the address `base`. Raises KeyError where there is none."""
    return _linked(name, lambda given: f"{base}{BELOW}{given}")


def markdown_of_page(name: str, base: str, query: str) -> str:
    """The same for a page: its links lead to pages, asked for with `query`."""

    def address(given: str) -> str:
        page = given.removesuffix(MARKDOWN)
        return f"{base}{BELOW}{page}{query if page != given else ''}"

    return _linked(name, address)


def title_of(name: str) -> str:
    """The heading of a document."""
    heading = re.search(r"^# (.+)$", stored_documents()[name].read_text(encoding="utf-8"), re.MULTILINE)
    return heading[1].replace("`", "") if heading else name


def languages_of(name: str) -> tuple[Language, ...]:
    """The languages of a document's words."""
    if name in _IN_BOTH or name.startswith("clients/"):
        return CODES
    return ("cy",) if name in _WELSH or "cy" in PurePosixPath(name).parts else ("en",)


def _linked(name: str, address: Callable[[str], str]) -> str:
    file = stored_documents()[name]
    parts = _CODE.split(file.read_text(encoding="utf-8"))
    return "".join(
        part if place % 2 else _LINK.sub(partial(_link, file, address), part) for place, part in enumerate(parts)
    )


def _link(file: Path, address: Callable[[str], str], found: re.Match[str]) -> str:
    """A link as readers can follow it; its words alone, where it leads to what is given nowhere."""
    picture, words, target, part = found.groups(default="")
    name = _names().get((file.parent / target).resolve())
    return f"{picture}[{words}]({address(name)}{part})" if name else words


def _is_code(file: Path) -> bool:
    """Whether it is a part of an example rather than what tells of it."""
    return "examples" in file.parts and file.name != INDEX


@cache
def _names() -> Mapping[Path, str]:
    return {file.resolve(): name for name, file in stored_documents().items()}
