"""Small cells: which departments' figures a board may show, so that no sum of one or two people can be had from it.

A cell is a department in a month. What counts in it are its unnamed people: those with something there in the month whom
no leaderboard of any span around the month names (docs/adr/0018). Spans around a month are shown or not by these rules:

- A department with an average headcount below 3 is not shown.
- What a span adds to the shorter ones inside it that are shown (a month for itself; for a quarter, its months that are not
  shown) must hold 3 unnamed people; on a board that names everybody, 0 will do as well.
- Of what is left of the agency's total of a month when all shown departments are taken away, the same holds: the next
  smallest departments are not shown either, in that month and in every span around it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

LEAST = 3
"""So many people make a cell that may be shown."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A department in a month. `people` is how many have something in it, `unnamed` those of them whom no board around the
    month names; three of these will do where there are more."""

    department_id: int
    period: str
    people: int
    unnamed: frozenset[int]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The board of departments of a span, as far as cells ask. `periods` are its months that have begun, `departments`
    those with a standing, `thin` those of them with a headcount below 3. `names_everybody`: the leaderboard of persons of
    the same span names all its people but those who opted out."""

    board_id: int
    is_month: bool
    periods: frozenset[str]
    departments: frozenset[int]
    thin: frozenset[int]
    names_everybody: bool

    def crosses(self, other: "Sheet") -> bool:
        """Whether they share months and neither lies within the other; so only where a prize year was made to begin
        in another month."""
        common = self.periods & other.periods
        return bool(common) and common not in (self.periods, other.periods)


@dataclass(frozen=True, slots=True)
class Shown:
    """By board the departments whose figures may be shown, and the months whose total may."""

    departments: Mapping[int, frozenset[int]]
    totals: frozenset[str]


def is_thin(person_days: int, days: int) -> bool:
    """Whether fewer than 3 people served on average."""
    return person_days < LEAST * days


def may_tell(people: int) -> bool:
    """Whether the figures of so many people who took part may be told; of nobody there is nothing to tell."""
    return not 0 < people < LEAST


def may_tell_together(cells: Sequence[int]) -> bool:
    """Whether cells that are hidden one by one may be told as one sum, by the people in each: of 3 people in 2 of them."""
    filled = [people for people in cells if people]
    return not filled or (len(filled) > 1 and sum(filled) >= LEAST)


def shown(sheets: Sequence[Sheet], cells: Iterable[Cell]) -> Shown:
    """What may be shown of these boards. `sheets` are all that share months with one another (a span is not shown where
    one of its months has no sheet of its own), `cells` all that have anybody in them."""
    ordered = sorted(sheets, key=lambda sheet: (len(sheet.periods), not sheet.is_month, sheet.board_id))
    own: dict[int, dict[str, Cell]] = {one: {} for sheet in sheets for one in sheet.departments}
    for cell in cells:
        own.setdefault(cell.department_id, {})[cell.period] = cell
    seen = {one: _spans_shown(one, own[one], ordered) for one in own}
    months = sorted((sheet for sheet in sheets if sheet.is_month), key=lambda sheet: min(sheet.periods))
    totals = frozenset(min(month.periods) for month in months if _hides_the_small(month, own, seen))
    departments = {
        sheet.board_id: frozenset(one for one in sheet.departments if sheet in seen[one]) for sheet in sheets
    }
    return Shown(departments, totals)


def _spans_shown(department_id: int, own: Mapping[str, Cell], ordered: Sequence[Sheet]) -> set[Sheet]:
    """The spans in which a department may be shown, as long as no total is."""
    months = {period: sheet for sheet in ordered if sheet.is_month for period in sheet.periods}
    found: set[Sheet] = set()
    for sheet in ordered:
        if department_id in sheet.thin or not sheet.periods <= months.keys():
            continue
        is_crossed = any(sheet.crosses(other) for other in ordered)
        inside = [one for one in found if one.periods <= sheet.periods and (one.is_month or not is_crossed)]
        left = [
            cell
            for period, cell in own.items()
            if period in sheet.periods and not any(period in one.periods for one in inside)
        ]
        if not left or (not is_crossed and _is_large(department_id, left, sheet, months)):
            found.add(sheet)
    return found


def _is_large(department_id: int, left: Sequence[Cell], sheet: Sheet, months: Mapping[str, Sheet]) -> bool:
    """Whether what a span adds holds enough people, those of months with a thin headcount not counted."""
    thick = [cell for cell in left if department_id not in months[cell.period].thin]
    unnamed = _unnamed(thick)
    return len(unnamed) >= LEAST or (sheet.names_everybody and len(thick) == len(left) and not unnamed)


def _hides_the_small(month: Sheet, own: Mapping[int, Mapping[str, Cell]], seen: Mapping[int, set[Sheet]]) -> bool:
    """Whether the total of a month may be shown: what is left of it when the shown departments are taken away is nothing
    or no small cell. To make it so, the smallest departments lose in `seen` every span around the month."""
    (period,) = month.periods
    cells = [of_department[period] for of_department in own.values() if period in of_department]
    small = [cell for cell in cells if cell.unnamed or not month.names_everybody]
    hidden = [cell for cell in small if month not in seen[cell.department_id]]
    if not hidden:
        return True
    if len(small) < 2 or len(_unnamed(small)) < LEAST:
        return False

    def is_gone(cell: Cell) -> bool:
        return not any(period in sheet.periods for sheet in seen[cell.department_id])

    left = [cell for cell in hidden if is_gone(cell)]
    others = [cell for cell in small if cell not in left]
    for cell in sorted(others, key=lambda cell: (cell not in hidden, cell.people, cell.department_id)):
        if len(left) >= 2 and len(_unnamed(left)) >= LEAST:
            break
        around = {sheet for sheet in seen[cell.department_id] if period in sheet.periods}
        seen[cell.department_id].difference_update(around)
        left.append(cell)
    return True


def _unnamed(cells: Iterable[Cell]) -> frozenset[int]:
    nobody: frozenset[int] = frozenset()
    return nobody.union(*(cell.unnamed for cell in cells))
