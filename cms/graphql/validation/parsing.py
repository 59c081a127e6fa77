"""From a query's text to its document."""

from graphql import DocumentNode, GraphQLSyntaxError, parse

from ..errors import Refused
from ..errors.syntax import syntax_error
from ..limits import MAX_COMMENTS, MAX_DEPTH, MAX_LENGTH, MAX_TOKENS


def parse_query(text: str) -> DocumentNode:
    """The document. Raises Refused: QUERY_TOO_LONG, SYNTAX_ERROR, TOO_MANY_TOKENS, TOO_MANY_COMMENTS, TOO_DEEP."""
    if len(text) > MAX_LENGTH:
        raise Refused.because("QUERY_TOO_LONG", found=len(text), limit=MAX_LENGTH)
    try:
        return parse(text, max_lexical_tokens=MAX_TOKENS, max_comments=MAX_COMMENTS)
    except GraphQLSyntaxError as error:
        raise Refused(syntax_error(error, text, tokens=MAX_TOKENS, comments=MAX_COMMENTS, depth=MAX_DEPTH)) from None
