"""The editors' synonyms as the indexer keeps them. It knows no analysis: who only asks whether any has changed needs none."""

from cms.publication.changelog.consumers import Checkpoint

from ..models import Synonym
from .term_forms import TermForms


def meant_forms() -> TermForms:
    """What the synonyms are meant to find, as forms of terms: it changes documents, and what is typed for it does not."""
    meant = (sorted(set(one.meant)) for one in Synonym.objects.all())
    return {"\n".join(forms): {"": forms} for forms in meant}


def synonyms_differ(checkpoint: Checkpoint) -> bool:
    """Whether the index does not know the synonyms as they are."""
    known: TermForms = checkpoint.state.get("synonyms", {})
    return meant_forms() != known
