"""Old addresses of reading pages: one step to where the page is now, and nothing of what is no longer public."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.utils import timezone

from cms.publication.glossary.term_addresses import GLOSSARY_PATHS
from cms.publication.models import Edition
from tests.factories import terms
from tests.factories.editions import expired, formerly, gone, withdrawn
from tests.reading.library import parsed, published

pytestmark = pytest.mark.django_db


def led(client, address):
    response = client.get(address)
    return response.status_code, response.get("Location")


def test_a_former_address_leads_to_the_page_with_the_query_kept(client, language):
    row = formerly(published(language, path=f"/{language}/tŷ/newydd/"), f"/{language}/hen dŷ/")
    address = quote(f"/{language}/hen dŷ/")
    assert led(client, address) == (308, quote(row.path))
    assert led(client, f"{address}?utm_source=x&b=%C5%B7") == (308, f"{quote(row.path)}?utm_source=x&b=%C5%B7")
    assert client.get(quote(row.path)).status_code == 200


def test_it_is_one_step_without_the_last_slash_too(client, language):
    row = formerly(published(language), f"/{language}/a/")
    assert led(client, f"/{language}/a") == (308, row.path)
    assert led(client, row.path.rstrip("/")) == (301, row.path)


def test_letters_taken_apart_from_their_accents_are_known(client):
    row = formerly(published("cy"), "/cy/tŷ/")
    assert led(client, quote("/cy/ty\u0302/")) == (308, row.path)


def test_nobody_keeps_it_longer_than_a_page(client, language):
    formerly(published(language), f"/{language}/a/")
    response = client.get(f"/{language}/a/")
    assert (response["Cache-Control"], response["Content-Language"]) == ("public, max-age=60", language)
    assert not response.has_header("ETag")
    Edition.objects.update(expires_at=timezone.now() + timedelta(seconds=20))
    assert int(client.get(f"/{language}/a/")["Cache-Control"].removeprefix("public, max-age=")) <= 20


def test_a_page_that_is_there_now_is_shown(client, language):
    here = published(language, path=f"/{language}/a/")
    formerly(published(language), here.path)
    assert client.get(here.path).status_code == 200


@pytest.mark.parametrize("ended", [withdrawn, gone, expired])
def test_of_what_is_no_longer_public_nothing_is_said_but_that(client, language, other, ended):
    row = formerly(ended(language, path=f"/{language}/secret/", title="Secret"), f"/{language}/a/")
    there = published(other, item=row.item)
    response = client.get(f"/{language}/a/")
    assert (response.status_code, response["Cache-Control"]) == (410, "no-store")
    assert "secret" not in response.content.decode().lower()
    # The other language is public, and is led to as from any page that is gone.
    assert [link["href"] for link in parsed(response).select(f'main a[lang="{other}"]')] == [
        f"https://{other}.example.test{there.path}"
    ]


def test_a_former_address_in_the_other_language_does_not_lead_across(client, language, other):
    row = published(language, path=f"/{language}/b/")
    formerly(row, f"/{other}/a/")
    response = client.get(f"/{other}/a/")
    assert (response.status_code, response.get("Location")) == (404, None)


def test_where_there_is_no_term_a_page_that_was_at_the_glossarys_address_is_one_step_away(client, language):
    row = formerly(published(language), GLOSSARY_PATHS[language])
    for address in (GLOSSARY_PATHS[language], GLOSSARY_PATHS[language].rstrip("/")):
        assert led(client, address) == (308, row.path)


def test_the_glossary_stays_where_a_page_was(client, language):
    terms.term_pair("lleoliad", "placement")
    formerly(published(language), GLOSSARY_PATHS[language])
    assert client.get(GLOSSARY_PATHS[language]).status_code == 200
    assert led(client, GLOSSARY_PATHS[language].rstrip("/")) == (301, GLOSSARY_PATHS[language])


def test_a_page_is_one_query_and_a_step_two(client, django_assert_num_queries, language):
    row = formerly(published(language), f"/{language}/a/")
    for address, queries in ((row.path, 1), (f"/{language}/a/", 2), (f"/{language}/a", 2), (f"/{language}/b/", 3)):
        with django_assert_num_queries(queries):
            client.get(address)


def test_documents_for_paper_keep_their_addresses_and_name_the_new_page(client, language):
    row = formerly(published(language), f"/{language}/a/")
    response = client.get(f"/{language}/print/{row.item}/")
    assert (response.status_code, response["Link"]) == (
        200,
        f'<https://{language}.example.test{row.path}>; rel="canonical"',
    )
