"""Wagtail's listings of files and pictures with the language of each, to see and to go by."""

from typing import Any, Final

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.documents.views import documents
from wagtail.images.views import images

from cms.content.languages import FILE_LANGUAGES, PICTURE_LANGUAGES
from cms.content.models import File, Picture

_PAIRED: Final = [("yes", _("There is one")), ("no", _("There is none"))]
_DESCRIBED: Final = [("yes", _("In both languages")), ("no", _("Not in both languages"))]


def by_pair(queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
    """Files with or without one in the other language; those in both at once need none."""
    alone = {"pair_as_cy": None, "pair_as_en": None}
    return queryset.exclude(**alone) if value == "yes" else queryset.filter(language__in=["cy", "en"], **alone)


def by_description(queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
    """Pictures with or without a description in both languages."""
    done = Picture.objects.exclude(described=None).exclude(described__cy="").exclude(described__en="").values("pk")
    return queryset.filter(pk__in=done) if value == "yes" else queryset.exclude(pk__in=done)


class FilesFilterSet(documents.DocumentsFilterSet):  # type: ignore[misc]
    """By language, and by whether there is one in the other."""

    language = django_filters.ChoiceFilter(label=_("Language"), choices=FILE_LANGUAGES)
    paired = django_filters.ChoiceFilter(label=_("File in the other language"), choices=_PAIRED, method=by_pair)

    class Meta:
        model = File
        fields = ["language"]


class PicturesFilterSet(images.ImagesFilterSet):  # type: ignore[misc]
    """By the language of the words in them, and by whether they are described."""

    language = django_filters.ChoiceFilter(label=_("Language"), choices=PICTURE_LANGUAGES)
    described = django_filters.ChoiceFilter(label=_("Description"), choices=_DESCRIBED, method=by_description)

    class Meta:
        model = Picture
        fields = ["language"]


def other_file(file: File) -> str:
    """The name of the file in the other language."""
    pair = getattr(file, "pair_as_cy", None)
    if pair is not None:
        return str(pair.en.title)
    pair = getattr(file, "pair_as_en", None)
    return str(pair.cy.title) if pair is not None else ""


class FilesView(documents.IndexView):  # type: ignore[misc]
    """Files."""

    filterset_class = FilesFilterSet

    def get_base_queryset(self) -> QuerySet[File]:
        """With the pair of each, in the same query."""
        found: QuerySet[File] = super().get_base_queryset()
        return found.select_related("pair_as_cy__en", "pair_as_en__cy")

    @property
    def columns(self) -> list[Any]:
        """Wagtail's, with the language after the name."""
        shown = list(documents.IndexView.columns.func(self))
        said = [
            Column("language", label=_("Language"), accessor="get_language_display", sort_key="language"),
            Column("other", label=_("In the other language"), accessor=other_file),
        ]
        return [*shown[:3], *said, *shown[3:]]


def described_in(picture: Picture) -> str:
    """Whether a picture is described, in words."""
    said = getattr(picture, "described", None)
    return str(_DESCRIBED[0][1] if said and said.cy and said.en else _DESCRIBED[1][1])


class PicturesView(images.IndexView):  # type: ignore[misc]
    """Pictures."""

    filterset_class = PicturesFilterSet

    def get_base_queryset(self) -> QuerySet[Picture]:
        """With what each is said to show, in the same query."""
        found: QuerySet[Picture] = super().get_base_queryset()
        return found.select_related("described")

    @property
    def columns(self) -> list[Any]:
        """Wagtail's, with the language after the name; the grid has none."""
        shown = list(images.IndexView.columns.func(self))
        said = [
            Column("language", label=_("Language"), accessor="get_language_display"),
            Column("described", label=_("Description"), accessor=described_in),
        ]
        return [*shown[:3], *said, *shown[3:]] if shown else []
