"""The shapes of what the API gives, made from its contract (docs/contracts/openapi.json): `make clients-write`."""

from __future__ import annotations

from typing import Literal, NotRequired, TypeAlias, TypedDict


class Available(TypedDict):
    language: Literal['cy', 'en']
    title: str
    address: str
    api: str


class Cy(TypedDict):
    """
    In Welsh.
    """

    state: Literal['published', 'withdrawn', 'gone', 'missing']
    since: str | None


class En(TypedDict):
    """
    In English.
    """

    state: Literal['published', 'withdrawn', 'gone', 'missing']
    since: str | None


class Languages(TypedDict):
    """
    How it stands in each language.
    """

    cy: Cy
    en: En


class Languages1(TypedDict):
    """
    How it stands in each language.
    """

    cy: Cy
    en: En


class Card(TypedDict):
    """
    An item in a few words, as lists show it.
    """

    id: str
    lang: Literal['cy', 'en']
    title: str
    path: str
    address: str
    type: str
    kind: str | None
    number: str | None
    summary: str


class ChangeReason(TypedDict):
    """
    What readers are told of an item that was withdrawn, taken down or merged into another.
    """

    cy: str
    en: str
    since: str
    instead: list[str]


class ChangedEdition(TypedDict):
    """
    An item in one language as it is now.
    """

    language: Literal['cy', 'en']
    state: Literal['published', 'withdrawn', 'gone', 'missing']
    since: str | None
    version: int | None
    digest: str | None
    address: str | None
    api: str | None


class ChecklistBlock(TypedDict):
    """
    Points to be ticked off.
    """

    id: str
    lang: Literal['cy', 'en']
    type: Literal['checklist']
    title: str
    points: list[str]


class Coded(TypedDict):
    """
    A code that is the same in both languages, and its label in this one.
    """

    code: str
    label: str


class ContactBlock(TypedDict):
    """
    How somebody is to be reached. What is not known is empty.
    """

    id: str
    lang: Literal['cy', 'en']
    type: Literal['contact']
    name: str
    organisation: str
    telephone: str
    email: str
    website: str
    hours: str


class CountedCode(TypedDict):
    code: str
    label: str
    count: int
    items: str


class ExportEnd(TypedDict):
    """
    The last line. Without it, the export is not whole.
    """

    token: str
    items: int


class Fallback(TypedDict):
    """
    Only where `fallback` was asked for and used: the language asked for, and the one that is served.
    """

    asked: Literal['cy', 'en']
    served: Literal['cy', 'en']


class FileRef(TypedDict):
    """
    A download. It answers while a public item offers it.
    """

    id: str
    title: str
    name: str
    format: str
    bytes: int
    digest: str
    changed: str
    pages: int | None
    language: Literal['cy', 'en', 'mul']
    address: str


class FlowchartArrow(TypedDict):
    """
    A way on from a step.
    """

    to: str
    label: str


class FlowchartStep(TypedDict):
    """
    One box of a flowchart.
    """

    number: int
    key: str
    kind: Literal['start', 'step', 'decision', 'end']
    text: str
    arrows: list[FlowchartArrow]


class HeadingBlock(TypedDict):
    """
    A heading in the body.
    """

    id: str
    lang: Literal['cy', 'en']
    type: Literal['heading']
    text: str
    level: Literal[2, 3]


class File(TypedDict):
    """
    The file that it is from; null where it is the item's own text.
    """

    id: str
    title: str
    name: str
    page: int | None
    address: str


class Highlight(TypedDict):
    """
    Words of an item, or of a file that it offers. Title and summary are whole.
    """

    field: str
    language: Literal['cy', 'en']
    html: str
    file: File | None


class Name(TypedDict):
    """
    What this service is called.
    """

    cy: str
    en: str


class Language(TypedDict):
    code: Literal['cy', 'en']
    name: str
    addresses: dict[str, str]


class Index(TypedDict):
    name: Name
    languages: list[Language]
    addresses: dict[str, str]


class LanguageState(TypedDict):
    """
    An item in one language: whether it is public, where, and how it stands to the other language.
    """

    language: Literal['cy', 'en']
    name: str
    state: Literal['published', 'withdrawn', 'gone', 'missing']
    title: str | None
    address: str | None
    api: str | None
    translation_status: Literal['current', 'stale', 'missing']
    since: str


