"""The addresses for partners: `/partners/` and `/partneriaid/`, and the same below them in words of each language."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from django.http.response import HttpResponseBase
from django.urls import URLPattern, path

from cms.content.languages import CODES, Language

from .account import account_views
from .account.portal_paths import path_to
from .portal_pages import PAGES
from .portal_views import portal_page

_OWN: Final[dict[str, Callable[..., HttpResponseBase]]] = {
    "keys": account_views.keys_page,
    "ask": account_views.ask_link,
    "issue": account_views.issue_key,
    "revoke": account_views.revoke_key,
    "contract": account_views.follow_contract,
    "deliveries": account_views.deliveries_page,
    "leave": account_views.leave,
    "leave_all": account_views.leave_everywhere,
}


def _addresses(language: Language) -> Iterator[URLPattern]:
    given: dict[str, Any] = {"language": language}
    for name, view in _OWN.items():
        yield path(path_to(name, language)[1:], view, given, name=f"portal-{name}-{language}")
    yield path(f"{path_to('enter', language)[1:]}<str:token>/", account_views.enter, given)
    for page in PAGES.values():
        if page.name not in _OWN:
            yield path(page.address(language)[1:], portal_page, {**given, "name": page.name})


urlpatterns = [address for language in CODES for address in _addresses(language)]
