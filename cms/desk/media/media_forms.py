"""The forms of files and pictures: what does not fit is asked about, never refused for good."""

from pathlib import PurePath
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.models import ReferenceIndex

from cms.content.files.extraction import extract
from cms.content.files.picture_form import PictureForm
from cms.content.languages import CODES, Language
from cms.content.words.spoken_language import spoken_language

from .file_names import read_name
from .models import FilePair, PictureDescription


def words_language(file: Any) -> Language | None:
    """The language of an upload's words; None where they cannot be read or are too few."""
    return extract(file, PurePath(file.name).suffix.lstrip("."), file.size).spoken


def proposed_language(file: Any) -> Language | None:
    """What an upload is probably in: its words say so, or else its name."""
    return words_language(file) or read_name(PurePath(file.name).name).language


class AskingFields(forms.Form):
    """Fields that are hidden until there is something to ask; ticked, the answer is yes.

    A form that comes back has no file any more. It knows that there was one, and saves nothing without it.
    """

    file_was_chosen = forms.BooleanField(required=False, widget=forms.HiddenInput())

    def is_valid(self) -> bool:
        """Keeps in the form that comes back that a file was chosen."""
        if super().is_valid():
            return True
        if "file" in self.changed_data:
            sent: Any = self.data
            self.data = sent.copy()
            self.data[self.add_prefix("file_was_chosen")] = "on"  # type: ignore[index]
        return False

    def ask_for_file(self, cleaned: dict[str, Any]) -> None:
        """Where one was chosen that the browser has let go."""
        if cleaned.get("file_was_chosen") and "file" in self.fields and "file" not in self.changed_data:
            self.add_error("file", gettext("Choose the file again: the browser has let it go while it asked you."))

    def ask(self, field: str, about: str, question: str) -> None:
        """Shows the tick, and says beside another field why, unless it is ticked already."""
        if not self.cleaned_data.get(field):
            self.fields[field].widget = forms.CheckboxInput()
            self.add_error(about, question)


def hidden_tick(label: Any) -> forms.BooleanField:
    """A tick that `ask` shows."""
    return forms.BooleanField(label=label, required=False, widget=forms.HiddenInput())


class FileForm(AskingFields, BaseDocumentForm):  # type: ignore[misc]
    """Asks where a file's words are in another language than said, and before bytes that pages offer are replaced.

    `upload` is a file that was sent before the form was filled in.
    """

    language_is_right = hidden_tick(_("The language is right all the same"))
    replace_everywhere = hidden_tick(_("Replace it everywhere"))
    upload: ClassVar[Any] = None

    def clean(self) -> dict[str, Any]:
        """Asks both."""
        cleaned: dict[str, Any] = super().clean() or {}
        said, spoken = cleaned.get("language"), self._spoken()
        self.ask_for_file(cleaned)
        if said in CODES and spoken and said != spoken:
            self.ask("language_is_right", "language", " ".join([_otherwise(spoken), *self._what_pages_ask()]))
        if "file" in self.changed_data and "file" in cleaned and self.instance.pk:
            self._ask_before_replacing()
        return cleaned

    def save(self, commit: bool = True) -> Any:
        """A file that is in another language now has no twin any more."""
        saved = super().save(commit=commit)
        if saved.pk and "language" in self.changed_data:
            FilePair.objects.filter(cy=saved).exclude(cy__language="cy").delete()
            FilePair.objects.filter(en=saved).exclude(en__language="en").delete()
        return saved

    def _spoken(self) -> Language | None:
        """The language of words that nobody has been asked about yet."""
        if self.upload is not None:
            return words_language(self.upload.file)
        if "file" in self.changed_data:
            file = self.cleaned_data.get("file")
            return words_language(file) if file else None
        return (self.instance.spoken or None) if "language" in self.changed_data else None

    def _what_pages_ask(self) -> list[str]:
        """A tick is about the file. Each page that offers it is asked about by itself."""
        if not self.instance.pk or not ReferenceIndex.get_grouped_references_to(self.instance).count():
            return []
        return [
            gettext(
                "Each page that offers it asks that too, and is not public in either language until somebody has confirmed "
                "it there, under Public editions."
            )
        ]

    def _ask_before_replacing(self) -> None:
        count = ReferenceIndex.get_grouped_references_to(self.instance).count()
        if count:
            question = gettext("Places where it is used: %(count)s, listed below. All of them get the new file.")
            self.ask("replace_everywhere", "file", question % {"count": count})


def _otherwise(spoken: Language) -> str:
    if spoken == "cy":
        return gettext("Its words seem to be Welsh. Change the language, or tick that it is right.")
    return gettext("Its words seem to be English. Change the language, or tick that it is right.")


class DescribedPictureForm(AskingFields, PictureForm):
    """Asks what a picture shows, in both languages, and before a picture that pages show is replaced."""

    shows_cy = forms.CharField(label=_("What it shows, in Welsh"), max_length=255, required=False)
    shows_en = forms.CharField(
        label=_("What it shows, in English"),
        max_length=255,
        required=False,
        help_text=_(
            "For those who cannot see it. The description begins with these words wherever the picture is chosen, in "
            "the language of the page."
        ),
    )
    replace_everywhere = hidden_tick(_("Replace it everywhere"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = PictureDescription.objects.filter(pk=self.instance.pk).first()
        if said:
            self.initial.update(shows_cy=said.cy, shows_en=said.en)
        elif old := self.instance.description:
            # Wagtail's own field, which was asked for beside these, in whatever language.
            self.initial["shows_cy" if spoken_language(old) == "cy" else "shows_en"] = old
        self.order_fields(["title", "file", "shows_cy", "shows_en"])

    def clean(self) -> dict[str, Any]:
        """Asks before bytes are replaced."""
        cleaned: dict[str, Any] = super().clean() or {}
        self.ask_for_file(cleaned)
        if self.instance.pk and "file" in self.changed_data and "file" in cleaned:
            count = ReferenceIndex.get_grouped_references_to(self.instance).count()
            if count:
                question = gettext("Places where it is used: %(count)s, listed below. All of them get the new picture.")
                self.ask("replace_everywhere", "file", question % {"count": count})
        return cleaned

    def _save_m2m(self) -> None:
        """Called once the picture has its row, by whoever saves it."""
        super()._save_m2m()
        if {"shows_cy", "shows_en"} & set(self.changed_data):
            said = {"cy": self.cleaned_data["shows_cy"].strip(), "en": self.cleaned_data["shows_en"].strip()}
            PictureDescription.objects.update_or_create(picture=self.instance, defaults=said)
