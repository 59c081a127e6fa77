"""Reads the YAML of a demo directory into dataclasses. Knows its keys, and nothing of Wagtail or the database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml

from cms.content.languages import CODES, NAMES, Language

from . import identity
from .errors import DemoError

Leaf = Mapping[str, str]
# libyaml reads the demo in a fifth of the time that Python takes.
_YAML = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TERM_KEYS = frozenset({"key", "name", "other_forms", "definition", "source"})
_ITEM_KEYS = frozenset({"key", "type", "parent", "source"})


@dataclass(frozen=True)
class Snippet:
    """An organisation, a topic or a term: what is plain, and what each language says."""

    kind: str  # "organisation", "topic" or "term"
    key: str
    words: Mapping[str, Leaf]
    file: str
    source: Language = "en"

    @property
    def id(self) -> UUID:
        return identity.of_snippet(self.kind, self.key)


@dataclass(frozen=True)
class Download:
    """A file in one language."""

    key: str
    language: Language
    path: Path
    title: str


@dataclass(frozen=True)
class Drawing:
    """A picture without words."""

    key: str
    path: Path
    title: str


@dataclass(frozen=True)
class Item:
    """One page in both languages. `fields` is what the YAML says, by the names of the model's fields."""

    key: str
    type: str
    parent: str | None
    source: Language
    fields: Mapping[str, Any]
    file: str

    @property
    def id(self) -> UUID:
        return identity.of_item(self.key)


@dataclass(frozen=True)
class Demo:
    """Everything in a demo directory; items in the order of their files, parents before children."""

    path: Path
    organisations: list[Snippet] = field(default_factory=list)
    topics: list[Snippet] = field(default_factory=list)
    terms: list[Snippet] = field(default_factory=list)
    downloads: list[Download] = field(default_factory=list)
    drawings: list[Drawing] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    same: frozenset[str] = frozenset()


def read(path: Path) -> Demo:
    """The demo below `path`. Raises DemoError naming the file and key of the first thing that is not as it should."""
    if not (path / "items").is_dir():
        raise DemoError(str(path), "items", "there is no such directory")
    items = [_item(file, f"items/{file.name}") for file in sorted((path / "items").glob("*.yaml"))]
    _check_items(items)
    return Demo(
        path=path,
        organisations=_snippets(path, "organisations.yaml", "organisation", ("name", "short_name", "website")),
        topics=_snippets(path, "topics.yaml", "topic", ("name",)),
        terms=list(_terms(path)),
        downloads=list(_downloads(path)),
        drawings=list(_drawings(path)),
        items=items,
        same=frozenset(_same(path)),
    )


def leaf(value: Any, file: str, path: str) -> Leaf:
    """`value` as a text in both languages. Raises DemoError for one that lacks either or has anything else."""
    if not isinstance(value, Mapping):
        raise DemoError(file, path, "is not a text in both languages, {en: …, cy: …}")
    for code in CODES:
        if not isinstance(value.get(code), str) or not value[code].strip():
            raise DemoError(file, f"{path}.{code}", f"the {'Welsh' if code == 'cy' else NAMES[code]} text is missing")
    if unknown := sorted(str(key) for key in set(value) - set(CODES)):
        raise DemoError(file, path, f"has keys that are no language: {', '.join(unknown)}")
    return value


def _load(path: Path, name: str) -> Any:
    try:
        with path.open("rb") as stream:
            return yaml.load(stream, Loader=_YAML)  # noqa: S506 - a safe loader in either case
    except FileNotFoundError:
        return None
    except yaml.YAMLError as error:
        raise DemoError(name, "", f"is not YAML: {error}") from error


def _rows(path: Path, name: str) -> list[dict[str, Any]]:
    rows = _load(path / name, name) or []
    if not isinstance(rows, list):
        raise DemoError(name, "", "is not a list")
    seen: set[str] = set()
    for number, row in enumerate(rows):
        if not isinstance(row, dict) or not isinstance(row.get("key"), str):
            raise DemoError(name, str(number), "has no key")
        if row["key"] in seen:
            raise DemoError(name, row["key"], "is there twice")
        seen.add(row["key"])
    return rows


