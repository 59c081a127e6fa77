"""What keeps a page from being an edition of its language, in words an editor can act on."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EXPLANATIONS: dict[str, str | Promise] = {
    "alias": _("This page is an alias: it shows the other language's words under this language's address."),
    "same_text": _("The text is the same as in the other language. Translate it, or confirm that it is right in both."),
    "untranslated": _("This text has no translation yet."),
    "wrong_language": _(
        "The text seems to be in the other language. Write it in this language, or confirm that it is right as it is."
    ),
    "same_address": _(
        "The address is the same as in the other language. Replace it, or confirm that it is right in both."
    ),
    "empty": _("This is empty here but not in the other language."),
    "file_language": _("The file is not in this language."),
    "file_words": _(
        "The file's words seem not to be in the language that it is said to be in. Choose the right file, correct its "
        "language, or confirm that it is right as it is."
    ),
    "picture_language": _("The picture has words in it that are not in this language."),
    "picture_unsaid": _("Nobody has said yet whether there are words in the picture, and in which language."),
    "file_missing": _("The file has been deleted."),
    "picture_missing": _("The picture has been deleted."),
    "flowchart_broken": _(
        "The flowchart cannot be followed as it is. Open the page in the language it was written in, correct the step that "
        "is named here, and publish it again."
    ),
    "alt_text": _("The picture has no alternative text and is not marked as decoration."),
    "captions_missing": _("The video has no captions."),
    "captions_language": _("The video's captions are not in this language."),
    "captions_broken": _(
        "The video's captions are not valid WebVTT. The file's own page in the admin says what is wrong."
    ),
    "captions_private": _("The video's captions are in a collection that the public may not see."),
    "transcript_missing": _("The video has no transcript."),
    "term_missing": _("The term does not exist in this language yet."),
    "same_definition": _("The definition is the same as in the other language. Translate it."),
    "snippet_missing": _("This organisation or topic does not exist in this language yet."),
    "snippet_incomplete": _("This organisation or topic is not completely translated."),
}
# What somebody may confirm, and what is said by it.
_RIGHT_IN_BOTH, _RIGHT_AS_IT_IS = _("It is right in both languages"), _("It is right as it is")
_CONFIRMATIONS: dict[str, str | Promise] = {
    "same_text": _RIGHT_IN_BOTH,
    "same_address": _RIGHT_IN_BOTH,
    "untranslated": _RIGHT_IN_BOTH,
    "wrong_language": _RIGHT_AS_IT_IS,
    "file_words": _RIGHT_AS_IT_IS,
}


@dataclass(frozen=True)
class Gap:
    """One thing that is missing: its kind, where it is (a path such as `body.<id>.text`) and the text concerned."""

    kind: str
    path: str
    text: str = ""

    @property
    def explanation(self) -> str:
        """What is wrong, in the language of the screen."""
        return str(EXPLANATIONS[self.kind])

    @property
    def confirmation(self) -> str:
        """What somebody says who confirms it, in the language of the screen."""
        return str(_CONFIRMATIONS[self.kind])

    @property
    def confirmable(self) -> bool:
        """Whether somebody may say that it is right as it is."""
        return self.kind in _CONFIRMATIONS
