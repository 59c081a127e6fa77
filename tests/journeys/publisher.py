"""A process of its own that publishes and takes down an item in both languages, told to on its standard input.

Answers each line with a line of JSON: the item's id, or when the transaction had been committed (`time.time()`).
"""

import json
import sys
import time


def main() -> None:
    import django

    django.setup()
    from django.db import transaction

    from cms.publication.releases.instructions import say_same
    from tests.factories import content as make

    home, twin = make.homes("en")
    answer({"item": str(home.translation_key)})
    for line in sys.stdin:
        with transaction.atomic():
            for page in (home, twin):
                page.refresh_from_db()
                if line.strip() == "take down":
                    page.unpublish()
                else:
                    make.publish(page, summary=f"{make.words(page.locale.language_code)} {line.strip()}")
            if line.strip() != "take down":
                say_same(home.translation_key, None)
        answer({"at": time.time()})


def answer(value: object) -> None:
    sys.stdout.write(f"{json.dumps(value)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
