"""Our quick way of keeping the records of segments beside wagtail-localize's own."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail_localize.models import (
    OverridableSegment,
    RelatedObjectSegment,
    StringSegment,
    StringTranslation,
    TemplateSegment,
    TranslationContext,
    TranslationSource,
)

from tests.factories import content as make

pytestmark = pytest.mark.django_db
MODELS = (StringSegment, TemplateSegment, RelatedObjectSegment, OverridableSegment)
OWN = {
    StringSegment: ("string__data", "attrs"), TemplateSegment: ("template__template", "template__string_count"),
    RelatedObjectSegment: ("object__translation_key",), OverridableSegment: ("data_json",),
}  # fmt: skip


def body(count: int) -> list[tuple[str, Any]]:
    return [
        ("text", f'<p>{make.words("en")} <a href="https://example.test/{number}">x</a></p><ul><li>a &amp; b</li></ul>')
        for number in range(count)
    ] + [
        ("checklist", {"title": "Bread & butter", "points": ["one", "one", "three"]}),
        ("table", {"data": [["a", "b"], ["c", "a"]], "table_caption": "caption"}),
        ("image", {"picture": make.picture(), "alt_text": "x", "decorative": False, "caption": ""}),
    ]


def records(source: TranslationSource) -> list[list[tuple[Any, ...]]]:
    """All records of a source, with the keys of what must stay."""
    return [
        sorted(
            model.objects.filter(source=source).values_list(
                "context__path", "context__field_path", "order", *OWN[model]
            )
        )
        for model in MODELS
    ]


def as_wagtail_localize_does(source: TranslationSource) -> None:
    TranslationSource.refresh_segments.__wrapped__(source)


def test_records_are_those_that_wagtail_localize_makes() -> None:
    home, _ = make.homes("en")
    page = make.landing(home, "en", body=body(3), publisher=make.organisation(), topics=[("topic", make.topic())])
    source = make.source_of(page)
    ours = records(source)
    assert all(ours)
    for model in MODELS:
        model.objects.filter(source=source).delete()
    TranslationContext.objects.filter(object_id=source.object_id).delete()
    as_wagtail_localize_does(source)
    assert records(source) == ours


def test_a_sync_keeps_the_records_of_what_stayed_and_forgets_the_rest() -> None:
    home, _ = make.homes("en")
    page = make.landing(home, "en", body=body(3))
    make.translate(page, overrides={"https://example.test/1": "https://example.test/cy"})
    before = set(StringSegment.objects.filter(context__path="title").values_list("pk", flat=True))
    translations = set(StringTranslation.objects.values_list("pk", "data"))
    blocks = list(make.fresh(page).body.raw_data)
    make.publish(page, body=[dict(block) for block in (blocks[3], blocks[0])], summary="English: changed")
    source = make.source_of(page)
    ours = records(source)
    assert StringSegment.objects.filter(pk__in=before).exists()
    as_wagtail_localize_does(source)
    assert records(source) == ours
    assert set(StringTranslation.objects.values_list("pk", "data")) == translations


def statements(page: Any) -> int:
    source = TranslationSource.objects.get(object_id=page.translation_key)
    with CaptureQueriesContext(connection) as queries:
        source.refresh_segments()
    return len(queries)


def test_a_sync_takes_as_many_statements_for_many_blocks_as_for_few() -> None:
    home, _ = make.homes("en")
    few, many = (make.landing(home, "en", body=body(count)) for count in (2, 80))
    for page in (few, many):
        make.source_of(page)
    assert statements(few) == statements(many) < 30
