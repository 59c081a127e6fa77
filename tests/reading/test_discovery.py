"""How machines find pages: feeds, sitemaps, robots.txt, and what the head of a page says of it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from cms.content.languages import Language
from cms.publication.models import Edition, LogHead
from cms.reading.discovery import sitemap as sitemaps
from cms.reading.labels import WORDS
from tests.factories.editions import edition, expired, gone, pair, withdrawn
from tests.reading.library import file, full, parsed, published, word

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
LATER = datetime(2026, 5, 1, 12, tzinfo=UTC)
CONDITIONAL = ("/robots.txt", "/sitemap.xml", "/cy/atom.xml", "/en/atom.xml", "/en/atom/6.xml")


@pytest.fixture(autouse=True)
def _any_host(settings: Any) -> Iterator[None]:
    settings.ALLOWED_HOSTS = ["*"]
    sitemaps._written.clear()
    yield
    sitemaps._written.clear()


def xml(client: Client, address: str, host: str = "testserver") -> ElementTree.Element:
    response = client.get(address, headers={"host": host})
    assert response.status_code == 200, address
    return ElementTree.fromstring(response.content)


def listed_at(client: Client, address: str, host: str = "testserver") -> dict[str, dict[str, str]]:
    """The addresses of a sitemap, each with its addresses by language."""
    return {
        url.findtext(f"{SITE}loc") or "": {link.attrib["hreflang"]: link.attrib["href"] for link in url.iter(LINK)}
        for url in xml(client, address, host).iter(f"{SITE}url")
    }


def data_of(page: Any) -> dict[str, Any]:
    """The page's graph, by type."""
    graph = json.loads(page.select_one('script[type="application/ld+json"]').string)
    assert graph["@context"] == "https://schema.org"
    return {one["@type"]: one for one in graph["@graph"]}


