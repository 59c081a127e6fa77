"""What the page of keys shows: each key, and its use by day as a chart and a table."""

import datetime as dt
from typing import Any, Final

from django.utils.timezone import localtime

from cms.content.languages import Language
from cms.http.deprecations import CONTRACT_VERSION
from cms.partners.models import Contact, DailyUse, KeyKind, PartnerKey
from cms.partners.usage.use_counter import today
from cms.partners.usage.use_records import uses_by_day
from cms.reading.wording import written_date

from .account_words import ACCOUNT_WORDS
from .use_chart import use_chart

_DAYS: Final = 30


def keys_context(contact: Contact, language: Language) -> dict[str, Any]:
    """The partner, its keys (those that live first), and how many days of use are shown."""
    last = today()
    days = [last - dt.timedelta(days=ago) for ago in reversed(range(_DAYS))]
    keys = list(contact.partner.keys.order_by("revoked_at", "-created_at"))
    recent = [key for key in keys if key.revoked_at is None or key.revoked_at.date() >= days[0]]
    recent.sort(key=lambda key: key.revoked_at is not None)
    uses = uses_by_day([key.pk for key in recent], days[0])
    return {
        "contact": contact,
        "partner": contact.partner.name(language),
        "keys": [_shown(key, uses[key.pk], days, language) for key in recent],
        "kinds": [(kind.value, ACCOUNT_WORDS[f"issue_{kind.value}"].text(language)) for kind in KeyKind],
    }


def _shown(key: PartnerKey, uses: list[DailyUse], days: list[dt.date], language: Language) -> dict[str, Any]:
    by_day = {use.day: use for use in uses}
    counted = [by_day[day].requests if day in by_day else 0 for day in days]
    return {
        "prefix": key.prefix,
        "kind": ACCOUNT_WORDS[f"for_{key.kind}"].text(language),
        "issued": written_date(key.created_at, language),
        "last_used": _moment(key.last_used_at, language),
        "revoked": written_date(key.revoked_at, language) if key.revoked_at else "",
        "contract": key.contract,
        "newer_contract": CONTRACT_VERSION if key.contract != CONTRACT_VERSION else "",
        "total": sum(counted),
        "chart": use_chart(counted),
        "days": [
            (written_date(use.day, language), use.requests, use.tokens, use.refused) for use in reversed(uses)
        ],
    }  # fmt: skip


def _moment(moment: dt.datetime | None, language: Language) -> str:
    if moment is None:
        return ACCOUNT_WORDS["never"].text(language)
    here = localtime(moment)
    return f"{written_date(here, language)}, {here:%H:%M}"
