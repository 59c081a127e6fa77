"""`manage.py connect_account`: an account that was here before its owner first came by the issuer."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ...issued_accounts import connect
from ...models import IssuedIdentity


class Command(BaseCommand):
    help = (
        "Connects an account with the name (sub) that the issuer has for its owner. Make sure that it is they who ask."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("subject", help="what the issuer calls them: the refused log-in shows it")

    def handle(self, *args: Any, username: str, subject: str, **options: Any) -> None:
        issuer = settings.OIDC["issuer"]
        if not issuer:
            raise CommandError("OIDC_ISSUER is not set.")
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no account {username}.")
        others = IssuedIdentity.objects.filter(issuer=issuer, subject=subject).exclude(user=user).select_related("user")
        if other := others.first():
            raise CommandError(f"{subject} is connected with the account {other.user} already.")
        connect(user, subject)
        self.stdout.write(f"{username} logs in at {issuer} as {subject} from now on, and has the groups that it gives.")
