"""A message of graphql-core by its pattern, its code, and what it says in both languages.

The pattern's groups stand in the braces. Of these, `token`, `found` and `reason` are put into words, and `allowed` is looked up
in the schema (cms.graphql.explained).
"""

from typing import NamedTuple

from cms.content.vocabularies import Label


class Explanation(NamedTuple):
    """A pattern of a whole message, its code and its sentence."""

    pattern: str
    code: str
    sentence: Label


def on(pattern: str, code: str, cy: str, en: str) -> Explanation:
    """What is said where a message has this pattern."""
    return Explanation(pattern, code, Label(cy, en))
