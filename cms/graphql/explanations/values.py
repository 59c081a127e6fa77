"""What validation and coercion say of variables, arguments and values."""

from typing import Final

from .patterns import on

VARIABLES: Final = (
    on(
        r"Variable '(?P<variable>[^']*)' is not defined( by operation '[^']*')?\.", "UNDEFINED_VARIABLE",
        "Nid yw'r newidyn ‘{variable}’ wedi'i ddatgan. Rhowch ef â'i fath ar ôl enw'r gweithrediad: query ({variable}: ...).",
        "The variable ‘{variable}’ is not declared. Put it with its type after the operation's name: query ({variable}: ...).",
    ),
    on(
        r"Variable '(?P<variable>[^']*)' is never used( in operation '[^']*')?\.", "UNUSED_VARIABLE",
        "Ni ddefnyddir y newidyn ‘{variable}’. Tynnwch ei ddatganiad.",
        "The variable ‘{variable}’ is never used. Remove its declaration.",
    ),
    on(
        r"Variable '(?P<variable>[^']*)' cannot be non-input type '(?P<type>[^']*)'\.", "INVALID_VARIABLE_TYPE",
        "Ni all y newidyn ‘{variable}’ fod o'r math ‘{type}’, sy'n rhan o atebion yn unig. Rhowch fath yr arg.",
        "The variable ‘{variable}’ cannot be of the type ‘{type}’, which is for answers only. Give the argument's type.",
    ),
    on(
        r"Variable '(?P<variable>[^']*)' expected value of type '(?P<type>[^']*)' which cannot .*", "INVALID_VARIABLE_TYPE",
        "Ni all y newidyn ‘{variable}’ fod o'r math ‘{type}’, sy'n rhan o atebion yn unig. Rhowch fath yr arg.",
        "The variable ‘{variable}’ cannot be of the type ‘{type}’, which is for answers only. Give the argument's type.",
    ),
    on(
        r"Variable '(?P<variable>[^']*)' of type '(?P<type>[^']*)' used in position expecting type '(?P<expected>[^']*)'\.",
        "VARIABLE_MISMATCH",
        "Mae'r newidyn ‘{variable}’ o'r math ‘{type}’, ond disgwylir ‘{expected}’ yma. Newidiwch ei ddatganiad.",
        "The variable ‘{variable}’ is of the type ‘{type}’, but ‘{expected}’ is expected here. Change its declaration.",
    ),
    on(
        r"Variable '(?P<variable>[^']*)' is of type '(?P<type>[^']*)' but must be non-nullable .*", "VARIABLE_MISMATCH",
        "Rhaid i'r newidyn ‘{variable}’ fod o fath na all fod yn null: {type}!.",
        "The variable ‘{variable}’ must be of a type that cannot be null: {type}!.",
    ),
    on(
        r"Variable '(?P<variable>[^']*)' of required type '(?P<type>[^']*)' was not provided\.", "INVALID_VARIABLES",
        "Nid oes gwerth i'r newidyn ‘{variable}’ ({type}). Rhowch un yn `variables`.",
        "There is no value for the variable ‘{variable}’ ({type}). Give one in `variables`.",
    ),
    on(
        r"Variable '(?P<variable>[^']*)' of non-null type '(?P<type>[^']*)' must not be null\.", "INVALID_VARIABLES",
        "Ni chaiff y newidyn ‘{variable}’ ({type}) fod yn null. Rhowch werth iddo yn `variables`.",
        "The variable ‘{variable}’ ({type}) must not be null. Give it a value in `variables`.",
    ),
    on(
        r"Argument '(?P<argument>[^']*)' of required type '(?P<type>[^']*)' was provided the variable '(?P<variable>[^']*)' "
        r"which was not provided a runtime value\.", "INVALID_VARIABLES",
        "Mae angen gwerth ar yr arg ‘{argument}’ ({type}), ond nid oes un gan ‘{variable}’. Rhowch un yn `variables`.",
        "The argument ‘{argument}’ ({type}) needs a value, but the variable ‘{variable}’ has none. Give one in `variables`.",
    ),
    on(
        r"Argument '(?P<argument>[^']*)' of non-null type '(?P<type>[^']*)' must not be null\.", "INVALID_VALUE",
        "Ni chaiff yr arg ‘{argument}’ ({type}) fod yn null. Rhowch werth iddo.",
        "The argument ‘{argument}’ ({type}) must not be null. Give it a value.",
    ),
    on(
        r"Argument '(?P<argument>[^']*)' has invalid value (?P<value>.*)\.", "INVALID_VALUE",
        "Nid yw {value} yn werth dilys i'r arg ‘{argument}’.",
        "{value} is not a valid value of the argument ‘{argument}’.",
    ),
    on(
        r"(Field|Directive) '(?P<field>[^']*)' argument '(?P<argument>[^']*)' of type '(?P<type>[^']*)' is required, "
        r"but it was not provided\.", "MISSING_ARGUMENT",
        "Mae angen yr arg ‘{argument}’ ({type}) ar ‘{field}’. Ychwanegwch ef: {field}({argument}: ...).",
        "‘{field}’ needs the argument ‘{argument}’ ({type}). Add it: {field}({argument}: ...).",
    ),
    on(
        r"Argument '(?P<argument>[^']*)' of required type '(?P<type>[^']*)' was not provided\.", "MISSING_ARGUMENT",
        "Mae angen yr arg ‘{argument}’ ({type}). Ychwanegwch ef.",
        "The argument ‘{argument}’ ({type}) is required. Add it.",
    ),
)  # fmt: skip

