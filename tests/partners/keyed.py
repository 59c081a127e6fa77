"""A process of its own beside a server under test: it issues a key, says its text, and revokes it when told to."""

import sys


def main() -> None:
    import django

    django.setup()
    from cms.partners.keys.key_issuing import issue, revoke
    from cms.partners.models import KeyKind
    from tests.partners.gated import a_partner

    key, text = issue(a_partner(), KeyKind.LIVE)
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
    sys.stdin.readline()
    revoke(key)


if __name__ == "__main__":
    main()
