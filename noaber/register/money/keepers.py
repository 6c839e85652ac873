"""Which model keeps which section of records in this subject."""

from noaber.register.money.models import (
    AmendmentLine,
    BudgetAmendment,
    Earmark,
    EarmarkClaim,
    EarmarkTransfer,
    Explanation,
    GrantReceived,
    Reserve,
    ReserveMovement,
    ResultAppropriation,
    SavingsTarget,
)
from noaber.register.sources.records import keeper

KEEPERS = {
    "budget_amendment": keeper(BudgetAmendment, line=AmendmentLine),
    "reserve": keeper(Reserve, movement=ReserveMovement),
    "explanation": keeper(Explanation),
    "earmark": keeper(Earmark, claim=EarmarkClaim, transfer=EarmarkTransfer),
    "grant_received": keeper(GrantReceived),
    "savings_target": keeper(SavingsTarget),
    "result_appropriation": keeper(ResultAppropriation),
}
