"""What graphql-core says where it gives up."""

from typing import Final

from .. import messages
from .patterns import Explanation, on

ABOVE_A_LIMIT: Final = (
    Explanation(
        r"Document contains more than (?P<limit>\d+) tokens\. .*", "TOO_MANY_TOKENS", messages.TOO_MANY_TOKENS
    ),
    Explanation(
        r"Document contains more than (?P<limit>\d+) comments\. .*", "TOO_MANY_COMMENTS", messages.TOO_MANY_COMMENTS
    ),
    Explanation(
        "Maximum introspection depth exceeded", "INTROSPECTION_TOO_WIDE", messages.INTROSPECTION_TOO_WIDE
    ),
    Explanation("Validation aborted.", "QUERY_TOO_COMPLEX", messages.QUERY_TOO_COMPLEX),
    Explanation("Variable values are nested too deeply.", "VALUES_TOO_DEEP", messages.VALUES_TOO_DEEP),
    on(
        r"Document is nested too deeply\. .*", "TOO_DEEP",
        "Mae'r ymholiad yn llawer rhy ddwfn. Caniateir {limit} lefel. Gofynnwch am y lefelau isaf mewn ail ymholiad, yn ôl id.",
        "The query is far too deep. {limit} levels are allowed. Ask for the lowest levels in a second query, by id.",
    ),
    on(
        "Too many (validation errors|errors processing variables), .*", "TOO_MANY_ERRORS",
        "Mae rhagor o wallau. Cywirwch y rhai uchod yn gyntaf.",
        "There are more errors. Mend those above first.",
    ),
)  # fmt: skip
