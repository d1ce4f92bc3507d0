"""Write the people of a plan, some thousands at a time: who is new, who changed, who left, who returned."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Table, Update, and_, bindparam, delete, or_, update
from sqlalchemy.orm import Session

from collabpoints.db import table_of
from collabpoints.domain.roles import Status, SystemReason
from collabpoints.domain.staff import WantedPerson
from collabpoints.domain.staff_changes import PersonChange, Plan, PresentPerson, status_of
from collabpoints.models import Account, Appointment, Employee, Person, RoleGrant
from collabpoints.services.bulk_rows import insert_rows, reserved_ids
from collabpoints.services.sessions import end_sessions_of

_TOGETHER = 5_000
_EMPLOYEE_COLUMNS = ("email", "phone", "status", "employment", "joined_on", "left_on")
_One = TypeVar("_One")


@dataclass(frozen=True, slots=True)
class People:
    """Who writes what where: the agency, its departments' ids by code, when, and by whom (None: a command)."""

    session: Session
    agency_id: int
    department_ids: Mapping[str, int]
    now: datetime
    actor_person_id: int | None

    def write(self, plan: Plan, step: Callable[[int], None]) -> list[int]:
        """Afterwards everybody is as the plan wants him; answers with the employee ids touched. `step` is told how many
        more people were written."""
        touched: list[int] = []
        for leaving in _slices(plan.left):
            self._end(leaving, plan.today)
            touched += [present.employee_id for present in leaving]
            step(len(leaving))
        for changes in _slices([*plan.returned, *plan.moved, *plan.renamed, *plan.changed]):
            self._change(changes)
            touched += [change.present.employee_id for change in changes]
            step(len(changes))
        for new in _slices(plan.new):
            touched += self._add(new, plan)
            step(len(new))
        return touched

    def _add(self, new: Sequence[WantedPerson], plan: Plan) -> list[int]:
        count, agency_id = len(new), self.agency_id
        people = reserved_ids(self.session, Person, count)
        employees = reserved_ids(self.session, Employee, count)
        insert_rows(
            self.session,
            Person,
            ("id", "agency_id", "name", "is_opted_out", "created_at"),
            ((id_, agency_id, one.name, False, self.now) for id_, one in zip(people, new, strict=True)),
        )
        insert_rows(
            self.session,
            Employee,
            ("id", "agency_id", "person_id", "number", "email", "phone", "status", "employment", "joined_on"),
            (
                (id_, agency_id, person, one.number, one.email or "", one.phone or "", status_of(one),
                 one.employment or "", one.joined_on)
                for id_, person, one in zip(employees, people, new, strict=True)
            ),
        )  # fmt: skip
        insert_rows(
            self.session,
            Account,
            ("id", "agency_id", "person_id", "login", "session_epoch", "is_active", "language", "is_mail_wanted",
             "created_at"),
            (
                (id_, agency_id, person, one.number, 0, True, "ko", True, self.now)
                for id_, person, one in zip(reserved_ids(self.session, Account, count), people, new, strict=True)
            ),
        )  # fmt: skip
        self._appoint(
            (id_, one.department_code, plan.start_of(one), one.rank or "", one.position or "", one.duty or "")
            for id_, one in zip(employees, new, strict=True)
        )
        return employees

    def _appoint(self, posts: Iterable[tuple[int, str, date, str, str, str]]) -> None:
        """New primary appointments: employee id, department code, first day, rank, position, duty."""
        rows = [
            (self.agency_id, employee, self.department_ids[code], "primary", start, rank, position, duty)
            for employee, code, start, rank, position, duty in posts
        ]
        ids = reserved_ids(self.session, Appointment, len(rows))
        insert_rows(
            self.session,
            Appointment,
            ("id", "agency_id", "employee_id", "department_id", "kind", "starts_on", "rank", "position", "duty"),
            ((id_, *row) for id_, row in zip(ids, rows, strict=True)),
        )

    def _change(self, changes: Sequence[PersonChange]) -> None:
        self._many(Employee, [_employee_values(*change) for change in changes], _EMPLOYEE_COLUMNS)
        renamed = [change for change in changes if change.present.name != change.wanted.name]
        self._many(Person, [{"of": one.present.person_id, "name": one.wanted.name} for one in renamed], ("name",))
        back = [change.present.person_id for change in changes if change.present.left_on is not None]
        self.session.execute(update(Account).where(Account.person_id.in_(back)).values(is_active=True))
        begun = [(change, change.starts_on) for change in changes if change.starts_on is not None]
        self._cut([(change.present.employee_id, start) for change, start in begun], only_primary=True)
        self._appoint(
            (
                change.present.employee_id,
                change.wanted.department_code,
                start,
                _either(change.wanted.rank, change.present.rank),
                _either(change.wanted.position, change.present.position),
                _either(change.wanted.duty, change.present.duty),
            )
            for change, start in begun
        )

    def _end(self, leaving: Sequence[PresentPerson], today: date) -> None:
        employees = [present.employee_id for present in leaving]
        people = [present.person_id for present in leaving]
        self._cut([(employee, today) for employee in employees], only_primary=False)
        self.session.execute(
            update(Employee).where(Employee.id.in_(employees)).values(status=Status.LEFT.value, left_on=today)
        )
        self.session.execute(
            update(RoleGrant)
            .where(RoleGrant.person_id.in_(people), RoleGrant.revoked_at.is_(None))
            .values(
                revoked_at=self.now, revoked_by_person_id=self.actor_person_id, revoked_reason=SystemReason.NOT_IN_FILE
            )
        )
        end_sessions_of(self.session, people)
        self.session.execute(update(Account).where(Account.person_id.in_(people)).values(is_active=False))

    def _cut(self, days: Sequence[tuple[int, date]], *, only_primary: bool) -> None:
        """Appointments of these employees end on their day; those that were to begin then or later are gone."""
        if not days:
            return
        table = table_of(Appointment)
        own = and_(
            table.c.employee_id == bindparam("employee"), table.c.kind == "primary" if only_primary else table.c.id > 0
        )
        given = [{"employee": employee, "day": day} for employee, day in days]
        connection = self.session.connection()
        connection.execute(delete(table).where(own, table.c.starts_on >= bindparam("day")), given)
        covers = or_(table.c.ends_on.is_(None), table.c.ends_on > bindparam("day"))
        connection.execute(update(table).where(own, covers).values(ends_on=bindparam("day")), given)

    def _many(self, model: type[Employee] | type[Person], values: list[dict[str, Any]], columns: Sequence[str]) -> None:
        if values:
            self.session.connection().execute(_by_id(table_of(model), columns), values)


def _by_id(table: Table, columns: Sequence[str]) -> Update:
    """UPDATE one row, its id given as `of`."""
    return update(table).where(table.c.id == bindparam("of")).values({name: bindparam(name) for name in columns})


def _employee_values(present: PresentPerson, wanted: WantedPerson, _start: date | None) -> dict[str, Any]:
    return {
        "of": present.employee_id,
        "email": _either(wanted.email, present.email),
        "phone": _either(wanted.phone, present.phone),
        "status": status_of(wanted, present),
        "employment": _either(wanted.employment, present.employment),
        "joined_on": wanted.joined_on or present.joined_on,
        "left_on": None,
    }


def _either(wanted: str | None, present: str) -> str:
    return present if wanted is None else wanted


def _slices(sequence: Sequence[_One]) -> Iterator[list[_One]]:
    rest = iter(sequence)
    while some := list(islice(rest, _TOGETHER)):
        yield some
