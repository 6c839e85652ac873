"""Any message, broken in any way: the verdict is the published schema's, on each of the three roads that read it."""

import random

import pytest

from noaber.intake.messages import bulk, reading
from noaber.intake.messages.checking import check_message
from noaber.intake.messages.description import release
from noaber.intake.messages.long_claims import claim_lines
from noaber.intake.messages.making import make_message
from noaber.intake.messages.message import Message
from noaber.intake.messages.patterns import NotPlain
from noaber.intake.messages.reading import Reading, read_message
from noaber.intake.messages.writing import write_message
from tests import broken_messages
from tests.broken_messages import SCHEMAS, broken, holds
from tests.needs import missing


@pytest.fixture(autouse=True)
def _schemas() -> None:
    if not SCHEMAS.exists():
        missing("the folder of the standards", "It stands beside the project, in shared.")


@pytest.fixture
def long_only(monkeypatch: pytest.MonkeyPatch) -> None:
    kinds = [(s, n) for s in ("ijw", "iwmo") for n in ("323", "325")]
    monkeypatch.setattr(broken_messages, "KINDS", kinds)
    monkeypatch.setattr(reading, "SHORT", 0)
    monkeypatch.setattr(bulk, "PART", 800)


@pytest.fixture
def stream_only(long_only: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def not_plain(*_: object) -> None:
        raise NotPlain

    monkeypatch.setattr(reading, "cut_open", not_plain)
    monkeypatch.setattr(reading, "WHOLE", 0)


@pytest.mark.parametrize("seed", range(0, 3000, 500))
def test_the_verdict_is_that_of_the_published_schema(seed: int) -> None:
    said = [holds(*broken(one)) for one in range(seed, seed + 500)]
    assert said.count(True) > 20
    assert said.count(False) > 100


def test_the_verdict_on_a_message_in_parts_is_the_same(long_only: None) -> None:
    said = [holds(*broken(one)) for one in range(1000)]
    assert said.count(True) > 50
    assert said.count(False) > 200


def test_the_verdict_on_a_message_as_a_stream_is_the_same(stream_only: None) -> None:
    said = [holds(*broken(one)) for one in range(500)]
    assert said.count(True) > 25
    assert said.count(False) > 100


@pytest.mark.parametrize("key", sorted(release().messages))
def test_what_is_written_is_read_back(key: tuple[str, str]) -> None:
    for seed in range(30):
        tree = make_message(*key, random.Random(seed))
        content = write_message(*key, tree)
        read = read_message(content)
        assert read.message is not None
        assert write_message(*key, read.message.tree()) == content


def _tables(content: bytes) -> dict[str, list[dict[str, object]]]:
    """All rows of a message, parents counted through the parts."""
    whole = Reading(content)
    made: dict[str, list[dict[str, object]]] = {"Client": [], "Prestatie": []}
    for part in whole.parts():
        rows = {name: table.to_pylist() for name, table in part.tables.items()}
        before = len(made["Client"])
        below = [{**row, "_parent": row["_parent"] + before} for row in rows.pop("Prestatie")]
        made["Prestatie"] += below
        made["Client"] += rows.pop("Client")
        made |= rows
    assert whole.valid
    return made


def _contents() -> list[bytes]:
    chance = random.Random(7)
    made = ["".join(claim_lines(n)).encode() for n in (1, 4, 5, 57)]
    for number in ("323", "325"):
        for _ in range(20):
            made.append(write_message("iwmo", number, make_message("iwmo", number, chance, most=6)))
    return [c for c in made if b"<wmo325:Clienten>" in c or b"323" in c]


@pytest.mark.parametrize("road", ["parts", "stream"])
def test_every_road_gives_the_same_rows(road: str, monkeypatch: pytest.MonkeyPatch) -> None:
    contents = _contents()
    whole = [_tables(content) for content in contents]
    monkeypatch.setattr(reading, "SHORT", 0)
    monkeypatch.setattr(bulk, "PART", 1500)
    if road == "stream":

        def not_plain(*_: object) -> None:
            raise NotPlain

        monkeypatch.setattr(reading, "cut_open", not_plain)
        monkeypatch.setattr(reading, "WHOLE", 0)
    for content, expected in zip(contents, whole, strict=True):
        assert _tables(content) == expected


@pytest.mark.parametrize("key", sorted(release().messages))
def test_few_rows_and_many_rows_give_the_same_findings(key: tuple[str, str]) -> None:
    told = 0
    for seed in range(25):
        content = write_message(*key, make_message(*key, random.Random(seed), most=4))
        message = read_message(content).message
        assert message is not None
        assert message.plain is not None
        columns = Message(message.type, dict(message.tables))
        found = check_message(message)
        assert found == check_message(columns)
        told += len(found)
    assert told > 0 or message.type.is_return
