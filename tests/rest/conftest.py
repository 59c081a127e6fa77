"""What the tests of REST share: a client that speaks to the API, and the two languages."""

import pytest
from django.test import Client

LANGUAGES = ("cy", "en")
WORDS = {"cy": "en", "en": "cy"}


class ApiClient(Client):
    """Reads addresses below /api/v1/."""

    def read(self, address, **headers):
        return self.get(address if address.startswith("/") else f"/api/v1/{address}", headers=headers)

    def problem(self, address, status, code, **headers):
        """The problem at an address, once its form has been seen to be right."""
        response = self.read(address, **headers)
        problem = response.json()
        assert (response.status_code, problem["code"]) == (status, code), problem
        assert response["Content-Type"] == "application/problem+json"
        assert problem["status"] == status
        assert problem["type"] == f"https://api.example.test/api/problems/{code}"
        assert response["Content-Language"] == problem["language"]
        assert "no-store" in response["Cache-Control"]
        assert response["Access-Control-Allow-Origin"] == "*"
        return problem


@pytest.fixture
def api():
    return ApiClient()


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture
def other(language):
    return WORDS[language]
