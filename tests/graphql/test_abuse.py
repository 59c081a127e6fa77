"""What is meant to be slow is refused before the database is asked: without the fixture `db`, a test cannot ask it."""

import pytest

from cms.graphql import limits
from cms.graphql.errors import Refused
from cms.graphql.execution import document_cache
from tests.graphql.abuses import ABUSES

REFUSED = sorted(name for name, abuse in ABUSES.items() if abuse.code)
HARMLESS = sorted(ABUSES.keys() - set(REFUSED))


def made_ready(name):
    abuse = ABUSES[name]
    return document_cache.prepare_operation(document_cache.prepare_document(abuse.text), None, abuse.variables or {})


@pytest.mark.parametrize("name", REFUSED)
def test_an_abuse_is_refused_before_the_database_is_asked(name):
    with pytest.raises(Refused) as refused:
        made_ready(name)
    assert refused.value.code == ABUSES[name].code


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_is_short_and_in_the_language_asked_for(name):
    with pytest.raises(Refused) as refused:
        made_ready(name)
    for error in refused.value.errors:
        welsh, english = error.as_dict("cy"), error.as_dict("en")
        assert welsh["message"] != english["message"]
        assert max(len(str(welsh)), len(str(english))) < 3_000
    assert len(refused.value.errors) <= 6


@pytest.mark.parametrize("name", HARMLESS)
def test_what_only_looks_like_an_abuse_can_be_answered(name):
    assert made_ready(name).cost.requested <= limits.MAX_COST
