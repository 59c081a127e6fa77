"""What of a page's stored content says something: republication without a change alters the rest."""

import hashlib
import json
import re
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder

# What a republication changes in a page's JSON although its content stayed the same.
VOLATILE: Final = {
    "latest_revision", "latest_revision_created_at", "live_revision", "last_published_at", "first_published_at",
    "path", "numchild", "depth", "url_path", "has_unpublished_changes", "draft_title", "go_live_at", "live",
    "locked", "locked_at", "locked_by", "owner", "wagtail_admin_comments", "show_in_menus", "expire_at", "expired",
}  # fmt: skip
# A tag of rich text that has attributes, and what it consists of.
_TAG: Final = re.compile(r'<\w+(?:\s+[\w-]+="[^"]*")+\s*/?>')
_ATTRIBUTE: Final = re.compile(r'<\w+|[\w-]+="[^"]*"|/?>')


def shows_same(one: dict[str, Any], another: dict[str, Any]) -> bool:
    """Whether two contents of a page are the same, but for what a republication changes.

    One may be as it was read, the other as it is before it is written. A form gives what is chosen of several, and a link's
    attributes, in its own order, and says of what was left open that it is not so.
    """
    return _stable(one) == _stable(another) or _said_by_field(one) == _said_by_field(another)


def content_digest(content: dict[str, Any]) -> str:
    """Thirty-two hexadecimal digits for what `shows_same` compares."""
    return hashlib.blake2b(_written(content).encode(), digest_size=16).hexdigest()


def parsed(value: Any) -> Any:
    """StreamFields are JSON within JSON, and PostgreSQL keeps the keys in an order of its own."""
    if isinstance(value, str) and value.startswith("["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _written(content: dict[str, Any]) -> str:
    return json.dumps(_stable(content), sort_keys=True, cls=DjangoJSONEncoder)


def _said_by_field(content: dict[str, Any]) -> dict[str, Any]:
    fields = json.loads(_written(content))
    return {name: sorted(value) if _is_choice(value) else _said(value) for name, value in fields.items()}


def _is_choice(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _said(value: Any) -> Any:
    """What a value says, however an editor's form or another program has written it."""
    if isinstance(value, dict):
        return {key: _said(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_said(one) for one in value]
    if isinstance(value, str):
        return _TAG.sub(lambda tag: " ".join(sorted(_ATTRIBUTE.findall(tag[0]))), value)
    return None if value is False else value


def _stable(content: dict[str, Any]) -> dict[str, Any]:
    return {key: parsed(value) for key, value in content.items() if key not in VOLATILE}
