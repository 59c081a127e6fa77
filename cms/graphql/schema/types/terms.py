"""The terms of the glossary."""

from graphene import ID, Int, ObjectType, String

from .. import links
from ..enums import Language
from ..resolvers import Field, taken
from .references import TERM, listed


class MarkedTerm(ObjectType):
    """A term that an item's text uses. In the HTML, `<span class="term" data-term="…">` has the same id."""

    id = taken(ID, "id", "The term's id, the same in both languages.")
    language = taken(Language, "lang", "The language of the words.")
    name = taken(String, "name", "As in a dictionary: the marked words may be another form of it.")
    definition = taken(String, "definition", "What it means.")
    address = taken(String, "address", "Its place in the public glossary.")
    term = Field(TERM, links.MARKED_TERM, "The whole term; null where it is no longer in the glossary.")


class TermTwin(ObjectType):
    """A term in the other language."""

    language = taken(Language, "language", "The other language.")
    name = taken(String, "name", "Its name in that language.")
    definition = taken(String, "definition", "What it means, in that language.")


class Term(ObjectType):
    """A term of the glossary in one language, with its counterpart in the other."""

    id = taken(ID, "id", "The same in both languages.")
    language = taken(Language, "language", "The language of the words, but for `twin`.")
    version = taken(Int, "version", "Grows whenever the term changes.")
    name = taken(String, "name", "As in a dictionary.")
    other_forms = taken(listed(String), "other_forms", "Plurals, abbreviations and other words for it, unmutated.")
    definition = taken(String, "definition", "What it means.")
    twin = taken(TermTwin, "twin", "The same term in the other language.")
    address = taken(String, "address", "Its place in the public glossary.")
    api = taken(String, "api", "Its address over REST.")
