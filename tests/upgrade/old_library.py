"""A process of the last release that fills its database: items in each language first, who edits them, and what goes."""

import json
import sys


def main() -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.auth.models import Group, User
    from django.test import Client
    from django.urls import reverse
    from wagtail_localize.models import Translation, TranslationSource

    from tests.factories import content as make

    home, other_home = make.homes("en")
    homes = {"en": home, "cy": other_home}
    items = []
    for language in ("en", "cy"):
        page = make.landing(homes[language], language)
        translated = make.translate(page)
        source = TranslationSource.objects.get(object_id=page.translation_key)
        items.append(
            {
                "key": str(page.translation_key),
                "language": language,
                "page": page.pk,
                "translated": translated.pk,
                "source": source.pk,
                "translation": Translation.objects.get(source=source).pk,
                "slug": page.slug,
            }
        )
    client = Client()
    client.force_login(User.objects.create_superuser("golygydd"))
    leaving = {
        "wagtailadmin_pages": make.landing(home, "en").pk,
        "wagtaildocs": make.file().pk,
        "wagtailimages": make.picture().pk,
        "wagtailusers_users": User.objects.create_user("gadael").pk,
        "wagtailusers_groups": Group.objects.create(name="Gadael").pk,
    }
    made = {
        "home": home.pk,
        "leaving": leaving,
        "delete": [reverse(f"{room}:delete", args=[pk]) for room, pk in leaving.items()],
        "items": items,
        "session": client.cookies[settings.SESSION_COOKIE_NAME].value,
    }
    sys.stdout.write(json.dumps(made))


if __name__ == "__main__":
    main()
