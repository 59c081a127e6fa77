"""What is noted of accounts in the audit: log-ins, those that failed, passwords, second factors and memberships.

Of a name that no account has nothing is kept: people type their passwords there.
"""

from datetime import timedelta
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.functional import LazyObject
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from .second_factor.devices import has_second_factor
from .second_factor.requirement import must_have_second_factor

LOGGED_IN: Final = "accounts.log_in"
LOGGED_OUT: Final = "accounts.log_out"
FAILED: Final = "accounts.log_in_failed"
WRONG_CODE: Final = "accounts.wrong_code"
UNLOCKED: Final = "accounts.unlock"
PASSWORD: Final = "accounts.password"  # noqa: S105 - the name of an act
FACTOR_SET_UP: Final = "accounts.second_factor"
FACTOR_FORGOTTEN: Final = "accounts.no_second_factor"
NEW_CODES: Final = "accounts.recovery_codes"
MEMBERSHIP: Final = "accounts.groups"
STANDING: Final = "accounts.standing"
SESSIONS_ENDED: Final = "accounts.sessions"
ACTIONS: Final = {
    LOGGED_IN: _("Logged in"),
    LOGGED_OUT: _("Logged out"),
    FAILED: _("A log-in failed"),
    WRONG_CODE: _("A wrong code was given"),
    UNLOCKED: _("Account unlocked"),
    PASSWORD: _("Password changed"),
    FACTOR_SET_UP: _("Second factor set up"),
    FACTOR_FORGOTTEN: _("Second factor removed"),
    NEW_CODES: _("New recovery codes"),
    MEMBERSHIP: _("Groups changed"),
    SESSIONS_ENDED: _("Logged out everywhere"),
    STANDING: _("Account switched on or off, or made or unmade a superuser"),
}
# Failures within so long of the first are one entry, with their number: nobody fills the audit by guessing.
_TOGETHER: Final = timedelta(hours=1)
# What stands for the account where there is none of that name.
NOBODY: Final = "-"
_STANDING_FIELDS: Final = ("is_active", "is_superuser")


def note(action: str, account: Any, **more: Any) -> None:
    """Notes what concerns an account. Wagtail's log passes over a user of a request, which is wrapped more than once."""
    log(instance=unwrapped(account), action=action, **more)


def note_own(action: str, user: Any) -> None:
    """The same of what somebody did with their own account."""
    note(action, user, user=unwrapped(user))


def unwrapped(user: Any) -> Any:
    """The account itself."""
    known = user.pk  # has what is looked up only when asked for looked up
    while known is not None and isinstance(user, LazyObject):
        user = user._wrapped
    return user


def logged_in(sender: Any, user: Any, **kwargs: Any) -> None:
    """A right password. Who has to give a second factor is in once that is given."""
    if not (has_second_factor(user) or must_have_second_factor(user)):
        note_own(LOGGED_IN, user)


def logged_out(sender: Any, user: Any, **kwargs: Any) -> None:
    """Nobody is meant where the session had ended before."""
    if user is not None:
        note_own(LOGGED_OUT, user)


def log_in_failed(sender: Any, credentials: dict[str, Any], **kwargs: Any) -> None:
    """A wrong password, or one for an account that is locked or that there is not."""
    model = get_user_model()
    name = credentials.get(model.USERNAME_FIELD) or ""
    note_failure(FAILED, model.objects.filter(**{model.USERNAME_FIELD: name}).first())


@transaction.atomic
def note_failure(action: str, user: Any) -> None:
    """Notes that somebody was not let in to an account, None for one that there is not."""
    kind = ContentType.objects.get_for_model(get_user_model())
    key = str(user.pk) if user else NOBODY
    rows = ModelLogEntry.objects.select_for_update().filter(action=action, content_type=kind, object_id=key)
    row = rows.filter(timestamp__gte=timezone.now() - _TOGETHER).order_by("timestamp").last()
    if row is None:
        ModelLogEntry.objects.create(
            content_type=kind, object_id=key, label=str(user) if user else NOBODY, action=action,
            timestamp=timezone.now(), data={"count": 1},
        )  # fmt: skip
        return
    row.data["count"] += 1
    row.save(update_fields=["data"])


def before_saving(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Remembers how an account stood."""
    stored = sender.objects.filter(pk=instance.pk).values(*_STANDING_FIELDS).first() if instance.pk else None
    instance.stood = stored or {}


def saved(sender: Any, instance: Any, created: bool, **kwargs: Any) -> None:
    """A password that somebody gave: where Django only stores one in a newer way, it makes no note of it there."""
    if instance._password is not None and not created:
        note(PASSWORD, instance)
    changed = {name: getattr(instance, name) for name, was in instance.stood.items() if getattr(instance, name) != was}
    if changed:
        note(STANDING, instance, data=changed)


def groups_changed(sender: Any, instance: Any, action: str, reverse: bool, pk_set: Any, **kwargs: Any) -> None:
    """Who has come into which groups, or has left them."""
    step = {"post_add": "added", "post_remove": "removed", "pre_clear": "removed"}.get(action)
    if step is None:
        return
    if reverse:
        users = get_user_model().objects.filter(pk__in=pk_set) if pk_set is not None else instance.user_set.all()
        changes = [(user, [instance.name]) for user in users]
    else:
        groups = Group.objects.filter(pk__in=pk_set) if pk_set is not None else instance.groups.all()
        changes = [(instance, sorted(groups.values_list("name", flat=True)))]
    for user, names in changes:
        if names:
            note(MEMBERSHIP, user, data={step: names})
