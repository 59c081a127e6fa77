"""What was found in texts and from which versions, what was dismissed and why, and the words that editors know to be right."""

from typing import Any, ClassVar, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.search import index

from cms.content.languages import Language
from cms.content.models import Term
from cms.content.words.word_forms import folded, has_letters

from .checking.finding import KINDS

LANGUAGES = [("cy", _("Welsh")), ("en", _("English"))]


class ProofedText(models.Model):
    """An item in one language as it was last checked. Derived: it can be dropped and made again.

    It was found in `revision` beside the other language's revision `beside` (0 where there is none), by the checks `rules`;
    for a term, which has no revisions, `mark` stands for its words. A `revision` of -1 says that it is to be checked again.
    """

    item = models.UUIDField()
    language = models.CharField(max_length=2, choices=LANGUAGES)
    page = models.ForeignKey(Page, on_delete=models.CASCADE, null=True, related_name="+")
    term = models.ForeignKey(Term, on_delete=models.CASCADE, null=True, related_name="+")
    title = models.CharField(max_length=255)
    revision = models.BigIntegerField(default=0)
    beside = models.BigIntegerField(default=0)
    rules = models.CharField(max_length=16)
    mark = models.CharField(max_length=32, blank=True)
    words = models.PositiveIntegerField(default=0)
    checked_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=("item", "language"), name="one_proof_a_language")]

    def __str__(self) -> str:
        return f"{self.language} {self.title}"

    @property
    def lang(self) -> Language:
        """The language as the code it is."""
        return cast(Language, self.language)


class FindingDismissal(models.Model):
    """Somebody's word that what was found in a text is right. `digest` is of the text: where it changes, it is found again."""

    item = models.UUIDField()
    language = models.CharField(max_length=2, choices=LANGUAGES)
    digest = models.CharField(max_length=32)
    kind = models.CharField(max_length=12)
    reason = models.CharField(_("reason"), max_length=300)
    dismissed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=150)
    dismissed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("item", "language", "digest"), name="one_dismissal_a_finding")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.item} {self.language}"


class TextFinding(models.Model):
    """One thing to look at in a text. `path` leads to its field; `dismissal` is there once somebody has dismissed it."""

    proof = models.ForeignKey(ProofedText, on_delete=models.CASCADE, related_name="findings")
    kind = models.CharField(_("kind"), max_length=12, choices=[(kind, kind) for kind in KINDS])
    code = models.CharField(max_length=20)
    path = models.CharField(max_length=500)
    found = models.TextField()
    wanted = models.TextField(blank=True)
    context = models.TextField(blank=True)
    digest = models.CharField(max_length=32)
    dismissal = models.ForeignKey(FindingDismissal, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        indexes: ClassVar = [models.Index(fields=("dismissal", "kind"), name="finding_by_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.found}"


class KnownWord(index.Indexed, models.Model):  # type: ignore[misc]
    """A name, an abbreviation or a word that no dictionary has, and that is spelled as it should be."""

    word = models.CharField(
        _("word"),
        max_length=80,
        help_text=_(
            "A name, an abbreviation or a word that the spelling check does not know. Mutated forms are known too."
        ),
    )
    language = models.CharField(
        _("language"), max_length=2, blank=True, choices=[("", _("Both languages")), *LANGUAGES], default=""
    )
    note = models.CharField(_("note"), max_length=200, blank=True, help_text=_("What it is, for other editors."))

    search_fields: ClassVar = [index.SearchField("word"), index.AutocompleteField("word"), index.SearchField("note")]

    class Meta:
        verbose_name = _("known word")
        verbose_name_plural = _("known words")
        ordering: ClassVar = ["word", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=("word", "language"), name="one_known_word")]

    def __str__(self) -> str:
        return self.word

    def clean(self) -> None:
        """Takes one word at a time, with letters in it."""
        super().clean()
        self.word = " ".join(self.word.split())
        if not has_letters(self.word) or " " in self.word:
            raise ValidationError({"word": _("Give one word, with letters in it.")})
        others: Any = KnownWord.objects.exclude(pk=self.pk).filter(language__in={self.language, ""})
        if any(folded(one.word) == folded(self.word) for one in others.filter(word__iexact=self.word)):
            raise ValidationError({"word": _("“%(word)s” is already known.") % {"word": self.word}})
