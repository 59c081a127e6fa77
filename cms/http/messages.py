"""The sentences of problems in both languages, with their fields in braces. Data, so that nothing depends on catalogues."""

from datetime import datetime
from typing import Final

from django.utils import timezone

from cms.content.languages import CODES, Language
from cms.content.vocabularies import Label
from cms.content.words.dates import written_day

NO_SUCH_ADDRESS: Final = Label("Nid oes dim yn y cyfeiriad hwn.", "There is nothing at this address.")
NO_SUCH_ID: Final = Label("Nid oes eitem gyhoeddus â'r dynodwr hwn.", "There is no public item with this id.")
NO_SUCH_TERM: Final = Label("Nid oes term cyhoeddus â'r dynodwr hwn.", "There is no public term with this id.")
NO_SUCH_PATH: Final = Label("Nid oes eitem gyhoeddus â'r llwybr hwn.", "There is no public item at this path.")
NO_SUCH_FILE: Final = Label(
    "Nid oes eitem gyhoeddus sy'n cynnig y ffeil hon.", "There is no public item that offers this file."
)
NO_SUCH_PICTURE: Final = Label(
    "Nid oes eitem gyhoeddus sy'n dangos y ddelwedd hon.", "There is no public item that shows this picture."
)
NO_SUCH_WIDTH: Final = Label(
    "Nid yw'r ddelwedd ar gael yn y lled hwn. Caniateir: {allowed}.",
    "The picture is not available in this width. Allowed: {allowed}.",
)
FILE_WITHDRAWN: Final = Label(
    "Nid yw'r eitem a oedd yn cynnig y ffeil hon yn gyhoeddus bellach.",
    "The item that offered this file is no longer public.",
)
NO_SUCH_RANGE: Final = Label(
    "Mae'r rhan y gofynnwyd amdani y tu allan i'r ffeil, sy'n {bytes} beit o hyd.",
    "The range asked for lies outside the file, which is {bytes} bytes long.",
)
UNKNOWN_LANGUAGE: Final = Label(
    "Nid oes cynnwys yn yr iaith hon. Yr ieithoedd yw: {languages}.",
    "There is no content in this language. The languages are: {languages}.",
)
NOT_IN_LANGUAGE: Final = Label(
    "Nid yw'r eitem hon ar gael {asked}. Mae ar gael {other}.",
    "This item is not available {asked}. It is available {other}.",
)
VERSION_WITHDRAWN: Final = Label(
    "Tynnwyd {version} yr eitem hon yn ôl ar {date}.", "The {version} of this item was withdrawn on {date}."
)
VERSION_GONE: Final = Label(
    "Dilëwyd {version} yr eitem hon ar {date}.", "The {version} of this item was deleted on {date}."
)
ITEM_WITHDRAWN: Final = Label("Tynnwyd yr eitem hon yn ôl ar {date}.", "This item was withdrawn on {date}.")
ITEM_GONE: Final = Label("Dilëwyd yr eitem hon ar {date}.", "This item was deleted on {date}.")
STILL_AVAILABLE: Final = Label(" Mae'r eitem ar gael {other} o hyd.", " The item is still available {other}.")
UNKNOWN_PARAMETER: Final = Label(
    "Nid yw'r cyfeiriad hwn yn derbyn y paramedr ‘{parameter}’. Caniateir: {allowed}.",
    "This address does not take the parameter ‘{parameter}’. Allowed: {allowed}.",
)
NO_PARAMETERS: Final = Label(
    "Nid yw'r cyfeiriad hwn yn derbyn y paramedr ‘{parameter}’, nac unrhyw baramedr arall.",
    "This address does not take the parameter ‘{parameter}’, nor any other.",
)
REPEATED_PARAMETER: Final = Label(
    "Rhoddwyd y paramedr ‘{parameter}’ fwy nag unwaith. Un gwerth yn unig y mae'n ei gymryd.",
    "The parameter ‘{parameter}’ was given more than once. It takes one value only.",
)
INVALID_PARAMETER: Final = Label(
    "Nid yw gwerth y paramedr ‘{parameter}’ yn ddilys. Caniateir: {allowed}.",
    "The value of the parameter ‘{parameter}’ is not valid. Allowed: {allowed}.",
)
NOT_TOGETHER: Final = Label(
    "Ni ellir rhoi'r paramedr ‘{parameter}’ gyda ‘path’. Caniateir: {allowed}.",
    "The parameter ‘{parameter}’ cannot be given together with ‘path’. Allowed: {allowed}.",
)
ONLY_WITH_PATH: Final = Label(
    "Dim ond gyda ‘path’ y gellir rhoi'r paramedr ‘{parameter}’. Heb ‘path’, caniateir: {allowed}.",
    "The parameter ‘{parameter}’ can only be given together with ‘path’. Without it, allowed: {allowed}.",
)
INVALID_CURSOR: Final = Label(
    "Nid yw'r cyrchwr yn ddilys ar gyfer yr hidlyddion a'r drefn hyn. Dechreuwch eto heb gyrchwr.",
    "The cursor is not valid for these filters and this sort. Start again without a cursor.",
)
INVALID_ID: Final = Label(
    "Rhaid i ddynodwr fod yn UUID, er enghraifft {example}.", "An id must be a UUID, for example {example}."
)
INVALID_NUMBER: Final = Label("Rhaid i rif adran fod fel 6 neu 6.2.", "The number of a section must be like 6 or 6.2.")
QUERY_TOO_LONG: Final = Label(
    "Ni chaiff yr ymholiad fod yn hwy na {limit} beit.", "The query may not be longer than {limit} bytes."
)
BAD_REQUEST: Final = Label("Nid oedd modd deall y cais.", "The request could not be understood.")
PREVIEW_UNKNOWN: Final = Label("Nid ydym yn adnabod y tocyn rhagolwg hwn.", "This preview token is not known.")
PREVIEW_EXPIRED: Final = Label("Daeth y rhagolwg hwn i ben ar {date}.", "This preview expired on {date}.")
PREVIEW_REVOKED: Final = Label("Diddymwyd y rhagolwg hwn ar {date}.", "This preview was revoked on {date}.")
NOT_IN_PREVIEW: Final = Label(
    "Nid yw'r rhagolwg hwn yn dangos dim yn y cyfeiriad hwn.", "This preview shows nothing at this address."
)
FORBIDDEN: Final = Label("Nid oes gennych ganiatâd i weld hwn.", "You do not have permission to see this.")
READ_ONLY: Final = Label(
    "Dim ond darllen y gellir ei wneud yma. Caniateir: {allowed}.", "This can only be read. Allowed: {allowed}."
)
PRECONDITION_FAILED: Final = Label(
    "Nid yw'r fersiwn bresennol yn bodloni amod y cais.", "The present version does not meet the request's condition."
)
SERVER_ERROR: Final = Label(
    "Aeth rhywbeth o'i le ar y gweinydd. Mae'r gwall wedi'i gofnodi.",
    "Something went wrong on the server. The error has been recorded.",
)
REQUEST_TOO_SLOW: Final = Label(
    "Ni ddaeth y cais cyfan mewn pryd. Anfonwch ef eto.", "The whole request did not arrive in time. Send it again."
)
BODY_TOO_LARGE: Final = Label(
    "Ni chaiff corff y cais fod yn hwy na {limit} beit.",
    "The body of the request may not be longer than {limit} bytes.",
)
INVALID_KEY: Final = Label(
    "Nid yw'r allwedd yn y cais yn un ddilys. Rhowch hi fel `Authorization: Bearer ALLWEDD`, neu gofynnwch heb allwedd.",
    "The key in the request is not valid. Give it as `Authorization: Bearer KEY`, or ask without a key.",
)
TOO_MANY_REQUESTS: Final = Label(
    "Rydych wedi gofyn am fwy na'r {limit} tocyn y funud a ganiateir. Rhowch gynnig arall arni ymhen {seconds} eiliad.",
    "You have asked for more than the {limit} tokens a minute that are allowed. Try again in {seconds} seconds.",
)
UNAVAILABLE: Final = Label(
    "Ni all y gwasanaeth ateb ar hyn o bryd. Rhowch gynnig arall arni ymhen {seconds} eiliad.",
    "The service cannot answer at the moment. Try again in {seconds} seconds.",
)

