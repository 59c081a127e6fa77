"""To whom the content is owed, as sentences to paste: made of what public editions say."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils import timezone

from cms.content.languages import CODES, Language
from cms.content.vocabularies import LICENCE_ADDRESSES, LICENCES
from cms.content.words.english_article import with_article
from cms.content.words.mutations import softened
from cms.publication.queries.generation_cache import GenerationCache
from cms.publication.queries.item_queries import generation
from cms.publication.queries.list_queries import attributions_in_use
from cms.publication.queries.query_types import AttributionCount, first_end

# First words of organisations' names that change after `gan`; other names are left as they are.
_CHANGES: Final = frozenset({
    "awdurdod", "bwrdd", "canolfan", "comisiwn", "cydbwyllgor", "cyngor", "cymdeithas", "grŵp", "gwasanaeth", "gwasanaethau",
    "llywodraeth", "mabwysiadu", "maethu", "partneriaeth", "plant", "prifysgol", "rhwydwaith", "tîm", "ymddiriedolaeth",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class PastedAttribution:
    """A sentence in a language, the licence and its address (empty where there is none), and of how many items that holds,
    until the first of them expires.
    """

    language: Language
    sentence: str
    licence: str
    licence_address: str
    count: int
    until: datetime | None

    @property
    def html(self) -> str:
        """What is pasted into a page."""
        licence = self.licence
        if self.licence_address:
            licence = f'<a href="{self.licence_address}" rel="license">{licence}</a>'
        return f'<p lang="{self.language}">{f"{self.sentence} {licence}".strip()}.</p>'


_known: Final = GenerationCache[str, tuple[PastedAttribution, ...]]()


def attributions(language: Language) -> tuple[PastedAttribution, ...]:
    """Those in use in both languages, that of the page first."""
    return _known.get(language, generation(), lambda: _found(language), _hold)


def _hold(made: tuple[PastedAttribution, ...]) -> bool:
    end = first_end(made)
    return end is None or end > timezone.now()


def _found(first: Language) -> tuple[PastedAttribution, ...]:
    in_order = sorted(CODES, key=lambda code: code != first)
    return tuple(_pasted(one, code) for code in in_order for one in attributions_in_use(code))


def _pasted(one: AttributionCount, language: Language) -> PastedAttribution:
    return PastedAttribution(
        language, sentence(one.publisher, one.commissioner, language), LICENCES[one.licence].text(language),
        LICENCE_ADDRESSES.get(one.licence, ""), one.count, one.until,
    )  # fmt: skip


def sentence(publisher: str, commissioner: str, language: Language) -> str:
    """`Produced by … on behalf of ….`; without whoever is not said, or is the same."""
    for_another = commissioner if commissioner != publisher else ""
    if language == "cy":
        by, behalf = f" gan {_after_gan(publisher)}", f" ar ran {_within(for_another)}"
        start = "Cynhyrchwyd"
    else:
        by, behalf = f" by {with_article(publisher)}", f" on behalf of {with_article(for_another)}"
        start = "Produced"
    made = f"{start}{by if publisher else ''}{behalf if for_another else ''}."
    return made if publisher or for_another else ""


def _after_gan(name: str) -> str:
    changes = name.split(" ", maxsplit=1)[0].lower() in _CHANGES
    return softened(name) if changes else _within(name)


def _within(name: str) -> str:
    """A name within a sentence: the article begins with a small letter."""
    return f"y{name[1:]}" if name.startswith(("Y ", "Yr ")) else name
