"""A process of its own that makes a partner: a contact of each language, a webhook that leads to an address, and a key that
notes an older contract, which it says.
"""

import sys


def main() -> None:
    import django

    django.setup()
    from cms.content.languages import CODES
    from cms.partners.keys.key_issuing import issue
    from cms.partners.models import Contact, KeyKind, PartnerKey
    from tests.partners.gated import a_partner
    from tests.webhooks.endpoints import endpoint

    partner = a_partner()
    for name, language in (*((code, code) for code in CODES), ("followed", "en")):
        email = f"{name}@vale.example"
        Contact.objects.create(partner=partner, name="Mair Enghraifft", email=email, language=language)
    endpoint(sys.argv[1], partner=partner)
    key, text = issue(partner, KeyKind.SANDBOX)
    PartnerKey.objects.filter(pk=key.pk).update(contract="0.9.0")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
