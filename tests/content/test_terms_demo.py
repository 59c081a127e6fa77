"""Terms of the demo: loaded as editors would make them, once, and every mistake named by its place."""

from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.management import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail_localize.models import Translation

from cms.content.models import Term
from cms.publication.models import SameInBoth, State, TermEdition
from demo.loading import identity, source, terms
from tests.content.test_load_demo import ITEMS, load, write

TERMS: list[dict[str, Any]] = [
    {
        "key": "panel",
        "name": {"en": "adoption panel", "cy": "panel mabwysiadu"},
        "other_forms": {"en": ["adoption panels", "panel"], "cy": ["paneli mabwysiadu"]},
        "definition": {"en": "A group that advises.", "cy": "Grŵp sy'n cynghori."},
        "source": "en",
    },
    {
        "key": "cafcass",
        "name": {"en": "Cafcass Cymru", "cy": "Cafcass Cymru"},
        "other_forms": {"en": ["Cafcass"], "cy": ["Cafcass"]},
        "definition": {"en": "It speaks for children in court.", "cy": "Mae'n siarad dros blant yn y llys."},
        "source": "cy",
    },
    {
        "key": "matching",
        "name": {"en": "matching", "cy": "paru"},
        "definition": {"en": "Choosing & asking.", "cy": "Dewis a gofyn."},
        "source": "en",
    },
    {
        "key": "referee",
        "name": {"en": "referee", "cy": "canolwr"},
        "other_forms": {"cy": ["canolwyr"]},
        "definition": {"en": "Somebody asked.", "cy": "Rhywun a holir."},
        "source": "en",
    },
]


def demo(path: Any, *found: dict[str, Any]) -> Any:
    write(path, *ITEMS)
    (path / "terms.yaml").write_text(yaml.safe_dump(list(found or TERMS), allow_unicode=True))
    (path / "same.yaml").write_text(yaml.safe_dump(["AFKA Cymru", "Cafcass Cymru", "Cafcass"]))
    return path


def forms(key: str, language: str) -> str:
    item = identity.of_snippet("term", key)
    return Term.objects.get(translation_key=item, locale__language_code=language).other_forms


@pytest.mark.django_db
def test_terms_are_loaded_in_both_languages_and_are_public(tmp_path: Any) -> None:
    load(demo(tmp_path))
    assert Term.objects.count() == 8
    public = TermEdition.objects.filter(state=State.PUBLISHED).values_list("language", "name")
    assert set(public) == {(code, term["name"][code]) for term in TERMS for code in ("cy", "en")}
    for term in TERMS:
        translation = Translation.objects.get(source__object_id=identity.of_snippet("term", term["key"]))
        assert translation.source.locale.language_code == term["source"]
    assert (forms("panel", "en"), forms("panel", "cy")) == ("adoption panels\npanel", "paneli mabwysiadu")
    assert (forms("cafcass", "en"), forms("cafcass", "cy")) == ("Cafcass", "Cafcass")
    assert (forms("referee", "en"), forms("referee", "cy")) == ("", "canolwyr")
    assert set(
        SameInBoth.objects.filter(item=identity.of_snippet("term", "cafcass")).values_list("text", flat=True)
    ) == {
        "Cafcass",
        "Cafcass Cymru",
    }
    assert Term.objects.get(name="matching").definition == "Choosing & asking."


@pytest.mark.django_db
def test_a_second_load_writes_nothing_and_keeps_what_an_editor_changed(tmp_path: Any) -> None:
    load(demo(tmp_path))
    Term.objects.filter(name="paru").update(definition="Newidiwyd.")
    with CaptureQueriesContext(connection) as queries:
        load(tmp_path)
    harmless = (
        "SELECT",
        "SAVEPOINT",
        "RELEASE",
        'INSERT INTO "wagtailcore_modellogentry"',
    )  # the audit's note of the command
    assert [query["sql"] for query in queries if not query["sql"].startswith(harmless)] == []
    assert Term.objects.get(name="paru").definition == "Newidiwyd."


def changed(number: int = 0, **fields: Any) -> list[dict[str, Any]]:
    return [term | (fields if place == number else {}) for place, term in enumerate(TERMS)]


@pytest.mark.parametrize(
    ("found", "place"),
    [
        (changed(name={"en": "panel"}), r"terms\.yaml: panel\.name\.cy: the Welsh text is missing"),
        (changed(definition=None), r"terms\.yaml: panel\.definition: is not a text in both"),
        (changed(source="de"), r"terms\.yaml: panel\.source"),
        (changed(colour="red"), r"terms\.yaml: panel\.colour: is not a field of a term"),
        (changed(other_forms=["AP"]), r"terms\.yaml: panel\.other_forms: is not a list of forms in each language"),
        (changed(other_forms={"en": "AP"}), r"terms\.yaml: panel\.other_forms\.en: is not a list of words"),
        (changed(key="matching"), r"terms\.yaml: matching: is there twice"),
        (changed(definition={"en": "Same.", "cy": "same."}), r"panel\.definition: is the same in both languages"),
        (changed(definition={"en": "x" * 601, "cy": "y"}), r"panel\.definition\.en: is longer than 600"),
        (
            changed(name={"en": "panel", "cy": "Panel"}),
            r"panel\.name: is the same in both languages and not in same\.yaml",
        ),
        (changed(other_forms={"en": ["AP"], "cy": ["AP"]}), r"panel\.name: is the same .* same\.yaml: AP"),
        (
            changed(3, other_forms={"cy": ["Paru"]}),
            r"terms\.yaml: referee\.name\.cy: is a form of matching already: Paru",
        ),
        (changed(other_forms={"en": ["AP", "ap"]}), r"panel\.other_forms\.en: has a form twice"),
        (changed(other_forms={"en": ["42"]}), r"panel\.other_forms\.en: is no form of a term: 42"),
    ],
)
@pytest.mark.django_db
def test_a_mistake_is_named_with_its_file_and_place_before_anything_is_written(
    tmp_path: Any, found: Any, place: str
) -> None:
    with pytest.raises(CommandError, match=place):
        load(demo(tmp_path, *found))
    assert not Term.objects.exists()


@pytest.mark.django_db
def test_all_mistakes_are_named_at_once(tmp_path: Any) -> None:
    found = changed(definition={"en": "Same.", "cy": "Same."})
    found[2] = found[2] | {"other_forms": {"en": ["-"]}}
    with pytest.raises(CommandError) as caught:
        load(demo(tmp_path, *found))
    assert len(str(caught.value).splitlines()) == 2


def test_the_real_demos_terms_have_no_mistakes() -> None:
    found = source.read(settings.BASE_DIR / "demo")
    assert [str(error) for error in terms.mistakes(found.terms, found.same)] == []
    assert len(found.terms) >= 60
