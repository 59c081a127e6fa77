"""Which of the links noted lead nowhere, asked of the database as it is at this moment."""

from typing import Any

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.content.models import File
from cms.publication.models import AddressHistory, Edition, ReaderNotice
from cms.publication.payload.addresses import shown_address
from cms.publication.visibility import served

from .models import LinkFault, LinkKind, PageLink


def broken_links(user: Any | None = None) -> QuerySet[PageLink]:
    """The links that lead nowhere, with `fault`; of pages that a user may change where one is given."""
    now = timezone.now()
    pages = Page.objects.filter(pk=OuterRef("target"))
    of_the_page = {"item": OuterRef("target_item"), "language": OuterRef("page__locale__language_code")}
    public = Edition.objects.filter(served(now), **of_the_page)
    at_path = Edition.objects.filter(served(now), path=OuterRef("address"))
    public_items = Edition.objects.filter(served(now)).values("item")
    led_on = AddressHistory.objects.filter(path=OuterRef("address"), owner__in=public_items)
    moved = ReaderNotice.objects.filter(item=OuterRef("target_item"), moved_to__in=public_items)
    files = File.objects.filter(pk=OuterRef("target"))
    fault = Case(
        When(Q(kind=LinkKind.PAGE) & ~Exists(pages), then=Value(LinkFault.DELETED)),
        When(Q(kind=LinkKind.PAGE) & ~Exists(public) & ~Exists(moved), then=Value(LinkFault.UNPUBLISHED)),
        When(Q(kind=LinkKind.FILE) & ~Exists(files), then=Value(LinkFault.DELETED)),
        When(Q(kind=LinkKind.PATH) & ~Exists(at_path) & ~Exists(led_on), then=Value(LinkFault.NO_PAGE)),
        When(kind=LinkKind.ANCHOR, then=Value(LinkFault.ANCHOR)),
        When(kind=LinkKind.EXTERNAL, then="external__fault"),
        default=Value(""),
        output_field=CharField(),
    )
    links = PageLink.objects.annotate(target_item=Subquery(pages.values("translation_key")[:1]))
    found = links.annotate(fault=fault).exclude(fault="").select_related("page__locale", "external")
    if user is None:
        return found
    own = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "change")
    return found.filter(page__in=own.values("pk"))


def targets_named(links: list[PageLink]) -> dict[int, str]:
    """What to call each link, by its key: the page (in the language of the page that has the link) or file it leads to, or the
    address; what is gone by its kind.
    """
    of_kind = {kind: {link.target for link in links if link.kind == kind} for kind in (LinkKind.PAGE, LinkKind.FILE)}
    pages = Page.objects.in_bulk(of_kind[LinkKind.PAGE])
    twins = Page.objects.filter(translation_key__in={page.translation_key for page in pages.values()}, alias_of=None)
    by_language = {(page.translation_key, page.locale_id): page for page in twins}
    files = dict(File.objects.filter(pk__in=of_kind[LinkKind.FILE]).values_list("pk", "title"))

    def title(link: PageLink) -> str | None:
        page = pages.get(link.target) if link.kind == LinkKind.PAGE and link.target else None
        if page is None:
            return files.get(link.target) if link.kind == LinkKind.FILE and link.target else None
        own = by_language.get((page.translation_key, link.page.locale_id), page)
        return str(own.get_admin_display_title())

    return {
        link.pk: title(link) or shown_address(link.address) or link.words or str(link.get_kind_display())
        for link in links
    }
