"""Where items are public: where languages go together their slugs go out with the rest, and so do those of pages above."""

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from cms.content.declaration.registry import type_of
from cms.content.languages import Language
from cms.content.pages import public_path

from ..reconciliation.item_pages import Ancestor, ItemPages
from .planning import Planner, ReleasePlan
from .policies import Policy, policy_of

EditionKey = tuple[UUID, Language]


class Places:
    """The public addresses of pages and of what is above them. Who has not been released stands where its page does.

    `above` are the items above whose slugs go out with them; `plans` and `slugs` are what goes out in the same run, of these
    items and of others.
    """

    def __init__(
        self,
        above: Collection[UUID],
        planner: Planner,
        plans: Mapping[UUID, ReleasePlan],
        slugs: Mapping[EditionKey, str],
    ) -> None:
        planned = {
            (item, language): one.slug for item, plan in plans.items() for language, one in plan.versions.items()
        }
        going = {*plans, *(item for item, _ in slugs)}
        released = {
            (item, language): one.slug
            for item in above
            if item not in going and (last := planner.last(item)) is not None
            for language, one in last.versions.items()
        }
        self._slugs: dict[EditionKey, str] = {**released, **slugs, **planned}

    def path(self, pages: ItemPages, language: Language) -> str:
        """The public path of an item's page, which is below a home page."""
        page = pages.rows[language]
        above, path = pages.above[language], public_path(page) or ""
        own = Ancestor(pages.item, language, path, page.slug, kind.name if (kind := type_of(page)) else "")
        return self._with_released([*above, own], path)

    def above(self, pages: ItemPages, language: Language) -> tuple[Ancestor, ...]:
        """What is above an item's page, with its public paths."""
        above = pages.above[language]
        return tuple(
            one._replace(path=self._with_released(above[: number + 1], one.path)) for number, one in enumerate(above)
        )

    def _with_released(self, down: Iterable[Ancestor], path: str) -> str:
        """A path with the slugs that are public; readers never see the home page's."""
        steps = path.strip("/").split("/")
        for number, one in enumerate(down):
            slug = self._slugs.get((one.item, one.language), one.slug)
            if number and slug != one.slug and _goes_out(one):
                steps[number] = unicodedata.normalize("NFC", slug)
        return f"/{'/'.join(steps)}/"


def items_above(read: Iterable[ItemPages]) -> set[UUID]:
    """The items above others whose slugs go out with them."""
    return {one.item for item in read for steps in item.above.values() for one in steps if _goes_out(one)}


def _goes_out(one: Ancestor) -> bool:
    """Whether its slug goes out with the rest of a version; otherwise it is public as soon as it is published."""
    return policy_of(one.type) is Policy.TOGETHER
