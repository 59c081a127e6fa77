"""What narrows a list or a search. What each takes, beyond its type, the root fields check."""

from graphene import ID, Boolean, InputField, InputObjectType, Int, String

from cms.publication.queries.release_queries import RELEASE_KIND

from ..enums import AudienceCode, ItemType, Language, ResourceKind, choice_enum
from ..scalars import Date, DateTime
from .references import listed


class _Filter(InputObjectType):
    class Meta:
        abstract = True

    kind = InputField(listed(ResourceKind), description="Kinds of resource; any of them.")
    audience = InputField(listed(AudienceCode), description="Whom it is for; any of them.")
    topic = InputField(listed(String), description="Codes of topics, as `topics` gives them; any of them.")
    section = InputField(
        listed(String),
        description="Numbers of the framework's sections that it is, or is directly below, such as `6.2`; any of them.",
    )
    new = InputField(Boolean, description="True: only what is marked NEW today. False: only what is not.")
    updated_since = InputField(DateTime, description="Updated at this moment or later.")


class ListFilter(_Filter):
    """What narrows a list: everything that is given has to hold. Lists take 50 values at most."""

    class Meta:
        container = dict

    parent = InputField(
        listed(ID), description="UUIDs, or ids in either language, of the items directly above; any of them."
    )
    changed_since = InputField(
        Int,
        description=(
            "Of a greater version than this: whatever has changed in it since, also by moving, by becoming public, or because "
            "it shows something of another. With `sort: VERSION`, for keeping a copy."
        ),
    )
    reviewed_before = InputField(
        Date, description="Last reviewed before this day; what was never reviewed is left out."
    )


class ItemFilter(ListFilter):
    """What narrows the list of all items: everything that is given has to hold. Lists take 50 values at most."""

    class Meta:
        container = dict

    type = InputField(listed(ItemType), description="Types of item; any of them.")


class ReleaseFilterInput(InputObjectType):
    """What narrows the list of releases: everything that is given has to hold. Lists take 50 values at most."""

    class Meta:
        container = dict
        name = "ReleaseFilter"

    item = InputField(listed(ID), description="UUIDs, or ids in either language, of items; any of them.")
    kind = InputField(listed(choice_enum(RELEASE_KIND)), description="How it went out; any of them.")
    since = InputField(DateTime, description="Released at this moment or later.")


class ChangeFilter(InputObjectType):
    """What narrows the changes: everything that is given has to hold. What changed and does not match is told of as LEFT."""

    class Meta:
        container = dict

    language = InputField(listed(Language), description="The languages wanted; both, if it is left out.")
    type = InputField(listed(ItemType), description="Types of item; any of them. A term of the glossary is of none.")
    audience = InputField(listed(AudienceCode), description="Whom it is for; any of them.")
    topic = InputField(listed(String), description="Codes of topics, as `topics` gives them; any of them.")
    section = InputField(
        listed(String),
        description="Numbers of the framework's sections that it is, or is directly below, such as `6.2`; any of them.",
    )


class SearchFilter(_Filter):
    """What narrows a search: everything that is given has to hold. Lists take 50 values at most."""

    class Meta:
        container = dict

    type = InputField(listed(ItemType), description="Types of item; any of them.")
