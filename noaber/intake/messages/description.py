"""What a release of iWmo and iJw says: types, groups, classes and code lists, read from its folder of TOML.

Source of the facts: the published schemas and code lists of iStandaarden, release 3.2. The folder is the one
place where they stand; a domain expert can read and correct it.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from importlib import resources
from typing import Any

STANDARDS = ("iwmo", "ijw")
# The columns of every table that say where a row stands: its parent row, and its line in the file.
PARENT, LINE = "_parent", "_line"
HERE = resources.files("noaber.intake.messages")


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a list: what it means, and the first and last day on which it may be used."""

    code: str
    meaning: str
    valid_from: date | None = None
    valid_to: date | None = None

    def valid_on(self, day: date) -> bool:
        """Whether the code may be used on this day."""
        return (self.valid_from or day) <= day <= (self.valid_to or day)


@dataclass(frozen=True, slots=True)
class SimpleType:
    """What one value may be. `codes` names the code list; lengths are counted in characters.

    `form` says the pattern in words, Dutch and English.
    """

    name: str
    base: str
    min_length: int | None = None
    max_length: int | None = None
    min: int | None = None
    max: int | None = None
    pattern: str | None = None
    codes: str | None = None
    form: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a class or group: its type by name, whether it may be left out or repeated."""

    name: str
    type: str
    optional: bool = False
    many: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One leaf of a row: its dotted path within the class, and what its value may be.

    `steps` are the elements on the way, each with whether it stands in the shared namespace.
    `many` marks a repeated leaf (return codes), kept as one text with spaces between.
    """

    path: str
    type: SimpleType
    steps: tuple[tuple[str, bool], ...]
    many: bool = False


@dataclass(frozen=True)
class TableShape:
    """The rows of one class at one place in a message.

    `name` is the class, or parent and class where the class occurs in two places; `steps` leads from the
    parent row (or the root) to the rows.
    """

    name: str
    of: str
    parent: str | None
    steps: tuple[str, ...]
    columns: tuple[Column, ...]

    @cached_property
    def paths(self) -> frozenset[str]:
        """The paths of its leaves, and the two columns that say where a row stands."""
        return frozenset((*(c.path for c in self.columns), PARENT, LINE))

    @cached_property
    def _under(self) -> dict[str, tuple[str, ...]]:
        made: dict[str, list[str]] = {}
        for column in self.columns:
            parts = column.path.split(".")
            for end in range(1, len(parts) + 1):
                made.setdefault(".".join(parts[:end]), []).append(column.path)
        return {path: tuple(leaves) for path, leaves in made.items()}

    def under(self, path: str) -> tuple[str, ...]:
        """The leaves at or below a path."""
        return self._under.get(path, ())


@dataclass(frozen=True, eq=False)
class MessageType:
    """One message of one standard: `number` as '323'; `sender` is 'municipality' or 'provider'.

    `answers` is the number of the message that this one answers as its return message.
    """

    standard: str
    number: str
    name: str
    sender: str
    code: str
    answers: str | None
    release: "Release"
    classes: Mapping[str, tuple[Element, ...]]
    tables: tuple[TableShape, ...] = field(default=())

    @property
    def title(self) -> str:
        """As the field calls it: 'JW323'."""
        return self.release.prefix(self.standard).upper() + self.number

    @property
    def prefix(self) -> str:
        """The prefix of its namespace, and the last part of it but one: 'jw323'."""
        return self.release.prefix(self.standard) + self.number

    @property
    def namespace(self) -> str:
        """The namespace of its own elements."""
        return f"{self.release.namespace(self.standard)}/{self.prefix}/schema"

    @property
    def is_return(self) -> bool:
        """Whether it is a return message (302, 306 ...), which repeats what it answers."""
        return self.answers is not None and self.number != "325"

    def table(self, name: str) -> TableShape:
        """The shape of the rows of that name. Raises KeyError."""
        return self._shapes[name]

    @cached_property
    def _shapes(self) -> dict[str, TableShape]:
        return {shape.name: shape for shape in self.tables}

    def fixed(self, element: str) -> str | None:
        """The one value that a header element of this message may have, if it has one."""
        return {
            "BerichtCode": self.code,
            "BerichtVersie": str(self.release.major),
            "BerichtSubversie": str(self.release.minor),
        }.get(element)


@dataclass(frozen=True, eq=False)
class Release:
    """One release of both standards. `folder` is its name ('v3_2'), `version` as printed ('3.2')."""

    folder: str
    version: str
    major: int
    minor: int
    schema: str
    standards: Mapping[str, Mapping[str, str]]
    simple: Mapping[str, Mapping[str, SimpleType]]
    groups: Mapping[str, tuple[Element, ...]]
    codes: Mapping[str, Mapping[str, Code]]
    list_names: Mapping[str, str]
    messages: dict[tuple[str, str], MessageType] = field(default_factory=dict)

    @cached_property
    def dated_codes(self) -> dict[str, dict[str, Code]]:
        """The codes that have a first or last day, by list; lists without such codes are left out."""
        dated = {
            name: {code: c for code, c in codes.items() if c.valid_from or c.valid_to}
            for name, codes in self.codes.items()
        }
        return {name: codes for name, codes in dated.items() if codes}

    def prefix(self, standard: str) -> str:
        """'wmo' or 'jw'."""
        return self.standards[standard]["prefix"]

    def namespace(self, standard: str) -> str:
        """What all namespaces of the standard in this release begin with."""
        return self.standards[standard]["namespace"]

    def shared_namespace(self, standard: str) -> str:
        """The namespace of the elements within groups."""
        return f"{self.namespace(standard)}/basisschema/schema"

    def message(self, standard: str, number: str) -> MessageType:
        """The message of that standard and number ('ijw', '323'). Raises KeyError."""
        return self.messages[standard, number]


