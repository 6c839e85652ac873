"""Screens made from templates: the house's own environment, and what every answer carries."""

from functools import cache, partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from jinja2 import Environment, PackageLoader

from noaber.desk import words
from noaber.publication.design.environment import (
    LANGUAGES,
    catalogue,
    house_environment,
    translations,
)
from noaber.publication.design.formats import SOURCE_LANGUAGE

STYLES = "/vormgeving"
# Screens run no script and load nothing from elsewhere.
_POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data:; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


LANGUAGE_COOKIE = "noaber_language"


@cache
def environment(language: str = SOURCE_LANGUAGE) -> Environment:
    """The environment of the desk's screens in a language; its own texts go before the house's."""
    made = house_environment(language, [PackageLoader("noaber.desk", "templates")])
    if language != SOURCE_LANGUAGE:
        own = catalogue("noaber.desk", language)
        own.add_fallback(translations(language))
        made.install_gettext_translations(own, newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(url=lambda name, *args: reverse(name, args=args), **words.GLOBALS)
    made.globals["meaning"] = partial(words.meaning, language)
    made.filters.update(words.FILTERS)
    made.filters.update({name: partial(show, language) for name, show in words.DAYS.items()})
    return made


def language_of(request: HttpRequest | None) -> str:
    """The language that someone chose; Dutch where nobody did."""
    chosen = request.COOKIES.get(LANGUAGE_COOKIE, "") if request is not None else ""
    return chosen if chosen in LANGUAGES else SOURCE_LANGUAGE


def page(
    request: HttpRequest | None, template: str, status: int = 200, **values: Any
) -> HttpResponse:
    """A screen. With a request it is one of an account: forms get their token, and nobody keeps it."""
    shown = {"styles": STYLES, **values}
    if request is not None:
        user = request.user
        shown |= {
            "account": user.get_username() if user.is_authenticated else None,
            "token": get_token(request),
            "this_page": request.get_full_path()
            if request.method == "GET"
            else reverse("messages"),
            "bsn_refused": request.GET.get("bsn") == "1",
        }
    text = environment(language_of(request)).get_template(template).render(shown)
    answer = HttpResponse(text, status=status)
    answer["Content-Security-Policy"] = _POLICY
    if request is not None:
        answer["Cache-Control"] = "no-store, private"
    return answer
