"""The five groups and what they may do: made once, with rights on each language's pages, and left alone after that.

`apps` is Django's registry, or that of a migration.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from cms.content.languages import CODES, Language

from ..stages import shown_names as names

_UPLOADS: Final = ("images.add_image", "images.choose_image", "docs.add_document", "docs.choose_document")
_SHARED: Final = ("organisation", "topic", "term")


@dataclass(frozen=True)
class DeskRole:
    """A group: its languages, and its rights over their pages, over files and pictures, and over all else."""

    name: str
    pages: tuple[str, ...]
    languages: tuple[Language, ...] = CODES
    uploads: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def _editors(name: str, language: Language) -> DeskRole:
    return DeskRole(name, ("add_page", "change_page", "lock_page"), (language,), _UPLOADS)


ROLES: Final = {
    "editors-cy": _editors(names.WELSH_EDITORS, "cy"),
    "editors-en": _editors(names.ENGLISH_EDITORS, "en"),
    "translators": DeskRole(
        names.TRANSLATORS,
        ("change_page", "lock_page"),
        uploads=_UPLOADS,
        others=("wagtail_localize.submit_translation",),
    ),
    "approvers": DeskRole(names.APPROVERS, ("lock_page",)),
    "publishers": DeskRole(
        names.PUBLISHERS,
        ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
        uploads=(*_UPLOADS, "images.change_image", "docs.change_document"),
        others=(
            "wagtail_localize.submit_translation",
            *(f"content.{verb}_{model}" for model in _SHARED for verb in ("add", "change", "delete", "view")),
            *(f"search.{verb}_synonym" for verb in ("add", "change", "delete", "view")),
        ),
    ),
}
# What everybody has who works in the administration.
_ALL: Final = ("wagtailadmin.access_admin", "wagtailcore.view_locale")
# Where the permissions of an app's models are kept, where it is not the app itself.
_MODELS: Final = {
    "images": ("wagtailimages", "image"),
    "docs": ("wagtaildocs", "document"),
    "wagtailadmin": ("wagtailadmin", "admin"),
    "wagtail_localize": ("wagtail_localize", "translation"),
}


def make(apps: Any) -> None:
    """Makes the groups that were never made, with their rights. A group that has the name already is somebody's own."""
    group_model, desk_group = apps.get_model("auth", "Group"), apps.get_model("workflow", "DeskGroup")
    for role, wanted in ROLES.items():
        if desk_group.objects.filter(role=role).exists():
            continue
        name = wanted.name
        while group_model.objects.filter(name=name).exists():
            name += " *"
        group = group_model.objects.create(name=name)
        desk_group.objects.create(role=role, group=group)
        group.permissions.add(*(_permission(apps, one) for one in (*_ALL, *wanted.others)))
        collection = apps.get_model("wagtailcore", "Collection").objects.order_by("depth", "path").first()
        for one in wanted.uploads if collection else ():
            apps.get_model("wagtailcore", "GroupCollectionPermission").objects.create(
                group=group, collection=collection, permission=_permission(apps, one)
            )
    page_model = apps.get_model("wagtailcore", "Page")
    give_rights(apps, page_model.objects.filter(depth=2, locale__language_code__in=CODES).select_related("locale"))


def give_rights(apps: Any, homes: Iterable[Any]) -> None:
    """Gives the groups their rights over languages' home pages and what is below them."""
    rights = apps.get_model("wagtailcore", "GroupPagePermission")
    for home in homes:
        for row in apps.get_model("workflow", "DeskGroup").objects.filter(role__in=ROLES):
            wanted = ROLES[row.role]
            for codename in wanted.pages if home.locale.language_code in wanted.languages else ():
                rights.objects.get_or_create(
                    group_id=row.group_id, page_id=home.pk, permission=_permission(apps, f"wagtailcore.{codename}")
                )


def _permission(apps: Any, name: str) -> Any:
    """A permission by app and codename, made here where `migrate` has not come so far: it takes what it finds."""
    app, codename = name.split(".")
    app, model = _MODELS.get(app, (app, codename.rpartition("_")[2]))
    content_type, _made = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app, model=model
    )
    permission, _made = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": f"Can {codename.replace('_', ' ')}"}
    )
    return permission
