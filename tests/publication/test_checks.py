"""What would otherwise be found out by a reader is found out at start."""

from typing import Any

import pytest

from cms.publication import checks


def test_all_is_well_as_it_is() -> None:
    found = [
        *checks.languages_agree(),
        *checks.translations_outlive_their_source(),
    ]
    assert found == []


def test_languages_that_do_not_agree_are_an_error(settings: Any) -> None:
    settings.PUBLIC_URLS = {"en": "https://en.example.test"}
    assert [found.id for found in checks.languages_agree()] == ["publication.E001"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("WAGTAILLOCALIZE_DISABLE_ON_DELETE", False), ("WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE", True)],
)
def test_settings_under_which_english_could_pass_for_welsh_are_an_error(settings: Any, name: str, value: bool) -> None:
    setattr(settings, name, value)
    assert [found.id for found in checks.translations_outlive_their_source()] == ["publication.E002"]
