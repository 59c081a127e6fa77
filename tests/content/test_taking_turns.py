"""Two forms with the same blocks, checked by two threads at one moment."""

import threading
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from wagtail.blocks import CharBlock, StreamBlock
from wagtail.blocks.base import BlockField
from wagtail.blocks.stream_block import StreamValue


class SlowBlock(CharBlock):
    """Its first check lasts until another has begun, and long enough for that to be done if nothing holds it."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.other = threading.Event(), threading.Event()

    def clean(self, value: Any) -> Any:
        if not self.begun.is_set():
            self.begun.set()
            self.other.wait(60)
            # Nothing tells that the other waits: it has had its chance.
            threading.Event().wait(0.5)
        return super().clean(value)


def checked(field: BlockField, *, as_draft: bool) -> str:
    field.is_deferred_validation = as_draft
    try:
        field.clean(StreamValue(field.block, [("text", "")]))
    except ValidationError:
        return "refused"
    return "taken"


@pytest.mark.parametrize(("as_draft", "found"), [(False, "refused"), (True, "taken")])
def test_a_draft_changes_nothing_of_how_another_form_is_checked(as_draft: bool, found: str) -> None:
    slow = SlowBlock()
    block = StreamBlock([("text", slow)])
    results: dict[str, str] = {}

    def draft() -> None:
        results["draft"] = checked(BlockField(block), as_draft=True)

    def other() -> None:
        slow.begun.wait(60)
        slow.other.set()
        results["other"] = checked(BlockField(block), as_draft=as_draft)

    threads = [threading.Thread(target=step) for step in (draft, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert results == {"draft": "taken", "other": found}
    assert slow.required
    assert checked(BlockField(block), as_draft=False) == "refused"
