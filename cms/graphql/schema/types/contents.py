"""The types of item, and what each has of its own."""

from graphene import ID, Int, ObjectType, String

from .. import links
from ..enums import Language
from ..resolvers import Field, member
from .blocks import Block
from .items import Item
from .labels import Kind
from .media import Picture, RichText, VideoBlock
from .references import ITEM, listed


class Promo(ObjectType):
    """A card that leads to an item."""

    id = member(ID, "id", "Stays the same through edits.")
    language = member(Language, "lang", "The language of the words.")
    title = member(String, "title", "Its title.")
    text = member(String, "text", "What it says, as plain text.")
    picture = member(Picture, "picture", "Its picture; null where it has none.", required=False)
    item_id = member(ID, "item", "The id of the item that it leads to.")
    address = member(String, "address", "The address of the item's public page.")
    address_language = member(Language, "language", "The language of what is at `address`.")
    item = Field(
        ITEM,
        links.LINKED_ITEM,
        "The item that it leads to, in the language of the words; null where it is not public in that language.",
    )


class Chapter(ObjectType):
    """A chapter of a good practice guide."""

    id = member(ID, "id", "Stays the same through edits.")
    language = member(Language, "lang", "The language of the words.")
    title = member(String, "title", "Its title.")
    summary = member(String, "summary", "What it is about; empty where that is not said.")
    body = member(listed(Block), "body", "Its content, block by block.", cost=1)


class Home(ObjectType):
    """The home page."""

    class Meta:
        interfaces = (Item,)

    introduction = member(RichText, "introduction", "What stands at its head.")
    promos = member(listed(Promo), "promos", "The cards that lead on from it.")


class Landing(ObjectType):
    """A page that introduces a part of the site."""

    class Meta:
        interfaces = (Item,)

    promos = member(listed(Promo), "promos", "The cards that lead on from it.")


class Framework(ObjectType):
    """The framework: its introduction. Its sections are its children."""

    class Meta:
        interfaces = (Item,)


class Section(ObjectType):
    """A numbered section of the framework."""

    class Meta:
        interfaces = (Item,)

    number = member(String, "number", "Its number, such as `6` or `6.2`.")


class Resource(ObjectType):
    """A resource for practice: a checklist, a flowchart, a template."""

    class Meta:
        interfaces = (Item,)

    kind = member(Kind, "kind", "What kind of resource it is.")


class Information(ObjectType):
    """Information for parents, referees or professionals."""

    class Meta:
        interfaces = (Item,)


class GuideIndex(ObjectType):
    """The page that introduces the good practice guides, which are its children."""

    class Meta:
        interfaces = (Item,)


class Guide(ObjectType):
    """A good practice guide."""

    class Meta:
        interfaces = (Item,)

    key_messages = member(listed(String), "key_messages", "What is to be remembered of it.")
    chapters = member(listed(Chapter), "chapters", "Its chapters, in order.", cost=1)
    practice_points = member(listed(String), "practice_points", "What to do in practice.")


class Training(ObjectType):
    """The page that introduces a training series. Its modules are its children."""

    class Meta:
        interfaces = (Item,)


class Module(ObjectType):
    """One module of a training series."""

    class Meta:
        interfaces = (Item,)

    part_number = member(Int, "part_number", "Its number in the series, from 1.")
    video = member(VideoBlock, "video", "Its recording; null where it has none.", required=False)
    learning_outcomes = member(listed(String), "learning_outcomes", "What one knows or can do after it.")
    who_it_is_for = member(String, "who_it_is_for", "Whom it is made for, in words; empty where that is not said.")


CONTENTS = (Home, Landing, Framework, Section, Resource, Information, GuideIndex, Guide, Training, Module)
