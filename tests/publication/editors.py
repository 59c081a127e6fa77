"""Editors with the rights given, what they open in the administration, and pages that are kept from the public."""

import datetime as dt
import re
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from wagtail.models import GroupPagePermission, Page, PageViewRestriction
from wagtail.test.utils.form_data import nested_form_data, streamfield

from cms.publication.models import Edition
from tests.factories import content as make


def editor(
    *pages: Page, snippets: bool = False, translates: bool = False, publishes: bool = True, name: str = "golygydd"
) -> Client:
    """A client logged in as somebody who may edit and publish the pages given and those below them."""
    group = Group.objects.create(name=name)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    if translates:
        group.permissions.add(Permission.objects.get(codename="submit_translation"))
    if snippets:
        group.permissions.add(Permission.objects.get(codename="change_organisation"))
    for page in pages:
        for codename in ("change_page", "publish_page") if publishes else ("change_page",):
            permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
            GroupPagePermission.objects.create(group=group, page=page, permission=permission)
    user = get_user_model().objects.create_user(name, password="afon")
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    return client


def held_back(source: Any, title: str = "Cafcass Cymru", **fields: Any) -> tuple[Any, Any]:
    """A page and its live translation, whose title nobody has confirmed to be the same in both languages."""
    page = make.landing(source, source.locale.language_code, title=title, **fields)
    return page, make.translate(page, title=escape(page.title))


def page_form(page: Any, **fields: Any) -> dict[str, str]:
    """What the editor of a landing page without blocks sends."""
    streams = {name: streamfield([]) for name in ("body", "files", "related", "topics", "promos")}
    own = {"title": page.title, "slug": page.slug, "summary": page.summary, "licence": page.licence, "audiences": []}
    comments = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}
    found: dict[str, str] = nested_form_data({**own, **streams, "comments": comments, **fields})
    return found


def item_url(page: Page) -> str:
    return reverse("publication_admin:item", args=[page.pk])


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def ticks(client: Client, page: Page) -> list[str]:
    """The values of the tick boxes that the item's view offers."""
    return re.findall(r'name="same" value="([^"]+)"', client.get(item_url(page)).content.decode())


def confirm(client: Client, page: Page, names: list[str]) -> Any:
    return client.post(item_url(page), {"same": names})


def said(response: Any) -> str:
    """The messages of a page of the admin."""
    found = re.search(r'<div class="messages".*?</ul>', response.content.decode(), re.DOTALL)
    return found[0] if found else ""


def draft(parent: Any) -> Any:
    return make.landing(parent, "en", live=False)


def expired(parent: Any) -> Any:
    page = make.landing(parent, "en")
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - dt.timedelta(hours=1))
    Edition.objects.filter(item=page.translation_key).update(expires_at=timezone.now() - dt.timedelta(hours=1))
    return page


def private(parent: Any) -> Any:
    page = make.landing(parent, "en")
    with make.committed():
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    return page


def below_private(parent: Any) -> Any:
    return make.landing(private(parent), "en")


def twin_private(parent: Any) -> Any:
    page = make.landing(parent, "en")
    with make.committed():
        PageViewRestriction.objects.create(page=make.translate(page), restriction_type="login")
    return page


def alias(parent: Any) -> Any:
    page = make.landing(parent, "en")
    with make.committed():
        return page.create_alias(
            parent=parent.get_translations().get(), update_locale=make.locale("cy"), reset_translation_key=False
        )


def administrator() -> Client:
    """A superuser who has logged in."""
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("golygydd"))
    return client


def bulk(action: str, *pages: Any) -> str:
    """The address of a bulk action on pages."""
    keys = "&".join(f"id={page.pk}" for page in pages)
    return f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', action])}?{keys}&next=/admin/"
