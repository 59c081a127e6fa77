"""What would otherwise be found out by a reader is found out at start."""

from typing import Any

import pytest

from cms.content.declaration import registry
from cms.publication import checks
from guides.models import GuidePage


def test_all_is_well_as_it_is() -> None:
    found = [
        *checks.every_type_is_projected(),
        *checks.languages_agree(),
        *checks.translations_outlive_their_source(),
    ]
    assert found == []


def test_a_page_type_without_a_projection_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(registry._OF_PAGE, GuidePage)
    assert [found.id for found in checks.every_type_is_projected()] == ["publication.E001"]


def test_languages_that_do_not_agree_are_an_error(settings: Any) -> None:
    settings.PUBLIC_URLS = {"en": "https://en.example.test"}
    assert [found.id for found in checks.languages_agree()] == ["publication.E002"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("WAGTAILLOCALIZE_DISABLE_ON_DELETE", False), ("WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE", True)],
)
def test_settings_under_which_english_could_pass_for_welsh_are_an_error(settings: Any, name: str, value: bool) -> None:
    setattr(settings, name, value)
    assert [found.id for found in checks.translations_outlive_their_source()] == ["publication.E003"]
