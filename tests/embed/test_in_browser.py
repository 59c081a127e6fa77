"""The elements in a real browser, in a page of another site whose policy allows no inline style, script or markup."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from cms.content.languages import CODES, Language, other
from cms.publication.models import Edition, LogHead, TermEdition
from tests.embed.browser import CHROMIUM, REQUIRED, Tab, faults_of, other_site
from tests.factories.terms import term_pair
from tests.reading.library import full, published, word
from tests.search.outlet import Index, index

FIXTURES = (index,)
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None and not REQUIRED, reason="there is no Chromium"),
]
LANGUAGES = pytest.mark.parametrize("language", CODES)
PICTURE = "https://api.example.test/"


@pytest.fixture(scope="module")
def browser() -> Iterator[Tab]:
    opened = Tab()
    yield opened
    opened.close()


@pytest.fixture
def tab(browser: Tab, transactional_db: None) -> Iterator[Tab]:
    """A tab that asks nothing any more once the test is over: its database is emptied then."""
    yield browser
    browser.leave()


@pytest.fixture
def ours(live_server: Any, settings: Any) -> str:
    """Our own server's address; browsers ask it anew each time."""
    settings.ALLOWED_HOSTS = ["*"]
    settings.API_URL = live_server.url
    settings.CACHE_MAX_AGE = 0
    LogHead.objects.get_or_create(id=1)
    return str(live_server.url)


def policy(ours: str) -> str:
    return (
        f"default-src 'none'; script-src {ours}; connect-src {ours}; img-src {ours} {PICTURE}; style-src 'none'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
    )


def page_with(ours: str, element: str, language: Language = "en") -> str:
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>Council</title>'
        f'<meta name="viewport" content="width=device-width"><script type="module" src="{ours}/embed/v1/cynnwys.js"></script>'
        f"</head><body><main><h1>Council</h1>{element}</main></body></html>"
    )


def shown(name: str) -> str:
    """Whether an element has what it is to show."""
    return f"!!document.querySelector('{name}').shadowRoot?.querySelector('[data-cynnwys]')"


def text_of(tab: Tab, name: str, selector: str = "[data-cynnwys]") -> str:
    return str(tab.run(f"document.querySelector('{name}').shadowRoot.querySelector('{selector}').textContent"))


def item(row: Edition, more: str = "") -> str:
    return (
        f'<cynnwys-item id="{row.item}" language="{row.language}"{more}>'
        f'<a href="https://{row.language}.example.test{row.path}">{row.title}</a></cynnwys-item>'
    )


@LANGUAGES
def test_an_item_is_shown_whole_under_a_strict_policy_and_asks_nobody_else(
    tab: Tab, ours: str, language: Language
) -> None:
    row = full(language, "guide")
    with other_site(lambda: page_with(ours, item(row), other(language)), policy(ours)) as site:
        tab.open(site)
        tab.await_true(shown("cynnwys-item"))
        root = "document.querySelector('cynnwys-item').shadowRoot"
        said = text_of(tab, "cynnwys-item")
        for part in ("title", "summary", "cell", "first", "transcript", "file", "practice", "organisation"):
            assert word(language, part) in said, part
        assert tab.run(f"{root}.querySelector('article').lang") == language
        assert tab.run(f"{root}.querySelector('svg').namespaceURI") == "http://www.w3.org/2000/svg"
        assert tab.run(f"{root}.querySelectorAll('[style], style, script').length") == 0
        # The style sheet is in force although the page allows none.
        assert tab.run(f"getComputedStyle({root}.querySelector('.unseen')).position") == "absolute"
        assert [one for one in tab.complaints if "example.test" not in one and "favicon" not in one] == []
        assert {one for one in tab.requests if not one.startswith((ours, site, PICTURE, "data:"))} == set()
        assert faults_of(tab) == []


@LANGUAGES
def test_a_page_of_a_phones_width_does_not_scroll_sideways(tab: Tab, ours: str, language: Language) -> None:
    row = full(language, "guide", title="Gwasanaethau cymdeithasol a llesiant")
    tab.call("Emulation.setDeviceMetricsOverride", width=320, height=640, deviceScaleFactor=1, mobile=True)
    try:
        with other_site(lambda: page_with(ours, item(row), language), policy(ours)) as site:
            tab.open(site)
            tab.await_true(shown("cynnwys-item"))
            assert tab.run("document.documentElement.scrollWidth") <= 320
    finally:
        tab.call("Emulation.clearDeviceMetricsOverride")


