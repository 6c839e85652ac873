"""What one line outside the tables says by its own words, and which lines only repeat what stands elsewhere."""

import re
from collections import Counter
from collections.abc import Sequence

from noaber.intake.documents.blocks import Line
from noaber.intake.documents.cells import Layout, cells, layout
from noaber.intake.documents.grammar import grammar
from noaber.intake.documents.reading import EffortStatus, Span
from noaber.intake.documents.roles import is_status, status_of
from noaber.vocabulary.names import normalise

SENTENCE = re.compile(r"[.!?]\s+(?=[A-ZÀ-Þ])")
STATUS_LINE = re.compile(r"(?:status|stand van zaken|stand|voortgang|resultaat)\s*:\s*", re.I)
ACTIVITY = re.compile(
    r"(?:\*\*|__|\*|_)?(?:activiteit|inspanning|maatregel|actie|prestatie|project|INS|ACT|PRE)"
    r"(?:(?:\s+(?:nr\.?\s*|nummer\s+|[#(])?[A-Z]?[0-9.]+[a-z]?\)?)?(?:(?:\*\*|__|\*|_)?\s*:(?:\*\*|__|\*|_)?\s+|\t|\s+[>»→=]\s*)(?=\S)|\s+[0-9]{1,2}[a-z]\.?\s+(?=[A-ZÀ-Þ‘])|\s+[A-Z]?[0-9]+(?:\.[0-9]+)+[a-z]?\s+(?=[A-ZÀ-Þ‘]))",
    re.I,
)
ASIDE = re.compile(r"\S {4,}(?=\S)")
REMARK = re.compile(
    r"(?:toelichting|opmerking|planning|wie|budget|bron|resultaat|portefeuillehouder|mijlpaal"
    r"|eerste stap|startdatum|trekker|vervolg|kosten|partners|risico|legenda)\s*:",
    re.I,
)
PLANNED = re.compile(
    r"(?:planning|budget|mijlpaal|eerste stap|startdatum|einddatum|trekker|vervolg|kosten|partners|gereed"
    r"|wie|wanneer|klaar)"
    r"\s*:",
    re.I,
)
ABOUT = re.compile(r"\bprogramma (?P<name>[A-ZÀ-Þ][^?]{2,80}?)\s*\?$")
NEW = re.compile(r"[\s*_]*[(\[]nieuw(?: in (?:19|20)[0-9]{2})?[)\]][\s*_;.]*$", re.I)
MARKED_HEAD = re.compile(
    r"[A-ZÀ-Þ][\w-]{2,20} (?:[0-9]{1,2}(?:\.[0-9]{1,2})*|[A-Z])\s*[.:–]\s+(?=[A-ZÀ-Þ])"
)
STATUS_FIRST = re.compile(
    r"(?P<status>[A-ZÀ-Þ][a-zà-ÿ]+(?: [a-zà-ÿ]+){0,3})\s*(?: [-–]|[:|])\s+(?=[A-ZÀ-Þ0-9‘'])"
)
REACHED = re.compile(
    r"(?:(?:nog )?niet|deels|gedeeltelijk|grotendeels|volledig|geheel)?\s*"
    r"(?:bereikt|behaald|gehaald|gerealiseerd|op koers)",
    re.I,
)
NEW_FIRST = re.compile(r"(?:Nieuw|NIEUW)(?::\s+(?=\w)|\s+(?=[A-ZÀ-Þ]))")
NOTE_MARK = re.compile(r"\[[0-9]{1,2}\]$")
LIST_HEAD = re.compile(
    r"(?P<new>nieuw|toegevoegd)\b.*|hier stoppen .*"
    r"|(?:klaar|gedaan|afgerond|gestopt|gereed|gestart|begonnen) (?:in|sinds|tot) .*"
    r"|dit (?:loopt|blijft|gaat) .*|loopt nog|loopt (?:vertraging|achter).*"
    r"|wat (?:we|wij) (?:blijven|stoppen).*"
)
CODE = re.compile(r"(?:INS|ACT|PRE|AC)\s+[A-Z0-9]{1,3}(?:\.[0-9a-z]{1,3}){0,4}\.?:?\s+(?=\S)")
BEHIND = re.compile(r"\s*(?::|–|-|\(|\||\[)\s*(?P<status>[^:–()|\[\]]{3,40})[)\]]?\s*$")
_PART = re.compile(r"\w+ programma [0-9]{1,2}", re.I)  # 'Beleid programma 4'
STATE_BEHIND = re.compile(r"\s*(?:\||\(|\t| [–-])\s*(?P<status>[^|()–]{3,30})\)?$")
_MUNICIPALITY = re.compile(r"\b[Gg]emeente [A-ZÀ-Þ']|^GEMEENTE\b|^[Gg]emeente$")
FOLIO = re.compile(r"(?:(?:pagina|pag\.?|blz\.?|p\.)\s*)?[0-9]{1,3}", re.I)
LEAD = re.compile(r"(?:\*\*)?[A-ZÀ-Þ0-9'‘][^.!?:]{3,60}[.:](?:\*\*)?\s+(?=[A-ZÀ-Þ'‘])")
AT_GOAL = re.compile(
    r"(?:bij|voor|doel) (?:(?:doel )?[A-Z]?[0-9]+(?:\.[0-9a-z]+)*|doel [A-Z]):?", re.I
)
OVER = re.compile(r"(?:opgave|speerpunt|prioriteit)(?![a-z])", re.I)
LONGEST_LIST = 200  # lines in a list of goals and what is done for them
EITHER = re.compile(r" of .*(?:gestart|opgestart|afgerond|gestopt|vervallen)")
REMARKED = re.compile(
    r"(?<=[\w)’'”\"])\s*:\s+(?=\S+ \S+ \S)|(?<=\w)\.\s+(?=(?:Deze|Dit|De) inspanning)"
)
MEASURED = re.compile(
    r"(?:Het (?:%|aantal|percentage|aandeel)|Meer|Minder) [^.0-9]*(?:[0-9]+\+[^.0-9]*)?"
    r"\b(?:blijft gelijk|neemt toe|neemt af|is toegenomen|is afgenomen|is lager|is hoger|stijgt|daalt)"
    r"\b[^.0-9]*\."
)
WIDE = re.compile(r"\S(?P<white> {2,})(?=\S)")
OPENS = re.compile(r"(?::|\bzijn)\s*$")
REPORTS = re.compile(
    r"(?:uitvoering|stand van zaken|voortgang|resultaten)\b.*\d{4}|.*\b(?:gedaan|gebeurd)\b.*"
    r"|behaalde resultaten.*"
)
LABEL = re.compile(
    r"(?:portefeuillehouder|programmahouder|eigenaar|trekker|startdatum|einddatum|planning|budget|team)\s*:?",
    re.I,
)
EFFORT_LABEL = re.compile(
    r"(?:activiteit|inspanning|maatregel|actie|prestatie|interventie|project)(?: [0-9.]{1,7}[a-z]?)?:?",
    re.I,
)
PERIOD_BEHIND = re.compile(
    r"\s*\((?:Q[1-4]|[1-4]e kwartaal|medio|begin|eind|vanaf|t/m)? ?(?:19|20)[0-9]{2}"
    r"(?:\s?[-–/]\s?(?:(?:19|20)?[0-9]{2}))?\)$",
    re.I,
)
LIGHTS = "🟢🟠🟡🔴🔵"
ASKED = re.compile(r"(?P<question>[^?]{8,90}\?) (?=[A-ZÀ-Þ0-9‘'])")
SAYS_GOALS = re.compile(r"\b(?:doelen|doelstellingen|ambities|effecten)\b")
NUMBER_BEHIND = re.compile(r"[A-Z]?[0-9]{1,2}(?:\.[0-9]{1,3}){0,3}(?=\W*$)")
RESULT = re.compile(r"(?:\*\*)?resultaat\b", re.I)
SUBGOALS = re.compile(r"(?:sub|deel|tussen|neven)doel")
GOALS_OPEN = re.compile(r"\b(?:doelen|doelstellingen|ambities)\b[^.:?]*:$")
DOING = re.compile(r"gedaan|doen|inspanning|activiteit|actie|maatregel|prestatie")
OTHER_COLUMN = 30  # so much further to the right a line belongs to a column beside it
LOOK = 4  # lines that may stand between a head and its question
DONE = frozenset("✓✔☑")
NOT_DONE = frozenset("✗✘☒")


