"""Every screen of the administration that a link leads to, in Welsh: nothing falls back, and nothing is in English."""

from collections import Counter
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from wagtail.admin.views.bulk_action.registry import bulk_action_registry

from cms.desk.trash.models import BinnedItem
from cms.desk.workflow.groups.standard_groups import ROLES
from tests.desk.people import client_of, member

from .screen_texts import Written, recorded
from .screens import Walk
from .small_library import objects_of, small_library

# One process makes the library.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("small_library")]
# Who writes English has the rights of who writes Welsh, over the other language's pages.
WALKED = [role for role in ROLES if role != "editors-en"]
# What a program reads, and what no screen shows.
FOR_PROGRAMS = {'Method "{method}" not allowed.', "exact"}


def walk_of(*roles: str, thorough: bool = True) -> Walk:
    """A walk of a superuser, or of somebody in groups. What fails is answered as it would be."""
    client = client_of(member(*roles, superuser=not roles))
    client.raise_request_exception = False
    return Walk(client, thorough=thorough)


def test_no_screen_says_anything_in_english() -> None:
    small_library()
    missing: Counter[str] = Counter()
    walk, written = walk_of(), Written()
    in_the_bin = reverse("bin_restore", args=[BinnedItem.objects.latest("pk").pk])
    with recorded(missing):
        # First: what is deleted on the way leads to what is not there when it is asked for.
        walk.from_(in_the_bin, "/admin/")
    assert len(walk.visited) > 180
    assert not walk.failed
    assert not walk.nothing
    assert not walk.left(written)
    assert set(missing) <= FOR_PROGRAMS


@pytest.mark.parametrize("role", WALKED)
def test_no_group_is_told_anything_in_english(role: str) -> None:
    """Nor where it is refused."""
    library = small_library()
    missing: Counter[str] = Counter()
    walk, written = walk_of(role, thorough=False), Written()
    refused = [
        reverse(name) for name in ("wagtailusers_users:index", "wagtailsites:index", "wagtailadmin_workflows:index")
    ]
    with recorded(missing):
        walk.from_("/admin/", *refused, reverse("wagtailadmin_pages:edit", args=[library.in_workflow.pk]))
    assert len(walk.visited) > 20
    assert not walk.failed
    assert not walk.nothing
    assert not walk.left(written)
    assert set(missing) <= FOR_PROGRAMS


def test_no_bulk_action_says_anything_in_english() -> None:
    objects = objects_of(small_library())
    missing: Counter[str] = Counter()
    walk, written = walk_of(), Written()
    bulk_action_registry._scan_for_bulk_actions()
    actions = {
        f"{app}.{model}": list(names)
        for app, models in bulk_action_registry.actions.items()
        for model, names in models.items()
    }
    with recorded(missing):
        for label, names in actions.items():
            for name in names:
                chosen = urlencode({"id": [one.pk for one in objects[label]], "next": "/admin/"}, doseq=True)
                address = f"{reverse('wagtail_bulk_action', args=[*label.split('.'), name])}?{chosen}"
                assert walk.ask("get", address)
                walk.ask("post", address)
    assert not walk.failed
    assert not walk.nothing
    assert not walk.left(written)
    assert set(missing) <= FOR_PROGRAMS
