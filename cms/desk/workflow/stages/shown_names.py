"""Workflows, stages, groups and collections have one name each in Wagtail: ours are shown in the language of the screen."""

from functools import cache
from typing import Any, Final

from django.contrib.auth.models import Group
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext, gettext_noop, override
from wagtail.models import Collection, Task, Workflow

from cms.content.languages import CODES

WORKFLOW: Final = gettext_noop("Checking and release")
TRANSLATION: Final = gettext_noop("Translation")
LANGUAGE_CHECK: Final = gettext_noop("Language check")
CONTENT_APPROVAL: Final = gettext_noop("Content approval")
RELEASE: Final = gettext_noop("Release to readers")
WELSH_EDITORS: Final = gettext_noop("Welsh editors")
ENGLISH_EDITORS: Final = gettext_noop("English editors")
TRANSLATORS: Final = gettext_noop("Translators")
APPROVERS: Final = gettext_noop("Approvers")
PUBLISHERS: Final = gettext_noop("Publishers")
ROOT: Final = gettext_noop("Root")
_OURS: Final = {
    Workflow: {WORKFLOW},
    Task: {TRANSLATION, LANGUAGE_CHECK, CONTENT_APPROVAL, RELEASE},
    Group: {WELSH_EDITORS, ENGLISH_EDITORS, TRANSLATORS, APPROVERS, PUBLISHERS},
    Collection: {ROOT},
}


class ShownName(DeferredAttribute):
    """A name as it is stored, or in the language of the screen where it is one of ours. Either is stored in English."""

    def __init__(self, field: Any, ours: set[str]) -> None:
        super().__init__(field)
        self._ours = ours

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        return gettext(value) if isinstance(value, str) and value in self._ours else value

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = stored(value, self._ours)


def install() -> None:
    """Has the names shown so; Wagtail has no hook for it."""
    for model, ours in _OURS.items():
        field: Any = model._meta.get_field("name")
        prepare = field.get_prep_value
        field.get_prep_value = lambda value, prepare=prepare, ours=ours: prepare(stored(value, ours))
        setattr(model, field.attname, ShownName(field, ours))


def stored(value: Any, ours: set[str]) -> Any:
    """The name under which one of ours is stored, whichever language it is given in."""
    for name in ours if isinstance(value, str) else ():
        if value == name or value in _translations(name):
            return name
    return value


def shown(value: str) -> str:
    """A name that was noted in some language, in that of the screen."""
    for ours in _OURS.values():
        if (name := stored(value, ours)) in ours:
            return gettext(name)
    return value


@cache
def _translations(name: str) -> frozenset[str]:
    found = set()
    for code in CODES:
        with override(code):
            found.add(gettext(name))
    return frozenset(found)
