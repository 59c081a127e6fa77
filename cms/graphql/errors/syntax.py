"""Texts that are not GraphQL, or too much of it to be read. Where the parser stopped tells which, not what it says."""

from collections.abc import Sequence
from typing import Final

from graphql import GraphQLSyntaxError, Lexer, Source, TokenKind

from cms.content.vocabularies import Label

from .refusal import RequestError
from .sentences import of_queries

# Brackets left open where the parser stopped that only a query far beyond every limit has: its own limit is 200.
STACK: Final = 100
# Characters of the text that an error shows.
NEAR: Final = 20
_OPENING: Final = {TokenKind.BRACE_L, TokenKind.BRACKET_L}
_CLOSING: Final = {TokenKind.BRACE_R, TokenKind.BRACKET_R}


def syntax_error(error: GraphQLSyntaxError, text: str, *, tokens: int, comments: int, depth: int) -> RequestError:
    """Why the parser stopped, which was allowed so many `tokens` and `comments`; `depth` is how deep a query may be."""
    (position,) = error.positions or (0,)
    kinds = _kinds(text, position)
    remarks, opened = kinds.count(TokenKind.COMMENT), sum(kind in _OPENING for kind in kinds)
    levels = opened - sum(kind in _CLOSING for kind in kinds)
    places = tuple((place.line, place.column) for place in error.locations or ())
    if remarks > comments:
        return RequestError("TOO_MANY_COMMENTS", {"limit": comments}, places)
    if len(kinds) - remarks > tokens:
        return RequestError("TOO_MANY_TOKENS", {"limit": tokens}, places)
    if levels > STACK:
        return RequestError("TOO_DEEP", {"found": levels, "limit": depth}, places)
    fields = {"line": places[0][0], "column": places[0][1], "near": _near(text, position)}
    return RequestError("SYNTAX_ERROR", fields, places)


def _kinds(text: str, position: int) -> Sequence[TokenKind]:
    """The kinds of all tokens and comments that begin at `position` at the latest."""
    lexer = Lexer(Source(text))
    first = lexer.token
    try:
        while lexer.token.start <= position and lexer.advance().kind is not TokenKind.EOF:
            pass
    except GraphQLSyntaxError:
        pass  # The text can be read no further.
    found, token = [], first.next
    while token is not None and token.start <= position and token.kind is not TokenKind.EOF:
        found.append(token.kind)
        token = token.next
    return found


def _near(text: str, position: int) -> str | Label:
    """What stands at a position, as far as it can be shown."""
    if not text[position:].strip():
        return of_queries.END_OF_TEXT
    line = text[position : position + NEAR].splitlines()[0].strip()
    return "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in line) or of_queries.END_OF_LINE