class Licence(TypedDict):
    """
    Under which licence the words of an item may be used.
    """

    code: str
    label: str
    address: str | None


class LinkRef(TypedDict):
    """
    A link, to an item or to another site.
    """

    text: str
    item: str | None
    address: str
    language: Literal['cy', 'en'] | None


class LinksBlock(TypedDict):
    """
    A list of links.
    """

    id: str
    lang: Literal['cy', 'en']
    type: Literal['links']
    title: str
    links: list[LinkRef]


class ManifestMedia(TypedDict):
    """
    A download, or a picture. With another digest, what you have is to be replaced.
    """

    id: str
    digest: str
    bytes: int
    changed: str
    address: str


class NothingTold(TypedDict):
    """
    Nothing.
    """


class OEmbed(TypedDict):
    """
    How to show a page, after oEmbed 1.0.
    """

    version: Literal['1.0']
    type: Literal['rich']
    title: str
    author_name: str
    provider_name: str
    provider_url: str
    cache_age: int
    html: str
    width: int
    height: int


class Organisation(TypedDict):
    """
    An organisation, as it is named in the language of the item.
    """

    name: str
    short_name: str
    website: str


class OtherBlock(TypedDict):
    """
    A block of a type that you don't know: pass over it.
    """

    type: str
    id: str
    lang: Literal['cy', 'en']


class PictureSize(TypedDict):
    """
    A picture in one size.
    """

    address: str
    width: int
    height: int
    media_type: Literal['image/webp']


class Gap(TypedDict):
    kind: str
    path: str


class Preview(TypedDict):
    """
    Only where the request came with a preview token that shows the item: what this is a preview of.
    """

    stage: str
    pinned: bool
    complete: bool
    gaps: list[Gap]


class PrintAddresses(TypedDict):
    """
    Where an item is as one document for paper; a section's holds what is directly below it too.
    """

    html: str
    pdf: str


class Notice(TypedDict):
    """
    Why the item was taken down, where readers were told.
    """

    cy: str
    en: str


class Problem(TypedDict):
    """
    A problem (RFC 9457).
    """

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    language: Literal['cy', 'en']
    parameter: NotRequired[str]
    allowed: NotRequired[list[str]]
    languages: NotRequired[list[Literal['cy', 'en']]]
    available: NotRequired[list[Available]]
    notice: NotRequired[Notice]
    instead: NotRequired[list[Available]]
    since: NotRequired[str]
    begin_again: NotRequired[str]
    reason: NotRequired[str]
    retry_after: NotRequired[int]
    request_id: NotRequired[str]


class QuoteBlock(TypedDict):
    """
    Somebody's words.
    """

    id: str
    lang: Literal['cy', 'en']
    type: Literal['quote']
    text: str
    attribution: str


class ReleasedEdition(TypedDict):
    """
    An item in one language, as a release lets readers see it.
    """

    language: Literal['cy', 'en']
    changed: bool
    version: int | None
    stale_since: str | None
    change_note: str
    title: str | None
    address: str | None
    api: str | None


class RichText(TypedDict):
    """
    Formatted text. A link to an item has its UUID in `data-item`, and `hreflang` where that is in the other language.
    """

    html: str
    plain: str


class SearchCount(TypedDict):
    code: str
    label: str
    count: int


class Matched(TypedDict):
    """
    Where it was found. Another language than the address's: only its other version has the words. `fields` is empty where the index is about to take up a new version of the item.
    """

    language: Literal['cy', 'en']
    fields: list[str]


class SearchHit(TypedDict):
    """
    An item found: all that lists show of it, and what was found in it.
    """

    preview: NotRequired[Preview]
    id: str
    type: str
    language: Literal['cy', 'en']
    version: int
    path: str
    canonical: str
    title: str
    summary: str
    published: str
    updated: str
    reviewed_on: str | None
    review_due: str | None
    new_until: str | None
    change_note: str
    audiences: list[Coded]
    topics: list[Coded]
    languages: list[LanguageState]
    number: NotRequired[str]
    kind: NotRequired[Coded]
    part_number: NotRequired[int]
    matched: Matched
    match: str
    highlights: list[Highlight]


class Facets(TypedDict):
    """
    How many are found by each code, whatever of the same facet is chosen.
    """

    type: list[SearchCount]
    kind: list[SearchCount]
    audience: list[SearchCount]
    section: list[SearchCount]
    topic: list[SearchCount]


