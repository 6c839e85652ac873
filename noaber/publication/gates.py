"""Gates: what keeps an edition from being published, besides not hanging together.

An edition of what a municipality printed before tells what was printed, with its questions. One that
is written here goes out for the first time: then a placeholder, totals that contradict each other and
new counts of very few people stop it, until they are mended or somebody lets them stand with a reason.
"""

from noaber.publication.edition import Edition

# The checks that add up, and what must not leave by mistake.
CONTRADICTIONS = frozenset({"balance", "total", "result", "difference", "amendment", "reserve"})
BLOCKING = CONTRADICTIONS | {"placeholder", "small_count"}
_WHY = {
    "placeholder": "niet ingevuld",
    "small_count": "kleine aantallen",
}


def refusals(edition: Edition) -> tuple[str, ...]:
    """What stops this edition, one Dutch sentence each; empty where it may go out."""
    if not edition.is_new:
        return ()
    return tuple(
        f"{_WHY.get(one.rule, 'getallen spreken elkaar tegen')}: {one.message}"
        for one in edition.checks
        if one.status == "off" and one.rule in BLOCKING and not one.accepted_by
    )
