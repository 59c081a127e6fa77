"""wagtail-grapple over the guide pages, as its documentation says to set it up: what ours is measured beside."""

from typing import Any

# As it is fastest: rich text as it is stored. `value` would make its links into addresses, with five SQL queries a link.
CONTENT = """
  title
  summary
  body {
    ... on RichTextBlock { rawValue }
    ... on StructBlock { blocks { ... on CharBlock { value } ... on ChoiceBlock { value } } }
  }
"""
# Its pages cannot be asked for by language; those of one language are below one list.
GUIDES = "query { pages(parent: %d, limit: 20) { ... on GuidePage { %s } } }"
TRANSLATIONS = "translations { %s }"


def add_fields() -> None:
    """Tells grapple what to serve. To be called before its app is ready."""
    from grapple.models import GraphQLForeignKey, GraphQLStreamfield, GraphQLString

    from guides.models import GuidePage

    # Grapple itself knows nothing of translations, and a method of the page takes the place of a resolver.
    GuidePage.live_translations = _live_translations
    GuidePage.graphql_fields = [
        GraphQLString("summary", required=True),
        GraphQLStreamfield("body", required=True),
        GraphQLForeignKey("translations", "guides.GuidePage", is_list=True, source="live_translations"),
    ]


def _live_translations(page: Any, info: Any, **arguments: Any) -> Any:
    return page.get_translations().live()


def query(index: int, translations: bool) -> str:
    """The first twenty guides below a list, which is given by its page's id."""
    return GUIDES % (index, CONTENT + (TRANSLATIONS % CONTENT if translations else ""))


def content(page: dict[str, Any]) -> dict[str, Any]:
    """A page of an answer in the form in which both servers' answers are compared."""
    return {"title": page["title"], "summary": page["summary"], "body": [_block(block) for block in page["body"]]}


def _block(block: dict[str, Any]) -> list[str]:
    return [part["value"] for part in block["blocks"]] if "blocks" in block else [block["rawValue"]]
