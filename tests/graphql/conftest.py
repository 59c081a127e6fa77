"""What the tests of GraphQL share: a caller that posts queries, and the two languages."""

import pytest
from django.test import Client

from cms.graphql.http import views

LANGUAGES = ("cy", "en")
OTHER = {"cy": "en", "en": "cy"}
NAMES = {"cy": "CY", "en": "EN"}


class Caller:
    """Posts queries to /graphql. `language` is given as the variable `$language`; further keywords are headers."""

    def __init__(self, client):
        self.client = client

    def response(self, query, variables=None, *, language=None, **headers):
        """The response as it came."""
        given = {**({"language": NAMES[language]} if language else {}), **(variables or {})}
        body = {"query": query, "variables": given}
        return self.client.post("/graphql", body, content_type="application/json", headers=headers)

    def __call__(self, query, variables=None, *, language=None, **headers):
        """The answer, decoded."""
        return self.response(query, variables, language=language, **headers).json()

    def data(self, query, variables=None, *, language=None, **headers):
        """The data, once it has been seen that there are no errors."""
        answer = self(query, variables, language=language, **headers)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    def error(self, query, variables=None, *, language=None, **headers):
        """The one error, once it has been seen that its root field is null and that there is no other."""
        answer = self(query, variables, language=language, **headers)
        (found,) = answer["errors"]
        assert answer["data"] == dict.fromkeys(found["path"][:1]), answer
        return found


@pytest.fixture(scope="session", autouse=True)
def nothing_is_refused_for_want_of_time():
    """However busy the machine is. A test of the deadline gives one."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(views, "SECONDS", 600)
        yield


@pytest.fixture
def graphql():
    return Caller(Client())


@pytest.fixture
def data(graphql):
    return graphql.data


@pytest.fixture
def error(graphql):
    return graphql.error


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture
def other(language):
    return OTHER[language]
