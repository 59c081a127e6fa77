"""The addresses of documents: each as a page, as Markdown, and the list of them for programs (llmstxt.org)."""

from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final

from django.conf import settings
from django.http import Http404, HttpResponse
from rest_framework.request import Request

from cms.content.vocabularies import Label
from cms.http.caching.cache_policy import OF_THE_SOFTWARE
from cms.http.headers import link
from cms.http.message_language import message_language
from cms.http.responses import Representation, fingerprint, respond

from ..serializers import Query
from ..views.base import PublicView, plain
from ..views.documentation import PageView
from .rendered_document import rendered
from .stored_documents import BELOW, INDEX, MARKDOWN, MEDIA_TYPES, languages_of, markdown, stored_documents, title_of

_TEXT: Final = "text/plain; charset=utf-8"


class DocumentView(PageView):
    """A document as it is stored, where its name says of what kind; else as a page."""

    def get(self, request: Request, name: str) -> HttpResponse:
        suffix = PurePosixPath(name).suffix
        stored = name if suffix in MEDIA_TYPES else name + MARKDOWN
        if stored not in stored_documents():
            raise Http404
        return self._page(request, stored) if stored != name else self._stored(request, name, MEDIA_TYPES[suffix])

    def _stored(self, request: Request, name: str, media_type: str) -> HttpResponse:
        self.values(request)
        if not name.endswith(MARKDOWN):
            body = stored_documents()[name].read_bytes()
            return respond(plain(request), _text(body, media_type))
        body = markdown(name, settings.API_URL).encode()
        links = (link(settings.API_URL + BELOW + name.removesuffix(MARKDOWN), "canonical"),)
        return respond(plain(request), replace(_text(body, media_type), languages=_tags(name), links=links))

    def _page(self, request: Request, stored: str) -> HttpResponse:
        """Its words are those of the document, whatever language the reader has around them."""
        title, own = title_of(stored), languages_of(stored)
        language, negotiated = message_language(plain(request))
        query = "" if negotiated else f"?lang={language}"
        return self.page(
            request, "rest/document.html", Label(title, title), own,
            document=rendered(stored, settings.API_URL, query), markdown=BELOW + stored,
        )  # fmt: skip


class LlmsView(PublicView):
    """The list of documents, for programs that read them."""

    query = Query

    def get(self, request: Request) -> HttpResponse:
        self.values(request)
        body = markdown(INDEX, settings.API_URL).encode()
        return respond(plain(request), replace(_text(body, _TEXT), languages=_tags(INDEX)))


def _text(body: bytes, media_type: str) -> Representation:
    return Representation(body, fingerprint(body), media_type=media_type, cache_policy=OF_THE_SOFTWARE)


def _tags(name: str) -> str:
    return ", ".join(languages_of(name))
