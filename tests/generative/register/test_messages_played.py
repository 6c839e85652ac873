"""Two parties do whatever comes to mind, their messages arrive in any order: their registers still agree."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from noaber.guard.actor import SYSTEM
from noaber.register.care import services, store
from noaber.register.care.exchange import exchange_of
from noaber.register.care.models import (
    Allocation,
    AllocationVersion,
    ClaimAnswer,
    ClaimLine,
    DeliveryStart,
    DeliveryStop,
    Mailbox,
    MessageRecord,
    Request,
    RequestLine,
)
from noaber.register.care.records import sha256
from noaber.register.care.rules.values import Wish
from noaber.register.care.rules.volumes import counted, most_in_total
from noaber.register.care.services import Asked
from noaber.register.sources.services import Refused
from tests.playing import CLIENT, MUNICIPALITY, OTHER_CLIENT, PROVIDER, WEEKLY, Play, line, play

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

FIRST = date(2026, 3, 2)


class Party:
    """What either party may think of; each move gives a message, or None where there is nothing to do."""

    def __init__(self, game: Play, chance: random.Random) -> None:
        self.game, self.chance = game, chance
        self.count = 0

    def name(self, letter: str) -> str:
        self.count += 1
        return f"{letter}{self.count}"

    def any(self, rows):
        found = list(rows)
        return self.chance.choice(found) if found else None

    def allocate(self):
        client = self.chance.choice([CLIENT, OTHER_CLIENT])
        code = self.chance.choice(["45A04", "45B01", "45C01"])
        product = replace(WEEKLY, code=code, volume=self.chance.randint(1, 4))
        return services.allocate(
            SYSTEM, self.game.town, "youth", PROVIDER, client, [product], self.game.now
        )[1]

    def remove(self):
        mine = self.any(Allocation.objects.filter(mailbox=self.game.town))
        return mine and services.remove(SYSTEM, self.game.town, mine, self.game.now)[1]

    def numbers(self) -> list[int]:
        rows = AllocationVersion.objects.standing().filter(allocation__mailbox=self.game.care)
        return sorted(set(rows.values_list("allocation__number", flat=True)))

    def day(self) -> date:
        return FIRST + timedelta(days=self.chance.randint(0, (self.game.day - FIRST).days))

    def start(self):
        number = self.any(self.numbers())
        return (
            number
            and services.start(
                SYSTEM, self.game.care, "youth", MUNICIPALITY, number, self.day(), self.game.now
            )[1]
        )

    def stop(self):
        number = self.any(self.numbers())
        reason = self.chance.choice(["20", "31"])
        return (
            number
            and services.stop(
                SYSTEM,
                self.game.care,
                "youth",
                MUNICIPALITY,
                number,
                self.day(),
                reason,
                self.game.now,
            )[1]
        )

    def take_back(self):
        kind = self.chance.choice([DeliveryStart, DeliveryStop])
        mine = self.any(kind.objects.standing().filter(mailbox=self.game.care))
        return mine and services.take_back(SYSTEM, self.game.care, mine, self.game.now)[1]

    def claim(self):
        numbers = self.numbers()
        if not numbers:
            return None
        months = [date(2026, 3, 31), date(2026, 4, 30)]
        chosen = self.chance.sample(numbers, k=self.chance.randint(1, len(numbers)))
        lines = []
        for number in chosen:
            version = AllocationVersion.objects.filter(
                allocation__mailbox=self.game.care, allocation__number=number
            ).latest("decided_at")
            volume = self.chance.randint(1, 25)
            lines.append(
                line(self.name("R"), number, self.chance.choice(months), volume, code=version.code)
            )
        credits = ClaimLine.objects.filter(
            claim__mailbox=self.game.care, verdict="approved", is_credit=False
        )
        for mine in credits:
            if self.chance.random() < 0.3:
                lines.append(services.credit(mine, self.name("R")))
        return services.claim(
            SYSTEM, self.game.care, "youth", MUNICIPALITY, self.name("D"), date(2026, 4, 1), lines,
            self.game.now,
        )[1]  # fmt: skip

    def request(self):
        client = self.chance.choice([CLIENT, OTHER_CLIENT])
        wish = Wish(
            date(2026, 6, 1), date(2026, 8, 30), "45", self.chance.choice(["45X01", "45X02"]),
            volume=2, unit="04", frequency="2",
        )  # fmt: skip
        return services.request(
            SYSTEM, self.game.care, "youth", MUNICIPALITY, client,
            [Asked(self.name("A"), wish)], self.game.now,
        )[1]  # fmt: skip

    def settle(self):
        mine = self.any(Request.objects.filter(mailbox=self.game.town))
        if mine is None:
            return None
        reference = mine.lines.first().reference
        move = self.chance.randint(0, 2)
        if move == 0:
            return services.refuse(SYSTEM, self.game.town, mine, reference, "7", self.game.now)[1]
        if move == 1:
            return services.investigate(SYSTEM, self.game.town, mine, reference, self.game.now)[1]
        return services.grant(SYSTEM, self.game.town, mine, self.game.now)[1]

    def moves(self) -> list[Callable]:
        return [
            self.allocate, self.allocate, self.remove, self.start, self.start, self.stop, self.stop,
            self.take_back, self.claim, self.claim, self.request, self.settle,
        ]  # fmt: skip


def deliver(game: Play, content: bytes) -> bytes | None:
    """Bring a message to whom it is for, and give the answer."""
    record = MessageRecord.objects.get(direction="out", sha256=sha256(content))
    to = game.care if record.mailbox_id == game.town.pk else game.town
    receipt = services.receive(SYSTEM, to, content, "", game.now)
    return services.answer(SYSTEM, to, receipt.record, game.now)


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.integers(0, 10**9), st.integers(10, 40))
def test_both_registers_agree_when_all_has_arrived(seed, moves) -> None:
    chance = random.Random(seed)
    game = play(date(2026, 5, 4))
    clear()
    party, under_way = Party(game, chance), []
    for _ in range(moves):
        if under_way and chance.random() < 0.6:
            answer = deliver(game, under_way.pop(chance.randrange(len(under_way))))
            under_way += [answer] if answer else []
            continue
        try:
            content = chance.choice(party.moves())()
        except Refused:
            continue  # what its own store knows to be wrong is not sent
        under_way += [content] if content else []
    while under_way:
        answer = deliver(game, under_way.pop(chance.randrange(len(under_way))))
        under_way += [answer] if answer else []
    require_agreement(game)
    require_no_more_than_allocated(game)


def clear() -> None:
    """Leave both mailboxes as new: examples share one database."""
    for model in (ClaimAnswer, ClaimLine):
        model.objects.all().delete()
    for name in (
        "Claim", "DeliveryStop", "DeliveryStart", "RequestAnswer", "Request", "AllocationVersion",
        "Allocation",
    ):  # fmt: skip
        apps.get_model("care", name).objects.all().delete()
    MessageRecord.objects.update(answers=None)
    MessageRecord.objects.all().delete()
    apps.get_model("care", "Person").objects.all().delete()


def told(mailbox: Mailbox) -> dict[str, list]:
    """What stands in a mailbox, as what can be laid beside the other's."""
    starts = DeliveryStart.objects.standing().filter(mailbox=mailbox)
    stops = DeliveryStop.objects.standing().filter(mailbox=mailbox)
    lines = ClaimLine.objects.filter(claim__mailbox=mailbox).exclude(
        claim__message__state="rejected"
    )
    exchange = exchange_of(mailbox, "youth", (MUNICIPALITY, PROVIDER), play(FIRST).now)
    return {
        "allocated": sorted(
            (number, repr(store.allocated(version)))
            for number, version in store.versions(exchange).items()
        ),
        "starts": sorted(starts.values_list("allocation__number", "code", "begin")),
        "stops": sorted(stops.values_list("allocation__number", "code", "begin", "reason", "end")),
        "lines": sorted(lines.values_list("reference", "verdict", "return_codes", "amount")),
        "requests": sorted(
            RequestLine.objects.filter(
                request__in=Request.objects.standing().filter(mailbox=mailbox)
            ).values_list("reference", flat=True)
        ),
    }


