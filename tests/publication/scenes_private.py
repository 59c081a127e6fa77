"""Pages that are private in every language, or no longer public."""

import datetime as dt
from typing import Any

from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from cms.content.languages import CODES, Language, other
from cms.publication.models import Edition
from tests.factories import content as make

from .scenes import MARK, PRIVATE, Hidden, scene, secret


@scene(PRIVATE)
def draft(language: Language, parent: Page) -> Hidden:
    page = make.landing(parent, language, live=False, **secret(language))
    return Hidden(page.translation_key, CODES)


@scene(PRIVATE)
def draft_of_a_live_page(language: Language, parent: Page) -> Hidden:
    page = make.landing(parent, language)
    for name, value in secret(language).items():
        setattr(page, name, value)
    with make.committed():
        page.save_revision()
    return Hidden(page.translation_key, (), mark=MARK)


@scene(PRIVATE)
def scheduled(language: Language, parent: Page) -> Hidden:
    page = make.landing(parent, language, go_live_at=timezone.now() + dt.timedelta(days=1), **secret(language))
    return Hidden(page.translation_key, CODES)


@scene(PRIVATE)
def unpublished(language: Language, parent: Page) -> Hidden:
    page = make.landing(parent, language, **secret(language))
    with make.committed():
        page.unpublish()
    return Hidden(page.translation_key, (language,), ever_public=True)


@scene(PRIVATE)
def deleted(language: Language, parent: Page) -> Hidden:
    page = make.landing(parent, language, **secret(language))
    with make.committed():
        page.delete()
    return Hidden(page.translation_key, (language,), ever_public=True)


@scene(PRIVATE)
def expired_and_not_yet_noticed(language: Language, parent: Page) -> Hidden:
    page = make.landing(parent, language, body=secret(language)["body"])
    past = timezone.now() - dt.timedelta(seconds=1)
    Page.objects.filter(pk=page.pk).update(expire_at=past)
    Edition.objects.filter(item=page.translation_key).update(expires_at=past)
    return Hidden(page.translation_key, (language,), ever_public=True)


def _restricted(language: Language, parent: Page, kind: str, **extra: Any) -> Hidden:
    page = make.landing(parent, language, live=False, **secret(language))
    PageViewRestriction.objects.create(page=page, restriction_type=kind, **extra)
    make.publish(page)
    return Hidden(page.translation_key, CODES)


@scene(PRIVATE)
def behind_a_log_in(language: Language, parent: Page) -> Hidden:
    return _restricted(language, parent, "login")


@scene(PRIVATE)
def behind_a_password(language: Language, parent: Page) -> Hidden:
    return _restricted(language, parent, "password", password="afon")


@scene(PRIVATE)
def for_a_group(language: Language, parent: Page) -> Hidden:
    return _restricted(language, parent, "groups")


@scene(PRIVATE)
def restricted_after_publication(language: Language, parent: Page) -> Hidden:
    page = make.landing(parent, language, **secret(language))
    with make.committed():
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    return Hidden(page.translation_key, (language,), ever_public=True)


def _below(language: Language, parent: Page, depth: int) -> Hidden:
    top = parent = make.landing(parent, language, live=False)
    PageViewRestriction.objects.create(page=top, restriction_type="login")
    for _ in range(depth):
        parent = make.landing(parent, language)
    page = make.landing(parent, language, **secret(language))
    return Hidden(page.translation_key, CODES)


@scene(PRIVATE)
def below_a_restricted_page(language: Language, parent: Page) -> Hidden:
    return _below(language, parent, 0)


@scene(PRIVATE)
def below_a_page_that_is_private_in_the_other_language(language: Language, parent: Page) -> Hidden:
    above = make.landing(parent, language)
    twin = make.translate(above)
    with make.committed():
        PageViewRestriction.objects.create(page=above, restriction_type="login")
    page = make.landing(twin, other(language), **secret(other(language)))
    return Hidden(page.translation_key, CODES)


@scene(PRIVATE)
def two_below_a_restricted_page(language: Language, parent: Page) -> Hidden:
    return _below(language, parent, 2)


@scene(PRIVATE)
def an_alias_of_a_page_below_a_restricted_one(language: Language, parent: Page) -> Hidden:
    hidden = _below(language, parent, 0)
    page = make.fresh(Page.objects.get(translation_key=hidden.item))
    with make.committed():
        page.create_alias(parent=make.fresh(parent), update_slug=f"alias-{page.pk}")
    return hidden
