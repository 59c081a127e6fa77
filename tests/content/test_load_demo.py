"""`manage.py load_demo`: what editors would have made, once, in both languages."""

import io
import json
import re
import tempfile
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from PIL import Image
from wagtail.models import Page, Site
from wagtail.users.models import UserProfile
from wagtail_localize.models import Translation, TranslationLog

from cms.content.models import File, Organisation, Picture, Topic
from cms.publication.intents.settlement import settle
from cms.publication.models import Edition, SameInBoth, State
from cms.publication.reconciliation.actions import reconcile
from demo.loading import accounts, identity
from demo.loading.loader import Loader

pytestmark = pytest.mark.django_db

HOME: dict[str, Any] = {
    "key": "home",
    "type": "home.HomePage",
    "source": "en",
    "slug": {"en": "home", "cy": "hafan"},
    "title": {"en": "Care & adoption", "cy": "Gofal a mabwysiadu"},
    "summary": {"en": "A summary.", "cy": "Crynodeb."},
    "introduction": {
        "en": "<p>Read <a href='item:tool'>the tool</a> or <a href='https://example.org/en/'>more</a>.</p>",
        "cy": "<p>Darllenwch <a href='item:tool'>yr offeryn</a> neu <a href='https://example.org/cy/'>fwy</a>.</p>",
    },
    "promos": [
        {
            "title": {"en": "Tool", "cy": "Offeryn"},
            "picture": "hills",
            "alt_text": {"en": "Hills", "cy": "Bryniau"},
            "page": "tool",
        }
    ],
    "publisher": "afka",
    "topics": ["matching"],
    "related": ["framework"],
}
FRAMEWORK: dict[str, Any] = {
    "key": "framework",
    "type": "guides.FrameworkPage",
    "parent": "home",
    "source": "en",
    "slug": {"en": "framework", "cy": "fframwaith"},
    "title": {"en": "Framework", "cy": "Fframwaith"},
    "summary": {"en": "How it works.", "cy": "Sut mae'n gweithio."},
    "audiences": ["parents"],
    "body": [
        {
            "table": {
                "caption": {"en": "Steps", "cy": "Camau"},
                "header": "row",
                "rows": [
                    [{"en": "Step", "cy": "Cam"}, {"en": "Who", "cy": "Pwy"}],
                    ["1", {"en": "Carers & panel", "cy": "Gofalwyr a'r panel"}],
                ],
            }
        },
        {
            "checklist": {
                "title": {"en": "Before", "cy": "Cyn"},
                "points": [{"en": "Read it", "cy": "Darllenwch"}, {"en": "Sign it", "cy": "Llofnodwch"}],
            }
        },
        {"contact": {"name": {"en": "Desk", "cy": "Desg"}, "organisation": "afka", "telephone": "029 2018 0110"}},
    ],
}
TOOL: dict[str, Any] = {
    "key": "tool",
    "type": "guides.ResourcePage",
    "parent": "framework",
    "source": "cy",
    "kind": "checklist",
    "slug": {"en": "tool", "cy": "offeryn"},
    "title": {"en": "Tool", "cy": "Offeryn"},
    "summary": {"en": "A tool.", "cy": "Teclyn."},
    "files": [{"file": "form", "title": {"en": "The form", "cy": "Y ffurflen"}}],
    "body": [
        {
            "links": {
                "title": {"en": "See also", "cy": "Gweler hefyd"},
                "links": [
                    {"text": {"en": "Our framework", "cy": "Ein fframwaith"}, "page": "framework"},
                    {"text": {"en": "AFKA Cymru", "cy": "AFKA Cymru"}, "page": "home"},
                ],
            }
        },
    ],
}


ITEMS = (HOME, FRAMEWORK, TOOL)


