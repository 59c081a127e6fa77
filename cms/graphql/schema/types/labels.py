"""What is said of an item by a code and a label, and by whom it is published."""

from typing import Final

from graphene import Int, ObjectType, String

from ..enums import AudienceCode, ItemType, ResourceKind
from ..resolvers import member


class Audience(ObjectType):
    """Somebody whom an item is for."""

    code = member(AudienceCode, "code", "The same in both languages.")
    label = member(String, "label", "Its name in the language of the item.")


class Topic(ObjectType):
    """What an item is about. Editors add topics, so the list is open."""

    code = member(String, "code", "The same in both languages.")
    label = member(String, "label", "Its name in the language of the item.")


class Kind(ObjectType):
    """What kind of resource an item is."""

    code = member(ResourceKind, "code", "The same in both languages.")
    label = member(String, "label", "Its name in the language of the item.")


class Licence(ObjectType):
    """Under which licence the words of an item may be used."""

    code = member(String, "code", "The same in both languages: `ogl-3.0`, `cc-by-4.0` or `all-rights-reserved`.")
    label = member(String, "label", "Its name in the language of the item.")
    address = member(String, "address", "Where it can be read; null where all rights are reserved.", required=False)


class Organisation(ObjectType):
    """An organisation, as it is named in the language of the item."""

    name = member(String, "name", "Its full name.")
    short_name = member(String, "short_name", "Its short name or initials; empty where it has none.")
    website = member(String, "website", "The address of its website; empty where it has none.")


class Attribution(ObjectType):
    """To whom an item is owed."""

    publisher = member(Organisation, "publisher", "Who publishes it; null where that is not said.", required=False)
    commissioner = member(
        Organisation, "commissioner", "Who commissioned it; null where that is not said.", required=False
    )


_LABEL: Final = "Its name in the language asked for."
_COUNT: Final = "How many items: of all that are public in the language asked for, or in a search of those found."


class TopicUse(ObjectType):
    """A topic, and how many items are about it."""

    code = member(String, "code", "The topic's code: what the filter `topic` takes.")
    label = member(String, "label", _LABEL)
    count = member(Int, "count", _COUNT)


class AudienceUse(ObjectType):
    """An audience, and how many items are for it."""

    code = member(AudienceCode, "code", "The audience's code: what the filter `audience` takes.")
    label = member(String, "label", _LABEL)
    count = member(Int, "count", _COUNT)


class KindUse(ObjectType):
    """A kind of resource, and how many items are of it."""

    code = member(ResourceKind, "code", "The kind's code: what the filter `kind` takes.")
    label = member(String, "label", _LABEL)
    count = member(Int, "count", _COUNT)


class TypeUse(ObjectType):
    """A type of item, and how many items are of it."""

    code = member(ItemType, "code", "The type: what the filter `type` takes.")
    label = member(String, "label", _LABEL)
    count = member(Int, "count", _COUNT)


class SectionUse(ObjectType):
    """A section of the framework, and how many items are it or stand directly below it."""

    code = member(String, "code", "The section's number: what the filter `section` takes.")
    label = member(String, "label", "Its number and title, in the language asked for.")
    count = member(Int, "count", _COUNT)
