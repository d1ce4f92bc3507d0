"""A send is judged by what HR's records say of the two people: rank, position, employment, first day, line of approval."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from collabpoints.db import unit_of_work
from collabpoints.domain.errors import Refused
from collabpoints.domain.roles import Role
from collabpoints.domain.scheme_words import Level
from collabpoints.domain.schemes import digest, parse_scheme, preset_text, scheme_text
from collabpoints.models import Appointment, Department, DepartmentPath, Employee, RoleGrant, Scheme
from tests.factories.agencies import LONG_AGO, Colleague, a_colleague, a_department
from tests.factories.worlds import World, a_world


@pytest.fixture
def world(app: Flask) -> World:
    return a_world()


def under(world: World, **fields: Any) -> None:
    """The agency's scheme says this of these fields from the beginning."""
    text = scheme_text(replace(parse_scheme(preset_text("directive-2016")), **fields))
    with unit_of_work() as session:
        session.execute(
            update(Scheme).where(Scheme.agency_id == world.agency_id).values(text=text, digest=digest(text))
        )


def record(model: type[Employee | Appointment], colleague: Colleague, **values: Any) -> None:
    key = Employee.id if model is Employee else Appointment.employee_id
    with unit_of_work() as session:
        session.execute(update(model).where(key == colleague.employee_id).values(**values))


def heads(world: World, colleague: Colleague, department_id: int) -> None:
    with unit_of_work() as session:
        session.add(
            RoleGrant(
                agency_id=world.agency_id,
                person_id=colleague.person_id,
                role=Role.DEPARTMENT_HEAD.value,
                department_id=department_id,
                granted_at=LONG_AGO,
            )
        )


def below(world: World, department_id: int, parent_id: int) -> None:
    """The department hangs below another from now on, in its path too."""
    with unit_of_work() as session:
        path = DepartmentPath(
            agency_id=world.agency_id,
            ids=f"{parent_id}/{department_id}",
            names="위 아래",
            home_id=department_id,
            bureau_id=parent_id,
        )
        session.add(path)
        session.flush()
        session.execute(
            update(Department).where(Department.id == department_id).values(parent_id=parent_id, path_id=path.id)
        )


def refusal(world: World, sender: Colleague, recipient: Colleague) -> str:
    with pytest.raises(Refused) as caught:
        world.send(sender, recipient)
    (only,) = caught.value.refusals
    return only.code.value


def test_a_position_without_points_gets_thanks_alone(world: World) -> None:
    under(world, positions_without_points=("도지사",))
    record(Appointment, world.kim, position="도지사")
    assert refusal(world, world.hong, world.kim) == "position_without_points"
    assert world.send(world.hong, world.kim, points=0).note_ids


def test_the_head_above_one_gets_no_points_where_the_scheme_says_so(world: World) -> None:
    bureau = a_department(world.agency_id, "기획조정실", level=1)
    below(world, world.planning, bureau)
    boss = a_colleague(world.agency_id, "정약용", bureau)
    heads(world, boss, bureau)
    under(world, has_points_for_own_line=False)
    assert refusal(world, world.hong, boss) == "own_line"
    assert world.send(world.kim, boss).note_ids, "he stands in nobody else's line"


def test_a_head_of_another_department_gets_points(world: World) -> None:
    heads(world, world.kim, world.welfare)
    under(world, has_points_for_own_line=False)
    assert world.send(world.hong, world.kim).note_ids


def test_who_was_head_once_is_not_in_the_line_any_more(world: World) -> None:
    heads(world, world.kim, world.planning)
    with unit_of_work() as session:
        session.execute(update(RoleGrant).values(revoked_at=LONG_AGO + timedelta(days=1)))
    under(world, has_points_for_own_line=False)
    assert world.send(world.hong, world.kim).note_ids


def test_a_rank_that_does_not_take_part_sends_no_points(world: World) -> None:
    under(world, sending_ranks_left_out=("4급",))
    record(Appointment, world.hong, rank="4급")
    assert refusal(world, world.hong, world.kim) == "sender_takes_no_part"


def test_a_kind_of_employment_that_does_not_take_part_receives_no_points(world: World) -> None:
    under(world, receiving_employments_left_out=("기간제",))
    record(Employee, world.kim, employment="기간제")
    assert refusal(world, world.hong, world.kim) == "recipient_takes_no_part"


def test_a_newcomer_receives_points_when_his_days_are_over(world: World) -> None:
    under(world, receiving_days_after_joining=30)
    today = date.today()
    record(Employee, world.kim, joined_on=today - timedelta(days=10))
    record(Employee, world.park, joined_on=today - timedelta(days=31))
    assert refusal(world, world.hong, world.kim) == "recipient_takes_no_part"
    assert world.send(world.hong, world.park).note_ids


def test_a_kind_of_employment_that_does_not_take_part_sends_thanks_alone(world: World) -> None:
    under(world, sending_employments_left_out=("기간제",))
    record(Employee, world.hong, employment="기간제")
    assert refusal(world, world.hong, world.kim) == "sender_takes_no_part"
    assert world.send(world.hong, world.kim, points=0).note_ids
    assert world.send(world.kim, world.hong).note_ids, "as a recipient he takes part"


def test_a_newcomer_sends_points_when_his_days_are_over(world: World) -> None:
    under(world, sending_days_after_joining=30)
    record(Employee, world.hong, joined_on=date.today() - timedelta(days=10))
    record(Employee, world.park, joined_on=date.today() - timedelta(days=31))
    assert refusal(world, world.hong, world.kim) == "sender_not_yet"
    assert world.send(world.park, world.kim).note_ids


def test_of_whom_hr_says_nothing_nobody_is_left_out(world: World) -> None:
    left_out = ("기간제", "공무직")
    under(
        world,
        sending_employments_left_out=left_out,
        receiving_employments_left_out=left_out,
        sending_days_after_joining=366,
        receiving_days_after_joining=366,
    )
    assert world.send(world.hong, world.kim).note_ids


def test_the_same_bureau_counts_as_the_same_where_the_scheme_says_so(world: World) -> None:
    bureau = a_department(world.agency_id, "기획조정실", level=1)
    below(world, world.planning, bureau)
    below(world, world.welfare, bureau)
    under(world, same_level=Level.BUREAU)
    assert refusal(world, world.hong, world.kim) == "same_bureau"
    assert world.send(world.hong, world.park).note_ids


def test_another_team_of_the_same_department_may_get_points_where_teams_are_judged(world: World) -> None:
    team = a_department(world.agency_id, "기획1팀", parent_id=world.planning, level=3)
    member = a_colleague(world.agency_id, "장영실", team)
    under(world, same_level=Level.TEAM)
    assert world.send(world.hong, member).note_ids
    assert refusal(world, world.hong, world.lim) == "same_team"
