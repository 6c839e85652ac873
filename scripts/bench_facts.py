"""How fast facts are made: an import of a long CSV file, and builds from a register full of claims.

    python -m scripts.bench_facts --rows 10000000 --lines 300000

Each part runs in a process of its own, so that its peak of memory is its own. Seconds differ by machine;
rates are beside a plain reading of the same file by the engine, in the same run.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

MAPPING = """
name = "bench"
fact = "amount"
[constants]
municipality = "1700"
origin = "claim"
law = "youth"
[columns]
record = "Regel"
person = "BSN"
birth_year = "Geboortedatum"
product = "Productcode"
provider = "AGB"
period_start = "Begin"
period_end = "Einde"
cents = "Bedrag"
volume = "Volume"
volume_unit = { from = "Eenheid", values = { "Uur" = "hour", "Minuut" = "minute" } }
"""
HEADS = "Regel;BSN;Geboortedatum;Productcode;AGB;Begin;Einde;Bedrag;Volume;Eenheid\n"
PERSONS = 60_000
TEST_BSNS = 999900000


def bsns(count: int) -> list[str]:
    """Numbers that pass the test of a BSN, from the range that is nobody's first."""
    from noaber.vocabulary.bsn import is_bsn

    found: list[str] = []
    number = TEST_BSNS
    while len(found) < count:
        if is_bsn(str(number)):
            found.append(str(number))
        number -= 1
    return found


