"""A small chapter as a Reading, for tests that need something registered. Figures are invented."""

from dataclasses import replace

from noaber.intake.documents.reading import (
    AmountItem,
    BreakItem,
    DocumentHead,
    GoalItem,
    IndicatorItem,
    Reading,
    ValueItem,
)

TEXT = "x" * 2000
COLUMNS = (
    ("Realisatie", "actual"),
    ("Begroting na wijziging", "revised"),
    ("Begroting", "original"),
    ("Waarvan incidenteel", "incidental"),
)
# Per theme: expense, income (printed negative), reserve (printed with the sign of an addition).
THEMES = {
    "Jeugd": ((900, 800, 700, 50), (-300, -250, -250, 0), (-20, 0, 0, -50)),
    "Werk": ((500, 520, 520, 0), (-100, -120, -120, 0), (10, 0, 0, 0)),
}


def chapter(programme: str = "Samenleving", municipality: str = "Twenterand") -> Reading:
    """A chapter with two themes, three goals, three indicators (one broken, one yes/no) and money."""
    span = _spans()
    goals = (
        GoalItem("P", None, "programme", programme, next(span)),
        GoalItem("T1", "P", "theme", "Jeugd", next(span)),
        GoalItem("T2", "P", "theme", "Werk", next(span)),
        GoalItem("G1", "T1", "goal", "Jongeren groeien veilig op", next(span)),
        GoalItem("S1", "G1", "subgoal", "Hulp is op tijd", next(span)),
        GoalItem("G2", "T2", "goal", "Iedereen doet mee", next(span)),
    )
    indicators = (
        IndicatorItem(
            "I1", "S1", "Aantal jongeren met hulp", "number", "Interne systemen", "down",
            ("Vanaf 2022 anders geteld.",),
            _values(span, {"2022": 120, "2021": 100, "2020": None}),
            next(span),
            (BreakItem("2021", "2022", "Vanaf 2022 anders geteld.", next(span)),),
        ),
        IndicatorItem(
            "I2", "G2", "Aandeel dat werkt", "percent", None, None, (),
            (*_values(span, {"2022": 61.5, "2021": 60}), ValueItem("2022", 60, "target", next(span))),
            next(span),
        ),
        IndicatorItem(
            "I3", "T2", "Er is een loket", "yesno", "Stichting Loket", None, (),
            _values(span, {"2022": True, "2021": False, "2020": "gereed"}), next(span),
        ),
    )  # fmt: skip
    return Reading(
        DocumentHead("Rekening 2022", municipality, "account", 2022, programme),
        goals,
        indicators,
        finance=tuple(_finance(span)),
    )


def without_money(reading: Reading) -> Reading:
    """The same chapter without its cost table."""
    return replace(reading, finance=())


def _spans():
    position = 0
    while True:
        position += 2
        yield (position, position + 1)


def _values(span, cells):
    return tuple(ValueItem(year, value, "actual", next(span)) for year, value in cells.items())


def _finance(span):
    number = 0
    totals = [[0, 0, 0] for _ in COLUMNS]

    def row(heading, line, kind, amounts):
        nonlocal number
        for (column, stage), eur in zip(COLUMNS, amounts, strict=True):
            number += 1
            yield AmountItem(
                f"F{number}", heading, line, kind, column, stage, 2022, eur, None, next(span)
            )

    for theme, (expense, income, reserve) in THEMES.items():
        yield from row(theme, "Lasten", "expense", expense)
        yield from row(theme, "Baten", "income", income)
        yield from row(
            theme, "Saldo", "balance", [a + b for a, b in zip(expense, income, strict=True)]
        )
        for total, *cells in zip(totals, expense, income, reserve, strict=True):
            total[:] = [a + b for a, b in zip(total, cells, strict=True)]
    yield from row(None, "Totaal lasten", "expense", [total[0] for total in totals])
    yield from row(None, "Totaal baten", "income", [total[1] for total in totals])
    yield from row(None, "Totaal saldo", "balance", [sum(total[:2]) for total in totals])
    for theme, (_, _, reserve) in THEMES.items():
        yield from row(None, f"Mutaties reserves {theme}", "reserve", reserve)
    yield from row(None, "Totaal reserves", "reserve", [total[2] for total in totals])
    yield from row(None, "Resultaat", "result", [sum(total) for total in totals])
