"""What validation says of the shape of a query: operations, fragments, selections."""

from typing import Final

from .. import messages
from .patterns import Explanation, on

SHAPE: Final = (
    on(
        "The (?P<name>.*) definition is not executable.", "NOT_EXECUTABLE",
        "Ni ellir diffinio dim o'r sgema mewn ymholiad: tynnwch {name}.",
        "A query cannot define anything of the schema: remove {name}.",
    ),
    on(
        r"This anonymous operation must be the only defined operation\.", "ANONYMOUS_OPERATION",
        "Mae sawl gweithrediad yn y ddogfen, ond nid oes enw ar hwn. Rhowch enw i bob un: query Enw {{ ... }}.",
        "The document has several operations, but this one has no name. Name each of them: query Name {{ ... }}.",
    ),
    Explanation("(Anonymous Subscription|Subscription '[^']*') must .*", "NOT_A_QUERY", messages.NOT_A_QUERY),
    on(
        r"Fragment cannot condition on non composite type '(?P<type>[^']*)'\.", "INVALID_FRAGMENT",
        "Nid oes meysydd ar y math ‘{type}’, felly ni all darn fod arno. Rhowch fath o eitem neu floc ar ôl `on`.",
        "The type ‘{type}’ has no fields, so there can be no fragment on it. Give a type of item or block after `on`.",
    ),
    on(
        r"Fragment '(?P<fragment>[^']*)' cannot condition on non composite type '(?P<type>[^']*)'\.", "INVALID_FRAGMENT",
        "Nid oes meysydd ar y math ‘{type}’, felly ni all y darn ‘{fragment}’ fod arno. Rhowch fath o eitem neu floc.",
        "The type ‘{type}’ has no fields, so the fragment ‘{fragment}’ cannot be on it. Give a type of item or block.",
    ),
    on(
        r"Fragment( '(?P<fragment>[^']*)')? cannot be spread here as objects of type '(?P<parent>[^']*)' can never be of type "
        r"'(?P<type>[^']*)'\.", "IMPOSSIBLE_FRAGMENT",
        "Ni all ‘{parent}’ fyth fod yn ‘{type}’, felly ni fyddai'r darn hwn byth yn rhoi dim. Tynnwch ef.",
        "A ‘{parent}’ can never be a ‘{type}’, so this fragment would never give anything. Remove it.",
    ),
    on(
        r"Cannot spread fragment '(?P<fragment>[^']*)' within itself.*", "FRAGMENT_CYCLE",
        "Mae'r darn ‘{fragment}’ yn ei gynnwys ei hun. Tynnwch un o'r cyfeiriadau.",
        "The fragment ‘{fragment}’ contains itself. Remove one of the references.",
    ),
    on(
        r"Fragment '(?P<fragment>[^']*)' is never used\.", "UNUSED_FRAGMENT",
        "Ni ddefnyddir y darn ‘{fragment}’. Tynnwch ef, neu ychwanegwch ...{fragment}.",
        "The fragment ‘{fragment}’ is never used. Remove it, or add ...{fragment}.",
    ),
    on(
        r"Field '(?P<field>[^']*)' must not have a selection since type '(?P<type>[^']*)' has no subfields\.",
        "SELECTION_NOT_ALLOWED",
        "Nid oes meysydd o dan ‘{field}’ ({type}). Tynnwch y cromfachau cyrliog ar ei ôl.",
        "There are no fields below ‘{field}’ ({type}). Remove the braces after it.",
    ),
    on(
        r"Field '(?P<field>[^']*)' of type '(?P<type>[^']*)' must have "
        r"(a selection of subfields|at least one field selected)\..*",
        "SELECTION_MISSING",
        "Dywedwch pa feysydd o ‘{field}’ ({type}) sydd eu hangen: {field} {{ ... }}.",
        "Say which fields of ‘{field}’ ({type}) are wanted: {field} {{ ... }}.",
    ),
    on(
        "Fields '(?P<field>[^']*)' conflict because (?P<reason>.*)", "FIELDS_CONFLICT",
        "Mae dau faes o'r enw ‘{field}’ yn gwrthdaro: {reason}. Rhowch arallenw i un ohonynt.",
        "Two fields called ‘{field}’ conflict: {reason}. Give one of them an alias.",
    ),
)  # fmt: skip