def test_readers_change_the_language_in_place_with_the_keyboard(tab: Tab, ours: str) -> None:
    row = full("en")
    published("cy", item=row.item, title=word("cy", "title"))
    with other_site(lambda: page_with(ours, item(row)), policy(ours)) as site:
        tab.open(site)
        tab.await_true(shown("cynnwys-item"))
        root = "document.querySelector('cynnwys-item').shadowRoot"
        tab.run(f"{root}.querySelector('[data-language=cy]').focus()")
        tab.press("Enter", "\r")
        tab.await_true(f"{root}.querySelector('article')?.lang === 'cy'")
        assert word("cy", "title") in text_of(tab, "cynnwys-item")
        tab.await_true(f"{root}.activeElement?.localName === 'article'")


def test_a_change_is_seen_and_what_is_gone_says_so(tab: Tab, ours: str) -> None:
    row = published("en", title="Before")
    with other_site(lambda: page_with(ours, item(row)), policy(ours)) as site:
        tab.open(site)
        tab.await_true(shown("cynnwys-item"))
        again = "document.dispatchEvent(new Event('visibilitychange'))"
        Edition.objects.filter(pk=row.pk).update(body=row.body.replace(b"Before", b"After!"))
        tab.run(again)
        tab.await_true("document.querySelector('cynnwys-item').shadowRoot.textContent.includes('After!')")
        Edition.objects.filter(pk=row.pk).update(state="withdrawn")
        tab.run(again)
        tab.await_true("!!document.querySelector('cynnwys-item').shadowRoot.querySelector('[part~=message]')")
        assert "withdrawn" in text_of(tab, "cynnwys-item")
        assert "After!" not in text_of(tab, "cynnwys-item")


def test_without_our_server_or_without_scripts_there_is_a_link(tab: Tab, ours: str) -> None:
    row = published("en")
    strict = policy(ours).replace(f"connect-src {ours}", "connect-src 'none'")
    for allowed in (strict, "default-src 'none'"):
        with other_site(lambda: page_with(ours, item(row)), allowed) as site:
            tab.open(site)
            assert tab.run("document.querySelector('cynnwys-item a').checkVisibility()")
            assert not tab.run(shown("cynnwys-item"))


def test_markup_that_could_be_run_is_not_copied(tab: Tab, ours: str) -> None:
    html = (
        '<p>Safe</p><img src="x" onerror="window.ran=1"><a href="javascript:window.ran=1">a</a>'
        '<iframe srcdoc="x"></iframe><script>window.ran=1</script><style>p{}</style>'
        '<svg><a href="javascript:window.ran=1"><text>x</text></a><use href="data:x"></use></svg>'
    )
    row = published("en", body=[{"id": "t", "lang": "en", "type": "text", "text": {"html": html, "plain": "x"}}])
    with other_site(lambda: page_with(ours, item(row)), policy(ours)) as site:
        tab.open(site)
        tab.await_true(shown("cynnwys-item"))
        root = "document.querySelector('cynnwys-item').shadowRoot"
        assert (
            tab.run(f"{root}.querySelectorAll('script, style, iframe, use, [onerror], a[href^=\"javascript\"]').length")
            == 0
        )
        assert "Safe" in text_of(tab, "cynnwys-item")
        assert tab.run("window.ran === undefined")


@LANGUAGES
def test_a_term_is_opened_and_closed_with_the_keyboard(tab: Tab, ours: str, language: Language) -> None:
    welsh, _ = term_pair("canolwr", "referee")
    mutated = {"cy": "ganolwr", "en": "referees"}[language]
    element = (
        f'<p>A <cynnwys-term id="{welsh.item}" language="{language}" lang="{language}">{mutated}</cynnwys-term> b</p>'
    )
    with other_site(lambda: page_with(ours, element, language), policy(ours)) as site:
        tab.open(site)
        tab.await_true(shown("cynnwys-term"))
        root = "document.querySelector('cynnwys-term').shadowRoot"
        assert text_of(tab, "cynnwys-term", "summary") == mutated
        assert not tab.run(f"{root}.querySelector('.bubble').checkVisibility()")
        tab.press("Tab")
        tab.press("Enter", "\r")
        tab.await_true(f"{root}.querySelector('.bubble').checkVisibility()")
        assert {"cy": "canolwr", "en": "referee"}[language] in text_of(tab, "cynnwys-term", ".bubble")
        assert faults_of(tab) == []
        tab.press("Escape")
        tab.await_true(f"!{root}.querySelector('details').open")


