"""What of a page's stored content says something: republication without a change alters the rest."""

import hashlib
import json
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder

# What a republication changes in a page's JSON although its content stayed the same.
VOLATILE: Final = {
    "latest_revision", "latest_revision_created_at", "live_revision", "last_published_at", "first_published_at",
    "path", "numchild", "depth", "url_path", "has_unpublished_changes", "draft_title", "go_live_at", "live",
    "locked", "locked_at", "locked_by", "owner", "wagtail_admin_comments", "show_in_menus", "expire_at", "expired",
}  # fmt: skip


def shows_same(one: dict[str, Any], another: dict[str, Any]) -> bool:
    """Whether two contents of a page are the same, but for what a republication changes.

    One may be as it was read, the other as it is before it is written. A form gives what is chosen of several in its own order.
    """
    return _stable(one) == _stable(another) or _in_order(one) == _in_order(another)


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


def _in_order(content: dict[str, Any]) -> dict[str, Any]:
    read = json.loads(_written(content))
    return {
        key: sorted(value) if isinstance(value, list) and all(isinstance(one, str) for one in value) else value
        for key, value in read.items()
    }


def _stable(content: dict[str, Any]) -> dict[str, Any]:
    return {key: parsed(value) for key, value in content.items() if key not in VOLATILE}
