"""Forgetting somebody. What was done stays done, with when and why; who it was is said by no row any more.

An account is emptied rather than deleted: comments and releases would go with it. Its name becomes one that says nothing.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.apps import apps
from django.contrib.auth import get_user_model
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
from cms.accounts.sessions.session_ending import sessions_of, sessions_of_contact
from cms.desk.workflow.models import ReviewReminder
from cms.operations.access.models import IssuedIdentity
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
    IssuedIdentity,
    UserProfile,
)
# Where the name is written beside the account.
_NAMED: Final = "by_name"


class NotForgotten(Exception):
    """Why somebody cannot be forgotten."""


@dataclass(frozen=True)
class ForgettingStep:
    """One thing that is done: what it is of, how many there are, and the doing of it."""

    what: str
    count: int
    do: Callable[[], object]


def forget_user(user: Any, *, dry_run: bool = False) -> list[ForgettingStep]:
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


def forget_contact(contact: Contact, *, dry_run: bool = False) -> list[ForgettingStep]:
    """Deletes a partner's contact; the partner and its keys stay."""
    steps = list(_steps_of_contact(contact))
    if not dry_run:
        with transaction.atomic():
            partner = contact.partner
            for step in steps:
                step.do()
            note(CONTACT_FORGOTTEN, partner)
    return steps


def _steps_of_user(user: Any) -> Iterator[ForgettingStep]:
    name, known = user.get_username(), f"forgotten-{user.pk}"
    for profile in UserProfile.objects.filter(user=user).exclude(avatar=""):
        yield ForgettingStep("deleted: the picture of the account", 1, partial(profile.avatar.delete, save=False))
    for model in _OWN:
        rows = model._default_manager.filter(user=user)
        yield ForgettingStep(f"deleted: {model._meta.label}", rows.count(), rows.delete)
    for device in devices_for_user(user, confirmed=None):
        yield ForgettingStep(f"deleted: {device._meta.label}", 1, device.delete)
    for model in (AccessAttempt, AccessFailureLog, AccessLog):
        rows = model.objects.filter(username=name)
        yield ForgettingStep(f"deleted: {model._meta.label}", rows.count(), rows.delete)
    sessions = sessions_of(user)
    yield ForgettingStep(f"deleted: {Session._meta.label}", sessions.count(), sessions.delete)
    for model, field in _models_with_names():
        # Also of an account of that name that was deleted before.
        meant = Q(**{field: user}) | Q(**{field: None, _NAMED: name_of(user)})
        rows = model._default_manager.filter(meant)
        yield ForgettingStep(
            f"name taken out: {model._meta.label}", rows.count(), partial(rows.update, **{_NAMED: known})
        )
    own = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(get_user_model()), object_id=str(user.pk)
    )
    yield ForgettingStep(f"name taken out: {ModelLogEntry._meta.label}", own.count(), lambda: own.update(label=known))
    yield ForgettingStep(f"emptied: {user._meta.label}", 1, lambda: _empty(user, known))


def _steps_of_contact(contact: Contact) -> Iterator[ForgettingStep]:
    entries = ModelLogEntry.objects.filter(data__contact=contact.name)
    yield ForgettingStep(
        f"name taken out: {ModelLogEntry._meta.label}", entries.count(), lambda: _without_contact(entries)
    )
    tokens = PreviewToken.objects.filter(for_whom=contact.name)
    yield ForgettingStep(
        f"name taken out: {PreviewToken._meta.label}", tokens.count(), lambda: tokens.update(for_whom="-")
    )
    labels = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(PreviewToken), label=contact.name
    )
    yield ForgettingStep("name taken out: labels of previews", labels.count(), lambda: labels.update(label="-"))
    sessions = sessions_of_contact(contact.pk)
    yield ForgettingStep(f"deleted: {Session._meta.label}", sessions.count(), sessions.delete)
    yield ForgettingStep(f"deleted: {Contact._meta.label}", 1, contact.delete)


def _models_with_names() -> Iterator[tuple[type[models.Model], str]]:
    """Those that keep the name of whoever did it, so that it outlives the account, each with its field of the account."""
    for model in apps.get_models():
        fields = {field.name: field for field in model._meta.concrete_fields}
        if not model._meta.proxy and _NAMED in fields:
            yield model, next(name for name, field in fields.items() if field.related_model is get_user_model())


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
