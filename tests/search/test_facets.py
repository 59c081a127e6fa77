"""Counts of facets: labelled in the language, in the usual order, and what was chosen is always there."""

from typing import Any

import pytest

from cms.content.declaration.registry import item_types
from cms.publication.models import LogHead
from search.querying.facets import clear_label_cache, labelled_counts
from tests.factories.editions import edition


def codes(facets, name):
    return [(one.code, one.label, one.count, one.chosen) for one in facets[name]]


def test_every_type_of_item_has_a_label_in_both_languages():
    labels = [kind.label for kind in item_types().values()]
    assert all(label.cy and label.en and label.cy != label.en for label in labels)


def test_closed_lists_have_their_own_order_and_what_is_chosen_stays():
    counts: Any = {"audience": {"carers": 2, "parents": 1, "referees": 0}}
    found = labelled_counts(counts, {"audience": ("panel-members",)}, "cy", 1)
    assert codes(found, "audience") == [
        ("panel-members", "Aelodau panel", 0, True),
        ("parents", "Rhieni", 1, False),
        ("carers", "Gofalwyr", 2, False),
    ]
    assert found["type"] == found["topic"] == ()


@pytest.mark.django_db
def test_sections_are_in_the_order_of_their_numbers_and_topics_in_that_of_the_alphabet():
    clear_label_cache()
    for number in ("10", "9", "6.2", "6"):
        edition("cy", type="section", number=number, title=f"Teitl {number}")
    edition("cy", topics=["dd", "d", "ch"])
    numbers, topics = dict.fromkeys(["10", "9", "6", "6.2", "11"], 1), dict.fromkeys(["dd", "d", "ch"], 1)
    found = labelled_counts({"section": numbers, "topic": topics}, {}, "cy", 1)
    labels = [one.label for one in found["section"]]
    assert labels == ["6 Teitl 6", "6.2 Teitl 6.2", "9 Teitl 9", "10 Teitl 10", "11"]
    assert [one.code for one in found["topic"]] == ["ch", "d", "dd"]


@pytest.mark.django_db
def test_labels_are_read_once_until_something_changes(django_assert_num_queries):
    clear_label_cache()
    edition("cy", topics=["cyswllt"])
    counts: Any = {"topic": {"cyswllt": 1}}
    labelled_counts(counts, {}, "cy", 1)
    with django_assert_num_queries(0):
        labelled_counts(counts, {}, "cy", 1)
    with django_assert_num_queries(2):
        labelled_counts(counts, {}, "cy", 2)
    LogHead.objects.all().delete()
    with django_assert_num_queries(3):
        assert codes(labelled_counts(counts, {}, "cy", None), "topic") == [("cyswllt", "cyswllt (cy)", 1, False)]