@LANGUAGES
def test_a_search_is_made_in_the_page(tab: Tab, ours: str, language: Language, index: Index) -> None:
    row = published(language, title=word(language, "found"))
    index()
    element = f'<cynnwys-search language="{language}"><a href="https://{language}.example.test/">x</a></cynnwys-search>'
    with other_site(lambda: page_with(ours, element, language), policy(ours)) as site:
        tab.open(site)
        tab.await_true(shown("cynnwys-search"))
        root = "document.querySelector('cynnwys-search').shadowRoot"
        assert faults_of(tab) == []
        tab.run(f"{root}.querySelector('input').focus()")
        tab.call("Input.insertText", text=word(language, "found"))
        tab.press("Enter", "\r")
        tab.await_true(f"!!{root}.querySelector('ol a')")
        assert tab.run(f"{root}.querySelector('ol a').href") == f"https://{language}.example.test{row.path}"
        tab.await_true(f"{root}.activeElement?.localName === 'h2'")
        assert faults_of(tab) == []


@LANGUAGES
def test_the_generator_and_the_frame_have_no_faults(tab: Tab, ours: str, language: Language, settings: Any) -> None:
    row = full(language)
    settings.PUBLIC_URLS = dict.fromkeys(CODES, ours)
    tab.open(f"{ours}/embed/{language}/?address={ours}{row.path}")
    tab.await_true(shown("cynnwys-item"))
    assert faults_of(tab) == []
    tab.open(f"{ours}/embed/{language}/{row.item}/frame")
    assert faults_of(tab) == []


DOCUMENT = (Path(__file__).parent.parent.parent / "docs" / "embedding.md").read_text()
EXAMPLES = re.findall(r"```html\n(.*?)```", DOCUMENT, re.DOTALL)
ITEM, TERM = "5d6f0c1e-7b7a-4c53-9a43-0a6c8f2b1d11", "7c1f9c4e-52c5-4f0e-8f4e-1f2b6a7c9d10"
ALL_SHOWN = """
Array.from(document.querySelectorAll('cynnwys-item, cynnwys-search, cynnwys-term'))
     .every(one => one.shadowRoot?.querySelector('[data-cynnwys]'))
"""


def test_what_the_document_says_works_as_it_is_pasted(tab: Tab, ours: str) -> None:
    assert len(EXAMPLES) == 5
    for language in CODES:
        full(language, item=UUID(ITEM))
    TermEdition.objects.filter(item=term_pair("canolwr", "referee")[0].item).update(item=UUID(TERM))
    styles = "".join(re.findall(r"```css\n(.*?)```", DOCUMENT, re.DOTALL))
    pasted = "".join(EXAMPLES).replace("https://api.example.wales", ours)
    allowed = f"{policy(ours)}; frame-src {ours}".replace("style-src 'none'", "style-src 'unsafe-inline'")
    with other_site(lambda: page_with(ours, f"<style>{styles}</style>{pasted}"), allowed) as site:
        tab.open(site)
        tab.await_true(ALL_SHOWN)
        root = "document.querySelector('cynnwys-item').shadowRoot"
        assert tab.run(f"getComputedStyle({root}.querySelector('[part=title]')).fontSize") == "24px"
        assert tab.run(f"getComputedStyle({root}.querySelector('a')).color") == "rgb(11, 79, 138)"
        tab.await_true("document.querySelector('iframe').contentWindow.length === 0")
        assert f"{ours}/embed/cy/{ITEM}/frame" in tab.requests


SPOKEN = (
    ("welsh", "cy-GB", "cy"), (" cy ", "en", "cy"), ("CYM", "en", "cy"), ("cy_GB", "en", "cy"), ("en-GB", "cy", "en"),
    ("fr", "cy", "cy"), ("", "cy", "cy"), ("cyrillic", "en", "en"), ("welsh", "fr", ""), ("", "", ""),
)  # fmt: skip


def test_no_language_stands_for_another(tab: Tab, ours: str) -> None:
    row = published("cy")
    published("en", item=row.item)
    held = "".join(
        f'<div lang="{page}"><cynnwys-item id="{row.item}" language="{asked}"><a href="{ours}">Link</a></cynnwys-item></div>'
        for asked, page, _ in SPOKEN
    )
    page = page_with(ours, held).replace('<html lang="en">', '<html lang="">')
    with other_site(lambda: page, policy(ours)) as site:
        tab.open(site)
        of_one = "(one) => one.shadowRoot?.querySelector('article')?.lang ?? ''"
        every = f"Array.from(document.querySelectorAll('cynnwys-item'), {of_one})"
        expected = [told for _, _, told in SPOKEN]
        tab.await_true(f"{every}.filter(Boolean).length >= {sum(map(bool, expected))}")
        assert tab.run(every) == expected
