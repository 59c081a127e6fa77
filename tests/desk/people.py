"""Members of the desk's groups, and what they do in the administration's own screens."""

import re
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.users.models import UserProfile

from cms.desk.workflow.models import DeskGroup
from tests.factories import content as make
from tests.publication.editors import edit_url, page_form


def member(*roles: str, name: str = "", language: str = "cy", superuser: bool = False) -> Any:
    """Somebody in the groups of some roles, with the admin in a language."""
    name = name or "-".join(roles) or "gweinyddwr"
    user = get_user_model().objects.create_user(
        name, f"{name}@example.org", "afon", first_name=name.title(), is_superuser=superuser, is_staff=superuser
    )
    user.groups.set(Group.objects.filter(pk__in=DeskGroup.objects.filter(role__in=roles).values("group")))
    UserProfile.objects.create(user=user, preferred_language=language)
    return user


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def send(user: Any, address: str, data: dict[str, Any] | None = None) -> Any:
    """A form that somebody sends; wagtail-localize publishes on commit."""
    with make.committed():
        return client_of(user).post(address, data or {})


def post(user: Any, address: str, data: dict[str, Any] | None = None) -> Any:
    """A form that somebody sends, and the page that it leads to."""
    client = client_of(user)
    with make.committed():
        response = client.post(address, data or {})
    return client.get(response.headers["Location"]) if response.status_code == 302 else response


def edit(user: Any, page: Page, button: str = "", **fields: Any) -> Any:
    """Changes a landing page in Wagtail's editor and presses a button."""
    form = page_form(make.fresh(page), **fields)
    return post(user, edit_url(page), {**form, **({button: "1"} if button else {})})


def write(user: Any, page: Page, path: str, text: str) -> Any:
    """Writes a text of a translation, as the translation editor sends it."""
    from cms.desk.workflow.stages.acting import translation_into

    translation = translation_into(page)
    assert translation is not None
    segment = translation.source.stringsegment_set.get(context__path=path)
    address = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
    from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

    return client_of(user).put(address, encode_multipart(BOUNDARY, {"value": text}), content_type=MULTIPART_CONTENT)


def submit(user: Any, page: Page) -> Any:
    return post(user, reverse("workflow:submit", args=[page.pk]), {"next": edit_url(page)})


def act(user: Any, page: Page, action: str, comment: str = "") -> Any:
    return post(
        user, reverse("workflow:act", args=[page.pk]), {"action": action, "comment": comment, "next": edit_url(page)}
    )


def stage(page: Page) -> str:
    """The name of the stage in which a page is, in English; empty where it is in none."""
    found = Page.objects.get(pk=page.pk).current_workflow_task
    return found.name if found else ""


def shown(response: Any) -> str:
    """The words of a screen."""
    text = re.sub(r"<(script|style)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())
