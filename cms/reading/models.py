"""Printable documents that somebody has asked for. They can be dropped at any time: each is made again when asked for."""

from typing import ClassVar

from django.db import models


class Printed(models.Model):
    """An item's printable document in one language and format; `fingerprint` stands for all that it was made from."""

    item = models.UUIDField()
    language = models.CharField(max_length=2)
    format = models.CharField(max_length=4)
    fingerprint = models.CharField(max_length=32)
    content = models.BinaryField()
    made_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("item", "language", "format"), name="one_printed_document_a_format")
        ]

    def __str__(self) -> str:
        return f"{self.language} {self.item} {self.format}"
