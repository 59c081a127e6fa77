"""Items under the policy `together`: what readers see of both languages at once."""

from typing import Any

import pytest

from cms.publication.models import Change, Edition, Release
from tests.factories import content as make


@pytest.fixture
def together(settings: Any) -> None:
    """Both languages of an item go out together."""
    settings.RELEASE_POLICY = "together"


def pair(source: Any = "en", beside: Any = None, **fields: Any) -> tuple[Any, Any]:
    """A page in both languages, and public: the first below a home page of its own, others beside it."""
    home = make.fresh(beside).get_parent() if beside else make.homes(source)[0]
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