class AlsoIn(TypedDict):
    """
    How many the same search finds in the other language.
    """

    language: Literal['cy', 'en']
    total: int
    address: str


class DidYouMean(TypedDict):
    """
    Where a word is in nothing and is none that a dictionary knows: the same search with a likelier spelling, of which all of this are the results. Say so beside them. Null where what was typed was searched for.
    """

    q: str
    address: str


class SearchResults(TypedDict):
    items: list[SearchHit]
    next: str | None
    total: int
    language: Literal['cy', 'en']
    facets: Facets
    also_in: AlsoIn
    lacks: list[str]
    did_you_mean: DidYouMean | None
    searched: NotRequired[str]


class SignLanguage(TypedDict):
    """
    A recording's version in British Sign Language, which serves both languages.
    """

    address: str
    language: Literal['bfi']


class Step(TypedDict):
    """
    One step of the way from the home page down to an item.
    """

    id: str
    lang: Literal['cy', 'en']
    title: str
    path: str
    address: str


class StepInWords(TypedDict):
    """
    A step as one reads it.
    """

    number: int
    text: str
    then: list[str]


class Suggestion(TypedDict):
    title: str
    type: str
    id: str
    matched: str | None
    address: str
    api: str


class Suggestions(TypedDict):
    items: list[Suggestion]
    searched: NotRequired[str]


class TableBlock(TypedDict):
    """
    A table of plain text.
    """

    id: str
    lang: Literal['cy', 'en']
    type: Literal['table']
    caption: str
    header: Literal['row', 'column', 'both', 'neither']
    rows: list[list[str]]


class TermRef(TypedDict):
    """
    A term that an item's text uses. In the HTML, `<span class="term" data-term="…">` has its UUID.
    """

    id: str
    name: str
    definition: str
    address: str


class TermTwin(TypedDict):
    """
    A term in the other language.
    """

    language: Literal['cy', 'en']
    name: str
    definition: str


class TextBlock(TypedDict):
    """
    Formatted text.
    """

    id: str
    lang: Literal['cy', 'en']
    type: Literal['text']
    text: RichText


class TypeParity(TypedDict):
    """
    How a language stands with the items of one type.
    """

    public: int
    both: int
    only: int
    missing: int
    behind: int
    words: int
    words_behind: int
    type: str


class WebhookTest(TypedDict):
    """
    A message that tells nothing, by which a partner tries out the receiver.
    """

    type: Literal['webhook.test']
    timestamp: str
    data: NothingTold


class Withdrawal(TypedDict):
    """
    Why an item is not to be relied on any more, though it can still be read where it is. It is in no list or search.
    """

    since: str
    notice: str
    instead: list[Step]


class Attribution(TypedDict):
    """
    To whom an item is owed.
    """

    publisher: Organisation | None
    commissioner: Organisation | None


class Change(TypedDict):
    """
    An item that changed, as it is now in both languages. Each item has one entry: that of its last change.
    """

    id: str
    what: str
    version: int
    at: str
    type: str | None
    reason: ChangeReason | None
    languages: list[ChangedEdition]


class ChangeList(TypedDict):
    """
    What changed after a token.
    """

    items: list[Change]
    token: str
    more: bool
    next: str


class CodeList(TypedDict):
    items: list[CountedCode]
    next: str | None
    total: int


class ExpandableBlock(TypedDict):
    """
    Text that is shown when its heading is opened.
    """

    id: str
    lang: Literal['cy', 'en']
    type: Literal['expandable']
    heading: str
    text: RichText


class FileBlock(TypedDict):
    """
    A download in the body.
    """

    id: str
    lang: Literal['cy', 'en']
    type: Literal['file']
    file: FileRef


class FlowchartBlock(TypedDict):
    """
    A flowchart. Give readers the drawing and the words.
    """

    id: str
    lang: Literal['cy', 'en']
    type: Literal['flowchart']
    title: str
    description: str
    steps: list[FlowchartStep]
    svg: str
    in_words: list[StepInWords]


class ItemSummary(TypedDict):
    """
    An item in a list: `number`, `kind` and `part_number` where its type has them.
    """

    preview: NotRequired[Preview]
    id: str
    type: str
    language: Literal['cy', 'en']
    version: int
    path: str
    canonical: str
    title: str
    summary: str
    published: str
    updated: str
    reviewed_on: str | None
    review_due: str | None
    new_until: str | None
    change_note: str
    audiences: list[Coded]
    topics: list[Coded]
    languages: list[LanguageState]
    number: NotRequired[str]
    kind: NotRequired[Coded]
    part_number: NotRequired[int]


