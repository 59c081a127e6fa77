"""The form of a trial: a search, and what is to be otherwise."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from cms.content.languages import CODES, Language, other, parse
from cms.content.words.word_forms import folded, has_letters, split_forms
from cms.publication.admin.item_overview import LANGUAGE_NAMES
from cms.publication.collation import title_key

from ..analysis import Meaning
from ..indexing.term_forms import TermForms, public_forms
from ..querying.query_error_messages import QUERY_ERROR_MESSAGES
from ..querying.query_parser import MAX_CHARACTERS, QueryError, parse_query
from ..trial.tried_change import TriedChange, TriedTerm, TriedTexts

# Fields of words and phrases, one a line, and how many each may have.
LISTS: Final = ("forms_cy", "forms_en", "typed", "meant")
MAX_FORMS: Final = 10
MAX_FORM_LENGTH: Final = 120
MAX_TITLE_LENGTH: Final = 255
MAX_SUMMARY_LENGTH: Final = 600


class TrialForm(forms.Form):
    """Once it is valid, `change` is what is tried; None where nothing is."""

    language = forms.ChoiceField(label=_("Language"), choices=[(code, LANGUAGE_NAMES[code]) for code in CODES])
    q = forms.CharField(label=_("Words searched for"), max_length=MAX_CHARACTERS)
    term = forms.ChoiceField(label=_("Term"), required=False)
    forms_cy = forms.CharField(
        label=_("More forms in Welsh"), required=False, widget=forms.Textarea(attrs={"rows": 2, "lang": "cy"})
    )
    forms_en = forms.CharField(
        label=_("More forms in English"), required=False, widget=forms.Textarea(attrs={"rows": 2, "lang": "en"})
    )
    typed = forms.CharField(label=_("Readers type"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    meant = forms.CharField(label=_("Our texts have"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    page = forms.ModelChoiceField(
        Page.objects.filter(locale__language_code__in=CODES), label=_("Page"), required=False, widget=AdminPageChooser()
    )
    title = forms.CharField(label=_("Another title"), required=False, max_length=MAX_TITLE_LENGTH)
    summary = forms.CharField(
        label=_("Another summary"),
        required=False,
        max_length=MAX_SUMMARY_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    heading = forms.CharField(label=_("One more heading"), required=False, max_length=MAX_TITLE_LENGTH)

    search_fields = ("language", "q")
    term_fields = ("term", "forms_cy", "forms_en")
    synonym_fields = ("typed", "meant")
    page_fields = ("page", "title", "summary", "heading")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.change: TriedChange | None = None
        self._known = public_forms()
        cast(forms.ChoiceField, self.fields["term"]).choices = [("", _("A new term")), *_names(self._known)]
        for name in LISTS:
            self.fields[name].help_text = _("One a line.")

    def in_parts(self) -> Iterator[tuple[str, Any, list[forms.BoundField]]]:
        """The names, headings and fields of the form's parts."""
        parts = (
            ("search", _("The search"), self.search_fields),
            ("term", _("If a term had more forms"), self.term_fields),
            ("synonym", _("If readers’ words had a synonym"), self.synonym_fields),
            ("page", _("If a page had other words"), self.page_fields),
        )
        for name, heading, fields in parts:
            yield name, heading, [self[field] for field in fields]

    def clean_q(self) -> str:
        """Refuses what cannot be searched for, in the words that readers are told."""
        q: str = self.cleaned_data["q"]
        try:
            parse_query(q)
        except QueryError as error:
            raise ValidationError(QUERY_ERROR_MESSAGES[error.code].text(_screen()).format(**error.fields)) from error
        return q

    def clean(self) -> dict[str, Any]:
        """Puts together what is tried."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for name in LISTS:
            data[name] = self._words(name, data.get(name, ""))
        change = TriedChange(self._term(data), self._synonym(data), self._texts(data))
        self.change = change if change != TriedChange() else None
        return data

    def _words(self, name: str, given: str) -> list[str]:
        """The words of a list; what the form of a term would refuse is refused."""
        found = split_forms(given)
        if len(found) > MAX_FORMS:
            self._refuse(name, _("At most %(limit)s forms can be tried at once."), limit=MAX_FORMS)
        for form in found:
            if not has_letters(form):
                self._refuse(name, _("“%(form)s” has no letters in it."), form=form)
            if len(form) > MAX_FORM_LENGTH:
                self._refuse(name, _("“%(form)s” is too long to be a form of a term."), form=form)
        return found

    def _refuse(self, name: str, message: Any, **params: Any) -> None:
        self.add_error(name, ValidationError(message, params=params))

    def _term(self, data: Mapping[str, Any]) -> TriedTerm | None:
        given: dict[str, list[str]] = {code: data[f"forms_{code}"] for code in CODES}
        item = UUID(data["term"]) if data.get("term") else None
        for code in CODES:
            taken = self._taken(code, item)
            for form in given[code]:
                if folded(form) in taken:
                    message = _("“%(form)s” is already a form of the term “%(term)s”.")
                    self._refuse(f"forms_{code}", message, form=form, term=taken[folded(form)])
        return TriedTerm(given, item) if any(given.values()) else None

    def _taken(self, language: Language, item: UUID | None) -> dict[str, str]:
        """The forms of other terms, with their names."""
        others = (term.get(language, []) for key, term in self._known.items() if key != str(item))
        return {folded(form): one[0] for one in others for form in one}

    def _synonym(self, data: Mapping[str, Any]) -> Meaning | None:
        typed, meant = (tuple(data[name]) for name in self.synonym_fields)
        for name, one, other_one in (("typed", typed, meant), ("meant", meant, typed)):
            if other_one and not one:
                self._refuse(name, _("A synonym needs both."))
        return Meaning(typed, meant) if typed and meant else None

    def _texts(self, data: Mapping[str, Any]) -> TriedTexts | None:
        page, texts = data.get("page"), {name: data.get(name) or "" for name in self.page_fields[1:]}
        if not any(texts.values()):
            return None
        if page is None:
            if "page" not in self.errors:
                self._refuse("page", _("Choose the page that would have these words."))
            return None
        tried = TriedTexts(page.translation_key, page.locale.language_code, **texts)
        if not tried.present_title():
            self._refuse("page", _("Readers do not see this page, so it would not be found."))
        return tried


def _names(terms: TermForms) -> list[tuple[str, str]]:
    """The items of terms with their names in both languages, in the order of the screen's."""
    screen = _screen()
    named = [
        (item, [term[code][0] for code in (screen, other(screen)) if term.get(code)]) for item, term in terms.items()
    ]
    return [(item, " – ".join(names)) for item, names in sorted(named, key=lambda one: title_key(one[1][0], screen))]


def _screen() -> Language:
    return parse(get_language() or "") or "en"
