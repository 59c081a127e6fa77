"""Pages for people: the documentation, and what each kind of problem means, in the reader's language."""

import re
from typing import Any, Final

from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from rest_framework.request import Request

from cms.content.languages import CODES, NAMES, Language, other
from cms.content.vocabularies import Label
from cms.http.caching.cache_policy import OF_THE_SOFTWARE, PUBLIC
from cms.http.headers import api_root
from cms.http.message_language import message_language
from cms.http.problems.problem_types import PROBLEM_TYPES, ProblemType
from cms.http.responses import Representation, fingerprint, respond

from ..serializers import MessageQuery
from .base import PublicView, plain
from .service import NAME

_HTML: Final = "text/html; charset=utf-8"
MARKDOWN_TYPE: Final = "text/markdown; charset=utf-8"
_MARKDOWN: Final = ".md"
_CODE: Final = re.compile(r"`([^`]+)`")
# Swagger UI puts styles on its elements and its pictures into data addresses.
_POLICY: Final = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; "
    "base-uri 'none'; form-action 'none'"
)
WORDS: Final = {
    "skip": Label("Neidio i'r cynnwys", "Skip to content"),
    "documentation": Label("Dogfennaeth yr API", "API documentation"),
    "problems": Label("Problemau y mae'r API yn eu hadrodd", "Problems that the API reports"),
    "problems_intro": Label(
        "Mae pob gwall yn broblem ar ffurf RFC 9457 (`application/problem+json`). Mae `type` pob problem yn arwain at un o'r "
        "tudalennau hyn.",
        "Every error is a problem in the form of RFC 9457 (`application/problem+json`). The `type` of each problem leads to "
        "one of these pages.",
    ),
    "problem": Label("Problem", "Problem"),
    "code": Label("Cod", "Code"),
    "status": Label("Statws HTTP", "HTTP status"),
    "meaning": Label("Beth mae'n ei olygu", "What it means"),
    "remedy": Label("Beth i'w wneud", "What to do"),
    "all": Label("Pob problem", "All problems"),
    "document": Label("Dogfen OpenAPI (JSON)", "OpenAPI document (JSON)"),
    "guides": Label("Dogfennau a ryseitiau", "Documents and recipes"),
    "as_markdown": Label("Y dudalen hon fel Markdown", "This page as Markdown"),
    "no_script": Label(
        "Mae angen JavaScript i ddangos y ddogfennaeth yma. Mae'r ddogfen OpenAPI yn dweud yr un peth.",
        "Showing the documentation here needs JavaScript. The OpenAPI document says the same.",
    ),
}


class PageView(PublicView):
    """An HTML page in the language of `lang`, else that of Accept-Language."""

    query = MessageQuery

    def page(
        self, request: Request, template: str, title: Label, own: tuple[Language, ...] = (), **context: Any
    ) -> HttpResponse:
        """`own` are the languages of what the page shows, where they do not depend on the reader's."""
        self.values(request)
        language, negotiated = message_language(plain(request))
        twin = other(language)
        shared = {
            "language": language,
            "title": title.text(language),
            "own_language": own[0] if len(own) == 1 else "",
            "name": NAME[language],
            "words": {name: _marked_up(label.text(language)) for name, label in WORDS.items()},
            "other_language": twin,
            "other_name": NAMES[twin],
            "lang": "" if negotiated else f"?lang={language}",
            "api": api_root(),
        }
        body = render_to_string(template, {**shared, **context}).encode()
        languages = ", ".join(code for code in CODES if code in {language, *own})
        made = _made(body, languages, _HTML, negotiated=negotiated)
        response = respond(plain(request), made)
        response["Content-Security-Policy"] = _POLICY
        return response


class DocsView(PageView):
    def get(self, request: Request) -> HttpResponse:
        return self.page(request, "rest/docs.html", WORDS["documentation"])


class ProblemsView(PageView):
    def get(self, request: Request) -> HttpResponse:
        language, _ = message_language(plain(request))
        rows = [_row(kind, language) for kind in PROBLEM_TYPES.values()]
        return self.page(request, "rest/problems.html", WORDS["problems"], rows=rows)


class ProblemView(PageView):
    """What a kind of problem means, as a page; as Markdown where `.md` follows its code."""

    def get(self, request: Request, code: str) -> HttpResponse:
        kind = PROBLEM_TYPES.get(code.removesuffix(_MARKDOWN))
        if kind is None:
            raise Http404
        if code.endswith(_MARKDOWN):
            return self._markdown(request, kind)
        language, _ = message_language(plain(request))
        return self.page(request, "rest/problem.html", kind.title, problem=_row(kind, language))

    def _markdown(self, request: Request, kind: ProblemType) -> HttpResponse:
        self.values(request)
        language, negotiated = message_language(plain(request))
        parts = [f"# {kind.title.text(language)}", f"`{kind.code}` · HTTP {kind.status}"]
        for heading, text in (("meaning", kind.meaning), ("remedy", kind.remedy)):
            parts += [f"## {WORDS[heading].text(language)}", text.text(language)]
        body = ("\n\n".join(parts) + "\n").encode()
        return respond(plain(request), _made(body, language, MARKDOWN_TYPE, negotiated=negotiated))


def _made(body: bytes, languages: str, media_type: str, *, negotiated: bool) -> Representation:
    """Shared caches keep what the address says all of: lists of languages have no end."""
    policy = PUBLIC if negotiated else OF_THE_SOFTWARE
    return Representation(
        body, fingerprint(body), languages=languages, media_type=media_type, negotiated=negotiated, cache_policy=policy
    )


def _row(kind: ProblemType, language: Language) -> dict[str, Any]:
    return {
        "code": kind.code,
        "status": kind.status,
        "title": kind.title.text(language),
        "meaning": _marked_up(kind.meaning.text(language)),
        "remedy": _marked_up(kind.remedy.text(language)),
    }


def _marked_up(text: str) -> SafeString:
    """Text in which `words between backticks` are shown as code."""
    parts = enumerate(_CODE.split(text))
    return format_html_join(
        "", "{}", ((format_html("<code>{}</code>", part) if place % 2 else part,) for place, part in parts)
    )
