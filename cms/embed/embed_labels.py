"""The words of what other sites show, in both languages, beside those of the reading pages."""

from typing import Final

from cms.content.languages import CODES, Language
from cms.content.vocabularies import Label

EMBED_LABELS: Final[dict[str, Label]] = {
    "source": Label("O wefan", "From"),
    "not_in_language": Label("Nid yw hyn ar gael yn Gymraeg.", "This is not available in English."),
    "unknown_part": Label(
        "Nid oes rhan o'r enw hwn. Y rhannau yw: {parts}.", "There is no part of this name. The parts are: {parts}."
    ),
    "unknown_part_title": Label("Rhan anhysbys", "Unknown part"),
    "all_results": Label("Pob canlyniad", "All results"),
    "generator": Label("Dangos ein cynnwys ar eich gwefan", "Show our content on your website"),
    "generator_intro": Label(
        "Rhowch gyfeiriad un o'n tudalennau, a gludwch y llinellau a gewch yn eich tudalen chi. Bydd eich ymwelwyr yn gweld y "
        "cynnwys fel y mae yma, yn yr iaith a ddewiswch, a phan fyddwn ni'n ei newid bydd yn newid ar eich gwefan chi o fewn "
        "munud.",
        "Give the address of one of our pages, and paste the lines that you get into yours. Your visitors see the content as "
        "it is here, in the language that you choose, and when we change it, it changes on your website within a minute.",
    ),
    "generator_address": Label("Cyfeiriad y dudalen", "Address of the page"),
    "generator_address_hint": Label(
        "Copïwch ef o far cyfeiriad eich porwr pan fydd y dudalen ar agor.",
        "Copy it from your browser's address bar while the page is open.",
    ),
    "generator_language": Label("Iaith", "Language"),
    "generator_parts": Label("Beth i'w ddangos", "What to show"),
    "generator_make": Label("Creu'r llinellau", "Make the lines"),
    "generator_lines": Label("Llinellau i'w gludo yn eich tudalen", "Lines to paste into your page"),
    "generator_twin_cy": Label(
        "Mae'r dudalen hon ar gael yn Gymraeg hefyd. Dangoswch y ddwy iaith: gludwch y llinellau hyn yn fersiwn Gymraeg eich "
        "tudalen.",
        "This page is available in Welsh too. Show both languages: paste these lines into the Welsh version of your page.",
    ),
    "generator_twin_en": Label(
        "Mae'r dudalen hon ar gael yn Saesneg hefyd. Dangoswch y ddwy iaith: gludwch y llinellau hyn yn fersiwn Saesneg eich "
        "tudalen.",
        "This page is available in English too. Show both languages: paste these lines into the English version of your page.",
    ),
    "generator_frame": Label(
        "Os nad yw eich gwefan yn caniatáu sgriptiau, gludwch hyn yn lle hynny:",
        "If your website does not allow scripts, paste this instead:",
    ),
    "generator_preview": Label("Rhagolwg", "Preview"),
    "generator_unknown": Label(
        "Nid oes tudalen gyhoeddus yn y cyfeiriad hwn. Gwnewch yn siŵr eich bod wedi copïo'r cyfeiriad cyfan.",
        "There is no public page at this address. Make sure that you have copied the whole address.",
    ),
    "generator_term": Label("Gair o'n geirfa i'w egluro", "A word of our glossary to explain"),
    "generator_no_term": Label("Dim un", "None"),
    "generator_term_lines": Label("Llinellau sy'n egluro gair", "Lines that explain a word"),
    "generator_term_hint": Label(
        "Gludwch nhw lle mae'r gair yn sefyll yn eich testun. Gallwch newid y gair sydd rhyngddynt, ei dreiglo er enghraifft.",
        "Paste them where the word stands in your text. You may change the word between them, to the plural for example.",
    ),
    "generator_search": Label("Llinellau ar gyfer blwch chwilio", "Lines for a search box"),
    "search_ours": Label("Chwilio yn ein canllawiau", "Search our guides"),
    "part_title": Label("Y teitl", "The title"),
    "part_summary": Label("Y crynodeb", "The summary"),
    "part_body": Label("Y cynnwys", "The content"),
    "part_files": Label("Y ffeiliau i'w lawrlwytho", "The files to download"),
}  # fmt: skip
EMBED_WORDS: Final[dict[Language, dict[str, str]]] = {
    code: {name: label.text(code) for name, label in EMBED_LABELS.items()} for code in CODES
}
