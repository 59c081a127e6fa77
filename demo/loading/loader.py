"""The order of work: locales, accounts, snippets, uploads, outlines of all pages, then each page with its translation.

Each step is a transaction of its own and is left out where its object is there already, so a load may be interrupted
and run again. Outlines come first because items refer to items that come after them.
"""

from collections.abc import Callable, Iterable
from functools import partial
from uuid import UUID

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Locale, Page

from cms.content.languages import CODES, Language, other
from cms.content.pages import ContentPage

from . import accounts, assets, existing, pages, site, snippets, terms
from .errors import DemoError, MistakesError
from .source import Demo, Download, Drawing, Item, Snippet
from .texts.pairs import Pair
from .texts.references import References
from .texts.streams import Streams

# Called with the id of an item or snippet, its texts that are the same in both languages, and who says so.
Confirm = Callable[[UUID, set[str], AbstractUser], object]
Step = Callable[[], None]
# Wraps the list of steps, to show progress.
Track = Callable[[list[Step]], Iterable[Step]]


class Loader:
    """Loads a demo. `loaded` and `loaded_terms` are the ids of the items and terms that this run has completed."""

    def __init__(self, demo: Demo, confirm: Confirm) -> None:
        self.demo, self.confirm = demo, confirm
        self.loaded: list[UUID] = []
        self.loaded_terms: list[UUID] = []

    def run(self, track: Track = iter) -> None:
        """Loads what is not there yet.

        Raises MistakesError before anything is written if the demo has mistakes that show without the database, and
        DemoError, keeping what was loaded before, for others, such as an address that an editor's page has already.
        """
        found = existing.find(self.demo)
        there = (found.present - found.outlined) | found.deleted
        todo = [item for item in self.demo.items if item.key not in there]
        self.models = {item.key: pages.model_of(item) for item in self.demo.items}
        self._check(todo)
        self.references: References = found.references
        self.locales: dict[Language, Locale] = site.locales()
        self.user = accounts.ensure()
        if any(item.parent is None for item in todo):
            site.remove_welcome_page()
        steps = [*self._snippets(), *self._uploads()]
        steps += [partial(self._outline, item) for item in todo if item.key not in found.present]
        steps += [partial(self._complete, item) for item in todo]
        for step in track(steps):
            step()
        self._site()

    def _check(self, todo: list[Item]) -> None:
        """Reads all that is to be loaded, in both languages, and reports every item that has a mistake."""
        known, errors = References.before_loading(self.demo), terms.mistakes(self.demo.terms, self.demo.same)
        for item in todo:
            parent = self.models[item.parent] if item.parent else None
            try:
                for language in CODES:
                    pages.check(self.models[item.key], parent, Streams(item, language, known, self.demo.same))
            except DemoError as error:
                errors.append(error)
        if errors:
            raise MistakesError(errors)

    def _snippets(self) -> Iterable[Step]:
        here = self.references
        kinds = (
            (here.organisations, self.demo.organisations),
            (here.topics, self.demo.topics),
            (here.terms, self.demo.terms),
        )
        for kind, listed in kinds:
            there = {key for key, _language in kind}
            yield from (partial(self._snippet, snippet) for snippet in listed if snippet.key not in there)

    def _snippet(self, snippet: Snippet) -> None:
        here = self.references
        into = {"topic": here.topics, "term": here.terms}.get(snippet.kind, here.organisations)
        confirm = partial(self._confirm, snippet.id)
        into.update(snippets.create(snippet, self.locales, self.user, confirm))
        if snippet.kind == "term":
            self.loaded_terms.append(snippet.id)

    def _uploads(self) -> Iterable[Step]:
        for download in self.demo.downloads:
            if (download.key, download.language) not in self.references.files:
                yield partial(self._file, download)
        for drawing in self.demo.drawings:
            if drawing.key not in self.references.pictures:
                yield partial(self._picture, drawing)

    def _file(self, download: Download) -> None:
        self.references.files[download.key, download.language] = assets.upload_file(download, self.user)

    def _picture(self, drawing: Drawing) -> None:
        self.references.pictures[drawing.key] = assets.upload_picture(drawing, self.user)

    def _outline(self, item: Item) -> None:
        """Makes the item's two pages as drafts that have little more than a title."""
        model, target = self.models[item.key], other(item.source)
        try:
            with transaction.atomic():
                page = model(locale=self.locales[item.source], translation_key=item.id, owner=self.user, live=False)
                pages.outline(page, self._values(item, item.source))
                self._parent(item, item.source).add_child(instance=page)
                self._parent(item, target)
                translation = page.copy_for_translation(self.locales[target])
                pages.outline(translation, self._values(item, target))
                translation.save()
        except ValidationError as error:
            raise _refused(item, error) from error
        self.references.pages[item.key, item.source] = page.pk
        self.references.pages[item.key, target] = translation.pk

    def _parent(self, item: Item, language: Language) -> Page:
        if item.parent is None:
            return Page.get_first_root_node()
        pk = self.references.pages.get((item.parent, language))
        if pk is None:
            raise DemoError(item.file, "parent", f"{item.parent} has no page in {language} any more")
        return Page.objects.get(pk=pk)

    @transaction.atomic
    def _complete(self, item: Item) -> None:
        """Publishes the item's source with all of its content, then its translation."""
        model, target = self.models[item.key], other(item.source)
        page = model.objects.get(pk=self.references.pages[item.key, item.source])
        pages.fill(page, self._values(item, item.source))
        try:
            page.save_revision(user=self.user).publish(user=self.user, skip_permission_checks=True)
        except ValidationError as error:
            raise _refused(item, error) from error
        wanted = model(locale=self.locales[target], translation_key=item.id)
        pages.fill(wanted, self._values(item, target))
        self._translate(item, model.objects.get(pk=page.pk), wanted)
        self.loaded.append(item.id)

    def _translate(self, item: Item, source: ContentPage, wanted: ContentPage) -> None:
        pair = Pair(source, wanted, wanted.locale, item.file)
        same = pair.write(self.user)
        # Strict, and published here rather than by wagtail-localize, which would do so after the transaction.
        translation, _created = pair.source.create_or_update_translation(
            wanted.locale, user=self.user, publish=False, fallback=False
        )
        if translation.slug != wanted.slug:
            path = f"slug.{wanted.locale.language_code}"
            raise DemoError(item.file, path, f"{wanted.slug} is another page's already")
        translation.get_latest_revision().publish(user=self.user, skip_permission_checks=True)
        self._confirm(item.id, same)

    def _values(self, item: Item, language: Language) -> Streams:
        return Streams(item, language, self.references, self.demo.same)

    def _confirm(self, subject: UUID, same: set[str]) -> None:
        if same:
            self.confirm(subject, same, self.user)

    def _site(self) -> None:
        home = next((item.key for item in self.demo.items if item.parent is None), None)
        pk = self.references.pages.get((home, "en")) if home else None
        if pk is not None:
            site.ensure_site(pk)


def _refused(item: Item, error: ValidationError) -> DemoError:
    problems = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    return DemoError(item.file, ", ".join(problems), " ".join(text for texts in problems.values() for text in texts))
