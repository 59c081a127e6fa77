"""A type or a block that forgot something fails `manage.py check`, which names what is missing."""

from dataclasses import replace
from typing import Any, Literal

import pytest

from cms.content.declaration import blocks, checks, fields, registry
from cms.content.declaration.items import ItemPayload
from cms.content.declaration.listings import Single
from cms.content.declaration.registry import item_types
from cms.content.vocabularies import Label
from guides.models import GuidePage

CHECKS = (
    checks.every_page_type_declares_its_payload,
    checks.every_field_says_what_it_holds,
    checks.every_field_can_be_filled,
    checks.every_word_is_there_in_both_languages,
    checks.every_block_declares_its_payload,
)


def found() -> list[tuple[str, str]]:
    return [(str(error.id), str(error.msg)) for check in CHECKS for error in check()]


@pytest.fixture
def guide(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Declares guides otherwise, for one test."""

    def declare(**changes: Any) -> None:
        made = replace(item_types()["guide"], **changes)
        monkeypatch.setitem(registry._TYPES, "guide", made)
        monkeypatch.setitem(registry._OF_PAGE, GuidePage, made)

    return declare


def test_nothing_is_missing_as_it_is() -> None:
    assert found() == []


def test_a_page_type_without_a_payload(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(registry._OF_PAGE, GuidePage)
    assert found() == [("content.E001", "guides.GuidePage declares no payload.")]


def test_a_field_without_a_role(guide: Any) -> None:
    class ForgetfulPayload(ItemPayload):
        type: Literal["guide"]
        key_messages: list[str]

    guide(payload=ForgetfulPayload)
    assert found() == [("content.E002", "ForgetfulPayload.key_messages has no role.")]


def test_a_field_that_nothing_fills(guide: Any) -> None:
    class HopefulPayload(ItemPayload):
        type: Literal["guide"]
        nowhere: str = fields.text("What no page has.")

    guide(payload=HopefulPayload)
    assert [(code, message.split(":")[0]) for code, message in found()] == [
        ("content.E003", "HopefulPayload.nowhere is not projected")
    ]


def test_a_field_that_only_a_projector_could_make(guide: Any) -> None:
    class PicturedPayload(ItemPayload):
        type: Literal["guide"]
        title_page: str = fields.picture("A picture needs its alternative text.")

    guide(payload=PicturedPayload)
    assert [code for code, _ in found()] == ["content.E003"]
    guide(payload=PicturedPayload, projector=lambda page, context: {"title_page": None})
    assert found() == []


def test_words_that_are_there_in_one_language_only(guide: Any) -> None:
    guide(label=Label("", "Guide"), single=Single("g", "One.", Label("Dim.", " ")))
    assert [message for _, message in found()] == [
        "The label of guide lacks words in cy.",
        "What guide says where there is none lacks words in en.",
    ]


def test_a_block_without_a_payload_wherever_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(blocks._BLOCKS, "quote")
    messages = [message for _, message in found()]
    assert "GuidePage.body: the block quote declares no payload." in messages
    assert "GuidePage.chapters.body: the block quote declares no payload." in messages
