"""The slug of a translation keeps its letters: wagtail-localize takes the accents off, and `tŷ` was `ty`."""

from functools import partial

from django.utils.text import slugify
from wagtail_localize import models


def install() -> None:
    """Has wagtail-localize make slugs of letters as Wagtail does. It has no setting for it."""
    models.slugify = partial(slugify, allow_unicode=True)
