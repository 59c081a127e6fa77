"""At which addresses of their own items of a type are found: a list, or the one there is of a kind. Same in every outlet."""

from dataclasses import dataclass

from ..vocabularies import Label


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of all items of a type: `name` is its address over REST and its field in GraphQL (`guides`).

    `description` says in a sentence what is in it, `more` what else a reader of REST should know, `nodes` names them in the
    plural within a sentence.
    """

    name: str
    description: str
    nodes: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Single:
    """The first item of a type, in the editors' order: the home page, the framework. `missing` says that there is none."""

    name: str
    description: str
    missing: Label


@dataclass(frozen=True, slots=True)
class Numbered:
    """An item by its number: a section of the framework. `missing` says that there is none of `{number}`."""

    name: str
    description: str
    missing: Label
