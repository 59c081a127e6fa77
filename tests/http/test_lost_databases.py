"""Every outlet while PostgreSQL goes away in the middle of a request: 503, and the next request is answered."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.auth.models import User
from django.core.handlers.wsgi import WSGIHandler
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.test import Client, RequestFactory
from wagtail.users.models import UserProfile

from cms.content.languages import CODES, Language
from cms.server.calls import Answer, call
from tests.factories import content as make
from tests.http.lost_databases import locked, lost_before, no_connections, only_reads, terminate
from tests.publication.editors import edit_url, page_form
from tests.search.outlet import Index, index

assert index
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
# Statements of a request before which the database goes away, about; the first is one of them.
MOMENTS = 8
TOKEN = "a" * 32
FORM = "application/x-www-form-urlencoded"
GRAPHQL = json.dumps({"query": "{ items(language: CY) { totalCount } }"}).encode()


class Asked(NamedTuple):
    path: str
    body: bytes | None = None
    content_type: str = "application/json"


OUTLETS = {
    "rest": Asked("/api/v1/cy/items/{item}"), "rest list": Asked("/api/v1/en/items?limit=5"),
    "rest both": Asked("/api/v1/items/{item}?lang=cy,en"), "changes": Asked("/api/v1/changes"),
    "manifest": Asked("/api/v1/manifest"), "parity": Asked("/api/v1/parity"), "graphql": Asked("/graphql", GRAPHQL),
    "reading": Asked("/cy/"), "sitemap": Asked("/sitemap.xml"), "feed": Asked("/en/feed.xml"),
    "search": Asked("/api/v1/cy/search?q=gofal"), "search page": Asked("/cy/chwilio/?q=gofal"),
    "suggest": Asked("/api/v1/en/suggest?q=ca"), "embed": Asked("/embed/cy/items/{item}"),
    "embedded search": Asked("/embed/en/search?q=care"), "oembed": Asked("/embed/oembed?url=http://127.0.0.1:8000/cy/"),
    "print": Asked("/cy/print/{item}"), "files": Asked("/files/{file}/form.pdf"),
    "portal": Asked("/partneriaid/statws/"), "keys": Asked("/partners/keys/"), "preview": Asked("/preview/nothing/"),
    "health": Asked("/readyz"), "admin": Asked("/admin/"), "log-in": Asked("/admin/login/"),
    "admin's files": Asked("/media/documents/form.pdf"),
}  # fmt: skip


class Service:
    """All of Django, asked as the server asks it: with the connection that this thread has from the last request."""

    def __init__(self) -> None:
        self._application = WSGIHandler()
        home, _ = make.homes("en")
        self.page = make.landing(home, "en", title="English: before")
        self._names = {"item": str(home.translation_key), "file": str(make.file().uid)}
        self.cookies = ""

    def log_in(self, language: Language = "cy") -> None:
        user = User.objects.create_superuser(f"golygydd-{language}")
        UserProfile.objects.create(user=user, preferred_language=language)
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.cookies = f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={TOKEN}"

    def ask(self, asked: Asked, **headers: str) -> Answer:
        path = asked.path.format(**self._names)
        given = {**headers, **({"Cookie": self.cookies} if self.cookies else {})}
        factory = RequestFactory()
        request: Any = (
            factory.get(path, headers=given)
            if asked.body is None
            else factory.post(path, asked.body, content_type=asked.content_type, headers=given)
        )
        return call(self._application, request.environ)

    def edit(self, title: str, **fields: str) -> Asked:
        form = {**page_form(make.fresh(self.page), title=title), "csrfmiddlewaretoken": TOKEN, **fields}
        return Asked(edit_url(self.page), urlencode(form).encode(), FORM)

    def title(self) -> str:
        found: str = make.fresh(self.page).get_latest_revision_as_object().title
        return found


@pytest.fixture
def service(index: Index) -> Service:
    made = Service()
    index()
    return made


def headers_of(answer: Answer) -> dict[str, str]:
    return {name.lower(): value for name, value in answer.headers}


def is_told(answer: Answer, cache_control: str = "no-store") -> None:
    """503, for nobody to keep, and when to ask again."""
    found = headers_of(answer)
    assert (answer.status, found.get("retry-after"), found.get("cache-control")) == (503, "10", cache_control), (
        answer.body
    )


def cache_control_of(name: str) -> str:
    """What an outlet says of keeping its refusals: a preview all that it says of itself."""
    return "private, no-store" if name == "preview" else "no-store"


def statements(service: Service, asked: Asked) -> tuple[int, int]:
    """How an outlet answers, and with how many statements, where all is well."""
    with lost_before(-1) as counting:
        answer = service.ask(asked)
    return answer.status, counting.seen


@pytest.mark.parametrize("name", OUTLETS)
def test_an_outlet_whose_database_goes_away_says_so_and_answers_the_next_request(
    name: str, service: Service, subtests: Any
) -> None:
    if name.startswith("admin"):
        service.log_in()
    asked = OUTLETS[name]
    service.ask(asked)
    well, many = statements(service, asked)
    assert well < 500, service.ask(asked).body
    numbers = range(0, many, max(1, many // MOMENTS))
    for number, fresh in [*((number, False) for number in numbers), (0, True)]:
        with subtests.test(statement=number, fresh=fresh):
            if fresh:
                connection.close()
            with lost_before(number) as losing:
                answer = service.ask(asked)
            if losing.seen > number and answer.status != well:
                is_told(answer, cache_control_of(name))
            assert service.ask(asked).status == well


@pytest.mark.parametrize("name", OUTLETS)
def test_an_outlet_that_gets_no_connection_says_so(name: str, service: Service) -> None:
    if name.startswith("admin"):
        service.log_in()
    asked = OUTLETS[name]
    well, many = statements(service, asked)
    with no_connections():
        answer = service.ask(asked)
    if many:
        is_told(answer, cache_control_of(name))
    assert service.ask(asked).status == well


def test_a_connection_that_died_between_two_requests_is_noticed(service: Service) -> None:
    for name in ("rest", "graphql", "reading", "portal"):
        assert service.ask(OUTLETS[name]).status == 200
        assert connection.connection is not None, "it is kept"
        terminate()
        assert service.ask(OUTLETS[name]).status == 200


FORMS: dict[str, dict[str, str]] = {"draft": {}, "publication": {"action-publish": "1"}}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", CODES)
def test_an_editor_is_told_in_both_languages_and_can_send_it_again(
    form: str, language: Language, service: Service, subtests: Any
) -> None:
    service.log_in(language)
    _, many = statements(service, service.edit("English: at first", **FORMS[form]))
    for number in range(0, many, max(1, many // MOMENTS)):
        with subtests.test(statement=number):
            title = f"English: {number}"
            edit = service.edit(title, **FORMS[form])
            with lost_before(number):
                answer = service.ask(edit, **{"Accept-Language": language})
            if answer.status == 302:  # what was lost is noted by who counts or looks, after all was saved
                assert service.title() == title
                continue
            is_told(answer)
            page = BeautifulSoup(answer.body, "html.parser")
            assert [one["lang"] for one in page.select("section")] == [language, *(set(CODES) - {language})]
            assert [one["lang"] for one in page.select("html")] == [language]
            fields = {str(one["name"]): one.text.removeprefix("\n") for one in page.select("form textarea")}
            assert fields["title"] == title
            again = Asked(str(page.select("form")[0]["action"]), urlencode(fields).encode(), FORM)
            assert service.ask(again).status == 302
            assert service.title() == title


@pytest.mark.parametrize("number", range(3))
def test_what_is_not_told_as_lost_with_a_commit_is_saved(
    number: int, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.log_in()
    kind: Any = type(connections[DEFAULT_DB_ALIAS])
    committed, seen = kind._commit, []

    def lost(self: Any) -> None:
        seen.append(self)
        if len(seen) == number + 1:
            terminate()
        committed(self)

    monkeypatch.setattr(kind, "_commit", lost)
    answer = service.ask(service.edit("English: after"))
    if answer.status == 302:
        assert service.title() == "English: after"
    else:
        is_told(answer)
    assert service.ask(service.edit("English: again")).status == 302
    assert service.title() == "English: again"


@pytest.mark.parametrize(
    "losing",
    [only_reads, no_connections, lambda: locked("wagtailcore_page")],
    ids=["read-only", "no connections", "lock"],
)
def test_an_edit_is_refused_whole_for_whatever_reason(
    losing: Callable[[], AbstractContextManager[Any]], service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.log_in()
    edit = service.edit("English: after")
    with losing():
        is_told(service.ask(edit))
    assert service.title() == "English: before"
    assert service.ask(edit).status == 302
    assert service.title() == "English: after"


def test_programs_of_the_admin_are_told_in_their_form(service: Service) -> None:
    service.log_in("en")
    edit = service.edit("English: after")
    with lost_before(9):
        answer = service.ask(edit, Accept="application/json", **{"Accept-Language": "en"})
    is_told(answer)
    assert json.loads(answer.body)["error_message"].startswith("What you sent was not saved, or only in part.")


def test_a_password_is_not_repeated(service: Service) -> None:
    form = {"username": "a", "password": "sefydlogrwydd-cynnar", "csrfmiddlewaretoken": TOKEN}
    service.cookies = f"csrftoken={TOKEN}"
    with lost_before(0):
        answer = service.ask(Asked("/admin/login/", urlencode(form).encode(), FORM))
    is_told(answer)
    assert b"sefydlogrwydd-cynnar" not in answer.body
    assert not BeautifulSoup(answer.body, "html.parser").select("form")
