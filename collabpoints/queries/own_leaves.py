"""My leaves: which leaves and blossoms of a grown tree stand for notes that a person sent, and which for notes that he
received. For himself alone: who stands behind a leaf is told to nobody else (promise 14).

A mark is found by counting: as many notes of the same department that the tree counts stand before it. The tree counts
the notes that stand by the entries up to its own, in a closed month by those up to its closing.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select, union
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from collabpoints.db import reading
from collabpoints.domain.ranking import Subject
from collabpoints.domain.tree_leaves import mark_among
from collabpoints.domain.trees import Limb, LimbKind
from collabpoints.models import (
    Appointment,
    Board,
    DepartmentPath,
    Employee,
    Entry,
    Month,
    MonthClosing,
    MonthParticipant,
    Note,
    ShownCell,
)
from collabpoints.queries.own_records import own_records
from collabpoints.queries.trees import GrownTree

_Column = ColumnElement[Any] | InstrumentedAttribute[Any]

Marks = Mapping[int, frozenset[int]]
"""By the place of a limb the numbers of its marks as domain/tree_leaves.py counts them. A limb of several departments, or
one whose figures are not shown, has none: it is only known that there is one."""


@dataclass(frozen=True, slots=True)
class OwnLeaves:
    """The marks of a person in one tree."""

    sent: Marks
    received: Marks


@dataclass(frozen=True, slots=True)
class _Own:
    """One of his notes: in which department and bureau it was received. `rank`: how many of that department's notes stand
    before it that crossed bureaus (or did not) like it; None where the tree has no place to count for."""

    home_id: int
    bureau_id: int
    is_crossed: bool
    rank: int | None


def own_leaves(tree: GrownTree, person_id: int) -> OwnLeaves:
    """The marks of what the person sent and received, as the tree counts it."""
    with reading() as session:
        places, counted = _Places.of(session, tree), Counted.of(session, tree)
        records = own_records(person_id)
        sent = _marks(places, _own_notes(session, counted, places, Note.sender_person_id.in_(records)))
        received = _marks(places, _own_notes(session, counted, places, Note.recipient_person_id.in_(records)))
    return OwnLeaves(sent, received)


def _marks(places: "_Places", own: Iterable[_Own]) -> Marks:
    found: defaultdict[int, set[int]] = defaultdict(set)
    for note in own:
        for place, numbers in places.marks_of(note):
            found[place] |= numbers
    return {place: frozenset(found[place]) for place in sorted(found)}


@dataclass(frozen=True, slots=True)
class _Places:
    """Where the notes of each department hang in a tree."""

    leaf_notes: int
    by_department: Mapping[int, Limb]
    boughs: Mapping[int, Sequence[Limb]]
    others: Mapping[int, Sequence[Limb]]
    shown: Collection[int]

    @property
    def numbered(self) -> frozenset[int]:
        """The departments whose notes have marks of their own in the tree."""
        shown = (one for one, limb in self.by_department.items() if limb.received)
        return frozenset(shown) | frozenset(one for one, boughs in self.boughs.items() if boughs)

    @classmethod
    def of(cls, session: Session, tree: GrownTree) -> "_Places":
        limbs, root_id = tree.layout.limbs, tree.root.department_id
        bureaus = {limb.place: limb.department_id for limb in limbs if limb.kind is LimbKind.BUREAU}
        others: defaultdict[int, list[Limb]] = defaultdict(list)
        for limb in limbs:
            if limb.kind is LimbKind.OTHERS:
                others[bureaus.get(limb.parent or 0) or root_id].append(limb)
        return cls(
            tree.layout.leaf_notes,
            {limb.department_id: limb for limb in limbs if limb.kind is LimbKind.DEPARTMENT and limb.department_id},
            {root_id: [limb for limb in limbs if limb.kind is LimbKind.BOUGH]},
            others,
            _shown(session, tree) if others else (),
        )

    def marks_of(self, note: _Own) -> Iterable[tuple[int, set[int]]]:
        """The limb on which the note hangs, with the number of its mark where that is known."""
        if note.home_id in self.by_department:
            limb = self.by_department[note.home_id]
            mark = self._mark([limb], note, note.rank)
            yield limb.place, set() if mark is None else {mark[1]}
        elif boughs := self.boughs.get(note.home_id):
            mark = self._mark(boughs, note, note.rank or 0)
            if mark is not None:
                yield mark[0], {mark[1]}
        else:
            is_shown = note.home_id in self.shown
            for limb in self.others.get(note.bureau_id, ()):
                if (limb.received is not None) is is_shown:
                    yield limb.place, set()

    def _mark(self, limbs: Sequence[Limb], note: _Own, rank: int | None) -> tuple[int, int] | None:
        return None if rank is None else mark_among(limbs, self.leaf_notes, is_crossed=note.is_crossed, rank=rank)


def _shown(session: Session, tree: GrownTree) -> frozenset[int]:
    """The departments whose figures the tree's span shows."""
    rows = session.scalars(
        select(ShownCell.department_id)
        .join(Board, Board.id == ShownCell.board_id)
        .where(
            Board.agency_id == tree.agency_id,
            Board.span == str(tree.span),
            Board.last_period == str(tree.span.last),
            Board.subject == Subject.DEPARTMENTS.value,
        )
    )
    return frozenset(rows)


