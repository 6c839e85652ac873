"""Which mailboxes an actor reaches, and who the parties in them are."""

from collections.abc import Iterable

from django.apps import apps
from django.db.models import QuerySet

from noaber.guard.actor import Actor
from noaber.guard.models import Municipality
from noaber.register.care import queries
from noaber.register.care.models import Mailbox


def mailboxes(actor: Actor) -> QuerySet[Mailbox]:
    """The actor's mailboxes: real ones first, the municipality's before those of providers."""
    rows = queries.mailboxes(actor)
    return rows.order_by("municipality__name", "trial", "role", "name", "code")


def names_of(mailbox: Mailbox, codes: Iterable[str]) -> dict[str, str]:
    """Parties by their code: the provider's name as the municipality keeps it, else a mailbox's, else none."""
    wanted = set(codes)
    found = dict(
        Mailbox.objects.filter(municipality=mailbox.municipality, code__in=wanted)
        .exclude(name="")
        .values_list("code", "name")
    )
    providers = apps.get_model("supply", "Provider").objects.filter(
        municipality=mailbox.municipality, code__in=wanted
    )
    found |= dict(Municipality.objects.filter(code__in=wanted).values_list("code", "name"))
    return found | dict(providers.exclude(name="").values_list("code", "name"))


def products_of(mailbox: Mailbox) -> dict[tuple[str, str, str], str]:
    """The names of products by law, category and code, as the municipality lists them."""
    rows = apps.get_model("supply", "CareProduct").objects.filter(municipality=mailbox.municipality)
    listed = rows.exclude(name="").values_list("law", "category", "code", "name")
    return {(law, category, code): name for law, category, code, name in listed}
