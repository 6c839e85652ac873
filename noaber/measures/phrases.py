"""The Dutch words of which a measure's sentence is made, by what they stand for."""

PERIOD = {
    "period": "periode",
    "plan_year": "begrotingsjaar",
    "year": "jaar",
    "quarter": "kwartaal",
    "month": "maand",
    "day": "dag",
    "to_date": "lopend jaar tot en met een maand",
    "rolling": "tijdvak van twaalf maanden",
}

# When an episode belongs to a period.
SELECT = {
    "at_start": "die liepen op de eerste dag van de periode",
    "at_end": "die liepen op de laatste dag van de periode",
    "active": "die ten minste één dag van de periode liepen",
    "started": "die in de periode begonnen",
    "ended": "die in de periode eindigden",
    "through": "die al liepen voor de periode begon en na de periode nog doorliepen",
}

COUNTED = {"rows": "", "person": "personen", "household": "huishoudens"}

THING = {
    "episode": "episoden", "event": "gebeurtenissen", "score": "metingen", "amount": "bedragen",
    "supplied": "aangeleverde cijfers",
}  # fmt: skip

KIND = {
    "waiting": "wachttijden",
    "entitlement": "indicaties",
    "allocation": "toewijzingen",
    "delivery": "leveringen van zorg",
    "benefit": "uitkeringen",
    "general_provision": "deelnames aan algemene voorzieningen",
    "intervention": "deelnames aan interventies",
    "trajectory": "trajecten",
    "shelter": "verblijven in opvang of beschermd wonen",
    "caseload": "plaatsen in een caseload",
    "debt_arrangement": "schuldregelingen",
    "absence": "perioden van verzuim",
    "registration": "inschrijvingen",
    "support_request": "meldingen",
    "assessment": "onderzoeken",
    "support_plan": "ondersteuningsplannen",
    "application": "aanvragen",
    "request": "verzoeken om toewijzing",
    "decision": "beschikkingen",
    "signal": "signalen",
    "contact_attempt": "contactpogingen",
    "crisis": "crises",
    "eviction_avoided": "voorkomen huisuitzettingen",
    "visit": "bezoeken van de toezichthouder",
    "objection": "bezwaren",
    "safety_report": "meldingen bij Veilig Thuis",
    "exit": "uitstromen",
    "quality_of_life": "metingen van de kwaliteit van leven",
    "self_reliance": "metingen van de zelfredzaamheid",
    "satisfaction": "metingen van de tevredenheid",
    "family_functioning": "metingen van het functioneren van het gezin",
}

# How a column is called in a condition, where its label alone would not do.
COLUMN = {
    "days_taken": "het aantal dagen tot afhandeling",
    "care_provision": "de soort voorziening",
    "law": "de wet",
    "outcome": "de uitkomst",
    "end_reason": "de reden van einde",
    "referrer": "de verwijzer",
    "layer": "de trede van de ladder",
    "moment": "het meetmoment",
    "frequency": "de frequentie",
    "effort": "de inspanning",
    "kind": "de soort",
    "product_category": "de productcategorie",
    "provider": "de aanbieder",
    "reason": "de reden",
    "instrument": "het meetinstrument",
    "term_days": "de termijn in dagen",
    "value": "de score",
    "ended_on": "de einddatum",
    "area": "het gebied",
    "person": "de persoon",
    "household": "het huishouden",
    "volume_unit": "de eenheid van het volume",
    "product": "het product",
    "volume": "het volume",
    "indicator": "de naam van de indicator",
}
COMPUTED = {
    "duration": "het aantal dagen van begin tot einde",
    "elapsed": "het aantal dagen van begin tot de laatste dag van de periode",
}
UNIT_OF = {
    "days_taken": "het aantal dagen tot afhandeling",
    "value": "de score",
    "volume": "het volume",
}

BOUND = {"min": "ten minste", "max": "hooguit", "above": "meer dan"}
UNDER = {
    "wmo": "onder de Wmo 2015", "youth": "onder de Jeugdwet",
    "participation": "onder de Participatiewet", "debt": "in de schuldhulpverlening",
    "education": "in het onderwijs", "safety": "in de veiligheid", "health": "in de gezondheid",
}  # fmt: skip