def remark(text: str, start: int, end: int) -> Span | None:
    """Where the name of an effort ends and a remark about it begins: 'Vitaal Twente: Deze inspanning ...'."""
    for match in REMARKED.finditer(text, start, end):
        name = text[start : match.start()]
        if name.count("(") == name.count(")") and len(name.split()) > 2:
            return match.start(), match.end()
    return None


def far_status(text: str, start: int, end: int) -> tuple[int, EffortStatus] | None:
    """Where an effort ends behind which, after wide white, stands what became of it; and that."""
    last = None
    for match in WIDE.finditer(text, start, end):
        last = match
    if last is None or not is_status(text[last.end() : end].lstrip("●•○◉ ")):
        return None
    status = status_of(text[last.end() : end])
    return None if status is None else (last.start("white"), status)


def tells_status(text: str) -> bool:
    """Whether a line ends in what became of it: 'Meldpunt openen: gereed'."""
    behind = BEHIND.search(text)
    return behind is not None and status_of(behind["status"]) is not None


def may_name_effort(text: str) -> bool:
    """Whether words under a question about doing can name what is done, and are no head or remark."""
    if not text or is_title(text) or not (text[0].isupper() or text[0] in "'‘’\"*"):
        return False
    if text.endswith((":", "?")) or "://" in text:
        return False
    return not (REMARK.match(text) or AT_GOAL.fullmatch(text))