def write_csv(path: Path, rows: int) -> None:
    """A file of claim lines over five years, one row after another."""
    numbers = bsns(min(PERSONS, rows))
    months = [date(2018 + at // 12, at % 12 + 1, 1) for at in range(60)]
    spans = [(f"{one:%d-%m-%Y}", f"{one + timedelta(days=27):%d-%m-%Y}") for one in months]
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADS)
        for start in range(0, rows, 10_000):
            lines = []
            for at in range(start, min(start + 10_000, rows)):
                who = at % len(numbers)
                begin, end = spans[at % 60]
                born = f"{who % 28 + 1:02}-{who % 12 + 1:02}-{1930 + who % 85}"
                lines.append(
                    f"R{at};{numbers[who]};{born};45A{who % 40:02};4242{who % 90:04};{begin};{end};"
                    f"{at % 900 + 12},{at % 100:02};{at % 40 + 1};Uur\n"
                )
            file.write("".join(lines))


def timed(label: str, rows: int, work: str, home: Path) -> float:
    """Run a part in a process of its own; say how long it took and how much memory."""
    program = f"""
import resource, time
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
since = time.perf_counter()
{work}
print(time.perf_counter() - since, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""
    env = {**os.environ, "NOABER_HOME": str(home), "DJANGO_SETTINGS_MODULE": "noaber.app.settings"}
    done = subprocess.run(
        [sys.executable, "-c", program], env=env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    seconds, memory = done.stdout.split()[-2:]
    rate = f"{rows / float(seconds):>12,.0f} rows/s" if rows else " " * 19
    print(f"{label:<52} {float(seconds):>8.2f} s {rate} {memory:>6} MB", flush=True)
    return float(seconds)


READY = "from noaber.app.ready import ready; ready()\n"
BUILD = (
    READY
    + "from pathlib import Path; from django.conf import settings\n"
    + "from noaber.facts.build import build; from noaber.guard.actor import SYSTEM\n"
    + "since = time.perf_counter(); build(SYSTEM, Path(settings.FACTS))"
)


def bench_import(folder: Path, rows: int) -> None:
    """An import, beside what the engine takes to read the same file and write it as Parquet."""
    csv, mapping = folder / "claims.csv", folder / "bench.toml"
    write_csv(csv, rows)
    mapping.write_text(MAPPING, "utf-8")
    print(f"import of {rows:,} rows, {csv.stat().st_size / 1e6:,.0f} MB of CSV")
    copied = (
        f"COPY (SELECT * FROM read_csv('{csv}', all_varchar=true)) "  # noqa: S608
        f"TO '{folder / 'plain.parquet'}' (FORMAT parquet, COMPRESSION zstd)"
    )
    plain = f'import duckdb\nduckdb.connect(config={{"threads": 2}}).execute("{copied}")'
    bare = timed("engine: read as text, write as Parquet", rows, plain, folder)
    work = (
        READY
        + "from datetime import date; from pathlib import Path\n"
        + "from noaber.app.facts_import import bring_in, mapping_named\n"
        + "since = time.perf_counter()\n"
        + f"made = bring_in(mapping_named({str(mapping)!r}), [Path({str(csv)!r})], "
        + f"Path({str(folder / 'facts')!r}), date(2023, 1, 1))\n"
        + f"assert (made.rows, made.rejected) == ({rows}, 0), made"
    )
    ours = timed("import: read, convert, seal, sort, examine, write", rows, work, folder)
    print(f"{'ratio':<52} {ours / bare:>8.2f} x")
    csv.unlink()


FILL = (
    READY
    + """
from datetime import date, datetime, timezone
from noaber.guard.models import Municipality
from noaber.guard.secrets import keys_of
from noaber.register.care.models import *
from scripts.bench_facts import bsns
lines, town = {lines}, Municipality.objects.get_or_create(code="1700", defaults={{"name": "Twenterand"}})[0]
box = Mailbox.objects.create(municipality=town, role="municipality", code="1700", name="Twenterand")
keys = keys_of("1700")
made = [Person(mailbox=box, pseudonym=keys.pseudonym(one), bsn=b"x", born=date(1930 + at % 85, 1, 1))
        for at, one in enumerate(bsns(max(10, lines // 60)))]
persons = Person.objects.bulk_create(made, batch_size=2000)
def message(number, at, day):
    return MessageRecord.objects.create(mailbox=box, direction="in", law="youth", number=number, release="v3_2",
        identification=str(at), dated=day, sender="42420001", receiver="1700", sha256=f"{{number}}{{at}}",
        moment=datetime(day.year, day.month, day.day, 9, tzinfo=timezone.utc), state="accepted")
first = message("301", 0, date(2018, 1, 1))
between = {{"mailbox": box, "law": "youth", "municipality_code": "1700", "provider_code": "42420001"}}
allocations = Allocation.objects.bulk_create(
    [Allocation(**between, person=one, number=at) for at, one in enumerate(persons)], batch_size=2000)
AllocationVersion.objects.bulk_create([AllocationVersion(allocation=one, message=first, start=date(2018, 1, 1),
    category="45", code="45A04", volume=3, unit="04", frequency="2", decided_at=first.moment)
    for one in allocations], batch_size=2000)
DeliveryStart.objects.bulk_create([DeliveryStart(**between, message=first, person=one.person, allocation=one,
    begin=date(2018, 1, 2), category="45", code="45A04") for one in allocations], batch_size=2000)
for at in range(60):
    start = date(2018 + at // 12, at % 12 + 1, 1)
    told = message("323", at, start)
    claim = Claim.objects.create(**between, message=told, number=str(at), period_start=start, period_end=start,
        dated=start, total=0)
    ClaimLine.objects.bulk_create([ClaimLine(claim=claim, person=persons[row % len(persons)], line=row,
        reference=f"{{at}}-{{row}}", allocation_number=row % len(persons), category="45", code="45A04",
        start=start, end=start, volume=4, unit="04", tariff=6000, amount=24000, is_credit=False,
        verdict="approved")
        for row in range(lines // 60)], batch_size=2000)
"""
)
ONE_DAY = (
    READY
    + """
from noaber.register.care.models import *
from datetime import date
last = Claim.objects.latest("pk")
told = last.message
told.pk, told.identification, told.sha256 = None, "new", "new"
told.save()
last.pk, last.message, last.number = None, told, "new"
last.save()
rows = [ClaimLine(claim=last, person_id=row.person_id, line=1, reference=f"n{row.pk}", allocation_number=1,
    category="45", code="45A04", start=row.start, end=row.end, volume=1, unit="04", tariff=6000, amount=6000,
    is_credit=False, verdict="approved") for row in ClaimLine.objects.all()[:500]]
ClaimLine.objects.bulk_create(rows)
"""
)


def bench_build(folder: Path, lines: int) -> None:
    """Builds from a register with so many claim lines: the first, one where nothing changed, one of a day."""
    print(
        f"\nbuild from a register of {lines:,} claim lines in five years, {lines // 60:,} allocations"
    )
    timed("(filling the register)", 0, FILL.format(lines=lines), folder)
    rows = lines + 3 * (lines // 60)
    timed("first build: everything is read", rows, BUILD, folder)
    timed("nothing changed: every slice is linked", 0, BUILD, folder)
    timed("(a claim of 500 lines comes in)", 0, ONE_DAY, folder)
    timed("a day's changes: one year is read again", 0, BUILD, folder)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of the import")
    parser.add_argument("--lines", type=int, default=120_000, help="claim lines in the register")
    given = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    since = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="bench-facts") as name:
        if given.rows:
            bench_import(Path(name), given.rows)
        if given.lines:
            bench_build(Path(name), given.lines)
    print(f"\nall in {time.monotonic() - since:.0f} s")


if __name__ == "__main__":
    main()