WORDS: dict[str, dict[str, str]] = {
    "law": {
        "wmo": "Wmo 2015", "youth": "Jeugdwet", "participation": "Participatiewet",
        "debt": "schuldhulpverlening", "education": "onderwijs", "safety": "veiligheid",
        "health": "gezondheid",
    },
    "care_provision": {"general": "algemeen", "custom": "maatwerk"},
    "layer": {
        "own_strength": "eigen kracht", "network": "het eigen netwerk",
        "general": "een algemene voorziening", "custom": "maatwerk",
    },
    "referrer": {
        "municipality": "de gemeente", "gp": "de huisarts", "youth_doctor": "de jeugdarts",
        "certified_institution": "een gecertificeerde instelling",
        "specialist": "de medisch specialist", "self": "zichzelf", "court": "de rechter",
        "family": "familie", "school": "de school", "police": "de politie",
        "hospital": "het ziekenhuis", "housing_association": "de woningcorporatie",
        "provider": "een aanbieder", "volunteer": "een vrijwilliger", "other": "een ander",
        "unknown": "onbekend",
    },
    "end_reason": {
        "as_planned": "volgens plan", "goal_reached": "doel bereikt", "by_client": "door de cliënt",
        "by_provider": "door de aanbieder", "by_agreement": "in overleg",
        "by_municipality": "door de gemeente", "outside_cause": "oorzaak van buiten",
        "paused": "tijdelijk stil", "to_work": "werk", "to_study": "studie",
        "other_income": "ander inkomen", "of_age": "meerderjarig", "moved_away": "verhuisd",
        "deceased": "overleden", "started": "gestart", "refused": "geweigerd",
        "withdrawn": "ingetrokken", "other": "anders", "other_domain": "naar een andere wet",
        "other_form": "andere vorm", "other_provider": "andere aanbieder",
        "correction": "correctie", "contract_change": "wijziging van contract",
        "change_request": "wijzigingsverzoek", "redrawn_borders": "herindeling",
        "reassessed_longer": "herindicatie, langer", "reassessed_shorter": "herindicatie, korter",
        "funding_change": "andere bekostiging",
    },
    "outcome": {
        "granted": "toegekend", "partly_granted": "deels toegekend", "refused": "afgewezen",
        "withdrawn": "ingetrokken", "investigating": "in onderzoek",
        "referred": "doorverwezen", "resolved": "opgelost", "not_resolved": "niet opgelost",
        "reached": "bereikt", "not_reached": "niet bereikt", "accepted": "aanvaard",
        "declined": "geweigerd",
    },
    "product": {
        "participation_act": "algemene bijstand", "older_unemployed": "IOAW of IOAZ",
        "wage_subsidy": "loonkostensubsidie", "activation": "activering",
        "sheltered_work": "beschut werk", "special_assistance": "bijzondere bijstand",
        "income_supplement": "individuele inkomenstoeslag", "study_allowance": "studietoeslag",
        "participation_scheme": "Meedoenregeling",
        "youth_sport_fund": "jeugdfonds sport en cultuur", "school_package": "schoolpakket",
        "caregiver_support": "mantelzorgondersteuning",
        "client_support": "onafhankelijke cliëntondersteuning",
        "social_work": "maatschappelijk werk",
    },
    "reason": {"first": "eerste besluit", "extension": "verlenging"},
    "moment": {"before": "vooraf", "during": "tussendoor", "after": "achteraf", "follow_up": "later"},
}  # fmt: skip

WEIGHT = {
    "expense": "lasten",
    "income": "baten",
    "reserve_movement": "mutaties in reserves",
    "explained": "verklaringen van het verschil met de begroting",
}
STAGE = {"actual": "werkelijk", "revised": "begroot na wijziging", "original": "begroot"}
# What a condition on money settles, said as a sentence of its own.
ONLY = {
    ("basis", "booked"): "Alleen bedragen die zijn begroot of geboekt, geen geschatte effecten.",
    ("recurrence", "undivided"): "Incidenteel en structureel samen.",
    ("stage", "actual"): "Alleen de werkelijke uitkomst.",
}
