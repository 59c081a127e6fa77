"""What is tried: forms of a term, a synonym, other words of a page. It becomes what queries are then understood by."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from time import monotonic
from typing import Final
from uuid import UUID

from django.utils import timezone

from cms.content.languages import CODES, Language
from cms.publication.collation import title_key
from cms.publication.models import Edition
from cms.publication.queries import list_queries

from .. import engines
from ..analysis import Analyser, Meaning
from ..analysis.concepts import term_key
from ..engines.documents import IndexDocument
from ..engines.sqlite.engine import SqliteEngine
from ..indexing.analysers import forms_of, meanings, surface_keys
from ..indexing.document_builder import build_documents
from ..indexing.payload_texts import PayloadTexts
from ..indexing.term_forms import public_forms
from ..querying.request_builder import SearchBasis, current_basis
from .overlay_engine import OverlayEngine

# Seconds in which the documents of what would change have to be made: a page takes some hundredths of one.
TIME: Final = 8.0
_BATCH: Final = 20


class TooManyPages(Exception):
    """The documents of so many pages would change that there is no time to make them."""

    def __init__(self, pages: int) -> None:
        super().__init__(pages)
        self.pages = pages


@dataclass(frozen=True, slots=True)
class TriedTerm:
    """Forms by language that a public term would also have; of a new term where `item` names none."""

    forms: Mapping[str, Sequence[str]]
    item: UUID | None = None


@dataclass(frozen=True, slots=True)
class TriedTexts:
    """What an item would be called in a language, say in its summary, or have as one more heading. What is empty stays."""

    item: UUID
    language: Language
    title: str = ""
    summary: str = ""
    heading: str = ""

    def items(self) -> set[UUID]:
        """Itself, and where its title is another those that stand below it: they are labelled with it."""
        below = Edition.objects.filter(parent=self.item, language=self.language).values_list("item", flat=True)
        return {self.item, *(below if self.title else ())}

    def present_title(self) -> str:
        """What readers know it by; empty where they do not see it."""
        card = list_queries.cards([self.item], self.language).by_item.get(self.item)
        return card.title if card else ""


class _Revision:
    """Changes the texts of editions, and the documents that are made of them."""

    def __init__(self, tried: TriedTexts) -> None:
        self._tried, self._present_title = tried, tried.present_title()

    def revise(self, item: UUID, language: Language, texts: PayloadTexts) -> None:
        """See document_builder.Revision."""
        tried = self._tried
        if (item, language) == (tried.item, tried.language):
            texts.title = tried.title or texts.title
            texts.summary = [tried.summary] if tried.summary else texts.summary
            texts.headings += [tried.heading] if tried.heading else []
        elif language == tried.language and tried.title and texts.labels[-1:] == [self._present_title]:
            texts.labels[-1] = tried.title

    def revised(self, document: IndexDocument) -> IndexDocument:
        """The document, with what it is sorted by."""
        tried = self._tried
        if (document.item, document.language) != (tried.item, tried.language):
            return document
        key = title_key(tried.title, tried.language) if tried.title else document.title_key
        return replace(document, title=tried.title or document.title, title_key=key, updated_at=timezone.now())


@dataclass(frozen=True, slots=True)
class TriedChange:
    """All that is tried at once."""

    term: TriedTerm | None = None
    synonym: Meaning | None = None
    texts: TriedTexts | None = None

    def basis(self) -> SearchBasis:
        """What queries would be understood by. Raises TooManyPages and Unavailable."""
        deadline = monotonic() + TIME
        analysers = self._analysers() if self.term or self.synonym else current_basis().analysers
        items = sorted(self._items())
        if not items:
            return SearchBasis(engines.engine(), analysers)
        revision = _Revision(self.texts) if self.texts else None
        before, after = list[IndexDocument](), list[IndexDocument]()
        for start in range(0, len(items), _BATCH):
            if monotonic() > deadline:
                raise TooManyPages(len(items))
            batch = items[start : start + _BATCH]
            before += build_documents(batch, 0)
            made = build_documents(batch, 0, analysers=analysers, revise=revision.revise if revision else None)
            after += map(revision.revised, made) if revision else made
        overlay = OverlayEngine(engines.engine(), items, _in_memory(before), _in_memory(after))
        return SearchBasis(overlay, analysers)

    def _items(self) -> set[UUID]:
        """All whose documents would be others."""
        forms = forms_of(self.term.forms) if self.term else []
        meant = self.synonym.meant if self.synonym else ()
        return items_with([*forms, *meant]) | (self.texts.items() if self.texts else set())

    def _analysers(self) -> dict[Language, Analyser]:
        """The analysers that also know what is tried. The forms of a term join its concept under the key that it has: what has
        only its present forms is then found as before, and no document of it need be made anew.
        """
        public = public_forms()
        joining: list[tuple[str, list[str]]] = []
        if self.term:
            tried = forms_of(self.term.forms)
            joining.append((term_key(forms_of(public.get(str(self.term.item), {})) or tried), tried))
        terms = list(map(forms_of, public.values()))
        synonyms = [*meanings(), *([self.synonym] if self.synonym else [])]
        return {code: Analyser(code, terms, synonyms, joining) for code in CODES}


def items_with(forms: Iterable[str]) -> set[UUID]:
    """The items in whose texts any of the forms may stand: those that have all its words, in either language."""
    return {item for form in forms for language in CODES for item in _items_with(form, language)}


def _items_with(form: str, language: Language) -> set[UUID]:
    found: set[UUID] | None = None
    for word in form.split():
        keys = surface_keys([word], language)
        if keys and found != set():
            having = set(engines.engine().items_with(language, keys))
            found = having if found is None else found & having
    return found or set()


def _in_memory(documents: Iterable[IndexDocument]) -> SqliteEngine:
    engine = SqliteEngine(":memory:")
    with engine.build("trial") as build:
        build.write(documents)
        build.commit()
    return engine
