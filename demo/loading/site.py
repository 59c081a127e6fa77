"""The two locales, the site, and Wagtail's own welcome page, which gives way."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Locale, Page, Site

from cms.content.languages import CODES, Language

_WELCOME = {"depth": 2, "slug": "home", "title": "Welcome to your new Wagtail site!", "numchild": 0}


def locales() -> dict[Language, Locale]:
    """The locale of each language, made where it is missing."""
    found = {locale.language_code: locale for locale in Locale.objects.filter(language_code__in=CODES)}
    return {code: found.get(code) or Locale.objects.create(language_code=code) for code in CODES}


def remove_welcome_page() -> None:
    """Deletes the page that Wagtail's migrations make, unless somebody edited it. Its site waits for a home page."""
    plain = ContentType.objects.get_for_model(Page)
    for page in Page.objects.filter(content_type=plain, latest_revision=None, **_WELCOME):
        for site in Site.objects.filter(root_page=page):
            site.root_page = Page.get_first_root_node()
            site.save()
        page.delete()


def ensure_site(home: int) -> None:
    """Makes the English home page the root of the site. One that has pages of its own already stays as it is."""
    sites = list(Site.objects.select_related("root_page"))
    for site in sites or [Site(hostname="localhost", is_default_site=True)]:
        if site.pk is None or site.root_page.depth == 1:
            site.root_page_id = home
            site.site_name = site.site_name or settings.WAGTAIL_SITE_NAME
            site.save()
