"""The words that fact columns are made of, each with its Dutch.

A closed list holds all that may stand in its column. An open one (kinds, reasons, outcomes) holds what
Noaber itself knows: a municipality that keeps a register of its own adds words of its own to it.
"""

from enum import StrEnum


class Origin(StrEnum):
    """Where a fact was counted or booked; a measure names exactly one."""

    PRINTED = "printed"
    LEDGER = "ledger"
    CLAIM = "claim"
    IV3 = "iv3"
    SUPPLIED = "supplied"
    REGISTERED = "registered"
    ESTIMATED = "estimated"


class EpisodeKind(StrEnum):
    """What someone is in, from a day to a day."""

    WAITING = "waiting"
    ENTITLEMENT = "entitlement"
    ALLOCATION = "allocation"
    DELIVERY = "delivery"
    BENEFIT = "benefit"
    GENERAL_PROVISION = "general_provision"
    INTERVENTION = "intervention"
    TRAJECTORY = "trajectory"
    SHELTER = "shelter"
    CASELOAD = "caseload"
    DEBT_ARRANGEMENT = "debt_arrangement"
    ABSENCE = "absence"
    REGISTRATION = "registration"


class EventKind(StrEnum):
    """What happens at a moment."""

    SUPPORT_REQUEST = "support_request"
    ASSESSMENT = "assessment"
    SUPPORT_PLAN = "support_plan"
    APPLICATION = "application"
    REQUEST = "request"
    DECISION = "decision"
    SIGNAL = "signal"
    CONTACT_ATTEMPT = "contact_attempt"
    CRISIS = "crisis"
    EVICTION_AVOIDED = "eviction_avoided"
    VISIT = "visit"
    OBJECTION = "objection"
    SAFETY_REPORT = "safety_report"
    EXIT = "exit"


class Law(StrEnum):
    """The law or field under which something is done."""

    WMO = "wmo"
    YOUTH = "youth"
    PARTICIPATION = "participation"
    DEBT = "debt"
    EDUCATION = "education"
    SAFETY = "safety"
    HEALTH = "health"


class CareProvision(StrEnum):
    """Whether a provision is open to all or made for one (Wmo 2015 art. 1.1.1)."""

    GENERAL = "general"
    CUSTOM = "custom"


class Layer(StrEnum):
    """The steps of the ladder of support, in the order in which help is sought (Wmo 2015 art. 2.3.5)."""

    OWN_STRENGTH = "own_strength"
    NETWORK = "network"
    GENERAL = "general"
    CUSTOM = "custom"


class Referrer(StrEnum):
    """Who led someone here; the first seven as in iStandaarden's COD327."""

    MUNICIPALITY = "municipality"
    GP = "gp"
    YOUTH_DOCTOR = "youth_doctor"
    CERTIFIED_INSTITUTION = "certified_institution"
    SPECIALIST = "specialist"
    SELF = "self"
    COURT = "court"
    FAMILY = "family"
    SCHOOL = "school"
    POLICE = "police"
    HOSPITAL = "hospital"
    HOUSING_ASSOCIATION = "housing_association"
    PROVIDER = "provider"
    VOLUNTEER = "volunteer"
    OTHER = "other"
    UNKNOWN = "unknown"


class VolumeUnit(StrEnum):
    """What a volume of care is counted in; half_day is a dagdeel of four hours (WJ756)."""

    MINUTE = "minute"
    HOUR = "hour"
    HALF_DAY = "half_day"
    DAY = "day"
    DAY_AND_NIGHT = "day_and_night"
    WEEK = "week"
    MONTH = "month"
    ITEM = "item"
    ITEM_OF_EFFORT = "item_of_effort"
    EURO = "euro"


class Frequency(StrEnum):
    """Per what time a volume is (WJ757)."""

    PER_DAY = "per_day"
    PER_WEEK = "per_week"
    PER_MONTH = "per_month"
    PER_YEAR = "per_year"
    TOTAL = "total"


class EndReason(StrEnum):
    """Why an episode ended; what messages tell by the codes of WMO588, JZ588, WMO002 and JZ002."""

    AS_PLANNED = "as_planned"
    GOAL_REACHED = "goal_reached"
    BY_CLIENT = "by_client"
    BY_PROVIDER = "by_provider"
    BY_AGREEMENT = "by_agreement"
    BY_MUNICIPALITY = "by_municipality"
    OUTSIDE_CAUSE = "outside_cause"
    PAUSED = "paused"
    CHANGE_REQUEST = "change_request"
    OTHER_PROVIDER = "other_provider"
    OTHER_DOMAIN = "other_domain"
    OTHER_FORM = "other_form"
    CONTRACT_CHANGE = "contract_change"
    FUNDING_CHANGE = "funding_change"
    REASSESSED_LONGER = "reassessed_longer"
    REASSESSED_SHORTER = "reassessed_shorter"
    CORRECTION = "correction"
    REDRAWN_BORDERS = "redrawn_borders"
    MOVED_AWAY = "moved_away"
    DECEASED = "deceased"
    TO_WORK = "to_work"
    TO_STUDY = "to_study"
    OTHER_INCOME = "other_income"
    OF_AGE = "of_age"
    STARTED = "started"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    OTHER = "other"


class Outcome(StrEnum):
    """What came of an event."""

    GRANTED = "granted"
    PARTLY_GRANTED = "partly_granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    INVESTIGATING = "investigating"
    REFERRED = "referred"
    RESOLVED = "resolved"
    NOT_RESOLVED = "not_resolved"
    REACHED = "reached"
    NOT_REACHED = "not_reached"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class Moment(StrEnum):
    """When, within what it belongs to, a score was taken."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"
    FOLLOW_UP = "follow_up"


class Sex(StrEnum):
    """As the population register tells it."""

    FEMALE = "female"
    MALE = "male"
    UNKNOWN = "unknown"
