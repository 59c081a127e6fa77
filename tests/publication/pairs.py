"""Items under the policy `together`: what readers see of both languages at once."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command

from cms.publication.models import Change, Edition, Release
from cms.publication.reconciliation.rebuilding import all_items, differences
from tests.database.once import once
from tests.factories import content as make


@pytest.fixture
def together(settings: Any) -> None:
    """Both languages of an item go out together."""
    settings.RELEASE_POLICY = "together"


def pair(source: Any = "en", beside: Any = None, **fields: Any) -> tuple[Any, Any]:
    """A page in both languages, and public: the first below a home page of its own, others beside it."""
    if beside:
        return _below(make.fresh(beside).get_parent(), source, fields)
    return _first(source, fields) if all(isinstance(value, str) for value in fields.values()) else _made(source, fields)


def _made(source: Any, fields: dict[str, Any]) -> tuple[Any, Any]:
    return _below(make.homes(source)[0], source, fields)


_first = once(_made)


def _below(home: Any, source: Any, fields: dict[str, Any]) -> tuple[Any, Any]:
    page = make.landing(home, source, title=f"{make.MARKS[source]} one", **fields)
    return page, make.translate(page)


def seen(page: Any) -> dict[str, str]:
    """The titles that readers see of a page's item, by language."""
    rows = Edition.objects.filter(item=page.translation_key, state="published")
    return dict(rows.values_list("language", "title"))


def kinds(page: Any) -> list[str]:
    """What was released of a page's item, in order."""
    return list(Release.objects.filter(item=page.translation_key).order_by("pk").values_list("kind", flat=True))


def changes_of(page: Any, since: int) -> list[tuple[str, str]]:
    """(kind, languages) of each change of a page's item above a version of the log."""
    rows = Change.objects.filter(version__gt=since, item=page.translation_key)
    return list(rows.values_list("kind", "languages"))


def titles(source: str, text: str) -> dict[str, str]:
    """The titles of a page and of its translation, as the factory writes it."""
    return {code: f"{make.MARKS[code]} {text}" for code in make.MARKS}


def user(name: str = "Example Editor") -> Any:
    first, last = name.split()
    return get_user_model().objects.create_superuser(f"{first}.{last}".lower(), first_name=first, last_name=last)


def is_as_rebuilt() -> bool:
    """Whether pages and releases make the same editions from nothing."""
    fields = ("item", "language", "state", "path", "title", "revision", "translation_status", "digest")
    before = list(Edition.objects.filter(state="published").order_by("item", "language").values_list(*fields))
    assert differences(all_items()) == []
    Edition.objects.filter(state="published").delete()
    call_command("rebuild_publication", verbosity=0)
    return before == list(Edition.objects.filter(state="published").order_by("item", "language").values_list(*fields))
