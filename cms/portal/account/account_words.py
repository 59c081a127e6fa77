"""The words of a contact's own pages, in both languages."""

from typing import Final

from cms.content.vocabularies import Label

ACCOUNT_WORDS: Final = {
    "intro": Label(
        "Mewngofnodwch â chyfeiriad e-bost un o gysylltiadau eich sefydliad. Nid oes cyfrinair: anfonwn ddolen atoch.",
        "Log in with the e-mail address of one of your organisation's contacts. There is no password: we send you a link.",
    ),
    "no_mail": Label(
        "Ni all y gwasanaeth hwn anfon e-bost ar hyn o bryd. Gofynnwch i'r sawl a roddodd eich allwedd i chi.",
        "This service cannot send e-mail at present. Ask whoever gave you your key.",
    ),
    "email": Label("Cyfeiriad e-bost", "E-mail address"),
    "send": Label("Anfon dolen ataf", "Send me a link"),
    "sent_title": Label("Edrychwch yn eich e-bost", "Look at your e-mail"),
    "sent": Label(
        "Os yw'r cyfeiriad yn un o'n cysylltiadau ni, mae dolen ar ei ffordd. Mae'n gweithio unwaith, am chwarter awr. "
        "Anfonwn un ddolen y funud ar y mwyaf.",
        "If the address is one of our contacts', a link is on its way. It works once, for a quarter of an hour. We send one "
        "link a minute at most.",
    ),
    "enter": Label("Mewngofnodi", "Log in"),
    "enter_intro": Label("Pwyswch y botwm i fewngofnodi.", "Press the button to log in."),
    "link_over": Label("Nid yw'r ddolen yn gweithio mwyach", "The link no longer works"),
    "link_over_text": Label(
        "Mae wedi'i defnyddio, mae chwarter awr wedi mynd heibio, neu anfonwyd un ddiweddarach. Gofynnwch am un newydd.",
        "It has been used, a quarter of an hour has passed, or a later one was sent. Ask for a new one.",
    ),
    "ask_again": Label("Gofyn am ddolen newydd", "Ask for a new link"),
    "leave": Label("Allgofnodi", "Log out"),
    "leave_all": Label("Allgofnodi ym mhobman", "Log out everywhere"),
    "logged_in": Label("Rydych wedi mewngofnodi fel", "You are logged in as"),
    "new_key": Label("Eich allwedd newydd", "Your new key"),
    "new_key_once": Label(
        "Dim ond nawr y caiff ei dangos. Cadwch hi lle mae eich gwefan yn cadw cyfrinachau, byth mewn cod nac mewn cyfeiriad.",
        "It is shown now only. Keep it where your site keeps secrets, never in code or in an address.",
    ),
    "new_key_use": Label("Rhowch hi ym mhob cais:", "Give it with each request:"),
    "your_keys": Label("Allweddi", "Keys"),
    "no_keys": Label("Nid oes gennych allwedd eto.", "You have no key yet."),
    "two_at_a_time": Label(
        "Gallwch gael dwy allwedd fyw o bob math. I newid allwedd: crëwch yr ail, rhowch hi ar eich gwefan, yna "
        "diddymwch y gyntaf. Gwrthodir allwedd a ddiddymwyd o fewn eiliad.",
        "You may have two live keys of each kind. To replace a key, get the second, put it on your site, then revoke the "
        "first. A revoked key is refused within a second.",
    ),
    "issue_live": Label("Cael allwedd newydd ar gyfer gwefan", "Get a new key for a site"),
    "issue_test": Label("Cael allwedd newydd i roi cynnig arni", "Get a new key for trying out"),
    "for_live": Label("Ar gyfer gwefan", "For a site"),
    "for_test": Label("Ar gyfer rhoi cynnig arni", "For trying out"),
    "too_many": Label(
        "Mae gennych ddwy allwedd fyw o'r math hwn yn barod. Diddymwch un ohonynt yn gyntaf.",
        "You have two live keys of this kind already. Revoke one of them first.",
    ),
    "no_such_kind": Label(
        "Nid oes allweddi o'r math hwn. Defnyddiwch un o'r botymau isod.",
        "There are no keys of this kind. Use one of the buttons below.",
    ),
    "fault": Label("Ni roddwyd allwedd", "No key was issued"),
    "issued": Label("Rhoddwyd", "Issued"),
    "last_used": Label("Defnyddiwyd ddiwethaf", "Last used"),
    "never": Label("Heb ei defnyddio", "Never"),
    "revoked": Label("Diddymwyd", "Revoked"),
    "revoke": Label("Diddymu'r allwedd", "Revoke the key"),
    "contract": Label("Fersiwn y contract", "Version of the contract"),
    "newer": Label("Y fersiwn bresennol yw", "The present version is"),
    "what_changed": Label("Beth sydd wedi newid?", "What has changed?"),
    "follow": Label("Mae ein gwefan yn dilyn y fersiwn bresennol", "Our site follows the present version"),
    "use": Label("Defnydd yn y 30 diwrnod diwethaf", "Use in the last 30 days"),
    "requests_in_all": Label("Ceisiadau i gyd:", "Requests in all:"),
    "most": Label("Y diwrnod prysuraf:", "The busiest day:"),
    "figures": Label("Y ffigurau fesul diwrnod", "The figures by day"),
    "day": Label("Diwrnod", "Day"),
    "requests": Label("Ceisiadau", "Requests"),
    "tokens": Label("Tocynnau", "Tokens"),
    "refused": Label("Gwrthodwyd", "Refused"),
    "minute_late": Label(
        "Ysgrifennir y ffigurau bob munud. Nid ydym yn cofnodi beth a ddarllenwyd, na phwy a'i darllenodd ar eich gwefan.",
        "The figures are written each minute. We do not record what was read, or who read it on your site.",
    ),
}

DELIVERY_WORDS: Final = {
    "title": Label("Danfoniadau eich bachau gwe", "Deliveries of your webhooks"),
    "back": Label("Eich allweddi", "Your keys"),
    "intro": Label(
        "Yr hyn a anfonwyd i'ch bachau gwe yn ddiweddar. Gofynnwch i ni am fachyn gwe arall, am gyfrinach newydd, neu am anfon "
        "rhywbeth eto.",
        "What was sent to your webhooks lately. Ask us for another webhook, for a new secret, or to have something sent again.",
    ),
    "state": Label("Cyflwr", "State"),
    "delivered": Label("Danfonwyd ddiwethaf", "Last delivered"),
    "waiting": Label("Yn aros i gael eu hanfon", "Waiting to be sent"),
    "time": Label("Amser", "Time"),
    "event": Label("Digwyddiad", "Event"),
    "item": Label("Eitem", "Item"),
    "outcome": Label("Canlyniad", "Result"),
    "status": Label("Statws eich ateb", "Status of your answer"),
    "never": Label("heb ddanfon dim", "never"),
    "none": Label("Nid oes dim wedi'i anfon yn ddiweddar.", "Nothing was sent lately."),
    "no_webhooks": Label("Nid oes gennych fachyn gwe eto.", "You have no webhook yet."),
}
