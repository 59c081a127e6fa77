"""Terms and the editions that hold their words: public together, marked together, withdrawn together."""

import itertools
import json
import re
from collections.abc import Callable, Iterable
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cms.content.languages import CODES, Language, other
from cms.content.models import Term
from cms.publication.glossary.completeness import term_pairs
from cms.publication.glossary.words import items_with, lexicons, words_of
from cms.publication.models import Change, Edition, State, TermEdition
from cms.publication.reconciliation import actions
from cms.publication.reconciliation.rebuilding import all_items, differences, steps
from tests.database.once import nothing_is_written_yet, once
from tests.factories import content as make
from tests.factories.editions import edition as made_edition

from .editions import log_since, newest, payload

pytestmark = pytest.mark.django_db
SOURCES = pytest.mark.parametrize("source", CODES)
TEXTS = {"cy": "<p>Cymraeg: bydd y <b>ddau banel</b> mabwysiadu. Panel.</p>", "en": "<p>English: the Panels meet.</p>"}


def body(language: str) -> list[tuple[str, str]]:
    return [("text", TEXTS[language])]


@once
def item(source: Language = "en") -> tuple[Any, Any]:
    """A page and its translation, whose texts have the words of a term (panel) in them."""
    home, _ = make.homes(source)
    page = make.landing(home, source, body=body(source))
    translated = TEXTS[other(source)].removeprefix("<p>").removesuffix("</p>")
    return page, make.translate(page, given={f"body.{page.body[0].id}": translated})


def term_state(term: Term) -> dict[str, str]:
    rows = TermEdition.objects.filter(item=term.translation_key)
    return dict(rows.values_list("language", "state"))


def marked(page: Any, language: str | None = None) -> list[str]:
    """The words marked in the page's edition; its list of terms is seen to agree."""
    found = payload(page, language)
    marks = re.findall(
        r'data-term="([^"]*)">(.*?)</span>', json.dumps(found["body"], ensure_ascii=False).replace('\\"', '"')
    )
    assert sorted(term["id"] for term in found["terms"]) == sorted(term for term, _ in marks)
    return [words for _, words in marks]


