"""Each list of the administration that can be searched answers whoever may see it, whatever they may change."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.snippets.models import get_snippet_models

from tests.desk.people import member
from tests.factories import content as make

pytestmark = pytest.mark.django_db
FILE, PICTURE = "llys", "Picture"
GROUPS = ("editors-cy", "editors-en", "translators", "approvers", "publishers", "")
NAMES = (
    "wagtaildocs:index", "wagtaildocs:index_results", "wagtaildocs_chooser:choose", "wagtaildocs_chooser:choose_results",
    "wagtailimages:index", "wagtailimages:index_results", "wagtailimages_chooser:choose",
    "wagtailimages_chooser:choose_results", "wagtailadmin_pages:search", "wagtailadmin_choose_page_search",
    "wagtailusers_users:index",
)  # fmt: skip


def lists() -> list[str]:
    """The addresses of all that can be searched."""
    snippets = [reverse(model.snippet_viewset.get_url_name("list")) for model in get_snippet_models()]
    return [reverse(name) for name in NAMES] + snippets


@pytest.mark.parametrize("group", GROUPS)
def test_a_search_finds_what_there_is(group: str) -> None:
    make.homes("en")
    file = make.file("cy")
    file.title = FILE
    with make.committed():
        file.save()
    make.picture()
    user: Any = member(group) if group else member(superuser=True)
    client = Client()
    client.force_login(user)
    answers = {address: client.get(address, {"q": PICTURE if "images" in address else FILE}) for address in lists()}
    assert {address: one.status_code for address, one in answers.items() if one.status_code not in {200, 302}} == {}
    for name, words in (("wagtaildocs:index", FILE), ("wagtailimages:index", PICTURE)):
        found = answers[reverse(name)]
        if found.status_code == 200:
            listed = found.content.decode().split("<main", 1)[1].replace(f'value="{words}"', "")
            assert words in listed
