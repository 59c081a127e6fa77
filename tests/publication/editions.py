"""What the public sees of an item, for assertions."""

import json
from typing import Any

from cms.publication.models import Change, Edition

# Of what readers get: `digest` is that of all bytes. The log's numbers and moments are left out, and what holds them.
_PUBLIC = [
    field.name for field in Edition._meta.concrete_fields
    if field.name not in {"id", "version", "encoded_version", "changed_at", "state_since", "card"}
    and not field.name.startswith("body")
]  # fmt: skip


def edition(page: Any, language: str | None = None) -> Edition | None:
    """The edition of a page's item in the page's language, or in another."""
    return Edition.objects.filter(item=page.translation_key, language=language or page.locale.language_code).first()


def state(page: Any, language: str | None = None) -> str:
    """`published`, `withdrawn`, `gone`, or `missing` where there never was an edition."""
    found = edition(page, language)
    return found.state if found else "missing"


def payload(page: Any, language: str | None = None) -> dict[str, Any]:
    """The bytes as a reader would parse them."""
    found = edition(page, language)
    assert found is not None
    assert found.state == "published"
    return json.loads(bytes(found.body))


def log_since(version: int) -> list[tuple[str, str]]:
    """(kind, languages) of each change above a version."""
    return [(row.kind, row.languages) for row in Change.objects.filter(version__gt=version)]


def newest() -> int:
    """The log's newest version."""
    return Change.objects.order_by("-version").values_list("version", flat=True).first() or 0


def all_public() -> list[dict[str, Any]]:
    """All that is public, to the byte."""
    return list(Edition.objects.filter(state="published").order_by("item", "language").values(*_PUBLIC))


def differing(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[Any]:
    """What is not the same in both, as far as both go."""
    pairs = list(zip(before, after, strict=False))
    found: list[Any] = [(name, one[name], new[name]) for one, new in pairs for name in one if one[name] != new[name]]
    return [*found, *before[len(pairs) :], *after[len(pairs) :]]
