"""Queries that are meant to be slow: by name, each with the code of its refusal, or none where it is cheap and may pass."""

from typing import Any, Final, NamedTuple


class Abuse(NamedTuple):
    """A query, the code that it is refused with, and its variables."""

    text: str
    code: str | None
    variables: dict[str, Any] | None = None


TYPES: Final = ("Home", "Landing", "Framework", "Section", "Resource", "Information", "Guide", "Training", "Module")
LEAVES: Final = (
    "id type language version path canonical title summary published updated reviewedOn reviewDue newUntil changeNote "
    "body { __typename } files { name } audiences { code label } topics { code label } attribution { __typename } "
    "licence { __typename }"
)


def _each_type(fields: str) -> str:
    return " ".join(f"... on {name} {{ {fields} }}" for name in TYPES)


def _links(fields: str) -> str:
    return " ".join(f"{name} {{ {fields} }}" for name in ("parent", "twin", "related"))


def _nested(levels: int, field: str = "parent") -> str:
    return f"{{ home(language: CY) {{ {f'{field} {{ ' * levels} id {'}' * (levels + 2)}"


def _fragments(names: range, body: str) -> str:
    """Each fragment's body names the next one as `...F<n>`."""
    return " ".join(f"fragment F{n} on Item {{ {body.replace('NEXT', f'...F{n + 1}')} }}" for n in names)


def _wide(fields: str) -> str:
    return f"{{ home(language: CY) {{ {fields} }} }}"


