"""Pure: Iv3 against the programme, theme by theme, closing to the cent. Nothing is left out.

Every post of lasten and baten is counted in exactly one place: a theme, outside the programme by the
mapping's own word, the reserve movements (taakveld 0.10), the result (0.11), or unmapped.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from noaber.intake.iv3.delivery import Post
from noaber.intake.iv3.mapping import OUTSIDE, MappingRule
from noaber.vocabulary.names import normalise
from noaber.vocabulary.taakvelden import RESERVE_MOVEMENTS, RESULT

Place = Literal["theme", "outside", "reserves", "result", "unmapped"]


@dataclass(frozen=True, slots=True)
class Sums:
    """Expenses and income in cents; of reserves: what went in, and what came out."""

    expense: int = 0
    income: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        """Both together."""
        return Sums(self.expense + other.expense, self.income + other.income)

    def __sub__(self, other: "Sums") -> "Sums":
        """What this has more than the other."""
        return Sums(self.expense - other.expense, self.income - other.income)

    @property
    def nothing(self) -> bool:
        """Whether both are zero."""
        return self.expense == 0 and self.income == 0


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """One theme in both: None where Iv3 has no mapped post, or the programme no amounts for it."""

    theme: str
    iv3: Sums | None
    programme: Sums | None

    @property
    def difference(self) -> Sums | None:
        """Iv3 minus programme; None where one of the two is not there."""
        if self.iv3 is None or self.programme is None:
            return None
        return self.iv3 - self.programme

    @property
    def agrees(self) -> bool:
        """Whether both are there and equal to the cent."""
        return self.difference is not None and self.difference.nothing


@dataclass(frozen=True, slots=True)
class UnmappedPost:
    """Posts of one cell that no line of the mapping reaches, together."""

    taakveld: str
    category: str
    sums: Sums


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Iv3 and the programme side by side. `posts` counts the posts of lasten and baten."""

    posts: int
    total: Sums
    themes: tuple[ThemeLine, ...]
    outside: Sums
    reserves: Sums
    result: Sums
    unmapped: tuple[UnmappedPost, ...]

    @property
    def closes(self) -> bool:
        """Whether themes, outside, reserves, result and unmapped are together the total."""
        parts = [line.iv3 for line in self.themes if line.iv3]
        parts += [self.outside, self.reserves, self.result, *(post.sums for post in self.unmapped)]
        return sum(parts, Sums()) == self.total

    @property
    def agrees(self) -> bool:
        """Whether everything has its place and every theme is equal to the cent."""
        return self.closes and not self.unmapped and all(line.agrees for line in self.themes)


def reconcile(
    posts: Iterable[Post], mapping: Iterable[MappingRule], theme_amounts: Mapping[str, Sums]
) -> Reconciliation:
    """Lay the posts of lasten and baten beside the programme's amounts per theme.

    `theme_amounts` are in cents by the theme's printed name; names that differ only in case, accents or
    marks are the same theme. The most precise line of the mapping counts: category, then taakveld, then
    main taakveld.
    """
    rules = {(rule.taakveld, rule.category): rule.theme for rule in mapping}
    names = {normalise(name): name for name in [*rules.values(), *theme_amounts] if name != OUTSIDE}
    counted = [post for post in posts if post.table in ("lasten", "baten")]
    places: dict[Place, Sums] = {}
    themes: dict[str, Sums] = {}
    unmapped: dict[tuple[str, str], Sums] = {}
    total = Sums()
    for post in counted:
        amount = _sums(post)
        total += amount
        place, theme = _place(post, rules)
        if place == "theme":
            themes[normalise(theme)] = themes.get(normalise(theme), Sums()) + amount
        elif place == "unmapped":
            cell = (post.row, post.column)
            unmapped[cell] = unmapped.get(cell, Sums()) + amount
        else:
            places[place] = places.get(place, Sums()) + amount
    programme = {normalise(name): amount for name, amount in theme_amounts.items()}
    return Reconciliation(
        posts=len(counted),
        total=total,
        themes=tuple(
            ThemeLine(names[key], themes.get(key), programme.get(key))
            for key in sorted({*themes, *programme}, key=lambda key: names[key].casefold())
        ),
        outside=places.get("outside", Sums()),
        reserves=places.get("reserves", Sums()),
        result=places.get("result", Sums()),
        unmapped=tuple(UnmappedPost(*cell, sums) for cell, sums in sorted(unmapped.items())),
    )


def _sums(post: Post) -> Sums:
    return Sums(expense=post.cents) if post.table == "lasten" else Sums(income=post.cents)


def _place(post: Post, rules: Mapping[tuple[str, str], str]) -> tuple[Place, str]:
    """Where a post counts, and the theme if it does in one."""
    if post.row == RESERVE_MOVEMENTS:
        return "reserves", ""
    if post.row == RESULT:
        return "result", ""
    main = f"{post.row.partition('.')[0]}."
    for cell in ((post.row, post.column), (post.row, ""), (main, post.column), (main, "")):
        theme = rules.get(cell)
        if theme is not None:
            return ("outside", "") if theme == OUTSIDE else ("theme", theme)
    return "unmapped", ""
