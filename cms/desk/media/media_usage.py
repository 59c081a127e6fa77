"""Where a file or picture is used, as somebody has to know before replacing or deleting it."""

from dataclasses import dataclass
from typing import Any, Final

from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.utils import get_latest_str
from wagtail.models import Page, ReferenceIndex

from cms.content.languages import FILE_LANGUAGES

_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class MediaUse:
    """One page or term that uses it. `address` is where to edit it; None for who may not."""

    title: str
    code: str
    language: str
    is_live: bool
    address: str | None


@dataclass(frozen=True, slots=True)
class MediaUses:
    """The first uses, and how many there are in all."""

    shown: list[MediaUse]
    count: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.shown)


def uses_of(media: Any, user: Any) -> MediaUses:
    """The uses of a file or picture, in drafts too."""
    found = ReferenceIndex.get_grouped_references_to(media)
    finder = AdminURLFinder(user)
    shown = [_use(instance, finder) for instance, _ in found[:_SHOWN]]
    return MediaUses(shown, found.count())


def _use(instance: Any, finder: AdminURLFinder) -> MediaUse:
    title = instance.get_admin_display_title() if isinstance(instance, Page) else get_latest_str(instance)
    locale = getattr(instance, "locale", None)
    code = locale.language_code if locale else ""
    language = str(dict(FILE_LANGUAGES).get(code, ""))
    return MediaUse(str(title), code, language, getattr(instance, "live", True), finder.get_edit_url(instance))
