"""The two items of the demo that show what it is like when one language is ahead: one held, one alone."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import yaml
from django.utils import timezone
from wagtail.models import Page

from cms.content.languages import Language

from .errors import DemoError
from .source import Demo, Item

FILE: Final = "releases.yaml"
# Called with an item's id, the language, who says so, why, and until when.
ReleaseAlone = Callable[[UUID, Language, Any, str, datetime], object]


def show(demo: Demo, loaded: set[UUID], user: Any, release_alone: ReleaseAlone) -> None:
    """Changes the items that `releases.yaml` names, where this load has made them. Raises DemoError for one there is not."""
    path = Path(demo.path) / FILE
    if not path.exists():
        return
    wanted = yaml.safe_load(path.read_text())
    held, alone = _item(demo, wanted["held"]["item"]), _item(demo, wanted["alone"]["item"])
    if not {held.id, alone.id} <= loaded:
        return
    _change(held, wanted["held"]["summary"], user)
    _change(alone, wanted["alone"]["summary"], user)
    until = timezone.now() + timedelta(days=wanted["alone"]["days"])
    release_alone(alone.id, alone.source, user, wanted["alone"]["reason"], until)


def _item(demo: Demo, key: str) -> Item:
    found = next((item for item in demo.items if item.key == key), None)
    if found is None:
        raise DemoError(FILE, "item", f"nothing is called {key}")
    return found


def _change(item: Item, summary: str, user: Any) -> None:
    """Publishes another summary in the language in which the item was written first."""
    page = Page.objects.get(translation_key=item.id, locale__language_code=item.source).specific
    page.summary = summary
    page.save_revision(user=user).publish(user=user, skip_permission_checks=True)
