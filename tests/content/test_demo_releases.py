"""The demo shows a version that is held and a language that is alone."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command

from cms.publication.models import Edition, Release
from demo.loading import identity

from .test_load_demo import ITEMS, load, page, write

pytestmark = pytest.mark.django_db
AHEAD = {
    "held": {"item": "framework", "summary": "A newer summary of it."},
    "alone": {"item": "tool", "summary": "Another summary of it.", "reason": "It was wrong.", "days": 30},
}


@pytest.fixture(autouse=True)
def _both_go_together(settings: Any) -> None:
    settings.RELEASE_POLICY = "together"


def demo(path: Path, **ahead: Any) -> Path:
    written = write(path, *ITEMS)
    (written / "releases.yaml").write_text(yaml.safe_dump({**AHEAD, **ahead}))
    return written


def shown(key: str) -> dict[str, tuple[str, str]]:
    rows = Edition.objects.filter(item=identity.of_item(key), state="published")
    return {row.language: (row.summary, row.translation_status) for row in rows}


def test_one_item_is_held_and_one_is_alone(tmp_path: Path) -> None:
    load(demo(tmp_path))
    source = next(item["source"] for item in ITEMS if item["key"] == "tool")
    assert page("framework", "en").summary == "A newer summary of it."
    assert {status for _, status in shown("framework").values()} == {"current"}
    assert "A newer summary of it." not in {summary for summary, _ in shown("framework").values()}
    assert shown("tool")[source] == ("Another summary of it.", "current")
    assert sorted(status for _, status in shown("tool").values()) == ["current", "stale"]
    assert Release.objects.get(kind="alone").reason == "It was wrong."


def test_loading_again_changes_nothing_and_the_two_can_be_left_out(tmp_path: Path) -> None:
    path = demo(tmp_path)
    call_command("load_demo", path=path, force=True, plain=True, verbosity=0)
    load(path)
    assert set(Release.objects.values_list("kind", flat=True)) == {"first"}


def test_an_item_that_there_is_not_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"releases\.yaml: item: nothing is called leaflet"):
        load(demo(tmp_path, held={"item": "leaflet", "summary": "Words."}))
