"""Our quick reading of segments beside wagtail-localize's own, and of revisions beside Wagtail's."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail_localize.models import TranslationSource
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.strings import extract_strings

from cms.content.models import Organisation
from cms.content.projection import rich_text
from cms.content.projection.context import Context
from cms.content.projection.lookups import Lookups
from cms.publication.completeness.evidence import Evidence
from cms.publication.completeness.segments import Segments, rich_text_strings
from cms.publication.completeness.translations import FrozenSource
from cms.publication.completeness.versions import live_version, with_content
from cms.publication.reconciliation.actions import reconcile
from tests.factories import content as make

from .editions import payload, state

INLINE = st.sampled_from(
    [
        "words", " a ", "a'u \"x\"", "<b>bold</b>", "<b><i>x</i></b>", "&amp;", "&lt;b&gt;", "x>y", "<br/>", "\n", "\u00a0",
        '<a href="https://example.test/">link</a>', '<a linktype="page" id="3">page</a>', '<a id="4" linktype="page">p</a>',
        '<a href="item:1">x</a>', '<a linktype="document" id="1">x</a>', '<a href="">x</a>', '<a href="mailto:a@b"></a>',
        '<a href="https://example.test/?a=1&amp;b">x</a>', '<a href="https://example.test/"><b>x</b></a>',
    ]
)  # fmt: skip
WRAPPED = st.sampled_from(
    [
        "<p>{}</p>",
        '<p data-block-key="a1b2">{}</p>',
        "<h3>{}</h3>",
        "{}",
        '<ul><li data-block-key="a1">{}</li><li>b</li></ul>',
    ]
)
SOURCES = st.lists(
    st.builds(lambda wrap, parts: wrap.format("".join(parts)), WRAPPED, st.lists(INLINE, max_size=4)), max_size=4
).map("".join)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(source=SOURCES)
def test_strings_of_rich_text_are_those_that_wagtail_localize_finds(source: str) -> None:
    found = [(string.data, attributes) for string, attributes in rich_text_strings(source)]
    assert found == [(string.data, attributes) for string, attributes in extract_strings(source)[1]]


class Linked(Context):
    """Every page but the fourth exists."""

    def item_of(self, page_id: int) -> Any:
        return None if page_id == 4 else "11111111-1111-1111-1111-111111111111"


@settings(max_examples=400, deadline=None, derandomize=True)
@given(source=SOURCES)
def test_plain_links_are_read_as_all_links_are(source: str) -> None:
    # A link that is none makes the whole text be parsed.
    unusual = '<p><a name="x"></a></p>'
    quick, slow = (rich_text.rich_text(text, Linked("cy")) for text in (source, source + unusual))
    assert quick["plain"] == slow["plain"]
    assert quick["html"].split() == slow["html"].removesuffix("<p></p>").split()


def body() -> list[tuple[str, Any]]:
    return [
        ("heading", {"text": make.words("en"), "level": "2"}),
        ("text", f'<p>{make.words("en")} <a href="https://example.test/">x</a></p><ul><li>a &amp; b</li></ul>'),
        ("checklist", {"title": "Bread & butter", "points": ["one\ntwo", "three"]}),
        (
            "contact",
            {"name": "", "organisation": None, "telephone": "1", "email": "a@example.test", "website": "", "hours": ""},
        ),
        ("quote", {"text": "<not a tag>", "attribution": ""}),
    ]


@pytest.mark.django_db
def test_segments_of_a_page_are_those_that_wagtail_localize_finds() -> None:
    home = make.home("en", introduction="<p>Croeso</p>", seo_title='"quoted"')
    topic, publisher = make.topic(), make.organisation()
    page = make.landing(
        home, "en", body=body(), publisher=publisher, topics=[("topic", topic)], related=[("page", home)]
    )
    for instance in (live_version(page).page, home, topic, publisher):
        found = Segments(instance)
        wanted = extract_segments(instance)
        assert [(row.path, row.string.data, row.attrs) for row in found.strings] == [
            (row.path, row.string.data, row.attrs) for row in wanted if isinstance(row, StringSegmentValue)
        ]
        assert found.addresses == [
            (row.path, row.data)
            for row in wanted
            if isinstance(row, OverridableSegmentValue) and isinstance(row.data, str) and row.data
        ]
    lines = [line for _, line in Segments(live_version(page).page).texts()]
    assert {"a & b", "Bread & butter", "one", "two", "<not a tag>"} <= set(lines)


@pytest.mark.django_db
def test_a_page_with_a_revision_s_content_is_what_wagtail_makes_of_it() -> None:
    page = make.landing(make.home("en"), "en", body=body(), publisher=make.organisation())
    type(page).objects.filter(pk=page.pk).update(title="A draft in the row", summary="A draft")
    page = make.fresh(page)
    ours, wagtails = live_version(page).page, page.with_content_json(page.live_revision.content)
    for name in (
        "title",
        "slug",
        "summary",
        "publisher_id",
        "live",
        "path",
        "locale_id",
        "translation_key",
        "alias_of_id",
    ):
        assert getattr(ours, name) == getattr(wagtails, name), name
    assert ours.title != page.title
    assert ours.body.get_prep_value() == wagtails.body.get_prep_value()


@pytest.mark.django_db
def test_a_revision_forgets_a_snippet_that_has_been_deleted() -> None:
    publisher = make.organisation()
    page = make.landing(make.home("en"), "en", publisher=publisher)
    Organisation.objects.all().delete()
    restored = with_content(make.fresh(page), page.live_revision.content, Lookups())
    assert restored.publisher is None
    assert restored.publisher_id is None


@pytest.mark.django_db
def test_a_frozen_source_holds_the_live_content_only_word_for_word() -> None:
    page = make.landing(make.home("en"), "en", body=body())
    source = FrozenSource(make.source_of(page))
    content = make.fresh(page).live_revision.content
    assert source.holds(content)
    assert not source.holds({**content, "summary": "other words"})
    assert not source.holds({**content, "body": "[]"})
    assert not source.holds(None)
    # A draft of the same page in its row, frozen while the same revision is live.
    type(page).objects.filter(pk=page.pk).update(summary="A draft in the row")
    assert not FrozenSource(make.source_of(page)).holds(content)


@pytest.mark.django_db
def test_strings_of_the_other_language_are_found_for_each_page_of_many() -> None:
    home = make.home("en")
    pages = [make.landing(home, "en", body=body()) for _ in range(3)]
    make.source_of(pages[1])
    welsh = make.homes("en")[1] if TranslationSource.objects.count() == 0 else make.landing(make.home("cy"), "cy")
    welsh.title = pages[1].title
    evidence = Evidence()
    evidence.read_foreign_strings([*pages, welsh])
    found = [evidence.foreign_strings(page) for page in (*pages, welsh)]
    assert found[:3] == [[], [], []]
    assert [(gap.path, gap.text) for gap in found[3]] == [("title", pages[1].title)]


@pytest.mark.django_db
def test_a_translation_may_be_a_text_that_another_page_of_the_other_language_has() -> None:
    home = make.homes("en")[0]
    make.source_of(make.landing(home, "en", title="Plan"))
    page = make.translate(make.landing(home, "en"), title="Plan")
    assert Evidence().foreign_strings(page) == []
    assert state(page) == "published"


@pytest.mark.django_db
def test_links_to_a_deleted_page_are_left_out() -> None:
    home = make.home("en")
    gone = make.landing(home, "en")
    text = f'<p>English: <a linktype="page" id="{gone.pk}">deleted</a></p>'
    page = make.landing(home, "en", related=[("page", gone), ("page", home)], body=[("text", text)])
    with make.committed():
        gone.delete()
    reconcile([page.translation_key])
    found = payload(page)
    assert [card["id"] for card in found["related"]] == [str(home.translation_key)]
    assert found["body"][0]["text"]["html"] == "<p>English: deleted</p>"


@pytest.mark.django_db
def test_what_is_found_of_a_page_is_read_once_and_not_put_on_it(django_assert_num_queries: Any) -> None:
    page = make.landing(make.home("en"), "en", body=body())
    before = set(vars(page))
    evidence = Evidence()
    segments, foreign = evidence.segments(page), evidence.foreign_strings(page)
    with django_assert_num_queries(0):
        assert evidence.segments(page) is segments
        assert evidence.foreign_strings(page) is foreign
    assert {name for name in vars(page) if name not in before} == set()
