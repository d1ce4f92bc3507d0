"""Staff orders: placed for a day, dropped before it, carried out when it has come.

Locks, in one order: the agency (imports, reorganisations, boards and orders come one after the other), for a merge the
present month alone (no note between the two is on its way), the administrators' grants, the persons' services by id.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from collabpoints.db import database_now, unit_of_work
from collabpoints.domain.errors import Code, NotFound, Refusal, Refused
from collabpoints.domain.roles import Role
from collabpoints.domain.staff_effects import effect_of
from collabpoints.domain.staff_orders import Act, Order, judge
from collabpoints.models import Employee, Month, RoleGrant, StaffOrder
from collabpoints.queries.staff_previews import order_of, preview_of, today_of
from collabpoints.queries.staff_records import around_of, record_of
from collabpoints.services.boards import hold_boards
from collabpoints.services.staff_effects import Writing


@dataclass(frozen=True, slots=True)
class Placed:
    """An order that stands; `is_done`: its day had come and it was carried out at once."""

    order_id: int
    is_done: bool


def place_order(agency_id: int, person_id: int, order: Order, *, expected: str, actor_person_id: int) -> Placed:
    """The order stands: carried out where its day has come, else planned. `expected` is the digest of the preview that was
    confirmed.

    Raises NotFound for nobody of this agency, Refused with every objection, or with FILE_CHANGED where the order would no
    longer do what was shown; then nothing was written.
    """
    with unit_of_work() as session:
        return place_order_within(
            session, agency_id, person_id, order, expected=expected, actor_person_id=actor_person_id
        )


def place_order_within(
    session: Session, agency_id: int, person_id: int, order: Order, *, expected: str, actor_person_id: int
) -> Placed:
    """The same inside a unit of work that is open already, for many orders that stand together or not at all."""
    _hold(session, agency_id, person_id, order, is_page=True)
    preview = preview_of(agency_id, person_id, order, actor_person_id=actor_person_id)
    if preview.refusals:
        raise Refused(preview.refusals)
    if preview.digest != expected:
        raise Refused([Refusal.of(Code.FILE_CHANGED)])
    row = StaffOrder(
        agency_id=agency_id,
        act=order.act.value,
        person_id=person_id,
        other_person_id=order.other_person_id,
        department_id=order.department_id,
        rank=order.rank,
        position=order.position,
        duty=order.duty,
        number=order.number,
        effective_on=order.effective_on,
        until_on=order.until_on,
        document=order.document,
        planned_by_person_id=actor_person_id,
        planned_at=database_now(session),
    )
    session.add(row)
    session.flush()
    is_due = order.effective_on <= preview.today
    if is_due:
        _carry_out(session, row, actor_person_id)
        if row.fault:  # an order planned for an earlier day still stands in the way
            raise Refused([Refusal.of(Code(code)) for code in row.fault.split()])
    return Placed(row.id, is_due)


def drop_order(agency_id: int, order_id: int, *, actor_person_id: int) -> None:
    """The planned order is not wanted any more; one that was dropped before stays so. Raises NotFound for one that was
    carried out, or is none."""
    with unit_of_work() as session:
        row = _held(session, agency_id, order_id, states=("planned", "dropped"))
        if row.state == "dropped":
            return
        row.state = "dropped"
        row.settled_by_person_id = actor_person_id
        row.settled_at = database_now(session)


def try_again(agency_id: int, order_id: int, *, actor_person_id: int) -> None:
    """The order that could not be carried out on its day is carried out now, as of its day. Raises NotFound for one that is
    not planned or whose day has not come, Refused where it still cannot be."""
    with unit_of_work() as session:
        found = session.get(StaffOrder, order_id)
        if found is None:
            raise NotFound(f"order {order_id}")
        _hold(session, agency_id, found.person_id, order_of(found), is_page=True)
        row = _held(session, agency_id, order_id, states=("planned",))
        if row.effective_on > today_of(agency_id):
            raise NotFound(f"order {order_id}")
        row.fault = ""
        _carry_out(session, row, actor_person_id)
        if row.fault:
            raise Refused([Refusal.of(Code(code)) for code in row.fault.split()])


def carry_out_within(session: Session, agency_id: int, order_id: int) -> int:
    """The planned order of this id, whose day has come, is carried out inside the caller's unit of work; returns 1. One that
    is objected to by now keeps its place and says why (`fault`), one that is settled stays as it is: 0."""
    found = session.get(StaffOrder, order_id)
    if found is None or found.agency_id != agency_id:
        return 0
    _hold(session, agency_id, found.person_id, order_of(found), is_page=False)
    session.refresh(found, with_for_update=True)
    if found.state != "planned" or found.fault or found.effective_on > today_of(agency_id):
        return 0
    _carry_out(session, found, None)
    return int(found.state == "done")


def _carry_out(session: Session, row: StaffOrder, actor_person_id: int | None) -> None:
    """By what stands now: what was shown when it was planned may have changed since."""
    order, agency_id = order_of(row), row.agency_id
    record = record_of(agency_id, row.person_id)
    around = around_of(
        agency_id, record, order, today=today_of(agency_id), actor_person_id=actor_person_id or row.planned_by_person_id
    )
    codes = [refusal.code for refusal in judge(record, order, around)]
    if codes and codes != [Code.ORDER_ALREADY_SO]:
        row.fault = " ".join(codes)
        return
    now = database_now(session)
    if not codes:  # otherwise HR's file was quicker and it is so already
        writing = Writing(session, agency_id, now, actor_person_id or row.planned_by_person_id)
        writing.write(record, order, effect_of(record, order, around), around.other)
    row.state = "done"
    row.settled_by_person_id = actor_person_id
    row.settled_at = now
    session.flush()


def _hold(session: Session, agency_id: int, person_id: int, order: Order, *, is_page: bool) -> None:
    hold_boards(session, agency_id, is_page=is_page)
    people = {person_id, order.other_person_id or person_id}
    if order.act is Act.MERGE:
        session.execute(
            select(Month.id)
            .where(Month.agency_id == agency_id, Month.state == "open")
            .order_by(Month.id)
            .with_for_update()
        )
    session.execute(
        select(RoleGrant.id)
        .where(
            RoleGrant.agency_id == agency_id,
            RoleGrant.role == Role.ADMINISTRATOR.value,
            RoleGrant.revoked_at.is_(None),
        )
        .order_by(RoleGrant.id)
        .with_for_update()
    )
    session.execute(
        select(Employee.id)
        .where(Employee.agency_id == agency_id, Employee.person_id.in_(people))
        .order_by(Employee.id)
        .with_for_update()
    )


def _held(session: Session, agency_id: int, order_id: int, *, states: tuple[str, ...]) -> StaffOrder:
    row = session.execute(
        select(StaffOrder)
        .where(StaffOrder.id == order_id, StaffOrder.agency_id == agency_id, StaffOrder.state.in_(states))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if row is None:
        raise NotFound(f"order {order_id}")
    return row
