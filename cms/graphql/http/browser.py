"""The query browser: GraphiQL with examples, for people, in their language. It asks `/graphql` as any client does."""

from functools import lru_cache
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from cms.content.languages import NAMES, Language, other
from cms.content.vocabularies import Label
from cms.http.message_language import message_language
from cms.http.responses import Representation, fingerprint, respond

from .. import limits
from .example_queries import examples

_HTML: Final = "text/html; charset=utf-8"
# GraphiQL puts styles on its elements and pictures into data addresses. It runs no text as code and asks no other site.
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
WORDS: Final = {
    "name": Label("Sefydlogrwydd Cynnar Cymru", "Welsh Early Permanence"),
    "title": Label("Porwr ymholiadau GraphQL", "GraphQL query browser"),
    "skip": Label("Neidio i'r cynnwys", "Skip to content"),
    "language": Label("Iaith", "Language"),
    "intro": Label(
        "Gofynnwch am yr union feysydd sydd eu hangen ar eich tudalen, mewn un cais, yn Gymraeg neu yn Saesneg. Gellir darllen "
        "popeth heb gofrestru a heb allwedd.",
        "Ask for exactly the fields that your page needs, in one request, in Welsh or in English. Everything can be read "
        "without registration and without a key.",
    ),
    "address": Label("Cyfeiriad (GET a POST)", "Address (GET and POST)"),
    "examples": Label("Enghreifftiau", "Examples"),
    "examples_intro": Label(
        "Dewiswch ymholiad i'w agor yn y golygydd. Pwyswch Ctrl ac Enter i'w redeg.",
        "Choose a query to open it in the editor. Press Ctrl and Enter to run it.",
    ),
    "opened": Label("Agorwyd: ", "Opened: "),
    "queries": Label("Golygydd ymholiadau", "Query editor"),
    "after": Label("Neidio heibio i'r golygydd", "Skip past the editor"),
    "no_script": Label(
        "Mae angen JavaScript ar y golygydd. Mae'r cyfeiriad uchod yn ateb unrhyw raglen heb hynny.",
        "The editor needs JavaScript. The address above answers any program without it.",
    ),
    "more": Label("Rhagor o wybodaeth", "More information"),
    "schema": Label("Lawrlwytho'r sgema (SDL)", "Download the schema (SDL)"),
    "rest": Label("Dogfennaeth yr API REST", "Documentation of the REST API"),
    "problems": Label("Problemau, a beth i'w wneud", "Problems, and what to do"),
    "limits": Label("Terfynau ymholiad", "Limits of a query"),
    "licences": Label("Trwyddedau'r golygydd", "The editor's licences"),
}
_LIMITS: Final = (
    (Label("Lefelau o ddyfnder", "Levels of depth"), limits.MAX_DEPTH),
    (Label("Tocynnau (geiriau ac atalnodau)", "Tokens (words and punctuation)"), limits.MAX_TOKENS),
    (Label("Nodau yn yr ymholiad", "Characters of the query"), limits.MAX_LENGTH),
    (Label("Arallenwau ar un lefel", "Aliases on one level"), limits.MAX_ALIASES_A_LEVEL),
    (Label("Arallenwau i gyd", "Aliases in all"), limits.MAX_ALIASES),
    (Label("Meysydd ar y lefel uchaf", "Fields at the top level"), limits.MAX_ROOT_FIELDS),
    (Label("Eitemau ar un dudalen o restr", "Items on one page of a list"), limits.MAX_PAGE),
    (Label("Cost", "Cost"), limits.MAX_COST),
    (Label("Beitiau yn y cais", "Bytes of the request"), limits.MAX_BYTES),
    (Label("Eiliadau", "Seconds"), int(limits.SECONDS)),
)


def page(request: HttpRequest) -> HttpResponse:
    """The query browser, in the language of `lang`, else of Accept-Language."""
    language, negotiated = message_language(request)
    body = _body(language, negotiated)
    response = respond(
        request, Representation(body, fingerprint(body), languages=language, media_type=_HTML, negotiated=negotiated)
    )
    response["Content-Security-Policy"] = _POLICY
    return response


@lru_cache(maxsize=4)
def _body(language: Language, negotiated: bool) -> bytes:
    offered = [
        {
            "title": one.title.text(language),
            "query": one.shown(language),
            "variables": one.variables_text(language),
            # By this the page knows what its other language has left in the editor.
            "twin": one.shown(other(language)),
        }
        for one in examples()
    ]
    context: dict[str, Any] = {
        "language": language,
        "words": {name: label.text(language) for name, label in WORDS.items()},
        "other_language": other(language),
        "other_name": NAMES[other(language)],
        "lang": "" if negotiated else f"?lang={language}",
        "address": f"{settings.API_URL}/graphql",
        "examples": offered,
        "limits": [(label.text(language), f"{figure:,}") for label, figure in _LIMITS],
    }
    return render_to_string("graphql/browser.html", context).encode()
