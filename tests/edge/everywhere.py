"""The addresses at which anything can be read, now or once."""

from uuid import UUID

from cms.content.languages import CODES
from cms.publication.models import Edition

LISTS = (
    "items", "items?limit=1", "items?audience=parents", "items?sort=title&limit=2", "home", "terms", "items?fields=full",
)  # fmt: skip


def addresses() -> list[str]:
    """Where anything can be read, now or once."""
    found = ["/sitemap.xml", "/api/v1/manifest", "/api/v1/manifest?limit=1", "/api/v1/releases"]
    items: set[UUID] = set()
    for code in CODES:
        found += [f"/api/v1/{code}/{name}" for name in LISTS] + [f"/{code}/atom.xml"]
    for row in Edition.objects.all():
        items.add(row.item)
        own = f"{row.language}/items/{row.item}"
        found += [row.path, f"/api/v1/{own}"]
        found += [f"/api/v1/{row.language}/items/by-path?path={row.path}"]
    return [*found, *(f"/api/v1/items/{item}" for item in sorted(items))]
