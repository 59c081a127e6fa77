"""The page to which an operator's link leads."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cms.accounts.logging_in.log_in_view import second_factor_address

from .letting_in import let_in
from .operators_links import account_of, use_up


@never_cache
@require_http_methods(["GET", "POST"])
def enter_by_link(request: HttpRequest, token: str) -> HttpResponseBase:
    """The button that uses the link up: what only looks at addresses presses none. The second factor is owed as ever."""
    if request.method == "POST":
        user = use_up(token)
        if user is not None:
            whole = let_in(request, user, second_factor=False)
            request.session.set_expiry(0)
            home = reverse("wagtailadmin_home")
            return redirect(home if whole else second_factor_address(home))
    owner = account_of(token)
    response = TemplateResponse(request, "access/enter.html", {"owner": owner}, status=200 if owner else 410)
    # The address is nobody else's to know.
    response["Referrer-Policy"] = "same-origin"
    return response
