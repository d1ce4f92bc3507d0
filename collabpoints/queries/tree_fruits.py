"""The fruit of a tree: the 우수자 of its span, by name where everybody may read them."""

from dataclasses import dataclass

from sqlalchemy import select

from collabpoints.db import reading
from collabpoints.domain.board_sights import sight_of
from collabpoints.domain.ranking import Subject
from collabpoints.domain.spans import Span
from collabpoints.domain.trees import LimbKind
from collabpoints.models import DepartmentPath, PersonStanding, PrizeProposal, PrizeWinner
from collabpoints.queries.boards import board_of, persons
from collabpoints.queries.prize_heads import heads
from collabpoints.queries.prize_winners import STANDING, winners
from collabpoints.queries.trees import GrownTree

_FIRST = 3


@dataclass(frozen=True, slots=True)
class Fruit:
    """A person: `name` and `position` are today's, `department` is the path where he served, with its numbers. The tier's
    names are empty where no prizes are confirmed; `rank` is None for who won without one."""

    person_id: int
    name: str
    position: str
    department: str
    department_id: int
    bureau_id: int
    tier_ko: str
    tier_en: str
    rank: int | None


@dataclass(frozen=True, slots=True)
class Fruits:
    """The fruit of a span, in the order of the prizes or of the board. `are_prizes`: confirmed ones; else the first three
    places of the board as it stands. `has_gap`: somebody's place is left empty."""

    are_prizes: bool
    fruits: tuple[Fruit, ...]
    has_gap: bool


def fruits_of(agency_id: int, span: Span) -> Fruits:
    """The winners of the span's confirmed prizes, persons only; where none are confirmed, whoever is on the first three
    places of its board of persons, if everybody may see that. Who opted out is not among them (of prizes: unless he agreed
    to this one)."""
    found = heads(
        PrizeProposal.agency_id == agency_id,
        PrizeProposal.span == str(span),
        PrizeProposal.last_period == str(span.last),
        PrizeProposal.state == "confirmed",
        limit=1,
    )
    return _winners(found[0].id) if found else _first(agency_id, span)


def fruit_places(tree: GrownTree, fruits: Fruits) -> tuple[tuple[int, int], ...]:
    """How many fruits hang on which limb (by place, in order) of this tree: on the branch of the department, or on that
    which stands for it among others. What grew elsewhere is left out; the boughs of a department carry one after another."""
    counted: dict[int, int] = {}
    for number, fruit in enumerate(fruit for fruit in fruits.fruits if _is_of(tree, fruit)):
        place = _place(tree, fruit, number)
        if place is not None:
            counted[place] = counted.get(place, 0) + 1
    return tuple(sorted(counted.items()))


def _winners(proposal_id: int) -> Fruits:
    won = winners(
        PrizeWinner.proposal_id == proposal_id, PrizeWinner.state.in_(STANDING), PrizeWinner.person_id.is_not(None)
    )
    with reading() as session:
        served = {
            row.id: row
            for row in session.execute(
                select(PrizeWinner.id, DepartmentPath.home_id, DepartmentPath.bureau_id)
                .join(DepartmentPath, DepartmentPath.id == PrizeWinner.path_id)
                .where(PrizeWinner.proposal_id == proposal_id)
            )
        }
    shown = tuple(
        Fruit(
            person_id=one.person_id or 0,
            name=one.name,
            position=one.position,
            department=one.department,
            department_id=served[one.id].home_id,
            bureau_id=served[one.id].bureau_id,
            tier_ko=one.tier_ko,
            tier_en=one.tier_en,
            rank=one.rank,
        )
        for one in won
        if not one.is_hidden
    )
    return Fruits(are_prizes=True, fruits=shown, has_gap=len(shown) < len(won))


def _first(agency_id: int, span: Span) -> Fruits:
    head = board_of(agency_id, span, Subject.PERSONS)
    if head is None or not sight_of(head.scheme.ranking_viewers, ()).is_open:
        return Fruits(are_prizes=False, fruits=(), has_gap=False)
    rows = persons(head.id, up_to_rank=_FIRST)
    with reading() as session:
        bureaus = {
            row.person_id: row.bureau_id
            for row in session.execute(
                select(PersonStanding.person_id, DepartmentPath.bureau_id)
                .join(DepartmentPath, DepartmentPath.id == PersonStanding.path_id)
                .where(PersonStanding.board_id == head.id, PersonStanding.rank <= _FIRST)
            )
        }
    shown = tuple(
        Fruit(
            person_id=row.person_id,
            name=row.name,
            position=row.position,
            department=row.department,
            department_id=row.department_id,
            bureau_id=bureaus[row.person_id],
            tier_ko="",
            tier_en="",
            rank=row.rank,
        )
        for row in rows
        if not row.is_opted_out
    )
    return Fruits(are_prizes=False, fruits=shown, has_gap=len(shown) < len(rows))


def _is_of(tree: GrownTree, fruit: Fruit) -> bool:
    root = tree.root
    if not root.department_id:
        return True
    is_department = any(one.limb.kind is LimbKind.BOUGH for one in tree.branches)
    return fruit.department_id == root.department_id if is_department else fruit.bureau_id == root.department_id


def _place(tree: GrownTree, fruit: Fruit, number: int) -> int | None:
    limbs = tree.layout.limbs
    boughs = [limb.place for limb in limbs if limb.kind is LimbKind.BOUGH]
    if boughs:
        return boughs[number % len(boughs)]
    for limb in limbs:
        if limb.kind is LimbKind.DEPARTMENT and limb.department_id == fruit.department_id:
            return limb.place
    bureau = {limb.place for limb in limbs if limb.kind is LimbKind.BUREAU and limb.department_id == fruit.bureau_id}
    for limb in limbs:
        if limb.kind is LimbKind.OTHERS and (limb.parent in bureau or tree.root.department_id):
            return limb.place
    return None
