"""Reorganisations as they stand: the list, one with its steps, what they make of the tree, and which are due."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import and_, select

from collabpoints.db import database_now, reading, snapshot
from collabpoints.domain.periods import today
from collabpoints.domain.reorganisations import Act, Move, Reorganised, Step, reorganised
from collabpoints.models import (
    Agency,
    Appointment,
    Department,
    Employee,
    Person,
    Reorganisation,
    ReorganisationMove,
    ReorganisationStep,
)
from collabpoints.queries.directory import present_departments
from collabpoints.queries.identities import primary_on
from collabpoints.queries.positions import called


@dataclass(frozen=True, slots=True)
class Outline:
    """A reorganisation in a list. `by`: who wrote or planned it; `settled_at`: when it was done or dropped."""

    id: int
    title: str
    effective_on: date
    document: str
    state: str
    fault: str
    by: str
    planned_at: datetime
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Serving:
    """Somebody who serves in a department on a day, by his primary appointment."""

    employee_id: int
    person_id: int
    number: str
    name: str
    position: str
    code: str


@dataclass(frozen=True, slots=True)
class Sketch:
    """A reorganisation with all that its page tells. `serving`: who serves where on its day, by department and number;
    `moves`: the code where somebody goes, by employee id; `ids`: of the departments, by code."""

    outline: Outline
    steps: tuple[Step, ...]
    moves: Mapping[int, str]
    serving: tuple[Serving, ...]
    found: Reorganised
    ids: Mapping[str, int]

    @property
    def people_before(self) -> Mapping[str, int]:
        """How many people serve in each department on the day, as things are."""
        return Counter(one.code for one in self.serving)

    @property
    def people_after(self) -> Mapping[str, int]:
        """How many will."""
        return Counter(self.code_after(one) for one in self.serving)

    def code_after(self, one: Serving) -> str:
        """The department where somebody serves afterwards."""
        return self.found.destinations.get(one.employee_id) or self.found.heirs.get(one.code, one.code)

    @property
    def moved(self) -> tuple[Serving, ...]:
        """Those who serve in another department afterwards."""
        return tuple(one for one in self.serving if self.code_after(one) != one.code)


def reorganisations(agency_id: int) -> tuple[Outline, ...]:
    """All of them: what is to come by its day, then what is settled, the latest first."""
    with reading() as session:
        rows = session.execute(
            select(Reorganisation, called(Person))
            .join(Person, Person.id == Reorganisation.planned_by_person_id)
            .where(Reorganisation.agency_id == agency_id)
            .order_by(Reorganisation.effective_on, Reorganisation.id)
        ).all()
    found = [_outline(row, by) for row, by in rows]
    settled = [one for one in found if one.settled_at is not None]
    return (*(one for one in found if one.settled_at is None), *settled[::-1])


def sketch_of(agency_id: int, reorganisation_id: int) -> Sketch | None:
    """The reorganisation, its steps taken on the tree as it is now; None when there is none. Within a unit of work it sees
    that unit. One that is done stands on the tree that it made: its steps say nothing any more, so none are taken."""
    with snapshot() as session:
        row = session.execute(
            select(Reorganisation, called(Person))
            .join(Person, Person.id == Reorganisation.planned_by_person_id)
            .where(Reorganisation.agency_id == agency_id, Reorganisation.id == reorganisation_id)
        ).one_or_none()
        if row is None:
            return None
        outline = _outline(*row)
        steps = _steps(reorganisation_id)
        moves = _moves(reorganisation_id)
        serving = serving_on(agency_id, outline.effective_on)
        departments = present_departments(agency_id)
        found = reorganised(
            departments,
            steps,
            serving=Counter(one.code for one in serving),
            moves=[
                Move(one.employee_id, one.code, moves[one.employee_id]) for one in serving if one.employee_id in moves
            ],
        )
        return Sketch(outline, steps, moves, serving, found, {one.code: one.id for one in departments})


def serving_on(agency_id: int, day: date) -> tuple[Serving, ...]:
    """Everybody who serves on that day, as far as it is known now; by department in official order, then number."""
    with reading() as session:
        rows = session.execute(
            select(Employee.id, Employee.person_id, Employee.number, Person.name, Appointment.position, Department.code)
            .join(Person, Person.id == Employee.person_id)
            .join(Appointment, and_(*primary_on(Employee.id, day)))
            .join(Department, Department.id == Appointment.department_id)
            .where(Employee.agency_id == agency_id, Employee.left_on.is_(None))
            .order_by(Department.official_order, Department.id, Employee.number)
        )
        return tuple(Serving(*row) for row in rows)


def due_reorganisations(agency_id: int) -> tuple[str, ...]:
    """Those planned whose day has begun by the database's clock in the agency's zone, the oldest first, each named
    `2026-12-01/3` (day and id). One that could not be carried out waits until somebody has planned it anew."""
    with reading() as session:
        zone = session.execute(select(Agency.zone).where(Agency.id == agency_id)).scalar_one()
        day = today(database_now(session), ZoneInfo(zone))
        rows = session.execute(
            select(Reorganisation.effective_on, Reorganisation.id)
            .where(
                Reorganisation.agency_id == agency_id,
                Reorganisation.state == "planned",
                Reorganisation.fault == "",
                Reorganisation.effective_on <= day,
            )
            .order_by(Reorganisation.effective_on, Reorganisation.id)
        )
        return tuple(f"{on.isoformat()}/{id_}" for on, id_ in rows)


def _outline(row: Reorganisation, by: str) -> Outline:
    return Outline(
        row.id,
        row.title,
        row.effective_on,
        row.document,
        row.state,
        row.fault,
        by,
        row.planned_at,
        row.settled_at,
    )


def _steps(reorganisation_id: int) -> tuple[Step, ...]:
    with reading() as session:
        rows = session.scalars(
            select(ReorganisationStep)
            .where(ReorganisationStep.reorganisation_id == reorganisation_id)
            .order_by(ReorganisationStep.place)
        )
        return tuple(
            Step(at, Act(row.act), row.code, row.name, row.parent_code, row.into_code, row.before_code)
            for at, row in enumerate(rows, start=1)
        )


def _moves(reorganisation_id: int) -> dict[int, str]:
    with reading() as session:
        rows = session.execute(
            select(ReorganisationMove.employee_id, ReorganisationMove.code)
            .where(ReorganisationMove.reorganisation_id == reorganisation_id)
            .order_by(ReorganisationMove.employee_id)
        )
        return dict(iter(rows))
