"""The words around previews, in both languages. Data, since partners see some of them too."""

from typing import Final

from cms.content.languages import CODES, Language
from cms.content.vocabularies import Label

_LABELS: Final[dict[str, Label]] = {
    "title": Label("Rhagolwg", "Preview"),
    "for_whom": Label("Rhannwyd â:", "Shared with:"),
    "until": Label("Ar gael tan:", "Available until:"),
    "pinned": Label(
        "Mae'r rhagolwg yn dangos y fersiwn a oedd yno pan gafodd ei rannu.",
        "The preview shows the version that was there when it was shared.",
    ),
    "following": Label(
        "Mae'r rhagolwg yn dilyn yr hyn a ysgrifennir.", "The preview follows what is written."
    ),
    "not_public": Label(
        "Nid yw'r hyn a ddangosir yma yn gyhoeddus. Peidiwch â'i gyhoeddi na'i rannu ymhellach.",
        "What is shown here is not public. Do not publish it or share it further.",
    ),
    "all_public": Label("Mae'r hyn a ddangosir yma yn gyhoeddus eisoes.", "What is shown here is public already."),
    "items": Label("Tudalennau", "Pages"),
    "width": Label("Lled", "Width"),
    "desktop": Label("Cyfrifiadur", "Desktop"),
    "phone": Label("Ffôn", "Phone"),
    "as": Label("Ar ffurf", "As"),
    "page": Label("Tudalen", "Page"),
    "paper": Label("Papur", "Paper"),
    "pdf": Label("PDF", "PDF"),
    "json": Label("JSON", "JSON"),
    "opens": Label("Agor ar ei phen ei hun", "Open by itself"),
    "draft": Label("Drafft", "Draft"),
    "held": Label("Wedi'i chyhoeddi yma, ond heb fod yn gyhoeddus eto", "Published by an editor, and not public yet"),
    "release": Label("Fel y byddai ar ôl cyhoeddi'r pecyn hwn", "As it would be after this release"),
    "public": Label("Cyhoeddus eisoes", "Public already"),
    "incomplete_cy": Label(
        "Nid yw'r dudalen hon yn gyfan gwbl yn Gymraeg eto. Beth sy'n weddill:",
        "This page is not wholly in Welsh yet. What is left:",
    ),
    "incomplete_en": Label(
        "Nid yw'r dudalen hon yn gyfan gwbl yn Saesneg eto. Beth sy'n weddill:",
        "This page is not wholly in English yet. What is left:",
    ),
    "nothing_cy": Label("Nid oes dim i'w ddangos yn Gymraeg.", "There is nothing to show in Welsh."),
    "nothing_en": Label("Nid oes dim i'w ddangos yn Saesneg.", "There is nothing to show in English."),
    "unmade_cy": Label(
        "Ni ellir dangos y dudalen Gymraeg eto: mae rhywbeth y mae'n rhaid ei gael ar goll.",
        "The Welsh page cannot be shown yet: something that it must have is missing.",
    ),
    "unmade_en": Label(
        "Ni ellir dangos y dudalen Saesneg eto: mae rhywbeth y mae'n rhaid ei gael ar goll.",
        "The English page cannot be shown yet: something that it must have is missing.",
    ),
    "empty": Label("Nid oes dim i'w ddangos.", "There is nothing to show."),
    "refused": Label("Ni ellir dangos y rhagolwg", "The preview cannot be shown"),
    "ask_again": Label(
        "Gofynnwch am ddolen newydd gan bwy bynnag a rannodd hon.", "Ask whoever shared this link for a new one."
    ),
}  # fmt: skip
PREVIEW_WORDS: Final[dict[Language, dict[str, str]]] = {
    code: {name: label.text(code) for name, label in _LABELS.items()} for code in CODES
}
