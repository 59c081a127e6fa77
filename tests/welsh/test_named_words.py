"""What Wagtail said in English on Welsh screens, word by word, and counts after which Welsh changes a word."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.forms import DateField
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext, override
from django.utils.translation.trans_real import translation
from wagtail.admin.compare import comparison_class_registry
from wagtail.admin.forms.choosers import EmailLinkChooserForm
from wagtail.admin.forms.collections import GroupCollectionManagementPermissionFormSet
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.contrib.table_block.blocks import DEFAULT_TABLE_OPTIONS, TableInput, TableInputAdapter
from wagtail.coreutils import get_locales_display_names
from wagtail.images.forms import GroupImagePermissionFormSet, URLGeneratorForm
from wagtail.images.views import images
from wagtail.models import Collection, Locale, Page
from wagtail.sites.views import IndexView
from wagtail_localize.models import LocaleSynchronization, StringTranslation

from cms.content.declaration.registry import item_types
from cms.content.languages import CODES
from home.models import LandingPage
from tests.test_catalogues import OURS, catalogue, strings_of_python, strings_of_template

PACKAGES = ("wagtail", "wagtail_localize", "taggit", "django/contrib/auth", "django/forms", "django/core")
# What is not installed, is not shown to editors, or is told to developers.
LEFT_OUT = re.compile(
    r"/(tests?|migrations|management|project_template|locales/(apps|views)\.py|contrib/(?!table_block|auth)\w+)(/|$)"
)


def table_menu() -> list[str]:
    options = TableInputAdapter().js_args(TableInput(DEFAULT_TABLE_OPTIONS))[0]
    return [item["name"] for item in options["contextMenu"]["items"].values() if isinstance(item, dict)]


def box(before: bool, after: bool) -> str:
    field: Any = Page._meta.get_field("show_in_menus")
    comparison = comparison_class_registry.get(field)
    return str(comparison(field, *(Page(title="A", show_in_menus=value) for value in (before, after))).htmldiff())


def comment() -> str:
    moment = datetime(2026, 11, 29, 12, tzinfo=UTC)
    return str(StringTranslation(translation_type="manual", updated_at=moment).get_comment())


def permission_labels() -> list[str]:
    formsets: Any = (GroupCollectionManagementPermissionFormSet, GroupImagePermissionFormSet)
    return [str(label) for formset in formsets for _code, _short, label in formset.permission_types]


def locale_labels() -> list[str]:
    """As lists show them: remembered from whoever's screen was shown first."""
    Locale.objects.get_or_create(language_code="cy")
    names = get_locales_display_names()
    return [str(names[locale.pk]) for locale in Locale.objects.order_by("language_code")]


NAMED: list[tuple[Callable[[], Any], Any, Any]] = [
    (
        table_menu,
        [
            "Mewnosod rhes uwchben",
            "Mewnosod rhes oddi tanodd",
            "Mewnosod colofn i'r chwith",
            "Mewnosod colofn i'r dde",
            "Dileu'r rhes",
            "Dileu'r golofn",
            "Dadwneud",
            "Ailwneud",
        ],
        [
            "Insert row above",
            "Insert row below",
            "Insert column to the left",
            "Insert column to the right",
            "Remove row",
            "Remove column",
            "Undo",
            "Redo",
        ],
    ),
    (lambda: str(ChooserViewSet.search_tab_label), "Chwilio", "Search"),
    (locale_labels, ["Cymraeg", "Saesneg"], ["Welsh", "English"]),
    (lambda: [str(Locale(language_code=code)) for code in CODES], ["Cymraeg", "Saesneg"], ["Welsh", "English"]),
    (
        lambda: [str(images.IndexView.ORDERING_OPTIONS[name]) for name in ("title", "-title")],
        ["Teitl, A i Y", "Teitl, Y i A"],
        ["Title, A to Z", "Title, Z to A"],
    ),
    (lambda: str(ChooserViewSet.choose_another_text), "Dewis un arall", "Choose another"),
    (
        lambda: Page.get_first_root_node().get_admin_display_title(),
        "Gwraidd",
        "Root",
    ),
    (lambda: Collection(name="Root").name, "Gwraidd", "Root"),
    (
        lambda: [str(column.label) for column in IndexView.columns][2:4],
        ["Enw'r safle", "Tudalen wraidd"],
        ["Site name", "Root page"],
    ),
    (lambda: str(LocaleSynchronization._meta.get_field("sync_from").formfield().label), "Cydamseru o", "Sync from"),
    (lambda: str(URLGeneratorForm().fields["width"].label), "Lled", "Width"),
    (lambda: permission_labels()[-1], "Dewis delweddau mewn dewisyddion", "Select images in choosers"),
    (comment, "Cyfieithwyd â llaw ar 29 Tachwedd 2026", "Translated manually on 29 November 2026"),
    (lambda: re.findall(r">(\w+)<", box(False, True)), ["Na", "Ie"], ["No", "Yes"]),
    (lambda: str(LandingPage._meta.get_field("audiences").formfield().label), "Cynulleidfaoedd", "Audiences"),
    (lambda: gettext("More actions"), "Rhagor o weithredoedd", "More actions"),
    (lambda: WagtailPaginator(Collection.objects.all(), 1).items_count_label, "casgliad: 1", "1 collection"),
    (lambda: gettext("system"), "y system", "system"),
    (
        lambda: [str(EmailLinkChooserForm()[name].label) for name in ("email_address", "link_text", "subject", "body")],
        ["Cyfeiriad e-bost", "Testun y ddolen", "Pwnc", "Corff y neges"],
        ["Email address", "Link text", "Subject", "Body"],
    ),
    (
        lambda: [Permission.objects.get(codename=name).name for name in ("add_topic", "publish_page")],
        ["Yn cael ychwanegu: pwnc", "Cyhoeddi unrhyw dudalen"],
        ["Can add topic", "Publish any page"],
    ),
    (
        lambda: re.findall(
            r">\s*(\w+)\s*<",
            BooleanColumn("is_active").render_cell_html({"is_active": True}, {"row": None, "table": None}),
        ),
        ["Ie"],
        ["Yes"],
    ),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("shown", "welsh", "english"), NAMED)
