"""Which model keeps which section of records in this subject."""

from noaber.register.goals.models import (
    Agreement,
    CouncilItem,
    Effort,
    EffortStatus,
    Plan,
    PlanPhase,
    ProgrammeLine,
    TextFigure,
)
from noaber.register.sources.records import keeper

KEEPERS = {
    "programme_line": keeper(ProgrammeLine),
    "effort": keeper(Effort, status=EffortStatus),
    "agreement": keeper(Agreement),
    "plan": keeper(Plan, phase=PlanPhase),
    "council_item": keeper(CouncilItem),
    "figure": keeper(TextFigure),
}
