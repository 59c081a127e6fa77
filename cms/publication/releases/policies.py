"""How the two languages of an item go out: together, together at first, or each by itself. By settings, for all or by type."""

from enum import StrEnum

from django.conf import settings


class Policy(StrEnum):
    """What the settings may say."""

    TOGETHER = "together"
    TOGETHER_AT_FIRST = "together-at-first"
    INDEPENDENT = "independent"

    @property
    def begins_with_both(self) -> bool:
        """Whether an item's first publication waits for both languages, and what is taken down in one goes in both."""
        return self is not Policy.INDEPENDENT


def policy_of(type_name: str) -> Policy:
    """The policy of a type of item."""
    return Policy(settings.RELEASE_POLICY_BY_TYPE.get(type_name, settings.RELEASE_POLICY))
