"""A process of its own that issues and revokes keys in the database of a server under test: `issue`, or `revoke PREFIX`."""

import sys


def main() -> None:
    import django

    django.setup()
    from cms.partners.keys.key_issuing import issue, revoke
    from cms.partners.models import KeyKind, PartnerKey
    from tests.partners.gated import a_partner

    match sys.argv[1:]:
        case ["issue"]:
            sys.stdout.write(issue(a_partner(), KeyKind.LIVE)[1])
        case ["revoke", prefix]:
            revoke(PartnerKey.objects.get(prefix=prefix))


if __name__ == "__main__":
    main()
