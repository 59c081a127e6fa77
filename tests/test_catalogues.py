"""The Welsh of the screens: complete, compiled, well formed, and ours where upstream's is wrong."""

import ast
import re
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import polib
import pytest
import wagtail
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.test import Client
from django.utils import timezone, translation
from django.utils.translation import ngettext
from django.utils.translation.template import templatize
from wagtail.users.models import UserProfile

ROOT = Path(settings.BASE_DIR)
OURS = ROOT / "locale" / "cy" / "LC_MESSAGES" / "django.po"
UPSTREAM = [ROOT / "locale" / "upstream" / "cy" / "LC_MESSAGES" / f"{domain}.po" for domain in ("django", "djangojs")]
CATALOGUES = [OURS, *UPSTREAM]
# Counts after which Welsh has more forms than the four of the others: over them, and only what they have.
COUNTS = ROOT / "locale" / "counts" / "cy" / "LC_MESSAGES" / "django.po"
CODE = ("cms", "home", "guides", "search")
# Whose strings editors meet. The first name of each path is the package that holds the catalogue.
PACKAGES = {
    "django": (
        "django/conf",
        "django/contrib/auth",
        "django/contrib/contenttypes",
        "django/contrib/sessions",
        "taggit",
        "wagtail",
        "wagtail/admin",
        "wagtail/contrib/table_block",
        "wagtail/documents",
        "wagtail/embeds",
        "wagtail/images",
        "wagtail/search",
        "wagtail/sites",
        "wagtail/snippets",
        "wagtail/users",
        "wagtail_localize",
        "wagtail_localize/locales",
    ),
    "djangojs": ("wagtail/admin", "wagtail_localize"),
}
# Not an installed app, so its own Welsh is never read; Wagtail's screens use what its `naturaltime` says.
NATURALTIME = "django/contrib/humanize"
PLURALS = "nplurals=4; plural=(n==1) ? 0 : (n==2) ? 1 : (n != 8 && n != 11) ? 2 : 3;"
PLURALS_OF_COUNTS = (
    "nplurals=7; plural=(n==0) ? 0 : (n==1) ? 1 : (n==2) ? 2 : (n==3) ? 3 : (n==6) ? 4 : (n==4) ? 6 : 5;"
)
PLACEHOLDER = re.compile(r"%\(\w+\)[sdr]|%[sdr](?!\w)|\{\w*\}")
# What Welsh says in a word of its own instead of with a number.
A_NUMBER = re.compile(r"\b(?:unwaith|dd?wywaith)\b")
MARKUP = re.compile(r"<[^<>]*>")
GETTEXT = {
    "gettext": 1,
    "gettext_lazy": 1,
    "gettext_noop": 1,
    "ngettext": 2,
    "ngettext_lazy": 2,
    "pgettext": 1,
    "pgettext_lazy": 1,
    "npgettext": 2,
    "npgettext_lazy": 2,
}
STRING = r"""u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
CALL_IN_TEMPLATE = re.compile(rf"\b(p?)(n?)(?:_|gettext)\(\s*{STRING}(?:,\s*{STRING})?(?:,\s*{STRING})?", re.DOTALL)
# Words seen in upstream's Welsh, or in translations by machine, that are wrong in this sense.
WRONG = {
    r"d+yfarnw\w+": "a referee in sport: canolwr",
    r"bwrdd(?! gwaith)|byrddau": "furniture: tabl",
    r"chwillio": "chwilio",
    r"malwen|falwen|gwlith\w*|wlith\w*": "the animal: slyg",
    r"anghyhoedd\w*": "not public: dadgyhoeddi",
    r"chanfuwyd": "ni chafwyd",
    r"ieuengaf": "youngest: diweddaraf",
    r"gorffenaf": "gorffennaf",
    r"adref": "homewards: hafan",
    r"bwydlen": "a menu of food: dewislen",
    r"wyt ti": "ydych chi",
    r"ffild": "maes",
    r"rwan|rhu|efo|siwr|dewisiwch|oleiaf|symyd|ebost|linc|lluniau|locales?": "misspelt, or not the word we use",
    r"wedi cyhoeddi": "has published: cyhoeddwyd",
    r"ia": "ydw",
}

Key = tuple[str | None, str]


@cache
def catalogue(path: Path) -> polib.POFile:
    return polib.pofile(str(path), wrapwidth=0)


@cache
def package_catalogue(package: str, domain: str, language: str) -> dict[Key, polib.POEntry]:
    spec = find_spec(package.partition("/")[0])
    assert spec is not None
    assert spec.origin is not None
    path = Path(spec.origin).parent.parent / package / "locale" / language / "LC_MESSAGES" / f"{domain}.po"
    if not path.exists():
        return {}
    return {key(entry): entry for entry in polib.pofile(str(path)) if not entry.obsolete}


def key(entry: polib.POEntry) -> Key:
    return entry.msgctxt, entry.msgid


def forms(entry: polib.POEntry) -> dict[int, str]:
    return dict(entry.msgstr_plural) if entry.msgid_plural else {0: entry.msgstr}


def is_welsh(entry: polib.POEntry | None) -> bool:
    return entry is not None and not entry.fuzzy and bool(forms(entry)) and all(forms(entry).values())


def entries(*paths: Path) -> Iterator[tuple[Path, polib.POEntry]]:
    for path in paths:
        for entry in catalogue(path):
            yield path, entry


def name(path: Path) -> str:
    return str(path.relative_to(ROOT / "locale"))


def strings_of_python(path: Path) -> Iterator[Key]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in GETTEXT
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            function = names[node.func.id]
            literals = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            context = literals.pop(0) if literals and "pgettext" in function else None
            if literals:
                yield context, literals[0]


def strings_of_template(path: Path) -> Iterator[Key]:
    for match in CALL_IN_TEMPLATE.finditer(templatize(path.read_text(encoding="utf-8"))):
        literals = [ast.literal_eval(found) for found in match.groups()[2:] if found]
        context = literals.pop(0) if match[1] else None
        yield context, literals[0]


@cache
def strings_of_code() -> frozenset[Key]:
    found: set[Key] = set()
    for package in CODE:
        for path in (ROOT / package).rglob("*.py"):
            if "migrations" not in path.parts:
                found.update(strings_of_python(path))
        for path in (ROOT / package).rglob("*.html"):
            found.update(strings_of_template(path))
    return frozenset(found)


def effective(domain: str) -> dict[Key, polib.POEntry]:
    """What a Welsh screen shows for each string: the packages' Welsh, then ours over it."""
    shown: dict[Key, polib.POEntry] = {}
    for package in PACKAGES[domain]:
        welsh = package_catalogue(package, domain, "cy")
        shown |= {
            known: welsh[known] for known in package_catalogue(package, domain, "en") if is_welsh(welsh.get(known))
        }
    for path, entry in entries(*reversed(CATALOGUES)):
        if path.stem == domain:
            shown[key(entry)] = entry
    return shown


