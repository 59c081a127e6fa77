"""What drf-spectacular is told. Plain data: settings import it before Django is ready."""

from typing import Any, Final

from cms.http.deprecations import CONTRACT_VERSION

DESCRIPTION: Final = """\
Public, read-only content of Sefydlogrwydd Cynnar Cymru / Welsh Early Permanence in Welsh (`cy`) and English (`en`).

The language in an address decides the language of the content: what is given as `cy` is Welsh. Any address also answers
HEAD. Entity tags, `If-None-Match` and `If-Modified-Since` save fetching again what has not changed. Every error is a
problem (RFC 9457) in the reader's language.

What a client must tolerate: members that it does not know, anywhere; codes that it does not know, where a list is given as
`x-extensible-enum` (codes and statuses of problems among them); types of item and of block that it does not know, of which
it passes over blocks, and shows of items what all items have. A list given as `enum` is closed.
"""

# Of the document that is checked in, which does not know where it is served from.
SERVERS: Final = [{"url": "/", "description": "This service"}]
REST_SPECTACULAR: Final[dict[str, Any]] = {
    "TITLE": "Sefydlogrwydd Cynnar Cymru / Welsh Early Permanence",
    "DESCRIPTION": DESCRIPTION,
    "VERSION": CONTRACT_VERSION,
    "OAS_VERSION": "3.1.1",
    "SERVERS": SERVERS,
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
