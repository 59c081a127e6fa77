"""`manage.py webhooks`: how endpoints are, and what an operator does about it at night."""

import json
from argparse import ArgumentParser
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import get_current_timezone, is_aware

from cms.publication.changelog.log import newest
from cms.publication.clock import shared_now

from ...models import EndReason, WebhookEndpoint
from ...queueing.replaying import replay_item, send_test
from ...sending.ending import end_endpoint, put_back, switch_on
from ...sending.secret_rotation import seal_all_anew


class Command(BaseCommand):
    help = "Says how the endpoints of partners' webhooks are, and tells one again, tests it, or switches it off or on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Adds one option for each thing to be done."""
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument(
            "--status", action="store_true", help="Say how each endpoint is. Fails where one is failing or off."
        )
        what.add_argument("--replay", type=int, metavar="ENDPOINT", help="Tell it again: see --since and --item.")
        what.add_argument("--test", type=int, metavar="ENDPOINT", help="Send it a test.")
        what.add_argument("--disable", type=int, metavar="ENDPOINT", help="Switch it off. Nothing is lost.")
        what.add_argument("--enable", type=int, metavar="ENDPOINT", help="Switch it on: it is told of all it missed.")
        what.add_argument("--reseal", action="store_true", help="Store all secrets by the SECRET_KEY of now.")
        parser.add_argument("--json", action="store_true", help="With --status: for machines.")
        parser.add_argument("--since", help="With --replay: only what changed since this date or moment (ISO 8601).")
        parser.add_argument("--item", help="With --replay: only the item with this id.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Does what was asked for."""
        if options["status"]:
            self._tell(as_json=options["json"])
        elif options["reseal"]:
            self._reseal()
        elif options["replay"] is not None:
            self._replay(_endpoint(options["replay"]), options["since"], options["item"])
        elif options["test"] is not None:
            self.stdout.write(f"queued: {send_test(_endpoint(options['test']))}")
        elif options["disable"] is not None:
            end_endpoint(_endpoint(options["disable"]), EndReason.HAND, shared_now())
            self.stdout.write("off")
        else:
            switch_on(_endpoint(options["enable"]))
            self.stdout.write("on")

    def _tell(self, *, as_json: bool) -> None:
        now, rows = shared_now(), [_status(endpoint) for endpoint in WebhookEndpoint.objects.select_related("partner")]
        if as_json:
            self.stdout.write(json.dumps({"at": now.isoformat(), "endpoints": rows}, indent=2))
        else:
            for row in rows:
                self.stdout.write(
                    f"{row['endpoint']} {row['partner']} {row['url']}: {row['state']}, {row['waiting']} waiting, "
                    f"{row['behind']} behind, last delivered {row['delivered_at'] or 'never'}, "
                    f"certificate ends {row['certificate_ends'] or 'unknown'}"
                )
        if troubled := [str(row["endpoint"]) for row in rows if row["state"] not in {"on", "hand"}]:
            raise CommandError(f"not well: {', '.join(troubled)}")

    def _replay(self, endpoint: WebhookEndpoint, since: str | None, item: str | None) -> None:
        if item is None:
            self.stdout.write(f"changes told again: {put_back(endpoint, _moment(since) if since else None)}")
            return
        try:
            known = replay_item(endpoint, UUID(item))
        except ValueError as error:
            raise CommandError("--item: expected a UUID.") from error
        if not known:
            raise CommandError("--item: the log knows no such item.")
        self.stdout.write("queued")

    def _reseal(self) -> None:
        if unreadable := seal_all_anew():
            raise CommandError(
                f"{unreadable} secret(s) cannot be read: their SECRET_KEY is not in SECRET_KEY_FALLBACKS."
            )
        self.stdout.write("done")


def _endpoint(pk: int) -> WebhookEndpoint:
    found = WebhookEndpoint.objects.filter(pk=pk).first()
    if found is None:
        raise CommandError(f"There is no endpoint {pk}: --status lists them.")
    return found


def _status(endpoint: WebhookEndpoint) -> dict[str, Any]:
    oldest = endpoint.messages.order_by("queued_at").first()
    return {
        "endpoint": endpoint.pk,
        "partner": endpoint.partner.name_en,
        "url": endpoint.url,
        "state": endpoint.ended or ("no-secret" if not endpoint.secret else "failing" if endpoint.failures else "on"),
        "fault": endpoint.last_fault,
        "failures": endpoint.failures,
        "failing_since": _iso(endpoint.failing_since),
        "retry_at": _iso(endpoint.retry_at),
        "waiting": endpoint.messages.count(),
        "waiting_since": _iso(oldest.queued_at) if oldest else None,
        "behind": max(0, newest() - endpoint.queued_to),
        "delivered_at": _iso(endpoint.delivered_at),
        "certificate_ends": _iso(endpoint.certificate_ends),
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(text: str) -> datetime:
    try:
        day = parse_date(text)
        moment = datetime(day.year, day.month, day.day) if day else parse_datetime(text)  # noqa: DTZ001 - made aware below
    except ValueError:
        moment = None
    if moment is None:
        raise CommandError("--since: expected a date or a moment (ISO 8601), such as 2026-03-01 or 2026-03-01T09:30.")
    return moment if is_aware(moment) else moment.replace(tzinfo=get_current_timezone())
