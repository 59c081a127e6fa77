"""Nobody's words are overwritten, whichever way wagtail-localize comes to write a page or snippet that exists."""

import contextlib
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import translate_object

from cms.content.models import Organisation, Topic
from cms.publication.models import Edition
from tests.factories import content as make
from tests.publication.editions import state

pytestmark = pytest.mark.django_db


def submit(instance: Any, language: Any) -> None:
    """As "Translate this page" does."""
    with make.committed():
        translate_object(make.fresh(instance) if hasattr(instance, "path") else instance, [make.locale(language)])


@pytest.fixture
def named() -> tuple[Any, Any]:
    """A topic and an organisation written in English, and translated into Welsh."""
    topic, organisation = make.topic("en"), make.organisation("en")
    make.translate(topic)
    make.translate(organisation)
    return topic, organisation


def in_welsh(instance: Any) -> Any:
    return type(instance).objects.get(translation_key=instance.translation_key, locale=make.locale("cy"))


def test_a_page_written_in_welsh_first_leaves_what_it_names_as_it_was(named: tuple[Any, Any]) -> None:
    topic, organisation = named
    home, welsh_home = make.homes("en")
    beside = make.landing(home, "en", topics=[("topic", topic)], publisher=organisation)
    translation = make.translate(beside)
    page = make.landing(
        welsh_home, "cy", topics=[("topic", in_welsh(topic))], publisher=in_welsh(organisation)
    )  # fmt: skip
    texts = [list(model.objects.order_by("pk").values_list("name", flat=True)) for model in (Topic, Organisation)]
    published = Edition.objects.filter(state="published").count()
    submit(page, "en")
    after = [list(model.objects.order_by("pk").values_list("name", flat=True)) for model in (Topic, Organisation)]
    assert after == texts
    assert Edition.objects.filter(state="published").count() == published
    assert [state(one) for one in (beside, translation, page)] == ["published"] * 3
    assert make.fresh(page).has_translation(make.locale("en"))
    assert not Translation.objects.filter(
        source__object_id=topic.translation_key, target_locale=make.locale("en")
    ).exists()


def test_what_a_page_names_and_does_not_exist_yet_is_still_made() -> None:
    home, _ = make.homes("en")
    topic = make.topic("en")
    page = make.landing(home, "en", topics=[("topic", topic)])
    submit(page, "cy")
    assert topic.has_translation(make.locale("cy"))


@pytest.mark.parametrize("language", ["cy", "en"])
def test_a_snippet_that_somebody_wrote_in_both_languages_is_not_translated_over(language: Any) -> None:
    texts = {"cy": "Cymraeg: Maethu", "en": "English: Fostering"}
    original = make.topic("en", name=texts["en"], code="fostering")
    with make.committed():
        Topic.objects.create(
            translation_key=original.translation_key, locale=make.locale("cy"), name=texts["cy"], code="fostering"
        )
    submit(Topic.objects.exclude(locale=make.locale(language)).get(), language)
    assert {topic.locale.language_code: topic.name for topic in Topic.objects.all()} == texts
    assert not Translation.objects.filter(source__object_id=original.translation_key).exists()


def stopped(page: Any) -> Translation:
    """The translation record of a page, once its translation is kept by hand."""
    record = Translation.objects.get(source__object_id=page.translation_key)
    Translation.objects.filter(pk=record.pk).update(enabled=False)
    return record


def test_what_was_written_by_hand_survives_a_restarted_translation() -> None:
    home, _ = make.homes("en")
    page = make.landing(home, "en", body=[("text", "<p>English: body</p>")])
    welsh = make.translate(page)
    record = stopped(page)
    make.publish(welsh, summary="Cymraeg: o law rhywun", title="Cymraeg: teitl newydd")
    Translation.objects.filter(pk=record.pk).update(enabled=True)
    make.publish(page, summary="English: changed", body=[("text", "<p>English: changed too</p>")])
    make.source_of(page)
    with make.committed():
        Translation.objects.get(pk=record.pk).save_target(publish=True)
    kept = make.fresh(welsh)
    assert (kept.title, kept.summary) == ("Cymraeg: teitl newydd", "Cymraeg: o law rhywun")


def retranslate(record: Translation, path: str, text: str) -> None:
    """As the editor of translations does."""
    row = StringTranslation.objects.get(context__object_id=record.source.object_id, context__path=path)
    row.data = text
    row.save()


def test_another_translation_of_a_snippet_is_the_translator_s_and_not_undone(named: tuple[Any, Any]) -> None:
    topic, _ = named
    record = Translation.objects.get(source__object_id=topic.translation_key)
    retranslate(record, "name", "Cymraeg: enw gwell")
    with make.committed():
        record.save_target(publish=True)
    assert in_welsh(topic).name == "Cymraeg: enw gwell"


def test_a_translator_goes_on_from_what_was_written_by_hand_meanwhile() -> None:
    home, _ = make.homes("en")
    page = make.landing(home, "en")
    welsh = make.translate(page)
    record = stopped(page)
    make.publish(welsh, summary="Cymraeg: o law rhywun", title="Cymraeg: teitl newydd")
    record.enabled = True
    record.save(update_fields=["enabled"])
    shown = StringTranslation.objects.filter(context__object_id=page.translation_key).values_list("data", flat=True)
    assert {"Cymraeg: o law rhywun", "Cymraeg: teitl newydd"} <= set(shown)
    retranslate(record, "summary", "Cymraeg: ac yn well eto")
    with make.committed():
        Translation.objects.get(pk=record.pk).save_target(publish=True)
    kept = make.fresh(welsh)
    assert (kept.title, kept.summary) == ("Cymraeg: teitl newydd", "Cymraeg: ac yn well eto")


def test_a_text_that_the_source_has_no_place_for_is_not_lost_but_said() -> None:
    home, _ = make.homes("en")
    page = make.landing(home, "en")
    welsh = make.translate(page)
    record = stopped(page)
    make.publish(welsh, body=[("text", "<p>Cymraeg: paragraff yn Gymraeg yn unig</p>")])
    Translation.objects.filter(pk=record.pk).update(enabled=True)
    with pytest.raises(ValidationError, match="changed by hand"):
        Translation.objects.get(pk=record.pk).save_target(publish=True)
    assert "paragraff yn Gymraeg yn unig" in str(make.fresh(welsh).body)


def test_a_sync_goes_on_as_before() -> None:
    home, _ = make.homes("en")
    page = make.landing(home, "en", change_note="English: first")
    welsh = make.translate(page)
    make.publish(page, change_note="English: second")
    source = make.source_of(page)
    with make.committed():
        Translation.objects.get(source=source).save_target(publish=True)
    assert make.fresh(welsh).change_note == "English: second"
    assert make.fresh(welsh).title == welsh.title


def test_a_source_that_is_deleted_and_translated_back_leaves_the_other_language_alone() -> None:
    home, _ = make.homes("en")
    page = make.landing(home, "en", body=[("text", "<p>English: body</p>")])
    welsh = make.translate(page)
    texts = (welsh.title, welsh.summary, str(welsh.body))
    with make.committed():
        make.fresh(page).delete()
    submit(welsh, "en")
    back = make.fresh(welsh).get_translation(make.locale("en"))
    make.publish(back.specific, title="English: written anew")
    for source in TranslationSource.objects.filter(object_id=welsh.translation_key):
        for translation in source.translations.all():
            with contextlib.suppress(ValidationError):
                translation.save_target(publish=True)
    now = make.fresh(welsh)
    assert (now.title, now.summary, str(now.body)) == texts
    assert make.fresh(back).title == "English: written anew"