ABUSES: Final[dict[str, Abuse]] = {
    # Aliases and repeats (GHSA-6q22-g298-grjh).
    "many aliases of a root field": Abuse(
        "{ " + " ".join(f"a{n}: home(language: CY) {{ id }}" for n in range(90)) + " }", "TOO_MANY_ROOT_FIELDS"
    ),
    "many aliases of a field": Abuse(_wide(" ".join(f"a{n}: title" for n in range(300))), "TOO_MANY_ALIASES_A_LEVEL"),
    "aliases on every level": Abuse(
        _wide(" ".join(f"p{n}: parent {{ {' '.join(f'a{m}: title' for m in range(10))} }}" for n in range(9))),
        "TOO_MANY_ALIASES",
    ),
    "aliases multiplied by fragments": Abuse(
        _wide("a: parent { ...F0 } b: parent { ...F0 }")
        + _fragments(range(4), "a: parent { NEXT } b: parent { NEXT } c: parent { NEXT }")
        + "fragment F4 on Item { id }",
        "TOO_MANY_ALIASES",
    ),
    "the same field many times": Abuse(_wide("title " * 900), "TOO_MANY_ALIASES_A_LEVEL"),
    "the same field with selections many times": Abuse(_wide("parent { id } " * 240), "TOO_MANY_ALIASES_A_LEVEL"),
    "the same field at the root many times": Abuse("{ " + "home(language: CY) { id } " * 90 + "}", "TOO_MANY_ALIASES_A_LEVEL"),
    "repeats below repeats": Abuse(
        _wide("parent { parent { parent { parent { parent { parent { id } } } } } } " * 45), "TOO_MANY_ALIASES_A_LEVEL"
    ),
    "repeats within the limit below one another": Abuse(
        _wide(("parent { " + "parent { id title } " * 15 + "} ") * 11), "QUERY_TOO_COMPLEX"
    ),
    "the same field in many inline fragments": Abuse(_wide("... { title } " * 240), "TOO_MANY_ALIASES_A_LEVEL"),
    "the same field under every type": Abuse(
        _wide(_each_type("parent { id title } " * 8)), "TOO_MANY_ALIASES_A_LEVEL",
    ),
    "every type below every type": Abuse(
        _wide("related { " + _each_type("related { " + _each_type("twin { id }") + " }") + " }"), "QUERY_TOO_COMPLEX"
    ),
    "the same field in many named fragments": Abuse(
        _wide(" ".join(f"...F{n}" for n in range(49)))
        + " ".join(f"fragment F{n} on Item {{ parent {{ id title }} }}" for n in range(49)),
        "TOO_MANY_ALIASES_A_LEVEL",
    ),
    "different arguments of one field": Abuse(
        _wide(" ".join(f"children(first: {n + 1}) {{ totalCount }}" for n in range(15))), "FIELDS_CONFLICT"
    ),
    # Depth.
    "deep nesting": Abuse(_nested(12), "TOO_DEEP"),
    "very deep nesting": Abuse(_nested(150), "TOO_DEEP"),
    "deeper than a stack": Abuse(_nested(330), "TOO_DEEP"),
    "deep through fragments": Abuse(
        _wide("...F0") + _fragments(range(40), "parent { NEXT }") + "fragment F40 on Item { id }", "TOO_DEEP"
    ),
    "deep inline fragments": Abuse(_wide("... { " * 190 + "id " + "}" * 190), None),
    "deep lists": Abuse("{ item(id: " + "[" * 400 + "]" * 400 + ", language: CY) { id } }", "TOO_DEEP"),
    "deep objects": Abuse(
        "{ items(filter: " + "{ a: " * 180 + "1" + " }" * 180 + ", language: CY) { totalCount } }", "INVALID_VALUE"
    ),
    "a deep type of a variable": Abuse("query ($v: " + "[" * 400 + "Int" + "]" * 400 + ") { __typename }", "TOO_DEEP"),
    "introspection in circles": Abuse(
        "{ __schema { types { fields { type { fields { type { fields { type { name } } } } } } } } }", "INTROSPECTION_TOO_WIDE"
    ),
    "deep introspection": Abuse(
        "{ __schema { types { " + "ofType { " * 20 + "name " + "} " * 20 + "} } }", "INTROSPECTION_TOO_DEEP"
    ),
    "introspection in circles by fragments": Abuse(
        "{ __schema { types { ...T } } } fragment T on __Type { fields { type { ...U } } } "
        "fragment U on __Type { possibleTypes { ...V } } fragment V on __Type { interfaces { name } }",
        "INTROSPECTION_TOO_WIDE",
    ),
    "aliases in the schema": Abuse(
        "{ __schema { types { " + " ".join(f"a{n}: fields {{ name }}" for n in range(9)) + " } } }", "ALIAS_IN_INTROSPECTION"
    ),
    "aliases in the schema by a fragment": Abuse(
        "{ __schema { types { ...T } } } fragment T on __Type { a: name }", "ALIAS_IN_INTROSPECTION"
    ),
    "the schema several times": Abuse("{ a: __schema { types { name } } b: __schema { types { name } } }", "COST_TOO_HIGH"),
    # Fragments.
    "a fragment in itself": Abuse(_wide("...F") + "fragment F on Item { ...F }", "FRAGMENT_CYCLE"),
    "fragments in a circle": Abuse(
        _wide("...F0") + _fragments(range(40), "NEXT") + "fragment F40 on Item { ...F0 }", "FRAGMENT_CYCLE"
    ),
    "a circle below fields": Abuse(
        _wide("...F") + "fragment F on Item { parent { ...G } } fragment G on Item { parent { ...F } }", "FRAGMENT_CYCLE"
    ),
    "a fragment that doubles each time": Abuse(
        _wide("...F0") + _fragments(range(8), "parent { NEXT } related { NEXT } twin { NEXT }") + "fragment F8 on Item { id }",
        "TOO_MANY_FIELDS",
    ),
    "fragments without fields that double each time": Abuse(
        _wide("...F0") + _fragments(range(48), "NEXT NEXT NEXT") + "fragment F48 on Item { id }", "TOO_MANY_FIELDS"
    ),
    "fragments that all name one another": Abuse(
        _wide("...F0 ...F19")
        + " ".join(f"fragment F{n} on Item {{ id {' '.join(f'...F{m}' for m in range(n + 1, 20))} }}" for n in range(20)),
        "TOO_MANY_FIELDS",
    ),
    "a large fragment in many places": Abuse(
        _wide(_links(_links(_links("...F")))) + f"fragment F on Item {{ {LEAVES} }}", None
    ),
    "a large fragment in too many places": Abuse(
        _wide(_links(_links(_links("...F ...G"))))
        + f"fragment F on Item {{ {LEAVES} }} fragment G on Item {{ {LEAVES} }}",
        "TOO_MANY_FIELDS",
    ),
    "many fragments": Abuse(
        "{ __typename }" + " ".join(f"fragment F{n} on Item {{ id }}" for n in range(140)), "TOO_MANY_FRAGMENTS"
    ),
    "fragments compared with one another": Abuse(
        _wide(" ".join(f"...F{n}" for n in range(14)))
        + " ".join(f"fragment F{n} on Item {{ parent {{ ...G related {{ ...G id }} }} }}" for n in range(14))
        + "fragment G on Item { id title summary path }",
        None,
    ),
    "an unknown fragment many times": Abuse(_wide(" ".join(f"...F{n}" for n in range(400))), "QUERY_TOO_COMPLEX"),
    # Directives.
    "a directive many times": Abuse(_wide("title " + "@skip(if: false) " * 140), "TOO_MANY_DIRECTIVES"),
    "unknown directives": Abuse(_wide("title " + " ".join(f"@a{n}" for n in range(400))), "TOO_MANY_DIRECTIVES"),
    "directives on every field": Abuse(_wide("title @skip(if: false) " * 100), "TOO_MANY_ALIASES_A_LEVEL"),
    "directives of an operation": Abuse("query " + "@a " * 400 + "{ __typename }", "TOO_MANY_DIRECTIVES"),
    "directives of a variable": Abuse("query ($v: Int " + "@a " * 400 + ") { __typename }", "UNKNOWN_DIRECTIVE"),
    # What does not exist.
    "unknown fields": Abuse(_wide(" ".join(f"titel{n}" for n in range(900))), "UNKNOWN_FIELD"),
    "unknown arguments": Abuse("{ home(" + " ".join(f"langage{n}: 1" for n in range(300)) + ") { id } }", "UNKNOWN_ARGUMENT"),
    "unknown types": Abuse(_wide(" ".join(f"... on Itme{n} {{ id }}" for n in range(100))), "UNKNOWN_TYPE"),
    "unknown variables": Abuse("{ a(" + " ".join(f"b{n}: $v{n}" for n in range(240)) + ") }", "UNKNOWN_FIELD"),
    "many variables": Abuse(
        "query (" + " ".join(f"$v{n}: Int" for n in range(240)) + ") { __typename }", "UNUSED_VARIABLE"
    ),
    "many operations": Abuse(" ".join(f"query Q{n} {{ __typename }}" for n in range(190)), "TOO_MANY_OPERATIONS"),
    "operations over the same fragments": Abuse(
        " ".join(f"query Q{n}($v: Int) {{ ...R ...R }}" for n in range(10))
        + "fragment R on Query { " + "item(id: $v, language: CY) { id } " * 14 + "}",
        "VARIABLE_MISMATCH",
    ),
    # Length.
    "a request of a megabyte": Abuse("{ home(language: CY) { " + "title " * 170_000 + "} }", "QUERY_TOO_LONG"),
    "tokens": Abuse("{ " + "a " * 14_000 + "}", "TOO_MANY_TOKENS"),
    "braces": Abuse("{" * 29_000, "SYNTAX_ERROR"),
    "comments": Abuse("#\n" * 14_000 + "{ __typename }", "TOO_MANY_COMMENTS"),
    "a long comment": Abuse("#" + "x" * 29_000 + "\n{ __typename }", None),
    "commas": Abuse("{ __typename " + "," * 29_000 + "}", None),
    "spaces": Abuse("{ __typename " + " " * 29_000 + "}", None),
    "lines": Abuse("\n" * 29_000 + "{ a b c d e f g }", "UNKNOWN_FIELD"),
    "lines and a syntax error": Abuse("\n" * 29_000 + "{ ", "SYNTAX_ERROR"),
    "a long name": Abuse("{ " + "a" * 29_000 + " }", "UNKNOWN_FIELD"),
    "long names": Abuse("{ " + " ".join(letter * 3_500 for letter in "abcdefgh") + " }", "UNKNOWN_FIELD"),
    "a long string": Abuse('{ item(id: "' + "x" * 29_000 + '", language: CY) { id } }', None),
    "a long string in Welsh": Abuse('{ item(id: "' + "ŵ" * 14_000 + '", language: CY) { id } }', None),
    "a long string of escapes": Abuse('{ item(id: "' + "\\n" * 14_000 + '", language: CY) { id } }', None),
    "a long string of Unicode escapes": Abuse('{ item(id: "' + "\\u0175" * 4_000 + '", language: CY) { id } }', None),
    "a long string of surrogates": Abuse('{ item(id: "' + "\\uD83D\\uDE00" * 2_000 + '", language: CY) { id } }', None),
    "a long block string": Abuse('{ item(id: """' + "x\n" * 14_000 + '""", language: CY) { id } }', None),
    "an indented block string": Abuse('{ item(id: """' + "\n   x" * 5_500 + '""", language: CY) { id } }', None),
    "a string without an end": Abuse('{ item(id: "' + "x" * 29_000, "SYNTAX_ERROR"),
    "quotation marks": Abuse('{ item(id: "' + '""' * 14_000, "SYNTAX_ERROR"),
    "a long string in the wrong place": Abuse(
        '{ items(first: "' + "x" * 29_000 + '", language: CY) { totalCount } }', "INVALID_VALUE"
    ),
    "a long number": Abuse("{ items(first: " + "9" * 29_000 + ", language: CY) { totalCount } }", "INVALID_VALUE"),
    "a long decimal number": Abuse("{ items(first: 1." + "9" * 29_000 + ", language: CY) { totalCount } }", "INVALID_VALUE"),
    "a huge list": Abuse(
        "{ items(filter: { type: [" + "GUIDE " * 980 + "] }, language: CY) { totalCount } }", None
    ),
    "a huge list of nonsense": Abuse(
        "{ items(filter: { type: [" + "NONSENSE " * 980 + "] }, language: CY) { totalCount } }", "INVALID_VALUE"
    ),
    "an object with the same member": Abuse(
        "{ items(filter: {" + "new: true " * 320 + "}, language: CY) { totalCount } }", "REPEATED_NAME"
    ),
    "definitions of a schema": Abuse("type T { a: Int } " * 140, "NO_OPERATION"),
    "definitions beside a query": Abuse("{ __typename } " + "type T { a: Int } " * 100, "NOT_EXECUTABLE"),
    # Variables.
    "many values": Abuse(
        "query ($v: [ItemType!]) { items(filter: { type: $v }, language: CY) { totalCount } }", "TOO_MANY_VALUES",
        {"v": ["GUIDE"] * 12_000},
    ),
    "deep values": Abuse("query ($v: ItemFilter) { items(filter: $v, language: CY) { totalCount } }", "VALUES_TOO_DEEP", {}),
    "a long value": Abuse("query ($v: ID) { item(id: $v, language: CY) { id } }", None, {"v": "x" * 92_000}),
    "a long value in the wrong place": Abuse(
        "query ($v: Int) { items(first: $v, language: CY) { totalCount } }", "INVALID_VARIABLES", {"v": "x" * 92_000}
    ),
    "many unknown members": Abuse(
        "query ($v: ItemFilter) { items(filter: $v, language: CY) { totalCount } }", "INVALID_VARIABLES",
        {"v": {f"tpye{n}": 1 for n in range(900)}},
    ),
    # Size.
    "a huge page": Abuse("{ items(first: 1000000, language: CY) { totalCount } }", "PAGE_TOO_LARGE"),
    "pages of pages": Abuse(
        "{ items(first: 100, language: CY) { nodes { children(first: 100) { nodes { children { totalCount } } } } } }",
        "COST_TOO_HIGH",
    ),
}  # fmt: skip

_deep: Any = 1
for _ in range(900):
    _deep = {"a": _deep}
ABUSES["deep values"].variables["v"] = _deep  # type: ignore[index]
