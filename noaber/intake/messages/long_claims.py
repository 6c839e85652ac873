"""Claims of any size that obey the rules inside a message, for timing and for tests; nobody in them exists."""

from collections.abc import Iterator
from datetime import date
from functools import cache

from noaber.intake.messages.description import release
from noaber.vocabulary.bsn import is_bsn

_MONTH = (date(2026, 4, 1), date(2026, 4, 30))


@cache
def spare_bsns() -> tuple[str, ...]:
    """All numbers of the range for tests that pass the eleven test, some eight thousand; nobody has them."""
    return tuple(n for n in map(str, range(999_900_006, 999_999_991)) if is_bsn(n))


def claim_lines(
    count: int, provider: str = "42420001", municipality: str = "0384"
) -> Iterator[str]:
    """A JW323 of `count` claim lines as pieces of text; four for each client, more where they run out."""
    kind = release().message("ijw", "323")
    clients = spare_bsns()
    each = max(4, -(-count // len(clients)))
    total = sum(_volume(n) * _price(n) for n in range(count))
    p = kind.prefix
    yield (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{p}:Bericht xmlns:ijw="'
        f'{kind.release.shared_namespace("ijw")}" xmlns:{p}="{kind.namespace}">\n\t<{p}:Header>\n'
        f"\t\t<{p}:BerichtCode>{kind.code}</{p}:BerichtCode>\n\t\t<{p}:BerichtVersie>3</{p}:BerichtVersie>\n"
        f"\t\t<{p}:BerichtSubversie>2</{p}:BerichtSubversie>\n\t\t<{p}:Afzender>{provider}</{p}:Afzender>\n"
        f"\t\t<{p}:Ontvanger>{municipality}</{p}:Ontvanger>\n\t\t<{p}:BerichtIdentificatie>\n"
        f"\t\t\t<ijw:Identificatie>D{count}</ijw:Identificatie>\n"
        f"\t\t\t<ijw:Dagtekening>2026-05-06</ijw:Dagtekening>\n\t\t</{p}:BerichtIdentificatie>\n"
        f"\t\t<{p}:XsdVersie>\n\t\t\t<ijw:BasisschemaXsdVersie>1.0.0</ijw:BasisschemaXsdVersie>\n"
        f"\t\t\t<ijw:BerichtXsdVersie>1.0.0</ijw:BerichtXsdVersie>\n\t\t</{p}:XsdVersie>\n\t</{p}:Header>\n"
        f"\t<{p}:Declaratie>\n\t\t<{p}:DeclaratieNummer>D{count}</{p}:DeclaratieNummer>\n"
        f"\t\t<{p}:DeclaratiePeriode>\n\t\t\t<ijw:Begindatum>{_MONTH[0]}</ijw:Begindatum>\n"
        f"\t\t\t<ijw:Einddatum>{_MONTH[1]}</ijw:Einddatum>\n\t\t</{p}:DeclaratiePeriode>\n"
        f"\t\t<{p}:DeclaratieDagtekening>2026-05-06</{p}:DeclaratieDagtekening>\n"
        f"\t\t<{p}:TotaalIngediendBedrag>\n\t\t\t<ijw:TotaalBedrag>{total}</ijw:TotaalBedrag>\n"
        f"\t\t\t<ijw:DebetCredit>D</ijw:DebetCredit>\n\t\t</{p}:TotaalIngediendBedrag>\n\t\t<{p}:Clienten>\n"
    )
    for client, first in enumerate(range(0, count, each)):
        yield f"\t\t\t<{p}:Client>\n\t\t\t\t<{p}:Bsn>{clients[client]}</{p}:Bsn>\n\t\t\t\t<{p}:Prestaties>\n"
        for number in range(first, min(first + each, count)):
            yield _line(p, number)
        yield f"\t\t\t\t</{p}:Prestaties>\n\t\t\t</{p}:Client>\n"
    yield f"\t\t</{p}:Clienten>\n\t</{p}:Declaratie>\n</{p}:Bericht>\n"


def _volume(number: int) -> int:
    return 1 + number % 40


def _price(number: int) -> int:
    return 4000 + 50 * (number % 90)


def _line(p: str, number: int) -> str:
    amount = _volume(number) * _price(number)
    pad = "\t\t\t\t\t\t"
    return (
        f"\t\t\t\t\t<{p}:Prestatie>\n{pad}<{p}:ProductReferentie>\n"
        f"{pad}\t<ijw:ReferentieNummer>RN{number:09}</ijw:ReferentieNummer>\n{pad}</{p}:ProductReferentie>\n"
        f"{pad}<{p}:ToewijzingNummer>{300000 + number}</{p}:ToewijzingNummer>\n"
        f"{pad}<{p}:ProductCategorie>45</{p}:ProductCategorie>\n"
        f"{pad}<{p}:ProductCode>45A{number % 60:02}</{p}:ProductCode>\n{pad}<{p}:ProductPeriode>\n"
        f"{pad}\t<ijw:Begindatum>{_MONTH[0]}</ijw:Begindatum>\n"
        f"{pad}\t<ijw:Einddatum>{_MONTH[1]}</ijw:Einddatum>\n{pad}</{p}:ProductPeriode>\n"
        f"{pad}<{p}:GeleverdVolume>{_volume(number)}</{p}:GeleverdVolume>\n"
        f"{pad}<{p}:Eenheid>04</{p}:Eenheid>\n{pad}<{p}:ProductTarief>{_price(number)}</{p}:ProductTarief>\n"
        f"{pad}<{p}:IngediendBedrag>\n{pad}\t<ijw:Bedrag>{amount}</ijw:Bedrag>\n"
        f"{pad}\t<ijw:DebetCredit>D</ijw:DebetCredit>\n{pad}</{p}:IngediendBedrag>\n"
        f"\t\t\t\t\t</{p}:Prestatie>\n"
    )