class KeyMessageBlock(TypedDict):
    """
    Something to be remembered, set apart from the text.
    """

    id: str
    lang: Literal['cy', 'en']
    type: Literal['key_message']
    text: RichText


class LanguageParity(TypedDict):
    """
    How a language stands with all items, and with those of each type.
    """

    public: int
    both: int
    only: int
    missing: int
    behind: int
    words: int
    words_behind: int
    language: Literal['cy', 'en']
    types: list[TypeParity]


class Cy2(TypedDict):
    """
    What is public in one language.
    """

    version: int
    updated: str
    address: str
    api: str
    files: list[ManifestMedia]
    pictures: list[ManifestMedia]


class En2(TypedDict):
    """
    What is public in one language.
    """

    version: int
    updated: str
    address: str
    api: str
    files: list[ManifestMedia]
    pictures: list[ManifestMedia]


class Languages2(TypedDict):
    """
    The languages in which it is public.
    """

    cy: NotRequired[Cy2]
    en: NotRequired[En2]


class ManifestEntry(TypedDict):
    """
    An item or a term of the glossary.
    """

    id: str
    type: str
    languages: Languages2


class ParityReport(TypedDict):
    """
    How the two languages stand to each other.
    """

    languages: list[LanguageParity]


class PictureRef(TypedDict):
    """
    A picture, by its largest size.
    """

    id: str
    digest: str
    bytes: int
    changed: str
    address: str
    width: int
    height: int
    media_type: Literal['image/webp']
    sizes: list[PictureSize]
    alt_text: str
    decorative: bool


class Promo(TypedDict):
    """
    A card that leads to an item.
    """

    id: str
    lang: Literal['cy', 'en']
    title: str
    text: str
    picture: PictureRef | None
    item: str
    address: str
    language: Literal['cy', 'en']


class Release(TypedDict):
    """
    What went out of an item at one moment, in both languages. Neither who let it go is said, nor why.
    """

    number: int
    item: str
    kind: str
    released: str
    languages: list[ReleasedEdition]


class ReleaseList(TypedDict):
    items: list[Release]
    next: str | None
    total: int


class Term(TypedDict):
    """
    A term of the glossary in one language, with its counterpart in the other.
    """

    id: str
    language: Literal['cy', 'en']
    version: int
    name: str
    other_forms: list[str]
    definition: str
    twin: TermTwin
    address: str
    api: str


class TermList(TypedDict):
    items: list[Term]
    next: str | None
    total: int


class VideoBlock(TypedDict):
    """
    A recording. None is without captions and a transcript in the language of the item.
    """

    id: str
    lang: Literal['cy', 'en']
    type: Literal['video']
    title: str
    address: str
    duration: str | None
    seconds: int | None
    poster: PictureRef | None
    captions: FileRef
    transcript: RichText
    sign_language: SignLanguage | None


class WebhookMessage(TypedDict):
    """
    A message: something changed. Fetch what you keep of it, or ask the feed for all that is new to you.
    """

    type: str
    timestamp: str
    data: Change


class BothOfTerm(TypedDict):
    """
    A term in the languages asked for. Null where it is not public; `languages` says why.
    """

    id: str
    languages: Languages1
    cy: NotRequired[Term | None]
    en: NotRequired[Term | None]


class ImageBlock(TypedDict):
    """
    A picture in the body.
    """

    id: str
    lang: Literal['cy', 'en']
    type: Literal['image']
    picture: PictureRef
    caption: str


class InformationPayload(TypedDict):
    """
    Information for parents, referees or professionals.
    """

    fallback: NotRequired[Fallback]
    preview: NotRequired[Preview]
    id: str
    type: Literal['information']
    language: Literal['cy', 'en']
    version: int
    path: str
    canonical: str
    print: PrintAddresses
    title: str
    summary: str
    published: str
    updated: str
    reviewed_on: str | None
    review_due: str | None
    new_until: str | None
    change_note: str
    body: list[ChecklistBlock | ContactBlock | ExpandableBlock | FileBlock | FlowchartBlock | HeadingBlock | ImageBlock | KeyMessageBlock | LinksBlock | QuoteBlock | TableBlock | TextBlock | VideoBlock | OtherBlock]
    files: list[FileRef]
    audiences: list[Coded]
    topics: list[Coded]
    attribution: Attribution
    licence: Licence
    breadcrumb: list[Step]
    children: list[Card]
    children_total: int
    related: list[Card]
    terms: list[TermRef]
    withdrawn: Withdrawal | None
    languages: list[LanguageState]


