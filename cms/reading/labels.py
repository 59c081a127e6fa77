"""The words around an edition's own, in both languages. Data, so that nothing depends on catalogues."""

from typing import Final

from cms.content.languages import CODES, Language
from cms.content.vocabularies import Label

LABELS: Final[dict[str, Label]] = {
    "site": Label("Sefydlogrwydd Cynnar Cymru", "Welsh Early Permanence"),
    "feed": Label(
        "Yr hyn a gyhoeddwyd neu a ddiweddarwyd yn ddiweddar.", "What has been published or updated lately."
    ),
    "skip": Label("Neidio i'r cynnwys", "Skip to content"),
    "language": Label("Iaith", "Language"),
    "you_are_here": Label("Rydych chi yma", "You are here"),
    "not_in_other": Label("Nid yw'r dudalen hon ar gael yn Saesneg.", "This page is not available in Welsh."),
    "stale": Label(
        "Newidiwyd fersiwn Saesneg y dudalen hon ar {date}. Nid yw'r fersiwn Gymraeg hon wedi'i diweddaru eto.",
        "The Welsh version of this page changed on {date}. This English version has not been updated yet.",
    ),
    "preview": Label("Rhagolwg", "Preview"),
    "preview_draft": Label(
        "Drafft yw hwn: nid yw'n gyhoeddus a gall newid.", "This is a draft: it is not public and may change."
    ),
    "preview_held": Label(
        "Nid yw'r fersiwn hon yn gyhoeddus eto: mae'n aros i gael ei chyhoeddi.",
        "This version is not public yet: it waits to be released.",
    ),
    "preview_release": Label(
        "Nid yw'r fersiwn hon yn gyhoeddus eto: bydd yn mynd allan gyda phecyn cyhoeddi.",
        "This version is not public yet: it goes out with a release.",
    ),
    "preview_public": Label("Mae'r fersiwn hon yn gyhoeddus.", "This version is public."),
    "preview_incomplete": Label(
        "Nid yw'r dudalen hon yn gyfan gwbl yn Gymraeg eto.", "This page is not wholly in English yet."
    ),
    "translation": Label("Cyfieithiad", "Translation"),
    "new": Label("Newydd", "New"),
    "key_message": Label("Neges allweddol", "Key message"),
    "contents": Label("Cynnwys", "Contents"),
    "downloads": Label("Lawrlwythiadau", "Downloads"),
    "children": Label("Tudalennau yn y rhan hon", "Pages in this part"),
    "first_of": Label("Dangosir y {shown} cyntaf o {total}.", "The first {shown} of {total} are shown."),
    "related": Label("Tudalennau cysylltiedig", "Related pages"),
    "about": Label("Ynglŷn â'r dudalen hon", "About this page"),
    "publisher": Label("Cyhoeddwyd gan", "Published by"),
    "commissioner": Label("Comisiynwyd gan", "Commissioned by"),
    "audiences": Label("Ar gyfer", "For"),
    "topics": Label("Pynciau", "Topics"),
    "published": Label("Cyhoeddwyd gyntaf", "First published"),
    "updated": Label("Diweddarwyd ddiwethaf", "Last updated"),
    "change_note": Label("Beth sydd wedi newid", "What has changed"),
    "reviewed_on": Label("Adolygwyd ddiwethaf", "Last reviewed"),
    "review_due": Label("Dyddiad adolygu nesaf", "Next review due"),
    "licence": Label("Trwydded", "Licence"),
    "data": Label("Y dudalen hon fel data (JSON)", "This page as data (JSON)"),
    "print": Label("Argraffu'r dudalen hon", "Print this page"),
    "pdf": Label("Lawrlwytho fel PDF", "Download as a PDF"),
    "printable": Label("Fersiwn i'w hargraffu", "Version for printing"),
    "back": Label("Yn ôl i'r dudalen", "Back to the page"),
    "page_of": Label("Tudalen {page} o {pages}", "Page {page} of {pages}"),
    "version": Label("Fersiwn", "Version"),
    "address": Label("Cyfeiriad", "Address"),
    "in_words": Label("Y camau mewn geiriau", "The steps in words"),
    "table": Label("Tabl", "Table"),
    "watch": Label("Gwylio'r fideo", "Watch the video"),
    "sign_language": Label("Gwylio yn Iaith Arwyddion Prydain", "Watch in British Sign Language"),
    "captions": Label("Capsiynau", "Captions"),
    "transcript": Label("Trawsgrifiad", "Transcript"),
    "telephone": Label("Ffôn", "Telephone"),
    "email": Label("E-bost", "Email"),
    "website": Label("Gwefan", "Website"),
    "hours": Label("Oriau", "Hours"),
    "terms": Label("Esbonio geiriau", "Words explained"),
    "terms_back": Label("Yn ôl i'r testun", "Back to the text"),
    "terms_all": Label("Yr eirfa gyfan", "The whole glossary"),
    "terms_title": Label("Geirfa", "Glossary"),
    "terms_summary": Label(
        "Geiriau a ddefnyddir wrth sôn am sefydlogrwydd cynnar a mabwysiadu, a'u hystyr.",
        "Words that are used about early permanence and adoption, and what they mean.",
    ),
    "terms_letters": Label("Llythrennau", "Letters"),
    "terms_also": Label("Hefyd:", "Also:"),
    "terms_in_other": Label("Yn Saesneg:", "In Welsh:"),
    "search": Label("Chwilio", "Search"),
    "search_for": Label("Chwilio am", "Search for"),
    "search_hint": Label(
        "Rhowch eiriau, \"ymadrodd\", -gair i'w hepgor neu ddechrau gair a seren*. Nid oes ots am dreigladau nac acenion.",
        "Enter words, a \"phrase\", a -word to leave out, or the beginning of a word and an asterisk*.",
    ),
    "search_error": Label("Gwall:", "Error:"),
    "search_sort": Label("Trefn", "Order"),
    "search_of": Label("ar gyfer", "for"),
    "search_meant": Label(
        "Nid yw un o'ch geiriau ar yr un o'n tudalennau. Dyma'r canlyniadau ar gyfer sillafiad tebycach:",
        "One of your words is on none of our pages. These are the results for a likelier spelling:",
    ),
    "search_lacks": Label(
        "Mae'r chwilio'n araf ar hyn o bryd, felly dim ond y tudalennau a gafwyd sydd yma. Ymhen ychydig eiliadau "
        "byddwch yn gallu cyfyngu'r canlyniadau hefyd.",
        "Search is slow at the moment, so these are only the pages that were found. In a few seconds you will be able to "
        "narrow the results too.",
    ),
    "search_narrow": Label("Cyfyngu'r canlyniadau", "Narrow the results"),
    "search_remove": Label("Dileu'r hidlydd:", "Remove the filter:"),
    "search_remove_all": Label("Dileu pob hidlydd", "Remove all filters"),
    "search_via_other": Label(
        "Yn fersiwn Saesneg y dudalen hon y mae'r geiriau.", "The words are in the Welsh version of this page."
    ),
    "search_not_all": Label("Nid yw pob un o'ch geiriau yma.", "Not all of your words are here."),
    "search_in_file": Label("Yn y ffeil", "In the file"),
    "search_file_page": Label("tudalen {page}", "page {page}"),
    "search_also": Label("{results} yn Saesneg", "{results} in Welsh"),
    "search_try": Label("Beth i roi cynnig arno", "What to try"),
    "search_try_spelling": Label("Gwiriwch y sillafu.", "Check the spelling."),
    "search_try_fewer": Label(
        "Rhowch gynnig ar lai o eiriau, neu ar eiriau mwy cyffredinol.", "Try fewer words, or more general ones."
    ),
    "search_pages": Label("Tudalennau'r canlyniadau", "Pages of results"),
    "search_previous": Label("Y dudalen flaenorol", "Previous page"),
    "search_next": Label("Y dudalen nesaf", "Next page"),
    "search_empty_page": Label("Nid oes rhagor o ganlyniadau.", "There are no more results."),
    "search_first": Label("Yn ôl i'r dudalen gyntaf", "Back to the first page"),
    "search_unavailable": Label(
        "Ni ellir chwilio ar hyn o bryd. Rhowch gynnig arall arni ymhen ychydig eiliadau. Mae popeth i'w gael o'r hafan o hyd.",
        "Search does not work at the moment. Try again in a few seconds. All pages can still be reached from the home page.",
    ),
    "home": Label("Ewch i'r hafan", "Go to the home page"),
    "missing_title": Label("Ni chafwyd hyd i'r dudalen", "Page not found"),
    "missing": Label("Nid oes tudalen gyhoeddus yn y cyfeiriad hwn.", "There is no public page at this address."),
    "bad_request_title": Label("Ni ellir deall y cais", "The request cannot be understood"),
    "bad_request": Label(
        "Gwiriwch y cyfeiriad, neu ewch yn ôl a rhowch gynnig arall arni.", "Check the address, or go back and try again."
    ),
    "forbidden_title": Label("Ni chewch weld y dudalen hon", "You may not see this page"),
    "forbidden": Label(
        "Nid oes gennych ganiatâd i wneud hyn. Gofynnwch i'r sawl a roddodd y cyfeiriad i chi.",
        "You do not have permission to do this. Ask whoever gave you the address.",
    ),
    "no_token_title": Label("Ni ellir derbyn y ffurflen", "The form cannot be accepted"),
    "no_token": Label(
        "Ni anfonodd eich porwr y cwci sy'n diogelu'r ffurflen, neu bu'r dudalen ar agor yn rhy hir. Caniatewch gwcis y wefan "
        "hon, ewch yn ôl, llwythwch y dudalen eto a rhowch gynnig arall arni.",
        "Your browser did not send the cookie that protects the form, or the page was open for too long. Allow this site's "
        "cookies, go back, load the page again and try again.",
    ),
    "server_error_title": Label("Aeth rhywbeth o'i le", "Something went wrong"),
    "server_error": Label(
        "Ein bai ni yw hyn, ac mae wedi'i gofnodi. Rhowch gynnig arall arni ymhen ychydig funudau.",
        "This is our fault, and it has been recorded. Try again in a few minutes.",
    ),
    "withdrawn_title": Label("Tynnwyd y dudalen hon yn ôl", "This page has been withdrawn"),
    "withdrawn": Label(
        "Tynnwyd fersiwn Gymraeg y dudalen hon yn ôl ar {date}.",
        "The English version of this page was withdrawn on {date}.",
    ),
    "taken_down_title": Label("Nid yw'r dudalen hon ar gael mwyach", "This page is no longer available"),
    "taken_down": Label(
        "Tynnwyd y dudalen hon oddi ar y wefan ar {date}.", "This page was taken off the website on {date}."
    ),
    "go_instead": Label("Ewch yn lle hynny i:", "Go instead to:"),
    "no_longer_in_force": Label("Mae'r dudalen hon wedi'i thynnu'n ôl", "This page has been withdrawn"),
    "since": Label("Ers {date}.", "Since {date}."),
    "gone_title": Label("Dilëwyd y dudalen hon", "This page has been deleted"),
    "gone": Label(
        "Dilëwyd fersiwn Gymraeg y dudalen hon ar {date}.", "The English version of this page was deleted on {date}."
    ),
    "unavailable_title": Label(
        "Ni all y gwasanaeth ateb ar hyn o bryd", "The service cannot answer at the moment"
    ),
    "request_timeout_title": Label("Daeth y cais yn rhy araf", "The request came too slowly"),
    "request_timeout": Label(
        "Ni ddaeth y cais cyfan mewn pryd, felly ni wnaed dim ag ef. Anfonwch ef eto.",
        "The whole request did not arrive in time, so nothing was done with it. Send it again.",
    ),
    "too_many_requests_title": Label("Gormod o geisiadau", "Too many requests"),
    "too_many_requests": Label(
        "Daeth mwy o geisiadau o'ch rhwydwaith chi nag a ganiateir mewn munud. Rhowch gynnig arall arni ymhen munud.",
        "More requests came from your network than are allowed in a minute. Try again in a minute.",
    ),
    "content_too_large_title": Label("Mae'r cais yn rhy fawr", "The request is too large"),
    "content_too_large": Label(
        "Mae'r ffeil neu'r ffurflen a anfonwyd yn fwy na'r hyn a ganiateir. Os ydych yn golygu, gwnewch yn siŵr eich bod "
        "wedi mewngofnodi, a rhowch gynnig ar ffeil lai.",
        "The file or form that was sent is larger than is allowed. If you are an editor, make sure that you are logged in, and "
        "try a smaller file.",
    ),
    "no_pdf_title": Label("Nid oes PDF ar gael", "No PDF is available"),
    "no_pdf": Label(
        "Ni all y gweinydd hwn wneud ffeiliau PDF. Gallwch argraffu'r ddogfen o'ch porwr.",
        "This server cannot make PDF files. You can print the document from your browser.",
    ),
    "pdf_failed_title": Label("Ni fu modd gwneud y PDF", "The PDF could not be made"),
    "pdf_failed": Label(
        "Rhowch gynnig arall arni ymhen ychydig funudau, neu argraffwch y ddogfen o'ch porwr.",
        "Try again in a few minutes, or print the document from your browser.",
    ),
    "unavailable": Label("Rhowch gynnig arall arni ymhen ychydig eiliadau.", "Try again in a few seconds."),
}  # fmt: skip

