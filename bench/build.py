"""Makes the bench's library: guides in both languages with about 6 KB of text each, published and translated.

Guides are inserted in bulk, a thousand at a time, with what Wagtail and wagtail-localize leave of a real one: its live
revision, the frozen source, its strings, their translations and the log of it.
"""

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.utils import timezone
from tqdm import tqdm
from wagtail.models import Locale, Page, Revision, Site
from wagtail_localize.models import (
    String,
    StringSegment,
    StringTranslation,
    TranslatableObject,
    Translation,
    TranslationContext,
    TranslationLog,
    TranslationSource,
)

from cms.content.models import Organisation, SeenSource, Topic
from cms.content.translating.stable_content import content_digest
from cms.publication.completeness.segments import Segments
from guides.models import GuideIndexPage, GuidePage
from home.models import HomePage

CHUNK = 1000
TOPICS = 3
SENTENCES = {
    "cy": (
        "Mae'r canllaw hwn yn egluro sut mae gweithwyr yn cefnogi plant a'u teuluoedd wrth gynllunio lleoliad {n}.",
        "Dylid trafod pob cam gyda'r plentyn, gan ystyried ei oedran a'i ddealltwriaeth, cyn penderfynu ar gam {n}.",
        "Bydd y tîm yn cadw cofnod o'r drafodaeth ac yn rhannu'r penderfyniad yn ysgrifenedig yn rhan {n}.",
    ),
    "en": (
        "This guide explains how workers support children and their families while a placement is planned {n}.",
        "Each step should be discussed with the child, allowing for their age and understanding, before step {n}.",
        "The team keeps a record of the discussion and shares the decision in writing in part {n}.",
    ),
}
# Every RARE-th guide has this sentence: a word that 4 % of pages have.
RARE = 25
RARE_SENTENCES = {
    "cy": "<p>Bydd y gwarcheidwad yn ysgrifennu at lys {n}.</p>",
    "en": "<p>The guardian writes to court {n}.</p>",
}
WORDS = {
    "cy": {"guide": "Canllaw", "part": "Rhan", "see": "Gweler hefyd"},
    "en": {"guide": "Guide", "part": "Part", "see": "See also"},
}


def key_of(name: str) -> uuid.UUID:
    """The item of a page of the library: `home`, `index` or a guide's number."""
    return uuid.uuid5(uuid.NAMESPACE_URL, name)


def build(guides: int, records: bool = True) -> None:
    """Home pages, a list of guides and `guides` guides in each language, all live; no editions yet.

    Without `records` the guides are bare rows: no revisions, and nothing that wagtail-localize knows of.
    """
    Page.objects.filter(depth=2).delete()
    indexes = {language: _top(language) for language in ("en", "cy")}
    ids = {language: _first_id() + guides * place for place, language in enumerate(indexes)}
    for start in tqdm(range(0, guides, CHUNK), desc="guides", unit_scale=CHUNK):
        numbers = range(start, min(start + CHUNK, guides))
        with transaction.atomic():
            made = {language: _guides(index, ids[language], numbers) for language, index in indexes.items()}
            if records:
                _record(list(zip(made["en"], made["cy"], strict=True)))
    for index in indexes.values():
        Page.objects.filter(pk=index.pk).update(numchild=guides)
    _put_sequences_right()


def _first_id() -> int:
    return (Page.objects.aggregate(last=models.Max("pk"))["last"] or 0) + 1


def _top(language: str) -> Any:
    """The home page of a language and the empty list of guides below it, which is returned."""
    locale = Locale.objects.get_or_create(language_code=language)[0]
    root = Page.objects.get(depth=1)
    home = _add(root, HomePage, key_of("home"), locale, f"home-{language}")
    index = _add(home, GuideIndexPage, key_of("index"), locale, f"guides-{language}")
    Site.objects.update_or_create(hostname="localhost", defaults={"root_page": home, "is_default_site": True})
    Organisation.objects.get_or_create(
        translation_key=key_of("publisher"), locale=locale,
        defaults={"name": WORDS[language]["guide"] + " Cyf", "website": f"https://{language}.example.test"},
    )  # fmt: skip
    for number in range(TOPICS):
        Topic.objects.get_or_create(
            translation_key=key_of(f"topic {number}"), locale=locale,
            defaults={"code": f"topic-{number}", "name": f"{WORDS[language]['part']} {number}"},
        )  # fmt: skip
    return index


