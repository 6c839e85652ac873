"""Signing in, signing out, and choosing a password."""

import logging
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.views import redirect_to_login
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from noaber.desk.rendering import LANGUAGE_COOKIE, page
from noaber.desk.words import AMSTERDAM, N_
from noaber.guard import accounts
from noaber.guard.audit.trail import seal_all
from noaber.publication.design.environment import LANGUAGES

logger = logging.getLogger(__name__)

# What Django finds wrong with a password, by its code.
_SAID: Mapping[str, str] = MappingProxyType(
    {
        "required": N_("Vul dit in."),
        "password_incorrect": N_("Het wachtwoord van nu is niet goed."),
        "password_mismatch": N_("De twee nieuwe wachtwoorden zijn niet gelijk."),
        "password_too_short": N_("Dit wachtwoord is te kort: neem er minstens twaalf tekens voor."),
        "password_too_common": N_("Dit wachtwoord kiezen velen; neem een ander."),
        "password_too_similar": N_("Dit wachtwoord lijkt te veel op de naam van het account."),
    }
)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in. A name with too many failures has to wait, right password or not."""
    then = _next(request)
    if request.method == "GET":
        if request.user.is_authenticated:
            return HttpResponseRedirect(then)
        return page(request, "sign_in.html", name="", error="", until="", then=then)
    name, now = request.POST.get("username", ""), timezone.now()
    if until := accounts.attempt(name, now):
        again = f"{until.astimezone(AMSTERDAM):%H:%M}"
        return page(request, "sign_in.html", 429, name=name, error="held", until=again, then=then)
    form = AuthenticationForm(request, data=request.POST)
    if not form.is_valid():
        error = N_("Deze naam en dit wachtwoord horen niet bij elkaar.")
        return page(request, "sign_in.html", 400, name=name, error=error, until="", then=then)
    accounts.note_success(name)
    login(request, form.get_user())
    request.session.clear_expired()
    _seal(now)
    return HttpResponseRedirect(then)


def _seal(now: datetime) -> None:
    """Fix what was looked at so far: whoever comes in seals what went before, also without a timer."""
    try:
        seal_all(now)
    except DatabaseError:
        # Another sealed at the same moment, or the trail is out of reach: the next one does it.
        logger.exception("the audit trail could not be sealed")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session, and say so on the sign-in page."""
    logout(request)
    return HttpResponseRedirect(reverse("sign-in"))


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Choose another password; other sessions of the account end."""
    user: Any = request.user
    if not user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    form = PasswordChangeForm(user, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        user.password_is_temporary = False
        user.save(update_fields=["password_is_temporary"])
        update_session_auth_hash(request, user)
        return HttpResponseRedirect(reverse("messages"))
    errors = {
        name: [_SAID.get(one.code or "", str(one.messages[0])) for one in found]
        for name, found in form.errors.as_data().items()
    }
    status = 400 if errors else 200
    return page(
        request, "password.html", status, errors=errors, temporary=user.password_is_temporary
    )


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Show the screens in another language from now on, in this browser."""
    chosen = request.POST.get("language", "")
    answer = HttpResponseRedirect(_next(request))
    if chosen in LANGUAGES:
        answer.set_cookie(
            LANGUAGE_COOKIE,
            chosen,
            max_age=365 * 24 * 3600,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return answer


def _next(request: HttpRequest) -> str:
    """Where to go after the sign-in: a page of ours that was asked for, else the messages."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        asked, {request.get_host()}, require_https=request.is_secure()
    )
    return asked if safe else reverse("messages")