def change(term: Any, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(term, name, value)
    with make.committed():
        term.save()


def delete(*terms: Any) -> None:
    with make.committed():
        for term in terms:
            term.delete()


@SOURCES
def test_a_term_is_public_once_it_is_complete_in_both_languages(source: Language) -> None:
    names = {"cy": "panel mabwysiadu", "en": "adoption panel"}
    original = make.term(source, name=names[source])
    assert term_state(original) == {}
    before = newest()
    make.translate(original, name=names[other(source)])
    assert term_state(original) == {"cy": "published", "en": "published"}
    assert log_since(before) == [("published", "cy,en")]
    row = TermEdition.objects.get(item=original.translation_key, language="cy")
    served = json.loads(bytes(row.body))
    assert (served["name"], served["twin"]["name"]) == (names["cy"], names["en"])
    assert served["version"] == row.version == newest()


def _same_definition(original: Any) -> Any:
    return make.translate(original, definition=original.definition)


def _same_name(original: Any) -> Any:
    return make.translate(original, name=original.name)


def _same_form(original: Any) -> Any:
    change(original, other_forms="AP")
    return make.translate(original, overrides={"AP": "PM\nap"})


def _left_to_fallback(original: Any) -> Any:
    return make.translate(original, without=("definition",), fallback=True)


def _copied(original: Any) -> Any:
    copy = original.copy_for_translation(make.locale(other(original.locale.language_code)))
    with make.committed():
        copy.save()
    return copy


GAPS: dict[str, tuple[Callable[[Any], Any], set[tuple[str, str]]]] = {
    "definition": (_same_definition, {("same_text", "definition")}),
    "name": (_same_name, {("same_text", "name")}),
    "form": (_same_form, {("same_text", "other_forms")}),
    "fallback": (_left_to_fallback, {("same_text", "definition")}),
    "copy": (_copied, {("same_text", "name"), ("same_text", "definition")}),
}


@SOURCES
@pytest.mark.parametrize("name", sorted(GAPS))
def test_a_term_with_words_of_the_other_language_is_public_in_neither(name: str, source: Language) -> None:
    build, gaps = GAPS[name]
    original = make.term(source)
    translation = build(original)
    found = term_pairs([original.translation_key])[original.translation_key]
    assert found.gaps[source] == ()
    assert {(gap.kind, gap.path) for gap in found.gaps[other(source)]} == gaps
    assert term_state(translation) == {}
    assert lexicons()[source]._forms == {}


def test_a_name_that_somebody_confirms_is_right_in_both_languages_makes_the_term_public() -> None:
    original = make.term("en", name="Cafcass Cymru")
    make.translate(original, name="Cafcass Cymru")
    assert term_state(original) == {}
    rows = actions.confirm_same(original.translation_key, ["Cafcass Cymru"], make_user())
    assert [(row.kind, row.languages) for row in rows] == [("published", "cy,en")]
    assert term_state(original) == {"cy": "published", "en": "published"}


def test_a_definition_can_never_be_confirmed_to_be_right_in_both_languages() -> None:
    original = make.term("en", definition="A group.")
    make.translate(original, definition="A group.")
    actions.confirm_same(original.translation_key, ["A group."], make_user())
    gaps = term_pairs([original.translation_key])[original.translation_key].gaps["cy"]
    assert [(gap.kind, gap.confirmable) for gap in gaps] == [("same_definition", False)]
    assert term_state(original) == {}


@SOURCES
def test_marks_come_with_the_term_in_both_languages_in_one_transaction(source: Language) -> None:
    page, _ = item(source)
    assert marked(page, "cy") == marked(page, "en") == []
    before = newest()
    make.term_pair("panel", "adoption board", cy="paneli", en="panels")
    assert marked(page, "cy") == ["banel"]
    assert marked(page, "en") == ["Panels"]
    assert log_since(before) == [("published", "cy,en")] * 2
    entry = payload(page, "cy")["terms"][0]
    row = TermEdition.objects.get(language="cy")
    assert entry == {
        "id": str(row.item),
        "name": "panel",
        "definition": row.definition,
        "address": f"https://cy.example.test/cy/termau/#term-{row.item}",
    }


def test_a_page_published_after_the_term_is_marked_at_once() -> None:
    make.term_pair("panel", "adoption board", cy="paneli", en="panels")
    page, _ = item()
    assert (marked(page, "cy"), marked(page, "en")) == (["banel"], ["Panels"])


@pytest.mark.parametrize("how", ["delete", "delete_one", "gap"])
def test_a_term_that_is_no_longer_public_leaves_no_mark_in_any_edition(how: str) -> None:
    page, _ = item()
    english, welsh = make.term_pair("panel", "adoption board", cy="paneli", en="panels")
    before = newest()
    if how == "gap":
        change(welsh, definition=english.definition)
    else:
        delete(welsh, *([english] if how == "delete" else []))
    kind = "gone" if how == "delete" else "withdrawn"
    assert set(term_state(english).values()) == {kind}
    assert marked(page, "cy") == marked(page, "en") == []
    assert payload(page, "en")["terms"] == []
    assert log_since(before) == [(kind, "cy,en"), ("published", "cy,en")]
    row = TermEdition.objects.filter(item=english.translation_key).values_list("body", "digest", "forms", "definition")[
        0
    ]
    assert (bytes(row[0]), *row[1:]) == (b"", "", [], "")
    assert not any(b"data-term" in bytes(edition.body) for edition in Edition.objects.all())


def test_a_withdrawn_term_that_is_deleted_is_gone() -> None:
    english, welsh = make.term_pair("panel", "board")
    delete(welsh)
    assert set(term_state(english).values()) == {"withdrawn"}
    before = newest()
    delete(english)
    assert set(term_state(english).values()) == {"gone"}
    assert log_since(before) == [("gone", "cy,en")]


def test_a_term_that_comes_back_is_public_and_marked_again() -> None:
    page, _ = item()
    english, welsh = make.term_pair("panel", "board", cy="paneli", en="panels")
    definition = welsh.definition
    change(welsh, definition=english.definition)
    change(welsh, definition=definition)
    assert set(term_state(english).values()) == {"published"}
    assert marked(page, "cy") == ["banel"]


def test_changed_forms_move_the_marks() -> None:
    page, _ = item()
    english, _ = make.term_pair("panel", "board", en="panels")
    change(english, other_forms="meet")
    assert marked(page, "en") == ["meet"]
    change(english, other_forms="")
    assert marked(page, "en") == []
    assert marked(page, "cy") == ["banel"]


def test_a_changed_definition_is_in_every_edition_that_marks_the_term() -> None:
    page, _ = item()
    english, _ = make.term_pair("panel", "board", en="panels")
    before = newest()
    change(english, definition="English: new.")
    assert payload(page, "en")["terms"][0]["definition"] == "English: new."
    # The Welsh term shows the English definition; the Welsh page does not.
    assert log_since(before) == [("published", "cy,en"), ("published", "en")]


def test_a_longer_term_takes_the_place_of_a_shorter_and_gives_it_back() -> None:
    page, _ = item()
    make.term_pair("panel", "board", cy="paneli", en="panels")
    longer = make.term_pair("cyfarfod", "meeting", en="panels meet")
    assert marked(page, "en") == ["Panels meet"]
    delete(*longer)
    assert marked(page, "en") == ["Panels"]


def test_what_changes_nothing_adds_nothing_to_the_log() -> None:
    item()
    english, _ = make.term_pair("panel", "board", en="panels")
    before = newest()
    change(english)
    assert actions.reconcile_terms([english.translation_key, uuid4()]) == []
    assert actions.reconcile_terms([]) == []
    assert log_since(before) == []


def test_rebuilding_finds_what_was_missed_and_check_reports_it(capsys: pytest.CaptureFixture[str]) -> None:
    page, _ = item()
    english, _ = make.term_pair("panel", "board", en="panels")
    Term.objects.filter(pk=english.pk).update(other_forms="meet")
    with pytest.raises(SystemExit):
        call_command("rebuild_publication", check=True, verbosity=0)
    assert f"{english.translation_key} en published" in capsys.readouterr().out
    assert marked(page, "en") == ["Panels"]
    call_command("rebuild_publication", verbosity=0)
    assert marked(page, "en") == ["meet"]
    call_command("rebuild_publication", check=True, verbosity=0)


def test_what_is_rolled_back_leaves_no_trace_in_what_is_known_of_terms() -> None:
    page, _ = item()
    english, _ = make.term_pair("panel", "board", en="panels")
    Term.objects.filter(pk=english.pk).update(other_forms="meet")
    assert differences([english.translation_key], actions.reconcile_terms) != []
    Term.objects.filter(pk=english.pk).update(other_forms="panels")
    actions.reconcile(all_items())
    assert marked(page, "en") == ["Panels"]


def test_only_editions_with_a_terms_words_are_made_anew() -> None:
    texts = {
        "there": "the panel",
        "at the end": "a word of a Panels",
        "capitals": "PANEL’S",
        "within": "empanelled",
        "english": "banel",
    }
    rows = {}
    for name, text in texts.items():
        rows[name] = made_edition("en")
        rows[name].words = words_of({"html": "", "plain": text})
        rows[name].save()
    found = items_with("en", [("a", ["panel", "panels"])])
    assert found == {rows[name].item for name in ("there", "at the end", "capitals")}
    assert items_with("cy", [("a", ["panel"])]) == set()
    assert items_with("en", []) == set()
    many = [("a", [f"word{number}" for number in range(60)] + ["panel"])]
    assert items_with("en", many) == {rows[name].item for name in ("there", "capitals")}


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("plant sy'n derbyn gofal", "i BLANT sy’n derbyn\u00a0gofal"),
        ("tŷ", "eu tŷ"), ("lleoliad", "o leoliad"), ("gwasanaeth", "o wasanaeth"), ("rhieni", "ei rieni hi"),
        ("canolwr", "fy nghanolwr"), ("asesiad", "ei hasesiad"), ("cyd-rianta", "a chyd‑rianta"), ("a & b", "A & B"),
    ],
)  # fmt: skip
def test_the_database_narrows_down_to_all_that_has_a_mutated_form(form: str, text: str) -> None:
    row = made_edition("cy")
    Edition.objects.filter(pk=row.pk).update(words=words_of({"html": "", "plain": text}))
    assert items_with("cy", [("a", [form])]) == {row.item}


