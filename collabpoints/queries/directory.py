"""The directory as the database has it: every department and everybody, as an import compares them with HR's file."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from operator import itemgetter

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from collabpoints.db import reading, snapshot
from collabpoints.domain.staff import Directory
from collabpoints.domain.staff_changes import Plan, PresentDepartment, PresentPerson, compare
from collabpoints.domain.staff_zeros import with_zeros
from collabpoints.models import Agency, Appointment, Department, Employee, Person

_AT_A_TIME = 5_000


def plan_of(agency_id: int, directory: Directory, *, today: date) -> Plan:
    """What applying this directory today would change. Inside a unit of work it sees that unit. Raises FileRefused for a
    number or code that lost its zeros and fits two known ones."""
    with snapshot() as session:
        departments = {one.code: one for one in present_departments(agency_id)}
        numbers = set(session.scalars(select(Employee.number).where(Employee.agency_id == agency_id)))
        return compare(
            with_zeros(directory, numbers, departments),
            departments=departments,
            people=present_people(agency_id),
            agency_name=session.execute(select(Agency.name_ko).where(Agency.id == agency_id)).scalar_one(),
            today=today,
        )


def present_departments(agency_id: int) -> tuple[PresentDepartment, ...]:
    """Every department that ever was, closed ones too, in the official order."""
    above = aliased(Department)
    with reading() as session:
        rows = session.execute(
            select(
                Department.id,
                Department.code,
                Department.name,
                above.code,
                Department.level,
                Department.official_order,
                Department.closed_on,
            )
            .outerjoin(above, above.id == Department.parent_id)
            .where(Department.agency_id == agency_id)
            .order_by(Department.official_order, Department.id)
        ).all()
        return tuple(
            PresentDepartment(id_, code, name, parent or "", level, order, closed_on is None)
            for id_, code, name, parent, level, order, closed_on in rows
        )


def present_people(agency_id: int) -> Iterator[PresentPerson]:
    """Everybody who ever served, those who left too, by employee id; a few thousand rows are held at a time, so it wants
    a `snapshot` or a unit of work around it."""
    # The latest appointment is picked here and not by the database: PostgreSQL, before it has statistics of people just
    # imported, chose a plan that compared everybody with everybody.
    with reading() as session:
        rows = session.execute(
            select(
                Employee.id,
                Employee.person_id,
                Employee.number,
                Person.name,
                Employee.email,
                Employee.phone,
                Employee.status,
                Employee.left_on,
                Department.code,
                Appointment.rank,
                Appointment.position,
                Appointment.duty,
                Appointment.starts_on,
                Employee.employment,
                Employee.joined_on,
            )
            .join(Person, Person.id == Employee.person_id)
            .outerjoin(Appointment, and_(Appointment.employee_id == Employee.id, Appointment.kind == "primary"))
            .outerjoin(Department, Department.id == Appointment.department_id)
            .where(Employee.agency_id == agency_id)
            .order_by(Employee.id, Appointment.starts_on),
            execution_options={"yield_per": _AT_A_TIME},
        )
        for _employee_id, (*_earlier, latest) in groupby(rows, key=itemgetter(0)):
            (employee, person, number, name, email, phone, status, left_on, code, rank, position, duty, starts,
             employment, joined_on) = latest  # fmt: skip
            yield PresentPerson(
                employee, person, number, name, email, phone, status, left_on,
                code or "", rank or "", position or "", duty or "", starts, employment, joined_on,
            )  # fmt: skip