def _add(parent: Page, model: type[Any], key: uuid.UUID, locale: Locale, slug: str) -> Any:
    now = timezone.now()
    page = model(
        title=f"{WORDS[locale.language_code]['guide']} {slug}", slug=slug, summary=sentence(locale.language_code, slug),
        locale=locale, translation_key=key, live=True, first_published_at=now, last_published_at=now,
    )  # fmt: skip
    return parent.add_child(instance=page)


def sentence(language: str, number: object) -> str:
    """A sentence that is unlike all others."""
    return SENTENCES[language][0].format(n=number)


def paragraph(language: str, number: str, length: int = 700) -> str:
    """A paragraph of about `length` characters, unlike all others."""
    sentences = SENTENCES[language]
    count = length // len(sentences[0])
    text = " ".join(sentences[place % 3].format(n=f"{number}.{place}") for place in range(count))
    return f"<p>{text}</p>"


def _body(language: str, number: int, page_id: int) -> list[dict[str, Any]]:
    """Four parts of a heading and two paragraphs, the last with a link to the page before."""
    body = []
    for part in range(4):
        text = paragraph(language, f"{number}-{part}a") + paragraph(language, f"{number}-{part}b")
        if part == 0 and number % RARE == 0:
            text += RARE_SENTENCES[language].format(n=number)
        if part == 3:
            see = f"{WORDS[language]['see']} {number}"
            text += f'<p>{see}: <a linktype="page" id="{page_id - 1}">{WORDS[language]["guide"]} {number - 1}</a></p>'
        heading = {"text": f"{WORDS[language]['part']} {number}.{part}", "level": "2"}
        body += [_block("heading", heading, number, part), _block("text", text, number, part)]
    return body


def _block(type_: str, value: Any, number: int, part: int) -> dict[str, Any]:
    """The same block has the same id in both languages."""
    return {"type": type_, "value": value, "id": str(key_of(f"{number} {type_} {part}"))}


def _guides(index: Any, first_id: int, numbers: Iterable[int]) -> list[GuidePage]:
    """The guides of some numbers in one language, inserted as rows of both tables."""
    locale, now = index.locale, timezone.now()
    language = locale.language_code
    publisher = Organisation.objects.get(translation_key=key_of("publisher"), locale=locale)
    topics = {topic.code: topic.pk for topic in Topic.objects.filter(locale=locale)}
    content_type = ContentType.objects.get_for_model(GuidePage)
    made = []
    for number in numbers:
        slug, page_id = f"{language}-{number}", first_id + number
        topic = _block("topic", topics[f"topic-{number % TOPICS}"], number, 0)
        made.append(
            GuidePage(
                id=page_id,
                page_ptr_id=page_id,
                content_type=content_type,
                locale=locale,
                translation_key=key_of(str(number)),
                title=f"{WORDS[language]['guide']} {slug}",
                draft_title=slug,
                slug=slug,
                url_path=f"{index.url_path}{slug}/",
                depth=index.depth + 1,
                path=Page._get_path(index.path, index.depth + 1, number + 1),
                live=True,
                first_published_at=now,
                last_published_at=now,
                latest_revision_created_at=now,
                summary=sentence(language, slug),
                audiences=["parents", "referees"],
                publisher=publisher,
                topics=json.dumps([topic]),
                body=json.dumps(_body(language, number, page_id)),
                key_messages=json.dumps([_block("message", sentence(language, f"{number}!"), number, 0)]),
            )
        )
    for model in (Page, GuidePage):
        _insert(model, made)
    return made


def _insert(model: type[Any], rows: list[Any]) -> None:
    """Rows of one table of a model that inherits from another's table, which `bulk_create` refuses to make."""
    model._base_manager.all()._batched_insert(rows, model._meta.local_concrete_fields, None)


