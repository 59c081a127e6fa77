"""What validation says of names: of fields, arguments, types, fragments and directives."""

from typing import Final

from .patterns import on

NAMES: Final = (
    on(
        r"Cannot query field '(?P<field>[^']*)' on type '(?P<type>[^']*)'\.", "UNKNOWN_FIELD",
        "Nid oes maes ‘{field}’ ar y math ‘{type}’. Caniateir: {allowed}.",
        "The type ‘{type}’ has no field ‘{field}’. Allowed: {allowed}.",
    ),
    on(
        r"Unknown argument '(?P<argument>[^']*)' on field '(?P<field>[^']*)'\.", "UNKNOWN_ARGUMENT",
        "Nid yw'r maes ‘{field}’ yn derbyn yr arg ‘{argument}’. Caniateir: {allowed}.",
        "The field ‘{field}’ does not take the argument ‘{argument}’. Allowed: {allowed}.",
    ),
    on(
        r"Unknown argument '(?P<argument>[^']*)' on directive '(?P<directive>[^']*)'\.", "UNKNOWN_ARGUMENT",
        "Nid yw'r gyfarwyddeb ‘{directive}’ yn derbyn yr arg ‘{argument}’. Caniateir: {allowed}.",
        "The directive ‘{directive}’ does not take the argument ‘{argument}’. Allowed: {allowed}.",
    ),
    on(
        r"Unknown type '(?P<type>[^']*)'\.", "UNKNOWN_TYPE",
        "Nid oes math o'r enw ‘{type}’ yn y sgema. Gweler y mathau yn nogfennaeth y sgema.",
        "The schema has no type called ‘{type}’. The schema's documentation lists the types.",
    ),
    on(
        r"Unknown fragment '(?P<fragment>[^']*)'\.", "UNKNOWN_FRAGMENT",
        "Nid oes darn o'r enw ‘{fragment}’ yn y ddogfen. Ychwanegwch ef, neu tynnwch y cyfeiriad ato.",
        "The document has no fragment called ‘{fragment}’. Add it, or remove the reference to it.",
    ),
    on(
        r"Unknown directive '(?P<directive>[^']*)'\.", "UNKNOWN_DIRECTIVE",
        "Nid oes cyfarwyddeb o'r enw ‘{directive}’. Caniateir: @skip, @include.",
        "There is no directive called ‘{directive}’. Allowed: @skip, @include.",
    ),
    on(
        r"Directive '(?P<directive>[^']*)' may not be used on (?P<place>.*)\.", "MISPLACED_DIRECTIVE",
        "Ni ellir rhoi'r gyfarwyddeb ‘{directive}’ yma ({place}). Rhowch hi ar faes neu ar ddarn.",
        "The directive ‘{directive}’ may not be put here ({place}). Put it on a field or on a fragment.",
    ),
    on(
        r"The directive '(?P<directive>[^']*)' can only be used once at this location\.", "REPEATED_DIRECTIVE",
        "Rhoddwyd y gyfarwyddeb ‘{directive}’ fwy nag unwaith yma. Rhowch hi unwaith.",
        "The directive ‘{directive}’ is given more than once here. Give it once.",
    ),
    on(
        r"There can be only one operation named '(?P<name>[^']*)'\.", "REPEATED_NAME",
        "Mae sawl gweithrediad o'r enw ‘{name}’. Rhowch enw gwahanol i bob un.",
        "Several operations are called ‘{name}’. Give each a name of its own.",
    ),
    on(
        r"There can be only one fragment named '(?P<name>[^']*)'\.", "REPEATED_NAME",
        "Mae sawl darn o'r enw ‘{name}’. Rhowch enw gwahanol i bob un.",
        "Several fragments are called ‘{name}’. Give each a name of its own.",
    ),
    on(
        r"There can be only one variable named '(?P<name>[^']*)'\.", "REPEATED_NAME",
        "Mae sawl newidyn o'r enw ‘{name}’. Rhowch enw gwahanol i bob un.",
        "Several variables are called ‘{name}’. Give each a name of its own.",
    ),
    on(
        r"There can be only one argument named '(?P<name>[^']*)'\.", "REPEATED_NAME",
        "Rhoddwyd yr arg ‘{name}’ fwy nag unwaith. Rhowch ef unwaith.",
        "The argument ‘{name}’ is given more than once. Give it once.",
    ),
    on(
        r"There can be only one input field named '(?P<name>[^']*)'\.", "REPEATED_NAME",
        "Rhoddwyd yr aelod ‘{name}’ fwy nag unwaith. Rhowch ef unwaith.",
        "The member ‘{name}’ is given more than once. Give it once.",
    ),
)  # fmt: skip
