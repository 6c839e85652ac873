"""noaber measure: what each measure counts, and the outcomes on facts."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from noaber.app.commands.shared import place_of, print_json
from noaber.app.errors import Failure

PATH = click.Path(path_type=Path, exists=True)


@click.command("measure")
@click.argument("ids", nargs=-1, metavar="[MAAT...]")
@click.option(
    "--by", default=None, metavar="KOLOM,...", help="Splits uit, bijvoorbeeld naar area,law."
)
@click.option("--period", default=None, help="Tijdvakken: 2022, 2018..2022, 2022-Q1..2022-Q4.")
@click.option(
    "--grain", default="",
    type=click.Choice(["", "year", "quarter", "month", "day", "to_date", "rolling"]),
    help="Soort tijdvak, als het niet uit --period volgt; to_date is het jaar tot en met een maand, "
    "rolling twaalf maanden.",
)  # fmt: skip
@click.option("--municipality", help="Alleen deze gemeente (naam of CBS-code).")
@click.option("--facts", type=PATH, metavar="MAP", help="Map met een momentopname van feiten.")
@click.option("--known-on", metavar="DAG", help="Zoals bekend op deze dag.")
@click.option(
    "--definition", "files", multiple=True, type=PATH, metavar="BESTAND", help="Eigen maat (TOML)."
)
@click.option(
    "--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb", show_default=True,
    help="Waarmee wordt gerekend.",
)  # fmt: skip
@click.option("--master", default="local[2]", show_default=True, help="Spark: welk cluster.")
@click.option(
    "--public", is_flag=True, help="Zoals het naar buiten mag: kleine aantallen verborgen."
)
@click.option(
    "--earlier", multiple=True, type=PATH, metavar="BESTAND",
    help="Wat al eerder openbaar werd (parquet, bewaard met --keep), naast de publicaties van hier.",
)  # fmt: skip
@click.option(
    "--keep", type=click.Path(path_type=Path), metavar="BESTAND",
    help="Bewaar wat nu openbaar wordt, voor de volgende keer. Niet om te publiceren.",
)  # fmt: skip
@click.option(
    "--round", "round_to", type=click.IntRange(0, 100), default=0, help="Rond aantallen af."
)
@click.option("--out", type=click.Path(path_type=Path), metavar="BESTAND", help="Schrijf hierheen.")
@click.option("--explain", is_flag=True, help="Toon zin, query, momentopname en aantal rijen.")
@click.option(
    "--format", "form", default=None,
    type=click.Choice(["text", "table", "csv", "json", "parquet"]),
    help="text zegt wat een maat telt; de andere geven uitkomsten.",
)  # fmt: skip
def command(ids: tuple[str, ...], form: str | None, explain: bool, **given: Any) -> None:
    """Lees voor wat een maat precies telt, of reken maten uit op feiten.

    Met --period, --by, --facts of --municipality worden uitkomsten gegeven; anders alleen wat de maat telt.

    Voorbeeld: noaber measure youth_persons --by area --period 2018..2022 --facts stad
    """
    asks = ("by", "period", "grain", "municipality", "facts", "known_on", "public", "out")
    if form in (None, "text", "json") and not any(given[name] for name in asks):
        _aloud(ids, given["files"], explain, form == "json")
    else:
        _measured(ids, form or "table", explain, given)


def _aloud(ids: tuple[str, ...], files: tuple[Path, ...], explain: bool, as_json: bool) -> None:
    from noaber.app.measuring import definitions_of
    from noaber.measures.engine import explained

    known = definitions_of(_last_snapshot(), files)
    for name in _known(ids, known, files):
        definition = known[name]
        query = explained(definition, known) if explain else ""
        if as_json:
            print_json(
                {
                    "id": definition.id,
                    "version": definition.version,
                    "label": definition.label,
                    "sentence": definition.sentence,
                    "query": query,
                }
            )
            continue
        click.echo(f"{definition.id} (versie {definition.version}): {definition.label}")
        click.echo(f"  {definition.sentence}")
        for note in definition.footnotes:
            click.echo(f"  * {note}")
        if query:
            click.echo(query)


def _last_snapshot() -> Any:
    """The last snapshot of the installation, for the own measures in it; nothing where there is none."""
    from noaber.app.home import home
    from noaber.facts.snapshot import latest, read

    root = home() / "facts"
    name = latest(root)
    return read(root, name) if name else None


def _known(ids: tuple[str, ...], known: Any, files: tuple[Path, ...] = ()) -> list[str]:
    """The measures that are asked: these, else those of the files, else all. Raises Failure."""
    from difflib import get_close_matches

    from noaber.measures.definition import parse

    for name in ids:
        if name not in known:
            near = ", ".join(get_close_matches(name, known, 5)) or "zie `noaber measure`"
            raise Failure(f"er is geen maat '{name}'; lijkt op: {near}")
    given = [parse(file.read_text("utf-8"), str(file)).id for file in files]
    return [*ids] or given or [*known]


def _measured(ids: tuple[str, ...], form: str, explain: bool, given: dict[str, Any]) -> None:
    import pyarrow.compute as pc

    from noaber.app.home import home
    from noaber.app.measuring import definitions_of, snapshot_at
    from noaber.measures.engine import Question, run, with_parts

    snapshot = snapshot_at(given["facts"], home())
    known = definitions_of(snapshot, given["files"])
    names = _known(ids, known, given["files"])
    question = Question(
        _asked(given), _split(given["by"]), _day(given["known_on"]), people=given["public"]
    )
    store = _store(snapshot, given)
    asked = {name: known[name] for name in names}
    # What leaves is controlled with what it is made of: by a quotient a part could be worked out.
    counted = with_parts(asked, known) if given["public"] else asked
    try:
        rows, queries = run(store, counted.values(), question, known)
    finally:
        store.close()
    if given["public"]:
        rows = _public(rows, known, given)
        rows = rows.filter(pc.field("measure").isin(names))
    if explain:
        _explain(names, known, queries, snapshot, rows)
    _give(rows, form, given["out"])


def _asked(given: dict[str, Any]) -> Any:
    from noaber.measures.periods import asked

    if not given["period"]:
        if given["grain"]:
            raise click.UsageError("--grain vraagt ook --period, bijvoorbeeld 2018..2022")
        return None
    try:
        return asked(given["period"], given["grain"])
    except ValueError as error:
        raise Failure(str(error)) from error


def _split(by: str | None) -> tuple[str, ...] | None:
    return None if by is None else tuple(one.strip() for one in by.split(",") if one.strip())


def _day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Failure(f"'{text}' is geen dag; schrijf hem als 2022-12-31") from error


def _store(snapshot: Any, given: dict[str, Any]) -> Any:
    code = place_of(given["municipality"]).code if given["municipality"] else None
    if given["engine"] == "spark":
        from noaber.facts.spark import NoSpark, SparkStore

        try:
            return SparkStore(snapshot, code, given["master"])
        except NoSpark as error:
            raise Failure(str(error)) from error
    from noaber.facts.store import Store

    return Store(snapshot, code)


def _public(rows: Any, known: Any, given: dict[str, Any]) -> Any:
    import pyarrow.parquet as pq

    from noaber.app.home import home
    from noaber.measures import public
    from noaber.measures.careful import leave

    earlier = [pq.read_table(path) for path in given["earlier"]]
    definitions = dict(known)
    for code in sorted(set(rows["municipality"].to_pylist())):
        # What this installation published itself is known outside.
        left = public.earlier(home() / "results", code, known)
        earlier += left.tables
        definitions |= left.definitions
    found = leave(rows, definitions, earlier, round_to=given["round_to"])
    for warning in found.warnings:
        click.echo(warning, err=True)
    if found.hidden:
        click.echo(f"{found.hidden} uitkomsten zijn niet getoond: te weinig mensen", err=True)
    if given["keep"]:
        pq.write_table(found.kept, given["keep"])
    else:
        click.echo(
            "gaat dit naar buiten, bewaar het dan met --keep voor de volgende keer", err=True
        )
    return found.rows


def _explain(names: list[str], known: Any, queries: Any, snapshot: Any, rows: Any) -> None:
    counted: dict[str, int] = {}
    for row in rows.to_pylist():
        counted[row["measure"]] = counted.get(row["measure"], 0) + row["n"]
    for name in names:
        definition = known[name]
        click.echo(
            f"-- {definition.id} (versie {definition.version}): {definition.label}", err=True
        )
        click.echo(f"-- {definition.sentence}", err=True)
        click.echo(
            f"-- momentopname {snapshot.id}, {counted.get(name, 0)} rijen geteld in alle uitkomsten samen",
            err=True,
        )
        click.echo(queries[name] or "-- geen feiten om te vragen", err=True)


def _give(rows: Any, form: str, out: Path | None) -> None:
    from noaber.app.measuring import plain, printed

    if form == "parquet":
        import pyarrow.parquet as pq

        if out is None:
            raise click.UsageError("--format parquet vraagt ook --out BESTAND")
        pq.write_table(rows, out)
        return
    found = rows.to_pylist()
    if form == "json":
        import json

        text = "\n".join(json.dumps(plain(row), ensure_ascii=False) for row in found)
    else:
        made = printed(found)
        text = made.csv().rstrip("\n") if form == "csv" else made.table()
    if out:
        out.write_text(text + "\n", "utf-8")
    else:
        click.echo(text)