VALUES: Final = (
    on(
        r"Value '(?P<value>[^']*)' does not exist in '(?P<type>[^']*)' enum\.", "INVALID_VALUE",
        "Nid yw ‘{value}’ yn un o werthoedd ‘{type}’. Caniateir: {allowed}.",
        "‘{value}’ is not one of the values of ‘{type}’. Allowed: {allowed}.",
    ),
    on(
        r"Enum '(?P<type>[^']*)' cannot represent non-(string|enum) value: (?P<value>.*)\.", "INVALID_VALUE",
        "Nid yw {value} yn un o werthoedd ‘{type}’. Rhowch un o'r rhain, heb ddyfynodau mewn ymholiad: {allowed}.",
        "{value} is not one of the values of ‘{type}’. Give one of these, without quotation marks in a query: {allowed}.",
    ),
    on(
        "Int cannot represent non-integer value: (?P<value>.*)", "INVALID_VALUE",
        "Disgwylir rhif cyfan, ond cafwyd {value}.",
        "A whole number is expected, but {value} was found.",
    ),
    on(
        "Int cannot represent non 32-bit signed integer value: (?P<value>.*)", "INVALID_VALUE",
        "Mae {value} yn rhy fawr neu'n rhy fach. Rhowch rif cyfan rhwng -2147483648 a 2147483647.",
        "{value} is too large or too small. Give a whole number from -2147483648 to 2147483647.",
    ),
    on(
        "Float cannot represent non numeric value: (?P<value>.*)", "INVALID_VALUE",
        "Disgwylir rhif, ond cafwyd {value}.",
        "A number is expected, but {value} was found.",
    ),
    on(
        "String cannot represent a non string value: (?P<value>.*)", "INVALID_VALUE",
        "Disgwylir llinyn, ond cafwyd {value}. Rhowch y testun mewn dyfynodau dwbl.",
        "A string is expected, but {value} was found. Put the text in double quotation marks.",
    ),
    on(
        "Boolean cannot represent a non boolean value: (?P<value>.*)", "INVALID_VALUE",
        "Disgwylir true neu false, ond cafwyd {value}.",
        "true or false is expected, but {value} was found.",
    ),
    on(
        "ID cannot represent (value|a non-string and non-integer value): (?P<value>.*)", "INVALID_VALUE",
        "Disgwylir id, ond cafwyd {value}. Rhowch yr id mewn dyfynodau dwbl.",
        "An id is expected, but {value} was found. Put the id in double quotation marks.",
    ),
    on(
        r"(Expected value of type '(?P<type>[^']*)', found (?P<value>.*)\.)", "INVALID_VALUE",
        "Disgwylir gwerth o'r math ‘{type}’, ond cafwyd {value}.",
        "A value of the type ‘{type}’ is expected, but {value} was found.",
    ),
    on(
        r"Expected value of type '(?P<type>[^']*)', found (?P<value>.*)", "INVALID_VALUE",
        "Nid yw'r gwerth yn un dilys o'r math ‘{type}’: {value}.",
        "The value is not a valid one of the type ‘{type}’: {value}.",
    ),
    on(
        r"Expected non-nullable type '(?P<type>[^']*)' not to be None\.", "INVALID_VALUE",
        "Ni chaiff y gwerth ({type}) fod yn null.",
        "The value ({type}) must not be null.",
    ),
    on(
        r"Expected type '(?P<type>[^']*)' to be a mapping\.", "INVALID_VALUE",
        "Disgwylir gwrthrych o'r math ‘{type}’. Caniateir yr aelodau: {allowed}.",
        "An object of the type ‘{type}’ is expected. Its members: {allowed}.",
    ),
    on(
        r"Expected type '(?P<type>[^']*)'\..*", "INVALID_VALUE",
        "Disgwylir gwerth o'r math ‘{type}’.",
        "A value of the type ‘{type}’ is expected.",
    ),
    on(
        r"Field '(?P<field>[^']*)' is not defined by type '(?P<type>[^']*)'\.", "INVALID_VALUE",
        "Nid oes aelod ‘{field}’ yn y math ‘{type}’. Caniateir: {allowed}.",
        "The type ‘{type}’ has no member ‘{field}’. Allowed: {allowed}.",
    ),
    on(
        r"Field '(?P<field>[^']*)' of required type '(?P<type>[^']*)' was not provided\.", "INVALID_VALUE",
        "Mae angen yr aelod ‘{field}’ ({type}). Ychwanegwch ef.",
        "The member ‘{field}’ ({type}) is required. Add it.",
    ),
    on(
        r"(OneOf Input Object|Exactly one key must be specified for OneOf type) '(?P<type>[^']*)'.*", "INVALID_VALUE",
        "Rhowch un aelod yn unig o ‘{type}’. Caniateir: {allowed}.",
        "Give exactly one member of ‘{type}’. Allowed: {allowed}.",
    ),
    on(
        r"Field '(?P<field>[^']*)' must be non-null\.", "INVALID_VALUE",
        "Ni chaiff yr aelod ‘{field}’ fod yn null. Rhowch werth iddo.",
        "The member ‘{field}’ must not be null. Give it a value.",
    ),
)  # fmt: skip
