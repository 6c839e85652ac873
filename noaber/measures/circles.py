"""Groupings that can't all be published together, because they close a circle."""

from collections.abc import Sequence

from noaber.measures.worlds import Cell, Makeup, apart


def closing(cells: Sequence[Cell], makeup: Makeup) -> dict[int, frozenset[str]]:
    """The cells of groupings that close a circle, such as area x law, law x provider, provider x area.

    Over a circle no one table of people need exist for each world that fits every grouping, so what
    closes it (the one with most dimensions) is not published. By index, with the grouping.
    """
    families: dict[str, list[int]] = {}
    for index, cell in enumerate(cells):
        if cell.wanted or cell.public:
            families.setdefault(cell.family, []).append(index)
    found: dict[int, frozenset[str]] = {}
    for family in families.values():
        for names, piece in apart(cells, family, makeup):
            given: dict[frozenset[str], list[int]] = {}
            for index in piece:
                given.setdefault(frozenset(cells[index].at) & frozenset(names), []).append(index)
            kept = sorted(given, key=lambda one: (len(one), sorted(one)))
            while core := _core(kept):
                kept.remove(core[-1])
                found |= {index: core[-1] for index in given[core[-1]] if not cells[index].public}
    return found


def _core(sets: Sequence[frozenset[str]]) -> list[frozenset[str]]:
    """What is left when dimensions of one grouping, and groupings within others, are taken away."""
    left = {one: set(one) for one in sets}
    while True:
        before = [frozenset(one) for one in left.values()]
        for one in list(left):
            others = [left[other] for other in left if other is not one]
            left[one] = {name for name in left[one] if any(name in other for other in others)}
        for one in list(left):
            if any(left[one] <= left[other] for other in left if other is not one):
                del left[one]
        if [frozenset(one) for one in left.values()] == before or len(left) < 2:
            break
    return [one for one in sets if one in left] if len(left) > 1 else []
