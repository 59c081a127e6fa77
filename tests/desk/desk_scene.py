"""A process of its own that makes, for each journey through the desk, a pair of pages and two people in the standard groups."""

import json
import sys


def main(*journeys: str) -> None:
    import django

    django.setup()
    from cms.content.languages import CODES, Language, other
    from home.models import HomePage
    from tests.desk.people import member
    from tests.factories import content as make

    made = {}
    for name in journeys:
        source: Language
        source, screens = name.split("-")  # type: ignore[assignment]
        home = HomePage.objects.get(locale__language_code=source)
        page = make.landing(home, source, title=f"{make.MARKS[source]} {name} one", slug=f"{name}-{source}")
        twin = make.translate(page)
        member(f"editors-{source}", "translators", name=f"{name}-writer", language=screens)
        checker = (*(f"editors-{code}" for code in CODES), "approvers", "publishers")
        member(*checker, name=f"{name}-checker", language=screens)
        addresses = {source: page.url_path, other(source): twin.url_path}
        made[name] = {
            "item": str(page.translation_key),
            "pages": {one.locale.language_code: one.pk for one in (page, twin)},
            "titles": {one.locale.language_code: one.title for one in (page, twin)},
            "paths": {code: f"/{code}/" + path.split("/", 2)[2] for code, path in addresses.items()},
        }
    sys.stdout.write(json.dumps(made))


if __name__ == "__main__":
    main(*sys.argv[1:])
