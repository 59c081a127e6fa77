"""When what failed is tried again: ever more seldom, and never all at once."""

import random
from typing import Final

# Seconds after the first failure, three times as long after each, and no longer than four hours: 13 attempts in a day.
FIRST: Final = 5.0
FACTOR: Final = 3.0
LONGEST: Final = 4 * 3600.0
# A receiver that cannot be reached, or fails whatever it is sent, is asked with one message at a time, so often at least.
LONGEST_FOR_ALL: Final = 15 * 60.0
# Messages that fail in a row before it is the receiver that fails, not they.
IN_A_ROW: Final = 5
# What a receiver may ask for by Retry-After.
LONGEST_ASKED_FOR: Final = 24 * 3600.0


def delay(failures: int, longest: float = LONGEST, asked_for: float | None = None) -> float:
    """Seconds until the next attempt after so many failures, up to a fifth more or less; at least what was asked for."""
    grown = FIRST * FACTOR ** min(failures - 1, 30)
    jittered = min(grown, longest) * random.uniform(0.8, 1.2)  # noqa: S311 - no secret
    return max(jittered, min(asked_for or 0.0, LONGEST_ASKED_FOR))
