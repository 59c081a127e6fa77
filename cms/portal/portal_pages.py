"""The pages for partners: their addresses and titles in both languages, and what they have in common."""

from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings

from cms.content.languages import NAMES, Language, other
from cms.content.vocabularies import Label
from cms.reading.item_page import shared_context

ROOT: Final = Label("/partneriaid/", "/partners/")


@dataclass(frozen=True, slots=True)
class PortalPage:
    """One page. `slug` is the last part of its address, empty for the first one."""

    name: str
    slug: Label
    title: Label

    def address(self, language: Language) -> str:
        """Its path."""
        slug = self.slug.text(language)
        return f"{ROOT.text(language)}{slug}/" if slug else ROOT.text(language)


_PAGES: Final = (
    PortalPage("start", Label("", ""), Label("Defnyddio ein cynnwys ar eich gwefan", "Use our content on your site")),
    PortalPage("keys", Label("allweddi", "keys"), Label("Eich allweddi", "Your keys")),
    PortalPage("welsh", Label("cymraeg", "welsh"), Label(
        "Dangoswch ein Cymraeg lle rydych yn dangos ein Saesneg", "Show our Welsh where you show our English"
    )),
    PortalPage("attribution", Label("priodoli", "attribution"), Label("Trwydded a phriodoli", "Licence and attribution")),
    PortalPage("changes", Label("newidiadau", "changes"), Label("Beth sydd wedi newid", "What has changed")),
    PortalPage("limits", Label("terfynau", "limits"), Label("Terfynau", "Limits")),
    PortalPage("versions", Label("fersiynau", "versions"), Label("Fersiynau'r API", "Versions of the API")),
    PortalPage("terms", Label("telerau", "terms"), Label("Telerau defnyddio", "Terms of use")),
    PortalPage("status", Label("statws", "status"), Label("Statws y gwasanaeth", "Status of the service")),
    PortalPage("contact", Label("cysylltu", "contact"), Label("Cysylltu â ni", "Contact us")),
)  # fmt: skip
PAGES: Final = {page.name: page for page in _PAGES}
_WORDS: Final = {"for_partners": Label("I bartneriaid", "For partners")}


def portal_context(page: PortalPage, language: Language) -> dict[str, Any]:
    """What every page is given: the words of reading pages, the way to its twin, and the ways to the other pages."""
    twin = other(language)
    to_other = {"language": twin, "name": NAMES[twin], "address": page.address(twin)}
    return {
        **shared_context(language, page.title.text(language), to_other),
        "api": settings.API_URL,
        "for_partners": _WORDS["for_partners"].text(language),
        "contact_address": settings.PARTNERS_EMAIL,
        "ways": [(one.address(language), one.title.text(language), one is page) for one in _PAGES],
        "at": {name: one.address(language) for name, one in PAGES.items()},
    }
