"""A process of this code that has its newest tables refer to what the last release deletes (keys as JSON)."""

import json
import sys


def main() -> None:
    import django

    django.setup()
    from django.utils import timezone

    from cms.desk.links.models import PageLink, ScannedPage
    from cms.desk.media.models import FilePair, PictureDescription
    from cms.desk.proofreading.models import ProofedText
    from cms.desk.redirects.models import EditorRedirect
    from cms.desk.workflow.models import DeskGroup, PageReview
    from tests.factories import content as make

    leaving = json.loads(sys.argv[1])
    page, file, picture = leaving["wagtailadmin_pages"], leaving["wagtaildocs"], leaving["wagtailimages"]
    user, now, item = leaving["wagtailusers_users"], timezone.now(), "00000000-0000-0000-0000-000000000001"
    ScannedPage.objects.update_or_create(page_id=page)
    PageLink.objects.create(page_id=page, kind="path")
    ProofedText.objects.update_or_create(item=item, language="en", defaults={"page_id": page})
    FilePair.objects.create(en_id=file, cy=make.file("cy", "ffurflen.pdf", b"%PDF-1.4 arall"))
    PictureDescription.objects.create(picture_id=picture)
    EditorRedirect.objects.create(path="/hen/", item=item, history=1, at=now, by_id=user)
    PageReview.objects.create(item=item, on=now.date(), by_id=user)
    DeskGroup.objects.create(role="gadael", group_id=leaving["wagtailusers_groups"])


if __name__ == "__main__":
    main()
