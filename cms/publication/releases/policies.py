"""How the two languages of an item go out: together, together at first, or each by itself.

The setting of a type says so, else the type's declaration, else the setting for all.
"""

from enum import StrEnum

from django.conf import settings

from cms.content.declaration.registry import item_types


class Policy(StrEnum):
    """What the settings and a declaration may say."""

    TOGETHER = "together"
    TOGETHER_AT_FIRST = "together-at-first"
    INDEPENDENT = "independent"

    @property
    def begins_with_both(self) -> bool:
        """Whether an item's first publication waits for both languages, and what is taken down in one goes in both."""
        return self is not Policy.INDEPENDENT


def policy_of(type_name: str) -> Policy:
    """The policy of a type of item."""
    kind = item_types().get(type_name)
    declared = kind.release_policy if kind else None
    return Policy(settings.RELEASE_POLICY_BY_TYPE.get(type_name) or declared or settings.RELEASE_POLICY)