def test_many_editions_are_gone_through_with_few_queries() -> None:
    make.homes("en")
    template = Edition.objects.get(language="en")
    make.term_pair("gair", "word")
    rows = []
    for number in range(120):
        row = Edition.objects.get(pk=template.pk)
        row.pk, row.item, row.path, row.words = None, uuid4(), f"/en/x{number}/", "a word"
        rows.append(row)
    Edition.objects.bulk_create(rows)
    with CaptureQueriesContext(connection) as queries:
        assert len(items_with("en", [("a", ["word"])])) == 120
    assert len(queries) == 1


class AnyOrder(TestCase):
    """Whatever comes first, the same is served."""

    def setup_example(self) -> None:
        super().setup_example()
        nothing_is_written_yet()

    @settings(
        max_examples=8,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )
    @given(order=st.permutations(range(6)), source=st.sampled_from(CODES))
    def test_terms_and_pages_published_in_any_order_converge_to_the_same_bytes(
        self, order: list[int], source: Language
    ) -> None:
        page, _ = item(source)
        first = make.term_pair("panel", "board", cy="paneli", en="panels")[0]
        second = make.term_pair("cyfarfod", "meeting", source, en="meet|meets")[0]
        last = make.term_pair("dau banel", "panels meet")
        does: list[Callable[[], Any]] = [
            lambda: change(Term.objects.get(pk=first.pk), definition=make.words("en", "settled")),
            lambda: make.publish(page, summary=make.words(source, "settled")),
            lambda: delete(*Term.objects.filter(translation_key=last[0].translation_key)),
            lambda: change(Term.objects.get(pk=second.pk), name=make.words(source, "settled")),
            lambda: actions.reconcile(all_items()),
            lambda: actions.reconcile_terms([first.translation_key, second.translation_key]),
        ]
        for number in order:
            does[number]()
        served = all_bytes()
        assert [row for batch, action in steps() for row in action(batch)] == []
        Edition.objects.all().delete()
        TermEdition.objects.all().delete()
        for batch, action in steps()[::-1]:
            action(batch)
        assert without_dates(all_bytes()) == without_dates(served)
        assert marked(page, "en") == ["Panels"]
        self.check_log()

    def check_log(self) -> None:
        versions = list(Change.objects.order_by("version").values_list("version", flat=True))
        assert versions == sorted(set(versions))


def make_user() -> Any:
    return get_user_model().objects.create(username="x")


def all_bytes() -> dict[tuple[str, str], dict[str, Any]]:
    rows: Iterable[Any] = itertools.chain(
        Edition.objects.filter(state=State.PUBLISHED), TermEdition.objects.filter(state=State.PUBLISHED)
    )
    return {(str(row.item), row.language): json.loads(bytes(row.body)) for row in rows}


def without_dates(found: dict[tuple[str, str], dict[str, Any]]) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        key: {name: value for name, value in one.items() if name not in {"version", "updated"}}
        for key, one in found.items()
    }
