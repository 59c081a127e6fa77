"""What drf-spectacular is told. Plain data: settings import it before Django is ready."""

from typing import Any, Final

DESCRIPTION: Final = """\
Public, read-only content of Sefydlogrwydd Cynnar Cymru / Welsh Early Permanence in Welsh (`cy`) and English (`en`).

The language in an address decides the language of the content: what is given as `cy` is Welsh. Any address also answers
HEAD. Entity tags, `If-None-Match` and `If-Modified-Since` save fetching again what has not changed. Every error is a
problem (RFC 9457) in the reader's language.
"""

REST_SPECTACULAR: Final[dict[str, Any]] = {
    "TITLE": "Sefydlogrwydd Cynnar Cymru / Welsh Early Permanence",
    "DESCRIPTION": DESCRIPTION,
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "SERVERS": [{"url": "/", "description": "This service"}],
    "LICENSE": {
        "name": "Open Government Licence 3.0",
        "url": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    },
    "SCHEMA_COERCE_PATH_PK": False,
    "ENABLE_DJANGO_DEPLOY_CHECK": False,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "PREPROCESSING_HOOKS": [],
    "POSTPROCESSING_HOOKS": ["cms.rest.openapi.hooks.complete"],
}