def _snippets(path: Path, name: str, kind: str, words: Iterable[str]) -> list[Snippet]:
    snippets = []
    for row in _rows(path, name):
        key = row["key"]
        if unknown := sorted(set(row) - {"key", *words}):
            raise DemoError(name, f"{key}.{unknown[0]}", "is not a field of this snippet")
        leaf(row.get("name"), name, f"{key}.name")
        texts = {word: leaf(row[word], name, f"{key}.{word}") for word in words if word in row}
        snippets.append(Snippet(kind, key, texts, name))
    return snippets


def _terms(path: Path) -> Iterable[Snippet]:
    """Terms; their other forms are kept one a line, and may be missing in either language or both."""
    name = "terms.yaml"
    for row in _rows(path, name):
        key = row["key"]
        if unknown := sorted(set(row) - _TERM_KEYS):
            raise DemoError(name, f"{key}.{unknown[0]}", "is not a field of a term")
        if row.get("source") not in CODES:
            raise DemoError(name, f"{key}.source", "is neither cy nor en")
        words = {word: leaf(row.get(word), name, f"{key}.{word}") for word in ("name", "definition")}
        yield Snippet("term", key, {**words, "other_forms": _forms(row, name)}, name, row["source"])


def _forms(row: Mapping[str, Any], name: str) -> Leaf:
    where, given = f"{row['key']}.other_forms", row.get("other_forms") or {}
    if not isinstance(given, Mapping) or set(given) - set(CODES):
        raise DemoError(name, where, "is not a list of forms in each language, {en: […], cy: […]}")
    for code, forms in given.items():
        if not isinstance(forms, list) or not all(isinstance(form, str) and form.strip() for form in forms):
            raise DemoError(name, f"{where}.{code}", "is not a list of words")
    return {code: "\n".join(given.get(code, ())) for code in CODES}


def _downloads(path: Path) -> Iterable[Download]:
    name = "files.yaml"
    for row in _rows(path, name):
        for code in CODES:
            where = f"{row['key']}.{code}"
            if not isinstance(row.get(code), dict):
                raise DemoError(name, where, "the file in this language is missing")
            file = _existing(path, row[code], f"{where}.path", name)
            yield Download(row["key"], code, file, _plain(row[code], "title", name))


def _drawings(path: Path) -> Iterable[Drawing]:
    name = "pictures.yaml"
    for row in _rows(path, name):
        file = _existing(path, row, f"{row['key']}.path", name)
        yield Drawing(row["key"], file, _plain(row, "title", name))


def _existing(path: Path, row: Mapping[str, Any], where: str, name: str) -> Path:
    file = path / _plain(row, "path", name)
    if not file.is_file():
        raise DemoError(name, where, f"there is no file {file}; demo/make_files.py makes it")
    return file


def _plain(row: Mapping[str, Any], key: str, name: str) -> str:
    if not isinstance(row.get(key), str) or not row[key].strip():
        raise DemoError(name, f"{row.get('key', '')}.{key}".strip("."), "is missing")
    return str(row[key])


def _same(path: Path) -> Iterable[str]:
    texts = _load(path / "same.yaml", "same.yaml") or []
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise DemoError("same.yaml", "", "is not a list of texts")
    return texts


def _item(path: Path, name: str) -> Item:
    content = _load(path, name)
    if not isinstance(content, dict):
        raise DemoError(name, "", "is not one item")
    for key in ("key", "type", "source"):
        _plain(content, key, name)
    if content["source"] not in CODES:
        raise DemoError(name, "source", "is neither cy nor en")
    fields = {key: value for key, value in content.items() if key not in _ITEM_KEYS}
    return Item(content["key"], content["type"], content.get("parent"), content["source"], fields, name)


def _check_items(items: list[Item]) -> None:
    seen: set[str] = set()
    for item in items:
        if item.key in seen:
            raise DemoError(item.file, "key", f"another item is called {item.key}")
        if item.parent is not None and item.parent not in seen:
            raise DemoError(item.file, "parent", f"no item before this one is called {item.parent}")
        seen.add(item.key)
