"""Staff orders: what stands when one is placed, carried out, dropped; on both databases."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from collabpoints.db import reading, unit_of_work
from collabpoints.domain.errors import Code, NotFound, Refused
from collabpoints.domain.roles import Role, SystemReason
from collabpoints.domain.staff import read_directory
from collabpoints.domain.staff_changes import Plan
from collabpoints.domain.staff_orders import Act, Order
from collabpoints.formats.staff_files import staff_rows
from collabpoints.models import (
    Account,
    Appointment,
    Department,
    Employee,
    Note,
    Person,
    PersonMonthTotal,
    RoleGrant,
    SearchTerm,
    StaffOrder,
)
from collabpoints.queries.colleagues import Hit, colleagues_by_id
from collabpoints.queries.directory import plan_of
from collabpoints.queries.roles import proposed_heads
from collabpoints.queries.staff_orders import contradicted_orders, due_orders, orders_of, waiting_orders
from collabpoints.queries.staff_previews import preview_of
from collabpoints.services.people_import import Applying, import_staff
from collabpoints.services.staff_orders import Placed, carry_out_within, drop_order, place_order, try_again
from tests.factories.agencies import Colleague, a_colleague
from tests.factories.clocks import turn_clock
from tests.factories.worlds import World, a_world

NOW = "2026-11-22T10:00:00+09:00"
TODAY = date(2026, 11, 22)
AHEAD = date(2026, 12, 1)


@dataclass(frozen=True)
class Office:
    """A world on 22 November 2026, and its officer."""

    world: World
    officer: Colleague

    def place(self, colleague: Colleague, act: Act, on: date = TODAY, **given: object) -> Placed:
        return self.place_for(colleague.person_id, Order(act, on, **given))  # type: ignore[arg-type]

    def place_for(self, person_id: int, order: Order) -> Placed:
        actor = self.officer.person_id
        shown = preview_of(self.world.agency_id, person_id, order, actor_person_id=actor)
        return place_order(self.world.agency_id, person_id, order, expected=shown.digest, actor_person_id=actor)

    def carry_out(self) -> int:
        """What the job does in one go."""
        done = 0
        for name in due_orders(self.world.agency_id):
            with unit_of_work() as session:
                done += carry_out_within(session, self.world.agency_id, int(name.partition("/")[2]))
        return done


@pytest.fixture
def office(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Office:
    world = a_world()
    turn_clock(monkeypatch, NOW)
    return Office(
        world, a_colleague(world.agency_id, "오인사", world.welfare, roles=(Role.OFFICER, Role.ADMINISTRATOR))
    )


def posts(colleague: Colleague) -> list[tuple[str, int, date, date | None]]:
    with reading() as session:
        rows = session.execute(
            select(Appointment.kind, Appointment.department_id, Appointment.starts_on, Appointment.ends_on)
            .where(Appointment.employee_id == colleague.employee_id)
            .order_by(Appointment.starts_on, Appointment.id)
        )
        return [(row[0], row[1], row[2], row[3]) for row in rows]


def service(colleague: Colleague) -> Employee:
    with reading() as session:
        return session.get_one(Employee, colleague.employee_id)


def account(colleague: Colleague) -> Account:
    with reading() as session:
        return session.scalars(select(Account).where(Account.id == colleague.account_id)).one()


def order_row(order_id: int) -> StaffOrder:
    with reading() as session:
        return session.get_one(StaffOrder, order_id)


def refused(act: Callable[[], object]) -> list[Code]:
    with pytest.raises(Refused) as caught:
        act()
    return [refusal.code for refusal in caught.value.refusals]


SINCE = date(2020, 1, 1)


def test_a_transfer_of_today_stands_at_once(office: Office) -> None:
    world = office.world
    assert office.place(world.hong, Act.TRANSFER, department_id=world.roads).is_done
    assert posts(world.hong) == [
        ("primary", world.planning, SINCE, TODAY),
        ("primary", world.roads, TODAY, None),
    ]


def test_a_transfer_of_some_days_ago_begins_on_its_day(office: Office) -> None:
    world, day = office.world, TODAY - timedelta(days=20)
    office.place(world.hong, Act.TRANSFER, day, department_id=world.roads)
    assert posts(world.hong)[1] == ("primary", world.roads, day, None)


def test_a_note_keeps_the_department_of_its_day(office: Office) -> None:
    world = office.world
    office.place(world.kim, Act.TRANSFER, TODAY - timedelta(days=2), department_id=world.roads)
    (note_id,) = world.send(world.hong, world.kim).note_ids
    office.place(world.kim, Act.TRANSFER, department_id=world.planning)
    with reading() as session:
        assert session.get_one(Note, note_id).recipient_department_id == world.roads


def test_a_transfer_ahead_is_planned_and_changes_nothing_yet(office: Office) -> None:
    world = office.world
    placed = office.place(world.hong, Act.TRANSFER, AHEAD, department_id=world.roads)
    assert not placed.is_done
    assert posts(world.hong) == [("primary", world.planning, SINCE, None)]
    assert [row.id for row in waiting_orders(world.agency_id)] == [placed.order_id]


@pytest.mark.parametrize(("moment", "done"), [("2026-11-30T23:59:59.9+09:00", 0), ("2026-12-01T00:00:00+09:00", 1)])
def test_a_planned_order_is_carried_out_from_the_first_moment_of_its_day(
    office: Office, monkeypatch: pytest.MonkeyPatch, moment: str, done: int
) -> None:
    office.place(office.world.hong, Act.TRANSFER, AHEAD, department_id=office.world.roads)
    turn_clock(monkeypatch, moment)
    assert office.carry_out() == done


def test_carried_out_late_it_still_begins_on_its_day_and_once(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    world = office.world
    placed = office.place(world.hong, Act.TRANSFER, AHEAD, department_id=world.roads)
    turn_clock(monkeypatch, "2026-12-05T09:00:00+09:00")
    assert office.carry_out() == 1
    with unit_of_work() as session:
        assert carry_out_within(session, world.agency_id, placed.order_id) == 0
    assert posts(world.hong)[1:] == [("primary", world.roads, AHEAD, None)]


def test_what_was_shown_is_what_is_done(office: Office) -> None:
    world, order = office.world, Order(Act.TRANSFER, TODAY, office.world.roads)
    shown = preview_of(world.agency_id, world.hong.person_id, order, actor_person_id=office.officer.person_id)
    office.place(world.hong, Act.CONCURRENT, department_id=world.welfare)

    def confirm() -> Placed:
        return place_order(
            world.agency_id,
            world.hong.person_id,
            order,
            expected=shown.digest,
            actor_person_id=office.officer.person_id,
        )

    assert refused(confirm) == [Code.FILE_CHANGED]
    assert len(posts(world.hong)) == 2


def test_a_dropped_order_is_not_carried_out(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    world = office.world
    placed = office.place(world.hong, Act.TRANSFER, AHEAD, department_id=world.roads)
    for _press in range(2):
        drop_order(world.agency_id, placed.order_id, actor_person_id=office.officer.person_id)
    turn_clock(monkeypatch, "2026-12-01T09:00:00+09:00")
    assert office.carry_out() == 0
    assert order_row(placed.order_id).state == "dropped"


def test_what_was_carried_out_cannot_be_dropped(office: Office) -> None:
    placed = office.place(office.world.hong, Act.LEAVE)
    with pytest.raises(NotFound):
        drop_order(office.world.agency_id, placed.order_id, actor_person_id=office.officer.person_id)


def test_orders_planned_one_behind_the_other_are_judged_by_each_other(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = office.world
    office.place(world.hong, Act.LEAVE, AHEAD)
    office.place(world.hong, Act.RETURN, date(2027, 3, 1), department_id=world.roads)
    turn_clock(monkeypatch, "2027-03-02T09:00:00+09:00")
    assert office.carry_out() == 2
    assert service(world.hong).status == "active"
    assert posts(world.hong)[-1] == ("primary", world.roads, date(2027, 3, 1), None)


def test_an_order_that_no_longer_fits_waits_and_says_why(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    world = office.world
    placed = office.place(world.hong, Act.TRANSFER, AHEAD, department_id=world.roads)
    office.place(world.hong, Act.PART)
    turn_clock(monkeypatch, "2026-12-01T09:00:00+09:00")
    assert office.carry_out() == 0
    row = order_row(placed.order_id)
    assert (row.state, row.fault) == ("planned", "order_not_now")
    assert due_orders(world.agency_id) == ()


def test_an_order_that_waited_can_be_tried_again(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    world, actor = office.world, office.officer.person_id
    placed = office.place(world.choi, Act.RETURN, AHEAD)
    with unit_of_work() as session:
        session.get_one(Employee, world.choi.employee_id).status = "active"
    turn_clock(monkeypatch, "2026-12-01T09:00:00+09:00")
    office.carry_out()
    assert refused(lambda: try_again(world.agency_id, placed.order_id, actor_person_id=actor)) == [Code.ORDER_NOT_NOW]
    with unit_of_work() as session:
        session.get_one(Employee, world.choi.employee_id).status = "leave"
    try_again(world.agency_id, placed.order_id, actor_person_id=actor)
    assert (order_row(placed.order_id).state, service(world.choi).status) == ("done", "active")


def test_an_order_that_the_file_was_quicker_with_is_done(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    world = office.world
    placed = office.place(world.hong, Act.TRANSFER, AHEAD, department_id=world.roads)
    office.place(world.hong, Act.TRANSFER, department_id=world.roads)
    turn_clock(monkeypatch, "2026-12-01T09:00:00+09:00")
    assert office.carry_out() == 1
    assert (order_row(placed.order_id).state, len(posts(world.hong))) == ("done", 2)


def test_who_is_on_leave_receives_nothing_and_stays_signed_in(office: Office) -> None:
    world, epoch = office.world, account(office.world.hong).session_epoch
    office.place(world.hong, Act.LEAVE, until_on=date(2027, 11, 22))
    assert service(world.hong).status == "leave"
    assert refused(lambda: world.send(world.kim, world.hong)) == [Code.CANNOT_RECEIVE]
    assert account(world.hong).session_epoch == epoch


def test_a_secondment_within_the_agency_is_a_post_beside_one_s_own(office: Office) -> None:
    world = office.world
    office.place(world.hong, Act.SECOND, TODAY - timedelta(days=3), department_id=world.roads)
    office.place(world.hong, Act.END_SECONDMENT)
    assert posts(world.hong)[1:] == [("seconded", world.roads, TODAY - timedelta(days=3), TODAY)]
    assert service(world.hong).status == "active"


def test_a_secondment_elsewhere_is_a_status_until_it_ends(office: Office) -> None:
    world = office.world
    office.place(world.hong, Act.SECOND)
    assert service(world.hong).status == "seconded"
    office.place(world.hong, Act.END_SECONDMENT)
    assert service(world.hong).status == "active"


def test_a_concurrent_post_begins_and_ends(office: Office) -> None:
    world = office.world
    office.place(world.hong, Act.CONCURRENT, TODAY - timedelta(days=1), department_id=world.welfare, position="팀장")
    office.place(world.hong, Act.END_CONCURRENT, department_id=world.welfare)
    assert posts(world.hong)[1:] == [("concurrent", world.welfare, TODAY - timedelta(days=1), TODAY)]


def test_a_head_who_is_transferred_is_no_head_any_more(office: Office) -> None:
    world = office.world
    head = a_colleague(world.agency_id, "이부장", world.planning, position="과장", roles=(Role.DEPARTMENT_HEAD,))
    office.place(head, Act.TRANSFER, department_id=world.roads)
    with reading() as session:
        grant = session.scalars(select(RoleGrant).where(RoleGrant.person_id == head.person_id)).one()
    assert grant.revoked_reason == SystemReason.BY_ORDER
    assert grant.revoked_by_person_id == office.officer.person_id
    assert account(head).session_epoch == 1


def test_who_parts_is_gone_everywhere(office: Office) -> None:
    world = office.world
    office.place(world.hong, Act.PART)
    row = service(world.hong)
    assert (row.status, row.left_on) == ("left", TODAY)
    assert posts(world.hong) == [("primary", world.planning, SINCE, TODAY)]
    assert (account(world.hong).is_active, account(world.hong).session_epoch) == (False, 1)
    assert refused(lambda: world.send(world.kim, world.hong)) == [Code.RECIPIENT_UNKNOWN]
    with reading() as session:
        terms = session.scalars(select(SearchTerm).where(SearchTerm.employee_id == world.hong.employee_id)).all()
    assert not terms


def test_the_last_administrator_cannot_part(office: Office) -> None:
    assert refused(lambda: office.place(office.officer, Act.PART)) == [Code.ROLE_LAST_ADMINISTRATOR]


def test_hired_again_it_is_the_same_person_under_a_new_number(office: Office) -> None:
    world = office.world
    world.send(world.kim, world.hong)
    office.place(world.hong, Act.PART)
    office.place(world.hong, Act.REHIRE, department_id=world.roads, number="R-2001", position="임기제주무관")
    with reading() as session:
        rows = session.scalars(
            select(Employee).where(Employee.person_id == world.hong.person_id).order_by(Employee.id)
        ).all()
    assert [(row.number, row.left_on) for row in rows] == [(world.hong.number, TODAY), ("R-2001", None)]
    assert (account(world.hong).is_active, account(world.hong).login) == (True, "R-2001")
    assert refused(lambda: world.send(world.hong, world.hong)) == [Code.ONESELF]


def test_a_number_that_somebody_has_is_not_given_again(office: Office) -> None:
    world = office.world
    office.place(world.hong, Act.PART)

    def again() -> Placed:
        return office.place(world.hong, Act.REHIRE, department_id=world.roads, number=world.kim.number)

    assert refused(again) == [Code.ORDER_NUMBER_TAKEN]


def test_an_allowance_stays_as_it_is_over_a_transfer(office: Office) -> None:
    def spent() -> list[tuple[int, int]]:
        with reading() as session:
            rows = session.execute(
                select(PersonMonthTotal.granted, PersonMonthTotal.spent).where(
                    PersonMonthTotal.person_id == office.world.hong.person_id
                )
            )
            return [(row[0], row[1]) for row in rows]

    office.world.send(office.world.hong, office.world.kim)
    before = spent()
    office.place(office.world.hong, Act.TRANSFER, department_id=office.world.roads)
    assert before == spent() != []


def test_the_story_of_a_person_names_who_ordered_what(office: Office) -> None:
    world = office.world
    office.place(world.hong, Act.TRANSFER, department_id=world.roads, document="인사과-1234")
    (row,) = orders_of(world.agency_id, world.hong.person_id)
    assert (row.act, row.department, row.by, row.document, row.state) == (
        Act.TRANSFER,
        "도로과",
        "오인사 주무관",
        "인사과-1234",
        "done",
    )


def test_nobody_of_another_agency_is_found(office: Office) -> None:
    with pytest.raises(NotFound):
        office.place_for(987654, Order(Act.LEAVE, TODAY))


def test_a_person_is_one_row(office: Office) -> None:
    with reading() as session:
        assert session.get_one(Person, office.world.hong.person_id).merged_into_person_id is None


def a_file(*lines: str) -> bytes:
    """HR's file: these lines, and everybody else who serves as he is."""
    with reading() as session:
        rows = session.execute(
            select(Employee.number, Person.name, Appointment.department_id, Employee.status)
            .join(Person, Person.id == Employee.person_id)
            .join(Appointment, Appointment.employee_id == Employee.id)
            .where(Employee.left_on.is_(None), Appointment.ends_on.is_(None))
        ).all()
    given = {line.partition(",")[0] for line in lines}
    words = {"active": "재직", "leave": "휴직"}
    others = [f"{row[0]},{row[1]},{place(row[2])},주무관,{words[row[3]]}" for row in rows if row[0] not in given]
    return "\n".join(["사번,성명,부서코드,부서명,직위,재직상태", *others, *lines, ""]).encode()


