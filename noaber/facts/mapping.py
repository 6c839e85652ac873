"""How the columns of someone's own export become a fact: a TOML file, read and held against the tables.

    fact = "episode"
    [constants]
    municipality = "Twenterand"
    kind = "delivery"
    [columns]
    record = "Zaaknummer"
    person = "BSN"
    started_on = { from = "Begin", dates = ["dd-mm-jjjj"] }
    law = { from = "Regeling", values = { "Wmo 2015" = "wmo", "Jeugdwet" = "youth" } }

What was not delivered, and where counting changed, stand beside these: see `interruptions`. All that
is wrong in it is said at once.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cache
from importlib import resources
from typing import Any

from noaber.facts import interruptions
from noaber.facts.columns import Table
from noaber.facts.interruptions import Break, Missing
from noaber.facts.tables import TABLES, NotAFact
from noaber.vocabulary.places import municipality_coded, municipality_named

# What a row says when nobody says otherwise.
DEFAULTS: Mapping[str, Mapping[str, str]] = {
    "episode": {"origin": "registered"},
    "event": {"origin": "registered"},
    "score": {"origin": "registered"},
    "supplied": {"origin": "supplied", "kind": "actual", "unit": "number", "scale": "0"},
    "amount": {
        "kind": "expense",
        "amount_kind": "expense",
        "stage": "actual",
        "recurrence": "undivided",
        "basis": "booked",
    },
    "population": {},
}
# Written in one column, for two: '2022', '2022-Q3', '2022-09'.
PERIOD = "period"
IDENTIFIERS = ("bsn", "own")
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,40}")
_KEYS = frozenset(
    {"from", "dates", "values", "otherwise", "identifier", "euros", "empty", "optional", "prefix"}
)
_TOP = frozenset(
    {"name", "fact", "constants", "columns", "file", "explanation", "missing", "breaks"}
)
_FILE = frozenset({"delimiter", "encoding", "header", "sheet"})


class BadMapping(NotAFact):
    """A mapping cannot be used; `sentences` say all that is wrong in it, in Dutch."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__("\n".join(self.sentences))


@dataclass(frozen=True, slots=True)
class Field:
    """From which column of the file a column of the fact comes, and how it is read.

    `values` translates words, `otherwise` is the word for any other. `empty` are words that mean that
    nothing is known. `euros` says whether an amount is in euros or in cents already. `prefix` is the name
    of the import whose records are meant, in the column that says which episode a score belongs to.
    """

    source: str
    dates: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    otherwise: str | None = None
    identifier: str = ""
    euros: bool = True
    empty: tuple[str, ...] = ()
    optional: bool = False
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """How the file is laid out, where that is not found by looking: see `opening`."""

    delimiter: str = ""
    encoding: str = ""
    header: int = 1
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class FileMapping:
    """A mapping of one kind of file to one table."""

    name: str
    table: Table
    constants: Mapping[str, str]
    columns: Mapping[str, Field]
    layout: Layout = Layout()
    missing: tuple[Missing, ...] = ()
    breaks: tuple[Break, ...] = ()

    def held(self, heads: Iterable[str], file: str) -> "FileMapping":
        """The mapping with the heads as this file writes them; what is optional and not there is left out.

        Raises BadMapping with every column that the file does not have.
        """
        known = {same(head): head for head in heads}
        found, wrong = {}, []
        for column, one in self.columns.items():
            if (head := known.get(same(one.source))) is not None:
                found[column] = replace(one, source=head)
            elif not one.optional:
                near = get_close_matches(same(one.source), known, 1)
                hint = f"; bedoelde u '{known[near[0]]}'?" if near else ""
                wrong.append(
                    f"{file} heeft geen kolom '{one.source}' (voor {column}){hint}"
                    + ("" if near else f"; wel: {', '.join(known.values())}")
                )
        wrong += _not_filled(self.table, {*found, *self.constants}) if not wrong else []
        if wrong:
            raise BadMapping(wrong)
        return replace(self, columns=found)


def same(head: str) -> str:
    """A head as it is compared: 'Datum start' is 'datum_start' and 'datumStart'."""
    return re.sub(r"[\W_]+", "", head).casefold()


