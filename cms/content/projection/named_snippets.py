"""Organisations and topics in the language of the page that names them."""

from typing import Any

from ..snippets import Organisation, Topic
from .context import Context


def in_language(snippet: Any, context: Context, path: str) -> Any:
    """The snippet in this language, or None, with a gap noted, where it does not exist in it."""
    if snippet is None:
        return None
    twin = context.lookups.twin(snippet, context.language)
    if twin is None:
        context.lacks("snippet_missing", path, str(snippet))
    return twin


def organisation(value: Organisation | None, context: Context, path: str) -> dict[str, Any] | None:
    """An organisation as named in this language."""
    found = in_language(value, context, path)
    if found is None:
        return None
    context.snippets.append((path, found))
    return {"name": found.name, "short_name": found.short_name, "website": found.website}


def topics(stream: Any, context: Context) -> list[dict[str, Any]]:
    """The topics of a page, with their names in this language."""
    found: list[dict[str, Any]] = []
    for block in stream.raw_data if stream else ():
        path = f"topics.{block.get('id')}"
        topic: Topic | None = in_language(context.lookups.instance(Topic, block["value"]), context, path)
        if topic is not None:
            context.snippets.append((path, topic))
            found.append({"code": topic.code, "label": topic.name})
    return found
