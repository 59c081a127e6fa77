"""Synonyms: what readers type finds what the texts call it, one way only, as soon as an editor has said so."""

import pytest
from django.core.exceptions import ValidationError

from cms.publication.changelog.consumers import follow
from search.analysis import Analyser, Meaning
from search.engines.sqlite.engine import SqliteEngine
from search.indexing.index_position import current_checkpoint
from search.indexing.indexer import Indexer
from search.indexing.synonyms import synonyms_differ
from search.models import Synonym
from search.querying.searcher import search
from tests.search.factories import AnalysedText

from .indexing import publish, used

LAWYER = Meaning(("twrnai", "lawyer", "real mum"), ("cyfreithiwr", "solicitor", "mam enedigol", "birth mother"))


def meets(query, text, language="cy", synonyms=(LAWYER,)):
    """Whether each word of a query, or a relative of it, is in a text."""
    analyser = Analyser(language, synonyms=synonyms)
    read = AnalysedText(analyser)
    read.add("body", [text])
    keys = set(read.frequencies("body"))
    words = (word for word in analyser.query_words(query) if not word.function)
    return all(keys & set(any_of) for word in words for any_of in word.alternatives)


def synonym(**sides):
    made = Synonym(**{f"{name}_{code}": text for name, texts in sides.items() for code, text in texts.items()})
    made.full_clean()
    made.save()
    return made


@pytest.mark.parametrize(
    ("query", "text", "language"),
    [
        ("twrnai", "Gofynnwch i'ch cyfreithwyr", "cy"),
        ("dwrnai", "i gyfreithiwr", "cy"),
        ("lawyers", "ask your solicitors", "en"),
        ("lawyer", "Gofynnwch i gyfreithiwr", "cy"),
        ("my real mum", "to see my birth mothers", "en"),
        ("real mum", "ei fam enedigol", "cy"),
    ],
)
def test_what_is_typed_finds_what_is_meant_in_any_form_and_either_language(query, text, language):
    assert meets(query, text, language)
    assert not meets(query, text, language, synonyms=())


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("solicitor", "a lawyer"),
        ("lawyer", "a barrister"),
        ("real", "a birth mother"),
        ("real mum", "a mother gave birth"),
    ],
)
def test_it_goes_one_way_and_a_phrase_counts_as_a_whole(query, text):
    assert not meets(query, text, "en")


@pytest.fixture
def engine(monkeypatch):
    with used(SqliteEngine(":memory:"), monkeypatch) as engine:
        yield engine


def titles(q, language="cy"):
    return [hit.item for hit in search(language, q).hits]


@pytest.mark.django_db(transaction=True)
def test_a_synonym_is_searched_for_as_soon_as_it_is_made_and_until_it_is_deleted(engine):
    wanted, other = publish("Cyfreithiwr"), publish("Gofalwr")
    follow(Indexer())
    assert titles("twrnai") == []
    made = synonym(typed={"cy": "twrnai"}, meant={"cy": "cyfreithiwr"})
    follow(Indexer())
    assert titles("twrnai") == [wanted]
    made.meant_cy = "gofalwr"
    made.save()
    follow(Indexer())
    assert titles("twrnai") == [other]
    made.delete()
    follow(Indexer())
    assert titles("twrnai") == []


@pytest.mark.django_db(transaction=True)
def test_the_very_word_is_worth_more_than_what_is_meant_by_it(engine):
    synonym(typed={"cy": "twrnai"}, meant={"cy": "cyfreithiwr"})
    meant, said = publish("Cyfreithiwr"), publish("Twrnai")
    follow(Indexer())
    assert titles("twrnai") == [said, meant]
    assert titles("cyfreithiwr") == [meant]


@pytest.mark.django_db
def test_an_index_that_missed_the_change_of_a_synonym_takes_it_in(engine):
    wanted = publish("Cyfreithiwr")
    follow(Indexer())
    # Whatever way it came into the database: a dump, another process.
    Synonym.objects.bulk_create([Synonym(typed_cy="twrnai", meant_cy="cyfreithiwr")])
    assert synonyms_differ(current_checkpoint())
    follow(Indexer())
    assert not synonyms_differ(current_checkpoint())
    assert titles("twrnai") == [wanted]


@pytest.mark.django_db
def test_a_new_index_knows_the_synonyms(engine):
    Synonym.objects.bulk_create([Synonym(typed_cy="twrnai", meant_cy="cyfreithiwr")])
    wanted = publish("Cyfreithiwr")
    follow(Indexer())
    assert not synonyms_differ(current_checkpoint())
    assert titles("twrnai") == [wanted]


@pytest.mark.django_db
def test_what_is_only_typed_otherwise_changes_no_document(engine):
    made = synonym(typed={"cy": "twrnai"}, meant={"cy": "cyfreithiwr"})
    publish("Cyfreithiwr")
    follow(Indexer())
    made.typed_cy = "twrnai\nbargyfreithiwr"
    made.save()
    assert not synonyms_differ(current_checkpoint())


@pytest.mark.parametrize(
    ("sides", "fields"),
    [
        ({"typed": {"cy": "twrnai"}}, {"meant_cy"}),
        ({"meant": {"en": "solicitor"}}, {"typed_cy"}),
        ({"typed": {"cy": "!"}, "meant": {"en": "solicitor"}}, {"typed_cy"}),
        ({"typed": {"en": "x" * 81}, "meant": {"en": "solicitor"}}, {"typed_en"}),
        ({"typed": {"en": "Solicitor"}, "meant": {"cy": "cyfreithiwr; solicitor"}}, {"meant_cy"}),
    ],
)
def test_what_makes_no_synonym_is_refused_at_its_field(sides, fields):
    with pytest.raises(ValidationError) as refused:
        synonym(**sides)
    assert set(refused.value.message_dict) == fields


@pytest.mark.django_db
def test_an_editor_says_in_both_languages_what_readers_type(client, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("editor", password="x"))
    sides = {"typed_cy": "twrnai", "typed_en": "lawyer\nbarrister", "meant_cy": "cyfreithiwr", "meant_en": "solicitor"}
    assert client.post("/admin/snippets/search/synonym/add/", sides).status_code == 302
    (made,) = Synonym.objects.all()
    assert (made.typed, made.meant) == (["twrnai", "lawyer", "barrister"], ["cyfreithiwr", "solicitor"])
    listed = client.get("/admin/snippets/search/synonym/").content.decode()
    assert "twrnai, lawyer, barrister" in listed
    assert f"/admin/snippets/search/synonym/edit/{made.pk}/" in listed
    found = client.get("/admin/snippets/search/synonym/?q=barrister").content.decode()
    assert "twrnai, lawyer, barrister" in found
