"""Names of permissions: Django makes them in English when it makes the database, and shows them as they are."""

import re
from typing import Any, Final

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import get_language, gettext, gettext_lazy, gettext_noop

from cms.publication.models import Release

_MADE: Final = re.compile(r"(add|change|delete|view)_\w+")
_VERBS: Final = {
    "add": gettext_lazy("Can add: %(model)s"),
    "change": gettext_lazy("Can change: %(model)s"),
    "delete": gettext_lazy("Can delete: %(model)s"),
    "view": gettext_lazy("Can view: %(model)s"),
}
# Named by wagtail-localize, whose catalogue does not have it.
SUBMIT: Final = gettext_noop("Can submit translations")


class PermissionName(DeferredAttribute):
    """The name in the language of the screen. Where there is no screen, and in English, it is the stored one."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        if instance is None or get_language() in (None, "en"):
            return value
        made = _MADE.fullmatch(instance.codename)
        if made is None or not value.startswith("Can "):
            return gettext(value)
        return _VERBS[made[1]] % {"model": ContentType.objects.get_for_id(instance.content_type_id).name}

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


def install() -> None:
    """Has them shown so; Django has no hook for it."""
    field: Any = Permission._meta.get_field("name")
    setattr(Permission, field.attname, PermissionName(field))
    Release._meta.verbose_name = gettext_lazy("release")
