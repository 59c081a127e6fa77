"""The two languages, always as codes in data. Neither is the default; either may be written first."""

from typing import Final, Literal, get_args

from django.utils.translation import gettext_lazy as _

Language = Literal["cy", "en"]

CODES: Final[tuple[Language, ...]] = get_args(Language)
NAMES: Final[dict[Language, str]] = {"cy": "Cymraeg", "en": "English"}
# A file or picture says which language its words are in: one of the two, both, or (a picture only) no words at all.
BILINGUAL: Final = "mul"
WORDLESS: Final = "zxx"

# By their names in the language of the screen.
LANGUAGE_CHOICES = [("cy", _("Welsh")), ("en", _("English"))]
FILE_LANGUAGES = [*LANGUAGE_CHOICES, (BILINGUAL, _("Both, side by side"))]
PICTURE_LANGUAGES = [(WORDLESS, _("No words in the picture")), *FILE_LANGUAGES]


def other(language: Language) -> Language:
    """The other language: `en` for `cy`, `cy` for `en`."""
    return "en" if language == "cy" else "cy"


def parse(tag: str) -> Language | None:
    """The language of a BCP 47 tag in any case (`cy`, `cy-GB`, `EN`), or None for any other."""
    primary = tag.strip().lower().split("-", 1)[0]
    return next((code for code in CODES if code == primary), None)


def serves(declared: str, language: Language) -> bool:
    """Whether a file or picture declared as `declared` may be shown to a reader of `language`."""
    return declared in {language, BILINGUAL, WORDLESS}
