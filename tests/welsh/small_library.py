"""A small library that has each type of page, each block, and each thing that the administration has a screen for."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.actions.delete_page import DeletePageAction
from wagtail.fields import StreamField
from wagtail.models import Workflow
from wagtail.users.models import UserProfile

from cms.content.models import File, Organisation, Picture, Term, Topic
from cms.desk.proofreading.models import KnownWord
from cms.desk.trash.models import BinnedItem
from cms.partners.models import Contact, Partner
from cms.publication.models import ReleaseSet
from cms.webhooks.models import WebhookEndpoint
from guides.models import InformationPage, ModulePage, TrainingIndexPage
from search.models import Synonym
from tests.database.once import once
from tests.factories import content as make


@dataclass(frozen=True)
class SmallLibrary:
    """What is in it: each Welsh original, one with a block of each type, and one that is in the workflow."""

    pages: list[Any]
    with_blocks: Any
    in_workflow: Any


@once
def small_library() -> SmallLibrary:
    """Made in Welsh and translated, but for one page that is in Welsh alone."""
    home, _ = make.homes("cy")
    framework = make.framework(home, "cy")
    guides = make.guide_index(home, "cy")
    training = make.page(TrainingIndexPage, home, "cy")
    originals = [
        framework,
        make.section(framework, "cy"),
        make.landing(home, "cy"),
        make.page(InformationPage, home, "cy"),
        guides,
        make.guide(guides, "cy"),
        training,
        make.page(ModulePage, training, "cy", part_number=1),
    ]
    originals.append(make.resource(framework, "cy"))
    for page in originals:
        make.translate(page)
    with_blocks = make.guide(guides, "cy", live=False)
    for field in with_blocks._meta.get_fields():
        if isinstance(field, StreamField):
            blocks = field.stream_block.child_blocks
            setattr(with_blocks, field.name, [(name, block.get_default()) for name, block in blocks.items()])
    with_blocks.save_revision()
    waiting = make.landing(home, "cy", live=False)
    author = get_user_model().objects.create_user("awdur", "awdur@example.org", "afon", first_name="Awel")
    UserProfile.objects.create(user=author, preferred_language="cy")
    waiting.save_revision(user=author)
    Workflow.objects.get(active=True, name="Checking and release").start(waiting, author)
    DeletePageAction(make.landing(home, "cy"), user=get_user_model().objects.create_superuser("rheolwr")).execute()
    _beside_pages()
    _in_the_bin(home)
    return SmallLibrary([home, *originals], with_blocks, waiting)


def _beside_pages() -> None:
    for made in (make.organisation("cy"), make.topic("cy")):
        make.translate(made)
    make.term_pair("lleoliad", "placement", "cy")
    for language in ("cy", "en"):
        make.file(language, f"ffurflen-{language}.pdf")
        make.picture(language)
    partner = Partner.objects.create(name_cy="Cyngor Bro Ddychmygol", name_en="Bro Ddychmygol Council")
    Contact.objects.create(partner=partner, name="Awel", email="awel@example.org")
    WebhookEndpoint.objects.create(
        partner=partner, url="https://derbyn.example.org/", secret_since=timezone.now(), queued_to=0
    )
    Synonym.objects.create(typed_cy="gosod plentyn", meant_cy="lleoliad")
    KnownWord.objects.create(word="Dychmygol")
    ReleaseSet.objects.create(name="Pecyn yr hydref")


def _in_the_bin(home: Any) -> None:
    """A draft whose place is gone."""
    above = make.landing(home, "cy", live=False)
    page = make.landing(above, "cy", live=False)
    with make.committed():
        page.delete(user=get_user_model().objects.create_superuser("pennaeth"))
        make.fresh(above).delete()


def objects_of(library: SmallLibrary) -> dict[str, list[Any]]:
    """One of each model that has bulk actions."""
    models = (BinnedItem, KnownWord, Organisation, Topic, Term, Partner, Synonym, WebhookEndpoint, File, Picture)
    return {
        "wagtailcore.page": [library.pages[4]],
        "auth.user": [get_user_model().objects.get(username="awdur")],
        **{model._meta.label_lower: [model._base_manager.earliest("pk")] for model in models},
    }
