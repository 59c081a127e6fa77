"""What the tests of reading pages share: the two languages, and a page as a reader's browser takes it apart."""

import pytest

from tests.reading.library import parsed

LANGUAGES = ("cy", "en")
OTHER = {"cy": "en", "en": "cy"}


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture
def other(language):
    return OTHER[language]


@pytest.fixture
def read(client):
    """Reads an address; gives the page once its status and headers have been seen to be right."""

    def reader(path, status=200):
        response = client.get(path)
        assert response.status_code == status, path
        assert response["Content-Type"] == "text/html; charset=utf-8"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in response["Content-Security-Policy"]
        assert not response.cookies
        return parsed(response)

    return reader
