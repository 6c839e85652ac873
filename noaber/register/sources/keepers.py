"""Which model keeps which section of records in sources."""

from noaber.register.sources.models import Area, Erratum, PassageQuestion
from noaber.register.sources.records import keeper

KEEPERS = {
    "area": keeper(Area),
    "erratum": keeper(Erratum),
    "passage_question": keeper(PassageQuestion),
}
