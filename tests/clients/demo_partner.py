"""A process of its own that makes in the demo what documents speak of, and says as JSON the key of a partner, who has three
webhooks that lead to an address, the id of an item and the token of a preview of it.
"""

import json
import sys


def main(receiver: str) -> None:
    import django

    django.setup()
    from django.contrib.auth import get_user_model

    from cms.partners.keys.key_issuing import issue
    from cms.partners.models import KeyKind
    from cms.previews.sharing import share
    from cms.publication.models import Edition
    from tests.partners.gated import a_partner
    from tests.webhooks.endpoints import endpoint

    partner = a_partner()
    _, text = issue(partner, KeyKind.LIVE)
    for _ in range(3):
        endpoint(receiver, partner=partner)
    item = Edition.objects.filter(type="framework", language="cy").values_list("item", flat=True)[0]
    _, token = share(item, get_user_model().objects.first(), "Example", 1)
    sys.stdout.write(json.dumps({"key": text, "item": str(item), "preview": token}))


if __name__ == "__main__":
    main(sys.argv[1])
