"""A process of its own that publishes a page of a server under test in both languages, under one title after the other."""

import sys


def main(page: str, *titles: str) -> None:
    import django

    django.setup()
    from home.models import HomePage
    from tests.factories import content as make

    for title in titles:
        make.translate(make.publish(HomePage.objects.get(pk=page), title=title))


if __name__ == "__main__":
    main(*sys.argv[1:])
