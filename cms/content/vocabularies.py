"""Closed lists with stable codes and labels in both languages: audiences, resource kinds, licences.

Labels are data that outlets serve in the reader's language, so both are kept here, side by side.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from django.utils.functional import lazy
from django.utils.translation import get_language

from .languages import Language


class Label(NamedTuple):
    """One code's label in each language."""

    cy: str
    en: str

    def text(self, language: Language) -> str:
        """The label in `language`."""
        return self.cy if language == "cy" else self.en


AUDIENCES: Final[dict[str, Label]] = {
    "adoption-social-workers": Label("Gweithwyr cymdeithasol mabwysiadu", "Adoption social workers"),
    "fostering-social-workers": Label("Gweithwyr cymdeithasol maethu", "Fostering social workers"),
    "childcare-social-workers": Label("Gweithwyr cymdeithasol gofal plant", "Childcare social workers"),
    "panel-members": Label("Aelodau panel", "Panel members"),
    "parents": Label("Rhieni", "Parents"),
    "parents-legal-representatives": Label("Cynrychiolwyr cyfreithiol rhieni", "Parents' legal representatives"),
    "referees": Label("Canolwyr", "Referees"),
    "prospective-adopters": Label("Darpar fabwysiadwyr", "Prospective adopters"),
    "carers": Label("Gofalwyr", "Carers"),
    "childrens-guardians": Label("Gwarcheidwaid plant (Cafcass Cymru)", "Children's guardians (Cafcass Cymru)"),
    "health-partners": Label("Partneriaid iechyd", "Health partners"),
    "education-partners": Label("Partneriaid addysg", "Education partners"),
}

KINDS: Final[dict[str, Label]] = {
    "flowchart": Label("Siart llif", "Flowchart"),
    "e-module": Label("E-fodiwl", "E-module"),
    "checklist": Label("Rhestr wirio", "Checklist"),
    "monitoring-tool": Label("Offeryn monitro", "Monitoring tool"),
    "report-template": Label("Templed adroddiad", "Report template"),
    "information-sheet": Label("Taflen wybodaeth", "Information sheet"),
    "framework-table": Label("Tabl fframwaith", "Framework table"),
    "video": Label("Fideo", "Video"),
}

# In which language something is, within a sentence.
IN_LANGUAGE: Final[dict[Language, Label]] = {
    "cy": Label("yn Gymraeg", "in Welsh"),
    "en": Label("yn Saesneg", "in English"),
}

LICENCES: Final[dict[str, Label]] = {
    "ogl-3.0": Label("Trwydded Agored y Llywodraeth 3.0", "Open Government Licence 3.0"),
    "cc-by-4.0": Label("Creative Commons BY 4.0", "Creative Commons BY 4.0"),
    "all-rights-reserved": Label("Cedwir pob hawl", "All rights reserved"),
}

LICENCE_ADDRESSES: Final[dict[str, str]] = {
    "ogl-3.0": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    "cc-by-4.0": "https://creativecommons.org/licenses/by/4.0/",
}


def _on_screen(label: Label) -> str:
    return label.cy if (get_language() or "").startswith("cy") else label.en


def choices(vocabulary: Mapping[str, Label]) -> list[tuple[str, str]]:
    """Form choices whose labels follow the language of the screen."""
    return [(code, _lazy_label(label)) for code, label in vocabulary.items()]


def _lazy_label(label: Label) -> str:
    result: str = lazy(_on_screen, str)(label)
    return result


__all__ = ["AUDIENCES", "IN_LANGUAGE", "KINDS", "LICENCES", "LICENCE_ADDRESSES", "Label", "choices"]
