"""What findings are called, and what an editor is told to do about each, in the language of the screen."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..checking.finding import Finding, Kind
from ..models import TextFinding

KIND_NAMES: Final[dict[Kind, Promise]] = {
    "language": _("Language"),
    "numbers": _("Numbers"),
    "dates": _("Dates and days"),
    "phones": _("Telephone numbers"),
    "web": _("Web addresses"),
    "emails": _("E-mail addresses"),
    "links": _("Links"),
    "doubled": _("Doubled words"),
    "ending": _("Punctuation at the end"),
    "brackets": _("Brackets"),
    "quotes": _("Quotation marks"),
    "spacing": _("Spaces and signs"),
    "terms": _("Terms of the glossary"),
    "spelling": _("Spelling"),
    "mutations": _("Mutations"),
}
_DIFFERS: Final = _("“%(found)s” stands here where the original has “%(wanted)s”. Check which is right.")
_MISSING: Final = _("The original has “%(wanted)s” and this text does not. Put it in.")
_ADDED: Final = _("“%(found)s” is not in the original. Check that it belongs here.")
_BESIDE: Final[Mapping[str, Promise]] = {"differs": _DIFFERS, "missing": _MISSING, "added": _ADDED}
_SAID: Final[dict[Kind, Mapping[str, Promise]]] = {
    "language": {
        "other": _(
            "This text is in the other language, and keeps the page from readers. Translate it, or confirm in Public editions "
            "that it is right."
        )
    },
    "numbers": _BESIDE,
    "dates": _BESIDE,
    "phones": _BESIDE,
    "emails": _BESIDE,
    "web": {
        **_BESIDE,
        "other_language": _("“%(found)s” leads to a page in the other language. Give its address in this language."),
    },
    "links": {
        "missing": _("Links that the original has and that are lost here: %(found)s. Put them in."),
        "added": _("Links that the original does not have: %(found)s. Check that they belong here."),
    },
    "doubled": {
        "twice": _("A word stands twice: “%(found)s”. Take one out."),
        "articles": _("“%(found)s” cannot stand side by side. Take one of them out."),
    },
    "ending": {
        "differs": _("It ends with “%(found)s”, and the original with “%(wanted)s”."),
        "missing": _("The original ends with “%(wanted)s”. Put it in."),
        "added": _("It ends with “%(found)s”, and the original does not. Take it out."),
    },
    "brackets": {
        "not_closed": _("A bracket is opened and not closed. Put in “%(wanted)s”."),
        "not_opened": _("A bracket is closed and not opened. Put in “%(wanted)s”."),
    },
    "quotes": {
        "unpaired": _("A quotation mark has no other to match it. Put in the one that is missing."),
        "mixed": _("Straight and curly quotation marks stand in one text. Use %(wanted)s."),
    },
    "spacing": {
        "double": _("There are two spaces where there should be one. Take one out."),
        "before": _("There is a space before a punctuation mark. Take it out."),
        "inside": _("There is a space inside a bracket or quotation mark. Take it out."),
        "after": _("There is no space after a punctuation mark. Put one in."),
        "repeated": _("A punctuation mark stands twice. Take one out."),
        "unseen": _("There is a sign here that nobody sees. Delete it, or type the words again."),
    },
    "terms": {"not_followed": _("The original has the term “%(found)s”. In the glossary it is “%(wanted)s” here.")},
    "spelling": {
        "likely": _("No dictionary has “%(found)s”. Did you mean: %(wanted)s?"),
        "unknown": _("No dictionary has “%(found)s”. Correct it, or add it to the known words."),
    },
    "mutations": {"differs": _("“%(found)s” should be “%(wanted)s”.")},
}


def kind_name(finding: Finding | TextFinding) -> str:
    """What its kind is called."""
    return str(KIND_NAMES[_kind(finding)])


def what_to_do(finding: Finding | TextFinding) -> str:
    """One or two sentences."""
    kind = _kind(finding)
    code = "likely" if kind == "spelling" and finding.wanted else finding.code
    return str(_SAID[kind][code]) % {"found": finding.found, "wanted": finding.wanted}


def _kind(finding: Finding | TextFinding) -> Kind:
    return next(kind for kind in KIND_NAMES if kind == finding.kind)
