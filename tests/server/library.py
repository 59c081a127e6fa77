"""A process of its own that fills the database of a server under test: homes, a long file, an editor who has logged in."""

import json
import sys

LONG = 24_000_000


def main() -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.test import Client

    from tests.factories import content as make

    home, _ = make.homes("en")
    file = make.file(content=b"%PDF-1.4 " + bytes(LONG))
    client = Client()
    client.force_login(User.objects.create_superuser("golygydd", password="sefydlogrwydd-cynnar"))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    made = {
        "item": str(home.translation_key),
        "page": home.pk,
        "file": f"/files/{file.uid}/{file.filename}",
        "cookie": f"{settings.SESSION_COOKIE_NAME}={session}",
    }
    sys.stdout.write(json.dumps(made))


if __name__ == "__main__":
    main()