@pytest.mark.parametrize("path", CATALOGUES, ids=name)
def test_a_catalogue_is_complete_and_has_the_plurals_of_welsh(path: Path) -> None:
    po = catalogue(path)
    assert po.metadata["Plural-Forms"] == PLURALS
    assert po.metadata["Language"] == "cy"
    assert not [entry.msgid for entry in po if entry.fuzzy or entry.obsolete]
    assert not [entry.msgid for entry in po if not is_welsh(entry)]
    assert not [entry.msgid for entry in po if entry.msgid_plural and sorted(forms(entry)) != [0, 1, 2, 3]]
    assert len({key(entry) for entry in po}) == len(po)


@pytest.mark.parametrize("path", CATALOGUES, ids=name)
def test_what_is_committed_is_compiled_from_the_catalogue(path: Path) -> None:
    compiled = polib.mofile(str(path.with_suffix(".mo")))
    assert {key(entry): forms(entry) for entry in compiled} == {key(entry): forms(entry) for entry in catalogue(path)}
    assert compiled.metadata["Plural-Forms"] == PLURALS


def test_counts_have_their_forms_and_are_only_of_what_the_others_have() -> None:
    po, compiled = catalogue(COUNTS), polib.mofile(str(COUNTS.with_suffix(".mo")))
    assert po.metadata["Plural-Forms"] == compiled.metadata["Plural-Forms"] == PLURALS_OF_COUNTS
    assert {key(entry): forms(entry) for entry in compiled} == {key(entry): forms(entry) for entry in po}
    known = {key(entry): entry for path in CATALOGUES for entry in catalogue(path)}
    for entry in po:
        assert sorted(forms(entry)) == [*range(7)]
        assert entry.msgid_plural == known[key(entry)].msgid_plural
        shapes = [shape(text) for text in forms(known[key(entry)]).values()]
        assert all(shape(text) in shapes for text in forms(entry).values())


def shape(text: str) -> tuple[object, ...]:
    """What a translation must share with its source: placeholders, markup, and spaces at its ends."""
    placeholders, markup = set(PLACEHOLDER.findall(text)), set(MARKUP.findall(text))
    return placeholders, markup, text[:1].isspace(), text[-1:].isspace()


@pytest.mark.parametrize("domain", PACKAGES)
def test_placeholders_and_markup_are_those_of_the_source(domain: str) -> None:
    wrong = []
    for entry in effective(domain).values():
        for index, text in forms(entry).items():
            sources = (
                [entry.msgid] if not entry.msgid_plural else [entry.msgid_plural, *([] if index else [entry.msgid])]
            )
            if shape(text) not in [shape(source) for source in sources] and not (index < 2 and A_NUMBER.search(text)):
                wrong.append((entry.msgid, text))
    assert not wrong


def test_every_string_of_our_code_is_welsh() -> None:
    """And no other is kept: see locale/README.md for what to do when this fails."""
    assert strings_of_code() == {key(entry) for entry in catalogue(OURS)}