WORDS: Final[dict[Language, dict[str, str]]] = {
    code: {name: label.text(code) for name, label in LABELS.items()} for code in CODES
}

SEARCH_SORTS: Final[dict[str, Label]] = {
    "relevance": Label("Y mwyaf perthnasol yn gyntaf", "Most relevant first"),
    "-updated": Label("Y diweddaraf yn gyntaf", "Most recently updated first"),
    "title": Label("Yn nhrefn yr wyddor", "Alphabetical"),
}
SEARCH_FACETS: Final[dict[str, Label]] = {
    "type": Label("Math o dudalen", "Type of page"),
    "kind": Label("Math o adnodd", "Kind of resource"),
    "audience": Label("Ar gyfer pwy", "Who it is for"),
    "section": Label("Adran o'r fframwaith", "Section of the framework"),
    "topic": Label("Pwnc", "Topic"),
}
AVAILABLE: Final[dict[str, Label]] = {
    "cy": Label("Mae'r dudalen hon ar gael yn Gymraeg:", "This page is available in Welsh:"),
    "en": Label("Mae'r dudalen hon ar gael yn Saesneg:", "This page is available in English:"),
}
FILE_LANGUAGES: Final[dict[str, Label]] = {
    "cy": Label("Cymraeg", "Welsh"),
    "en": Label("Saesneg", "English"),
    "mul": Label("Cymraeg a Saesneg, ochr yn ochr", "Welsh and English, side by side"),
}
