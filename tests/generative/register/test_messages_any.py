"""Any message that fits its schema is taken in or told what is wrong, and gets one answer that is valid."""

import json
import random
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from noaber.guard.actor import SYSTEM
from noaber.intake.messages.description import release
from noaber.intake.messages.making import make_message
from noaber.intake.messages.reading import read_message
from noaber.intake.messages.writing import write_message
from noaber.register.care import services
from noaber.register.care.models import Mailbox, MessageRecord
from noaber.vocabulary.bsn import is_bsn
from tests.playing import moment, play

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

MESSAGES = sorted(release("v3_2").messages)
FORTH = {"301", "305", "307", "315", "317", "319", "323"}


def addressed(tree: dict, number: str, town: Mailbox, care: Mailbox) -> dict:
    """The message as one between these two parties; a return message repeats the header it answers."""
    sender = release("v3_2").message("ijw", number).sender
    forth = release("v3_2").message("ijw", number).answers
    from_town = (sender == "municipality") != (forth is not None and number != "325")
    codes = (town.code, care.code) if from_town else (care.code, town.code)
    header = {**tree["Header"], "Afzender": codes[0], "Ontvanger": codes[1]}
    return {**tree, "Header": header}


@settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.sampled_from(MESSAGES), st.integers(0, 10**9))
def test_any_message_is_taken_in_once_and_answered_once(kind, seed) -> None:
    standard, number = kind
    chance = random.Random(seed)
    game = play(date(2026, 12, 31))
    tree = addressed(make_message(standard, number, chance), number, game.town, game.care)
    content = write_message(standard, number, tree)
    receiver = {
        "municipality": game.care, "provider": game.town
    }[release("v3_2").message(standard, number).sender]  # fmt: skip
    receipt = services.receive(SYSTEM, receiver, content, "x.xml", game.now)
    assert receipt.outcome in {"accepted", "rejected", "received", "known"}
    assert receipt.sentence.startswith("x.xml")
    told = json.dumps(receipt.findings)
    assert not any(is_bsn(part) for part in told.replace('"', " ").split())
    answer = services.answer(SYSTEM, receiver, receipt.record, game.now)
    assert (answer is not None) == (number in FORTH)
    assert answer == services.answer(SYSTEM, receiver, receipt.record, game.now)
    if answer is not None:
        assert read_message(answer).valid
    again = services.receive(SYSTEM, receiver, content, "y.xml", moment(date(2027, 1, 1)))
    assert again.outcome == "known"
    assert again.record.pk == receipt.record.pk
    assert MessageRecord.objects.filter(answers=receipt.record).count() <= 1