@pytest.mark.parametrize("domain", PACKAGES)
def test_every_string_of_the_packages_that_editors_meet_is_welsh(domain: str) -> None:
    shown = effective(domain)
    known = {found for package in PACKAGES[domain] for found in package_catalogue(package, domain, "en") if found[1]}
    assert not {found for found in known if found not in shown}
    known |= set(package_catalogue(NATURALTIME, domain, "en"))
    mine = [entry for path, entry in entries(*UPSTREAM) if path.stem == domain and is_of_this_wagtail(entry)]
    assert not [key(entry) for entry in mine if key(entry) not in known]


def is_of_this_wagtail(entry: polib.POEntry) -> bool:
    """Whether a string is in the installed Wagtail, of those that requirements.in lets in: they need not be the same."""
    installed = wagtail.VERSION[:2]
    first, last = (re.search(rf"{word} Wagtail (\d+)\.(\d+)", entry.tcomment) for word in ("from", "until"))
    return not (first and tuple(map(int, first.groups())) > installed) and not (
        last and tuple(map(int, last.groups())) < installed
    )


@pytest.mark.parametrize("domain", PACKAGES)
@pytest.mark.parametrize("pattern", WRONG)
def test_words_known_to_be_wrong_do_not_occur(pattern: str, domain: str) -> None:
    word = re.compile(rf"(?<![\w'-])(?:{pattern})(?![\w-])", re.IGNORECASE)
    texts = [text for entry in effective(domain).values() for text in forms(entry).values()]
    assert not [text for text in texts if word.search(PLACEHOLDER.sub("", MARKUP.sub("", text)))], WRONG[pattern]


@pytest.mark.parametrize(
    ("english", "welsh"),
    [
        ("Table", "Tabl"),
        ("Unpublish", "Dadgyhoeddi"),
        ("slug", "slyg"),
        ("Newest", "Diweddaraf"),
        ("Home", "Hafan"),
        ("Search", "Chwilio"),
        ("Published", "Cyhoeddwyd"),
        ("There are no results.", "Ni chafwyd canlyniadau."),
        ("July", "Gorffennaf"),
        ("Sign in", "Mewngofnodi"),
        ("Dashboard", "Dangosfwrdd"),
        ("Save draft", "Cadw drafft"),
        ("This field is required.", "Rhaid llenwi'r maes hwn."),
        ("resource", "adnodd"),
    ],
)
def test_screens_have_our_welsh(english: str, welsh: str) -> None:
    with translation.override("cy"):
        assert translation.gettext(english) == welsh


@pytest.mark.parametrize(
    ("count", "welsh"), [(1, "1 ddogfen"), (2, "2 ddogfen"), (3, "3 dogfen"), (8, "8 dogfen"), (0, "0 dogfen")]
)
def test_a_noun_after_a_number_is_singular_and_mutates(count: int, welsh: str) -> None:
    with translation.override("cy"):
        text = ngettext("%(count)s document", "%(count)s documents", count) % {"count": count}
    assert text == welsh


@pytest.mark.parametrize(
    ("ago", "welsh"),
    [
        ({"seconds": 5}, "5 eiliad yn ôl"),
        ({"minutes": 1}, "munud yn ôl"),
        ({"minutes": 2}, "2 funud yn ôl"),
        ({"hours": 3}, "3 awr yn ôl"),
        ({"days": 2}, "2 ddiwrnod yn ôl"),
        ({"days": 800}, "2 flynedd, 2 fis yn ôl"),
        ({"hours": -30}, "ymhen 1 diwrnod, 5 awr"),
    ],
)
def test_how_long_ago_is_welsh(ago: dict[str, int], welsh: str) -> None:
    with translation.override("cy"):
        text = naturaltime(timezone.now() - timedelta(**ago))
    assert text.replace("\xa0", " ") == welsh


def test_the_names_of_our_models_are_welsh() -> None:
    models = [
        model for config in apps.get_app_configs() if config.name in {"home", "guides"} for model in config.get_models()
    ]
    with translation.override("cy"):
        welsh = {model: (str(model._meta.verbose_name), str(model._meta.verbose_name_plural)) for model in models}
    with translation.override("en"):
        english = {model: (str(model._meta.verbose_name), str(model._meta.verbose_name_plural)) for model in models}
    assert models
    assert not [model for model in models if set(welsh[model]) & set(english[model])]


def test_locale_is_not_a_package() -> None:
    assert not list((ROOT / "locale").rglob("*.py"))


@pytest.mark.django_db
def test_an_editor_who_prefers_welsh_gets_a_welsh_admin() -> None:
    editor = User.objects.create_superuser("golygydd")
    UserProfile.objects.create(user=editor, preferred_language="cy")
    client = Client(headers={"accept-language": "en"})
    client.force_login(editor)
    page = client.get("/admin/").content.decode()
    assert '<html lang="cy"' in page
    assert "Dangosfwrdd" in page
    script = client.get("/admin/jsi18n/").content.decode()
    assert "Dangos neu guddio" in script
    assert "Wyt ti" not in script
