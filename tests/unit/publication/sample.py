"""A fictional edition with everything that a page must be able to show. No such municipality exists."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from noaber.judgement.attainment import Attainment, Movement, Standing
from noaber.publication.edition import (
    Cause,
    CheckLine,
    CountedPoint,
    Counting,
    Edition,
    EffortPage,
    EffortStatus,
    Elsewhere,
    Entries,
    Evidence,
    Explanation,
    Fate,
    Figure,
    GoalNode,
    HeadlineLine,
    IndicatorPage,
    Item,
    LogLine,
    Mended,
    MoneyRow,
    MoneyTable,
    Neighbour,
    Note,
    OtherDocument,
    Promise,
    RegionLine,
    Register,
    Said,
    SaidIn,
    SeriesBreak,
    SeriesPoint,
    Split,
    SplitRow,
    Step,
    Waterfall,
)
from noaber.vocabulary.grades import Grade

YEARS = ("2018", "2019", "2020", "2021", "2022")
COLUMNS = ("Begroot", "Na wijziging", "Werkelijk", "Verschil")
DOCUMENT = "Jaarstukken 2022, programma Sociaal domein"


class Builder:
    """Keeps figures and their evidence together while an edition is put together."""

    def __init__(self) -> None:
        self.evidence: dict[str, Evidence] = {}

    def copied(
        self, key: str, value: int | str | None, unit: str = "number", **more: object
    ) -> Figure:
        """A figure as it is printed; a str is a word, None a gap. Every third passage is absent."""
        printed = "-" if value is None else f"{value}"
        before = "Aantal inwoners met een regeling, zoals geteld op 31 december: "
        here = len(self.evidence) % 3 != 2
        self.evidence[key] = Evidence(
            key, "placed", Grade.COPIED, DOCUMENT, "0" * 60 + "cafe", f"regel {40 + len(self.evidence)}, kolom 2",
            before + printed + " (bron: eigen telling)" if here else "",
            len(before) if here else 0, len(before) + len(printed) if here else 0,
            supplier="Stichting Goede Buren" if len(self.evidence) % 4 == 0 else "",
        )  # fmt: skip
        word = isinstance(value, str)
        return Figure(
            key, None if word or value is None else Decimal(value), unit, key, Grade.COPIED,
            label=value if word else "", gap="niet vermeld in het document" if value is None else "", **more,  # type: ignore[arg-type]
        )  # fmt: skip

    def computed(
        self,
        key: str,
        value: int | str,
        unit: str,
        inputs: Sequence[str],
        decimals: int = 0,
        remark: str = "",
    ) -> Figure:
        """A figure that a measure returned, resting on other evidence."""
        self.evidence[key] = Evidence(
            key, "computed", Grade.COMPUTED, measure="saldo_van_baten_en_lasten", measure_version=2,
            measure_sentence="Alle baten van het onderdeel, min alle lasten, in het begrotingsjaar.",
            snapshot="2023-05-14T09:30", query="SELECT sum(income) - sum(expense)\nFROM amount\nWHERE stage = 'actual' AND year = 2022",
            inputs=tuple(inputs),
        )  # fmt: skip
        return Figure(
            key, Decimal(value), unit, key, Grade.COMPUTED, decimals=decimals, remark=remark
        )

    def typed(self, key: str, value: int, grade: Grade = Grade.SUPPLIED_SIGNED) -> Figure:
        """A figure that someone entered by hand."""
        self.evidence[key] = Evidence(
            key, "typed", grade, typed_by="M. de Boer, data-analist", typed_on="2023-02-03",
            reason="De leverancier stuurde een ondertekende brief in plaats van een bestand.", supplier="Welzijn Voorbeeldstad",
        )  # fmt: skip
        return Figure(key, Decimal(value), "number", key, grade)


def with_aims(build: Builder, page: IndicatorPage) -> IndicatorPage:
    """The indicator with where it started and what was wanted, of this year and the years ahead."""
    wanted = {"2021": 1100, "2022": 1000, "2023": 980}
    return replace(
        page,
        kind="outcome",
        baseline=SeriesPoint("2016", build.copied(f"{page.id}/start", 890)),
        targets=tuple(
            SeriesPoint(year, build.copied(f"{page.id}/wil/{year}", value))
            for year, value in wanted.items()
        ),
    )


def with_count(build: Builder, page: IndicatorPage) -> IndicatorPage:
    """The indicator beside what the municipality counts itself: a margin, a difference, a hidden part."""
    key, name = page.id, "Inwoners die in het jaar hulp hadden"
    rests = [f"{key}/maat"]
    build.computed(rests[0], 0, "number", [])
    last = page.points[-1].figure
    points = (
        CountedPoint("2021", build.computed(f"{key}/telling/2021", 1098, "number", rests), rows=1310),
        CountedPoint(
            "2022", build.computed(f"{key}/telling/2022", 1160, "number", rests),
            Decimal(1101), Decimal(1219), 1402, ("declaraties komen nog",),
            build.computed(f"{key}/verschil/2022", 16, "number", [last.evidence, f"{key}/telling/2022"]),
        ),
    )  # fmt: skip
    hidden = build.computed(f"{key}/telling/2022/kern", 0, "number", rests)
    hidden = replace(hidden, value=None, gap="te weinig mensen om te tonen")
    split = Split("gebied", "2022", (
        SplitRow("Vriezenveen", build.computed(f"{key}/telling/2022/dorp", 612, "number", rests), rows=700),
        SplitRow("De Pollen", hidden),
    ))  # fmt: skip
    sentence = (
        "Het aantal verschillende personen met hulp die ten minste één dag van het jaar liep."
    )
    return replace(
        page,
        counting=Counting(name, sentence, points, (split,), ("Wie verhuist, telt twee keer.",)),
    )


def indicator(
    build: Builder, key: str, name: str, goal: str, values: Sequence[int | str | None],
    standing: Standing = Standing.NO_TARGET_SET, movement: Movement = Movement.DOWN, why: str = "",
    years: Sequence[str] = YEARS, unit: str = "number", breaks: Sequence[SeriesBreak] = (),
    notes: Sequence[Note] = (), note_on: Sequence[str] = (), target: str = "", source: str = "Eigen telling", definition: str = "",
) -> IndicatorPage:  # fmt: skip
    """An indicator with one figure per year."""
    points = tuple(
        SeriesPoint(
            year,
            build.copied(f"{key}/{year}", value, unit, notes=("1",) if year in note_on else ()),
        )
        for year, value in zip(years, values, strict=True)
    )
    return IndicatorPage(
        key, key, name, unit, goal, source, definition, target, points, tuple(breaks), tuple(notes),
        Attainment(standing, movement, why or "Er is geen streefwaarde afgesproken. Wat het laatste cijfer betekent, is dus niet te zeggen."),
    )  # fmt: skip


def money(
    build: Builder, node: str, slug: str, title: str, amounts: dict[str, tuple[int, int, int]]
) -> MoneyTable:
    """A table that closes: expense, income, balance, reserves, result, with the difference computed."""
    lines = {
        "expense": ("Lasten", False),
        "income": ("Baten", False),
        "balance": ("Saldo van baten en lasten", True),
        "reserve_movement": ("Mutaties reserves", False),
        "financial_result": ("Resultaat", True),
    }
    amounts = dict(amounts)
    amounts["balance"] = tuple(
        i - e for i, e in zip(amounts["income"], amounts["expense"], strict=True)
    )  # type: ignore[assignment]
    amounts["financial_result"] = tuple(
        b - r for b, r in zip(amounts["balance"], amounts["reserve_movement"], strict=True)
    )  # type: ignore[assignment]
    rows = []
    for kind, (label, emphasis) in lines.items():
        figures = [
            build.copied(
                f"{slug}/{kind}/{at}",
                value,
                "eur",
                notes=("*",) if kind == "income" and at == 2 else (),
            )
            for at, value in enumerate(amounts[kind])
        ]
        change = amounts[kind][2] - amounts[kind][1]
        remark = ("voordeel" if change >= 0 else "nadeel") if emphasis else ""
        figures.append(
            build.computed(
                f"{slug}/{kind}/verschil",
                change,
                "eur",
                [f"{slug}/{kind}/2", f"{slug}/{kind}/1"],
                remark=remark,
            )
        )
        rows.append(MoneyRow(kind, label, tuple(figures), emphasis))
    return MoneyTable(
        node, slug, title, COLUMNS, tuple(rows),
        "In het document staan baten met een minteken en is een positief saldo een tekort. Hier is het saldo baten min lasten.",
        (Note("*", "Inclusief een bijdrage van de centrumgemeente die eenmalig is."),), difference=3,
    )  # fmt: skip


def sample_edition() -> Edition:
    """The accounts 2022 of Voorbeeldstad, programme Sociaal domein."""
    build = Builder()
    tables = (
        money(build, "programma", "sociaal-domein", "Programma Sociaal domein", {
            "expense": (56_652_190, 54_328_245, 54_617_194), "income": (16_275_222, 17_461_798, 19_163_562), "reserve_movement": (-1_758_196, -1_370_983, -139_865)}),
        money(build, "werk", "werk-en-inkomen", "Thema Werk en inkomen", {
            "expense": (20_583_845, 18_274_274, 18_971_249), "income": (7_368_498, 7_972_498, 8_902_411), "reserve_movement": (0, 93_000, -43_294)}),
        money(build, "jeugd", "jeugd", "Thema Jeugd", {
            "expense": (16_140_580, 16_220_682, 16_069_732), "income": (634, 634, 670_029), "reserve_movement": (0, 36_323, 1_583_544)}),
    )  # fmt: skip
    indicators = _indicators(build)
    nodes = (
        GoalNode("programma", "programme", "Sociaal domein", None, ("werk", "jeugd", "gezond")),
        GoalNode("werk", "theme", "Werk en inkomen", "programma", ("meedoen", "rond-komen")),
        GoalNode("meedoen", "goal", "Inwoners doen mee naar vermogen", "werk", (), ("uitkeringen", "loonkostensubsidie", "uitstroom")),
        GoalNode("rond-komen", "goal", "Inwoners kunnen rondkomen", "werk", ("schuldenvrij",), ("bijstand", "schoolpakket")),
        GoalNode("schuldenvrij", "subgoal", "Schulden zijn op tijd in beeld", "rond-komen"),
        GoalNode("jeugd", "theme", "Jeugd", "programma", ("hulp",)),
        GoalNode("hulp", "goal", "Waar nodig is er ondersteuning en zorg voor jeugdigen en hun ouders", "jeugd", (), ("jeugdhulp", "bezoekers", "meldpunt", "overzicht", "beschut")),
        GoalNode("gezond", "theme", "Gezondheid", "programma", ("aed",)),
        GoalNode("aed", "goal", "Hulp is dichtbij", "gezond", (), ("aeds", "huisverbod", "voorlichting")),
    )  # fmt: skip
    headlines = (
        HeadlineLine("Wat besloten we, en wat werd ervan?", "De raad stelde 6 doelen vast. Bij 5 staat een cijfer; bij 1 doel staat er geen.", (), "goals"),
        HeadlineLine("Gaat het beter met inwoners?", "Dat is niet te zeggen. Het document telt wat er gedaan is, en bij {0} van de indicatoren is een streefwaarde afgesproken.",
                     (build.computed("kort/streefwaarden", 2, "number", ["uitkeringen/2022", "jeugdhulp/2022"]),), "goals"),
        HeadlineLine("Wat mocht het kosten, en wat kostte het?", "Er is {0} uitgegeven. Dat is {1} meer dan de raad had toegestaan. Na reserves is het resultaat {2} beter.",
                     (tables[0].rows[0].figures[2], tables[0].rows[0].figures[3], build.computed("kort/resultaat", 181_697, "eur", ["sociaal-domein/financial_result/2", "gedrukt/resultaat"])), "money"),
        HeadlineLine("Wat valt op bij de jeugdhulp?", "Er waren {0} voorzieningen. Door een andere manier van tellen is dat niet te vergelijken met 2019.", (indicators[5].points[4].figure,), "jeugdhulp"),
        HeadlineLine("Wat is er gedaan, en wat werd ervan?", "4 inspanningen: 1 afgerond, 1 in uitvoering, 1 gestopt, bij 1 staat geen stand.", (), "efforts"),
        HeadlineLine("Waardoor kwam dat?", "Het document noemt 2 verschillen met een uitleg.", (), "why"),
        HeadlineLine("Hoe zeker is dit?", "Bijna alle cijfers zijn overgenomen uit de jaarstukken. Bij het narekenen bleven {0} vragen over.",
                     (build.typed("kort/vragen", 2),), "checks"),
    )  # fmt: skip
    explanations, registers = _explanations(build), _registers(build)
    beside = _beside(build, indicators)
    more_money = (_unexplained(build), _years_ahead(build), _taakvelden(build))
    build.evidence["gedrukt/resultaat"] = Evidence(
        "gedrukt/resultaat",
        "placed",
        Grade.COPIED,
        DOCUMENT,
        "",
        "regel 212",
        "Geraamd resultaat 35.495.464",
        18,
        28,
    )
    return Edition(
        "voorbeeldstad-2022-sociaal-domein", "Gemeente Voorbeeldstad", "annual_accounts", "Jaarstukken", 2022, "Sociaal domein",
        "Jaarstukken 2022, programma Sociaal domein", "Concept, nog niet vastgesteld door de raad", "2023-05-16", "2023-05-14T09:30",
        headlines, nodes, indicators, (*tables, *more_money), _checks(), tuple(build.evidence.values()), paraphrased=True,
        efforts=_efforts(), explanations=explanations, registers=registers, **beside,
    )  # fmt: skip


def _indicators(build: Builder) -> tuple[IndicatorPage, ...]:
    return (
        indicator(build, "uitkeringen", "Aantal inwoners met een bijstandsuitkering", "meedoen", (462, 442, 432, 403, 394),
                  Standing.ATTAINED, Movement.DOWN, "In 2022 waren het er 394. Afgesproken was hoogstens 400.", target="hoogstens 400 in 2022",
                  notes=(Note("1", "Geteld zijn huishoudens, niet personen."),), note_on=("2022",), source="Cliëntvolgsysteem", definition="Huishoudens met een uitkering op 31 december."),
        indicator(build, "loonkostensubsidie", "Aantal inwoners met loonkostensubsidie", "meedoen", (None, None, 97, 115, 135), movement=Movement.UP),
        indicator(build, "uitstroom", "Aantal inwoners dat uitstroomt naar werk", "meedoen", (76, 70, 44, 59, 116), Standing.CANNOT_TELL, Movement.BROKEN,
                  "Vanaf 2022 telt iedereen die uit de bijstand gaat, niet alleen wie werk vond.", breaks=(SeriesBreak("2021", "2022", "Vanaf 2022 is iedereen geteld die uit de bijstand ging."),),
                  notes=(Note("1", "Vanaf 2022 alle uitstroom uit de bijstand."),), note_on=("2022",)),
        indicator(build, "bijstand", "Aantal aanvragen bijzondere bijstand", "rond-komen", (471, 562, 432, 553, 458), breaks=(SeriesBreak(None, None, "Het document zegt 'per 2021 het aantal toegekende aanvragen'."),)),
        indicator(build, "schoolpakket", "Aantal kinderen met een schoolpakket", "rond-komen", (60, 79, 95, 70, 66)),
        with_count(build, with_aims(build, indicator(build, "jeugdhulp", "Totaal aantal jeugdhulpvoorzieningen", "hulp", (951, 717, 1292, 1040, 1144), Standing.NOT_ATTAINED, Movement.UP, "Afgesproken was hoogstens 1.000 voorzieningen; het werden er 1.144.",
                  target="hoogstens 1.000 in 2022", breaks=(SeriesBreak("2019", "2020", "Vanaf 2020 tellen ook persoonsgebonden budgetten mee."),)))),
        indicator(build, "bezoekers", "Aantal bezoekers van de website voor ouders", "hulp", (296_265, 337_134, 364_556, 326_273, 514_907), movement=Movement.UP),
        indicator(build, "meldpunt", "Er is een regionaal meldpunt mensenhandel", "hulp", ("Nee", "Ja", "Ja"), movement=Movement.SAME, years=("2020", "2021", "2022"), unit="yesno"),
        indicator(build, "overzicht", "Een overzicht van vrij toegankelijke voorzieningen per kern", "hulp", ("gereed", 1, 1, 1, 1), movement=Movement.SAME),
        indicator(build, "beschut", "Beschut werk", "hulp", (5, 11, 11, 17, 17), movement=Movement.SAME, source=""),
        indicator(build, "aeds", "Aantal AED's dat in kaart is gebracht, ook die in particulier bezit", "aed", (88, 80, 81, 91, 91), movement=Movement.SAME),
        indicator(build, "huisverbod", "Mate waarin hulp bij een tijdelijk huisverbod wordt aangeboden", "aed", (100, 100, 100, 100, 100), movement=Movement.SAME, unit="percent"),
        indicator(build, "voorlichting", "Aantal basisscholen met voorlichting over middelengebruik", "aed", (8, 17, 2, 1, 0), breaks=(SeriesBreak("2019", "2020", "Door corona gingen voorlichtingen niet door."),)),
    )  # fmt: skip


def _efforts() -> tuple[EffortPage, ...]:
    return (
        EffortPage("effort:pas", "meedoenpas", "Meedoenpas voor kinderen", EffortStatus.FINISHED,
                   (LogLine("2021", EffortStatus.NEW), LogLine("2022-03", EffortStatus.FINISHED, "De pas is er voor alle scholen")),
                   leads=("team Samenleving",), partners=("Stichting Goede Buren",), goals=("schuldenvrij", "rond-komen"), lines=("programme_line:samen",), intervention=True),
        EffortPage("effort:loket", "een-loket", "Eén loket voor alle vragen", EffortStatus.RUNNING, (LogLine("2022-Q2", EffortStatus.RUNNING),), "Het loket verhuist naar de bibliotheek", goals=("jeugd",)),
        EffortPage("effort:coach", "gezinscoach", "Gezinscoach", EffortStatus.STOPPED,
                   (LogLine("2022-11-01", EffortStatus.STOPPED, "Te weinig gezinnen", "effort:loket", "het regionale team"),), goals=("hulp",), waits_for=("effort:loket",)),
        EffortPage("effort:taal", "taalmaatjes", "Taalmaatjes", None),
    )  # fmt: skip


def _explanations(build: Builder) -> tuple[Explanation, ...]:
    return (
        Explanation("explanation:bijstand", "werk", "Minder uitkeringen", Cause.VOLUME, "structureel", build.copied("uitleg/bijstand", 210_000, "eur")),
        Explanation("explanation:buig", "werk", "Hogere rijksbijdrage", Cause.GRANT, "incidenteel", build.copied("uitleg/buig", 130_000, "eur"), "explanation:bijstand"),
        Explanation("explanation:pleegzorg", "jeugd", "Meer pleegzorg", Cause.UNKNOWN, "", build.copied("uitleg/pleegzorg", -64_000, "eur"), counterpart="reserve jeugd"),
    )  # fmt: skip


def _registers(build: Builder) -> tuple[Register, ...]:
    reserve = Item(
        "reserve:jeugd", "Reserve jeugd",
        (Said("doel", ("Schommelingen opvangen",)), Said("beginstand", figure=build.copied("reserve/begin", 1_200_000, "eur"))),
        (Entries("mutatie", ("richting", "bedrag", "thema", "waarvoor"), (
            (Said("richting", ("onttrekking",)), Said("bedrag", figure=build.copied("reserve/uit", 64_000, "eur")), Said("thema", links=("jeugd",)), None),)),),
    )  # fmt: skip
    return (
        Register("reserve", (reserve,)),
        Register("grant_received", (Item("grant_received:sport", "Sportakkoord", (Said("uiterlijk", period="2023-12-31"),)),)),
        Register("programme_line", (Item("programme_line:samen", "Samen dichtbij", (Said("doelen", links=("rond-komen", "aed")),)),)),
        Register("agreement", (Item("agreement:armoede", "Akkoord tegen armoede", (Said("ondertekenaars", ("Voedselbank", "Gemeente")),)),)),
        Register("erratum", (Item("erratum:een", "Aantal bezoekers", (Said("er staat", ("12",)), Said("er hoort te staan", ("21",)))),)),
    )  # fmt: skip


def _unexplained(build: Builder) -> MoneyTable:
    def row(
        key: str, label: str, values: tuple[int, int, int], target: str = "", strong: bool = False
    ) -> MoneyRow:
        made = tuple(
            build.computed(f"over/{key}/{at}", value, "eur", ["jeugd/expense/2"])
            for at, value in enumerate(values)
        )
        return MoneyRow("theme" if target else key, label, made, strong, target)

    return MoneyTable(
        "programma", "niet-verklaard", "Wat van het verschil is verklaard", ("Verschil", "Verklaard", "Niet verklaard"),
        (row("werk", "Werk en inkomen", (232_938, 198_000, 34_938), "werk"), row("jeugd", "Jeugd", (-64_000, -64_000, 0), "jeugd"),
         row("net", "Alle thema's samen", (168_938, 134_000, 34_938), strong=True)),
        "Een bedrag boven nul is beter.", difference=2, what="unexplained",
    )  # fmt: skip


def _years_ahead(build: Builder) -> MoneyTable:
    years = ("2022", "2023", "2024", "2025")
    figures = tuple(build.copied(f"vooruit/{year}", 56_000_000 + at, "eur") for at, year in enumerate(years))  # fmt: skip
    return MoneyTable(
        "programma", "jaren-vooruit", "De jaren vooruit", years, (MoneyRow("expense", "Lasten", figures),), "", what="plan_years",
    )  # fmt: skip


def _taakvelden(build: Builder) -> MoneyTable:
    then, now = (
        build.copied("tv/2021", 12_000_000, "eur"),
        build.copied("tv/2022", 12_400_000, "eur"),
    )
    return MoneyTable(
        "programma", "taakvelden", "Lasten per taakveld, over de jaren", ("2021 werkelijk", "2022 werkelijk"),
        (MoneyRow("taakveld", "Toegang, Wmo en Jeugd samen", (then, now), True),
         MoneyRow("part", "6.71 Maatwerkdienstverlening 18+", (then, now), note="2021: 6.71"),
         MoneyRow("part", "6.91 Coördinatie", (build.copied("tv/gat", None, "eur"), now), note="Nieuw in 2025")),
        "Wij tellen alleen op wat bij elkaar hoort.", what="taakvelden",
    )  # fmt: skip


BUDGET, NEAR = "voorbeeldstad-2022-begroting", "buurstad-2022-jaarstukken"


def _beside(build: Builder, indicators: Sequence[IndicatorPage]) -> dict[str, object]:
    """What stands beside the document: waterfalls, other documents, promises, the region, errata."""
    rest = build.computed("val/rest", 34_938, "eur", ["jeugd/expense/2"])
    end = build.computed("val/einde", 168_938, "eur", ["jeugd/expense/2"])
    themes = (
        Step("step", "Werk en inkomen", build.computed("val/werk", 232_938, "eur", ["jeugd/expense/2"]), "werk"),
        Step("step", "Jeugd", build.computed("val/jeugd", -64_000, "eur", ["jeugd/expense/2"]), "jeugd"),
    )  # fmt: skip
    causes = (
        Step("step", "Meer of minder gebruik", build.computed("val/volume", 210_000, "eur", ["jeugd/expense/2"])),
        Step("step", "Andere prijs", build.computed("val/prijs", -76_000, "eur", ["jeugd/expense/2"])),
        Step("rest", "Niet verklaard", rest),
    )  # fmt: skip
    last = Step("end", "Beter dan begroot", end)
    youth = indicators[5]
    return {
        "waterfalls": (
            Waterfall("programma", "per-thema", "Voor reserves, per thema", (*themes, last)),
            Waterfall("programma", "na-reserves", "Na reserves, per thema", (*themes, last), False),
            Waterfall("programma", "per-oorzaak", "Per oorzaak", (*causes, last)),
            Waterfall("jeugd", "jeugd", "Jeugd", (*causes, last)),
        ),
        "documents": (
            OtherDocument(BUDGET, "Gemeente Voorbeeldstad", "budget", "begroting", 2022, "Begroting 2022", "vastgesteld"),
            OtherDocument(NEAR, "Gemeente Buurstad", "annual_accounts", "jaarstukken", 2022, "Jaarstukken 2022", "concept"),
        ),
        "elsewhere": {
            youth.points[3].figure.id: (Elsewhere(BUDGET, build.copied("elders/1", 1041), False),),
            youth.points[2].figure.id: (Elsewhere(BUDGET, build.copied("elders/2", 1292), True),),
        },
        "promises": (
            Promise("effort", "Meedoenpas voor kinderen", Fate.KEPT, "effort:pas", (SaidIn(BUDGET, EffortStatus.PLANNED, "Eerst drie scholen"), SaidIn("voorbeeldstad-2022-sociaal-domein", EffortStatus.FINISHED))),
            Promise("effort", "Wandelmaatjes", Fate.SILENT, "", (SaidIn(BUDGET, EffortStatus.PLANNED), SaidIn("voorbeeldstad-2022-sociaal-domein", named=False))),
            Promise("effort", "Taalmaatjes", Fate.UNTOLD, "effort:taal", (SaidIn(BUDGET, None), SaidIn("voorbeeldstad-2022-sociaal-domein"))),
            Promise("goal", "Inwoners kunnen rondkomen", Fate.CHANGED, "rond-komen", (SaidIn(BUDGET, None, "Inwoners komen rond"), SaidIn("voorbeeldstad-2022-sociaal-domein", None, "Inwoners kunnen rondkomen"))),
            Promise("indicator", "Bezoek aan het loket", Fate.SILENT, "", (SaidIn(BUDGET, None, "Bezoek aan het loket"), SaidIn("voorbeeldstad-2022-sociaal-domein", named=False))),
        ),
        "region": (
            RegionLine("huisverbod", Neighbour(NEAR, "Mate van hulp", "2022", build.copied("buur/1", 97, "percent"))),
            RegionLine("uitkeringen", Neighbour(NEAR, "Bijstandsuitkeringen", "2022", None), "een aantal zegt pas iets per inwoner"),
        ),
        "mended": (Mended("erratum:een", "Aantal bezoekers", "12", "21", build.copied("elders/3", 21), BUDGET), Mended("erratum:een", "Iets anders", "a", "b")),
    }  # fmt: skip


def _checks() -> tuple[CheckLine, ...]:
    exact = tuple(
        CheckLine(
            "lasten-optellen",
            "ok",
            f"De lasten van de thema's zijn samen de lasten van het programma, kolom {column}.",
            "54.617.194",
            "54.617.194",
            "€ 1",
        )
        for column in ("Begroot", "Na wijziging", "Werkelijk")
    )
    return (
        *exact,
        CheckLine("resultaat", "ok", "Saldo en reserves samen zijn het resultaat, kolom Na wijziging.", "35.495.464", "35.495.465", "€ 1", ("regel 208", "regel 214")),
        CheckLine("baten-optellen", "off", "De baten van de thema's tellen niet op tot de baten van het programma, kolom Werkelijk.", "19.163.563", "19.136.563", "€ 1", ("regel 190, kolom 1", "regel 204, kolom 1")),
        CheckLine("verwijzing", "off", "Een voetnoot met drie sterren hoort bij geen enkel cijfer.", "", "", "", ("regel 131",)),
        CheckLine("orphan", "off", "Bij een doel staat geen inspanning.", "", "", "", ("regel 40",), "controller", "2023-05-01", "Komt in de kadernota"),
    )  # fmt: skip
