"""Which outlet a request asks, in the words that metrics, lines and spans have in common."""

from typing import Any, Final

OTHER: Final = "other"
# By the name of the lane where that says it, else by what an address begins with.
_OF_LANES: Final = {
    "search": "search", "print": "print", "export": "feed", "following": "following", "health": "health",
}  # fmt: skip
_OF_ADDRESSES: Final = {
    "graphql": "graphql", "llms.txt": "rest", ".well-known": "reading", "": "reading", "cy": "reading", "en": "reading",
    "sitemap": "reading", "sitemap.xml": "reading", "robots.txt": "reading", "embed": "embed", "files": "files",
    "pictures": "files", "media": "files", "static": "files", "preview": "previews", "partners": "portal",
    "partneriaid": "portal", "admin": "admin",
}  # fmt: skip
OUTLETS: Final = frozenset({*_OF_LANES.values(), *_OF_ADDRESSES.values(), "feed", OTHER})
_FEED: Final = ("/api/v1/changes", "/api/v1/manifest")


def outlet_of(environ: dict[str, Any]) -> str:
    """The outlet that a request asks. What could not be read as a request has no lane, and is of no outlet."""
    if "cms.lane" not in environ:
        return OTHER
    known = _OF_LANES.get(environ["cms.lane"].name)
    if known is not None:
        return known
    path: str = environ["PATH_INFO"]
    if path.startswith("/api/"):  # most requests, and the quickest: each microsecond is one in fifty
        return "feed" if path.startswith(_FEED) else "rest"
    return _OF_ADDRESSES.get(path[1:].partition("/")[0], OTHER)