def reads_as_effort(text: str, first: bool) -> bool:
    """Whether words read as a name, or as a short sentence with words about it behind."""
    count = len(text.split())
    if LEAD.match(text) is not None:
        return count <= 120
    return SENTENCE.search(text) is None and 2 < count <= 35 and (first or not text.endswith("."))


def usual_status(text: str, tense: str | None) -> EffortStatus:
    """The status of an effort that has none: what its sentence says, else what the question asks."""
    if tense == "past":
        said = status_of(text)
        return said if said in ("not_started", "moved", "stopped", "running") else "done"
    return "planned"


def is_bold(text: str) -> bool:
    return len(text) > 6 and text.startswith(("**", "__")) and text.endswith(("**", "__"))


def first_cell(line: Line) -> str:
    return cells(line)[0].text if layout(line) is Layout.SPACES else line.text


def furniture(lines: Sequence[Line]) -> set[str]:
    """The first cells of lines that print a page number behind a title, on more than one page."""
    found: Counter[str] = Counter()
    for line in lines:
        if layout(line) is Layout.SPACES:
            parts = [cell.text for cell in cells(line) if cell.text]
            if len(parts) == 2 and FOLIO.fullmatch(parts[1]) and is_title(parts[0]):
                found[normalise(parts[0])] += 1
    return {name for name, count in found.items() if count > 1}


def is_title(text: str) -> bool:
    """Whether the words are those of a document's title: 'Jaarstukken 2022', 'Gemeente X'."""
    low = set(normalise(text).split())
    if any(names & low for _, names in grammar().documents) or _PART.fullmatch(text):
        return True
    return "gemeente" in low and _MUNICIPALITY.search(text) is not None


def tense(low: str) -> str | None:
    if re.search(r"\b(?:leveren|verrichten) (?:we|wij)\b", low):
        return "future"
    if re.search(
        r"\b(?:wilden|wilde|hebben|heeft|deden|deed|gedaan|gingen|stonden|prestaties)\b", low
    ):
        return "past"
    return "future" if re.search(r"\b(?:willen|wil|gaan|gaat|doen|doet|mag)\b", low) else None


def name_span(line: Line, start: int, end: int) -> Span:
    """Where a name stands in the text, what closes it left off."""
    return (line.start + start, line.start + start + len(line.text[start:end].rstrip(" \u00a0.;:")))
