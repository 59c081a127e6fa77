"""Mail about reviews that are due soon or overdue: to each person one a day, and of each review once before and once after."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from wagtail.admin.mail import send_mail
from wagtail.models import GroupPagePermission
from wagtail.users.models import UserProfile

from cms.accounts.mail import is_on
from cms.publication.changelog.scheduled_jobs import Job, run_due

from ..models import ContentApprovalTask, ReviewReminder
from .due_reviews import DueReview, due_reviews
from .recording_reviews import may_review, pages_of_item


class ReviewReminders:
    """Reminds daily, beside the worker."""

    def run(self, stop: Callable[[], bool]) -> None:
        """Looks whether a day has passed."""
        self.once(stop)

    def once(self, stop: Callable[[], bool]) -> None:
        """Reminds, if that was not done today."""
        run_due(_DAILY, stop=stop)


def remind(renew: Callable[[], None]) -> None:
    """Writes to who may review each item, of what they were not written to before. Nothing is noted where there is no mail."""
    if not is_on():
        return
    waiting = [(one, pages_of_item(one.item)) for one in due_reviews()]
    for user in _reviewers() if waiting else ():
        renew()
        sent = set(ReviewReminder.objects.filter(user=user).values_list("item", "due", "overdue"))
        new = [
            one for one, pages in waiting if (one.item, one.due, one.is_overdue) not in sent and may_review(pages, user)
        ]
        if new:
            _write(user, {one.item for one in new})
            ReviewReminder.objects.bulk_create(
                [ReviewReminder(item=one.item, due=one.due, overdue=one.is_overdue, user=user) for one in new],
                ignore_conflicts=True,
            )


_DAILY: Final = Job("review-reminders", timedelta(days=1), remind)


def _reviewers() -> Any:
    """Who may review anything: who may publish pages, or approves what they say. Superusers are not written to as such."""
    publishing = GroupPagePermission.objects.filter(permission__codename="publish_page").values("group")
    approving = ContentApprovalTask.objects.filter(active=True).values("groups")
    users = get_user_model().objects.filter(is_active=True).exclude(email="")
    return users.filter(Q(groups__in=publishing) | Q(groups__in=approving)).distinct().order_by("pk")


def _write(user: Any, items: set[Any]) -> None:
    language = UserProfile.get_for_user(user).get_preferred_language()
    listed = [one for one in due_reviews(user, language=language) if one.item in items]
    with override(language):
        count = len(listed)
        subject = ngettext("%(count)s page to review", "%(count)s pages to review", count) % {"count": count}
        lines = [_("These pages are due to be reviewed, in both languages:"), *map(_line, listed)]
        send_mail(subject, "\n\n".join(lines), [user.email])


def _line(review: DueReview) -> str:
    said = _("overdue since %(day)s") if review.is_overdue else _("due on %(day)s")
    address = f"{settings.WAGTAILADMIN_BASE_URL}{reverse('workflow:review', args=[review.page])}"
    return f"{review.title}: {said % {'day': date_format(review.due, 'j F Y')}}\n{address}"
