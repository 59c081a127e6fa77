"""What is said of requests, whatever they ask: their form, their size, queries known by their hash, and our own faults."""

from collections.abc import Mapping
from typing import Final

from cms.content.vocabularies import Label

REQUESTS: Final[Mapping[str, Label]] = {
    "UNAVAILABLE": Label(
        "Ni all y gwasanaeth ateb ar hyn o bryd. Rhowch gynnig arall arni ymhen {retry_after} eiliad.",
        "The service cannot answer at the moment. Try again in {retry_after} seconds.",
    ),
    "SERVER_ERROR": Label(
        "Aeth rhywbeth o'i le ar y gweinydd. Mae'r gwall wedi'i gofnodi.",
        "Something went wrong on the server. The error has been recorded.",
    ),
    "METHOD_NOT_ALLOWED": Label(
        "Ni ellir defnyddio'r dull hwn yma. Caniateir: {allowed}.",
        "This method cannot be used here. Allowed: {allowed}.",
    ),
    "NOT_ACCEPTABLE": Label(
        "Nid yw pennyn Accept y cais yn derbyn yr un math o ateb a roddir yma. Caniateir: {allowed}.",
        "The request's Accept header takes none of the media types given here. Allowed: {allowed}.",
    ),
    "UNSUPPORTED_MEDIA_TYPE": Label(
        "Rhaid i gorff y cais fod yn JSON: `Content-Type: application/json`, mewn UTF-8.",
        "The body of the request must be JSON: `Content-Type: application/json`, in UTF-8.",
    ),
    "REQUEST_TOO_LARGE": Label(
        "Mae'r cais yn fwy na {limit} beit. Gofynnwch am lai, neu rhannwch y cais.",
        "The request is larger than {limit} bytes. Ask for less, or split the request.",
    ),
    "BATCHING_NOT_SUPPORTED": Label(
        "Ni dderbynnir sawl ymholiad mewn un rhestr. Anfonwch un gwrthrych JSON; gall un ymholiad fod â {limit} maes ar ei "
        "lefel uchaf.",
        "Several queries in one list are not taken. Send one JSON object; one query may have {limit} fields at its top level.",
    ),
    "NOT_JSON": Label(
        "Nid yw {parameter} y cais yn JSON dilys. Anfonwch wrthrych JSON mewn UTF-8.",
        "The request's {parameter} is not valid JSON. Send a JSON object in UTF-8.",
    ),
    "NOT_AN_OBJECT": Label(
        "Rhaid i gorff y cais fod yn wrthrych JSON, er enghraifft {example}.",
        "The body of the request must be a JSON object, for example {example}.",
    ),
    "QUERY_MISSING": Label(
        "Nid oes ymholiad yn y cais. Rhowch ef yn `query`, neu rhowch stwnsh ymholiad a gadwyd yn `extensions.persistedQuery`.",
        "The request has no query. Give it in `query`, or give the hash of a kept query in `extensions.persistedQuery`.",
    ),
    "INVALID_REQUEST": Label(
        "Rhaid i ‘{parameter}’ fod yn {expected}.",
        "‘{parameter}’ must be {expected}.",
    ),
    "REPEATED_PARAMETER": Label(
        "Rhoddwyd y paramedr ‘{parameter}’ fwy nag unwaith. Rhowch ef unwaith.",
        "The parameter ‘{parameter}’ was given more than once. Give it once.",
    ),
    # The word by which clients of Apollo's protocol know that they have to send the text; urql knows no other.
    "PERSISTED_QUERY_NOT_FOUND": Label("PersistedQueryNotFound", "PersistedQueryNotFound"),
    "PERSISTED_QUERY_HASH_MISMATCH": Label(
        "Nid stwnsh SHA-256 yr ymholiad yw `sha256Hash`. Cyfrifwch ef o destun `query`, mewn UTF-8, fel y mae.",
        "`sha256Hash` is not the SHA-256 of the query. Compute it from the text in `query`, in UTF-8, as it is.",
    ),
    "PERSISTED_QUERY_INVALID": Label(
        "Rhaid i `extensions.persistedQuery` fod fel {example}.",
        "`extensions.persistedQuery` must be like {example}.",
    ),
    "QUERY_NOT_REGISTERED": Label(
        "Dim ond ymholiadau cofrestredig a redir yma, ac nid yw hwn yn un ohonynt. Gofynnwch i reolwyr y gwasanaeth "
        "ei gofrestru.",
        "Only registered queries are run here, and this is not one of them. Ask whoever runs the service to register it.",
    ),
}

# What `expected` of INVALID_REQUEST may be.
A_STRING: Final = Label("llinyn", "a string")
AN_OBJECT: Final = Label("wrthrych JSON", "a JSON object")
# What `parameter` of NOT_JSON may be.
THE_BODY: Final = Label("corff", "body")
