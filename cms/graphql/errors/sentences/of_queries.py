"""What is said of queries that are not valid, and of variables that do not fit. None of it is a library's."""

from collections.abc import Mapping
from typing import Final

from cms.content.vocabularies import Label

QUERIES: Final[Mapping[str, Label]] = {
    "SYNTAX_ERROR": Label(
        "Nid GraphQL yw'r testun: ni ellir ei ddarllen o linell {line}, colofn {column} ymlaen, wrth ‘{near}’. Edrychwch yno "
        "am gromfach, dyfynnod neu enw sydd ar goll neu sydd dros ben.",
        "The text is not GraphQL: it cannot be read from line {line}, column {column} on, at ‘{near}’. Look there for a "
        "bracket, a quotation mark or a name that is missing or left over.",
    ),
    # Names.
    "UNKNOWN_FIELD": Label(
        "Nid oes maes ‘{field}’ ar y math ‘{type}’. Caniateir: {allowed}.",
        "The type ‘{type}’ has no field ‘{field}’. Allowed: {allowed}.",
    ),
    "UNKNOWN_ARGUMENT": Label(
        "Nid yw ‘{field}’ yn derbyn yr arg ‘{argument}’. Caniateir: {allowed}.",
        "‘{field}’ does not take the argument ‘{argument}’. Allowed: {allowed}.",
    ),
    "UNKNOWN_TYPE": Label(
        "Nid oes math o'r enw ‘{type}’ yn y sgema. Gweler y mathau yn nogfennaeth y sgema.",
        "The schema has no type called ‘{type}’. The schema's documentation lists the types.",
    ),
    "UNKNOWN_FRAGMENT": Label(
        "Nid oes darn o'r enw ‘{fragment}’ yn y ddogfen. Ychwanegwch ef, neu tynnwch y cyfeiriad ato.",
        "The document has no fragment called ‘{fragment}’. Add it, or remove the reference to it.",
    ),
    "UNKNOWN_DIRECTIVE": Label(
        "Nid oes cyfarwyddeb o'r enw ‘{directive}’. Caniateir: @skip, @include.",
        "There is no directive called ‘{directive}’. Allowed: @skip, @include.",
    ),
    "MISPLACED_DIRECTIVE": Label(
        "Ni ellir rhoi'r gyfarwyddeb ‘{directive}’ yma. Rhowch hi ar faes neu ar ddarn.",
        "The directive ‘{directive}’ may not be put here. Put it on a field or on a fragment.",
    ),
    "REPEATED_DIRECTIVE": Label(
        "Rhoddwyd y gyfarwyddeb ‘{directive}’ fwy nag unwaith yma. Rhowch hi unwaith.",
        "The directive ‘{directive}’ is given more than once here. Give it once.",
    ),
    "REPEATED_NAME": Label(
        "Rhoddwyd yr enw ‘{name}’ fwy nag unwaith. Rhowch ef unwaith, neu rhowch enw gwahanol i bob un.",
        "The name ‘{name}’ is given more than once. Give it once, or give each a name of its own.",
    ),
    # Operations.
    "NOT_EXECUTABLE": Label(
        "Ni ellir diffinio dim o'r sgema mewn ymholiad: tynnwch ‘{name}’.",
        "A query cannot define anything of the schema: remove ‘{name}’.",
    ),
    "ANONYMOUS_OPERATION": Label(
        "Mae sawl gweithrediad yn y ddogfen, ond nid oes enw ar hwn. Rhowch enw i bob un: query Enw {{ ... }}.",
        "The document has several operations, but this one has no name. Name each of them: query Name {{ ... }}.",
    ),
    "UNKNOWN_OPERATION": Label(
        "Nid oes gweithrediad o'r enw ‘{name}’ yn y ddogfen. Rhowch enw un o weithrediadau'r ddogfen yn `operationName`.",
        "The document has no operation called ‘{name}’. Give the name of one of the document's operations in `operationName`.",
    ),
    "OPERATION_NAME_NEEDED": Label(
        "Mae sawl gweithrediad yn y ddogfen. Dywedwch yn `operationName` pa un sydd i'w redeg.",
        "The document has several operations. Say in `operationName` which one is to be run.",
    ),
    "NO_OPERATION": Label(
        "Nid oes gweithrediad yn y ddogfen, dim ond darnau. Ychwanegwch ymholiad: `query {{ ... }}`.",
        "The document has no operation, only fragments. Add a query: `query {{ ... }}`.",
    ),
    "NOT_A_QUERY": Label(
        "Dim ond darllen y gellir ei wneud yma: nid oes `mutation` na `subscription`. Defnyddiwch `query`.",
        "This can only be read: there is no `mutation` and no `subscription`. Use `query`.",
    ),
    # Fragments and selections.
    "INVALID_FRAGMENT": Label(
        "Nid oes meysydd ar y math ‘{type}’, felly ni all darn fod arno. Rhowch fath o eitem neu floc ar ôl `on`.",
        "The type ‘{type}’ has no fields, so there can be no fragment on it. Give a type of item or block after `on`.",
    ),
    "IMPOSSIBLE_FRAGMENT": Label(
        "Ni all ‘{parent}’ fyth fod yn ‘{type}’, felly ni fyddai'r darn hwn byth yn rhoi dim. Tynnwch ef.",
        "A ‘{parent}’ can never be a ‘{type}’, so this fragment would never give anything. Remove it.",
    ),
    "FRAGMENT_CYCLE": Label(
        "Mae darnau'r ymholiad yn eu cynnwys eu hunain: {cycle}. Tynnwch un o'r cyfeiriadau hyn.",
        "Fragments of the query contain themselves: {cycle}. Remove one of these references.",
    ),
    "UNUSED_FRAGMENT": Label(
        "Ni ddefnyddir y darn ‘{fragment}’. Tynnwch ef, neu ychwanegwch ...{fragment}.",
        "The fragment ‘{fragment}’ is never used. Remove it, or add ...{fragment}.",
    ),
    "SELECTION_NOT_ALLOWED": Label(
        "Nid oes meysydd o dan ‘{field}’ ({type}). Tynnwch y cromfachau cyrliog ar ei ôl.",
        "There are no fields below ‘{field}’ ({type}). Remove the braces after it.",
    ),
    "SELECTION_MISSING": Label(
        "Dywedwch pa feysydd o ‘{field}’ ({type}) sydd eu hangen: {field} {{ ... }}.",
        "Say which fields of ‘{field}’ ({type}) are wanted: {field} {{ ... }}.",
    ),
    "FIELDS_CONFLICT": Label(
        "Ni ellir rhoi'r rhain i gyd dan yr enw ‘{field}’, am fod eu meysydd, eu hargiau neu eu mathau'n wahanol: {found}. "
        "Rhowch arallenw i un ohonynt.",
        "These cannot all be given under the name ‘{field}’, because their fields, arguments or types differ: {found}. Give "
        "one of them an alias.",
    ),
    # Variables, arguments and their values.
    "UNDEFINED_VARIABLE": Label(
        "Nid yw'r newidyn ‘{variable}’ wedi'i ddatgan. Rhowch ef â'i fath ar ôl enw'r gweithrediad: query ({variable}: ...).",
        "The variable ‘{variable}’ is not declared. Put it with its type after the operation's name: query ({variable}: ...).",
    ),
    "UNUSED_VARIABLE": Label(
        "Ni ddefnyddir y newidyn ‘{variable}’. Tynnwch ei ddatganiad.",
        "The variable ‘{variable}’ is never used. Remove its declaration.",
    ),
    "INVALID_VARIABLE_TYPE": Label(
        "Ni all newidyn fod o'r math ‘{type}’, sy'n rhan o atebion yn unig. Rhowch fath yr arg.",
        "A variable cannot be of the type ‘{type}’, which is for answers only. Give the argument's type.",
    ),
    "VARIABLE_MISMATCH": Label(
        "Mae'r newidyn ‘{variable}’ o'r math ‘{type}’, ond disgwylir ‘{expected}’ yma. Newidiwch ei ddatganiad.",
        "The variable ‘{variable}’ is of the type ‘{type}’, but ‘{expected}’ is expected here. Change its declaration.",
    ),
    "INVALID_VARIABLES": Label(
        "Nid yw gwerth y newidyn ‘{variable}’ ({type}) yn addas. Rhoddwyd: {value}. Caniateir: {allowed}.",
        "The value of the variable ‘{variable}’ ({type}) does not fit. Given: {value}. Allowed: {allowed}.",
    ),
    "INVALID_VALUE": Label(
        "Nid yw {value} yn werth addas o'r math ‘{type}’. Caniateir: {allowed}.",
        "{value} is not a suitable value of the type ‘{type}’. Allowed: {allowed}.",
    ),
    "MISSING_ARGUMENT": Label(
        "Mae angen rhagor o argiau ar ‘{field}’. Ychwanegwch: {missing}.",
        "‘{field}’ needs more arguments. Add: {missing}.",
    ),
    "INVALID_PAGE": Label(
        "Rhaid i ‘{argument}’ fod yn rhif cyfan o 1 i {limit}. Gofynnwyd am {found}.",
        "‘{argument}’ must be a whole number from 1 to {limit}. It was {found}.",
    ),
    # In general.
    "TOO_MANY_ERRORS": Label(
        "Mae rhagor o wallau. Cywirwch y rhai uchod yn gyntaf.", "There are more errors. Correct those above first."
    ),
    "INVALID_QUERY": Label(
        "Mae'r ymholiad yn torri rheol ‘{rule}’ o'r fanyleb GraphQL.",
        "The query breaks the rule ‘{rule}’ of the GraphQL specification.",
    ),
}

# What `allowed` of INVALID_VALUE and INVALID_VARIABLES may be, beside the names of an enum's values and of an object's members.
A_WHOLE_NUMBER: Final = Label(
    "rhif cyfan rhwng -2147483648 a 2147483647", "a whole number from -2147483648 to 2147483647"
)
A_DECIMAL_NUMBER: Final = Label("rhif", "a number")
A_STRING: Final = Label("llinyn mewn dyfynodau dwbl", "a string in double quotation marks")
AN_ID: Final = Label("id mewn dyfynodau dwbl", "an id in double quotation marks")
# What `value` of INVALID_VARIABLES is where none was given.
NOTHING: Final = Label("dim", "nothing")
# What `near` of SYNTAX_ERROR is where the line, or all of the text, has come to its end.
END_OF_LINE: Final = Label("diwedd y llinell", "the end of the line")
END_OF_TEXT: Final = Label("diwedd y testun", "the end of the text")
