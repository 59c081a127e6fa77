"""The verbs: giving an address to an item, and taking it back.

A redirect is a former address that never was one: it leads to an item, never to an address, so none can lead to another, and
what is public at an address always comes first.
"""

import logging
import re
import time
import unicodedata
from typing import Any, Final
from urllib.parse import unquote, urlsplit
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import Page

from cms.content.languages import Language, parse
from cms.edge.purge_consumer import SETTLING
from cms.edge.purging import purge
from cms.edge.surrogate_keys import key_of_path
from cms.publication.changelog.leases import ExternalFailure
from cms.publication.changelog.log import Log, begin_generation
from cms.publication.glossary.term_addresses import GLOSSARY_PATHS
from cms.publication.models import AddressHistory
from cms.publication.notices.taking_down import public_languages
from cms.publication.payload.addresses import public_address
from cms.publication.queries.item_queries import item_at
from cms.publication.releases.recording import name_of
from cms.publication.safeguards.one_address import holder_of
from cms.reading.views import reading_page

from .models import EditorRedirect

logger = logging.getLogger(__name__)
# What is noted in the audit.
ADDED: Final = "redirects.add"
REMOVED: Final = "redirects.remove"
_LONGEST: Final = 1000
_PATH: Final = re.compile(r"/(?:cy|en)/(?:[^\s/\x00-\x1f\x7f?#%\\]+/)+")

FORM: Final = _("An address of ours begins with /cy/ or /en/ and has no spaces, question mark or #.")
LANGUAGE: Final = _("This is an address of the other language.")
PUBLIC: Final = _("There is a public page at this address: a redirect never hides one.")
TAKEN: Final = _("Something other than pages is at this address.")
GIVEN: Final = _("This address leads to a page already. A redirect that an editor made can be removed first.")
NOT_PUBLIC: Final = _("The page is not public in the language of the address.")


class NotRedirected(Exception):
    """Why an address cannot lead to a page: one of the texts above."""

    def __init__(self, reason: Any) -> None:
        super().__init__(str(reason))
        self.reason = reason


def path_of(address: str) -> str:
    """The path of an address of ours as somebody writes it, with or without the site. Raises NotRedirected."""
    try:
        parts = urlsplit(address.strip())
    except ValueError as error:
        raise NotRedirected(FORM) from error
    ours = {urlsplit(base).netloc for base in settings.PUBLIC_URLS.values()}
    if parts.netloc not in {"", *ours} or parts.query or parts.fragment:
        raise NotRedirected(FORM)
    path = unicodedata.normalize("NFC", f"{unquote(parts.path).rstrip('/')}/")
    if len(path) > _LONGEST or not _PATH.fullmatch(path):
        raise NotRedirected(FORM)
    return path


def check_redirect(path: str, language: Language, item: UUID) -> None:
    """Raises NotRedirected where a path may not lead to an item."""
    if parse(path.split("/")[1]) != language:
        raise NotRedirected(LANGUAGE)
    if holder_of(path) is not None:
        raise NotRedirected(PUBLIC)
    if path in GLOSSARY_PATHS.values() or not _is_of_pages(path):
        raise NotRedirected(TAKEN)
    if EditorRedirect.objects.filter(path=path).exists() or _leads_somewhere(path, language):
        raise NotRedirected(GIVEN)
    if language not in public_languages(item):
        raise NotRedirected(NOT_PUBLIC)


def add_redirects(paths: dict[Language, str], item: UUID, user: Any) -> list[EditorRedirect]:
    """Has paths, one a language, lead to an item from now on. Raises NotRedirected; then none does."""
    made = []
    with transaction.atomic():
        now = Log.lock().now
        for language, path in paths.items():
            check_redirect(path, language, item)
            row = AddressHistory.objects.create(path=path, owner=item, since=now)
            made.append(
                EditorRedirect.objects.create(
                    path=path, item=item, history=row.pk, at=now, by=user, by_name=name_of(user)
                )
            )
            log(instance=made[-1], action=ADDED, title=path, user=user)
        _tell(list(paths.values()))
    return made


def remove_redirect(redirect: EditorRedirect) -> None:
    """Takes an address back. Whoever had it before has it again."""
    with transaction.atomic():
        Log.lock()
        AddressHistory.objects.filter(pk=redirect.history, path=redirect.path, owner=redirect.item).delete()
        log(instance=redirect, action=REMOVED, title=redirect.path, deleted=True)
        redirect.delete()
        _tell([redirect.path])


def may_redirect_to(item: UUID, language: Language, user: Any) -> bool:
    """Whether a user may have addresses of a language lead to an item: who may publish the page there."""
    page = Page.objects.filter(translation_key=item, locale__language_code=language).first()
    return page is not None and bool(page.permissions_for_user(user).can_publish())


def _leads_somewhere(path: str, language: Language) -> bool:
    """Whether whoever asks for the path is led to something public, from which nobody takes its old address."""
    found = item_at(path, language)
    return found is not None and found.edition(language) is not None


def _is_of_pages(path: str) -> bool:
    try:
        return resolve(path).func is reading_page
    except Resolver404:
        return False


def _tell(paths: list[str]) -> None:
    """Has answers given from memory, and by caches, made anew."""
    begin_generation()
    keys = sorted(key for path in paths for key in key_of_path(path))
    read_at = [public_address("cy" if path.startswith("/cy/") else "en", path) for path in paths]
    transaction.on_commit(lambda: _purge(keys, read_at))


def _purge(keys: list[str], addresses: list[str]) -> None:
    if not getattr(settings, "WAGTAILFRONTENDCACHE", None):
        return
    time.sleep(SETTLING)
    try:
        purge(keys, addresses)
    except ExternalFailure as error:
        logger.warning("redirects: caches go on giving what they have until it is old: %s", error)
