"""What outlets serve of terms."""

from typing import Any, Final
from uuid import UUID

from pydantic import TypeAdapter

from cms.content.languages import Language

from ..payload.blocks import Frozen


class TermRef(Frozen):
    """A term that an item's rich text has marked: in its HTML, `<span class="term" data-term="…">` has the same id.

    `name` is as in a dictionary, the marked words may be another form of it.
    """

    id: UUID
    name: str
    definition: str
    address: str


class TermTwin(Frozen):
    """The term in the other language."""

    language: Language
    name: str
    definition: str


class TermPayload(Frozen):
    """A term in one language, with its counterpart in the other. `id` is the same in both.

    `other_forms` are plurals, abbreviations and other words for it, unmutated. `address` is its place in the public glossary.
    """

    id: UUID
    language: Language
    version: int
    name: str
    other_forms: list[str]
    definition: str
    twin: TermTwin
    address: str
    api: str


TERM: Final[TypeAdapter[TermPayload]] = TypeAdapter(TermPayload)


def term_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a term."""
    return TERM.json_schema(mode="serialization", ref_template="#/$defs/{model}")