def write(path, *items):
    """A small demo directory with the given items."""
    for folder in ("items", "files", "pictures"):
        (path / folder).mkdir(parents=True, exist_ok=True)
    (path / "files/form-en.vtt").write_text("WEBVTT\n\nEnglish\n")
    (path / "files/ffurflen-cy.vtt").write_text("WEBVTT\n\nCymraeg\n")
    Image.new("RGB", (4, 3), "green").save(path / "pictures/hills.png")
    lists = {
        "organisations": [
            {
                "key": "afka",
                "name": {"en": "AFKA Cymru", "cy": "AFKA Cymru"},
                "website": {"en": "https://afka.example.org/en/", "cy": "https://afka.example.org/cy/"},
            }
        ],
        "topics": [{"key": "matching", "name": {"en": "Matching", "cy": "Paru"}}],
        "pictures": [{"key": "hills", "path": "pictures/hills.png", "title": "Hills"}],
        "files": [
            {
                "key": "form",
                "en": {"path": "files/form-en.vtt", "title": "Form"},
                "cy": {"path": "files/ffurflen-cy.vtt", "title": "Ffurflen"},
            }
        ],
        "same": ["AFKA Cymru"],
    }
    for name, content in lists.items():
        (path / f"{name}.yaml").write_text(yaml.safe_dump(content))
    for number, item in enumerate(items):
        (path / f"items/{number:02}-{item['key']}.yaml").write_text(yaml.safe_dump(item, allow_unicode=True))
    return path


def load(path):
    output = io.StringIO()
    call_command("load_demo", path=path, force=True, stdout=output)
    return output.getvalue()


def page(key, language):
    return Page.objects.get(translation_key=identity.of_item(key), locale__language_code=language).specific


