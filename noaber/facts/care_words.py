"""From the codes of iWmo and iJw, as the register keeps them, to the words of facts.

A code that is not here becomes no word: `word` says so, and the caller counts it as a finding.
Source: iStandaarden 3.2, the lists named beside each table.
"""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

from noaber.facts.words import EndReason, Frequency, Outcome, Referrer, VolumeUnit

UNITS: Mapping[str, VolumeUnit] = {  # WJ756
    "01": VolumeUnit.MINUTE,
    "04": VolumeUnit.HOUR,
    "14": VolumeUnit.DAY_AND_NIGHT,
    "16": VolumeUnit.HALF_DAY,
    "82": VolumeUnit.ITEM,
    "83": VolumeUnit.EURO,
    "84": VolumeUnit.ITEM_OF_EFFORT,
}
FREQUENCIES: Mapping[str, Frequency] = {  # WMO757, JZ757
    "1": Frequency.PER_DAY,
    "2": Frequency.PER_WEEK,
    "4": Frequency.PER_MONTH,
    "6": Frequency.TOTAL,
}
REFERRERS: Mapping[str, Referrer] = {  # COD327
    "01": Referrer.MUNICIPALITY,
    "02": Referrer.GP,
    "03": Referrer.YOUTH_DOCTOR,
    "04": Referrer.CERTIFIED_INSTITUTION,
    "05": Referrer.SPECIALIST,
    "06": Referrer.SELF,
    "08": Referrer.COURT,
}
ALLOCATION_REASONS: Mapping[str, EndReason] = {  # WMO002, JZ002
    "01": EndReason.CORRECTION,
    "02": EndReason.DECEASED,
    "03": EndReason.CONTRACT_CHANGE,
    "04": EndReason.REASSESSED_LONGER,
    "05": EndReason.REASSESSED_SHORTER,
    "06": EndReason.OTHER_DOMAIN,
    "07": EndReason.MOVED_AWAY,
    "08": EndReason.OTHER_FORM,
    "09": EndReason.OTHER_PROVIDER,
    "10": EndReason.FUNDING_CHANGE,
    "11": EndReason.REDRAWN_BORDERS,
    "12": EndReason.BY_PROVIDER,
    "14": EndReason.CORRECTION,
}
_BOTH = {
    "02": EndReason.DECEASED,
    "20": EndReason.PAUSED,
    "36": EndReason.BY_MUNICIPALITY,
    "37": EndReason.CHANGE_REQUEST,
    "38": EndReason.OTHER_PROVIDER,
    "39": EndReason.OTHER_DOMAIN,
}
# The same code 31 means another thing under either law.
STOP_REASONS: Mapping[str, Mapping[str, EndReason]] = {
    "wmo": {  # WMO588
        **_BOTH,
        "19": EndReason.AS_PLANNED,
        "21": EndReason.BY_CLIENT,
        "22": EndReason.BY_PROVIDER,
        "23": EndReason.BY_AGREEMENT,
        "31": EndReason.MOVED_AWAY,
    },
    "youth": {  # JZ588
        **_BOTH,
        "31": EndReason.AS_PLANNED,
        "32": EndReason.BY_CLIENT,
        "33": EndReason.BY_PROVIDER,
        "34": EndReason.BY_AGREEMENT,
        "35": EndReason.OUTSIDE_CAUSE,
    },
}
VERDICTS: Mapping[str, Outcome] = {"1": Outcome.REFUSED, "2": Outcome.INVESTIGATING}
REQUEST_REASONS = {"1": "client_changed", "2": "care_plan_changed"}  # WJ758
REFUSALS = {  # WJ759
    "1": "new_application_needed",
    "2": "outside_budget",
    "3": "no_contract",
    "4": "outside_contract",
    "5": "other_municipality",
    "6": "stacking",
    "7": "on_care_grounds",
    "8": "residence_principle",
    "9": "age_limit",
}


def word(words: Mapping[str, StrEnum] | Mapping[str, str], code: str) -> str | None:
    """The word for a code; nothing for no code, and for one that is not in the list `unknown_<code>`."""
    if not code:
        return None
    found = words.get(code)
    return str(found) if found is not None else f"unknown_{code.lower()}"


def closed_word(words: Mapping[str, StrEnum], code: str) -> str | None:
    """The word for a code of a closed list; nothing where it is not there."""
    found = words.get(code)
    return str(found) if found is not None else None


def volume(number: int | None, unit: str) -> Decimal | None:
    """A volume in its unit; euros are kept as cents."""
    if number is None:
        return None
    return Decimal(number) / 100 if UNITS.get(unit) is VolumeUnit.EURO else Decimal(number)
