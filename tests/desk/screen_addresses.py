"""The addresses of our own screens in the administration: of every route of ours, so that a new screen is among them."""

import re
from collections.abc import Iterator
from typing import Any, Final

from django.contrib.admindocs.views import simplify_regex
from django.urls import URLPattern, get_resolver

OURS: Final = {"cms", "search", "home", "guides"}
# Wagtail's own screens of our models that show fields of ours.
WITH_FIELDS: Final = {"list", "add", "edit"}


def addresses(examples: dict[str, Any]) -> list[str]:
    """One address of each route. `examples` are what stands in them, by the names of arguments; `pk` by that of the route."""
    found = {_filled(route, pattern, examples) for route, pattern in _routes(get_resolver().url_patterns)}
    return sorted(one for one in found if one.startswith("/admin/"))


def _routes(patterns: Any, before: str = "/") -> Iterator[tuple[str, URLPattern]]:
    for one in patterns:
        route = before + simplify_regex(str(one.pattern)).removeprefix("/")
        if not isinstance(one, URLPattern):
            yield from _routes(one.url_patterns, route)
        elif _is_ours(one):
            yield route, one


def _is_ours(pattern: URLPattern) -> bool:
    view, model = _view_and_model(pattern)
    if view.__module__.partition(".")[0] in OURS:
        return True
    return model is not None and model.__module__.partition(".")[0] in OURS and pattern.name in WITH_FIELDS


def _view_and_model(pattern: URLPattern) -> tuple[Any, Any]:
    view: Any = pattern.callback
    while not hasattr(view, "view_class") and hasattr(view, "__wrapped__"):
        view = view.__wrapped__
    model = getattr(view, "view_initkwargs", {}).get("model")
    return getattr(view, "view_class", view), model if isinstance(model, type) else None


def _filled(route: str, pattern: URLPattern, examples: dict[str, Any]) -> str:
    view, model = _view_and_model(pattern)

    def example(found: re.Match[str]) -> str:
        name = found[1]
        if name == "pk":
            # What takes no GET needs no row.
            return str(model.objects.first().pk if model else examples.get(f"pk of {pattern.name or view.__name__}", 1))
        return str(examples.get(name, 1))

    return re.sub(r"<(?:\w+:)?(\w+)>", example, route)