class LandingPayload(TypedDict):
    """
    A page that introduces a part of the site.
    """

    fallback: NotRequired[Fallback]
    preview: NotRequired[Preview]
    id: str
    type: Literal['landing']
    language: Literal['cy', 'en']
    version: int
    path: str
    canonical: str
    print: PrintAddresses
    title: str
    summary: str
    published: str
    updated: str
    reviewed_on: str | None
    review_due: str | None
    new_until: str | None
    change_note: str
    body: list[ChecklistBlock | ContactBlock | ExpandableBlock | FileBlock | FlowchartBlock | HeadingBlock | ImageBlock | KeyMessageBlock | LinksBlock | QuoteBlock | TableBlock | TextBlock | VideoBlock | OtherBlock]
    files: list[FileRef]
    audiences: list[Coded]
    topics: list[Coded]
    attribution: Attribution
    licence: Licence
    breadcrumb: list[Step]
    children: list[Card]
    children_total: int
    related: list[Card]
    terms: list[TermRef]
    withdrawn: Withdrawal | None
    languages: list[LanguageState]
    promos: list[Promo]


class Manifest(TypedDict):
    items: list[ManifestEntry]
    next: str | None
    total: int


class ModulePayload(TypedDict):
    """
    One module of a training series.
    """

    fallback: NotRequired[Fallback]
    preview: NotRequired[Preview]
    id: str
    type: Literal['module']
    language: Literal['cy', 'en']
    version: int
    path: str
    canonical: str
    print: PrintAddresses
    title: str
    summary: str
    published: str
    updated: str
    reviewed_on: str | None
    review_due: str | None
    new_until: str | None
    change_note: str
    body: list[ChecklistBlock | ContactBlock | ExpandableBlock | FileBlock | FlowchartBlock | HeadingBlock | ImageBlock | KeyMessageBlock | LinksBlock | QuoteBlock | TableBlock | TextBlock | VideoBlock | OtherBlock]
    files: list[FileRef]
    audiences: list[Coded]
    topics: list[Coded]
    attribution: Attribution
    licence: Licence
    breadcrumb: list[Step]
    children: list[Card]
    children_total: int
    related: list[Card]
    terms: list[TermRef]
    withdrawn: Withdrawal | None
    languages: list[LanguageState]
    part_number: int
    video: VideoBlock | None
    learning_outcomes: list[str]
    who_it_is_for: str


class OtherItem(TypedDict):
    """
    An item of a type that you don't know: show of it what all items have.
    """

    fallback: NotRequired[Fallback]
    preview: NotRequired[Preview]
    type: str
    id: str
    language: Literal['cy', 'en']
    version: int
    path: str
    canonical: str
    print: PrintAddresses
    title: str
    summary: str
    published: str
    updated: str
    reviewed_on: str | None
    review_due: str | None
    new_until: str | None
    change_note: str
    body: list[ChecklistBlock | ContactBlock | ExpandableBlock | FileBlock | FlowchartBlock | HeadingBlock | ImageBlock | KeyMessageBlock | LinksBlock | QuoteBlock | TableBlock | TextBlock | VideoBlock | OtherBlock]
    files: list[FileRef]
    audiences: list[Coded]
    topics: list[Coded]
    attribution: Attribution
    licence: Licence
    breadcrumb: list[Step]
    children: list[Card]
    children_total: int
    related: list[Card]
    terms: list[TermRef]
    withdrawn: Withdrawal | None
    languages: list[LanguageState]


