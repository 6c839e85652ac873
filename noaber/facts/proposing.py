"""A mapping proposed from what a file shows: its heads, and the words in its first rows.

A proposal is a start, not an answer: what could not be guessed stands in it as a question.
"""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

import pyarrow as pa

from noaber.facts.columns import Column, Table
from noaber.facts.mapping import DEFAULTS, PERIOD, Layout, same
from noaber.facts.opening import Opened, open_file
from noaber.facts.tables import TABLES

# How Dutch exports call what the columns of facts hold; compared without capitals, spaces and strokes.
HEADS: Mapping[str, Sequence[str]] = {
    "person": ("bsn", "burgerservicenummer", "bsnclient", "clientbsn", "sofinummer", "clientnummer",
               "klantnummer", "persoonsnummer", "persoon", "client"),
    "household": ("huishouden", "huishoudnummer", "gezinsnummer", "uitkeringspartij", "dossiernummer"),
    "birth_year": ("geboortejaar", "geboortedatum", "gebdatum", "geboren"),
    "area": ("wijk", "buurt", "gebied", "kern", "dorp", "woonplaats", "wijkcode", "buurtcode"),
    "law": ("wet", "regeling", "domein", "wettelijkkader"),
    "municipality": ("gemeente", "gemeentecode", "gemeentenaam", "cbscode"),
    "product_category": ("productcategorie", "categorie", "categoriecode"),
    "product": ("productcode", "product", "voorziening", "voorzieningsoort", "voorzieningcode",
                "soorthulp", "hulpvorm"),
    "provider": ("aanbieder", "agbcode", "agb", "zorgaanbieder", "leverancier", "instelling", "partner"),
    "referrer": ("verwijzer", "soortverwijzer", "typeverwijzer", "aangemelddoor", "aanmelder"),
    "layer": ("trede", "ladder", "laag"),
    "effort": ("interventie", "inspanning", "project", "aanpak"),
    "record": ("zaaknummer", "zaakid", "beschikkingnummer", "beschikkingsnummer", "toewijzingnummer",
               "referentienummer", "volgnummer", "id", "kenmerk", "meldingnummer", "trajectnummer", "nummer"),
    "started_on": ("begindatum", "startdatum", "ingangsdatum", "datumstart", "datumingang", "begin", "van",
                   "start", "ingang"),
    "ended_on": ("einddatum", "eindedatum", "datumeinde", "stopdatum", "datumstop", "einde", "eind", "tot",
                 "tm"),
    "end_reason": ("redeneinde", "redenbeeindiging", "redenuitstroom", "stopreden", "redenafsluiting"),
    "happened_on": ("datum", "datummelding", "meldingsdatum", "datumontvangst", "datumbesluit", "besluitdatum",
                    "datumafgifte", "gebeurdop"),
    "outcome": ("uitkomst", "besluit", "resultaat", "afhandeling"),
    "reason": ("reden", "redenafwijzing", "aanleiding"),
    "term_days": ("termijn", "termijndagen"),
    "days_taken": ("doorlooptijd", "dagen", "doorlooptijddagen"),
    "measured_on": ("meetdatum", "datummeting", "afnamedatum"),
    "instrument": ("instrument", "vragenlijst", "meetinstrument", "schaal"),
    "moment": ("meetmoment", "moment", "voornameting"),
    "value": ("score", "waarde", "cijfer", "uitslag"),
    "volume": ("volume", "omvang", "uren", "aantaluren", "urenperweek", "hoeveelheid"),
    "volume_unit": ("eenheid", "volumeeenheid"),
    "frequency": ("frequentie", "per"),
    "cents": ("bedrag", "bedrageuro", "declaratiebedrag", "kosten", "bedragincleuro", "toegekendbedrag"),
    "price_cents": ("tarief", "prijs", "stuksprijs", "uurtarief"),
    "period_start": ("periodebegin", "periodevan", "begindatum", "datumstart", "van"),
    "period_end": ("periodeeinde", "periodetot", "einddatum", "datumeinde", "tot"),
    "taakveld": ("taakveld", "taakveldcode"),
    PERIOD: ("periode", "jaar", "kwartaal", "maand"),
    "indicator": ("indicator", "indicatornaam", "onderwerp"),
    "n": ("n", "respons", "aantalrespondenten"),
    "spread": ("spreiding", "standaarddeviatie", "sd"),
    "age": ("leeftijd",),
    "sex": ("geslacht",),
    "counted_on": ("peildatum", "datum", "teldatum"),
    "inhabitants": ("inwoners", "aantal", "aantalinwoners", "bevolking"),
    "known_on": ("registratiedatum", "mutatiedatum", "datumregistratie"),
}  # fmt: skip
# Which heads tell a table from the others, the surest first.
TELLING = (
    ("population", ("age", "inhabitants")),
    ("supplied", ("indicator", "value")),
    ("score", ("instrument", "value")),
    ("score", ("measured_on", "value")),
    ("amount", ("cents",)),
    ("episode", ("started_on",)),
    ("event", ("happened_on",)),
)
WORDS: Mapping[str, Mapping[str, str]] = {
    "law": {"wmo": "wmo", "wmo2015": "wmo", "jeugdwet": "youth", "jeugd": "youth", "jw": "youth",
            "participatiewet": "participation", "pw": "participation", "bijstand": "participation",
            "schuldhulp": "debt", "wgs": "debt", "onderwijs": "education", "veiligheid": "safety",
            "leerplicht": "education"},
    "volume_unit": {"minuut": "minute", "minuten": "minute", "uur": "hour", "uren": "hour",
                    "dagdeel": "half_day", "dagdelen": "half_day", "etmaal": "day_and_night",
                    "etmalen": "day_and_night", "dag": "day", "dagen": "day", "stuks": "item", "stuk": "item",
                    "euro": "euro", "week": "week", "maand": "month"},
    "frequency": {"perdag": "per_day", "perweek": "per_week", "week": "per_week", "permaand": "per_month",
                  "maand": "per_month", "perjaar": "per_year", "totaal": "total", "dag": "per_day"},
    "referrer": {"gemeente": "municipality", "huisarts": "gp", "jeugdarts": "youth_doctor",
                 "gecertificeerdeinstelling": "certified_institution", "gi": "certified_institution",
                 "medischspecialist": "specialist", "zelf": "self", "zelfverwijzer": "self",
                 "rechter": "court", "school": "school", "politie": "police", "ziekenhuis": "hospital",
                 "woningcorporatie": "housing_association", "familie": "family", "wijkteam": "municipality"},
    "end_reason": {"volgensplan": "as_planned", "doelbereikt": "goal_reached", "overlijden": "deceased",
                   "overleden": "deceased", "verhuizing": "moved_away", "verhuisd": "moved_away",
                   "werk": "to_work", "uitstroomnaarwerk": "to_work", "anderinkomen": "other_income",
                   "anders": "other", "opverzoekclient": "by_client", "client": "by_client",
                   "ingetrokken": "withdrawn", "studie": "to_study"},
    "outcome": {"toegekend": "granted", "toekenning": "granted", "deelstoegekend": "partly_granted",
                "afgewezen": "refused", "afwijzing": "refused", "ingetrokken": "withdrawn",
                "doorverwezen": "referred", "opgelost": "resolved", "bereikt": "reached",
                "nietbereikt": "not_reached"},
    "moment": {"voor": "before", "voormeting": "before", "start": "before", "na": "after",
               "nameting": "after", "eind": "after", "tussen": "during", "tussenmeting": "during",
               "vervolg": "follow_up"},
    "sex": {"v": "female", "vrouw": "female", "m": "male", "man": "male", "onbekend": "unknown"},
    "layer": {"eigenkracht": "own_strength", "netwerk": "network", "algemeen": "general",
              "maatwerk": "custom"},
}  # fmt: skip
# What a head says besides.
IMPLIED: Mapping[str, Mapping[str, str]] = {
    "uren": {"volume_unit": "hour"},
    "aantaluren": {"volume_unit": "hour"},
    "urenperweek": {"volume_unit": "hour", "frequency": "per_week"},
}
_SAMPLE = 5_000
_MOST_WORDS = 40