def a_plan(office: Office, line: str) -> Plan:
    """What the file would change today."""
    return plan_of(office.world.agency_id, read_directory(staff_rows(a_file(line))), today=TODAY)


def apply_file(office: Office, line: str) -> None:
    content, now = a_file(line), datetime.fromisoformat(NOW)
    applying = Applying(today=TODAY, now=now, removal_percent=50, actor_person_id=office.officer.person_id)
    directory = read_directory(staff_rows(content))
    import_staff(office.world.agency_id, directory, applying=applying, file_name="명부.csv", content=content)


def place(department_id: int) -> str:
    """A department's two cells in HR's file."""
    with reading() as session:
        department = session.get_one(Department, department_id)
        return f"{department.code},{department.name}"


def test_an_import_that_undoes_an_order_is_told_beside_it(office: Office) -> None:
    world = office.world
    office.place(world.hong, Act.TRANSFER, department_id=world.roads)
    plan = a_plan(office, f"{world.hong.number},홍길동,{place(world.planning)},주무관,재직")
    assert [(row.person, row.act) for row in contradicted_orders(world.agency_id, plan)] == [
        ("홍길동 주무관", Act.TRANSFER)
    ]


def test_an_import_that_says_what_is_planned_contradicts_nothing(office: Office) -> None:
    world = office.world
    office.place(world.hong, Act.TRANSFER, AHEAD, department_id=world.roads)
    plan = a_plan(office, f"{world.hong.number},홍길동,{place(world.roads)},주무관,재직")
    assert contradicted_orders(world.agency_id, plan) == ()


