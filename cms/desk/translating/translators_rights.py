"""Who may write a translation: who may edit what it is of, while nobody else has it locked."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from wagtail.models import Page
from wagtail_localize.models import Translation
from wagtail_localize.views.edit_translation import user_can_edit_instance


def target_of(translation: Translation) -> Any:
    """The page or snippet that the translation is of; Http404 where somebody has deleted it meanwhile."""
    try:
        return translation.get_target_instance()
    except ObjectDoesNotExist as error:
        raise Http404 from error


def may_write(user: Any, instance: Any) -> bool:
    """Whether the user may change the texts of a translated page or snippet now."""
    return bool(user_can_edit_instance(user, instance)) and lock_for(user, instance) is None


def lock_for(user: Any, instance: Any) -> Any:
    """What keeps the user from writing, Wagtail's locks of pages under way in a workflow included."""
    lock = instance.get_lock() if isinstance(instance, Page) else None
    return lock if lock is not None and lock.for_user(user) else None
