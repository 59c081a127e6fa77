"""The numbers that bound a query. What holds queries to them is in the rooms; partners read them in docs/graphql.md."""

from typing import Final

from cms.http.caching.response_cache import LONGEST_BODY

# Of a request, in bytes.
MAX_BYTES: Final = LONGEST_BODY
# Of the text of a query, in characters: what 1,000 tokens need, many times over.
MAX_LENGTH: Final = 30_000
MAX_TOKENS: Final = 1_000
MAX_COMMENTS: Final = 1_000

# Of the structure of a query, its fragments included.
MAX_DEPTH: Final = 10
# `__schema` and `__type`: what the standard query needs, nine wrappings of a type included; and its lists in one another.
MAX_INTROSPECTION_DEPTH: Final = 15
MAX_INTROSPECTION_LISTS: Final = 2
MAX_ALIASES_A_LEVEL: Final = 15
MAX_ALIASES: Final = 50
MAX_ROOT_FIELDS: Final = 10
MAX_FIELDS: Final = 1_000
MAX_FRAGMENTS: Final = 50
MAX_OPERATIONS: Final = 10
MAX_DIRECTIVES: Final = 5

# Of the JSON of the variables.
MAX_VALUES: Final = 1_000
MAX_VALUE_DEPTH: Final = 10

# Of validation: errors told at once, and fields of one name compared (in units of graphql-core's rule).
MAX_ERRORS: Final = 3
MAX_COMPARISONS: Final = 15_000

# Of a plan: the steps of all selections together. One within the other limits has far fewer; this bounds what is yet to be
# thought of.
MAX_STEPS: Final = 20_000

# Of what a query may cost, in units of an item or long text that is read, and how long it may take.
MAX_COST: Final = 1_000
# The whole schema is as much to answer as a large page of items.
INTROSPECTION_COST: Final = {"__schema": 600, "__type": 50}
SECONDS: Final = 5.0

# Of a list: how many a page has where nothing is said, how many it may have, and how many values a filter takes.
PAGE: Final = 20
MAX_PAGE: Final = 100
SEARCH_PAGE: Final = 10
MAX_SEARCH_PAGE: Final = 50
MAX_FILTER_VALUES: Final = 50