def test_a_feed_has_the_latest_first_and_leads_to_the_other_language(client: Client, language: str, other: str) -> None:
    old, _ = pair(cy={"path": "/cy/hen/"}, en={"path": "/en/old/"})
    new = full(language)
    Edition.objects.filter(pk=new.pk).update(updated_at=LATER)
    feed = xml(client, f"/{language}/atom.xml")
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]
    assert titles[0] == new.title
    assert len(titles) == 2
    itself = f"https://{language}.example.test/{language}/atom.xml"
    assert [link.attrib["href"] for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"] == [itself]
    assert {entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")} == {
        f"https://api.example.test/api/v1/{language}/items/{one.item}" for one in (new, old)
    }


def test_a_feed_of_a_section_has_what_is_in_it_and_no_other_is_there(client: Client, language: str, read: Any) -> None:
    section = full(language, "section", number="6")
    inside, outside = edition(language, section="6"), edition(language)
    feed = ElementTree.tostring(xml(client, f"/{language}/atom/6.xml"), encoding="unicode")
    assert (str(inside.item) in feed, str(outside.item) in feed) == (True, False)
    read(f"/{language}/atom/7.xml", 404)
    links = read(section.path).select('link[type="application/atom+xml"]')
    assert [link["href"] for link in links] == [
        f"https://{language}.example.test/{language}/atom.xml",
        f"https://{language}.example.test/{language}/atom/6.xml",
    ]


def test_what_is_not_to_be_found_is_in_no_feed_and_no_sitemap(client: Client, language: str) -> None:
    hidden = [expired(language), withdrawn(language), gone(language)]
    noticed = edition(language, withdrawn_at=timezone.now())
    shown = edition(language)
    for address in (f"/{language}/atom.xml", "/sitemap.xml"):
        text = client.get(address).content.decode()
        assert shown.path in text
        assert [one.path for one in (*hidden, noticed) if one.path in text] == [], address


def test_the_sitemap_has_both_languages_of_each_page_and_no_language_is_the_default(client: Client) -> None:
    _, en = pair(cy={"path": "/cy/tŷ/"}, en={"path": "/en/house/"})
    alone = edition("cy", path="/cy/unig/")
    pair(cy={"path": "/cy/", "type": "home"}, en={"path": "/en/", "type": "home"})
    welsh, english = "https://cy.example.test/cy/t%C5%B7/", f"https://en.example.test{en.path}"
    found = listed_at(client, "/sitemap.xml", "cy.example.test")
    assert found[welsh] == {"cy": welsh, "en": english}
    only = f"https://cy.example.test{alone.path}"
    assert found[only] == {"cy": only}
    assert found["https://cy.example.test/cy/"]["x-default"] == "https://cy.example.test/"
    assert {address.split("/")[2] for address in found} == {"cy.example.test"}
    assert set(listed_at(client, "/sitemap.xml", "en.example.test")) == {english, "https://en.example.test/en/"}


def test_a_sitemap_says_when_a_page_was_updated(client: Client) -> None:
    Edition.objects.filter(pk=edition("cy").pk).update(updated_at=LATER)
    assert xml(client, "/sitemap.xml").findtext(f".//{SITE}lastmod") == "2026-05-01T13:00:00+01:00"


def test_a_large_sitemap_comes_in_parts_that_hold_each_page_once(
    client: Client, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    monkeypatch.setattr(sitemaps, "MOST_PAGES", 2)
    rows = [edition("cy", item=UUID(f"{digit:x}{str(uuid4())[1:]}")) for digit in (0, 3, 3, 15)]
    with django_assert_max_num_queries(3):
        index = xml(client, "/sitemap.xml", "cy.example.test")
    parts = [one.text or "" for one in index.iter(f"{SITE}loc")]
    assert parts == [f"http://cy.example.test/sitemap/{digit}.xml" for digit in "03f"]
    pages = [
        page
        for part in parts
        for page in listed_at(client, part.removeprefix("http://cy.example.test"), "cy.example.test")
    ]
    assert sorted(pages) == sorted(f"https://cy.example.test{row.path}" for row in rows)


def test_a_sitemap_is_written_anew_when_something_is_published_or_expires(client: Client, publish_one: Any) -> None:
    before = client.get("/sitemap.xml").content
    publish_one()
    after = client.get("/sitemap.xml").content
    assert before != after
    Edition.objects.update(expires_at=timezone.now() + timedelta(milliseconds=1))
    publish_one()
    assert b"<loc>" in client.get("/sitemap.xml").content


@pytest.fixture
def publish_one() -> Any:
    from cms.publication.changelog.log import begin_generation
    from cms.publication.models import LogHead

    def publish() -> None:
        LogHead.objects.get_or_create(id=1)
        edition("cy")
        begin_generation()

    return publish


def test_crawlers_are_told_where_the_sitemaps_are_and_nothing_of_the_admin(client: Client, settings: Any) -> None:
    text = client.get("/robots.txt", headers={"host": "cy.example.test"}).content.decode()
    assert "Sitemap: https://cy.example.test/sitemap.xml\nSitemap: https://en.example.test/sitemap.xml\n" in text
    assert {line.removeprefix("Disallow: ") for line in text.splitlines() if line.startswith("Disallow")} == {
        "/admin/", "/graphql", "/cy/chwilio/", "/en/search/",
    }  # fmt: skip
    settings.WAGTAILADMIN_BASE_URL = "https://golygu.example.test"
    own = client.get("/robots.txt", headers={"host": "golygu.example.test"})
    assert own.content == b"User-agent: *\nDisallow: /\n"
    assert client.get("/sitemap.xml", headers={"host": "golygu.example.test"}).status_code == 404


@pytest.mark.parametrize("address", CONDITIONAL)
def test_each_is_cached_like_a_page_and_answers_conditional_requests(client: Client, address: str) -> None:
    full("en", "section", number="6")
    edition("cy", expires_at=timezone.now() + timedelta(seconds=20))
    first = client.get(address)
    assert first["Cache-Control"].startswith("public, max-age=")
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    edition("en", section="6")
    sitemaps._written.clear()
    changed = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == (304 if address in {"/robots.txt", "/cy/atom.xml"} else 200)


@pytest.mark.parametrize("address", ["/cy/atom.xml", "/en/atom.xml", "/sitemap.xml"])
def test_who_compares_moments_is_told_of_each_change_and_sent_nothing_else(client: Client, address: str) -> None:
    now = timezone.now()

    def changed(ago: timedelta) -> None:
        LogHead.objects.update_or_create(id=1, defaults={"generation": int((now - ago).timestamp() * 1_000_000)})

    changed(timedelta(hours=2))
    first = client.get(address)
    since = {"If-Modified-Since": first["Last-Modified"]}
    again = client.get(address, headers=since)
    assert (again.status_code, again.content, again["Last-Modified"]) == (304, b"", first["Last-Modified"])
    changed(timedelta(hours=1))  # something was taken from it, so that no entry is newer
    assert client.get(address, headers=since).status_code == 200
    changed(timedelta(seconds=5))  # another change may yet bear the same second
    fresh = client.get(address, headers=since)
    assert (fresh.status_code, "Last-Modified" in fresh) == (200, False)


def test_a_feeds_words_are_text_and_only_its_own_page_is_an_alternate(client: Client, language: str) -> None:
    cy, en = pair(cy={"path": "/cy/ffioedd/"}, en={"path": "/en/fees/"})
    words = "Fees < £5 & <b>bold</b> <script>alert(1)</script>"
    both = [{"language": row.language, "address": f"https://www.example.test{row.path}"} for row in (cy, en)]
    for row in (cy, en):
        card = {**json.loads(bytes(row.card)), "summary": words, "title": words, "languages": both}
        Edition.objects.filter(pk=row.pk).update(card=json.dumps(card).encode())
    (entry,) = xml(client, f"/{language}/atom.xml").iter(f"{ATOM}entry")
    for name in ("title", "summary"):
        element = entry.find(f"{ATOM}{name}")
        assert element is not None
        assert (element.get("type", "text"), element.text and element.text.strip()) == ("text", words)
    own, twin = (cy, en) if language == "cy" else (en, cy)
    links = {
        link.get("rel"): (link.get("href", "").split("test", 1)[1], link.get("hreflang"))
        for link in entry.iter(f"{ATOM}link")
    }
    assert links == {"alternate": (own.path, None), "related": (twin.path, twin.language)}
    assert len(list(entry.iter(f"{ATOM}link"))) == 2


def test_nothing_is_kept_past_the_first_expiry(client: Client) -> None:
    edition("cy", expires_at=timezone.now() + timedelta(seconds=20))
    for address in ("/cy/atom.xml", "/sitemap.xml"):
        assert int(client.get(address)["Cache-Control"].rpartition("=")[2]) <= 20, address


def test_a_page_tells_search_engines_what_it_is(read: Any, language: str, other: str) -> None:
    item = uuid4()
    row = full(language, "guide", item=item)
    data = data_of(read(row.path))
    article = data["Article"]
    assert article["@id"] == f"https://{language}.example.test{row.path}"
    assert (article["inLanguage"], article["headline"]) == (language, word(language, "title"))
    assert article["publisher"] == {
        "@type": "Organization", "name": word(language, "organisation"), "url": "https://example.org/",
    }  # fmt: skip
    parts = {one["@type"]: one for one in article["hasPart"]}
    assert parts["HowTo"]["step"][0] == {
        "@type": "HowToStep", "position": 1, "text": f"{word(language, 'first')} {word(language, 'label')}: 2.",
    }  # fmt: skip
    video = parts["VideoObject"]
    assert (video["duration"], video["inLanguage"]) == ("PT12M30S", language)
    assert video["caption"]["contentUrl"] == file(language)["address"]
    assert [one["position"] for one in data["BreadcrumbList"]["itemListElement"]] == [1, 2]


def test_data_for_search_engines_cannot_end_their_element(client: Client) -> None:
    row = published("en", title="</script><script>alert(1)</script>")
    assert b"<script>alert" not in client.get(row.path).content
    assert data_of(parsed(client.get(row.path)))["Article"]["headline"].startswith("</script>")


def test_a_page_tells_other_sites_what_to_show_of_it(read: Any, language: Language, other: Language) -> None:
    item = uuid4()
    row = full(language, item=item)
    published(other, item=item)
    page = read(row.path)
    said = {meta["property"]: meta["content"] for meta in page.select("meta[property]")}
    locales = {"cy": "cy_GB", "en": "en_GB"}
    assert (said["og:locale"], said["og:locale:alternate"]) == (locales[language], locales[other])
    assert (said["og:title"], said["og:url"]) == (word(language, "title"), f"https://{language}.example.test{row.path}")
    assert said["og:image:alt"] == word(language, "alt")
    assert said["og:site_name"] == WORDS[language]["site"]


def test_what_is_withdrawn_says_nothing_to_search_engines(read: Any, language: str) -> None:
    notice = {"since": "2026-06-01T09:00:00Z", "notice": word(language, "notice"), "instead": []}
    page = read(full(language, withdrawn=notice).path)
    assert page.select('meta[property], script, link[type="application/json+oembed"]') == []
