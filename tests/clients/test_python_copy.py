"""A copy kept by the Python client equals the export, whatever editors do and whenever it is killed; `make soak` tries more."""

from pathlib import Path
from typing import Any

import pytest
from django.db.models import F
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from cms.publication.changelog.log import newest
from cms.publication.models import LogHead
from cynnwys import Copy, NoAnswer, sync
from tests.factories import content as make
from tests.publication.pairs import pair, together

from .copy_steps import CopySteps, dies_everywhere
from .copying import api, exported, kept

assert together
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("together")]
SHORT = settings(
    max_examples=4,
    stateful_step_count=20,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def copy(tmp_path: Path) -> Any:
    with Copy(tmp_path / "copy.sqlite3") as made:
        yield made


@pytest.mark.repetitive
def test_a_copy_equals_the_export_after_any_order_of_edits_and_deaths() -> None:
    run_state_machine_as_test(CopySteps, settings=SHORT)


@pytest.mark.parametrize("is_compacted", [False, True])
def test_a_death_before_any_request_or_statement_loses_nothing(is_compacted: bool) -> None:
    page, _ = pair()
    make.term_pair("lleoliad", "placement")
    other, _ = pair(beside=page)

    def edit() -> None:
        with make.committed():
            make.fresh(page).unpublish()
        with make.committed():
            make.fresh(other).delete()
        pair(beside=page)
        if is_compacted:
            LogHead.objects.update(horizon=newest(), compacted=F("generation"))

    assert dies_everywhere(edit) > 15


@pytest.mark.parametrize("language", ["cy", "en"])
def test_a_copy_of_a_part_has_that_part(copy: Copy, language: str) -> None:
    page, _ = pair()
    make.term_pair("lleoliad", "placement")
    sync(api(), copy, lang=language, type=["term"])
    assert {key[1] for key in kept(copy)} == {language}
    assert {edition["language"] for edition in kept(copy).values()} == {language}
    assert len(kept(copy)) == 1
    make.term_pair("mabwysiadu", "adoption")
    pair(beside=page)
    sync(api(), copy, lang=language, type=["term"])
    assert len(kept(copy)) == 2
    sync(api(), copy)
    assert kept(copy) == exported()


def test_an_answer_older_than_the_change_is_not_taken_up(copy: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    page, _ = pair()
    sync(api(), copy)
    client = api()
    old = client.some_items([str(page.translation_key)])
    with make.committed():
        make.fresh(page).get_latest_revision_as_object().save_revision().publish()
    before = kept(copy)
    monkeypatch.setattr(client, "some_items", lambda ids, **filters: old)
    with pytest.raises(NoAnswer, match="older"):
        sync(client, copy)
    assert kept(copy) == before
    monkeypatch.undo()
    sync(client, copy)
    assert kept(copy) == exported()
