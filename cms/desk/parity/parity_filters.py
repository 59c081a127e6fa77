"""By what the report of parity is filtered."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

import django_filters
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.models import Page

from cms.content.declaration.registry import item_types
from cms.content.languages import CODES, parse
from cms.content.vocabularies import AUDIENCES, choices
from cms.publication.admin.item_overview import LANGUAGE_NAMES
from cms.publication.models import Lag, LanguageStanding
from cms.publication.queries.list_queries import section_titles

from ..home.page_tasks import without_captions

AGES: Final = {7: _("7 days"), 30: _("30 days"), 90: _("90 days"), 365: _("a year")}
LACKING: Final = {"captions": _("Captions or a transcript of a recording")}


def type_choices() -> list[tuple[str, str]]:
    """The types of items."""
    return [(name, kind.page.get_verbose_name()) for name, kind in item_types().items()]


def audience_choices() -> list[tuple[str, str]]:
    """For whom items may be."""
    return choices(AUDIENCES)


def section_choices() -> list[tuple[str, str]]:
    """The public numbered items, by their numbers."""
    titles = section_titles(parse(get_language() or "") or "en")
    return [(number, f"{number} {titles[number]}") for number in sorted(titles, key=lambda one: (len(one), one))]


def owner_choices() -> Iterator[tuple[int, str]]:
    """Who owns any page."""
    owners = get_user_model().objects.filter(Exists(Page.objects.filter(owner=OuterRef("pk")))).order_by("username")
    return ((user.pk, user.get_full_name() or user.get_username()) for user in owners)


class ParityFilterSet(WagtailFilterSet):  # type: ignore[misc]
    """Language, what it lacks, section, type, audience, owner and age."""

    language = django_filters.ChoiceFilter(
        label=_("Language"), choices=[(code, LANGUAGE_NAMES[code]) for code in CODES], empty_label=_("Both languages")
    )
    lag = django_filters.ChoiceFilter(label=_("Status"), choices=Lag.choices, empty_label=_("All"))
    lacks = django_filters.ChoiceFilter(
        label=_("What is missing"), choices=list(LACKING.items()), empty_label=_("All"), method="filter_lacking"
    )
    section = django_filters.ChoiceFilter(label=_("Section"), choices=section_choices, empty_label=_("All"))
    type = django_filters.ChoiceFilter(label=_("Type"), choices=type_choices, empty_label=_("All"))
    audience = django_filters.ChoiceFilter(
        label=_("Audience"), choices=audience_choices, empty_label=_("All"), method="filter_audience"
    )
    owner = django_filters.ChoiceFilter(
        label=_("Owner"), choices=owner_choices, empty_label=_("All"), method="filter_owner"
    )
    age = django_filters.ChoiceFilter(
        label=_("For longer than"), choices=list(AGES.items()), empty_label=_("Any time"), method="filter_age"
    )

    class Meta:
        model = LanguageStanding
        fields = ["language", "lag", "lacks", "section", "type", "audience", "owner", "age"]

    def filter_lacking(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Those that lack one thing."""
        return rows.filter(pk__in=without_captions().values("pk"))

    def filter_audience(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Those for one audience."""
        return rows.filter(audiences__contains=f" {value} ")

    def filter_owner(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Those of which somebody owns a page, in whichever language."""
        return rows.filter(item__in=Page.objects.filter(owner=value).values("translation_key"))

    def filter_age(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Those that lag for longer than some days."""
        return rows.filter(lag_since__lt=timezone.now() - dt.timedelta(days=int(value)))
