"""A process of the last release that fills its database: items in each language first, and who edits them."""

import json
import sys


def main() -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.test import Client
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
    made = {
        "items": items,
        "session": client.cookies[settings.SESSION_COOKIE_NAME].value,
    }
    sys.stdout.write(json.dumps(made))


if __name__ == "__main__":
    main()
