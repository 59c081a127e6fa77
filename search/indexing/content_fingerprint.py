"""Of all that documents are made by: an index of documents that were made otherwise is not this release's."""

from typing import Final

from ..analysis import FINGERPRINT
from ..highlighting import highlight_source
from . import document_builder

CONTENT_FINGERPRINT: Final = f"{FINGERPRINT} {document_builder.FORMAT} {highlight_source.FORMAT}"
