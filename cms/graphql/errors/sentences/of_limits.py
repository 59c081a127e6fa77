"""What is said of queries beyond a limit: what was found, what is allowed and what to change."""

from collections.abc import Mapping
from typing import Final

from cms.content.vocabularies import Label

LIMITS: Final[Mapping[str, Label]] = {
    "QUERY_TOO_LONG": Label(
        "Mae testun yr ymholiad yn {found} nod o hyd. Caniateir {limit}. Tynnwch fylchau a sylwadau, rhowch werthoedd hir mewn "
        "newidynnau, neu rhannwch yr ymholiad.",
        "The text of the query is {found} characters long. {limit} are allowed. Remove spaces and comments, put long values in "
        "variables, or split the query.",
    ),
    "TOO_MANY_TOKENS": Label(
        "Mae mwy na {limit} o docynnau yn yr ymholiad. Gofynnwch am lai o feysydd, rhowch werthoedd hir mewn newidynnau, neu "
        "rhannwch yr ymholiad yn sawl cais.",
        "The query has more than {limit} tokens. Ask for fewer fields, put long values in variables, or split the query into "
        "several requests.",
    ),
    "TOO_MANY_COMMENTS": Label(
        "Mae mwy na {limit} o sylwadau yn yr ymholiad. Tynnwch sylwadau cyn ei anfon.",
        "The query has more than {limit} comments. Remove comments before you send it.",
    ),
    "TOO_DEEP": Label(
        "Mae'r ymholiad yn {found} lefel o ddyfnder. Caniateir {limit}. Gofynnwch am y lefelau isaf mewn ail ymholiad, yn ôl "
        "id.",
        "The query is {found} levels deep. {limit} are allowed. Ask for the lowest levels in a second query, by id.",
    ),
    "INTROSPECTION_TOO_DEEP": Label(
        "Mae'r ymholiad am y sgema yn {found} lefel o ddyfnder. Caniateir {limit}. Defnyddiwch yr ymholiad safonol a geir mewn "
        'offer GraphQL, neu holwch am fathau fesul un â `__type(name: "...")`.',
        "The query for the schema is {found} levels deep. {limit} are allowed. Use the standard query that GraphQL's tools "
        'have, or ask for types one by one with `__type(name: "...")`.',
    ),
    "INTROSPECTION_TOO_WIDE": Label(
        "Mae gormod o restrau'r sgema o fewn ei gilydd (`types`, `fields`, `interfaces`, `possibleTypes`, `inputFields`). "
        'Caniateir {limit}. Holwch am fathau fesul un â `__type(name: "...")`.',
        "Too many of the schema's lists stand in one another (`types`, `fields`, `interfaces`, `possibleTypes`, "
        '`inputFields`). {limit} are allowed. Ask for types one by one with `__type(name: "...")`.',
    ),
    "ALIAS_IN_INTROSPECTION": Label(
        "Ni chaniateir arallenwau o dan `__schema` a `__type`. Tynnwch ‘{alias}’.",
        "Aliases are not allowed below `__schema` and `__type`. Remove ‘{alias}’.",
    ),
    "TOO_MANY_ALIASES_A_LEVEL": Label(
        "Mae {found} o arallenwau ac ailadroddiadau ar un lefel o'r ymholiad (ar ôl cynnwys darnau). Caniateir {limit}. I gael "
        "llawer o eitemau, defnyddiwch restr â hidlydd yn lle arallenwau; ysgrifennwch bob maes unwaith.",
        "One level of the query has {found} aliases and repeats (fragments included). {limit} are allowed. To get many items, "
        "use a list with a filter instead of aliases; write each field once.",
    ),
    "TOO_MANY_ALIASES": Label(
        "Mae {found} o arallenwau yn yr ymholiad (ar ôl cynnwys darnau). Caniateir {limit}. Defnyddiwch restr â hidlydd yn lle "
        "arallenwau, neu rhannwch yr ymholiad.",
        "The query has {found} aliases (fragments included). {limit} are allowed. Use a list with a filter instead of aliases, "
        "or split the query.",
    ),
    "TOO_MANY_ROOT_FIELDS": Label(
        "Mae {found} o feysydd ar lefel uchaf yr ymholiad. Caniateir {limit}. Rhannwch yr ymholiad yn sawl cais.",
        "The query has {found} fields at its top level. {limit} are allowed. Split the query into several requests.",
    ),
    "TOO_MANY_FIELDS": Label(
        "Mae {found} o feysydd yn yr ymholiad ar ôl cynnwys ei ddarnau. Caniateir {limit}. Defnyddiwch lai o ddarnau mawr, neu "
        "rhannwch yr ymholiad.",
        "The query has {found} fields once its fragments are included. {limit} are allowed. Use fewer large fragments, or "
        "split the query.",
    ),
    "TOO_MANY_FRAGMENTS": Label(
        "Mae {found} o ddarnau wedi'u henwi yn yr ymholiad. Caniateir {limit}. Unwch ddarnau, neu rhannwch yr ymholiad.",
        "The query has {found} named fragments. {limit} are allowed. Join fragments together, or split the query.",
    ),
    "TOO_MANY_OPERATIONS": Label(
        "Mae {found} o weithrediadau yn y ddogfen. Caniateir {limit}. Anfonwch yr un a redir yn unig.",
        "The document has {found} operations. {limit} are allowed. Send only the one that is to be run.",
    ),
    "TOO_MANY_DIRECTIVES": Label(
        "Mae {found} o gyfarwyddebau ar un rhan o'r ymholiad. Caniateir {limit}. Rhowch `@skip` ac `@include` unwaith yr un.",
        "One part of the query has {found} directives. {limit} are allowed. Give `@skip` and `@include` once each.",
    ),
    "QUERY_TOO_COMPLEX": Label(
        "Mae gormod o feysydd o'r un enw i'w cymharu yn yr ymholiad. Ysgrifennwch bob maes unwaith ar bob lefel, a defnyddiwch "
        "lai o ddarnau.",
        "The query has too many fields of the same name to compare. Write each field once on each level, and use fewer "
        "fragments.",
    ),
    "TOO_MANY_VALUES": Label(
        "Mae mwy na {limit} o werthoedd yn y newidynnau. Rhowch lai o werthoedd, neu rhannwch yr ymholiad yn sawl cais.",
        "The variables hold more than {limit} values. Give fewer values, or split the query into several requests.",
    ),
    "VALUES_TOO_DEEP": Label(
        "Mae gwerthoedd y newidynnau yn fwy na {limit} lefel o ddyfnder. Nid oes angen mwy na dwy ar unrhyw faes.",
        "The values of the variables are more than {limit} levels deep. No field needs more than two.",
    ),
    "PAGE_TOO_LARGE": Label(
        "Gofynnodd ‘{argument}’ am {found} o eitemau. Caniateir {limit} ar y mwyaf. Dilynwch `pageInfo.endCursor` ag `after` i "
        "gael y gweddill.",
        "‘{argument}’ asked for {found} items. At most {limit} are allowed. Follow `pageInfo.endCursor` with `after` for the "
        "rest.",
    ),
    "COST_TOO_HIGH": Label(
        "Cost yr ymholiad yw {requested}. Caniateir {limit}. Y maes drutaf yw ‘{field}’ ({field_cost}). {remedy}",
        "The query costs {requested}. {limit} is allowed. The most expensive field is ‘{field}’ ({field_cost}). {remedy}",
    ),
    "TIMEOUT": Label(
        "Cymerodd yr ymholiad fwy na {limit} eiliad. Gofynnwch am lai o eitemau neu lefelau, neu rhowch gynnig arall arni "
        "ymhen {retry_after} eiliad.",
        "The query took longer than {limit} seconds. Ask for fewer items or levels, or try again in {retry_after} seconds.",
    ),
}

# What can be done about a query that costs too much: `remedy` of COST_TOO_HIGH.
SMALLER_PAGE: Final = Label(
    "Gyda `{argument}: {fits}` yn lle {given} byddai'n ddigon rhad.",
    "With `{argument}: {fits}` instead of {given} it would be cheap enough.",
)
LESS_BELOW: Final = Label(
    "Gofynnwch am lai o ddolenni oddi tano, neu rhannwch yr ymholiad yn sawl cais.",
    "Ask for fewer links below it, or split the query into several requests.",
)