class ResourcePayload(TypedDict):
    """
    A resource for practice: a checklist, a flowchart, a template.
    """

    fallback: NotRequired[Fallback]
    preview: NotRequired[Preview]
    id: str
    type: Literal['resource']
    language: Literal['cy', 'en']
    version: int
    path: str
    canonical: str
    print: PrintAddresses
    title: str
    summary: str
    published: str
    updated: str
    reviewed_on: str | None
    review_due: str | None
    new_until: str | None
    change_note: str
    body: list[ChecklistBlock | ContactBlock | ExpandableBlock | FileBlock | FlowchartBlock | HeadingBlock | ImageBlock | KeyMessageBlock | LinksBlock | QuoteBlock | TableBlock | TextBlock | VideoBlock | OtherBlock]
    files: list[FileRef]
    audiences: list[Coded]
    topics: list[Coded]
    attribution: Attribution
    licence: Licence
    breadcrumb: list[Step]
    children: list[Card]
    children_total: int
    related: list[Card]
    terms: list[TermRef]
    withdrawn: Withdrawal | None
    languages: list[LanguageState]
    kind: Coded


class SectionPayload(TypedDict):
    """
    A numbered section of the framework.
    """

    fallback: NotRequired[Fallback]
    preview: NotRequired[Preview]
    id: str
    type: Literal['section']
    language: Literal['cy', 'en']
    version: int
    path: str
    canonical: str
    print: PrintAddresses
    title: str
    summary: str
    published: str
    updated: str
    reviewed_on: str | None
    review_due: str | None
    new_until: str | None
    change_note: str
    body: list[ChecklistBlock | ContactBlock | ExpandableBlock | FileBlock | FlowchartBlock | HeadingBlock | ImageBlock | KeyMessageBlock | LinksBlock | QuoteBlock | TableBlock | TextBlock | VideoBlock | OtherBlock]
    files: list[FileRef]
    audiences: list[Coded]
    topics: list[Coded]
    attribution: Attribution
    licence: Licence
    breadcrumb: list[Step]
    children: list[Card]
    children_total: int
    related: list[Card]
    terms: list[TermRef]
    withdrawn: Withdrawal | None
    languages: list[LanguageState]
    number: str


class TrainingPayload(TypedDict):
    """
    The page that introduces a training series. Its modules are its children.
    """

    fallback: NotRequired[Fallback]
    preview: NotRequired[Preview]
    id: str
    type: Literal['training']
    language: Literal['cy', 'en']
    version: int
    path: str
    canonical: str
    print: PrintAddresses
    title: str
    summary: str
    published: str
    updated: str
    reviewed_on: str | None
    review_due: str | None
    new_until: str | None
    change_note: str
    body: list[ChecklistBlock | ContactBlock | ExpandableBlock | FileBlock | FlowchartBlock | HeadingBlock | ImageBlock | KeyMessageBlock | LinksBlock | QuoteBlock | TableBlock | TextBlock | VideoBlock | OtherBlock]
    files: list[FileRef]
    audiences: list[Coded]
    topics: list[Coded]
    attribution: Attribution
    licence: Licence
    breadcrumb: list[Step]
    children: list[Card]
    children_total: int
    related: list[Card]
    terms: list[TermRef]
    withdrawn: Withdrawal | None
    languages: list[LanguageState]


class Chapter(TypedDict):
    """
    A chapter of a good practice guide.
    """

    id: str
    lang: Literal['cy', 'en']
    title: str
    summary: str
    body: list[ChecklistBlock | ContactBlock | ExpandableBlock | FileBlock | FlowchartBlock | HeadingBlock | ImageBlock | KeyMessageBlock | LinksBlock | QuoteBlock | TableBlock | TextBlock | VideoBlock | OtherBlock]


class FrameworkPayload(TypedDict):
    """
    The framework: its introduction. Its sections are its children.
    """

    fallback: NotRequired[Fallback]
    preview: NotRequired[Preview]
    id: str
    type: Literal['framework']
    language: Literal['cy', 'en']
    version: int
    path: str
    canonical: str
    print: PrintAddresses
    title: str
    summary: str
    published: str
    updated: str
    reviewed_on: str | None
    review_due: str | None
    new_until: str | None
    change_note: str
    body: list[ChecklistBlock | ContactBlock | ExpandableBlock | FileBlock | FlowchartBlock | HeadingBlock | ImageBlock | KeyMessageBlock | LinksBlock | QuoteBlock | TableBlock | TextBlock | VideoBlock | OtherBlock]
    files: list[FileRef]
    audiences: list[Coded]
    topics: list[Coded]
    attribution: Attribution
    licence: Licence
    breadcrumb: list[Step]
    children: list[Card]
    children_total: int
    related: list[Card]
    terms: list[TermRef]
    withdrawn: Withdrawal | None
    languages: list[LanguageState]


