"""On which days claims were judged by the prices of a provider, read from the rows of care."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.apps import apps
from django.db.models import Count

from noaber.guard.models import Municipality
from noaber.intake.supply.columns import EURO

Judged = dict[tuple[str, str, str, str], dict[date, int]]
"""Provider, law, category and code: how many lines were judged by the price of each day."""


def judged_days(municipality: Municipality, providers: Collection[str]) -> Judged:
    """The lines of claims that the municipality granted or refused, by the day that sets their price.

    What is claimed in euros has no price, a credit follows its debit, and a trial counts nowhere.
    """
    lines = (
        apps.get_model("care", "ClaimLine")
        .objects.filter(
            claim__mailbox__municipality=municipality,
            claim__mailbox__code=municipality.code,
            claim__mailbox__trial=False,
            claim__provider_code__in=providers,
            is_credit=False,
        )
        .exclude(verdict="")
        .exclude(unit=EURO)
    )
    named = ("claim__provider_code", "claim__law", "category", "code", "start")
    found: Judged = defaultdict(dict)
    counted = lines.order_by().values_list(*named).annotate(number=Count("pk"))
    for provider, law, category, code, day, number in counted:
        found[provider, law, category, code][day] = number
    return found
