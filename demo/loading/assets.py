"""Uploads the demo's files and pictures. An upload that is there already, by its uid, stays as it is."""

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser
from django.core.files import File as Upload
from django.db import transaction

from cms.content.languages import WORDLESS
from cms.content.models import File, Picture

from . import identity
from .source import Download, Drawing
from .texts.references import Found


def existing_files(downloads: Iterable[Download]) -> Found:
    """The files that are there already."""
    keys = {identity.of_file(one.key, one.language): (one.key, one.language) for one in downloads}
    return {keys[uid]: pk for uid, pk in File.objects.filter(uid__in=keys).values_list("uid", "pk")}


def existing_pictures(drawings: Iterable[Drawing]) -> dict[str, int]:
    """The pictures that are there already."""
    keys = {identity.of_picture(one.key): one.key for one in drawings}
    return {keys[uid]: pk for uid, pk in Picture.objects.filter(uid__in=keys).values_list("uid", "pk")}


@transaction.atomic
def upload_file(download: Download, user: AbstractBaseUser) -> int:
    """Uploads a file in one language."""
    uid = identity.of_file(download.key, download.language)
    file = File(uid=uid, language=download.language, title=download.title, uploaded_by_user=user)
    with download.path.open("rb") as content:
        file.file = Upload(content, name=download.path.name)
        file.save()
    file.get_file_hash()
    return file.pk


@transaction.atomic
def upload_picture(drawing: Drawing, user: AbstractBaseUser) -> int:
    """Uploads a picture, which has no words in it."""
    picture = Picture(
        uid=identity.of_picture(drawing.key), language=WORDLESS, title=drawing.title, uploaded_by_user=user
    )
    with drawing.path.open("rb") as content:
        picture.file = Upload(content, name=drawing.path.name)
        picture.save()
    picture.get_file_hash()
    return picture.pk
