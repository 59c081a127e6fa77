"""`manage.py forget_contact`: deletes a partner's contact, and takes the name out of what they did."""

from typing import Any

from django.core.management.base import CommandError

from cms.partners.models import Contact

from ...asking import ForgettingCommand
from ...forgetting import forget_contact


class Command(ForgettingCommand):
    help = "Forgets a partner's contact, by the e-mail address. The partner and its keys stay."

    def handle(self, *args: Any, who: str, **options: Any) -> None:
        contact = Contact.objects.filter(email__iexact=who).first()
        if contact is None:
            raise CommandError("There is no contact with that address.")
        self.forget(who, forget_contact, contact, **options)
