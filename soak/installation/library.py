"""A process of its own that fills an installation's database: `library DESKS`.

At a desk sit two people, each with an account: one writes and one checks. They have a pair of pages that readers read, and a
spare one that is deleted and restored. Every text says in its first word which language it is in.
"""

import json
import sys
from typing import Any

# Pairs that nobody edits.
STILL = 8
PASSWORD = "pedwar-gair-hir-iawn"


def names_of(desk: int) -> tuple[str, str]:
    """Who writes, with the administration in Welsh, and who checks, in English."""
    return f"awdur-{desk}", f"checker-{desk}"


def main(desks: int) -> None:
    import django

    django.setup()
    from django.contrib.auth.models import User
    from wagtail.users.models import UserProfile

    from tests.factories import content as make

    home = make.home("en", slug="installation")
    make.translate(home)
    file = make.file("mul", content=b"%PDF-1.4 " + bytes(100_000))

    def pair(title: str, **fields: Any) -> Any:
        page = make.landing(make.fresh(home), "en", title=title, **fields)
        return page, make.translate(page)

    def told(page: Any, twin: Any) -> dict[str, Any]:
        pages = {"en": make.fresh(page), "cy": make.fresh(twin)}
        return {
            "item": str(page.translation_key),
            "pages": {code: one.pk for code, one in pages.items()},
            "paths": {code: one.url for code, one in pages.items()},
        }

    for number in range(desks):
        for language, name in zip(("cy", "en"), names_of(number), strict=True):
            user = User.objects.create_superuser(name, password=PASSWORD)
            UserProfile.objects.create(user=user, preferred_language=language)
    pair("English: with a file", files=[("file", {"title": "English: form", "file": file})])
    made = {
        "home": str(home.translation_key),
        "file": f"/files/{file.uid}/{file.filename}",
        "own": [told(*pair(f"English: {number}-0")) for number in range(desks)],
        "spare": [told(*pair(f"English: spare {number}-0")) for number in range(desks)],
        "still": [told(*pair(f"English: still {number}-0")) for number in range(STILL)],
    }
    sys.stdout.write(json.dumps(made))


if __name__ == "__main__":
    main(int(sys.argv[1]))
