"""A service whose database was not migrated yet says that it cannot answer, never that there is nothing."""

from uuid import UUID

import pytest
from django.db import InternalError, OperationalError, ProgrammingError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.test import Client
from psycopg.errors import ReadOnlySqlTransaction

from cms.http.problems.outages import is_outage
from cms.publication.models import Edition, LogHead, TermEdition
from tests.factories import content as make

ITEM = UUID(int=7)
PROBLEMS = (
    "/api/v1/", "/api/v1/cy/items", f"/api/v1/en/items/{ITEM}", f"/api/v1/items/{ITEM}", "/api/v1/cy/items/by-path?path=/cy/",
    "/api/v1/changes", "/api/v1/export", "/api/v1/manifest", "/api/v1/parity", "/api/v1/en/terms", f"/files/{ITEM}/a.pdf",
    f"/pictures/{ITEM}/320.webp",
)  # fmt: skip
PAGES = ("/cy/", "/en/", "/sitemap.xml", f"/embed/cy/terms/{ITEM}", f"/cy/print/{ITEM}", "/en/feed.xml")


@pytest.fixture
def no_tables(monkeypatch):
    """The tables that outlets read are not there. What one request breaks of the transaction is undone before the next."""

    def ask(path: str, **query: str):
        with transaction.atomic():
            with connection.cursor() as cursor:
                for model in (Edition, LogHead, TermEdition):
                    cursor.execute(f"ALTER TABLE {model._meta.db_table} RENAME TO not_there_{model._meta.db_table}")
            client = Client(raise_request_exception=False)
            response = client.post(path, query, content_type="application/json") if query else client.get(path)
            transaction.set_rollback(True)
        return response

    return ask


@pytest.mark.django_db
def test_every_outlet_answers_503(no_tables, subtests):
    make.homes("en")
    for path in (*PROBLEMS, *PAGES):
        with subtests.test(path=path):
            response = no_tables(path)
            assert response.status_code == 503
            assert response["Retry-After"] == "10"
            if path in PROBLEMS:
                assert response.json()["code"] == "unavailable"


@pytest.mark.django_db
def test_graphql_says_so_too(no_tables):
    answer = no_tables("/graphql", query="{ items(language: CY) { totalCount } }")
    assert answer.status_code == 503
    assert answer.json()["errors"][0]["extensions"]["code"] == "UNAVAILABLE"


@pytest.mark.django_db
def test_the_index_answers_where_there_is_a_database():
    assert Client().get("/api/v1/").status_code == 200


def test_a_statement_that_is_wrong_is_no_outage():
    assert not is_outage(ProgrammingError("syntax error"))
    assert not is_outage(ValueError())


def test_what_follows_from_an_outage_is_one():
    broken = TransactionManagementError("the transaction is broken")
    assert not is_outage(broken)
    broken.__context__ = OperationalError("terminating connection")
    assert is_outage(broken)
    broken.__suppress_context__ = True
    assert not is_outage(broken)


def test_a_database_that_only_reads_is_one():
    read_only = InternalError()
    assert not is_outage(read_only)
    read_only.__cause__ = ReadOnlySqlTransaction()
    assert is_outage(read_only)
