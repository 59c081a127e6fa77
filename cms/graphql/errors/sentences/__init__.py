"""The sentence of each code, in both languages. What stands in its braces is an extension of the error too."""

from collections.abc import Mapping
from typing import Final

from cms.content.vocabularies import Label

from .of_limits import LIMITS
from .of_queries import QUERIES
from .of_requests import REQUESTS

SENTENCES: Final[Mapping[str, Label]] = {**REQUESTS, **QUERIES, **LIMITS}
