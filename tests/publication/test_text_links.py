"""Links in formatted text lead to items of ours or to whole addresses: others are refused, and never come out."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.rich_text import RichText

from cms.content.blocks.text import TextBlock
from cms.content.projection.context import Context
from cms.content.projection.lookups import Lookups
from cms.content.projection.rich_text import rich_text
from cms.content.projection.text_links import is_whole, page_at, with_page_links
from tests.factories import content as make

from .editions import payload

ADDRESSES = st.sampled_from(
    [
        "#part", "", "/", "/cy/", "page", "../page", "?a=1", "//example.org/a", "/en/guide/", "javascript:alert(1)", "item:1",
        "ftp://a/b", "https:", "https://", "https:///a", "http:example.org", "mailto:", "tel:", "data:text/html,x", " #x",
        "https://exa mple", "https://example.org/a", "mailto:a@example.org", "tel:02920", "HTTPS://EXAMPLE.ORG",
        "java\tscript:x", "\u00a0/x", "\\\\h\\x",
    ]
)  # fmt: skip
TEMPLATES = st.sampled_from(
    [
        '<a href="{}">x</a>',
        '<a href="{}"><b>x</b></a>',
        '<a title="a" href="{}">x</a>',
        "<a href='{}'>x</a>",
        "<a>x{}</a>",
    ]
)
SOURCES = st.lists(st.builds(str.format, TEMPLATES, ADDRESSES), max_size=4).map(
    lambda links: f"<p>{' '.join(links)}</p>"
)


class NoPages(Lookups):
    """Without a database: there is no page anywhere."""

    def item_at(self, path: str) -> None:
        return None


def unlinked() -> Context:
    return Context("cy", lookups=NoPages())


@settings(max_examples=500, deadline=None, derandomize=True)
@given(source=SOURCES)
def test_a_link_that_comes_out_says_all_of_where_it_leads(source: str) -> None:
    soup = BeautifulSoup(rich_text(source, unlinked())["html"], "html.parser")
    for anchor in soup.find_all("a"):
        assert list(anchor.attrs) == ["href"]
        address = str(anchor["href"])
        assert is_whole(address)
        assert address.split(":", maxsplit=1)[0].lower() in {"http", "https", "mailto", "tel"}
    assert soup.get_text().count("x") >= source.count(">x")


@pytest.fixture
def pages() -> tuple[Any, Any]:
    """Two pages in Welsh, one below the other."""
    home = make.home("cy")
    parent = make.landing(home, "cy", slug="cyngor")
    return parent, make.landing(parent, "cy", slug="tŷ-llŷn")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/cy/cyngor/tŷ-llŷn/", "/cy/cyngor/t%C5%B7-ll%C5%B7n", "/cy/cyngor/tŷ-llŷn/?a=1#rhan"]
)
def test_a_path_of_ours_leads_to_the_page_there(pages: Any, path: str) -> None:
    parent, page = pages
    assert page_at(path).pk == page.pk
    assert (page_at("/cy/").pk, page_at("/cy/cyngor/").pk) == (parent.get_parent().pk, parent.pk)
    assert page_at("/en/cyngor/") is page_at("/cy/llŷn/") is page_at("//cy/cyngor/") is page_at("cy/cyngor/") is None
    source = f'<p><a href="{path}">yma</a> a <a href="https://example.org/">draw</a></p>'
    stored = with_page_links(source)
    assert 'linktype="page"' in stored
    assert f'id="{page.pk}"' in stored
    old = make.landing(parent, "cy", body=[("text", source)])
    html = payload(old)["body"][0]["text"]["html"]
    assert html.count("<a href=") == 2
    assert "/cy/cyngor/" in html


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "The link “here” leads to “#part”"), ("cy", "Mae’r ddolen “here” yn arwain at “#part”")],
)
def test_the_form_refuses_a_link_that_other_sites_cannot_follow_and_says_why(language: str, words: str) -> None:
    with translation.override(language), pytest.raises(ValidationError) as refused:
        TextBlock().clean(RichText('<p><a href="#part">here</a> <a href="/en/none/">there</a></p>'))
    assert words in refused.value.messages[0]
    assert len(refused.value.messages) == 2


@pytest.mark.django_db
def test_formatted_text_outside_the_body_is_checked_too(pages: Any) -> None:
    home = pages[0].get_parent().specific
    home.introduction = '<p><a href="#x">x</a></p>'
    with pytest.raises(ValidationError, match="introduction"):
        home.full_clean()
    home.introduction = '<p><a href="/cy/cyngor/">x</a></p>'
    home.full_clean()
    assert f'id="{pages[0].pk}"' in home.introduction


def test_what_leads_nowhere_keeps_its_words() -> None:
    source = '<p><a href="#a">one</a> <a>two</a> <a href="javascript:x"><b>three</b></a></p>'
    assert rich_text(source, unlinked())["html"] == "<p>one two <b>three</b></p>"