def require_agreement(game: Play) -> None:
    assert told(game.town) == told(game.care)
    waiting = MessageRecord.objects.filter(direction="out", state="waiting")
    assert not waiting.exists()
    for answer in ClaimAnswer.objects.filter(claim__mailbox=game.town):
        approved = answer.claim.lines.filter(verdict="approved")
        sums = dict(approved.order_by().values_list("is_credit").annotate(sum=Sum("amount")))
        assert answer.granted == sums.get(False, 0) - sums.get(True, 0)


def require_no_more_than_allocated(game: Play) -> None:
    """What was granted and not credited stands once for each month and fits in what is allocated."""
    exchange = exchange_of(game.town, "youth", (MUNICIPALITY, PROVIDER), game.now)
    lines = ClaimLine.objects.filter(claim__mailbox=game.town, verdict="approved").exclude(
        claim__message__state="rejected"
    )
    credited = [one.previous_reference for one in lines if one.is_credit]
    assert len(credited) == len(set(credited))
    standing = [one for one in lines if not one.is_credit and one.reference not in credited]
    places = [(one.allocation_number, one.code, one.start) for one in standing]
    assert len(places) == len(set(places))
    for number, version in store.versions(exchange).items():
        claimed = [one for one in standing if one.allocation_number == number]
        total = sum(counted(one.volume, one.unit) for one in claimed)
        most = most_in_total(store.allocated(version))
        if not store.allocated(version).removed:
            assert most is None or total <= most
