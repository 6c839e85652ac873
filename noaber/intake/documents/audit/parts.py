"""Sums that a sentence makes: parts that it names against the whole that it names, and what it leaves open."""

import math
import re
from collections.abc import Iterator, Sequence

from noaber.intake.documents.audit.case import Case
from noaber.intake.documents.audit.words import euro, finding
from noaber.intake.documents.figures import FIGURE, value
from noaber.intake.documents.reading import CheckItem, Span

_OF = re.compile(
    r"\b(?:bestaa[nt] uit|bestaande uit|opgebouwd uit|is de som van|te weten|namelijk"
    r"|als volgt (?:verdeeld|opgebouwd)|verdeeld over"
    r"|verdelen|komt door|komt van|wordt veroorzaakt door|valt uiteen in)\b|(?<=[0-9]):|\ben wel(?: zo)?:",
    re.I,
)
# A sentence that names some of the parts, or about as much, makes no sum.
_OPEN = re.compile(
    r"\b(?:waaronder|onder andere|onder meer|o\.a\.|vooral|met name|grotendeels|deels|mede|circa"
    r"|ongeveer|ca\.|ruim|bijna|zo'n"
    r"|overige?n?|rest|restant|diverse|kleine(?:re)? (?:verschillen|posten)|hoofdzakelijk"
    r"|voornamelijk|onder)\b|\bvoor €|\bwaarvan\b|\bper saldo\b|\bde helft\b",
    re.I,
)
_BAD = re.compile(r"\(N\)|\bnade(?:el|lig)", re.I)
_FLIP = re.compile(
    r"\bin de andere richting\b|\bdaar staa[nt]\b|\btegenover\b|\bminus\b|\bmin (?:de|het|een|€)|\bafgezien\b",
    re.I,
)
PAST_WHOLE = 2500  # characters below a claim in which its explanation stands
_NEARLY = 0.1
_WHOLE = re.compile(
    r"\b(?:voordeel|nadeel|onderschrijding|overschrijding|overschot|tekort)\b", re.I
)
_GAIN = re.compile(
    r"\b(?:voorde(?:el|lig\w*)|onderschrijding|overschot|meevaller|minder (?:kosten|lasten|uitgaven"
    r"|uitgegeven)|lagere (?:kosten|lasten)"
    r"|niet (?:aangewend|aangewende|uitgegeven|ingezet|ingezette|besteed)|nog niet aangewende"
    r"|positieve|hogere baten|vrijval)\b",
    re.I,
)
_LOSS = re.compile(
    r"\b(?:nade(?:el|lig\w*)|overschrijding|tekort|tegenvaller|meer (?:kosten|lasten|aan)"
    r"|extra (?:kosten|lasten|bijdrage)|hogere (?:kosten|lasten)"
    r"|kosten gemaakt|aan kosten|negatieve|lagere baten)\b",
    re.I,
)


def parts_of_a_sentence_make_its_whole(case: Case) -> Iterator[CheckItem]:
    """Parts that a sentence or a list names as all of a whole add up to that whole.

    'Het nadeel van € 390.000 is opgebouwd uit ...'. Advantages and disadvantages are set off against each
    other where the sentence says which is which. Silent where only some parts are named, where an
    amount is about, and where a rest is named.

    Why: a part that lacks, or a slip in one of them, is a question that the council will ask.
    Law: BBV 28: differences are explained.
    Prevents: parts of 240, 95 and 35 thousand under a whole of 390.
    """
    for whole, parts, span in _sums(case):
        cents = round(value(whole) * 100)
        added = [round(value(part) * 100) for part in parts]
        room = sum(_step(part) for part in (whole, *parts))
        if any(abs(total - cents) <= room for total in _totals(case, parts, added)):
            continue
        total = sum(added)
        yield finding(
            "decomposition",
            f"'{_around(case, span)}' De genoemde delen zijn samen {euro(total)}, het geheel is {euro(cents)}: "
            f"{euro(abs(total - cents))} verschil. Ontbreekt er een deel, of klopt een bedrag niet?",
            (whole.span(), *(part.span() for part in parts)),
            expected=total,
            found=cents,
            tolerance=room,
        )


def parts_of_a_paragraph_make_its_whole(case: Case) -> Iterator[CheckItem]:
    """Advantages and disadvantages that a paragraph names make the whole that it begins with.

    Said only where they nearly do: what lies far from it was not meant as a sum. Parts count as
    advantage or disadvantage by the words of their own sentence. A difference that rounding explains
    is told with status ok.

    Why: a slip in one of the parts is a question that the council will ask.
    Law: BBV 28: differences are explained.
    Prevents: 100.000 not spent, 84.500 spent more, and 14.500 left.
    """
    summed = {whole.span() for whole, _, _ in _sums(case)}  # a sentence that says it is a sum
    for start, end in _lines(case.text):
        amounts = [one for one in FIGURE.finditer(case.text, start, end) if one["euro"]]
        if not 3 <= len(amounts) <= 6 or amounts[0].span() in summed:
            continue
        if _WHOLE.search(case.text, start, amounts[0].end() + 12) is None:
            continue
        cents = [round(value(one) * 100) for one in amounts]
        good = [_is_good(case.text, one, start, end) for one in amounts]
        if None in good:
            continue
        signed = [
            number if is_good else -number for number, is_good in zip(cents, good, strict=True)
        ]
        whole, total = abs(signed[0]), abs(sum(signed[1:]))
        gap = abs(whole - total)
        room = min(math.gcd(*cents), 100_000) // 2 * len(amounts)
        if not gap or gap > _NEARLY * whole:
            continue
        yield finding(
            "decomposition",
            f"'{_around(case, (start, end))}' De genoemde delen maken samen {euro(total)}, het "
            f"geheel is {euro(whole)}: "
            f"{euro(gap)} verschil"
            + (", dat kan door afronding." if gap <= room else ". Klopt een van de bedragen niet?"),
            [one.span() for one in amounts],
            expected=total,
            found=whole,
            tolerance=room,
            status="ok" if gap <= room else "off",
        )