class LoadedDemo(TestCase):
    """What is there after one load."""

    path: Path

    @classmethod
    def setUpTestData(cls):
        cls.path = write(Path(cls.enterClassContext(tempfile.TemporaryDirectory())), *ITEMS)
        load(cls.path)

    def test_every_item_is_live_in_both_languages_without_unpublished_changes(self):
        for item, language in product(ITEMS, ("cy", "en")):
            found = page(item["key"], language)
            words = (item["title"][language], item["title"][language], item["slug"][language])
            assert (found.title, found.draft_title, found.slug) == words
            assert (found.live, found.has_unpublished_changes, found.alias_of_id) == (True, False, None)

    def test_every_translation_is_complete_and_in_step_with_its_source(self):
        for item in ITEMS:
            translation = Translation.objects.get(source__object_id=identity.of_item(item["key"]))
            source, target = translation.source, translation.get_target_instance()
            done, total = translation.get_progress()
            log = TranslationLog.objects.filter(source=source, locale=translation.target_locale).latest("created_at")
            assert source.locale.language_code == item["source"]
            assert done == total > 0
            assert json.loads(source.content_json)["live_revision"] == source.get_source_instance().live_revision_id
            assert log.revision_id == target.live_revision_id
            assert log.created_at >= source.last_updated_at

    def test_every_item_is_public_in_both_languages(self):
        reconcile(identity.of_item(item["key"]) for item in ITEMS)
        public = Edition.objects.filter(state=State.PUBLISHED).values_list("item", "language")
        assert set(public) == {(identity.of_item(item["key"]), code) for item, code in product(ITEMS, ("cy", "en"))}

    def test_table_cells_and_checklist_points_are_in_the_pages_language(self):
        expected = {
            "en": ([["Step", "Who"], ["1", "Carers & panel"]], "Steps", ["Read it", "Sign it"]),
            "cy": ([["Cam", "Pwy"], ["1", "Gofalwyr a'r panel"]], "Camau", ["Darllenwch", "Llofnodwch"]),
        }
        for language, words in expected.items():
            table, checklist, contact = page("framework", language).body
            found = (table.value["data"], table.value["table_caption"], list(checklist.value["points"]))
            assert found == words
            assert contact.value["telephone"] == "029 2018 0110"
            assert contact.value["organisation"].locale.language_code == language

    def test_rich_text_links_to_the_source_languages_page_and_to_addresses_in_its_own(self):
        for language in ("cy", "en"):
            introduction = page("home", language).introduction
            assert re.findall(r'<a [^>]*id="(\d+)"', introduction) == [str(page("tool", "en").pk)]
            assert f"https://example.org/{language}/" in introduction

    def test_a_file_is_the_one_in_the_pages_language(self):
        for language in ("cy", "en"):
            assert page("tool", language).files[0].value["file"].language == language
            assert File.objects.get(uid=identity.of_file("form", language)).file_hash

    def test_snippets_and_pictures_are_in_place(self):
        assert {topic.name for topic in Topic.objects.all()} == {"Matching", "Paru"}
        assert {one.website[-4:] for one in Organisation.objects.all()} == {"/en/", "/cy/"}
        assert Picture.objects.get().language == "zxx"
        assert page("home", "cy").publisher.locale.language_code == "cy"

    def test_what_is_the_same_in_both_languages_is_confirmed(self):
        assert set(SameInBoth.objects.values_list("item", "text")) == {
            (identity.of_snippet("organisation", "afka"), "AFKA Cymru"),
            (identity.of_item("tool"), "AFKA Cymru"),
            (identity.of_item("framework"), "029 2018 0110"),
            (identity.of_item("framework"), "1"),
        }

    def test_the_english_home_page_is_the_sites_root_and_wagtails_welcome_page_is_gone(self):
        assert Site.objects.get().root_page_id == page("home", "en").pk
        assert Page.objects.filter(depth=2).count() == 2

    def test_a_second_load_writes_nothing_and_keeps_what_an_editor_changed(self):
        edited = page("framework", "cy")
        edited.title = "Newidiwyd"
        edited.save_revision().publish()
        with CaptureQueriesContext(connection) as queries:
            assert "0 of them loaded now" in load(self.path)
        harmless = (
            "SELECT",
            "SAVEPOINT",
            "RELEASE",
            'INSERT INTO "wagtailcore_modellogentry"',
        )  # the audit's note of the command
        assert [query["sql"] for query in queries if not query["sql"].startswith(harmless)] == []
        assert len(queries) < 15
        assert page("framework", "cy").title == "Newidiwyd"

    def test_what_an_editor_deletes_stays_deleted_whatever_it_is(self):
        settle()
        for item in ITEMS:
            with self.subTest(item["key"]), transaction.atomic():
                for language in ("cy", "en"):
                    for found in Page.objects.filter(
                        translation_key=identity.of_item(item["key"]), locale__language_code=language
                    ):
                        found.delete()
                left = Page.objects.count()
                load(self.path)
                assert Page.objects.count() == left
                transaction.set_rollback(True)

    def test_it_loads_again_after_anything_else_was_deleted(self):
        settle()
        models: list[Any] = [Topic, Organisation, File, Picture]
        for model, language in product(models, ("cy", "en", "")):
            with self.subTest(model.__name__, language=language), transaction.atomic():
                narrowed = {"locale__language_code": language} if language and model in {Topic, Organisation} else {}
                for found in model.objects.filter(**narrowed):
                    found.delete()
                load(self.path)
                transaction.set_rollback(True)

    def test_an_item_that_is_added_later_is_loaded_later(self):
        later = FRAMEWORK | {"key": "later", "slug": {"en": "later", "cy": "wedyn"}}
        with tempfile.TemporaryDirectory() as path:
            assert "1 of them loaded now" in load(write(Path(path), *ITEMS, later))
        assert page("later", "cy").live

    def test_an_address_that_an_editors_page_has_is_an_error_that_names_the_item(self):
        parent = page("home", "cy")
        parent.add_child(instance=Page(title="Wedyn", slug="wedyn", locale=parent.locale))
        later = FRAMEWORK | {"key": "later", "slug": {"en": "later", "cy": "wedyn"}}
        with tempfile.TemporaryDirectory() as path, pytest.raises(CommandError, match=r"items/03-later\.yaml: slug"):
            load(write(Path(path), *ITEMS, later))

    @pytest.mark.filterwarnings("ignore:No directory at")
    def test_each_account_opens_the_editor_of_every_page_with_the_admin_in_its_language(self):
        for account in accounts.ACCOUNTS:
            user = get_user_model().objects.get(username=account.username)
            assert UserProfile.objects.get(user=user).preferred_language == account.language
            if "publishers" not in account.roles:
                continue
            self.client.force_login(user)
            for found in (page("tool", "cy"), page("tool", "en")):
                response = self.client.get(f"/admin/pages/{found.pk}/edit/")
                assert response.status_code == 200
                assert found.permissions_for_user(user).can_publish()
            for address in ("documents/", "images/", "snippets/content/topic/", "snippets/content/organisation/"):
                assert self.client.get(f"/admin/{address}").status_code == 200