def read(text: str, name: str, municipality: str = "", fallback: str = "") -> FileMapping:
    """A mapping from its text; `name` is what messages call it, `fallback` its name where it has none.

    `municipality` (name or code) takes the place of what it says itself. Raises BadMapping.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadMapping([f"{name} is geen geldige TOML: {error}"]) from error
    wrong = [f"{name}: '{key}' hoort niet in een koppeling" for key in raw if key not in _TOP]
    table = TABLES.get(str(raw.get("fact", "")))
    if table is None:
        known = ", ".join(TABLES)
        raise BadMapping([*wrong, f"{name}: 'fact' noemt geen feit; kies uit {known}"])
    constants = _constants(raw.get("constants", {}), table, name, municipality, wrong)
    columns = _columns(raw.get("columns", {}), table, name, wrong)
    layout = _layout(raw.get("file", {}), name, wrong)
    constants = _without(constants, columns)
    absent = interruptions.missing(raw.get("missing", []), table, constants, name, wrong)
    broken = interruptions.breaks(raw.get("breaks", []), table, constants, name, wrong)
    called = str(raw.get("name", "")) or fallback
    if not _NAME.fullmatch(called):
        wrong.append(f"{name}: 'name' bestaat uit kleine letters, cijfers en streepjes")
    if twice := sorted(set(raw.get("constants", {})) & set(columns)):
        wrong.append(f"{name}: {twice[0]} staat bij constants en bij columns")
    wrong += _not_filled(table, {*constants, *columns}, name)
    if wrong:
        raise BadMapping(wrong)
    return FileMapping(called, table, constants, columns, layout, absent, broken)


def _without(constants: Mapping[str, str], columns: Iterable[str]) -> dict[str, str]:
    return {column: value for column, value in constants.items() if column not in set(columns)}


def _columns(raw: Any, table: Table, name: str, wrong: list[str]) -> dict[str, Field]:
    found = {}
    for column, said in raw.items() if isinstance(raw, dict) else ():
        if not _known(column, table, name, wrong):
            continue
        spec = {"from": said} if isinstance(said, str) else said
        if not isinstance(spec, dict) or not isinstance(spec.get("from"), str):
            wrong.append(f"{name}: {column} noemt geen kolom van het bestand ('from')")
        elif unknown := sorted(set(spec) - _KEYS):
            wrong.append(
                f"{name}: {column} kent '{unknown[0]}' niet; wel {', '.join(sorted(_KEYS))}"
            )
        else:
            found[column] = _field(column, spec, table, name, wrong)
    return found


def _field(
    column: str, spec: Mapping[str, Any], table: Table, name: str, wrong: list[str]
) -> Field:
    values = {str(key): str(value) for key, value in dict(spec.get("values", {})).items()}
    otherwise = spec.get("otherwise")
    for word in (*values.values(), *([otherwise] if otherwise else [])):
        if column != PERIOD and word and (refusal := table.column(column).refusal(word)):
            wrong.append(f"{name}: {column}: {refusal}")
    identifier = spec.get("identifier", "")
    if identifier not in ("", *IDENTIFIERS):
        wrong.append(f"{name}: {column}: identifier is 'bsn' of 'own'")
    return Field(
        source=spec["from"],
        dates=tuple(_format(one) for one in spec.get("dates", ())),
        values=values,
        otherwise=otherwise,
        identifier=identifier,
        euros=bool(spec.get("euros", True)),
        empty=tuple(str(one) for one in spec.get("empty", ())),
        optional=bool(spec.get("optional", False)),
        prefix=str(spec.get("prefix", "")),
    )


def _format(told: str) -> str:
    """A date format as Python has it; 'dd-mm-jjjj' as Dutch spreadsheets have it is understood."""
    if "%" in told:
        return told
    return re.sub(
        r"jjjj|yyyy|jj|yy|dd|d|mm|m|uu|hh|ss",
        lambda part: {"j": "%Y" if len(part[0]) == 4 else "%y", "d": "%d", "m": "%m"}.get(
            part[0][0].replace("y", "j"), part[0]
        ),
        told.lower(),
    )


def _constants(
    raw: Any, table: Table, name: str, municipality: str, wrong: list[str]
) -> dict[str, str]:
    given = {key: str(value) for key, value in dict(raw).items()}
    if municipality:
        given["municipality"] = municipality
    for column, value in given.items():
        known = _known(column, table, name, wrong) and column in table.schema.names
        if known and (refusal := table.column(column).refusal(value)):
            wrong.append(f"{name}: {column}: {refusal}")
    if place := given.get("municipality"):
        found = municipality_coded(place) or municipality_named(place)
        if found is None:
            wrong.append(f"{name}: '{place}' is geen gemeente in de lijst van het CBS")
        else:
            given["municipality"] = found.code
    return {**DEFAULTS[table.name], **given}


def _known(column: str, table: Table, name: str, wrong: list[str]) -> bool:
    if column == "evidence":
        wrong.append(f"{name}: evidence vult Noaber zelf: het bestand en de rij")
        return False
    if column in table.schema.names or (column == PERIOD and "period_start" in table.schema.names):
        return True
    near = get_close_matches(column, table.schema.names, 1)
    hint = f"; bedoelde u '{near[0]}'?" if near else ""
    wrong.append(f"{name}: {table.name} heeft geen kolom '{column}'{hint}")
    return False


def _not_filled(table: Table, filled: set[str], name: str = "") -> list[str]:
    """The columns that a row cannot do without and that nothing fills."""
    given = filled | {"evidence", "known_on", "record"}
    if PERIOD in given:
        given |= {"period_start", "period_end"}
    if "period_start" in given:
        given |= {"plan_year"}
    return [
        f"{name + ': ' if name else ''}{table.name} heeft {column.name} nodig ({column.dutch}); zet die bij "
        "columns of constants"
        for column in table.columns
        if not column.nullable and column.name not in given
    ]


def _layout(raw: Any, name: str, wrong: list[str]) -> Layout:
    if unknown := sorted(set(raw) - _FILE):
        wrong.append(f"{name}: [file] kent '{unknown[0]}' niet; wel {', '.join(sorted(_FILE))}")
        return Layout()
    header = raw.get("header", 1)
    if not isinstance(header, int) or header < 1:
        wrong.append(f"{name}: [file] header is het nummer van de regel met de koppen, vanaf 1")
        return Layout()
    told = {key: str(value) for key, value in raw.items() if key != "header"}
    if len(told.get("delimiter", ";")) != 1:
        wrong.append(f"{name}: [file] delimiter is één teken")
    return Layout(header=header, **told)


@cache
def shipped() -> Mapping[str, str]:
    """The texts of the mappings that come with Noaber, by name: 'ggm-toewijzing' and so on."""
    folder = resources.files(__package__).joinpath("mappings")
    return {
        file.name.removesuffix(".toml"): file.read_text("utf-8")
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".toml")
    }
