"""References and claim numbers are a provider's own: used once under a law, whatever the municipality."""

from datetime import date

import pytest

from noaber.guard.actor import SYSTEM
from noaber.register.care import services
from noaber.register.care.models import Allocation, Person
from noaber.register.care.rules.values import Wish
from noaber.register.care.services import Asked
from noaber.register.sources.services import Refused
from tests.playing import MUNICIPALITY, WEEKLY, Play, line, play

pytestmark = [pytest.mark.database, pytest.mark.django_db]

MARCH, APRIL = date(2026, 3, 31), date(2026, 4, 30)
OTHER = "0141"


@pytest.fixture
def game() -> Play:
    game = play(date(2026, 2, 27))
    game.number = game.allocate(WEEKLY)[0]
    game.day = date(2026, 5, 4)
    return game


def test_a_reference_or_number_is_a_providers_own_whatever_the_municipality(game) -> None:
    """What was sent to one municipality is not used again for another under the same law."""
    services.claim(
        SYSTEM, game.care, game.law, MUNICIPALITY, "D1", APRIL,
        [line("R1", game.number, APRIL)], game.now,
    )  # fmt: skip
    with pytest.raises(Refused, match="referentienummer: R1"):
        services.claim(
            SYSTEM, game.care, game.law, MUNICIPALITY, "D2", APRIL,
            [line("R1", game.number, MARCH)], game.now,
        )  # fmt: skip
    # The same provider with an allocation of another municipality.
    Allocation.objects.filter(mailbox=game.care).update(municipality_code=OTHER)
    with pytest.raises(Refused, match="declaratienummer is al gebruikt"):
        services.claim(
            SYSTEM, game.care, game.law, OTHER, "D1", APRIL,
            [line("R2", game.number, APRIL)], game.now,
        )  # fmt: skip
    with pytest.raises(Refused, match="referentienummer: R1"):
        services.claim(
            SYSTEM, game.care, game.law, OTHER, "D2", APRIL,
            [line("R1", game.number, APRIL)], game.now,
        )  # fmt: skip


def test_a_reference_of_a_request_is_used_for_one_municipality(game) -> None:
    person = Person.objects.get(mailbox=game.care)
    wish = Wish(
        date(2026, 6, 1), date(2026, 8, 30), "45", "45B01", volume=3, unit="04", frequency="2"
    )

    def ask(municipality: str, reference: str) -> None:
        services.request(
            SYSTEM, game.care, game.law, municipality, person, [Asked(reference, wish)], game.now
        )

    ask(MUNICIPALITY, "A1")
    with pytest.raises(Refused, match="referentie van de aanbieder is al gebruikt"):
        ask(OTHER, "A1")
    ask(OTHER, "A2")
