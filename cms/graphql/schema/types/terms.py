"""The terms of the glossary."""

from typing import Final

from cms.publication.glossary.payload import TermPayload

from .derived import object_type

Term: Final = object_type(TermPayload)
