"""A code that exists may not yet, or no longer, be used on a day."""

from datetime import date

import pytest

from noaber.intake.messages.checking import check_message
from noaber.intake.messages.description import Code, release
from noaber.intake.messages.reading import read_message
from noaber.intake.messages.writing import write_message
from tests.spec.messages.trees import base


@pytest.mark.parametrize(("day", "known"), [(date(2022, 3, 31), False), (date(2022, 4, 1), True)])
def test_a_reason_to_stop_may_be_used_from_its_first_day(day: date, known: bool) -> None:
    tree = base("ijw", "307")
    stop = tree["Client"]["StopProducten"]["StopProduct"][0]
    stop |= {"RedenBeeindiging": "38", "Begindatum": date(2022, 1, 1), "Einddatum": day}
    message = read_message(write_message("ijw", "307", tree)).message
    assert message is not None
    found = check_message(message)
    assert [(f.layer, f.rule, f.return_code) for f in found] == (
        [] if known else [("codelist", "JZ588", None)]
    )
    if not known:
        assert found[0].path.endswith("StopProduct/RedenBeeindiging")
        assert "01-04-2022" in found[0].text
        assert found[0].line


def test_a_code_is_valid_from_its_first_to_its_last_day() -> None:
    code = Code("x", "", date(2020, 1, 1), date(2020, 12, 31))
    days = [date(2019, 12, 31), date(2020, 1, 1), date(2020, 12, 31), date(2021, 1, 1)]
    assert [code.valid_on(day) for day in days] == [False, True, True, False]
    assert "36" in release().dated_codes["JZ588"]