VERSION: Final[dict[Language, Label]] = {
    "cy": Label("fersiwn Gymraeg", "Welsh version"),
    "en": Label("fersiwn Saesneg", "English version"),
}

SEARCH_UNAVAILABLE: Final = Label(
    "Ni ellir chwilio ar hyn o bryd. Rhowch gynnig arall arni ymhen {seconds} eiliad.",
    "Searching is not possible at the moment. Try again in {seconds} seconds.",
)

EXPIRED_TOKEN: Final = Label(
    "Ni ellir dilyn y newidiadau o'r tocyn hwn. Dechreuwch eto o'r allforiad: mae `begin_again` yn rhoi ei gyfeiriad.",
    "The changes cannot be followed from this token. Begin again from the export: `begin_again` has its address.",
)
TOO_MANY_WAIT: Final = Label(
    "Mae gormod o gleientiaid yn aros am newidiadau eisoes. Rhowch gynnig arall arni ymhen {seconds} eiliad, neu gofynnwch "
    "heb aros.",
    "Too many clients are waiting for changes already. Try again in {seconds} seconds, or ask without waiting.",
)
TOO_MANY_OPEN: Final = Label(
    "Mae {limit} o'ch ceisiadau o'r math hwn ar agor eisoes, ac ni chaniateir rhagor ar unwaith. Rhowch gynnig arall arni "
    "ymhen {seconds} eiliad.",
    "You have {limit} requests of this kind open already, and no more are allowed at once. Try again in {seconds} seconds.",
)