def _lines(text: str) -> Iterator[Span]:
    at = 0
    for line in text.split("\n"):
        if line.count("€") > 2 and "\t" not in line and " | " not in line:
            yield (at, at + len(line))
        at += len(line) + 1


def _is_good(text: str, amount: re.Match[str], start: int, end: int) -> bool | None:
    """Whether an amount is an advantage, by the words of its sentence nearest to it; None where none tell."""
    first = max(text.rfind(". ", start, amount.start()) + 1, start)
    last = text.find(". ", amount.end(), end)
    last = end if last < 0 else last
    found = [
        (abs(match.start() - amount.start()), True) for match in _GAIN.finditer(text, first, last)
    ]
    found += [
        (abs(match.start() - amount.start()), False) for match in _LOSS.finditer(text, first, last)
    ]
    return min(found)[1] if found else None


def _sums(case: Case) -> Iterator[tuple[re.Match[str], list[re.Match[str]], Span]]:
    for start, end in statements(case.text):
        amounts = [one for one in FIGURE.finditer(case.text, start, end) if one["euro"]]
        if len(amounts) < 3 or _OPEN.search(case.text, start, end):
            continue
        whole, *parts = amounts
        word = _OF.search(case.text, whole.end(), parts[0].start())
        if word is not None:
            yield whole, parts, (start, end)


def statements(text: str) -> Iterator[Span]:
    """Sentences, and sentences that a list of bullets goes on with."""
    at = 0
    for line in [*text.split("\n")]:
        start, end = at, at + len(line)
        at = end + 1
        if "€" not in line or "\t" in line or " | " in line:
            continue
        if line.rstrip().endswith(":"):
            yield (start, _list_end(text, end))
            continue
        first = start
        for stop in re.finditer(
            r"(?<=[^0-9A-Z])[.!?]\s+(?=[A-ZÀ-Þ])|(?<=[0-9])\.\s+(?=[A-ZÀ-Þ])", line
        ):
            yield (first, start + stop.start())
            first = start + stop.end()
        yield (first, end)


def _list_end(text: str, at: int) -> int:
    """Where the bullets right below end."""
    end = at
    for line in text[at + 1 :].split("\n"):
        if line.strip() and not re.match(r"\s*(?:[•*·–-]|[a-z0-9]{1,2}[.)])\s", line):
            break
        if not line.strip() and end > at:
            break
        end += len(line) + 1
        if end - at > PAST_WHOLE:
            break
    return min(end, len(text))


def _totals(case: Case, parts: Sequence[re.Match[str]], added: Sequence[int]) -> Iterator[int]:
    """What the parts may add up to: all of them, or advantages less disadvantages, as the words say."""
    yield sum(added)
    signs: list[int] = []
    for at, part in enumerate(parts):
        stop = (
            parts[at + 1].start() if at + 1 < len(parts) else min(len(case.text), part.end() + 80)
        )
        before = parts[at - 1].end() if at else max(0, part.start() - 40)
        behind, ahead = case.text[part.end() : stop], case.text[before : part.start()]
        signs.append(-1 if _BAD.search(behind.split(",")[0]) or _FLIP.search(ahead) else 1)
    yield abs(sum(sign * cents for sign, cents in zip(signs, added, strict=True)))
    if _FLIP.search(case.text, parts[0].start(), parts[-1].end() + 60) or (
        len({bool(_BAD.search(case.text[p.end() : p.end() + 60])) for p in parts}) > 1
    ):
        # Which of them count the other way is not certain: any way of signs that makes the whole will do.
        for way in range(1, 2 ** min(len(added), 8)):
            yield abs(sum(-cents if way >> i & 1 else cents for i, cents in enumerate(added)))


def _step(figure: re.Match[str]) -> int:
    """Half of the step to which an amount is rounded, in cents: nothing for whole thousands told exactly."""
    if not figure["factor"]:
        return 50
    decimals = len(figure["number"].partition(",")[2])
    unit = {"duizend": 10**5, "miljoen": 10**8, "mln": 10**8, "miljard": 10**11, "mld": 10**11}[
        figure["factor"]
    ]
    return int(unit // (2 * 10**decimals)) + 1


def _around(case: Case, span: Span) -> str:
    words = " ".join(case.text[slice(*span)].split()).lstrip("-•* ")
    return words if len(words) <= 200 else f"{words[:200]}…"
