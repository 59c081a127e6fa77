"""A contact's own pages: the link that is asked for and followed, and the keys of the partner.

Nobody may keep these pages, and every form has a token against forgery.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.log_actions import log

from cms.accounts import mail
from cms.accounts.password_reset import outgoing
from cms.content.languages import NAMES, Language, other
from cms.http.caching.cache_policy import NOT_STORABLE
from cms.http.deprecations import CONTRACT_VERSION
from cms.partners.keys.key_issuing import ISSUED, REVOKED, TooManyKeys, issue, live_keys, revoke
from cms.partners.models import Contact, KeyKind, PartnerKey
from cms.reading.responses import add_headers, rendered

from ..portal_pages import PAGES, portal_context
from .account_words import ACCOUNT_WORDS, DELIVERY_WORDS
from .contact_session import contact_of, log_in, log_out, log_out_everywhere
from .delivery_list import deliveries_context, has_webhooks
from .key_list import keys_context
from .mailed_links import is_good, redeem, send_link
from .portal_paths import path_to

OwnView = Callable[[HttpRequest, Language, Contact], HttpResponseBase]


def own(view: OwnView) -> Callable[..., HttpResponseBase]:
    """A view for who is logged in; anybody else is led to where one logs in."""

    @require_POST
    @wraps(view)
    def guarded(request: HttpRequest, language: Language) -> HttpResponseBase:
        contact = contact_of(request)
        if contact is None:
            return HttpResponseRedirect(path_to("keys", language))
        return view(request, language, contact)

    return guarded


@require_http_methods(["GET", "HEAD"])
def keys_page(request: HttpRequest, language: Language) -> HttpResponse:
    """The keys of the partner; without a log-in, the form that asks for a link."""
    contact = contact_of(request)
    if contact is None:
        return _page(request, language, "log_in", {"sends_mail": mail.is_on()})
    return _keys(request, language, contact)


@require_http_methods(["GET", "HEAD"])
def deliveries_page(request: HttpRequest, language: Language) -> HttpResponseBase:
    """What was sent to the partner's webhooks; without a log-in, the way to it."""
    contact = contact_of(request)
    if contact is None:
        return HttpResponseRedirect(path_to("keys", language))
    words = {name: label.text(language) for name, label in DELIVERY_WORDS.items()}
    twin = other(language)
    switch = {"language": twin, "name": NAMES[twin], "address": path_to("deliveries", twin)}
    shown = {"d": words, "title": words["title"], "switch": switch, **deliveries_context(contact.partner, language)}
    return _page(request, language, "deliveries", shown)


@require_POST
def ask_link(request: HttpRequest, language: Language) -> HttpResponse:
    """Says the same of every address, and does the same before it answers: nothing but a note to send."""
    if mail.is_on():
        email = request.POST.get("email", "").strip()[:254]
        outgoing.send_later(lambda: send_link(email))
    return _page(request, language, "link_sent", {"sends_mail": mail.is_on()})


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, language: Language, token: str) -> HttpResponseBase:
    """The page that a link leads to, with the button that uses it up."""
    if request.method == "POST":
        contact = redeem(token)
        if contact is not None:
            log_in(request, contact)
            return HttpResponseRedirect(path_to("keys", language))
    good = request.method != "POST" and is_good(token)
    return _page(request, language, "enter", {"good": good}, status=200 if good else 410)


@own
def issue_key(request: HttpRequest, language: Language, contact: Contact) -> HttpResponse:
    """A new key, shown in this answer only."""
    kind = request.POST.get("kind", "")
    if kind not in KeyKind.values:
        return _keys(request, language, contact, status=400, fault=ACCOUNT_WORDS["no_such_kind"].text(language))
    try:
        with transaction.atomic():
            key, text = issue(contact.partner, KeyKind(kind))
            log(instance=contact.partner, action=ISSUED, data={"key": key.prefix, "contact": contact.name})
    except TooManyKeys:
        return _keys(request, language, contact, fault=ACCOUNT_WORDS["too_many"].text(language))
    return _keys(request, language, contact, new_key=text)


@own
def revoke_key(request: HttpRequest, language: Language, contact: Contact) -> HttpResponseBase:
    """The key is refused from now on."""
    key = _own_key(request, contact)
    with transaction.atomic():
        revoke(key)
        log(instance=contact.partner, action=REVOKED, data={"key": key.prefix, "contact": contact.name})
    return HttpResponseRedirect(path_to("keys", language))


@own
def follow_contract(request: HttpRequest, language: Language, contact: Contact) -> HttpResponseBase:
    """Notes that the site of a key follows the contract as it is now."""
    PartnerKey.objects.filter(pk=_own_key(request, contact).pk).update(contract=CONTRACT_VERSION)
    return HttpResponseRedirect(path_to("keys", language))


@own
def leave(request: HttpRequest, language: Language, contact: Contact) -> HttpResponseBase:
    """Logs out."""
    log_out(request)
    return HttpResponseRedirect(path_to("keys", language))


@own
def leave_everywhere(request: HttpRequest, language: Language, contact: Contact) -> HttpResponseBase:
    """Logs out on every machine."""
    log_out_everywhere(request, contact)
    return HttpResponseRedirect(path_to("keys", language))


def _own_key(request: HttpRequest, contact: Contact) -> PartnerKey:
    return get_object_or_404(live_keys(contact.partner), prefix=request.POST.get("key", ""))


def _keys(
    request: HttpRequest, language: Language, contact: Contact, *, status: int = 200, **more: str
) -> HttpResponse:
    deliveries = path_to("deliveries", language) if has_webhooks(contact.partner) else ""
    context = {**keys_context(contact, language), "deliveries": deliveries}
    context["deliveries_title"] = DELIVERY_WORDS["title"].text(language)
    return _page(request, language, "keys", {**context, **more}, status)


def _page(
    request: HttpRequest, language: Language, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    shown = {
        **portal_context(PAGES["keys"], language),
        "w": {name: label.text(language) for name, label in ACCOUNT_WORDS.items()},
        "csrf_token": get_token(request),
        "to": {name: path_to(name, language) for name in ("ask", "issue", "revoke", "contract", "leave", "leave_all")},
        **context,
    }
    response = HttpResponse(rendered(f"portal/{template}.html", shown), status=status)
    response["Cache-Control"] = NOT_STORABLE.cache_control
    # The address of a link is nobody else's to know.
    response["Referrer-Policy"] = "same-origin"
    add_headers(response, language, forms=True)
    return response
