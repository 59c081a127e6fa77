"""Terms as editors write them: what is refused, and how the other forms of a language come to its translation."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation
from modelsearch.index import insert_or_update_object

from cms.content.models import Term
from cms.content.words.word_forms import folded, split_forms
from tests.factories import content as make

pytestmark = pytest.mark.django_db


def unsaved(name: str = "panel", other_forms: str = "", language: str = "en", definition: str = "A group.") -> Term:
    locale = make.locale(language)  # type: ignore[arg-type]
    return Term(name=name, other_forms=other_forms, definition=definition, locale=locale)


def refusal(term: Term) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as caught:
        term.full_clean()
    return caught.value.message_dict


def test_other_forms_are_one_a_line_or_separated_by_semicolons() -> None:
    assert split_forms("adoption panels;  AP \n\n panel\tof adoption\r\n;") == [
        "adoption panels",
        "AP",
        "panel of adoption",
    ]
    assert unsaved(" adoption  panel ", "AP").forms == ["adoption panel", "AP"]


def test_forms_are_compared_without_capitals_accents_apart_or_kinds_of_apostrophe() -> None:
    assert folded("  Plant SY’N  derbyn ") == "plant sy'n derbyn"
    assert folded("ty\u0302") == folded("TŶ") == "tŷ"
    assert folded("tŷ") != folded("ty")


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        ({"name": ""}, "name", "cannot be blank"),
        ({"definition": ""}, "definition", "cannot be blank"),
        ({"definition": "x" * 601}, "definition", "600"),
        ({"name": "2014"}, "name", "“2014” has no letters in it."),
        ({"other_forms": "panels\n-"}, "other_forms", "“-” has no letters in it."),
        ({"other_forms": "panels\nPanels"}, "other_forms", "“Panels” is given twice."),
        ({"other_forms": "Panel"}, "other_forms", "“Panel” is given twice."),
        ({"other_forms": "x" * 121}, "other_forms", "too long"),
    ],
)
def test_what_is_no_form_is_refused_in_words(fields: dict[str, str], field: str, said: str) -> None:
    found = refusal(unsaved(**fields))
    assert list(found) == [field]
    assert said in found[field][0]


def test_a_form_of_another_term_of_the_language_is_refused_with_that_terms_name() -> None:
    make.term("en", name="adoption panel", other_forms="panels")
    assert refusal(unsaved("Adoption Panel"))["name"] == [
        "“Adoption Panel” is already a form of the term “adoption panel”."
    ]
    assert refusal(unsaved("hearing", "Panels"))["other_forms"] == [
        "“Panels” is already a form of the term “adoption panel”."
    ]
    unsaved("panels", language="cy").full_clean()


def test_a_term_may_be_saved_again_as_it_is() -> None:
    term = make.term("en", name="panel", other_forms="panels")
    term.full_clean()


def test_what_is_wrong_is_said_in_welsh_where_the_screen_is_welsh() -> None:
    make.term("cy", name="panel")
    with translation.override("cy"):
        said = refusal(unsaved("Panel", language="cy"))["name"]
    assert said == ["Mae “Panel” eisoes yn un o ffurfiau'r term “panel”."]


def test_a_translation_begins_without_the_other_languages_forms() -> None:
    _, welsh = make.term_pair("panel mabwysiadu", "adoption panel", en="AP")
    assert (welsh.name, welsh.other_forms) == ("panel mabwysiadu", "")


@pytest.mark.parametrize("source", ["cy", "en"])
@pytest.mark.parametrize("forms", [{"cy": "paneli\nPM", "en": "panels"}, {"cy": "paneli"}, {"en": "panels"}, {}])
def test_each_language_has_its_own_forms_or_none(source: str, forms: dict[str, str]) -> None:
    for term in make.term_pair("panel mabwysiadu", "adoption panel", source, **forms):  # type: ignore[arg-type]
        assert term.other_forms == forms.get(term.locale.language_code, "")


TERMS = "wagtailsnippets_content_term:list"


@pytest.fixture
def editor(client: Client, admin_user: object) -> Client:
    for name, forms in (("panel", "AP"), ("contact", ""), ("matching", "")):
        make.term("en", name=name, other_forms=forms)
    client.force_login(admin_user)  # type: ignore[arg-type]
    return client


def listed(response: object) -> list[str]:
    return [term.name for term in response.context["object_list"]]  # type: ignore[attr-defined]


def test_editors_see_terms_in_order_of_name(editor: Client) -> None:
    assert listed(editor.get(reverse(TERMS))) == ["contact", "matching", "panel"]
    menu = editor.get(reverse("wagtailsnippets:index"), headers={"Accept-Language": "cy"}).content.decode()
    assert "Termau" in re.sub(r"<script.*?</script>", "", menu, flags=re.DOTALL)


def test_editors_find_a_term_by_any_of_its_forms(editor: Client, request: pytest.FixtureRequest) -> None:
    if request.config.getoption("nomigrations"):
        pytest.skip("Wagtail's search table is made by a migration")
    # The suite keeps Wagtail's own index off (conftest.py): what is searched here is put into it by hand.
    for term in Term.objects.all():
        insert_or_update_object(term)
    assert listed(editor.get(reverse(TERMS), {"q": "AP"})) == ["panel"]