def propose(path: Path) -> str:
    """The text of a mapping for this file, with questions where nothing could be guessed.

    Raises BadMapping where the file cannot be read, and OSError.
    """
    opened = open_file(path, Layout())
    try:
        return _proposal(opened, path)
    finally:
        opened.close()


def _proposal(opened: Opened, path: Path) -> str:
    table = guess_table(opened.heads)
    found = guess_columns(opened.heads, table)
    lines = [
        f"# Voorstel voor {path.name}. Loop het na; wat met ? begint is een vraag.",
        f'name = "{_name(path)}"',
        f'fact = "{table.name}"  # {table.dutch}; kies uit {", ".join(TABLES)}',
        "",
        "[constants]",
        *_constants(table, found),
        "",
        "[columns]",
        *_columns(opened, table, found),
    ]
    unused = [head for head in opened.heads if head and head not in found.values()]
    if unused:
        lines += ["", "# Niet gebruikt: " + ", ".join(unused)]
    return "\n".join(lines) + "\n"


def _name(path: Path) -> str:
    cleaned = "".join(one if one.isascii() and one.isalnum() else "-" for one in path.stem.lower())
    return "-".join(part for part in cleaned.split("-") if part)[:40] or "import"


def guess_table(heads: Sequence[str]) -> Table:
    """The table that these heads tell of; an episode where nothing tells."""
    known = {
        column for column, names in HEADS.items() if any(same(head) in names for head in heads)
    }
    for name, telling in TELLING:
        if set(telling) <= known:
            return TABLES[name]
    return TABLES["episode"]


