"""What may be wrong with an endpoint's address, or with an attempt to send there. No word of the receiver's is in any of it."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

# The status by which a receiver says that nothing more is to be sent to it.
GONE: Final = 410


class DeliveryFault(models.TextChoices):
    """Why an address is not taken, or why something could not be delivered."""

    SCHEME = "scheme", _("The address has to begin with https://.")
    FORM = "form", _("The address is not one of the web: a name and a path, without a user name, password or fragment.")
    NAME = "name", _("The address needs the name of a host, such as cms.example.wales, not a number.")
    PORT = "port", _("The port has to be 443, or 1024 or above.")
    UNKNOWN_NAME = "unknown-name", _("The name is not known.")
    NOT_PUBLIC = "not-public", _("The name leads to an address that is not public.")
    SECRET = "secret", _("The secret cannot be read: SECRET_KEY has changed.")
    CONNECTION = "connection", _("No connection could be made.")
    TLS = "tls", _("No secure connection could be made: the certificate is not valid for the name.")
    TIMEOUT = "timeout", _("No answer came in time.")
    ANSWER = "answer", _("What came back was not an HTTP response.")
    STATUS = "status", _("The status of the answer was not 2xx.")


# What says that nobody can be reached there now, whatever is sent.
UNREACHABLE = frozenset(DeliveryFault) - {DeliveryFault.ANSWER, DeliveryFault.STATUS}
