"""A process of its own that makes a partner with a contact of each language, and a webhook that leads to an address."""

import sys


def main() -> None:
    import django

    django.setup()
    from cms.content.languages import CODES
    from cms.partners.models import Contact
    from tests.partners.gated import a_partner
    from tests.webhooks.endpoints import endpoint

    partner = a_partner()
    for language in CODES:
        email = f"{language}@vale.example"
        Contact.objects.create(partner=partner, name="Mair Enghraifft", email=email, language=language)
    endpoint(sys.argv[1], partner=partner)


if __name__ == "__main__":
    main()
