"""Why a search cannot be made, in both languages, with the fields of QueryError in braces. Data for all outlets."""

from typing import Final

from cms.content.vocabularies import Label

from .query_parser import QueryErrorCode

QUERY_ERROR_MESSAGES: Final[dict[QueryErrorCode, Label]] = {
    "empty": Label("Rhowch air i chwilio amdano.", "Enter a word to search for."),
    "no-words": Label(
        "Nid oes gair yn y chwiliad, dim ond arwyddion. Rhowch air neu rif i chwilio amdano.",
        "The search has no words in it, only signs. Enter a word or a number to search for.",
    ),
    "too-long": Label(
        "Mae'r chwiliad yn rhy hir. Caniateir hyd at {limit} nod.",
        "The search is too long. It may have up to {limit} characters.",
    ),
    "too-many-words": Label(
        "Mae gormod o eiriau yn y chwiliad. Caniateir hyd at {limit}.",
        "The search has too many words. It may have up to {limit}.",
    ),
    "short-prefix": Label(
        "Rhowch o leiaf ddwy lythyren o flaen seren yn lle ‘{prefix}’, fel ‘mab*’.",
        "Put at least two letters before an asterisk instead of ‘{prefix}’, as in ‘ado*’.",
    ),
    "too-many-prefixes": Label(
        "Mae gormod o sêr yn y chwiliad. Caniateir hyd at {limit} gair â seren.",
        "The search has too many asterisks. It may have up to {limit} words with one.",
    ),
    "only-excluded": Label(
        "Dim ond geiriau i'w hepgor sydd yn y chwiliad. Rhowch hefyd air i chwilio amdano.",
        "The search only has words to leave out. Enter a word to search for as well.",
    ),
    "too-short": Label(
        "Rhowch o leiaf ddwy lythyren.",
        "Enter at least two letters.",
    ),
}
