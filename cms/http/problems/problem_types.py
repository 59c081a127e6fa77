"""The kinds of problem that this API reports (RFC 9457), explained in both languages. Their codes are stable."""

from dataclasses import dataclass
from typing import Final

from django.conf import settings

from cms.content.vocabularies import Label


@dataclass(frozen=True, slots=True)
class ProblemType:
    """One kind of problem: its status, its title, what it means and what can be done about it."""

    code: str
    status: int
    title: Label
    meaning: Label
    remedy: Label

    @property
    def address(self) -> str:
        """The `type` of its problems, where the page is that explains it."""
        return f"{settings.API_URL}/api/problems/{self.code}"


_TYPES: Final = (
    ProblemType(
        "bad-request",
        400,
        Label("Cais annilys", "Bad request"),
        Label("Nid oedd modd deall y cais.", "The request could not be understood."),
        Label("Cymharwch y cais â dogfennaeth yr API.", "Compare the request with the API's documentation."),
    ),
    ProblemType(
        "unknown-parameter",
        400,
        Label("Paramedr anhysbys", "Unknown parameter"),
        Label(
            "Mae'r cais yn cynnwys paramedr nad yw'r cyfeiriad yn ei dderbyn. Nid ydym yn anwybyddu paramedrau anhysbys, "
            "oherwydd byddai gwall teipio yn rhoi'r canlyniadau anghywir heb i neb sylwi.",
            "The request has a parameter that the address does not take. Unknown parameters are not ignored, because a "
            "slip of the keyboard would give the wrong results without anybody noticing.",
        ),
        Label(
            "Mae `parameter` yn enwi'r paramedr, ac mae `allowed` yn rhestru'r rhai a ganiateir.",
            "`parameter` names the parameter, and `allowed` lists those that the address takes.",
        ),
    ),
    ProblemType(
        "repeated-parameter",
        400,
        Label("Paramedr wedi'i ailadrodd", "Repeated parameter"),
        Label(
            "Mae'r un paramedr wedi'i roi fwy nag unwaith, felly nid oes modd gwybod pa werth a olygir.",
            "The same parameter is given more than once, so there is no knowing which value is meant.",
        ),
        Label(
            "Rhowch bob paramedr unwaith. I roi sawl gwerth, gwahanwch nhw â choma: `type=guide,module`.",
            "Give each parameter once. To give several values, separate them with commas: `type=guide,module`.",
        ),
    ),
    ProblemType(
        "invalid-parameter",
        400,
        Label("Gwerth annilys", "Invalid value"),
        Label(
            "Nid yw gwerth un o'r paramedrau yn un o'r gwerthoedd a ganiateir.",
            "The value of a parameter is not among those that are allowed.",
        ),
        Label(
            "Mae `parameter` yn enwi'r paramedr, ac mae `allowed` yn dweud beth a ganiateir.",
            "`parameter` names the parameter, and `allowed` says what is allowed.",
        ),
    ),
    ProblemType(
        "invalid-search",
        400,
        Label("Ni ellir chwilio am hyn", "This cannot be searched for"),
        Label(
            "Nid oes gair i chwilio amdano yn `q`, neu mae'n rhy hir, neu mae ynddo ormod o eiriau neu sêr.",
            "There is no word to search for in `q`, or it is too long, or it has too many words or asterisks.",
        ),
        Label(
            "Mae `detail` yn dweud beth sydd o'i le ac mae `reason` yn rhoi cod sefydlog ar ei gyfer. Rhowch eiriau, "
            '"ymadrodd", -gair i\'w hepgor neu ddechrau gair â seren*.',
            '`detail` says what is wrong, and `reason` is a stable code for it. Give words, a "phrase", a -word to leave '
            "out, or the beginning of a word with an asterisk*.",
        ),
    ),
    ProblemType(
        "invalid-cursor",
        400,
        Label("Cyrchwr annilys", "Invalid cursor"),
        Label(
            "Nid yw'r cyrchwr yn un a roddwyd gan yr API hwn, neu mae'r hidlyddion neu'r drefn wedi newid ers hynny.",
            "The cursor is not one that this API gave, or the filters or the sort have changed since.",
        ),
        Label(
            "Dilynwch y cyfeiriad yn `next` fel y mae. I newid yr hidlyddion, dechreuwch eto heb gyrchwr.",
            "Follow the address in `next` as it is. To change the filters, start again without a cursor.",
        ),
    ),
    ProblemType(
        "invalid-id",
        400,
        Label("Dynodwr annilys", "Invalid id"),
        Label("Nid yw'r dynodwr yn y cyfeiriad yn UUID.", "The id in the address is not a UUID."),
        Label(
            "Defnyddiwch yr `id` a geir mewn rhestr neu yn y maniffest.",
            "Use an `id` from a list or from the manifest.",
        ),
    ),
    ProblemType(
        "query-too-long",
        400,
        Label("Mae'r ymholiad yn rhy hir", "The query is too long"),
        Label("Mae'r rhan o'r cyfeiriad ar ôl `?` yn rhy hir.", "The part of the address after `?` is too long."),
        Label("Rhannwch y cais yn geisiadau llai.", "Split the request into smaller ones."),
    ),
    ProblemType(
        "invalid-key",
        401,
        Label("Allwedd annilys", "Invalid key"),
        Label(
            "Mae'r cais yn cynnwys allwedd nad ydym yn ei hadnabod, neu un sydd wedi'i diddymu. Nid ydym yn ateb cais o'r "
            "fath fel pe na bai allwedd ynddo, oherwydd ni fyddai neb yn sylwi.",
            "The request has a key that is not known, or that has been revoked. Such a request is not answered as if it had "
            "none, because nobody would notice.",
        ),
        Label(
            "Cymharwch y pennyn Authorization â'r allwedd a gawsoch. Gellir darllen popeth heb allwedd hefyd.",
            "Compare the Authorization header with the key that you were given. Everything can be read without a key too.",
        ),
    ),
    ProblemType(
        "invalid-preview",
        401,
        Label("Ni ellir dangos y rhagolwg", "The preview cannot be shown"),
        Label(
            "Mae'r cais yn cynnwys tocyn rhagolwg nad ydym yn ei adnabod, neu un sydd wedi dod i ben neu wedi'i ddiddymu. Ni "
            "roddir yr hyn sy'n gyhoeddus yn ei le, oherwydd ni fyddai neb yn sylwi.",
            "The request has a preview token that is not known, has expired or has been revoked. What is public is not given "
            "instead, because nobody would notice.",
        ),
        Label(
            "Mae `reason` yn dweud p'un: `unknown`, `expired` neu `revoked`. Gofynnwch am ddolen newydd gan bwy bynnag a'i "
            "rhannodd.",
            "`reason` says which: `unknown`, `expired` or `revoked`. Ask whoever shared it for a new link.",
        ),
    ),
    ProblemType(
        "forbidden",
        403,
        Label("Dim caniatâd", "Not allowed"),
        Label("Nid oes gennych ganiatâd i weld hwn.", "You do not have permission to see this."),
        Label("Mewngofnodwch â chyfrif sydd â chaniatâd.", "Sign in with an account that has permission."),
    ),
    ProblemType(
        "not-found",
        404,
        Label("Heb ei ganfod", "Not found"),
        Label(
            "Nid oes dim cyhoeddus yn y cyfeiriad hwn, ac ni fu dim yno erioed.",
            "There is nothing public at this address, and there never was.",
        ),
        Label(
            "Cymharwch y cyfeiriad â'r maniffest, sy'n rhestru popeth sy'n gyhoeddus.",
            "Compare the address with the manifest, which lists everything that is public.",
        ),
    ),
    ProblemType(
        "unknown-language",
        404,
        Label("Iaith anhysbys", "Unknown language"),
        Label(
            "Nid yw'r iaith yn y cyfeiriad yn un o ieithoedd y gwasanaeth hwn.",
            "The language in the address is not one of this service's languages.",
        ),
        Label(
            "Mae `languages` yn rhestru'r ieithoedd: `cy` (Cymraeg) ac `en` (Saesneg).",
            "`languages` lists the languages: `cy` (Welsh) and `en` (English).",
        ),
    ),
    ProblemType(
        "not-in-language",
        404,
        Label("Ddim ar gael yn yr iaith hon", "Not available in this language"),
        Label(
            "Mae'r eitem yn gyhoeddus, ond dim ond yn yr iaith arall. Ni roddir testun yn yr iaith arall "
            "oni bai eich bod yn gofyn amdano.",
            "The item is public, but only in the other language. Text in the other language is never given unasked.",
        ),
        Label(
            "Mae `available` yn dangos ble mae'r eitem ar gael. Ychwanegwch `fallback=en` neu `fallback=cy` i'w derbyn yn yr "
            "iaith arall, wedi'i labelu felly.",
            "`available` shows where the item is available. Add `fallback=en` or `fallback=cy` to receive it in the other "
            "language, labelled as such.",
        ),
    ),
    ProblemType(
        "method-not-allowed",
        405,
        Label("Darllen yn unig", "Read-only"),
        Label("Dim ond darllen y gellir ei wneud drwy'r API hwn.", "This API can only be read."),
        Label("Defnyddiwch GET neu HEAD.", "Use GET or HEAD."),
    ),
    ProblemType(
        "request-timeout",
        408,
        Label("Daeth y cais yn rhy araf", "The request came too slowly"),
        Label(
            "Ni chyrhaeddodd corff cyfan y cais o fewn yr amser a ganiateir, felly ni wnaed dim ag ef.",
            "The body of the request did not arrive in the time that is allowed, so nothing was done with it.",
        ),
        Label("Anfonwch y cais eto.", "Send the request again."),
    ),
    ProblemType(
        "withdrawn",
        410,
        Label("Eitem wedi'i thynnu'n ôl", "Item withdrawn"),
        Label(
            "Bu'r eitem yn gyhoeddus yn yr iaith hon, ond mae wedi'i thynnu'n ôl. Gall gael ei chyhoeddi eto.",
            "The item was public in this language and has been withdrawn. It may be published again.",
        ),
        Label(
            "Tynnwch eich copi oddi ar eich gwefan. Mae `since` yn dweud ers pryd, ac mae `available` yn dangos yr iaith arall "
            "os yw'n gyhoeddus.",
            "Take your copy off your site. `since` says since when, and `available` shows the other language if it is public.",
        ),
    ),
    ProblemType(
        "gone",
        410,
        Label("Nid yw'r eitem ar gael mwyach", "Item gone"),
        Label(
            "Bu'r eitem yn gyhoeddus, ond mae wedi'i dileu, neu wedi'i thynnu i lawr am reswm a roddir.",
            "The item was public and has been deleted, or has been taken down for a reason that is given.",
        ),
        Label(
            "Tynnwch eich copi a'ch dolenni oddi ar eich gwefan. Lle rhoddwyd rheswm, mae `notice` yn ei ddweud yn y ddwy "
            "iaith, ac mae `instead` yn dangos ble i fynd yn lle hynny.",
            "Take your copy and your links to it off your site. Where a reason was given, `notice` says it in both languages, "
            "and `instead` shows where to go instead.",
        ),
    ),
    ProblemType(
        "expired-token",
        410,
        Label("Ni ellir dilyn o'r tocyn hwn", "The token cannot be followed from"),
        Label(
            "Mae'r tocyn yn hŷn na'r newidiadau sy'n cael eu cadw, neu fe'i rhoddwyd gan osodiad arall neu cyn i'r gronfa "
            "ddata gael ei hadfer. Gallai copi sy'n mynd yn ei flaen o'r fan hon fod yn anghywir heb i neb sylwi.",
            "The token is older than the changes that are kept, or was given by another installation, or before the database "
            "was restored. A copy that went on from here could be wrong without anybody noticing.",
        ),
        Label(
            "Darllenwch yr allforiad yn `begin_again`, dilëwch o'ch copi bopeth nad yw ynddo, ac ewch ymlaen o'r tocyn ar ei "
            "ddiwedd.",
            "Read the export at `begin_again`, delete from your copy whatever is not in it, and go on from the token at its "
            "end.",
        ),
    ),
    ProblemType(
        "precondition-failed",
        412,
        Label("Ni fodlonwyd yr amod", "Precondition failed"),
        Label(
            "Gofynnodd y cais am fersiwn benodol (If-Match neu If-Unmodified-Since), ond mae'r fersiwn bresennol yn wahanol.",
            "The request asked for a particular version (If-Match or If-Unmodified-Since), and the present one is another.",
        ),
        Label("Gofynnwch eto heb yr amod.", "Ask again without the condition."),
    ),
    ProblemType(
        "content-too-large",
        413,
        Label("Mae'r cais yn rhy fawr", "The request is too large"),
        Label("Mae corff y cais yn hwy na'r hyn a ganiateir.", "The body of the request is longer than is allowed."),
        Label(
            "Mae `limit` yn rhoi'r hyd mwyaf, mewn beitiau. Anfonwch gais byrrach.",
            "`limit` is the greatest length, in bytes. Send a shorter request.",
        ),
    ),
    ProblemType(
        "range-not-satisfiable",
        416,
        Label("Dim rhan o'r fath", "No such range"),
        Label(
            "Gofynnodd y cais am ran o'r ffeil (Range) sy'n dechrau ar ôl ei diwedd.",
            "The request asked for a part of the file (Range) that begins after its end.",
        ),
        Label(
            "Mae'r pennyn Content-Range yn rhoi hyd y ffeil. Gofynnwch am ran sydd o'i mewn, neu amdani i gyd.",
            "The Content-Range header gives the file's length. Ask for a part that is within it, or for all of it.",
        ),
    ),
    ProblemType(
        "too-many-requests",
        429,
        Label("Gormod o geisiadau", "Too many requests"),
        Label(
            "Mae'r allwedd, neu'r cyfeiriad rhwydwaith, wedi defnyddio'r holl docynnau sydd ganddi am y funud hon, neu mae "
            "ganddi gynifer o geisiadau hir ar agor ag a ganiateir: rhai sy'n aros am newidiadau, neu allforion.",
            "The key, or the network address, has used all the tokens that it has for this minute, or has as many long "
            "requests open as it may: those that wait for changes, or exports.",
        ),
        Label(
            "Mae'r pennyn Retry-After yn dweud pryd i roi cynnig arall arni, ac mae'r pennyn RateLimit yn dweud faint sydd ar "
            "ôl. Mae gan allwedd derfyn uwch.",
            "The Retry-After header says when to try again, and the RateLimit header how much is left. A key has a higher "
            "limit.",
        ),
    ),
    ProblemType(
        "server-error",
        500,
        Label("Gwall ar y gweinydd", "Server error"),
        Label(
            "Aeth rhywbeth o'i le ar ein hochr ni. Mae'r gwall wedi'i gofnodi.",
            "Something went wrong on our side. The error has been recorded.",
        ),
        Label(
            "Rhowch gynnig arall arni yn nes ymlaen. Os daw'r gwall eto, rhowch wybod i ni gan nodi `request_id`.",
            "Try again later. If the error comes back, tell us, and give us its `request_id`.",
        ),
    ),
    ProblemType(
        "search-unavailable",
        503,
        Label("Ni ellir chwilio ar hyn o bryd", "Search is temporarily unavailable"),
        Label(
            "Nid yw'r mynegai chwilio yn ateb. Mae popeth arall yn y gwasanaeth yn gweithio fel arfer.",
            "The search index does not answer. Everything else in the service works as usual.",
        ),
        Label(
            "Mae'r pennyn Retry-After yn dweud pryd i roi cynnig arall arni. Yn y cyfamser gellir dod o hyd i gynnwys drwy'r "
            "rhestrau.",
            "The Retry-After header says when to try again. Meanwhile content can be found through the lists.",
        ),
    ),
    ProblemType(
        "too-many-waiting",
        503,
        Label("Mae gormod yn aros", "Too many are waiting"),
        Label(
            "Mae cynifer o gysylltiadau ag a ganiateir yn aros am newidiadau. Mae popeth arall yn cael ei ateb fel arfer.",
            "As many connections as are allowed are waiting for changes. Everything else is answered as usual.",
        ),
        Label(
            "Mae'r pennyn Retry-After yn dweud pryd i roi cynnig arall arni. Atebir `/changes` heb `wait` bob amser.",
            "The Retry-After header says when to try again. `/changes` without `wait` is always answered.",
        ),
    ),
    ProblemType(
        "unavailable",
        503,
        Label("Ddim ar gael ar hyn o bryd", "Temporarily unavailable"),
        Label(
            "Ni all y gwasanaeth ateb ar hyn o bryd, er enghraifft am nad yw'r gronfa ddata yn ymateb, neu am fod "
            "gormod o geisiadau'n dod ar unwaith.",
            "The service cannot answer at the moment, for instance because the database does not respond, or because too "
            "many ask at once.",
        ),
        Label(
            "Mae'r pennyn Retry-After yn dweud pryd i roi cynnig arall arni.",
            "The Retry-After header says when to try again.",
        ),
    ),
)
PROBLEM_TYPES: Final = {kind.code: kind for kind in _TYPES}