@cache
def releases() -> tuple[str, ...]:
    """The folders of all releases that are described here, oldest first."""
    return tuple(
        sorted(f.name for f in HERE.iterdir() if f.is_dir() and (f / "release.toml").is_file())
    )


@cache
def release(folder: str = "v3_2") -> Release:
    """The release described in that folder, read once per process."""
    here = HERE / folder
    about = _toml(here / "release.toml")
    types = _toml(here / "types.toml")
    lists = _toml(here / "codes.toml")
    made = Release(
        folder,
        about["version"],
        about["major"],
        about["minor"],
        about["schema"],
        about["standards"],
        {s: _simple(types["simple"], s) for s in STANDARDS},
        {name: tuple(_element(e) for e in rows) for name, rows in types["group"].items()},
        {name: _codes(table["codes"]) for name, table in lists.items()},
        {name: table["name"] for name, table in lists.items()},
    )
    files = sorted((f for f in (here / "messages").iterdir()), key=lambda f: f.name)
    for data in map(_toml, files):
        for standard in STANDARDS:
            made.messages[standard, data["number"]] = _message(made, standard, data)
    return made


def _toml(path: Any) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def _simple(rows: Mapping[str, Mapping[str, Any]], standard: str) -> dict[str, SimpleType]:
    made = {}
    for name, row in rows.items():
        codes = row.get("codes")
        named = codes if isinstance(codes, str) or codes is None else codes[standard]
        form = row.get("form")
        words = (form["nl"], form["en"]) if form else None
        made[name] = SimpleType(name, **{**row, "codes": named, "form": words})
    return made


def _codes(rows: Mapping[str, Any]) -> dict[str, Code]:
    return {c: Code(c, v) if isinstance(v, str) else Code(c, **v) for c, v in rows.items()}


def _element(text: str) -> Element:
    words = text.split()
    marks = {w for w in words if w in ("?", "+", "*")}
    names = [w for w in words if w not in marks]
    return Element(names[0], names[-1], bool(marks & {"?", "*"}), bool(marks & {"+", "*"}))


def _message(release: Release, standard: str, data: Mapping[str, Any]) -> MessageType:
    classes = {
        name: tuple(_element(text) for text in _of_standard(texts, standard))
        for name, texts in data["classes"].items()
    }
    made = MessageType(
        standard,
        data["number"],
        data["name"],
        data["sender"],
        data["codes"][standard],
        data.get("answers"),
        release,
        classes,
    )
    object.__setattr__(made, "tables", tuple(_tables(made)))
    return made


def _of_standard(texts: list[str], standard: str) -> Iterator[str]:
    for text in texts:
        bare, _, only = text.partition("@")
        if not only or only.strip() == standard:
            yield bare


def is_container(elements: tuple[Element, ...]) -> bool:
    """Whether a class only holds a repeated element: it makes no row of its own."""
    return len(elements) == 1 and elements[0].many


def _tables(message: MessageType) -> list[TableShape]:
    made: list[TableShape] = []

    def walk(of: str, parent: str | None, steps: tuple[str, ...], name: str) -> None:
        columns: list[Column] = []
        below: list[tuple[str, tuple[str, ...]]] = []
        for element in message.classes[of]:
            inner = message.classes.get(element.type)
            if inner is None:
                columns.extend(_leaves(message, element, (), "", own=True))
            elif is_container(inner) and inner[0].type not in message.classes:
                simple = message.release.simple[message.standard][inner[0].type]
                codes = ((element.name, False), (inner[0].name, False))
                columns.append(Column(element.name, simple, codes, many=True))
            elif is_container(inner):
                below.append((inner[0].type, (element.name, inner[0].name)))
            else:
                below.append((element.type, (element.name,)))
        if of != "Root":
            made.append(TableShape(name, of, parent, steps, tuple(columns)))
        for child, way in below:
            taken = any(t.of == child for t in made)
            walk(child, None if of == "Root" else name, way, name + child if taken else child)

    walk("Root", None, (), "Root")
    return made


def _leaves(
    message: MessageType,
    element: Element,
    steps: tuple[tuple[str, bool], ...],
    before: str,
    own: bool,
) -> Iterator[Column]:
    way = (*steps, (element.name, not own))
    path = before + element.name
    group = message.release.groups.get(element.type)
    if group is None:
        yield Column(path, message.release.simple[message.standard][element.type], way)
        return
    for inner in group:
        yield from _leaves(message, inner, way, f"{path}.", own=False)