# What a parameter takes, where that is not a closed list of codes.
A_NUMBER: Final = Label("rhif cyfan rhwng {least} a {most}", "a whole number from {least} to {most}")
PAGE_ADDRESS: Final = Label("cyfeiriad un o'n tudalennau cyhoeddus", "the address of one of our public pages")
A_CURSOR: Final = Label("y cyrchwr o gyfeiriad `next`", "the cursor of a `next` address")
A_TOKEN: Final = Label(
    "tocyn a roddodd yr API hwn, neu `now`",
    "a token that this API gave, or `now`",
)
A_SEARCH: Final = Label("geiriau i chwilio amdanynt", "words to search for")
A_MOMENT: Final = Label(
    "dyddiad neu ddyddiad ac amser ISO 8601, fel 2026-03-01 neu 2026-03-01T09:30:00Z",
    "an ISO 8601 date, or date and time, such as 2026-03-01 or 2026-03-01T09:30:00Z",
)
A_DAY: Final = Label("dyddiad ISO 8601, fel 2026-03-01", "an ISO 8601 date, such as 2026-03-01")
IDS: Final = Label("un UUID neu ragor, wedi'u gwahanu â choma", "one or more UUIDs, separated by commas")
TOPICS: Final = Label("un cod pwnc neu ragor, wedi'u gwahanu â choma", "one or more topic codes, separated by commas")
SECTIONS: Final = Label(
    "un rhif adran neu ragor, fel 6 neu 6.2, wedi'u gwahanu â choma",
    "one or more section numbers, such as 6 or 6.2, separated by commas",
)
AT_MOST: Final = Label("{values} ({most} ar y mwyaf)", "{values} ({most} at most)")
A_PATH: Final = Label("llwybr cyhoeddus, fel /cy/fframwaith/", "a public path, such as /en/framework/")


def written_date(moment: datetime) -> Label:
    """`14 Mawrth 2026` and `14 March 2026`, as the day is in Wales."""
    day = timezone.localtime(moment)
    return Label(*(written_day(day, language) for language in CODES))
