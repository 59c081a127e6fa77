"""What editors are told of a term: after saving, on opening it, and on the page of its public editions."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import AbstractBaseUser, Group, Permission
from django.test import Client
from django.urls import reverse

from cms.publication.models import SameInBoth, TermEdition
from tests.factories import content as make

from .editors import said

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(django_user_model: type[AbstractBaseUser]) -> Client:
    return client_who_may(django_user_model, "access_admin", "change_term", "add_term", "view_term")


def client_who_may(users: Any, *codenames: str) -> Client:
    group = Group.objects.create(name="golygyddion")
    group.permissions.set(Permission.objects.filter(codename__in=codenames))
    user = users.objects.create_user("golygydd", password="afon")
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    return client


def item_url(term: Any) -> str:
    return reverse("publication_admin:term", args=[term.pk])


def edit_url(term: Any) -> str:
    return reverse("wagtailsnippets_content_term:edit", args=[term.pk])


def save(client: Client, term: Any, **fields: str) -> Any:
    values = {"name": term.name, "other_forms": term.other_forms, "definition": term.definition, **fields}
    with make.committed():
        return client.post(edit_url(term), values, follow=True)


def test_a_term_without_its_translation_is_said_to_be_missing_one(editor: Client) -> None:
    term = make.term("en", name="panel")
    for response in (editor.get(edit_url(term)), save(editor, term)):
        assert "The term is not public in either language yet." in said(response)
        assert "Welsh: The term does not exist in this language yet." in said(response)
        assert item_url(term) in said(response)
    welsh = editor.get(edit_url(term), headers={"Accept-Language": "cy"})
    assert "yn y naill iaith na’r llall eto" in said(welsh).replace("&#x27;", "’").replace("'", "’")


def test_a_term_that_is_public_is_said_to_be_after_saving_and_not_on_opening(editor: Client) -> None:
    english, welsh = make.term_pair("panel", "board")
    assert "public" not in said(editor.get(edit_url(english)))
    assert "The term is public in Welsh and English." in said(save(editor, english, definition="English: new."))
    shown = editor.get(item_url(welsh)).content.decode()
    for language, path in (("cy", "/cy/termau/"), ("en", "/en/terms/")):
        assert f"https://{language}.example.test{path}#term-{english.translation_key}" in shown
    assert "checkbox" not in re.sub(r"<aside.*?</aside>", "", shown, flags=re.DOTALL).partition("<form")[2]


def test_words_that_are_right_in_both_languages_can_be_ticked(editor: Client) -> None:
    english = make.term("en", name="Cafcass Cymru")
    make.translate(english, name="Cafcass Cymru")
    shown = editor.get(item_url(english)).content.decode()
    names = re.findall(r'name="same" value="([^"]+)"', shown)
    assert len(names) == 1
    response = editor.post(item_url(english), {"same": names}, follow=True)
    assert "Texts confirmed as right: 1." in said(response)
    assert "The term is public in Welsh and English." in said(response)
    assert SameInBoth.objects.get().text == "Cafcass Cymru"
    assert TermEdition.objects.filter(state="published").count() == 2


def test_an_untranslated_definition_can_never_be_ticked(editor: Client) -> None:
    english = make.term("en")
    make.translate(english, definition=english.definition)
    shown = editor.get(item_url(english)).content.decode()
    assert english.definition in shown
    assert 'name="same"' not in shown
    response = editor.post(item_url(english), {"same": ["x", f"{english.translation_key.hex}-x"]}, follow=True)
    assert "Nothing was confirmed." in said(response)
    assert not SameInBoth.objects.exists()


def test_someone_who_may_not_change_terms_learns_nothing(django_user_model: type[AbstractBaseUser]) -> None:
    term = make.term("en", name="SECRETWORD")
    stranger = client_who_may(django_user_model, "access_admin")
    for method in (stranger.get, stranger.post):
        response = method(item_url(term))
        assert response.status_code == 302
        assert "SECRETWORD" not in response.content.decode()
    assert Client().get(item_url(term)).status_code == 302
    assert stranger.get(reverse("publication_admin:term", args=[99999])).status_code == 404


def test_a_message_that_fails_never_keeps_an_editor_from_saving(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    term = make.term("en", name="panel")

    def fail(*args: Any) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("cms.publication.admin.terms.overviews_of", fail)
    save(editor, term, name="board")
    assert type(term).objects.get(pk=term.pk).name == "board"
