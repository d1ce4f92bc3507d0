"""Who is signed in: his roles, his post of today, and nobody once the session is no longer good."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from collabpoints.db import unit_of_work
from collabpoints.domain.roles import Role
from collabpoints.models import Agency, Appointment
from collabpoints.queries.identities import Identity, identity
from tests.factories.agencies import Colleague, a_colleague, a_department, a_session, an_agency

NOW = datetime(2026, 10, 31, 14, 59, 59, tzinfo=UTC)  # a second before midnight in Seoul


def seen_as(colleague: Colleague, *, now: datetime) -> Identity:
    token = a_session(colleague, now=now - timedelta(minutes=1))
    found = identity(token, now=now, idle=timedelta(hours=1), absolute=timedelta(hours=10))
    assert found is not None
    return found


@pytest.fixture
def moving(app: Flask) -> Colleague:
    """Serves in 기획담당관 until the last of October, in 도로과 from the first of November."""
    agency_id = an_agency()
    roads = a_department(agency_id, "도로과")
    colleague = a_colleague(agency_id, "홍길동", a_department(agency_id, "기획담당관"))
    with unit_of_work() as session:
        session.execute(update(Appointment).values(ends_on=date(2026, 11, 1)))
        session.add(
            Appointment(
                agency_id=agency_id,
                employee_id=colleague.employee_id,
                department_id=roads,
                kind="primary",
                starts_on=date(2026, 11, 1),
                rank="6급",
                position="팀장",
                duty="",
            )
        )
    return colleague


@pytest.mark.parametrize(
    ("now", "department", "position"),
    [(NOW, "기획담당관", "주무관"), (NOW + timedelta(seconds=1), "도로과", "팀장")],
)
def test_the_post_is_that_of_today_in_the_agencys_zone(
    moving: Colleague, now: datetime, department: str, position: str
) -> None:
    found = seen_as(moving, now=now)
    assert (found.department, found.position) == (department, position)


def test_a_zone_far_from_ours_has_its_own_today(moving: Colleague) -> None:
    with unit_of_work() as session:
        session.execute(update(Agency).values(zone="Pacific/Kiritimati"))
    assert seen_as(moving, now=datetime(2026, 10, 31, 10, tzinfo=UTC)).department == "도로과"


def test_one_between_posts_is_somebody_without_a_department(moving: Colleague) -> None:
    with unit_of_work() as session:
        session.execute(update(Appointment).where(Appointment.ends_on.is_(None)).values(starts_on=date(2026, 11, 3)))
    found = seen_as(moving, now=datetime(2026, 11, 1, 3, tzinfo=UTC))
    assert (found.name, found.department, found.position) == ("홍길동", "", "")


def test_several_roles_and_posts_around_today_are_one_person_with_all_his_roles(app: Flask) -> None:
    agency_id = an_agency()
    place = a_department(agency_id, "기획담당관")
    head = a_colleague(agency_id, "홍길동", place, roles=(Role.DEPARTMENT_HEAD, Role.REVIEWER))
    found = seen_as(head, now=NOW)
    assert found.roles == {Role.EMPLOYEE, Role.DEPARTMENT_HEAD, Role.REVIEWER}
    assert found.headed_department_ids == {place}
