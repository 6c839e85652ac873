"""The audit on the programmes that come with Noaber: what it finds, and that it finds no more."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from noaber.intake.documents.audit import audit
from noaber.intake.documents.files import read_file
from noaber.intake.documents.reading import CheckItem, Reading, Record
from tests.unit.intake.audit.small import TODAY

DEMO = Path(__file__).parents[4] / "noaber/app/demo"
FICTIONAL = sorted(path.stem for path in DEMO.glob("noaberstad-*.toml"))


@cache
def programmes() -> dict[str, Reading]:
    """Every programme of the demo."""
    return {path.stem: read_file(path.read_bytes(), path.name)[1] for path in DEMO.glob("*.toml")}


def findings(reading: Reading) -> list[CheckItem]:
    """What the audit finds beside the other programmes."""
    return list(audit(reading, TODAY, list(programmes().values())))


@pytest.mark.parametrize("name", FICTIONAL)
def test_the_fictional_municipality_has_no_finding_that_was_not_meant(name: str) -> None:
    off = {one.rule for one in findings(programmes()[name]) if one.status == "off"}
    assert off <= {"authorisation", "residual", "orphan"}


def test_twenterand_2022_spent_more_than_was_allowed_although_its_balance_is_better() -> None:
    found = {one.rule: one.message for one in findings(programmes()["twenterand-2022"])}
    assert "€ 288.949 hoger" in found["authorisation"]
    assert "al is het saldo € 1.412.815 beter" in found["authorisation"]
    assert "€ 1.412.815 beter en het resultaat na reserves € 181.697 beter" in found["result"]
    assert "Jeugd: € 820.345 beter vóór, € 726.876 slechter na reserves." in found["result"]
    assert "Netto is 102 procent" in found["explained_share"]
    assert "per thema van 56 tot 211 procent" in found["explained_share"]


def test_twenterand_2022_has_a_sum_that_rounding_explains_and_one_that_it_does_not() -> None:
    parts = [
        (one.status, one.expected, one.found)
        for one in findings(programmes()["twenterand-2022"])
        if one.rule == "decomposition"
    ]
    assert parts == [("ok", 433_000, 434_000), ("off", 15_500, 14_500)]


def planted(reading: Reading, section: str, entry: str) -> Iterator[tuple[Record, Reading]]:
    """The reading once for each entry of the section, its amount 1.000 higher."""
    for at, record in enumerate(reading.records):
        for to, one in enumerate(
            record.entries.get(entry, ()) if record.section == section else ()
        ):
            wrong = replace(one, values={**one.values, "eur": one.values["eur"] + 1000})  # type: ignore[operator]
            lines = (*record.entries[entry][:to], wrong, *record.entries[entry][to + 1 :])
            changed = replace(record, entries={**record.entries, entry: lines})
            yield (
                one,
                replace(
                    reading, records=(*reading.records[:at], changed, *reading.records[at + 1 :])
                ),
            )


@pytest.mark.skipif(not FICTIONAL, reason="the fictional municipality is not in this copy")
@pytest.mark.parametrize(
    ("section", "entry", "rule"),
    [("budget_amendment", "line", "amendment"), ("reserve", "movement", "reserve")],
)
def test_every_wrong_amount_in_the_accounts_is_found(section: str, entry: str, rule: str) -> None:
    sound = programmes()[next(name for name in FICTIONAL if name.endswith("account"))]
    known = set(findings(sound))
    for one, wrong in planted(sound, section, entry):
        new = [found for found in findings(wrong) if found not in known]
        assert [found.rule for found in new if found.rule != rule] == []
        assert any(one.span in found.spans for found in new), one
