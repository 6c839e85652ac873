"""The reference pages that are made from the code: commands, settings, facts, measures."""

from pathlib import Path

import click

from noaber.app.cli import VERBS, main
from noaber.facts.tables import TABLES, Column
from scripts.measures_page import measures

__all__ = ["commands", "facts", "measures", "settings"]

ROOT = Path(__file__).parent.parent


def commands() -> list[str]:
    """Each verb with its help, as it prints it."""
    lines = [
        "# Commands",
        "",
        "What `noaber` can do. Help is in Dutch, as everything on screen.",
        "",
    ]
    context = click.Context(main, info_name="noaber", max_content_width=96, terminal_width=96)
    lines += _help("noaber", main, context)
    for verb in VERBS:
        command = main.get_command(context, verb)
        if command is None or verb == "manage":
            continue
        inner = click.Context(
            command, info_name=verb, parent=context, max_content_width=96, terminal_width=96
        )
        lines += _help(f"noaber {verb}", command, inner)
        if isinstance(command, click.Group):
            for name in command.list_commands(inner):
                below = command.get_command(inner, name)
                assert below is not None
                deepest = click.Context(below, info_name=name, parent=inner, terminal_width=96)
                lines += _help(f"noaber {verb} {name}", below, deepest)
    lines += [
        "`noaber manage` passes on Django's own administration commands.",
        "",
        "Every verb exits 0 when all is well, 1 when it found something wrong with the input and 2",
        "when it was called wrongly.",
    ]
    return lines


def _help(name: str, command: click.Command, context: click.Context) -> list[str]:
    return [f"## {name}", "", "```text", command.get_help(context), "```", ""]


def settings() -> list[str]:
    """The environment variables that an installation reads."""
    rows = [
        (
            "`NOABER_HOME`",
            "`noaber-data`",
            "The folder that holds register, facts, results and publications.",
        ),
        (
            "`DATABASE_URL`",
            "SQLite in the home",
            "A PostgreSQL database: `postgresql://user:password@host/name`. "
            "Run `noaber manage migrate` first.",
        ),
        (
            "`AUDIT_DATABASE_URL`",
            "SQLite in the home",
            "Who looked at persons, apart from the rest. "
            "For PostgreSQL run `noaber manage migrate audit --database audit` first.",
        ),
        (
            "`NOABER_HOSTS`",
            "`localhost,127.0.0.1,[::1]`",
            "Names under which the web server answers, with commas. "
            "Under any other name than these three, cookies need TLS.",
        ),
        (
            "`NOABER_DEBUG`",
            "",
            "`1` shows the traceback of an unforeseen error. Never on a public server.",
        ),
    ]
    return [
        "# Settings",
        "",
        "All from the environment. The signing key is made once, in `secrets.toml` in the home:",
        "keep it apart from backups.",
        "",
        *_table(("variable", "default", "what it does"), rows),
    ]


def facts() -> list[str]:
    """The fact tables, column by column."""
    lines = [
        "# Facts",
        "",
        "Everything that is registered becomes one of five facts, and nothing else is counted. A",
        "snapshot holds these tables as Parquet, in folders by municipality and year. Where a list of",
        "words ends in *own words*, a municipality may add its own.",
        "",
        "Every row has one origin, and a measure names exactly one: so the same euro is never counted",
        "twice. A person is a pseudonym made with the key of the municipality; a BSN is in no fact.",
    ]
    for table in TABLES.values():
        lines += ["", f"## {table.name} ({table.dutch})", "", f"One row is {table.grain}.", ""]
        rows = [_column(column) for column in table.columns]
        lines += _table(("column", "type", "Dutch", "meaning", "allowed"), rows)
    return lines


def _column(column: Column) -> tuple[str, ...]:
    words = [f"`{member.value}`" for member in column.allowed or ()]
    allowed = ", ".join([*words, *(["*own words*"] if column.is_open else [])])
    kind = f"{column.type}{' or nothing' if column.nullable else ''}"
    if column.needed_by:
        kind += f"; never nothing where {', '.join(column.needed_by)}"
    meaning = "; ".join(
        part
        for part in (
            column.meaning,
            f"source: {column.source}" if column.source else "",
            f"ground: {column.law}" if column.law else "",
        )
        if part
    )
    return f"`{column.name}`", kind, column.dutch, meaning, allowed


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    cells = [head, ("---",) * len(head), *rows]
    return [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in cells]
