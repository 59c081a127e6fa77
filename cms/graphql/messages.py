"""What refusals of whole requests say, in both languages: what was found, what is allowed and what to change.

Data: each has the name of its code, which is stable; what stands in the braces is an extension of the error too.
"""

from typing import Final

from cms.content.vocabularies import Label

QUERY_TOO_LONG: Final = Label(
    "Mae testun yr ymholiad yn {found} nod o hyd. Caniateir {limit}. Tynnwch fylchau a sylwadau, rhowch werthoedd hir mewn "
    "newidynnau, neu rhannwch yr ymholiad.",
    "The text of the query is {found} characters long. {limit} are allowed. Remove spaces and comments, put long values in "
    "variables, or split the query.",
)
TOO_MANY_TOKENS: Final = Label(
    "Mae mwy na {limit} o docynnau yn yr ymholiad. Gofynnwch am lai o feysydd, rhowch werthoedd hir mewn newidynnau, neu "
    "rhannwch yr ymholiad yn sawl cais.",
    "The query has more than {limit} tokens. Ask for fewer fields, put long values in variables, or split the query into "
    "several requests.",
)
TOO_MANY_COMMENTS: Final = Label(
    "Mae mwy na {limit} o sylwadau yn yr ymholiad. Tynnwch sylwadau cyn ei anfon.",
    "The query has more than {limit} comments. Remove comments before you send it.",
)
TOO_DEEP: Final = Label(
    "Mae'r ymholiad yn {found} lefel o ddyfnder. Caniateir {limit}. Gofynnwch am y lefelau isaf mewn ail ymholiad, yn ôl "
    "id.",
    "The query is {found} levels deep. {limit} are allowed. Ask for the lowest levels in a second query, by id.",
)
INTROSPECTION_TOO_DEEP: Final = Label(
    "Mae'r ymholiad am y sgema yn {found} lefel o ddyfnder. Caniateir {limit}. Defnyddiwch yr ymholiad safonol a geir mewn "
    'offer GraphQL, neu holwch am fathau fesul un â `__type(name: "...")`.',
    "The query for the schema is {found} levels deep. {limit} are allowed. Use the standard query that GraphQL's tools have, "
    'or ask for types one by one with `__type(name: "...")`.',
)
INTROSPECTION_TOO_WIDE: Final = Label(
    "Mae gormod o restrau'r sgema o fewn ei gilydd (`types`, `fields`, `interfaces`, `possibleTypes`, `inputFields`). "
    'Caniateir {limit}. Holwch am fathau fesul un â `__type(name: "...")`.',
    "Too many of the schema's lists stand in one another (`types`, `fields`, `interfaces`, `possibleTypes`, `inputFields`). "
    '{limit} are allowed. Ask for types one by one with `__type(name: "...")`.',
)
ALIAS_IN_INTROSPECTION: Final = Label(
    "Ni chaniateir arallenwau o dan `__schema` a `__type`. Tynnwch ‘{alias}’.",
    "Aliases are not allowed below `__schema` and `__type`. Remove ‘{alias}’.",
)
TOO_MANY_ALIASES_A_LEVEL: Final = Label(
    "Mae {found} o arallenwau ac ailadroddiadau ar un lefel o'r ymholiad (ar ôl cynnwys darnau). Caniateir {limit}. I gael "
    "llawer o eitemau, defnyddiwch restr â hidlydd yn lle arallenwau; ysgrifennwch bob maes unwaith.",
    "One level of the query has {found} aliases and repeats (fragments included). {limit} are allowed. To get many items, "
    "use a list with a filter instead of aliases; write each field once.",
)
TOO_MANY_ALIASES: Final = Label(
    "Mae {found} o arallenwau yn yr ymholiad (ar ôl cynnwys darnau). Caniateir {limit}. Defnyddiwch restr â hidlydd yn lle "
    "arallenwau, neu rhannwch yr ymholiad.",
    "The query has {found} aliases (fragments included). {limit} are allowed. Use a list with a filter instead of aliases, "
    "or split the query.",
)
TOO_MANY_ROOT_FIELDS: Final = Label(
    "Mae {found} o feysydd ar lefel uchaf yr ymholiad. Caniateir {limit}. Rhannwch yr ymholiad yn sawl cais.",
    "The query has {found} fields at its top level. {limit} are allowed. Split the query into several requests.",
)
TOO_MANY_FIELDS: Final = Label(
    "Mae {found} o feysydd yn yr ymholiad ar ôl cynnwys ei ddarnau. Caniateir {limit}. Defnyddiwch lai o ddarnau mawr, neu "
    "rhannwch yr ymholiad.",
    "The query has {found} fields once its fragments are included. {limit} are allowed. Use fewer large fragments, or "
    "split the query.",
)
TOO_MANY_FRAGMENTS: Final = Label(
    "Mae {found} o ddarnau wedi'u henwi yn yr ymholiad. Caniateir {limit}. Unwch ddarnau, neu rhannwch yr ymholiad.",
    "The query has {found} named fragments. {limit} are allowed. Join fragments together, or split the query.",
)
TOO_MANY_OPERATIONS: Final = Label(
    "Mae {found} o weithrediadau yn y ddogfen. Caniateir {limit}. Anfonwch yr un a redir yn unig.",
    "The document has {found} operations. {limit} are allowed. Send only the one that is to be run.",
)
TOO_MANY_DIRECTIVES: Final = Label(
    "Mae {found} o gyfarwyddebau ar un rhan o'r ymholiad. Caniateir {limit}. Rhowch `@skip` ac `@include` unwaith yr un.",
    "One part of the query has {found} directives. {limit} are allowed. Give `@skip` and `@include` once each.",
)
FRAGMENT_CYCLE: Final = Label(
    "Mae darnau'r ymholiad yn eu cynnwys eu hunain: {cycle}. Tynnwch un o'r cyfeiriadau hyn.",
    "Fragments of the query contain themselves: {cycle}. Remove one of these references.",
)
QUERY_TOO_COMPLEX: Final = Label(
    "Mae gormod o feysydd o'r un enw i'w cymharu yn yr ymholiad. Ysgrifennwch bob maes unwaith ar bob lefel, a defnyddiwch "
    "lai o ddarnau.",
    "The query has too many fields of the same name to compare. Write each field once on each level, and use fewer "
    "fragments.",
)
TOO_MANY_VALUES: Final = Label(
    "Mae mwy na {limit} o werthoedd yn y newidynnau. Rhowch lai o werthoedd, neu rhannwch yr ymholiad yn sawl cais.",
    "The variables hold more than {limit} values. Give fewer values, or split the query into several requests.",
)
VALUES_TOO_DEEP: Final = Label(
    "Mae gwerthoedd y newidynnau yn fwy na {limit} lefel o ddyfnder. Nid oes angen mwy na dwy ar unrhyw faes.",
    "The values of the variables are more than {limit} levels deep. No field needs more than two.",
)
PAGE_TOO_LARGE: Final = Label(
    "Gofynnodd ‘{argument}’ am {found} o eitemau. Caniateir {limit} ar y mwyaf. Dilynwch `pageInfo.endCursor` ag `after` i "
    "gael y gweddill.",
    "‘{argument}’ asked for {found} items. At most {limit} are allowed. Follow `pageInfo.endCursor` with `after` for the "
    "rest.",
)
INVALID_PAGE: Final = Label(
    "Rhaid i ‘{argument}’ fod yn rhif cyfan o 1 i {limit}. Gofynnwyd am {found}.",
    "‘{argument}’ must be a whole number from 1 to {limit}. It was {found}.",
)
FIRST_AND_LAST: Final = Label(
    "Ni ellir rhoi ‘first’ neu ‘after’ gyda ‘last’ neu ‘before’. Defnyddiwch ‘first’ ag ‘after’ i fynd ymlaen, neu ‘last’ "
    "â ‘before’ i fynd yn ôl.",
    "‘first’ or ‘after’ cannot be given together with ‘last’ or ‘before’. Use ‘first’ with ‘after’ to go forwards, or "
    "‘last’ with ‘before’ to go backwards.",
)
COST_TOO_HIGH: Final = Label(
    "Cost yr ymholiad yw {requested}. Caniateir {limit}. Y maes drutaf yw ‘{field}’ ({field_cost}). {remedy}",
    "The query costs {requested}. {limit} is allowed. The dearest field is ‘{field}’ ({field_cost}). {remedy}",
)
TIMEOUT: Final = Label(
    "Cymerodd yr ymholiad fwy na {limit} eiliad. Gofynnwch am lai o eitemau neu lefelau, neu rhowch gynnig arall arni "
    "ymhen {retry_after} eiliad.",
    "The query took longer than {limit} seconds. Ask for fewer items or levels, or try again in {retry_after} seconds.",
)
UNAVAILABLE: Final = Label(
    "Ni all y gwasanaeth ateb ar hyn o bryd. Rhowch gynnig arall arni ymhen {retry_after} eiliad.",
    "The service cannot answer at the moment. Try again in {retry_after} seconds.",
)