def guess_columns(heads: Sequence[str], table: Table) -> dict[str, str]:
    """Which head each column of the table seems to be, each head used once; close ones after equal ones."""
    columns = [name for name in HEADS if name in table.schema.names or _is_period(name, table)]
    found: dict[str, str] = {}
    free = {same(head): head for head in heads if head}
    for column in columns:
        for name in HEADS[column]:
            if name in free:
                found[column] = free.pop(name)
                break
    for column in columns:
        if column not in found:
            near = [one for name in HEADS[column] for one in get_close_matches(name, free, 1, 0.85)]
            if near:
                found[column] = free.pop(near[0])
    return found


def _is_period(name: str, table: Table) -> bool:
    return name == PERIOD and "period_start" in table.schema.names


def _constants(table: Table, found: Mapping[str, str]) -> list[str]:
    implied = dict(IMPLIED.get(same(found.get("volume", "")), {}))
    lines = [f'{name} = "{word}"' for name, word in implied.items() if name not in found]
    for column in table.columns:
        if column.name in found or column.name in ("record", "evidence", "known_on"):
            continue
        if column.name in ("period_start", "period_end", "plan_year") and (
            PERIOD in found or "period_start" in found
        ):
            continue
        default = DEFAULTS[table.name].get(column.name)
        if default is not None:
            lines.append(f'# {column.name} = "{default}"  # {column.dutch}; zo als u niets zegt')
        elif not column.nullable:
            words = f"; kies uit {', '.join(sorted(column.words))}" if column.words else ""
            lines.append(f'{column.name} = "?"  # {column.dutch}{words}')
    return lines


def _columns(opened: Opened, table: Table, found: Mapping[str, str]) -> list[str]:
    words = _words(opened, [head for column, head in found.items() if column in WORDS])
    lines = []
    for column, head in found.items():
        if column not in WORDS:
            lines.append(f'{column} = "{_escaped(head)}"' + _remark(column, head))
            continue
        guessed = {word: _guess(table.column(column), word) for word in words[head]}
        pairs = ", ".join(f'"{_escaped(word)}" = "{guess}"' for word, guess in guessed.items())
        asks = "  # ? vul aan" if "?" in guessed.values() else ""
        lines.append(
            f'{column} = {{ from = "{_escaped(head)}", values = {{ {pairs} }} }}{asks}'
            if pairs
            else f'{column} = "{_escaped(head)}"'
        )
    return lines


def _remark(column: str, head: str) -> str:
    if column == "person" and "bsn" not in same(head) and "burgerservice" not in same(head):
        return (
            '  # ? is dit geen BSN, schrijf dan { from = "'
            + _escaped(head)
            + '", identifier = "own" }'
        )
    return ""


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _words(opened: Opened, heads: Sequence[str]) -> dict[str, list[str]]:
    """The words in the first rows under these heads, the most frequent first."""
    counts: dict[str, dict[str, int]] = {head: {} for head in heads}
    seen = 0
    for _, batch in opened.batches(heads) if heads else ():
        for head in heads:
            texts: pa.Array = batch[head]
            for pair in texts.value_counts().to_pylist():
                word = (pair["values"] or "").strip()
                if word:
                    counts[head][word] = counts[head].get(word, 0) + pair["counts"]
        seen += batch.num_rows
        if seen >= _SAMPLE:
            break
    return {
        head: sorted(found, key=lambda word: (-found[word], word))[:_MOST_WORDS]
        for head, found in counts.items()
    }


def _guess(column: Column, word: str) -> str:
    if not column.refusal(word.casefold()) and word.casefold() in column.words:
        return word.casefold()
    known = WORDS[column.name]
    plain = same(word)
    if plain in known:
        return known[plain]
    near = get_close_matches(plain, known, 1, 0.8)
    return known[near[0]] if near else "?"
