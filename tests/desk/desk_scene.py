"""A process of its own that fills a server's database: a pair and two people for each journey, and what screens show."""

import json
import sys
from typing import Any


def main(*journeys: str) -> None:
    import django

    django.setup()
    from tests.desk.people import member
    from tests.desk.screen_addresses import addresses

    made = {name: journey(name) for name in journeys}
    administrator = member(superuser=True)
    screens = addresses(examples(administrator))
    told = {"administrator": administrator.username, "screens": screens, "drafts": drafts()}
    sys.stdout.write(json.dumps({"journeys": made} | told))


def journey(name: str) -> dict[str, Any]:
    """A pair of which one language is written first, and two people of the standard groups whose screens are in one."""
    from cms.content.languages import CODES, Language, other
    from home.models import HomePage
    from tests.desk.people import member
    from tests.factories import content as make

    source: Language
    source, screens = name.split("-")  # type: ignore[assignment]
    home = HomePage.objects.get(locale__language_code=source)
    page = make.landing(home, source, title=f"{make.MARKS[source]} {name} one", slug=f"{name}-{source}")
    twin = make.translate(page)
    member(f"editors-{source}", "translators", name=f"{name}-writer", language=screens)
    checker = (*(f"editors-{code}" for code in CODES), "approvers", "publishers")
    member(*checker, name=f"{name}-checker", language=screens)
    addresses = {source: page.url_path, other(source): twin.url_path}
    return {
        "item": str(page.translation_key),
        "pages": {one.locale.language_code: one.pk for one in (page, twin)},
        "titles": {one.locale.language_code: one.title for one in (page, twin)},
        "paths": {code: f"/{code}/" + path.split("/", 2)[2] for code, path in addresses.items()},
    }


def drafts() -> dict[str, int]:
    """Pages for somebody to write in, each with a block, by its kind."""
    from home.models import HomePage
    from tests.factories import content as make

    table = {"data": [["Stage", "Who"], ["", ""], ["", ""]], "table_caption": "", "table_header_choice": "row"}
    home = HomePage.objects.get(locale__language_code="en")
    blocks = {"text": "<p>English: a text.</p>", "table": table}
    return {kind: int(make.landing(home, "en", body=[(kind, value)]).pk) for kind, value in blocks.items()}


def examples(user: Any) -> dict[str, Any]:
    """Something for each screen to show, by the names of arguments in addresses: a pair with a change that is held among it."""
    from cms.desk.proofreading.models import KnownWord
    from cms.desk.redirects.redirecting import add_redirects
    from cms.desk.translating.block_pictures import pictured
    from cms.desk.trash.models import BinnedItem
    from cms.desk.workflow.stages.acting import translation_into
    from cms.previews.sharing import share
    from cms.publication.models import ReleaseSet
    from cms.publication.release_sets.set_members import add_items
    from home.models import HomePage
    from search.models import Synonym
    from tests.factories import content as make
    from tests.webhooks.endpoints import endpoint

    home = HomePage.objects.get(locale__language_code="en")
    page = make.landing(home, "en", body=[("text", "<p>English: send the the form.</p>")])
    twin = make.translate(page)
    make.publish(page, title="English: held")
    term, _ = make.term_pair("canolwr", "intermediary")
    make.organisation()
    KnownWord.objects.create(word="Cafcass")
    Synonym.objects.create(typed_cy="twrnai", meant_cy="cyfreithiwr")
    release = ReleaseSet.objects.create(name="The new framework")
    add_items(release, [page.translation_key])
    share(page.translation_key, user, "Cyngor Bro Ddychmygol", 7)
    redirect = add_redirects({"en": "/en/old/"}, home.translation_key, user)[0]
    gone = make.landing(home, "en")
    make.translate(gone)
    make.fresh(gone).delete(user=user)
    binned = BinnedItem.objects.get()
    webhook = endpoint()
    translation = translation_into(twin)
    assert translation is not None
    return {
        "page_id": twin.pk,
        "translation_id": translation.pk,
        "item": page.translation_key,
        "term_id": term.pk,
        "set_id": release.pk,
        "image_id": make.picture().pk,
        "document_id": make.file().pk,
        "name": "workflow",
        "kind": "xliff",
        "side": "source",
        "block": next(iter(pictured(translation.source.as_instance(), page))),
        "stage": "draft",
        "language": "cy",
        "form": "page",
        "app_label": "content",
        "model_name": "topic",
        "pk of SubmitSnippetView": make.topic().pk,
        "uidb64": "MQ",
        "token": "used",
        "pk of redirects_remove": redirect.pk,
        "pk of bin_restore": binned.pk,
        "pk of bin_notice": binned.pk,
        "pk of keys": webhook.partner_id,
        "pk of webhook_deliveries": webhook.pk,
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
