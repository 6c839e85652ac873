"""A message of any length: read from the file, in parts, in memory that does not grow with it."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noaber.intake.messages import bulk, content, reading
from noaber.intake.messages.checking import Checker
from noaber.intake.messages.content import FileContent
from noaber.intake.messages.long_claims import claim_lines
from noaber.intake.messages.reading import Reading, check_content, read_message

CLAIM = "".join(claim_lines(200)).encode()
# Libraries and one part take about 160 MB; what grows with the message is some 50 bytes a line.
MOST_MEGABYTES = 220


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SHORT", 0)
    monkeypatch.setattr(bulk, "PART", 5000)


def _parts(data: bytes) -> list[int]:
    whole = Reading(data)
    rows = [part.tables["Prestatie"].num_rows for part in whole.parts()]
    assert whole.valid, whole.findings
    return rows


def test_a_claim_comes_in_parts_of_whole_clients() -> None:
    rows = _parts(CLAIM)
    assert len(rows) > 20
    assert sum(rows) == 200
    assert set(rows) <= {4, 8, 12}


def test_parts_joined_are_the_whole() -> None:
    read = read_message(CLAIM)
    assert read.message is not None
    clients, lines = (read.message.tables[name] for name in ("Client", "Prestatie"))
    assert lines.num_rows == 200
    assert lines.column("_parent").to_pylist() == [n // 4 for n in range(200)]
    text = CLAIM.decode().splitlines()
    assert all("Prestatie>" in text[line - 1] for line in lines.column("_line").to_pylist())
    assert all("Client>" in text[line - 1] for line in clients.column("_line").to_pylist())


@pytest.mark.parametrize(
    "mark",
    [
        "<!-- </jw323:Client> -->",
        "<![CDATA[\n]]>",
        "<?x </jw323:Client> ?>",
        "<!--" + "x" * 9000 + "-->",
    ],
)
@pytest.mark.parametrize("at", [6, 40, 90])
def test_an_end_that_is_none_does_not_lead_astray(mark: str, at: int) -> None:
    pieces = CLAIM.decode().split("<jw323:Prestatie>")
    made = (
        "<jw323:Prestatie>".join(pieces[:at])
        + mark
        + "<jw323:Prestatie>"
        + "<jw323:Prestatie>".join(pieces[at:])
    )
    assert sum(_parts(made.encode())) == 200


def test_a_fault_in_a_late_part_is_found_at_its_line() -> None:
    made = CLAIM.replace(b">RN000000150<", b"><")
    checked = check_content(made)
    assert not checked.valid
    assert [f.path.split("/")[-1] for f in checked.findings] == ["ReferentieNummer"]
    assert (
        made.splitlines()[(checked.findings[0].line or 0) - 1]
        .strip()
        .endswith(b"></ijw:ReferentieNummer>")
    )


def test_a_rule_about_the_whole_sees_all_parts() -> None:
    double = CLAIM.replace(b"RN000000150", b"RN000000003")
    found = {(f.rule, f.return_code) for f in check_content(double).findings}
    assert found == {("TR314", "8021")}
    total = CLAIM.replace(b"<ijw:TotaalBedrag>", b"<ijw:TotaalBedrag>1", 1)
    assert {f.rule for f in check_content(total).findings} == {"TR358"}


def test_a_rule_above_the_clients_is_told_once() -> None:
    other = CLAIM.replace(b"<ijw:Einddatum>2026-04-30", b"<ijw:Einddatum>2026-04-29", 1)
    assert [f.rule for f in check_content(other).findings if f.rule != "TR319"] == ["CS340"]


def test_of_a_rule_broken_everywhere_the_first_are_told_and_the_rest_counted() -> None:
    made = "".join(claim_lines(900)).encode().replace(b">04<", b">83<")
    findings = check_content(made).findings
    tariff = [f for f in findings if f.rule == "CD087"]
    assert len(tariff) == 201
    assert any("nog 700 keer" in f.text for f in tariff)


@given(st.binary(max_size=60), st.binary(min_size=1, max_size=3), st.integers(0, 70))
def test_a_file_is_like_its_bytes(data: bytes, wanted: bytes, start: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(content, "_BLOCK", 7)
        file = FileContent(io.BytesIO(data))
        assert len(file) == len(data)
        assert file[start : start + 9] == data[start : start + 9]
        assert file.find(wanted, start) == data.find(wanted, start)
        assert file.rfind(wanted) == data.rfind(wanted)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="asks Linux for its memory")
def test_memory_does_not_grow_with_the_message(tmp_path: Path) -> None:
    path = tmp_path / "long.xml"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(claim_lines(120_000))
    program = (
        "import pathlib, re, sys\n"
        "from noaber.intake.messages.content import FileContent\n"
        "from noaber.intake.messages.reading import check_content\n"
        "checked = check_content(FileContent(open(sys.argv[1], 'rb')))\n"
        r"peak = re.search(r'VmHWM:\s+(\d+)', pathlib.Path('/proc/self/status').read_text())[1]; "
        "print(checked.valid, len(checked.findings), int(peak) // 1024)"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program, str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    valid, found, megabytes = done.stdout.split()
    assert (valid, found) == ("True", "0")
    assert path.stat().st_size > 95_000_000
    assert int(megabytes) < MOST_MEGABYTES


def test_a_checker_of_nothing_finds_nothing() -> None:
    whole = Reading(CLAIM)
    part = next(iter(whole.parts()))
    assert Checker(part.type).finish() == ()
