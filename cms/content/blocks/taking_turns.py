"""Forms' blocks are checked by one thread at a time.

A block is one object for all forms. While a draft is checked, Wagtail has the block itself not ask for what is required:
another thread's form, to be published, was not asked either. Two drafts at one moment left it so for good, or failed.
"""

from functools import wraps
from threading import RLock
from typing import Any, Final

from wagtail.blocks.base import BlockField

_TURN: Final = RLock()


def install() -> None:
    """Has each form wait for its turn, a few milliseconds."""
    plain = BlockField.clean

    @wraps(plain)
    def clean(self: BlockField, value: Any) -> Any:
        with _TURN:
            return plain(self, value)

    BlockField.clean = clean
