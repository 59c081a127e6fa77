"""Forgetting somebody. What was done stays done, with when and why; who it was is said by no row any more.

An account is emptied rather than deleted: comments and releases would go with it. Its name becomes one that says nothing.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any, Final

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.apps import apps
from django.conf import settings
from django.contrib.auth import SESSION_KEY, get_user_model
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_otp import devices_for_user
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import APIToken, ModelLogEntry, PageSubscription
from wagtail.users.models import UserProfile

from cms.accounts.account_log import note
from cms.desk.workflow.models import ReviewReminder
from cms.partners.models import Contact
from cms.previews.models import PreviewToken
from cms.publication.releases.recording import name_of

ACCOUNT_FORGOTTEN: Final = "privacy.forget_user"
CONTACT_FORGOTTEN: Final = "privacy.forget_contact"
LABELS: Final = {ACCOUNT_FORGOTTEN: _("Account forgotten"), CONTACT_FORGOTTEN: _("Contact of a partner forgotten")}
# What belongs to the account alone.
_OWN: Final[tuple[type[models.Model], ...]] = (
    EditingSession,
    FormState,
    PageSubscription,
    APIToken,
    ReviewReminder,
    UserProfile,
)
# Where the name is written beside the account.
_NAMED: Final = "by_name"
# Partners' own pages note there who is logged in.
_CONTACT_KEY: Final = "partner_contact"


class NotForgotten(Exception):
    """Why somebody cannot be forgotten."""


@dataclass(frozen=True)
class Step:
    """One thing that is done: what it is of, how many there are, and the doing of it."""

    what: str
    count: int
    do: Callable[[], object]


def forget_user(user: Any, *, dry_run: bool = False) -> list[Step]:
    """Empties an account; what was done, or would be. Raises NotForgotten."""
    admins = get_user_model().objects.filter(is_superuser=True, is_active=True)
    if user.is_superuser and not admins.exclude(pk=user.pk).exists():
        raise NotForgotten("It is the only superuser. Make another one first: manage.py createsuperuser.")
    steps = list(_steps_of_user(user))
    if not dry_run:
        with transaction.atomic():
            for step in steps:
                step.do()
            user.refresh_from_db()
            note(ACCOUNT_FORGOTTEN, user)
    return steps


def forget_contact(contact: Contact, *, dry_run: bool = False) -> list[Step]:
    """Deletes a partner's contact; the partner and its keys stay."""
    steps = list(_steps_of_contact(contact))
    if not dry_run:
        with transaction.atomic():
            partner = contact.partner
            for step in steps:
                step.do()
            note(CONTACT_FORGOTTEN, partner)
    return steps


def _steps_of_user(user: Any) -> Iterator[Step]:
    name, known = user.get_username(), f"forgotten-{user.pk}"
    for profile in UserProfile.objects.filter(user=user).exclude(avatar=""):
        yield Step("deleted: the picture of the account", 1, partial(profile.avatar.delete, save=False))
    for model in _OWN:
        rows = model._default_manager.filter(user=user)
        yield Step(f"deleted: {model._meta.label}", rows.count(), rows.delete)
    for device in devices_for_user(user, confirmed=None):
        yield Step(f"deleted: {device._meta.label}", 1, device.delete)
    for model in (AccessAttempt, AccessFailureLog, AccessLog):
        rows = model.objects.filter(username=name)
        yield Step(f"deleted: {model._meta.label}", rows.count(), rows.delete)
    sessions = _sessions(lambda data: data.get(SESSION_KEY) == str(user.pk))
    yield Step(f"deleted: {Session._meta.label}", sessions.count(), sessions.delete)
    for model, field in _models_with_names():
        # Also of an account of that name that was deleted before.
        meant = Q(**{field: user}) | Q(**{field: None, _NAMED: name_of(user)})
        rows = model._default_manager.filter(meant)
        yield Step(f"name taken out: {model._meta.label}", rows.count(), partial(rows.update, **{_NAMED: known}))
    own = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(get_user_model()), object_id=str(user.pk)
    )
    yield Step(f"name taken out: {ModelLogEntry._meta.label}", own.count(), lambda: own.update(label=known))
    yield Step(f"emptied: {user._meta.label}", 1, lambda: _empty(user, known))


def _steps_of_contact(contact: Contact) -> Iterator[Step]:
    entries = ModelLogEntry.objects.filter(data__contact=contact.name)
    yield Step(f"name taken out: {ModelLogEntry._meta.label}", entries.count(), lambda: _without_contact(entries))
    tokens = PreviewToken.objects.filter(for_whom=contact.name)
    yield Step(f"name taken out: {PreviewToken._meta.label}", tokens.count(), lambda: tokens.update(for_whom="-"))
    labels = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(PreviewToken), label=contact.name
    )
    yield Step("name taken out: labels of previews", labels.count(), lambda: labels.update(label="-"))
    sessions = _sessions(lambda data: data.get(_CONTACT_KEY, [None])[0] == contact.pk)
    yield Step(f"deleted: {Session._meta.label}", sessions.count(), sessions.delete)
    yield Step(f"deleted: {Contact._meta.label}", 1, contact.delete)


def _models_with_names() -> Iterator[tuple[type[models.Model], str]]:
    """Those that keep the name of whoever did it, so that it outlives the account, each with its field of the account."""
    for model in apps.get_models():
        fields = {field.name: field for field in model._meta.concrete_fields}
        if not model._meta.proxy and _NAMED in fields:
            yield model, next(name for name, field in fields.items() if field.related_model is get_user_model())


def _sessions(is_meant: Callable[[dict[str, Any]], bool]) -> models.QuerySet[Session]:
    """Those in which somebody is logged in. What a session holds is known to nobody but Django, so each is looked at."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    rows = Session.objects.values_list("session_key", "session_data")
    return Session.objects.filter(pk__in=[key for key, data in rows.iterator() if is_meant(store.decode(data))])


def _without_contact(entries: models.QuerySet[ModelLogEntry]) -> None:
    for entry in entries:
        entry.data["contact"] = "-"
        entry.save(update_fields=["data"])


def _empty(user: Any, known: str) -> None:
    user.username, user.first_name, user.last_name, user.email = known, "", "", ""
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login = None
    user.set_unusable_password()
    user.save()
    user.groups.clear()
    user.user_permissions.clear()