RECEIVED, SENT = aliased(DepartmentPath), aliased(DepartmentPath)
"""The paths of a note's ends in `Counted.notes`."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What a tree counts: of each month of its span the entries up to one."""

    through: Mapping[int, int]

    @classmethod
    def of(cls, session: Session, tree: GrownTree) -> "Counted":
        rows = session.execute(
            select(Month.id, MonthClosing.through_entry_id)
            .outerjoin(MonthClosing, and_(MonthClosing.month_id == Month.id, MonthClosing.state == "closed"))
            .where(Month.agency_id == tree.agency_id, Month.period.between(tree.first_period, str(tree.span.last)))
        )
        last = tree.through_entry_id
        return cls({month_id: last if through is None else min(last, through) for month_id, through in rows})

    def notes(self, *columns: _Column, where: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
        """These columns of the notes that the tree counts."""
        within = (and_(Entry.month_id == month, Entry.id <= entry) for month, entry in self.through.items())
        return (
            select(Note.id, *columns)
            .join(Entry, Entry.note_id == Note.id)
            .join(RECEIVED, RECEIVED.id == Note.recipient_path_id)
            .join(SENT, SENT.id == Note.sender_path_id)
            .where(where, Note.month_id.in_(list(self.through)), or_(false(), *within))
            .group_by(Note.id, *columns)
            .having(func.sum(Entry.notes) > 0)
        )


def _own_notes(session: Session, counted: Counted, places: _Places, end: ColumnElement[bool]) -> list[_Own]:
    """The notes that the tree counts of which he is this `end`."""
    crossed = RECEIVED.bureau_id != SENT.bureau_id
    mine = counted.notes(RECEIVED.home_id, RECEIVED.bureau_id, crossed.label("is_crossed"), where=end)
    rows = session.execute(mine.order_by(Note.id)).all()
    homes = {row.home_id for row in rows} & places.numbered
    ranks = _ranks(session, counted, homes, end) if homes else {}
    return [_Own(row.home_id, row.bureau_id, row.is_crossed, ranks.get(row.id)) for row in rows]


def _ranks(session: Session, counted: Counted, homes: Collection[int], end: ColumnElement[bool]) -> dict[int, int]:
    """By the ids of his notes in these departments: how many like each stand before it."""
    in_homes = and_(RECEIVED.home_id.in_(homes), Note.recipient_person_id.in_(people_of(session, counted, homes, end)))
    crossed, own = RECEIVED.bureau_id != SENT.bureau_id, case((end, 1), else_=0)
    every = counted.notes(RECEIVED.home_id, crossed.label("is_crossed"), own.label("is_own"), where=in_homes).subquery()
    before = func.row_number().over(partition_by=(every.c.home_id, every.c.is_crossed), order_by=every.c.id) - 1
    ranked = select(every.c.id, every.c.is_own, before.label("rank")).subquery()
    return {row.id: row.rank for row in session.execute(select(ranked).where(ranked.c.is_own == 1))}


def people_of(
    session: Session, counted: Counted, homes: Collection[int], end: ColumnElement[bool]
) -> Select[tuple[int]]:
    """Everybody who may have received a note in these departments: who took part there, who ever had a post there, and the
    recipients of his own notes. It spares a look at all other notes of the span."""
    months = list(counted.through)
    paths = session.execute(select(DepartmentPath.ids).where(DepartmentPath.home_id.in_(homes))).scalars()
    departments = sorted({int(ids.rpartition("/")[2]) for ids in paths})
    took_part = select(MonthParticipant.person_id).where(
        MonthParticipant.month_id.in_(months), MonthParticipant.department_id.in_(homes)
    )
    served = (
        select(Employee.person_id)
        .join(Appointment, Appointment.employee_id == Employee.id)
        .where(Appointment.department_id.in_(departments))
    )
    his = select(Note.recipient_person_id).where(end, Note.month_id.in_(months))
    together = union(took_part, served, his).subquery()
    return select(together.c.person_id)
