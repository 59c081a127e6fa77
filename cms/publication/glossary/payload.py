"""What outlets serve of terms."""

from typing import Any, Final
from uuid import UUID

from pydantic import TypeAdapter

from cms.content.declaration import fields
from cms.content.declaration.values import Frozen
from cms.content.languages import Language


class TermTwin(Frozen):
    """A term in the other language."""

    language: Language = fields.code("The other language.")
    name: str = fields.heading("Its name in that language.")
    definition: str = fields.text("What it means, in that language.")


class TermPayload(Frozen):
    """A term of the glossary in one language, with its counterpart in the other."""

    id: UUID = fields.code("The same in both languages.")
    language: Language = fields.code("The language of the words, but for `twin`.")
    version: int = fields.number("Grows whenever the term changes.")
    name: str = fields.heading("As in a dictionary.")
    other_forms: list[str] = fields.text("Plurals, abbreviations and other words for it, unmutated.")
    definition: str = fields.text("What it means.")
    twin: TermTwin = fields.part("The same term in the other language.")
    address: str = fields.code("Its place in the public glossary.")
    api: str = fields.code("Its address over REST.")


TERM: Final[TypeAdapter[TermPayload]] = TypeAdapter(TermPayload)


def term_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a term."""
    return TERM.json_schema(mode="serialization", ref_template="#/$defs/{model}")
