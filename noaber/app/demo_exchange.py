"""The exchange of the demo: Noaberstad and two providers that do not exist, through both roles.

Four months of requests, allocations, starts, stops, corrections and claims, up to the day of the demo,
so that some things still wait and some are late. The municipality's mailbox is a real one, those of the
providers are trials. One seed and one day give the same exchange.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from django.db import transaction

from noaber.app.demo_people import Household, outside_claim, people
from noaber.app.demo_stage import (
    HOUR,
    KINDS,
    MONTHS,
    WEEKLY,
    Kind,
    Stage,
    last_day,
    months_before,
    offer,
)
from noaber.guard.actor import Actor
from noaber.guard.services import ensure_municipality
from noaber.register.care import services
from noaber.register.care.models import (
    Allocation,
    AllocationVersion,
    ClaimLine,
    DeliveryStart,
    Mailbox,
    MessageRecord,
    Request,
)
from noaber.register.care.municipality import Sent
from noaber.register.care.rules.values import Allocated, Line, Wish
from noaber.register.care.services import Asked
from noaber.register.care.terms import after_working_days
from noaber.vocabulary.places import municipality_coded

TOWN, SEED, CLIENTS = "9901", 2022, 9


@dataclass(slots=True)
class Case:
    """One client with one provider: what was allocated, and what became of it."""

    who: Household
    hours: int
    start: date
    end: date | None
    number: int = 0
    begun: date | None = None
    stopped: date | None = None


def play_exchange(actor: Actor, today: date, seed: int = SEED) -> int:
    """Play the exchange up to `today`; gives the number of messages, 0 where it was played before.

    All or nothing.
    """
    place = municipality_coded(TOWN)
    assert place is not None
    municipality = ensure_municipality(actor, place)
    town = services.ensure_mailbox(actor, municipality, TOWN, municipality.name)
    if MessageRecord.objects.filter(mailbox=town).exists():
        return 0
    with transaction.atomic():
        chance = random.Random(seed)  # noqa: S311 - a story, no secret
        clients = people(chance, CLIENTS * len(KINDS))
        stage = Stage(actor, municipality, town, today)
        for at, kind in enumerate(KINDS):
            offer(actor, municipality, kind, today)
            box = services.ensure_mailbox(actor, municipality, kind.code, kind.name, trial=True)
            own = clients[at * CLIENTS : (at + 1) * CLIENTS]
            Story(stage, kind, box, chance, own).tell()
        stage.run()
    return MessageRecord.objects.filter(mailbox__municipality=municipality).count()


class Story:
    """What happens between the municipality and one provider."""

    def __init__(
        self, stage: Stage, kind: Kind, box: Mailbox, chance: random.Random, own: list[Household]
    ) -> None:
        self.stage, self.kind, self.box, self.chance = stage, kind, box, chance
        first = stage.first
        self.cases = [
            Case(
                who,
                chance.choice((2, 3, 4, 6)),
                first + timedelta(days=chance.choice((0, 0, 3, 10)) if at else 0),
                months_before(stage.today, -(2 + at % 5)) - timedelta(days=1),
            )
            for at, who in enumerate(own)
        ]
        self.references = count(1)
        self.wrong: list[Line] = []

    def tell(self) -> None:
        """Put the whole story on the calendar."""
        first, today = self.stage.first, self.stage.today
        running, (removed, asked, fresh) = self.cases[:-3], self.cases[-3:]
        for at, case in enumerate(running):
            before = first - timedelta(days=12 - at)
            self.stage.on(before, self._beginning(case, requested=at % 2 == 0))
        self.stage.on(first + timedelta(days=6), lambda: self._allocate(removed))
        self.stage.on(first + timedelta(days=16), lambda: self._remove(removed))
        for ago in range(MONTHS, 0, -1):
            month = months_before(today, ago)
            self.stage.on(months_before(today, ago - 1) + timedelta(days=7), self._claiming(month))
        self.stage.on(first + timedelta(days=40), lambda: self._correct(running[1]))
        self.stage.on(first + timedelta(days=50), lambda: self._stop(running[2], "20"))
        self.stage.on(first + timedelta(days=68), lambda: self._start(running[2], self.stage.day))
        last_day = months_before(today, 1) - timedelta(days=1)
        self.stage.on(last_day, lambda: self._stop(running[3], self.kind.planned_end))
        asks_for_more = months_before(today, MONTHS - 2) - timedelta(days=18)
        self.stage.on(asks_for_more, lambda: self._change(running[4]))
        self.stage.on(first + timedelta(days=24), lambda: self._refused(asked))
        self.stage.on(
            today - timedelta(days=9 if self.kind.law == "wmo" else 2), self._asking(asked)
        )
        self.stage.on(today - timedelta(days=13), lambda: self._unbegun(fresh))
        if self.kind.law == "youth":
            self.stage.on(first + timedelta(days=52), self._stranger)
            self.stage.on(today - timedelta(days=6), self._damaged)

    # What the two parties do

    def _beginning(self, case: Case, requested: bool) -> Callable[[], None]:
        def begin() -> None:
            if requested:
                request = self._request(case)
                when = after_working_days(self.stage.day, 3)
                self.stage.on(when, lambda: self._grant(case, request))
            else:
                self._allocate(case)
            self.stage.on(case.start, lambda: self._start(case, case.start))

        return begin

    def _to_town(self, sent: Sent, answered: bool = True) -> MessageRecord:
        return self._deliver(sent[1], self.stage.town, self.box, answered)

    def _to_provider(self, sent: Sent, answered: bool = True) -> MessageRecord:
        return self._deliver(sent[1], self.box, self.stage.town, answered)

    def _deliver(self, content: bytes, to: Mailbox, back: Mailbox, answered: bool) -> MessageRecord:
        stage = self.stage
        made = services.receive(stage.actor, to, content, self._file(content, to), stage.now)
        if answered:
            answer = services.answer(stage.actor, to, made.record, stage.now)
            if answer is not None:
                name = self._file(answer, back)
                services.receive(stage.actor, back, answer, name, stage.now)
        return made.record

    def _file(self, content: bytes, to: Mailbox) -> str:
        kept = MessageRecord.objects.filter(mailbox=to, direction="in").count()
        standard = "JW" if self.kind.law == "youth" else "WMO"
        return f"{standard}-{self.stage.day:%Y%m%d}-{kept + 1:04}.xml"

    def _next(self, sign: str) -> str:
        return f"{sign}{self.kind.code[-1]}{next(self.references):05}"

    def _request(self, case: Case, answered: bool = True) -> Request:
        wish = Wish(
            case.start, case.end, self.kind.category, self.kind.product, case.hours, HOUR, WEEKLY
        )
        sent = services.request(
            self.stage.actor, self.box, self.kind.law, TOWN, case.who.client,
            [Asked(self._next("V"), wish, ("02", "", "01999901"))], self.stage.now,
        )  # fmt: skip
        record = self._to_town(sent, answered)
        return Request.objects.get(message=record)

    def _grant(self, case: Case, request: Request) -> None:
        stage = self.stage
        sent = services.grant(stage.actor, stage.town, request, stage.now, case.who.client)
        self._to_provider(sent)
        self._numbered(case, sent)

    def _allocate(self, case: Case, answered: bool = True) -> None:
        product = Allocated(
            0, case.start, case.end, self.kind.category, self.kind.product, case.hours, HOUR, WEEKLY
        )
        sent = services.allocate(
            self.stage.actor, self.stage.town, self.kind.law, self.kind.code, case.who.client,
            [product], self.stage.now,
        )  # fmt: skip
        self._to_provider(sent, answered)
        self._numbered(case, sent)

    def _numbered(self, case: Case, sent: Sent) -> None:
        rows = AllocationVersion.objects.filter(message=sent[0]).order_by("-allocation__number")
        case.number = rows[0].allocation.number

    def _allocation(self, case: Case) -> Allocation:
        return Allocation.objects.get(
            mailbox=self.stage.town, law=self.kind.law, number=case.number
        )

    def _remove(self, case: Case) -> None:
        stage = self.stage
        self._to_provider(
            services.remove(stage.actor, stage.town, self._allocation(case), stage.now)
        )

    def _start(self, case: Case, begin: date) -> None:
        stage = self.stage
        self._to_town(
            services.start(
                stage.actor, self.box, self.kind.law, TOWN, case.number, begin, stage.now
            )
        )
        case.begun, case.stopped = case.begun or begin, None

    def _stop(self, case: Case, reason: str) -> None:
        stage = self.stage
        self._to_town(
            services.stop(
                stage.actor, self.box, self.kind.law, TOWN, case.number, stage.day, reason,
                stage.now,
            )
        )  # fmt: skip
        case.stopped = stage.day

    def _correct(self, case: Case) -> None:
        """The start was told a day too early: taken back, and told again."""
        start = DeliveryStart.objects.standing().get(
            mailbox=self.box, law=self.kind.law, allocation__number=case.number
        )
        self._to_town(services.take_back(self.stage.actor, self.box, start, self.stage.now))
        self._start(case, case.start + timedelta(days=1))

    def _change(self, case: Case) -> None:
        """More hours: asked for by the provider, under investigation for a while, then granted."""
        stage = self.stage
        kept = Allocation.objects.get(mailbox=self.box, law=self.kind.law, number=case.number)
        when = months_before(stage.day, -1)
        wish = Wish(when, case.end, "", "", case.hours + 1, HOUR, WEEKLY, None, case.number)
        reference = self._next("W")
        record = self._to_town(
            services.request_change(
                stage.actor, self.box, self.kind.law, TOWN, kept.person, reference, [wish],
                stage.now,
            )
        )  # fmt: skip
        request = Request.objects.get(message=record)
        self._to_provider(
            services.investigate(stage.actor, stage.town, request, reference, stage.now)
        )
        before = case.number

        def granted() -> None:
            self._grant(case, request)
            self._begin_again(case, before, when)

        stage.on(after_working_days(stage.day, 6), granted)

    def _begin_again(self, case: Case, before: int, when: date) -> None:
        """What was delivered under the old number ends the day before the new one begins."""
        after, stage = case.number, self.stage

        def over() -> None:
            case.number = before
            reason = "37"
            self._to_town(
                services.stop(
                    stage.actor, self.box, self.kind.law, TOWN, before, when - timedelta(days=1),
                    reason, stage.now,
                )
            )  # fmt: skip
            case.number, case.start = after, when
            case.hours += 1
            self._start(case, when)

        case.number = before
        stage.on(when + timedelta(days=1), over)

    def _refused(self, case: Case) -> None:
        stage = self.stage
        request = self._request(case)
        line = request.lines.get()
        self._to_provider(
            services.refuse(stage.actor, stage.town, request, line.reference, "7", stage.now)
        )

    def _asking(self, case: Case) -> Callable[[], None]:
        """A request that the municipality has confirmed, and still has to decide on."""

        def ask() -> None:
            case.start = self.stage.day + timedelta(days=14)
            self._request(case)

        return ask

    def _unbegun(self, case: Case) -> None:
        """An allocation whose care did not begin yet; one provider has not even confirmed it."""
        case.start = self.stage.day + timedelta(days=3)
        self._allocate(case, answered=self.kind.law == "wmo")

    # Claims

    def _claiming(self, month: date) -> Callable[[], None]:
        def send() -> None:
            ago = (self.stage.today.year - month.year) * 12 + self.stage.today.month - month.month
            lines = [self._line(case, month) for case in self.cases if self._delivered(case, month)]
            if ago == 2:
                lines = self._mistakes(lines, month)
            if ago == 1:
                lines += self._mended()
            number = f"D{month:%Y%m}{self.kind.code[-1]}"
            # Of the last month one claim still waits for its answer.
            answered = ago > 1 or self.kind.law == "youth"
            self._to_town(
                services.claim(
                    self.stage.actor, self.box, self.kind.law, TOWN, number, month, lines,
                    self.stage.now,
                ),
                answered,
            )  # fmt: skip

        return send

    def _delivered(self, case: Case, month: date) -> bool:
        last = last_day(month)
        return (
            case.begun is not None
            and case.start <= last
            and (case.stopped is None or case.stopped > month)
        )

    def _line(self, case: Case, month: date) -> Line:
        first = max(month, case.start) if case.start <= last_day(month) else month
        weeks = 4 if first == month else 1
        volume = max(1, case.hours * weeks - self.chance.choice((0, 0, 1, 2)))
        return Line(
            self._next("P"), "", case.number, self.kind.category, self.kind.product, first,
            last_day(month), volume, HOUR, self.kind.tariff, volume * self.kind.tariff, False,
        )  # fmt: skip

    def _mistakes(self, lines: list[Line], month: date) -> list[Line]:
        """What goes wrong: another tariff, a month claimed twice, too many hours, a removed allocation."""
        wrong_tariff = _changed(lines[0], tariff=self.kind.tariff + 155)
        before = months_before(month, 1)
        double = _changed(self._line(self.cases[1], before), start=self._first_day(1, before))
        too_many = _changed(lines[2], volume=lines[2].volume + 60)
        removed = self.cases[-3]
        on_removed = _changed(self._line(removed, month), start=month)
        self.wrong = [lines[0], lines[2]]
        return [wrong_tariff, lines[1], double, too_many, *lines[3:], on_removed]

    def _first_day(self, at: int, month: date) -> date:
        return max(month, self.cases[at].start)

    def _mended(self) -> list[Line]:
        """The refused lines again as they should have been, and one granted line taken back."""
        again = [_changed(one, reference=self._next("P")) for one in self.wrong]
        granted = ClaimLine.objects.filter(
            claim__mailbox=self.box, verdict=ClaimLine.Verdict.APPROVED, is_credit=False
        ).order_by("pk")
        debit = granted[0]
        taken = services.credit(debit, self._next("C"))
        less = _changed(taken, reference=self._next("P"), volume=max(1, taken.volume - 2))
        return [*again, taken, _as_debit(less)]

    def _stranger(self) -> None:
        """A claim from another program: an allocation number and a client that nobody here knows."""
        month = months_before(self.stage.day, 1)
        known = self._line(self.cases[5], month)
        content = outside_claim(
            self.box.code, TOWN, self.stage.day, month, known, self.cases[0].who.client.bsn
        )
        stage = self.stage
        name = f"export-{month:%Y-%m}.xml"
        record = services.receive(stage.actor, stage.town, content, name, stage.now).record
        services.answer(stage.actor, stage.town, record, stage.now)

    def _damaged(self) -> None:
        """A file that is no message at all."""
        stage = self.stage
        content = b"<?xml version='1.0'?><bericht><declaratie>afgebroken"
        services.receive(stage.actor, stage.town, content, "declaratie-kopie(2).xml", stage.now)


def _changed(line: Line, **changes: object) -> Line:
    """A line with something else in it, its amount reckoned anew."""
    values = {name: getattr(line, name) for name in line.__slots__} | changes
    values["amount"] = int(str(values["volume"])) * int(str(values["tariff"]))
    return Line(**values)  # type: ignore[arg-type]


def _as_debit(line: Line) -> Line:
    return _changed(line, is_credit=False, previous="")
