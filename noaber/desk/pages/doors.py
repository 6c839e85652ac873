"""The one door to screens behind the sign-in: an account, a purpose, and the actor that follows."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from noaber.guard.actor import Actor
from noaber.vocabulary.bsn import holds_bsn

# Said in the address of the page that explains why a question was not answered.
REFUSED = "bsn"
# What is a number of another kind may have nine digits as well.
_NUMBERS = frozenset({"nummer", "toewijzing", "na", "voor", "pagina", "postbus"})

View = Callable[..., HttpResponse]


def asks_bsn(request: HttpRequest) -> bool:
    """Whether someone typed a BSN where it would become part of an address."""
    return any(holds_bsn(text) for name, text in request.GET.items() if name not in _NUMBERS)


def behind_sign_in(purpose: str) -> Callable[[View], View]:
    """Give a view the actor of the account that asks, for this purpose.

    Who has not signed in goes to the sign-in; who still has a one-time password first chooses
    another; who may do this in no municipality gets the same page as for an address that is not there.
    """

    def door(view: View) -> View:
        @wraps(view)
        def opened(request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
            if asks_bsn(request):
                # An address is kept by browsers and proxies: such a one is not answered.
                return HttpResponseRedirect(f"{request.path}?{REFUSED}=1")
            user: Any = request.user
            if not user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if user.password_is_temporary:
                return HttpResponseRedirect(reverse("password"))
            actor: Actor = user.as_actor(purpose)
            if not actor.municipalities:
                raise Http404
            return view(request, actor, *args, **options)

        opened.purpose = purpose  # type: ignore[attr-defined]
        return opened

    return door
