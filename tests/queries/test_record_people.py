"""Whom records name, and how."""

from datetime import date

import pytest
from sqlalchemy import update

from collabpoints.db import unit_of_work
from collabpoints.models import Employee, Person
from collabpoints.queries.record_people import people_named
from tests.factories.worlds import a_world


@pytest.mark.usefixtures("app")
def test_a_record_that_is_another_persons_is_named_with_his_post() -> None:
    world = a_world()
    kept, other = world.kim.person_id, world.park.person_id
    with unit_of_work() as session:
        session.execute(
            update(Employee)
            .where(Employee.person_id == other)
            .values(person_id=kept, status="left", left_on=date(2026, 11, 1))
        )
        session.execute(update(Person).where(Person.id == other).values(merged_into_person_id=kept))
    named = people_named({kept, other})
    assert named[other].department
    assert (named[other].position, named[other].department) == (named[kept].position, named[kept].department)
