"""One way to break one rule, and what should be said of it."""

from dataclasses import dataclass

from tests.spec.messages.trees import Change


@dataclass(frozen=True)
class Case:
    """What `changes` do to the base tree breaks `code` at `path` (after 'Bericht/').

    `also` are the rules that nobody can keep while breaking this one.
    """

    code: str
    number: str
    path: str
    changes: tuple[Change, ...]
    also: frozenset[str] = frozenset()
    standards: tuple[str, ...] = ("ijw", "iwmo")

    @property
    def name(self) -> str:
        """For the list of tests: the rule, the message and the element."""
        return f"{self.code}-{self.number}-{self.path}"


def breaks(
    code: str, number: str, path: str, *changes: Change, also: str = "", only: str = ""
) -> Case:
    """A case; `also` are codes with spaces between, `only` one standard."""
    standards = (only,) if only else ("ijw", "iwmo")
    return Case(code, number, path, changes, frozenset(also.split()), standards)
