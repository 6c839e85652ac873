"""Messages: each valid by its schema, without a finding but those that were planted, and about nobody who exists."""

from collections import Counter

import pytest

from noaber.intake.messages.checking import check_message
from noaber.intake.messages.reading import read_message
from noaber.intake.messages.writing import write_message
from noaber.simulation.part import simulate
from noaber.simulation.plan import Order, places
from noaber.simulation.traffic import Traffic, numbers
from noaber.vocabulary.bsn import is_bsn


@pytest.fixture(scope="module")
def small(given):
    order = Order(2_500, 2020, 3, seed=6, messages=True)
    place = places(order, given)[0]
    return place, simulate(given, order, place, 1)


@pytest.fixture(scope="module")
def traffic(small):
    made = Traffic(*small)
    return made, list(made.messages())


@pytest.fixture(scope="module")
def checked(traffic):
    """Every message as bytes, read and checked again."""
    found = []
    for sent in traffic[1]:
        read = read_message(write_message(sent.standard, sent.number, sent.tree))
        assert read.message is not None, sent.name
        found.append((sent, read.message, [*read.findings, *check_message(read.message)]))
    return found


def test_numbers_are_those_kept_for_tests_and_pass_the_eleven_test() -> None:
    every = numbers()
    assert every[0] == 999_900_006
    assert every[-1] <= 999_999_990
    assert len(every) > 9000
    assert all(is_bsn(str(one)) for one in every[::97])


def test_every_kind_is_there_in_both_standards(traffic) -> None:
    kinds = {(sent.standard, sent.number) for sent in traffic[1]}
    assert kinds == {
        ("iwmo", "301"), ("iwmo", "305"), ("iwmo", "307"), ("iwmo", "323"), ("ijw", "301"),
        ("ijw", "305"), ("ijw", "307"), ("ijw", "315"), ("ijw", "323"),
    }  # fmt: skip


def test_what_can_be_found_within_a_message_was_planted(traffic, checked) -> None:
    planted = {fault["file"] for fault in traffic[0].planted.faults if fault["rule"] == "TR358"}
    found = {}
    for sent, _, findings in checked:
        for finding in findings:
            found.setdefault(f"{sent.folder}/{sent.name}", set()).add(finding.rule)
    assert set(found) == planted
    assert all(rules == {"TR358"} for rules in found.values())


def test_names_of_files_and_messages_are_unique(traffic) -> None:
    sent = traffic[1]
    assert len({(one.folder, one.name) for one in sent}) == len(sent)
    per_sender = Counter(
        (one.number, one.standard, one.tree["Header"]["Afzender"],
         one.tree["Header"]["BerichtIdentificatie"]["Identificatie"]) for one in sent
    )  # fmt: skip
    assert max(per_sender.values()) == 1


def claim_lines(traffic):
    for sent in traffic[1]:
        if sent.number == "323":
            for client in sent.tree["Declaratie"]["Clienten"]["Client"]:
                for line in client["Prestaties"]["Prestatie"]:
                    yield sent, client["Bsn"], line


def test_claims_lead_to_an_allocation_of_the_same_person_and_product_unless_planted(
    traffic,
) -> None:
    allocated = {}
    for sent in traffic[1]:
        if sent.number == "301":
            client = sent.tree["Client"]
            for one in client["ToegewezenProducten"]["ToegewezenProduct"]:
                allocated[sent.standard, one["ToewijzingNummer"]] = (client["Bsn"], one)
    planted = {
        (fault["file"], fault["reference"]): fault["fault"] for fault in traffic[0].planted.faults
    }
    seen = Counter()
    for sent, bsn, line in claim_lines(traffic):
        fault = planted.get(
            (f"{sent.folder}/{sent.name}", line["ProductReferentie"]["ReferentieNummer"])
        )
        seen[fault] += 1
        found = allocated.get((sent.standard, line["ToewijzingNummer"]))
        assert (found is None) == (fault == "unknown_allocation")
        if found is None:
            continue
        assert found[0] == bsn
        assert found[1]["Product"]["Code"] == line["ProductCode"]
        assert found[1]["Omvang"]["Eenheid"] == line["Eenheid"]
        late = line["ProductPeriode"]["Einddatum"] > found[1]["Einddatum"]
        assert late == (fault == "after_end")
    assert {"volume_exceeded", "wrong_price", "unknown_allocation"} <= set(seen)


def test_faults_come_in_the_share_that_was_asked(traffic, given) -> None:
    faults = Counter(fault["fault"] for fault in traffic[0].planted.faults)
    total = sum(1 for _ in claim_lines(traffic))
    shares = given.raw["providers"]["faults"]
    for name in ("volume_exceeded", "wrong_price", "unknown_allocation"):
        # Four times the spread of a count so small.
        wanted = shares[name] * total
        assert faults[name] == pytest.approx(wanted, abs=4 * wanted**0.5)


def test_a_stop_that_was_left_out_is_told(traffic) -> None:
    left_out = [one for one in traffic[0].planted.faults if one["fault"] == "stop_missing"]
    stops = {one.name for one in traffic[1] if one.number == "307"}
    assert left_out
    assert not {one["file"].rpartition("/")[2] for one in left_out} & stops


def test_the_sum_of_claims_is_that_of_the_facts_apart_from_what_was_planted(traffic, small) -> None:
    planted = {
        (fault["file"], fault["reference"]) for fault in traffic[0].planted.faults
        if fault["fault"] in ("volume_exceeded", "wrong_price")
    }  # fmt: skip
    claims, supply = small[1].claims, small[1].supply
    for sent, _, line in claim_lines(traffic):
        reference = line["ProductReferentie"]["ReferentieNummer"]
        if (f"{sent.folder}/{sent.name}", reference) in planted:
            continue
        at = int(reference[1:])
        assert claims.number[at] == at
        assert line["IngediendBedrag"]["Bedrag"] == claims.volume[at] * claims.price[at]
        assert sent.tree["Header"]["Afzender"] in supply.codes
