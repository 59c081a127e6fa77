"""Who somebody is to an issuer."""

from django.conf import settings
from django.db import models


class IssuedIdentity(models.Model):
    """An account's name at an issuer. It stays the same when somebody's own name or address changes there."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    issuer = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="one_account_an_identity")]

    def __str__(self) -> str:
        return self.subject
