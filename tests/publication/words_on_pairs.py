"""What editors said of the two languages of items, by the texts of their versions: what readers may see follows from it.

Every version has a text of its own, the same in its title and in its summary: so a mixture shows in any outlet.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from uuid import UUID

from cms.content.languages import CODES, Language, other
from cms.publication.models import Edition
from tests.factories.content import MARKS

Texts = dict[Language, str]
# By item, then by language.
Shown = dict[UUID, dict[Language, Edition]]


def texts_of(rows: Mapping[Language, Edition]) -> Texts:
    """The texts that readers see of an item."""
    return {language: row.title for language, row in rows.items()}


class WordsOnPairs:
    """`agreed` are the texts (Welsh, English) that say the same, by item; `alone` are those that are public without the other
    language, with the hours left; `left` are languages that were taken down by themselves.
    """

    def __init__(self) -> None:
        self.agreed: dict[UUID, set[tuple[str, str]]] = {}
        self.minor: dict[str, set[str]] = {}
        self.alone: dict[str, int] = {}
        self.left: set[tuple[UUID, Language]] = set()
        # Texts that somebody said are right in both languages.
        self.same_in_both: set[tuple[UUID, str]] = set()
        # Texts that were live for editors at some time: all others are drafts.
        self.published: set[str] = set()
        # What was public of each item, in order.
        self.history: dict[UUID, list[Texts]] = {}
        # What readers are told of an item in a language that is gone, or withdrawn.
        self.gone: dict[tuple[UUID, Language], str] = {}
        self.withdrawn: dict[UUID, Texts] = {}

    def agree(self, item: UUID, cy: str, en: str) -> None:
        """The two texts say the same."""
        self.agreed.setdefault(item, set()).add((cy, en))

    def time_passes(self, hours: int) -> None:
        """Who is alone is so for as many hours less."""
        self.alone = {text: left - hours for text, left in self.alone.items() if left > hours}

    def say_the_same(self, item: UUID, texts: Texts) -> bool:
        """Whether the texts were said to, or were before minor changes."""
        good = {language: set(self._as_good_as(text)) for language, text in texts.items()}
        return any(cy in good["cy"] and en in good["en"] for cy, en in self.agreed.get(item, ()))

    def _as_good_as(self, text: str) -> Iterator[str]:
        waiting, met = [text], set[str]()
        while waiting:
            text = waiting.pop()
            if text not in met:
                met.add(text)
                yield text
                waiting += self.minor.get(text, ())

    def check(self, shown: Shown, kept_in_sets: Collection[UUID]) -> None:
        """Nothing is public but by what was said. `kept_in_sets` are the items that wait for a set."""
        for item, rows in shown.items():
            texts = texts_of(rows)
            self._check_texts(item, rows)
            if len(texts) < len(CODES):
                (language,) = texts
                alone = (item, other(language)) in self.left or texts[language] in self.alone
                assert alone, f"{texts} is public without the other language"
            elif not self.say_the_same(item, texts):
                assert self.alone.keys() & set(texts.values()), f"{texts} do not say the same"
                assert "stale" in {row.translation_status for row in rows.values()}
            if item in kept_in_sets and not self._was_public(item, texts):
                assert self.alone.keys() & set(texts.values()), f"{texts} went out without its set"
            for row in rows.values():
                above = shown.get(row.parent or row.item, {}).get(row.lang, row)
                assert row.path.startswith(above.path)
        self._remember(shown)

    def _check_texts(self, item: UUID, rows: Mapping[Language, Edition]) -> None:
        """Each is whole, in its language and no draft; and withdrawn in both languages or in neither."""
        for language, row in rows.items():
            assert row.title == row.summary, f"{row.title} and {row.summary} are of two versions"
            assert row.title in self.published, f"{row.title} is a draft"
            in_language = row.title.startswith(MARKS[language]) or (item, row.title) in self.same_in_both
            assert in_language, f"{row.title} is public as {language}"
            told = (row.content or {}).get("withdrawn", {}).get("notice")
            assert told == self.withdrawn.get(item, {}).get(language), f"{row.title} is withdrawn: {told}"

    def _was_public(self, item: UUID, texts: Texts) -> bool:
        return any(texts.items() <= earlier.items() for earlier in self.history.get(item, ()))

    def _remember(self, shown: Shown) -> None:
        for item, rows in shown.items():
            history = self.history.setdefault(item, [])
            if not history or history[-1] != texts_of(rows):
                history.append(texts_of(rows))
            for language in rows:
                self.gone.pop((item, language), None)

    def check_flip(self, items: Iterable[UUID], live: Mapping[UUID, Texts], after: Mapping[UUID, Texts]) -> None:
        """All of a set went out in both languages, as it was live."""
        for item in items:
            assert after.get(item) == live[item], f"{after.get(item)} went out with a set in place of {live[item]}"
            assert len(after[item]) == len(CODES)

    def check_undone(self, items: Iterable[UUID], after: Mapping[UUID, Texts]) -> None:
        """All of a set that was undone is as it was once before, or not public."""
        for item in items:
            texts = after.get(item, {})
            assert not texts or texts in self.history[item][:-1], f"{texts} is no undoing"
            if len(texts) == 1:
                self.left.add((item, other(next(iter(texts)))))
