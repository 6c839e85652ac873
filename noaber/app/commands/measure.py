"""noaber measure: what each measure counts, and how."""

import click

from noaber.app.commands.shared import format_option, print_json


@click.command("measure")
@click.argument("ids", nargs=-1, metavar="[MAAT...]")
@click.option("--explain", is_flag=True, help="Toon ook de query op de laatste momentopname.")
@format_option()
def command(ids: tuple[str, ...], explain: bool, form: str) -> None:
    """Lees voor wat een maat precies telt.

    Voorbeeld: noaber measure financial_result --explain
    """
    from noaber.app.errors import Failure
    from noaber.measures.definition import shipped

    known = shipped()
    for name in ids or known:
        if name not in known:
            raise Failure(f"er is geen maat '{name}'; wel: {', '.join(known)}")
        definition = known[name]
        query = _query(name) if explain else ""
        if form == "json":
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
        if query:
            click.echo(query)


def _query(name: str) -> str:
    """The query of a measure; it names tables only, so it needs no facts to be there."""
    import tempfile
    from pathlib import Path

    from noaber.facts.snapshot import write
    from noaber.facts.store import Store
    from noaber.facts.tables import TABLES
    from noaber.measures.definition import shipped
    from noaber.measures.engine import run

    empty = {table.name: table.schema.empty_table() for table in TABLES.values()}
    with tempfile.TemporaryDirectory() as folder:
        store = Store(write(Path(folder), empty, {"documents": {}, "targets": [], "breaks": []}))
        try:
            return run(store, [shipped()[name]])[1][name]
        finally:
            store.close()
