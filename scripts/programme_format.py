"""The reference page of the programme format and its schema for editors, from the declarations."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

from noaber.intake.documents import own_format
from noaber.intake.documents.keys import DAY, Key
from noaber.intake.documents.own_schema import editor_schema
from noaber.intake.documents.sections import SECTIONS, Field, Kind, Section
from noaber.intake.documents.shapes import BOUNDS, BREAK, COLUMN, ROOT, ROW, TOP, Shape

ROOT_FOLDER = Path(__file__).parent.parent
EXAMPLE = "tests/samples/intake/noaberstad.toml"
_TYPES = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "`true` or `false`",
    "array": "list of texts",
    "object": "table",
}
_INNER = (("root", ROOT), ("break", BREAK), ("at_least and at_most", BOUNDS))
_MONEY = (("money.columns", COLUMN), ("money.row", ROW))


def schema_text() -> str:
    """The schema for editors, as a file."""
    return json.dumps(editor_schema(), indent=2, ensure_ascii=False) + "\n"


def page() -> list[str]:
    """The whole reference page, line by line."""
    return [
        *_introduction(),
        *_tables_of_the_reading(),
        "## Other records",
        "",
        "Each is a list of tables with an `id`, in any order; a reference is the id of another",
        "record of this file. `printed_line` is the line in the printed source. Entries within a",
        "record stand as `[[record.entry]]` behind it, or as a list of inline tables.",
        "",
        *(line for section in SECTIONS.values() for line in _section(section)),
    ]


def _introduction() -> Iterator[str]:
    doc = ast.get_docstring(ast.parse(Path(own_format.__file__).read_text("utf-8"))) or ""
    head, _, rest = doc.partition("\n\n")
    code = [line[4:] for line in rest.splitlines() if line.startswith("    ") or not line]
    said = [line for line in rest.splitlines() if line and not line.startswith("    ")]
    yield from ["# The programme format", "", head, "", "```toml"]
    yield from "\n".join(code).strip().splitlines()
    yield from ["```", "", *said, ""]
    yield from [
        "Mistakes are reported all at once, each with its line and what was expected. A number has",
        "a point before its decimals and none between thousands: `16_069_732.50`.",
        "",
        f"[A whole example](../../{EXAMPLE}) uses everything there is.",
        "",
        "Editors that know TOML schemas complete and check while typing with",
        "[`programme.schema.json`](programme.schema.json): write `#:schema programme.schema.json`",
        "in the first line of the file, with the place where the schema is. The schema knows shapes;",
        "whether an id, a day or a theme is there, only `noaber load` tells.",
        "",
    ]


def _tables_of_the_reading() -> Iterator[str]:
    yield from [
        "## The file",
        "",
        *_keys(TOP, {name: f"see [{name}](#{name})" for name in SECTIONS}),
    ]
    yield ""
    for name in ("document", "source", "theme", "goal", "note", "indicator"):
        yield from [f"## {name}", "", f"*{TOP[name].dutch}*: {TOP[name].meaning}.", ""]
        yield from [*_keys(TOP[name].inner), "", *_example(name)]
    yield from ["## Tables within tables", ""]
    for name, shape in _INNER:
        yield from [f"### {name}", "", *_keys(shape), ""]
    yield from ["## money", "", f"*{TOP['money'].dutch}*: {TOP['money'].meaning}.", ""]
    for name, shape in _MONEY:
        yield from [f"### {name}", "", *_keys(shape), ""]
    yield from _example("money")


def _section(section: Section) -> Iterator[str]:
    shape = TOP[section.name].inner
    yield from [f"### {section.name}", "", f"*{section.dutch}*: {section.meaning}.", ""]
    yield from [*_keys(shape, _pointing(section)), ""]
    for inner in section.entries:
        yield from [f"`{section.name}.{inner.name}` (*{inner.dutch}*): {inner.meaning}.", ""]
        yield from [*_keys(shape[inner.name].inner, _pointing(inner)), ""]
    yield from _example(section.name)


def _pointing(section: Section) -> dict[str, str]:
    """What a field holds, where its kind says more than the schema does."""
    return {one.name: said for one in section.fields if (said := _kind(one)) is not None}


def _kind(field: Field) -> str | None:
    if field.kind is Kind.REF:
        return f"id in `{field.to}`"
    if field.kind is Kind.REFS:
        return f"ids in `{field.to}`, as a list"
    named = {
        Kind.EUR: "euros, at most two decimals",
        Kind.DAY: "day, `2023-06-27`",
        Kind.PERIOD: "period: `2022`, `2022-Q3`, `2022-09` or `2022-09-30`",
        Kind.YEAR: "year",
    }
    return named.get(field.kind)


def _keys(shape: Shape, types: dict[str, str] | None = None) -> list[str]:
    rows = [
        (
            f"`{name}`",
            (types or {}).get(name) or _type(key),
            "yes" if key.required else "",
            key.dutch,
            key.meaning,
        )
        for name, key in shape.items()
    ]
    cells = [("key", "type", "required", "Dutch", "meaning"), ("---",) * 5, *rows]
    return [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in cells]


def _type(key: Key) -> str:
    schema = key.schema
    if key.inner:
        return "tables" if schema.get("type") == "array" else "table"
    if "const" in schema:
        return f"`{json.dumps(schema['const'])}`"
    if "enum" in schema:
        return ", ".join(f"`{word}`" for word in schema["enum"])
    if "anyOf" in schema:
        return "period" if "pattern" in schema["anyOf"][0] else 'year or `"unknown"`'
    if schema.get("pattern") == DAY.schema["pattern"]:
        return "day, `2023-06-27`"
    return _TYPES[schema["type"]]


def _example(name: str) -> list[str]:
    """The first tables of this name in the example, as they stand there."""
    blocks = re.split(r"\n\n+", (ROOT_FOLDER / EXAMPLE).read_text("utf-8").strip())
    mine = [block for block in blocks if re.match(rf"\[+{name}[].]", block)]
    entries = [block for block in mine[1:] if block.startswith(f"[[{name}.")]
    return ["```toml", *"\n\n".join([mine[0], *entries[:1]]).splitlines(), "```", ""]
