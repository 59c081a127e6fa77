"""The terms of the glossary."""

from graphene import ID, Int, ObjectType, String

from .. import links
from ..enums import Language
from ..resolvers import Field, member
from .references import TERM, listed


class MarkedTerm(ObjectType):
    """A term that an item's text uses. In the HTML, `<span class="term" data-term="…">` has the same id."""

    id = member(ID, "id", "The term's id, the same in both languages.")
    language = member(Language, "lang", "The language of the words.")
    name = member(String, "name", "As in a dictionary: the marked words may be another form of it.")
    definition = member(String, "definition", "What it means.")
    address = member(String, "address", "Its place in the public glossary.")
    term = Field(TERM, links.MARKED_TERM, "The whole term; null where it is no longer in the glossary.")


class TermTwin(ObjectType):
    """A term in the other language."""

    language = member(Language, "language", "The other language.")
    name = member(String, "name", "Its name in that language.")
    definition = member(String, "definition", "What it means, in that language.")


class Term(ObjectType):
    """A term of the glossary in one language, with its counterpart in the other."""

    id = member(ID, "id", "The same in both languages.")
    language = member(Language, "language", "The language of the words, but for `twin`.")
    version = member(Int, "version", "Grows whenever the term changes.")
    name = member(String, "name", "As in a dictionary.")
    other_forms = member(listed(String), "other_forms", "Plurals, abbreviations and other words for it, unmutated.")
    definition = member(String, "definition", "What it means.")
    twin = member(TermTwin, "twin", "The same term in the other language.")
    address = member(String, "address", "Its place in the public glossary.")
    api = member(String, "api", "Its address over REST.")
