"""Editions and their addresses, the log and how far it was read, what is to be settled or waits, and what was confirmed.

What was released of items is in `releases/release_models`, what readers are told of them in `notices/notice_models`.
"""

from typing import ClassVar, cast

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.content.languages import Language

from .notices.notice_models import NoticeKind, ReaderNotice
from .parity.parity_models import Lag, LanguageStanding, ParitySample
from .releases.release_models import (
    LANGUAGES,
    InstructionKind,
    Release,
    ReleasedVersion,
    ReleaseInstruction,
    ReleaseKind,
)
from .releases.set_models import ReleaseSet, ReleaseSetItem, SetState

__all__ = [
    "AddressClaim", "AddressHistory", "Change", "ChangeKind", "ConsumerOffset", "Edition", "Facet", "HeldWithdrawal",
    "InstructionKind", "Intent", "Lag", "LanguageStanding", "LogHead", "NoticeKind", "ParitySample", "ReaderNotice",
    "Release", "ReleaseInstruction", "ReleaseKind",
    "ReleaseSet", "ReleaseSetItem", "ReleasedVersion", "SameInBoth", "SetState", "State", "TermEdition",
]  # fmt: skip


class State(models.TextChoices):
    """What the public may know of an edition. Only `published` has bytes; the others are tombstones."""

    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    GONE = "gone", _("Gone")


class ChangeKind(models.TextChoices):
    """What happened in a change."""

    PUBLISHED = "published", _("Published")
    MOVED = "moved", _("Moved")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    GONE = "gone", _("Gone")


class LogHead(models.Model):
    """The log's newest version, in its only row. Its lock, held until commit, makes log order commit order.

    `generation` grows with every transaction that may have changed what outlets read, also where no row was added to the
    log (the order of pages, for instance): what was read at one generation still holds while it is the same. It is never
    less than the microseconds since 1970, so that none comes again after a restored backup. `horizon` is the version of
    the newest change that is told of no more although it ended something, and `compacted` the generation since which it is.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    version = models.BigIntegerField(default=0)
    generation = models.BigIntegerField(default=0)
    horizon = models.BigIntegerField(default=0, db_default=0)
    compacted = models.BigIntegerField(default=0, db_default=0)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(id=1), name="one_log_head")]


class Change(models.Model):
    """One row of the log: an item, the languages concerned (comma-separated codes) and what happened to them.

    `latest` marks the last change of each item: who follows what is true now reads these alone.
    """

    version = models.BigIntegerField(primary_key=True)
    item = models.UUIDField(db_index=True)
    languages = models.CharField(max_length=8)
    kind = models.CharField(max_length=12, choices=ChangeKind.choices)
    at = models.DateTimeField()
    latest = models.BooleanField(default=True, db_default=True)

    class Meta:
        ordering: ClassVar = ["version"]
        indexes: ClassVar = [
            models.Index(fields=("version",), condition=models.Q(latest=True), name="latest_change"),
            models.Index(fields=("item",), condition=models.Q(latest=True), name="latest_change_of_item"),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.kind} {self.item} {self.languages}"


class ConsumerOffset(models.Model):
    """How far a consumer has read the log, what it keeps about that (`state`), and who works for it until when.

    A job by the clock has a row too: `moved_at` is then when it was last done.
    """

    name = models.CharField(max_length=40, primary_key=True)
    version = models.BigIntegerField(default=0)
    state = models.JSONField(default=dict)
    moved_at = models.DateTimeField(null=True)

    held_by = models.CharField(max_length=120, default="", blank=True)
    held_until = models.DateTimeField(null=True)

    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    retry_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, default="", blank=True)

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class Edition(models.Model):
    """An item in one language as the public may see it. Identity is (item, language), never the path."""

    item = models.UUIDField()
    language = models.CharField(max_length=2, choices=LANGUAGES)
    type = models.CharField(max_length=20)
    state = models.CharField(max_length=12, choices=State.choices)
    state_since = models.DateTimeField()

    path = models.CharField(max_length=1000)
    parent = models.UUIDField(null=True)
    position = models.CharField(max_length=255)
    title = models.CharField(max_length=255)
    title_key = models.CharField(max_length=600)
    summary = models.TextField()
    kind = models.CharField(max_length=30)
    number = models.CharField(max_length=5)
    section = models.CharField(max_length=5)
    published_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    reviewed_on = models.DateField(null=True)
    review_due = models.DateField(null=True)
    new_until = models.DateField(null=True)
    expires_at = models.DateTimeField(null=True)
    # Since when it can be read with a notice only, and is in no list.
    withdrawn_at = models.DateTimeField(null=True)
    translation_status = models.CharField(max_length=8)
    translation_since = models.DateTimeField()

    version = models.BigIntegerField()
    changed_at = models.DateTimeField()
    digest = models.CharField(max_length=32)
    revision = models.BigIntegerField(null=True)
    content = models.JSONField(null=True)
    card = models.BinaryField()
    body = models.BinaryField()
    body_gzip = models.BinaryField()
    # Of the bytes of that version; a release of the software that knows nothing of them leaves them as they are.
    body_br = models.BinaryField(null=True)
    body_zstd = models.BinaryField(null=True)
    encoded_version = models.BigIntegerField(null=True)
    # The words of its rich text as glossary.words compares them: where a term has to be marked is found by them.
    words = models.TextField(default="")
    # The files and pictures that it shows, with the digests of their bytes, as the manifest gives them.
    media = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("item", "language"), name="one_edition_a_language"),
            models.UniqueConstraint(
                fields=("language", "path"), condition=models.Q(state="published"), name="one_edition_an_address"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=("language", "state", "type", "position", "item"), name="edition_by_position"),
            models.Index(fields=("language", "state", "title_key", "item"), name="edition_by_title"),
            models.Index(fields=("language", "state", "updated_at", "item"), name="edition_by_update"),
            models.Index(fields=("language", "state", "published_at", "item"), name="edition_by_publication"),
            models.Index(fields=("language", "state", "version", "item"), name="edition_by_version"),
            models.Index(fields=("parent", "language", "state", "position"), name="edition_children"),
            models.Index(fields=("path",), name="edition_by_path"),
            models.Index(fields=("expires_at",), name="edition_by_expiry"),
        ]

    def __str__(self) -> str:
        return f"{self.language} {self.item} {self.state}"

    @property
    def lang(self) -> Language:
        """The language as the code it is."""
        return cast(Language, self.language)


class AddressHistory(models.Model):
    """A path at which something became public, and whose it has been since: an item's, or a file's or picture's (their uid).

    Rows are only ever added. The newest of a path names its owner, who may have another address by now.
    """

    path = models.CharField(max_length=1000)
    owner = models.UUIDField()
    since = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=("path", "id"), name="address_by_path"),
            models.Index(fields=("owner",), name="address_by_owner"),
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.owner}"


class Facet(models.Model):
    """A value by which editions are found: an audience, a topic, or an item, snippet, file or picture they show or lead to."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="facets")
    name = models.CharField(max_length=10)
    value = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("name", "value", "edition"), name="one_facet_value_an_edition")
        ]


