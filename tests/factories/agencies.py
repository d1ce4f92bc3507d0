"""An agency with departments, people and accounts."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count

from collabpoints.db import unit_of_work
from collabpoints.domain.roles import Role
from collabpoints.domain.schemes import digest, preset_text
from collabpoints.models import (
    Account,
    Agency,
    Appointment,
    Department,
    DepartmentPath,
    Employee,
    Person,
    RoleGrant,
    Scheme,
)
from collabpoints.services.search_terms import refresh_terms
from collabpoints.services.sessions import add_session

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
_numbers = count(100001)


@dataclass(frozen=True)
class Colleague:
    """A person in a test's world."""

    person_id: int
    employee_id: int
    account_id: int
    number: str
    name: str


def an_agency(*, code: str = "haneul", scheme: str = "directive-2016") -> int:
    """An agency with its scheme since January 2026; answers with its id."""
    with unit_of_work() as session:
        agency = Agency(
            code=code,
            name_ko="하늘도",
            name_en="Haneul Province",
            zone="Asia/Seoul",
            is_demo=False,
            created_at=LONG_AGO,
        )
        session.add(agency)
        session.flush()
        text = preset_text(scheme)
        session.add(
            Scheme(
                agency_id=agency.id,
                code=scheme,
                text=text,
                digest=digest(text),
                starts_in="2026-01",
                created_at=LONG_AGO,
            )
        )
        return agency.id


def a_department(agency_id: int, name: str, *, parent_id: int | None = None, level: int = 2, code: str = "") -> int:
    """An open department; a team (level 3) is judged as its parent."""
    with unit_of_work() as session:
        place = next(_numbers)
        department = Department(
            agency_id=agency_id,
            code=code or f"D{place}",
            name=name,
            parent_id=parent_id,
            level=level,
            official_order=place,
            opened_on=date(2020, 1, 1),
        )
        session.add(department)
        session.flush()
        parent = session.get(Department, parent_id) if parent_id else None
        above = session.get(DepartmentPath, parent.path_id) if parent else None
        path = DepartmentPath(
            agency_id=agency_id,
            ids=f"{above.ids}/{department.id}" if above else str(department.id),
            names=f"{above.names} {name}" if above else name,
            home_id=parent_id if level == 3 else department.id,
            bureau_id=above.bureau_id if above else department.id,
        )
        session.add(path)
        session.flush()
        department.path_id = path.id
        department.home_id = parent_id if level == 3 else department.id
        return department.id


def a_colleague(
    agency_id: int,
    name: str,
    department_id: int,
    *,
    status: str = "active",
    position: str = "주무관",
    rank: str = "7급",
    duty: str = "민원",
    number: str = "",
    roles: tuple[Role, ...] = (),
) -> Colleague:
    """A person who serves in the department since 2020, with an account whose login is the employee number."""
    number = number or str(next(_numbers))
    with unit_of_work() as session:
        person = Person(agency_id=agency_id, name=name, created_at=LONG_AGO)
        session.add(person)
        session.flush()
        employee = Employee(
            agency_id=agency_id,
            person_id=person.id,
            number=number,
            email=f"n{number}@haneul.example",
            phone=f"041-635-{int(number) % 10000:04d}",
            status=status,
            left_on=date(2026, 1, 1) if status == "left" else None,
        )
        account = Account(agency_id=agency_id, person_id=person.id, login=number, created_at=LONG_AGO)
        session.add_all([employee, account])
        session.flush()
        session.add(
            Appointment(
                agency_id=agency_id,
                employee_id=employee.id,
                department_id=department_id,
                kind="primary",
                starts_on=date(2020, 1, 1),
                rank=rank,
                position=position,
                duty=duty,
            )
        )
        for role in roles:
            session.add(
                RoleGrant(
                    agency_id=agency_id,
                    person_id=person.id,
                    role=role,
                    department_id=department_id if role is Role.DEPARTMENT_HEAD else None,
                    granted_at=LONG_AGO,
                )
            )
        refresh_terms(session, agency_id, [employee.id])
        return Colleague(person.id, employee.id, account.id, number, name)


def a_session(colleague: Colleague, *, now: datetime | None = None) -> str:
    """A signed-in session of the colleague's account; answers with its token."""
    at = now or datetime.now(UTC) - timedelta(seconds=1)
    with unit_of_work() as session:
        return add_session(session, session.get_one(Account, colleague.account_id), now=at)