def test_what_was_english_is_in_the_language_of_the_screen(shown: Callable[[], Any], welsh: Any, english: Any) -> None:
    with override("cy"):
        assert shown() == welsh
    with override("en"):
        assert shown() == english


def test_an_introduction_page_has_one_name_for_editors_and_in_lists_of_types() -> None:
    label = item_types()["landing"].label
    for language, name in (("cy", label.cy), ("en", label.en)):
        with override(language):
            assert LandingPage._meta.verbose_name.capitalize() == name


@pytest.mark.parametrize(("language", "label"), [("cy", "Gweithredoedd"), ("en", "Actions")])
def test_the_header_names_its_actions(language: str, label: str) -> None:
    with override(language):
        assert f'aria-label="{label}"' in render_to_string("wagtailadmin/shared/headers/_actions.html")


def test_a_word_changes_after_a_number_as_it_is_said() -> None:
    numbers = (0, 1, 2, 3, 4, 5, 6, 7, 9, 10)
    with override("cy"):
        years = [ngettext("%(num)d year", "%(num)d years", n) % {"num": n} for n in numbers]
        texts = [ngettext("%(count)s text was taken over.", "%(count)s texts were taken over.", n) for n in numbers]
    assert [year.partition(" ")[2] for year in years] == [
        "mlynedd", "flwyddyn", "flynedd", "blynedd", "blynedd", "mlynedd", "blynedd", "mlynedd", "mlynedd", "mlynedd"
    ]  # fmt: skip
    assert [text.rpartition(" ")[2] for text in texts] == [
        "testun.", "testun.", "destun.", "thestun.", "testun.", "testun.", "thestun.", "testun.", "testun.", "testun."
    ]  # fmt: skip


def strings(path: Path) -> Iterator[str]:
    read = strings_of_python if path.suffix == ".py" else strings_of_template
    for context, message in read(path):
        yield f"{context}\x04{message}" if context else message


def test_no_message_of_the_packages_falls_back() -> None:
    """Also those that their own catalogues have not taken up yet."""
    welsh: Any = translation("cy")
    missing = set()
    for package in PACKAGES:
        spec = find_spec(package.partition("/")[0])
        assert spec is not None
        assert spec.origin is not None
        base = Path(spec.origin).parent.parent
        for path in (one for kind in ("*.py", "*.html", "*.txt") for one in (base / package).rglob(kind)):
            if not LEFT_OUT.search(path.relative_to(base).as_posix()):
                missing |= {
                    one for one in strings(path) if one and one not in welsh._catalog and (one, 0) not in welsh._catalog
                }
    assert not missing


def test_english_days_are_british_also_where_they_are_typed() -> None:
    with override("en"):
        assert date_format(date(2026, 11, 29)) == "29 November 2026"
        assert [DateField().to_python(typed) for typed in ("03/04/2026", "2026-04-03")] == [date(2026, 4, 3)] * 2


@pytest.mark.parametrize(("language", "month"), [("cy", "Tachwedd"), ("en", "November")])
def test_moments_are_by_the_clock_of_24_hours_in_any_form(language: str, month: str) -> None:
    moment = datetime(2026, 11, 29, 14, 5, tzinfo=UTC)
    with override(language):
        assert date_format(moment, "DATETIME_FORMAT") == f"29 {month} 2026, 14:05"
        assert date_format(moment, "SHORT_DATETIME_FORMAT") == "29/11/2026 14:05"
        assert date_format(moment, "TIME_FORMAT") == "14:05"


# Faults that were found in the demo.
IN_DEMO = re.compile(
    r"ddeg ar hugain oed|ffoniwch ni eich hun|efallai mai hwnnw|\ba chyda\b|llun ohono'i hun", re.IGNORECASE
)


def test_the_demo_has_none_of_the_faults_that_were_named() -> None:
    for path in (Path(settings.BASE_DIR) / "demo").rglob("*.yaml"):
        assert not IN_DEMO.findall(path.read_text()), path


def test_no_english_of_the_screens_is_quaint() -> None:
    quaint = re.compile(r"\b(mend|sought|dearest)\b|to be had|^wanted:", re.IGNORECASE)
    assert not [entry.msgid for entry in catalogue(OURS) if quaint.search(entry.msgid)]
