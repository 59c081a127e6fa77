"""All of graphql-core's messages that a request can meet, with their codes and sentences. The first that fits counts."""

from typing import Final

from .limits import ABOVE_A_LIMIT
from .names import NAMES
from .shapes import SHAPE
from .syntax import SYNTAX
from .values import VALUES, VARIABLES

EXPLANATIONS: Final = (*ABOVE_A_LIMIT, *NAMES, *SHAPE, *VARIABLES, *VALUES, *SYNTAX)
