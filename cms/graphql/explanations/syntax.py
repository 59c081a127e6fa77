"""What the parser says of a text that is not GraphQL."""

from typing import Final

from .patterns import on

SYNTAX: Final = (
    on(
        "Unexpected description, .*", "SYNTAX_ERROR",
        "Nid oes lle i ddisgrifiad yma. Tynnwch y testun mewn dyfynodau, neu ysgrifennwch ef fel sylw: # ...",
        "There is no place for a description here. Remove the text in quotation marks, or write it as a comment: # ...",
    ),
    on(
        r"Unexpected variable '(?P<variable>[^']*)' in constant value\.", "SYNTAX_ERROR",
        "Ni ellir defnyddio'r newidyn ‘{variable}’ yma: rhaid rhoi gwerth. Ni all gwerth diofyn enwi newidyn arall.",
        "The variable ‘{variable}’ cannot be used here: a value is wanted. A default cannot name another variable.",
    ),
    on(
        "(?P<token>.+) is reserved and cannot be used for an enum value.", "SYNTAX_ERROR",
        "Ni ellir defnyddio {token} yma. Rhowch enw arall.",
        "{token} cannot be used here. Give another name.",
    ),
    on(
        "Unexpected single quote character .*", "SYNTAX_ERROR",
        'Nid yw dyfynnod sengl yn dechrau llinyn. Defnyddiwch ddyfynodau dwbl: "...".',
        'A single quotation mark does not begin a string. Use double ones: "...".',
    ),
    on(
        r"Unexpected character: (?P<character>.*)\.", "SYNTAX_ERROR",
        "Nid oes lle i'r nod {character} yma. Tynnwch ef, neu rhowch ef mewn llinyn.",
        "There is no place for the character {character} here. Remove it, or put it in a string.",
    ),
    on(
        r"Invalid character within String: (?P<character>.*)\.", "SYNTAX_ERROR",
        "Ni all y nod {character} fod mewn llinyn. Ysgrifennwch ef fel dilyniant dianc, fel \\n.",
        "The character {character} cannot be in a string. Write it as an escape sequence, such as \\n.",
    ),
    on(
        r"Invalid character: (?P<character>.*)\.", "SYNTAX_ERROR",
        "Nid yw {character} yn nod Unicode dilys. Anfonwch yr ymholiad mewn UTF-8.",
        "{character} is not a valid Unicode character. Send the query in UTF-8.",
    ),
    on(
        r"Invalid number, unexpected digit after 0: (?P<character>.*)\.", "SYNTAX_ERROR",
        "Ni all rhif ddechrau â sero a digid arall. Tynnwch y sero, neu rhowch y rhif mewn dyfynodau.",
        "A number cannot begin with zero and another digit. Remove the zero, or put the number in quotation marks.",
    ),
    on(
        r"Invalid number, expected digit but got: (?P<found>.*)\.", "SYNTAX_ERROR",
        "Disgwylid digid yn y rhif, ond cafwyd {found}. Ysgrifennwch y rhif fel 12 neu 1.5.",
        "A digit was expected in the number, but {found} was found. Write the number like 12 or 1.5.",
    ),
    on(
        r"Unterminated string\.", "SYNTAX_ERROR",
        "Nid oes diwedd i'r llinyn. Caewch ef â dyfynnod dwbl ar yr un llinell, neu rhowch dri dyfynnod o'i gwmpas.",
        "The string does not end. Close it with a double quotation mark on the same line, or put three of them around it.",
    ),
    on(
        r"Invalid Unicode escape sequence: (?P<sequence>.*)\.", "SYNTAX_ERROR",
        "Nid yw'r dilyniant dianc {sequence} yn ddilys. Ysgrifennwch ef fel \\u0175 neu \\u{{1F600}}.",
        "The escape sequence {sequence} is not valid. Write it like \\u0175 or \\u{{1F600}}.",
    ),
    on(
        r"Invalid character escape sequence: (?P<sequence>.*)\.", "SYNTAX_ERROR",
        'Nid yw\'r dilyniant dianc {sequence} yn ddilys. Caniateir: \\" \\\\ \\/ \\b \\f \\n \\r \\t \\u.',
        'The escape sequence {sequence} is not valid. Allowed: \\" \\\\ \\/ \\b \\f \\n \\r \\t \\u.',
    ),
    on(
        r"Expected (?P<token>'[^']*'|\w+), found (?P<found>.*)\.", "SYNTAX_ERROR",
        "Disgwylid {token} yma, ond cafwyd {found}. Cywirwch yr ymholiad yn y man a nodir.",
        "{token} was expected here, but {found} was found. Correct the query at the place given.",
    ),
    on(
        r"Unexpected (?P<token>.*)\.", "SYNTAX_ERROR",
        "Nid oes lle i {token} yma. Cywirwch yr ymholiad yn y man a nodir.",
        "There is no place for {token} here. Correct the query at the place given.",
    ),
)  # fmt: skip
