"""A figure as it is shown, and where it comes from: what everything in an edition is made of."""

from dataclasses import dataclass
from decimal import Decimal

from noaber.vocabulary.grades import Grade


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where one figure comes from, in full.

    `kind` is placed (a file and a locator), typed (who, when, why) or computed (measure, version,
    snapshot, query). `passage` is the text around it, with the figure at [mark_start, mark_end),
    and is empty where the file is not in this installation. `inputs` are the ids of the evidence
    that a computed figure rests on; `rows` how many facts were counted, `sources` what these facts were
    made of, `remarks` what to mind (a provisional period, a break).
    """

    id: str
    kind: str
    grade: Grade
    file_title: str = ""
    file_sha256: str = ""
    locator: str = ""
    passage: str = ""
    mark_start: int = 0
    mark_end: int = 0
    copied_to: str = ""
    copy: str = ""
    typed_by: str = ""
    typed_on: str = ""
    reason: str = ""
    supplier: str = ""
    measure: str = ""
    measure_version: int | None = None
    measure_sentence: str = ""
    snapshot: str = ""
    query: str = ""
    inputs: tuple[str, ...] = ()
    rows: int | None = None
    sources: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """One number (or a word, or a gap) as it is shown.

    `value` is in units of `unit` (number, percent, eur, yesno, text); for eur in euros. `label`
    holds a value that is a word ('gereed'). `gap` is the reason in Dutch where there is no value.
    `notes` are the marks of the footnotes bound to this figure. `remark` is one Dutch word that is
    read with the figure ('voordeel').
    """

    id: str
    value: Decimal | None
    unit: str
    evidence: str
    grade: Grade
    label: str = ""
    gap: str = ""
    decimals: int = 0
    notes: tuple[str, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class SeriesPoint:
    """One period of an indicator, written as in '2022' or '2022-Q3'."""

    period: str
    figure: Figure