class GuideIndexPayload(TypedDict):
    """
    The page that introduces the good practice guides, which are its children.
    """

    fallback: NotRequired[Fallback]
    preview: NotRequired[Preview]
    id: str
    type: Literal['guide_index']
    language: Literal['cy', 'en']
    version: int
    path: str
    canonical: str
    print: PrintAddresses
    title: str
    summary: str
    published: str
    updated: str
    reviewed_on: str | None
    review_due: str | None
    new_until: str | None
    change_note: str
    body: list[ChecklistBlock | ContactBlock | ExpandableBlock | FileBlock | FlowchartBlock | HeadingBlock | ImageBlock | KeyMessageBlock | LinksBlock | QuoteBlock | TableBlock | TextBlock | VideoBlock | OtherBlock]
    files: list[FileRef]
    audiences: list[Coded]
    topics: list[Coded]
    attribution: Attribution
    licence: Licence
    breadcrumb: list[Step]
    children: list[Card]
    children_total: int
    related: list[Card]
    terms: list[TermRef]
    withdrawn: Withdrawal | None
    languages: list[LanguageState]


class GuidePayload(TypedDict):
    """
    A good practice guide.
    """

    fallback: NotRequired[Fallback]
    preview: NotRequired[Preview]
    id: str
    type: Literal['guide']
    language: Literal['cy', 'en']
    version: int
    path: str
    canonical: str
    print: PrintAddresses
    title: str
    summary: str
    published: str
    updated: str
    reviewed_on: str | None
    review_due: str | None
    new_until: str | None
    change_note: str
    body: list[ChecklistBlock | ContactBlock | ExpandableBlock | FileBlock | FlowchartBlock | HeadingBlock | ImageBlock | KeyMessageBlock | LinksBlock | QuoteBlock | TableBlock | TextBlock | VideoBlock | OtherBlock]
    files: list[FileRef]
    audiences: list[Coded]
    topics: list[Coded]
    attribution: Attribution
    licence: Licence
    breadcrumb: list[Step]
    children: list[Card]
    children_total: int
    related: list[Card]
    terms: list[TermRef]
    withdrawn: Withdrawal | None
    languages: list[LanguageState]
    key_messages: list[str]
    chapters: list[Chapter]
    practice_points: list[str]


class HomePayload(TypedDict):
    """
    The home page.
    """

    fallback: NotRequired[Fallback]
    preview: NotRequired[Preview]
    id: str
    type: Literal['home']
    language: Literal['cy', 'en']
    version: int
    path: str
    canonical: str
    print: PrintAddresses
    title: str
    summary: str
    published: str
    updated: str
    reviewed_on: str | None
    review_due: str | None
    new_until: str | None
    change_note: str
    body: list[ChecklistBlock | ContactBlock | ExpandableBlock | FileBlock | FlowchartBlock | HeadingBlock | ImageBlock | KeyMessageBlock | LinksBlock | QuoteBlock | TableBlock | TextBlock | VideoBlock | OtherBlock]
    files: list[FileRef]
    audiences: list[Coded]
    topics: list[Coded]
    attribution: Attribution
    licence: Licence
    breadcrumb: list[Step]
    children: list[Card]
    children_total: int
    related: list[Card]
    terms: list[TermRef]
    withdrawn: Withdrawal | None
    languages: list[LanguageState]
    introduction: RichText
    promos: list[Promo]


Item: TypeAlias = HomePayload | LandingPayload | FrameworkPayload | SectionPayload | ResourcePayload | InformationPayload | GuideIndexPayload | GuidePayload | TrainingPayload | ModulePayload | OtherItem


class ItemList(TypedDict):
    items: list[Item | ItemSummary]
    next: str | None
    total: int


class Both(TypedDict):
    """
    An item in the languages asked for. Null where it is not public; `languages` says why.
    """

    id: str
    languages: Languages
    cy: NotRequired[Item | None]
    en: NotRequired[Item | None]


class BothList(TypedDict):
    items: list[Both | BothOfTerm]
    next: str | None
    total: int


class ExportLine(TypedDict):
    """
    An item or a term: its entry of the changes, and all of it.
    """

    id: str
    what: str
    version: int
    at: str
    type: str | None
    reason: ChangeReason | None
    languages: list[ChangedEdition]
    cy: NotRequired[Item | Term | None]
    en: NotRequired[Item | Term | None]
