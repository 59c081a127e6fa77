"""The links to items inside stored content: which there are, and what they become in a payload.

`Target` says which edition a link to an item leads to; None where it leads nowhere.
"""

import re
from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from cms.content.languages import Language
from cms.content.projection.context import ITEM_SCHEME

from ..models import Edition
from .addresses import public_address

Target = Callable[[UUID], Edition | None]
_ITEM_LINK: Final = re.compile(rf'<a href="{ITEM_SCHEME}:([0-9a-f-]{{36}})">(.*?)</a>', re.DOTALL)
_DROPPED: Final = object()


def linked_items(node: Any) -> set[str]:
    """The items that stored content leads to."""
    found: set[str] = set()
    _add_linked(node, found)
    return found


def _add_linked(node: Any, found: set[str]) -> None:
    if isinstance(node, list):
        for member in node:
            if not isinstance(member, str):
                _add_linked(member, found)
    elif isinstance(node, dict):
        found.update(node.get("related") or ())
        found.update(node.get("instead") or ())
        if node.get("item"):
            found.add(node["item"])
        if "html" in node:
            found.update(item for item, _ in _ITEM_LINK.findall(node["html"]))
        for value in node.values():
            if isinstance(value, dict | list):
                _add_linked(value, found)


def resolve(node: Any, language: Language, target_of: Target) -> Any:
    """Stored content with its links to items resolved; cards and links that lead nowhere are dropped.

    `language` is that of the content: a link that leads to the other one says so.
    """
    if isinstance(node, list):
        resolved = (resolve(member, language, target_of) for member in node)
        return [member for member in resolved if member is not _DROPPED]
    if not isinstance(node, dict):
        return node
    if node.get("item") and "address" in node:
        target = target_of(UUID(node["item"]))
        if target is None:
            return _DROPPED
        found = {
            "item": str(target.item),
            "address": public_address(target.lang, target.path),
            "language": target.language,
        }
        return {**node, **found}
    if "html" in node:
        return {**node, "html": _resolve_html(node["html"], language, target_of)}
    return {key: resolve(value, language, target_of) for key, value in node.items()}


def _resolve_html(html: str, language: Language, target_of: Target) -> str:
    def anchor(match: re.Match[str]) -> str:
        target = target_of(UUID(match[1]))
        if target is None:
            return match[2]
        elsewhere = f' hreflang="{target.language}"' if target.language != language else ""
        address = public_address(target.lang, target.path)
        return f'<a href="{address}" data-item="{target.item}"{elsewhere}>{match[2]}</a>'

    return _ITEM_LINK.sub(anchor, html)