UNKNOWN_OPERATION: Final = Label(
    "Nid oes gweithrediad o'r enw ‘{name}’ yn y ddogfen. Rhowch enw un o weithrediadau'r ddogfen yn `operationName`.",
    "The document has no operation called ‘{name}’. Give the name of one of the document's operations in `operationName`.",
)
OPERATION_NAME_NEEDED: Final = Label(
    "Mae sawl gweithrediad yn y ddogfen. Dywedwch yn `operationName` pa un sydd i'w redeg.",
    "The document has several operations. Say in `operationName` which one is to be run.",
)
NO_OPERATION: Final = Label(
    "Nid oes gweithrediad yn y ddogfen, dim ond darnau. Ychwanegwch ymholiad: `query {{ ... }}`.",
    "The document has no operation, only fragments. Add a query: `query {{ ... }}`.",
)
NOT_A_QUERY: Final = Label(
    "Dim ond darllen y gellir ei wneud yma: nid oes `mutation` na `subscription`. Defnyddiwch `query`.",
    "This can only be read: there is no `mutation` and no `subscription`. Use `query`.",
)

INVALID_VARIABLES: Final = Label(
    "Nid yw gwerth y newidyn ‘{variable}’ yn addas. {reason}",
    "The value of the variable ‘{variable}’ does not fit. {reason}",
)
INVALID_QUERY: Final = Label("Nid yw'r ymholiad yn ddilys: {detail}", "The query is not valid: {detail}")
WANTED: Final = Label("Nid yw'r gwerth yn ddilys. Disgwylir {allowed}.", "The value is not valid. Wanted: {allowed}.")
SEE_SCHEMA: Final = Label("gweler y sgema", "see the schema")
METHOD_NOT_ALLOWED: Final = Label(
    "Ni ellir defnyddio'r dull hwn yma. Caniateir: {allowed}.",
    "This method cannot be used here. Allowed: {allowed}.",
)
NOT_ACCEPTABLE: Final = Label(
    "Nid yw pennyn Accept y cais yn derbyn yr un math o ateb a roddir yma. Caniateir: {allowed}.",
    "The request's Accept header takes none of the media types given here. Allowed: {allowed}.",
)
UNSUPPORTED_MEDIA_TYPE: Final = Label(
    "Rhaid i gorff y cais fod yn JSON: `Content-Type: application/json`, mewn UTF-8.",
    "The body of the request must be JSON: `Content-Type: application/json`, in UTF-8.",
)
REQUEST_TOO_LARGE: Final = Label(
    "Mae'r cais yn fwy na {limit} beit. Gofynnwch am lai, neu rhannwch y cais.",
    "The request is larger than {limit} bytes. Ask for less, or split the request.",
)
BATCHING_NOT_SUPPORTED: Final = Label(
    "Ni dderbynnir sawl ymholiad mewn un rhestr. Anfonwch un gwrthrych JSON; gall un ymholiad fod â {limit} maes ar ei "
    "lefel uchaf.",
    "Several queries in one list are not taken. Send one JSON object; one query may have {limit} fields at its top level.",
)
NOT_JSON: Final = Label(
    "Nid yw {parameter} y cais yn JSON dilys. Anfonwch wrthrych JSON mewn UTF-8.",
    "The request's {parameter} is not valid JSON. Send a JSON object in UTF-8.",
)
NOT_AN_OBJECT: Final = Label(
    "Rhaid i gorff y cais fod yn wrthrych JSON, er enghraifft {example}.",
    "The body of the request must be a JSON object, for example {example}.",
)
QUERY_MISSING: Final = Label(
    "Nid oes ymholiad yn y cais. Rhowch ef yn `query`, neu rhowch stwnsh ymholiad a gadwyd yn `extensions.persistedQuery`.",
    "The request has no query. Give it in `query`, or give the hash of a kept query in `extensions.persistedQuery`.",
)
INVALID_REQUEST: Final = Label(
    "Rhaid i ‘{parameter}’ fod yn {expected}.",
    "‘{parameter}’ must be {expected}.",
)
REPEATED_PARAMETER: Final = Label(
    "Rhoddwyd y paramedr ‘{parameter}’ fwy nag unwaith. Rhowch ef unwaith.",
    "The parameter ‘{parameter}’ was given more than once. Give it once.",
)
PERSISTED_QUERY_NOT_FOUND: Final = Label(
    "Nid yw'r ymholiad â'r stwnsh hwn wedi'i gadw yma. Anfonwch ef unwaith gyda'i destun yn `query`.",
    "No query with this hash is kept here. Send it once with its text in `query`.",
)
PERSISTED_QUERY_HASH_MISMATCH: Final = Label(
    "Nid stwnsh SHA-256 yr ymholiad yw `sha256Hash`. Cyfrifwch ef o destun `query`, mewn UTF-8, fel y mae.",
    "`sha256Hash` is not the SHA-256 of the query. Compute it from the text in `query`, in UTF-8, as it is.",
)
PERSISTED_QUERY_INVALID: Final = Label(
    "Rhaid i `extensions.persistedQuery` fod fel {example}.",
    "`extensions.persistedQuery` must be like {example}.",
)
QUERY_NOT_REGISTERED: Final = Label(
    "Dim ond ymholiadau cofrestredig a redir yma, ac nid yw hwn yn un ohonynt. Gofynnwch i reolwyr y gwasanaeth "
    "ei gofrestru.",
    "Only registered queries are run here, and this is not one of them. Ask whoever runs the service to register it.",
)
SERVER_ERROR: Final = Label(
    "Aeth rhywbeth o'i le ar y gweinydd. Mae'r gwall wedi'i gofnodi.",
    "Something went wrong on the server. The error has been recorded.",
)

# What `expected` in INVALID_REQUEST may be.
A_STRING: Final = Label("llinyn", "a string")
AN_OBJECT: Final = Label("wrthrych JSON", "a JSON object")
# What `parameter` in NOT_JSON may be.
THE_BODY: Final = Label("corff", "body")

# What can be done about a query that costs too much.
SMALLER_PAGE: Final = Label(
    "Gyda `{argument}: {fits}` yn lle {given} byddai'n ddigon rhad.",
    "With `{argument}: {fits}` instead of {given} it would be cheap enough.",
)
LESS_BELOW: Final = Label(
    "Gofynnwch am lai o ddolenni oddi tano, neu rhannwch yr ymholiad yn sawl cais.",
    "Ask for fewer links below it, or split the query into several requests.",
)
