"""What an editor does who releases one pair after the other, by every way there is."""

import random
from collections.abc import Callable
from typing import Any

from cms.publication.models import ReleaseSet
from cms.publication.notices.taking_down import NoticeWords, put_back, take_down, withdraw
from cms.publication.reconciliation.actions import release_as_same, release_minor
from cms.publication.release_sets.flips import release
from cms.publication.release_sets.set_members import add_items
from cms.publication.releases.instructions import RefusedError
from tests.factories import content as make

WORDS = NoticeWords("Mae canllaw newydd wedi cymryd ei le.", "A new guide has taken its place.")
AT_MOST_IN_A_SET = 4


class Editor:
    """Somebody with pages of their own, and some that all have; `released` counts pairs."""

    def __init__(self, number: int, section: Any, shared: list[Any]) -> None:
        self._chance = random.Random(number)
        self._section, self._shared, self._number = section, shared, number
        self._own: list[Any] = []
        self.released = 0

    def release(self) -> None:
        """Lets one pair out, or some as a set, in some way."""
        if len(self._own) < 2 or self._chance.random() < 0.25:
            self.write()
        else:
            self._chance.choice(self._ways())()

    def _ways(self) -> list[Callable[[], None]]:
        return [
            self.translate_again, self.say_the_same, self.say_minor, self.release_a_set, self.withdraw_or_put_back,
            self.take_down_and_publish, self.rename,
        ]  # fmt: skip

    def write(self) -> None:
        """A page is written and translated."""
        page = make.landing(make.fresh(self._section), "en", title=self._text("English:"))
        make.translate(page)
        self._own.append(page)
        self.released += 1

    def translate_again(self) -> None:
        """A new version is published, and held until it has been translated."""
        page = self._one(self._own)
        make.publish(page, title=self._text("English:"))
        make.translate(page)
        self.released += 1

    def say_the_same(self) -> None:
        """Both languages of a page that everybody edits are written by hand."""
        self._edit_both(self._one([*self._own, *self._shared]), "title")

    def rename(self) -> None:
        """A page has another address in both languages."""
        self._edit_both(self._one(self._own), "slug")

    def say_minor(self) -> None:
        """One language is corrected; the other needs no change."""
        page = self._one([*self._own, *self._shared])
        make.publish(page, summary=self._text("English:"))
        self._said(release_minor, page.translation_key, "en", None, with_texts=True)

    def release_a_set(self) -> None:
        """New versions of some pages go out in one commit."""
        pages = self._chance.sample(self._own, min(len(self._own), AT_MOST_IN_A_SET))
        made = ReleaseSet.objects.create(name=f"{self._number}: {self.released}")
        add_items(made, [page.translation_key for page in pages])
        for page in pages:
            make.publish(page, title=self._text("English:"))
            make.translate(page)
        release(made, None)
        self.released += len(pages)

    def withdraw_or_put_back(self) -> None:
        """A page can still be read, with a notice; or is in force again."""
        item = self._one(self._own).translation_key
        if not self._said(put_back, item, None):
            self._said(withdraw, item, WORDS, None)

    def take_down_and_publish(self) -> None:
        """A page is gone, with a reason; then it is published again."""
        page = self._one(self._own)
        self._said(take_down, page.translation_key, WORDS, None)
        self._edit_both(page, "title")

    def _edit_both(self, page: Any, name: str) -> None:
        for one in (page, *page.get_translations()):
            text = self._text(make.MARKS[one.locale.language_code])
            make.publish(one, **{name: text.lower().replace(": ", "-") if name == "slug" else text})
        self._said(release_as_same, page.translation_key, None)

    def _said(self, say: Any, *given: Any, **words: Any) -> bool:
        """Whether it was not refused, since it is so already."""
        try:
            say(*given, **words)
        except RefusedError:
            return False
        self.released += 1
        return True

    def _one(self, pages: list[Any]) -> Any:
        return self._chance.choice(pages)

    def _text(self, mark: str) -> str:
        return f"{mark} {self._number}-{self._chance.randrange(10**9)}"
