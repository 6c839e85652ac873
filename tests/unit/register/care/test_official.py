"""What goes out is valid by the official schemas; the official samples come in as they should."""

from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from noaber.guard.actor import SYSTEM
from noaber.guard.models import Municipality
from noaber.register.care import records, services
from noaber.register.care.exchange import exchange_of
from noaber.register.care.fields import clients, deliveries, requests
from noaber.register.care.models import Allocation, MessageRecord, Request
from noaber.register.care.rules.values import FIRST, Key, Stop, Wish
from noaber.register.care.services import Asked
from tests.playing import CLIENT, MUNICIPALITY, PROVIDER, WEEKLY, Play, forged, line, moment, play

pytestmark = [pytest.mark.database, pytest.mark.django_db]

TOLD = (CLIENT.bsn, clients.particulars(CLIENT))
WISH = Wish(date(2026, 6, 1), date(2026, 8, 30), "45", "45C01", volume=1, unit="04", frequency="2")


@pytest.fixture
def standard(shared: Path) -> Path:
    return shared / "standards/istandaarden"


def everything(game: Play) -> None:
    """Every kind of message, granted and rejected, between both parties."""
    number = game.allocate(WEEKLY)[0]
    game.later()
    game.start(number, date(2026, 3, 2))
    game.day = date(2026, 5, 4)
    april = date(2026, 4, 30)
    asked, _ = game.claim(
        "D1", april, line("R1", number, april), line("R2", number, april, 2, code="45A09")
    )
    game.claim("D2", april, services.credit(asked.lines.get(reference="R1"), "R3"))
    _, content = services.request(
        SYSTEM, game.care, game.law, MUNICIPALITY, CLIENT, [Asked("A1", WISH)], game.now
    )
    request = Request.objects.get(message=game.answered(content, game.town).record)
    _, content = services.investigate(SYSTEM, game.town, request, "A1", game.now)
    game.answered(content, game.care)
    _, content = services.refuse(SYSTEM, game.town, request, "A1", "8", game.now, "0141")
    game.answered(content, game.care)
    person = Allocation.objects.get(mailbox=game.care).person
    _, content = services.request_change(
        SYSTEM, game.care, game.law, MUNICIPALITY, person, "W1", [WISH], game.now
    )
    request = Request.objects.get(message=game.answered(content, game.town).record)
    _, content = services.grant(SYSTEM, game.town, request, game.now)
    game.answered(content, game.care)
    game.stop(number, date(2026, 5, 1))
    rejected(game, number)


def rejected(game: Play, number: int) -> None:
    """A message of each kind that the other side rejects class by class."""
    key = Key(number + 90, "45", "45A04", date(2026, 3, 2))
    stop = Stop(key, "31", date(2026, 4, 1))
    wish = Wish(WEEKLY.start, None, number=number + 90)
    bodies = {
        "305": deliveries.start_body(*TOLD, key, None, FIRST),
        "307": deliveries.stop_body(*TOLD, stop, None, FIRST),
        "315": requests.asked_body(*TOLD, [Asked("A1", WISH)]),
        "317": requests.change_body(CLIENT.bsn, "W9", "1", [number + 90], [wish, WISH]),
        "319": requests.said_body("A9", "1", "8", "0141"),
    }
    for name, body in bodies.items():
        to = game.care if name == "319" else game.town
        game.answer(game.deliver(forged(name, body, game.day, name), to))


def test_every_message_that_goes_out_is_valid_by_its_official_schema(standard: Path) -> None:
    game = play(date(2026, 3, 1))
    everything(game)
    exchange = exchange_of(game.town, "youth", (MUNICIPALITY, PROVIDER), game.now)
    seen = set()
    for record in MessageRecord.objects.filter(direction="out"):
        schema = etree.XMLSchema(etree.parse(standard / f"ijw/xsd/JW{record.number}.xsd"))
        document = etree.fromstring(records.unsealed(exchange, record))
        # The schemas that were published before the final ones declare another version; see their README.
        assert schema.validate(document), (record.number, schema.error_log)
        seen.add(record.number)
    assert seen == {
        "301", "302", "305", "306", "307", "308", "315", "316", "317", "318", "319", "320", "323", "325",
    }  # fmt: skip


def boxes(record_of: etree._Element, trial: Municipality) -> list:
    codes = [
        e.text for e in record_of.iter() if etree.QName(e).localname in ("Afzender", "Ontvanger")
    ]
    return [services.ensure_mailbox(SYSTEM, trial, code) for code in codes]


@pytest.mark.parametrize(
    ("name", "outcome", "rules"),
    [
        ("ijw/samples/JW301.xml", "rejected", {"TR379"}),
        ("ijw/samples/JW305.xml", "rejected", {"TR019"}),
        ("ijw/samples/JW307.xml", "rejected", {"TR019"}),
        ("ijw/samples/JW315.xml", "malformed", {"XSD"}),
        ("ijw/samples/JW317.xml", "rejected", {"CS003"}),
        ("ijw/samples/JW319.xml", "rejected", {"TR355"}),
        ("ijw/samples/JW323.xml", "rejected", {"TR416"}),
        ("iwmo/samples/WMO301.xml", "rejected", {"TR379"}),
        ("iwmo/samples/WMO315.xml", "accepted", set()),
    ],
)
def test_the_official_samples_come_in(standard: Path, name, outcome, rules) -> None:
    content = (standard / name).read_bytes()
    root = etree.fromstring(content)
    town, _ = Municipality.objects.get_or_create(code="1700", defaults={"name": "Twenterand"})
    _, receiver = boxes(root, town)
    receipt = services.receive(SYSTEM, receiver, content, name, moment(date(2026, 12, 31)))
    assert receipt.outcome == outcome, receipt.findings
    assert rules <= {one["rule"] for one in receipt.findings}
    if outcome == "accepted":
        assert receipt.findings == []
