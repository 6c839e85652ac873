"""Folders of messages give the facts of a register that got each message on its day."""

from datetime import date

import pyarrow.parquet as pq
import pytest
from django.db import OperationalError

from noaber.app import facts_messages
from noaber.app.errors import Failure
from noaber.app.facts_messages import message_files, messages_to_facts
from noaber.app.register_aside import register_aside
from noaber.facts import kept_imports
from noaber.facts.build import build
from noaber.guard.actor import SYSTEM
from noaber.guard.models import Municipality
from noaber.intake.messages.long_claims import claim_lines
from noaber.register.care import services
from noaber.register.care.fields.requests import Asked
from noaber.register.care.models import Allocation, MessageRecord, Request
from noaber.register.care.rules.values import Wish
from noaber.register.supply.services import keep_product
from noaber.vocabulary.places import municipality_coded
from tests.playing import CLIENT, MUNICIPALITY, OTHER_CLIENT, PROVIDER, line, play

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "audit"])]
PLACE = municipality_coded(MUNICIPALITY)


def played(folder):
    """Two years ago: requests granted and refused, care that begins, is claimed and ends, each message kept."""
    made = play(date(2024, 3, 4))
    deliver = made.deliver

    def kept(content, to, name=""):
        (folder / f"{len(list(folder.iterdir())):03}.xml").write_bytes(content)
        return deliver(content, to, name)

    folder.mkdir()
    made.deliver = kept
    ask(made, CLIENT, "V1")
    ask(made, OTHER_CLIENT, "V2")
    requests = {one.lines.get().reference: one for one in Request.objects.filter(mailbox=made.town)}
    made.later(8)
    record, content = services.grant(SYSTEM, made.town, requests["V1"], made.now, CLIENT)
    made.answered(content, made.care)
    made.later(11)
    _, content = services.refuse(SYSTEM, made.town, requests["V2"], "V2", "3", made.now)
    made.answered(content, made.care)
    number = Allocation.objects.get(versions__message=record).number
    made.day = date(2024, 4, 9)
    made.start(number, date(2024, 4, 8))
    made.day = date(2024, 5, 3)
    april = line("R1", number, date(2024, 4, 1), start=date(2024, 4, 8), end=date(2024, 4, 30))
    made.claim("D1", date(2024, 4, 1), april)
    made.day = date(2024, 6, 4)
    may = {"start": date(2024, 5, 1), "end": date(2024, 5, 31)}
    made.claim("D2", date(2024, 5, 1), line("R2", number, date(2024, 5, 1), volume=4000, **may))
    made.day = date(2024, 7, 2)
    made.stop(number, date(2024, 6, 28))
    return made


def ask(made, client, reference):
    wish = Wish(date(2024, 4, 8), date(2024, 9, 30), "45", "45A04", 2, "04", "2")
    asked = [Asked(reference, wish, ("02", "Huisarts Jansen", ""))]
    _, content = services.request(
        SYSTEM, made.care, made.law, MUNICIPALITY, client, asked, made.now
    )
    made.answered(content, made.town)


def bring(folder, root, **more):
    return messages_to_facts(message_files([folder]), PLACE, root, **more)


def rows_of(folder, slices):
    """All rows, of which a number is told apart only by what it is a number of."""
    rows = [row for path in slices for row in pq.read_table(folder / path).to_pylist()]
    for row in rows:
        row["record"] = row["record"].split(":")[-2]
    return sorted(rows, key=repr)


@pytest.fixture
def post(tmp_path):
    """The folder of messages, and the facts of the register that got each on its day."""
    with register_aside():
        played(tmp_path / "post")
        made = build(SYSTEM, tmp_path / "register", MUNICIPALITY)
        return tmp_path / "post", rows_of(made.folder, made.manifest["slices"])


def test_every_column_is_that_of_a_register_that_got_each_message_on_its_day(post, tmp_path):
    folder, ours = post
    made = bring(folder, tmp_path)
    _, manifest = kept_imports.required(tmp_path, "berichten-1700")
    found = rows_of(made.folder, manifest["slices"])
    assert {row["kind"] for row in found} == {
        "waiting", "allocation", "entitlement", "delivery", "request", "decision", "exit", "expense"
    }  # fmt: skip
    assert found == ours
    refused = next(row for row in found if row.get("outcome") == "refused")
    assert (refused["days_taken"], refused["term_days"]) == (19, 7)
    assert (made.rejected, made.not_counted) == (0, {"declaratieregel afgewezen": 1})
    assert MessageRecord.objects.count() == 0


def test_an_allocation_that_is_not_on_the_product_list_is_left_out_as_in_the_register(
    post, tmp_path
):
    town, _ = Municipality.objects.get_or_create(code=MUNICIPALITY)
    bring(post[0], tmp_path)
    keep_product(SYSTEM, town, "youth", "45", "45A99")
    made = bring(post[0], tmp_path)
    assert not made.unchanged
    assert made.rejected > 0
    keep_product(SYSTEM, town, "youth", "45", "45A04")
    assert bring(post[0], tmp_path).rejected == 0


def test_a_claim_over_which_the_register_stumbles_is_left_out_with_what_is_wrong_in_it(
    post, tmp_path
):
    folder, ours = post
    text = "".join(claim_lines(8, PROVIDER, MUNICIPALITY)).replace(">2026-05-06<", ">2024-05-06<")
    day = "<ijw:Begindatum>2026-04-01<"
    assert text.count(day) > 2
    before, _, last = text.rpartition(day)
    broken = f"{before}{day.replace('2026', '12026')}{last}"
    (folder / "z.xml").write_text(broken, "utf-8")
    made = bring(folder, tmp_path)
    assert (made.rejected, made.rows) == (1, len(ours))
    listed = (made.folder / "rejected.csv").read_text("utf-8").splitlines()[1:]
    assert all(one.startswith("z.xml;") and "voorzagen" not in one for one in listed)
    assert any(";RS032;" in one for one in listed)


def test_the_same_message_twice_counts_once_and_is_told(post, tmp_path):
    folder, ours = post
    (folder / "copy.xml").write_bytes((folder / "000.xml").read_bytes())
    made = bring(folder, tmp_path)
    assert made.rows == len(ours)
    assert made.messages.endswith(", 1 dubbel")


def test_a_full_disk_stops_it_and_the_import_before_stays(post, tmp_path, monkeypatch):
    folder, ours = post
    bring(folder, tmp_path)

    def full(*_):
        raise OperationalError("database or disk is full")

    (folder / "copy.xml").write_bytes((folder / "000.xml").read_bytes())
    monkeypatch.setattr(facts_messages, "receive", full)
    with pytest.raises(Failure, match="is er nog plaats op de schijf"):
        bring(folder, tmp_path)
    kept = kept_imports.required(tmp_path, "berichten-1700")
    assert rows_of(kept[0], kept[1]["slices"]) == ours