def test_the_file_wins_and_the_plan_waits_for_its_day(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    world = office.world
    placed = office.place(world.hong, Act.TRANSFER, AHEAD, department_id=world.roads)
    line = f"{world.hong.number},홍길동,{place(world.welfare)},주무관,재직"
    apply_file(office, line)
    assert posts(world.hong)[-1] == ("primary", world.welfare, TODAY, None)
    turn_clock(monkeypatch, "2026-12-01T09:00:00+09:00")
    assert office.carry_out() == 1
    assert posts(world.hong)[-1] == ("primary", world.roads, AHEAD, None)
    assert order_row(placed.order_id).state == "done"


def test_two_numbers_of_one_person_cannot_both_serve_by_a_file(office: Office) -> None:
    world = office.world
    office.place(world.hong, Act.PART)
    office.place(world.hong, Act.REHIRE, department_id=world.roads, number="R-9")
    line = f"{world.hong.number},홍길동,{place(world.planning)},주무관,재직"
    assert refused(lambda: apply_file(office, line)) == [Code.NUMBER_OF_SAME_PERSON]


def hit_of(office: Office, viewer: Colleague, other: Colleague) -> Hit:
    (hit,) = colleagues_by_id(office.world.agency_id, viewer.person_id, [other.person_id], day=TODAY)
    return hit


def test_colleagues_see_the_post_beside_one_s_own(office: Office) -> None:
    world = office.world
    office.place(world.hong, Act.CONCURRENT, department_id=world.welfare)
    office.place(world.hong, Act.SECOND, department_id=world.roads)
    beside = hit_of(office, world.park, world.hong).colleague.beside
    assert [(post.kind, post.department) for post in beside] == [("concurrent", "복지정책과"), ("seconded", "도로과")]


@pytest.mark.parametrize("sender", ["hong", "kim"])
def test_who_works_in_a_department_beside_his_own_is_of_it(office: Office, sender: str) -> None:
    world = office.world
    office.place(world.hong, Act.CONCURRENT, department_id=world.welfare)
    first, second = (world.hong, world.kim) if sender == "hong" else (world.kim, world.hong)
    assert [no.code for no in hit_of(office, first, second).refusals] == [Code.SAME_DEPARTMENT]
    assert refused(lambda: world.send(first, second)) == [Code.SAME_DEPARTMENT]


def test_who_heads_a_department_beside_his_own_is_proposed_as_its_head(office: Office) -> None:
    world = office.world
    office.place(world.hong, Act.CONCURRENT, department_id=world.roads, position="과장")
    assert [(one.name, one.department_id) for one in proposed_heads(world.agency_id, TODAY)] == [
        ("홍길동", world.roads)
    ]