def test_an_interrupted_load_is_finished_by_the_next(tmp_path, monkeypatch):
    path = write(tmp_path, *ITEMS)
    complete = Loader._complete

    def stop_at_the_framework(self, item):
        if item.key == "framework":
            raise KeyboardInterrupt
        complete(self, item)

    monkeypatch.setattr(Loader, "_complete", stop_at_the_framework)
    with pytest.raises(KeyboardInterrupt):
        load(path)
    assert page("home", "cy").live
    assert not page("framework", "en").live
    monkeypatch.undo()
    assert "2 of them loaded now" in load(path)
    assert page("tool", "en").live


def without_welsh(item):
    return item | {"summary": {"en": "Only English"}}


def with_unlisted_same_text(item):
    return item | {"summary": {"en": "The same", "cy": "the same"}}


def with_unknown_link(item):
    return item | {"body": [{"text": {"en": "<p><a href='item:x'>A</a></p>", "cy": "<p><a href='item:x'>B</a></p>"}}]}


def with_a_paragraph_less(item):
    return item | {"body": [{"text": {"en": "<p>One</p><p>Two</p>", "cy": "<p>Un</p>"}}]}


def with_an_unknown_block(item):
    return item | {"body": [{"poem": {"en": "A", "cy": "B"}}]}


def with_half_a_cell(item):
    return item | {"body": [{"table": {"caption": {"en": "A", "cy": "B"}, "header": "row", "rows": [[{"en": "C"}]]}}]}


@pytest.mark.parametrize(("spoil", "place"), [
    (without_welsh, "items/00-home.yaml: summary.cy: the Welsh text is missing"),
    (with_unlisted_same_text, "items/00-home.yaml: summary: is the same in both languages and not in same.yaml"),
    (with_unknown_link, "items/00-home.yaml: body.0.text.cy: nothing is called x"),
    (with_a_paragraph_less, "items/00-home.yaml: body.0.text: has other paragraphs"),
    (with_an_unknown_block, "items/00-home.yaml: body.0: no block is called poem"),
    (with_half_a_cell, "items/00-home.yaml: body.0.table.rows.0.0.cy: the Welsh text is missing"),
])  # fmt: skip
def test_a_mistake_is_reported_with_its_file_and_place_before_anything_is_written(tmp_path, spoil, place):
    with pytest.raises(CommandError, match=f"^{place}"):
        load(write(tmp_path, spoil(HOME), FRAMEWORK, TOOL))
    assert Page.objects.filter(depth__gt=2).count() == 0
    assert not File.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("debug", [True, False])
def test_the_published_passwords_open_the_admin_only_where_debug_is_on(settings, client, debug):
    settings.DEBUG = debug
    accounts.ensure()
    for account in accounts.ACCOUNTS:
        assert client.login(username=account.username, password=account.password) is debug


def test_it_refuses_to_run_where_debug_is_off(tmp_path):
    with pytest.raises(CommandError, match="--force"):
        call_command("load_demo", path=tmp_path)


def test_downloads_are_made_with_the_same_bytes_every_time(monkeypatch):
    monkeypatch.syspath_prepend(settings.BASE_DIR / "demo")
    make_files = pytest.importorskip("make_files")
    for key in ("flowchart-2", "addendum-report", "module-1-captions"):
        document = make_files.read(make_files.DEMO / "file_texts" / f"{key}.yaml", "cy")
        make = make_files.MAKERS[document.format]
        assert make(document) == make(document)
