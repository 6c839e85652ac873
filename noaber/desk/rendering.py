"""Screens made from templates: the house's own environment, and what every answer carries."""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from jinja2 import Environment, PackageLoader

from noaber.desk import words
from noaber.publication.design.environment import house_environment

STYLES = "/vormgeving"
# Screens run no script and load nothing from elsewhere.
_POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data:; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


@cache
def environment() -> Environment:
    """The environment of the desk's screens."""
    made = house_environment("nl", [PackageLoader("noaber.desk", "templates")])
    made.globals.update(url=lambda name, *args: reverse(name, args=args), **words.GLOBALS)
    made.filters.update(words.FILTERS)
    return made


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
            "bsn_refused": request.GET.get("bsn") == "1",
        }
    text = environment().get_template(template).render(shown)
    answer = HttpResponse(text, status=status)
    answer["Content-Security-Policy"] = _POLICY
    if request is not None:
        answer["Cache-Control"] = "no-store, private"
    return answer
