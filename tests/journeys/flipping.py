"""A process of its own that has pairs of pages in a planned release, and lets it go out and be undone, told to on its input.

Its only argument is how many pairs. Where a worker runs, that lets the release go out. Answers each line with a line of JSON:
the items and the page that they are below; then the moment planned, when the transaction had been committed (`time.time()`),
and the log's newest version.
"""

import sys
import time
from datetime import timedelta
from typing import Any

from .publisher import answer


def _place() -> Any:
    """A new home page, or a page below the one that there is."""
    from home.models import HomePage
    from tests.factories import content as make

    home = HomePage.objects.filter(locale__language_code="en").first()
    if home is None:
        return make.homes("en")[0]
    section = make.landing(home, "en", slug="released")
    make.translate(section)
    return make.fresh(section)


def main() -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.utils import timezone

    from cms.publication.changelog.log import newest
    from cms.publication.models import ReleaseSet
    from cms.publication.release_sets.flips import plan, rehearse, release_due, revert
    from cms.publication.release_sets.set_members import add_items
    from tests.factories import content as make

    place = _place()
    pages = [make.landing(place, "en", title="English: one.") for _ in range(int(sys.argv[1]))]
    for page in pages:
        make.translate(page)
    release_set = ReleaseSet.objects.create(name="Journey")
    add_items(release_set, {page.translation_key for page in pages})
    for page in pages:
        make.publish(page, title="English: two.")
        make.translate(page)
    seconds = rehearse(release_set)
    items = [str(page.translation_key) for page in pages]
    answer({"item": str(place.translation_key), "items": items, "seconds": seconds, "version": newest()})
    for line in sys.stdin:
        moment = timezone.now()
        if line.strip() == "release":
            moment = timezone.now() + timedelta(seconds=seconds * 2 + 2)
            plan(release_set, moment, None)
            time.sleep(1)
            while release_set.is_open:
                if settings.WORKS_IN_PROCESS:
                    release_due(lambda: None)
                time.sleep(0.01)
                release_set.refresh_from_db()
        else:
            revert(release_set, None)
        at = time.time()
        answer({"at": at, "planned": moment.timestamp(), "version": newest()})


if __name__ == "__main__":
    main()