class TermEdition(models.Model):
    """A term of the glossary in one language as the public may see it. Its item is in the log like any other.

    `forms` are the name and the other forms of it; `body` is the ready JSON, empty in a tombstone.
    """

    item = models.UUIDField()
    language = models.CharField(max_length=2, choices=LANGUAGES)
    state = models.CharField(max_length=12, choices=State.choices)
    state_since = models.DateTimeField()

    name = models.CharField(max_length=120)
    name_key = models.CharField(max_length=600)
    forms = models.JSONField(default=list)
    definition = models.TextField()

    version = models.BigIntegerField()
    changed_at = models.DateTimeField()
    digest = models.CharField(max_length=32)
    body = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=("item", "language"), name="one_term_a_language")]
        indexes: ClassVar = [
            models.Index(fields=("language", "state", "name_key", "item"), name="term_by_name"),
            models.Index(fields=("language", "state", "version", "item"), name="term_by_version"),
        ]

    def __str__(self) -> str:
        return f"{self.language} {self.name} {self.state}"

    @property
    def lang(self) -> Language:
        """The language as the code it is."""
        return cast(Language, self.language)


class Intent(models.Model):
    """A committed change of something that editions are made from, until it is settled. Triggers of the database write it.

    `row` is the key of what changed in `table`, `item` its item where the row knows it. `urgent` takes something from readers.
    """

    table = models.CharField(max_length=63)
    event = models.CharField(max_length=8)
    row = models.CharField(max_length=64, blank=True)
    item = models.CharField(max_length=64, blank=True)
    urgent = models.BooleanField(default=False)
    at = models.DateTimeField()

    failures = models.PositiveIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        indexes: ClassVar = [models.Index(fields=("-urgent", "id"), name="intent_in_order")]

    def __str__(self) -> str:
        return f"{self.event} {self.table} {self.row or self.item}"


class AddressClaim(models.Model):
    """An item that is not public in a language since the address that it waits for belongs to another."""

    item = models.UUIDField()
    language = models.CharField(max_length=2, choices=LANGUAGES)
    address = models.CharField(max_length=1000)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=("item", "language"), name="one_claim_a_language")]

    def __str__(self) -> str:
        return f"{self.language} {self.item} {self.address}"


class HeldWithdrawal(models.Model):
    """An edition that stays public as it was, although its page is incomplete now, until somebody confirms its withdrawal.

    What one change brought about has one `since`. Once confirmed, the row tells by whom until the page is complete again.
    """

    item = models.UUIDField()
    language = models.CharField(max_length=2, choices=LANGUAGES)
    since = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=("item", "language"), name="one_hold_a_language")]

    def __str__(self) -> str:
        return f"{self.language} {self.item} {self.since:%Y-%m-%d %H:%M:%S %Z}"


class SameInBoth(models.Model):
    """Somebody's word that a text of an item (or snippet) is right, though the same in both languages or the other's."""

    item = models.UUIDField()
    text = models.TextField()
    digest = models.CharField(max_length=32)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("confirmed by")
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=("item", "digest"), name="one_confirmation_a_text")]
