"""The words of the planning and control cycle: what becomes of efforts, why budgets differ, who decides."""

from enum import StrEnum


class EffortStatus(StrEnum):
    """The states that an effort passes through; they come from its log."""

    NEW = "new"
    PLANNED = "planned"
    RUNNING = "running"
    FINISHED = "finished"
    PAUSED = "paused"
    STOPPED = "stopped"
    NOT_STARTED = "not_started"
    MOVED = "moved"
    HANDED_OVER = "handed_over"


class AgreementKind(StrEnum):
    """What partners put their names to, and what a council adopts as frame."""

    AGREEMENT = "agreement"
    AGENDA = "agenda"
    POLICY_DOCUMENT = "policy_document"


class CouncilItemKind(StrEnum):
    """What comes from council and executive."""

    COUNCIL_DECISION = "council_decision"
    EXECUTIVE_DECISION = "executive_decision"
    MOTION = "motion"
    COUNCIL_AMENDMENT = "council_amendment"
    UNDERTAKING = "undertaking"
    COUNCIL_LETTER = "council_letter"


class AreaKind(StrEnum):
    """Divisions of a municipality that stand side by side: villages, districts, those of CBS."""

    VILLAGE = "village"
    DISTRICT = "district"
    CBS_DISTRICT = "cbs_district"
    CBS_NEIGHBOURHOOD = "cbs_neighbourhood"


class Authority(StrEnum):
    """Who may change a budget: the council, or within its bounds the executive (Gemeentewet 189, 192)."""

    COUNCIL = "council"
    EXECUTIVE = "executive"


class MovementDirection(StrEnum):
    """Into a reserve or out of it."""

    ADDITION = "addition"
    WITHDRAWAL = "withdrawal"


class Cause(StrEnum):
    """Why actual differs from budget."""

    PRICE = "price"
    VOLUME = "volume"
    MIX = "mix"
    TIMING = "timing"
    GRANT = "grant"
    PRIOR_YEAR = "prior_year"
    SAVINGS_MISSED = "savings_missed"
    POLICY = "policy"
    BOOKED_ELSEWHERE = "booked_elsewhere"
    RESERVE_NEUTRAL = "reserve_neutral"
    UNKNOWN = "unknown"
