"""The addresses below the page of keys, in both languages."""

from typing import Final

from cms.content.languages import Language
from cms.content.vocabularies import Label

from ..portal_pages import PAGES
from .mailed_links import ENTER

BELOW_KEYS: Final = {
    "ask": Label("gofyn", "ask"),
    "enter": ENTER,
    "issue": Label("rhoi", "issue"),
    "revoke": Label("diddymu", "revoke"),
    "contract": Label("contract", "contract"),
    "deliveries": Label("danfoniadau", "deliveries"),
    "leave": Label("allgofnodi", "log-out"),
    "leave_all": Label("allgofnodi-ym-mhobman", "log-out-everywhere"),
}


def path_to(name: str, language: Language) -> str:
    """The path of the page of keys, or of what is below it."""
    below = BELOW_KEYS.get(name)
    keys = PAGES["keys"].address(language)
    return f"{keys}{below.text(language)}/" if below else keys