def _record(pairs: list[tuple[GuidePage, GuidePage]]) -> None:
    """What publishing the English guides, freezing, translating and publishing them in Welsh leaves."""
    _add_revisions([page for pair in pairs for page in pair])
    pages = ContentType.objects.get_for_model(Page)
    TranslatableObject.objects.bulk_create(
        TranslatableObject(translation_key=page.translation_key, content_type=pages) for page, _ in pairs
    )
    now, content_type = timezone.now(), ContentType.objects.get_for_model(GuidePage)
    sources = TranslationSource.objects.bulk_create(
        TranslationSource(
            object_id=page.translation_key, specific_content_type=content_type, locale=page.locale, object_repr=page.title,
            content_json=page.to_json(), last_updated_at=now,
        )
        for page, _ in pairs
    )  # fmt: skip
    Translation.objects.bulk_create(
        Translation(source=source, target_locale=pair[1].locale) for source, pair in zip(sources, pairs, strict=True)
    )
    # A translation's revision is made after its source was frozen.
    revisions = [translation.live_revision_id for _, translation in pairs]
    Revision.objects.filter(pk__in=revisions).update(created_at=timezone.now())
    TranslationLog.objects.bulk_create(
        TranslationLog(source=source, locale=pair[1].locale, revision_id=pair[1].live_revision_id)
        for source, pair in zip(sources, pairs, strict=True)
    )
    SeenSource.objects.bulk_create(
        SeenSource(
            revision=translation.live_revision_id, source_revision=page.live_revision_id,
            digest=content_digest(json.loads(source.content_json)),
        )
        for source, (page, translation) in zip(sources, pairs, strict=True)
    )  # fmt: skip
    _add_strings([found for source, pair in zip(sources, pairs, strict=True) for found in _strings(source, *pair)])


def _add_revisions(pages: list[GuidePage]) -> None:
    first = (Revision.objects.aggregate(last=models.Max("pk"))["last"] or 0) + 1
    base, content_type = ContentType.objects.get_for_model(Page), ContentType.objects.get_for_model(GuidePage)
    revisions = [
        Revision(
            pk=first + place, base_content_type=base, content_type=content_type, object_id=str(page.pk),
            created_at=timezone.now(), object_str=page.title, content=page.serializable_data(),
        )
        for place, page in enumerate(pages)
    ]  # fmt: skip
    Revision.objects.bulk_create(revisions)
    for page, revision in zip(pages, revisions, strict=True):
        page.live_revision = page.latest_revision = revision
    Page.objects.bulk_update(pages, ["live_revision", "latest_revision"], batch_size=300)


@dataclass(frozen=True)
class Translated:
    """A string of a frozen source, where it is, and its translation."""

    source: TranslationSource
    path: str
    order: int
    attrs: str
    text: str
    translation: str


def _strings(source: TranslationSource, page: GuidePage, translation: GuidePage) -> Iterable[Translated]:
    """The strings of a guide beside those of its translation, which has the same blocks in the same order."""
    pairs = zip(Segments(page).strings, Segments(translation).strings, strict=True)
    for order, (original, translated) in enumerate(pairs, 1):
        attributes = json.dumps(original.attrs)
        yield Translated(source, original.path, order, attributes, original.string.data, translated.string.data)


def _add_strings(found: list[Translated]) -> None:
    english, welsh = (Locale.objects.get(language_code=language) for language in ("en", "cy"))
    strings = {
        row.text: String(locale=english, data_hash=String._get_data_hash(row.text), data=row.text) for row in found
    }
    String.objects.bulk_create(strings.values())
    contexts = {
        (row.source.object_id, row.path): TranslationContext(
            object_id=row.source.object_id, path_id=TranslationContext._get_path_id(row.path), path=row.path
        )
        for row in found
    }
    TranslationContext.objects.bulk_create(contexts.values())
    rows = [(row, strings[row.text], contexts[row.source.object_id, row.path]) for row in found]
    StringSegment.objects.bulk_create(
        StringSegment(source=row.source, string=string, context=context, order=row.order, attrs=row.attrs)
        for row, string, context in rows
    )
    StringTranslation.objects.bulk_create(
        StringTranslation(
            translation_of=string, context=context, locale=welsh, data=row.translation, translation_type="manual"
        )
        for row, string, context in rows
    )


def _put_sequences_right() -> None:
    """PostgreSQL does not notice ids that were given."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Page, Revision]):
            cursor.execute(statement)
