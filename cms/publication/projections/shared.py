"""What all items have in common."""

from typing import Any

from cms.content.pages import ContentPage

from .blocks import project_stream
from .context import Context
from .media import file_ref
from .snippets import organisation, topics


def shared_content(page: ContentPage, context: Context) -> dict[str, Any]:
    """The part of the content that every type has. Codes only: labels are added when the payload is composed."""
    for name in ("title", "summary"):
        if not getattr(page, name).strip():
            context.lacks("empty", name)
    return {
        "title": page.title,
        "summary": page.summary,
        "change_note": page.change_note,
        "body": project_stream(page.body, context, "body"),
        "files": [
            found
            for block in page.files
            if (found := file_ref(block.value["file"], block.value["title"], context, f"files.{block.id}"))
        ],
        "audiences": list(page.audiences or []),
        "topics": topics(page.topics, context),
        "publisher": organisation(page.publisher, context, "publisher"),
        "commissioner": organisation(page.commissioner, context, "commissioner"),
        "licence": page.licence,
        "reviewed_on": page.reviewed_on and page.reviewed_on.isoformat(),
        "review_due": page.review_due and page.review_due.isoformat(),
        "new_until": page.new_until and page.new_until.isoformat(),
        "related": [str(item) for block in page.related.raw_data if (item := context.item_of(block["value"] or 0))],
    }
