"""What a staff order would do, shown before it is done: the same facts that the service then writes by."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select

from collabpoints.db import database_now, reading
from collabpoints.domain.errors import Refusal
from collabpoints.domain.periods import Month as Period
from collabpoints.domain.periods import today
from collabpoints.domain.roles import Status
from collabpoints.domain.schemes import Scheme as RuleBook
from collabpoints.domain.schemes import parse_scheme
from collabpoints.domain.staff_effects import Effect, after, digest, effect_of
from collabpoints.domain.staff_orders import (
    MOST_DAYS_AHEAD,
    Act,
    Around,
    Order,
    Record,
    judge,
    judge_dates,
    possible_acts,
)
from collabpoints.models import Agency, Note, Scheme, StaffOrder
from collabpoints.queries.own_records import own_records
from collabpoints.queries.staff_records import around_of, department_words, record_of


@dataclass(frozen=True, slots=True)
class Taking:
    """Whether the scheme of the order's month lets somebody of this status send, and receive."""

    status: Status
    may_send: bool
    may_receive: bool


@dataclass(frozen=True, slots=True)
class OwnNote:
    """A note between two records that are one person. Of a private one nothing more is told than that there is one."""

    id: int
    sent_at: datetime
    points: int
    is_private: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """An order as it would be carried out on its day: `record` stands as planned orders before that day leave him. `effect`
    None: something is objected to. `between`: notes between the two records of a merge. `later`: planned orders of his
    that come after this one. `before` and `then`: how he takes part. `departments` are called by path. `digest` names all of
    it."""

    today: date
    order: Order
    record: Record
    other: Record | None
    refusals: tuple[Refusal, ...]
    effect: Effect | None
    before: Taking
    then: Taking | None
    between: tuple[OwnNote, ...]
    later: tuple[date, ...]
    is_same_department_allowed: bool
    departments: Mapping[int, str]
    digest: str


def preview_of(agency_id: int, person_id: int, order: Order, *, actor_person_id: int | None) -> Preview:
    """What this order would do. Raises NotFound for nobody of this agency. Inside a unit of work it sees that unit."""
    with reading():
        day = today_of(agency_id)
        record, later = _foreseen(agency_id, person_id, order, day)
        around = around_of(agency_id, record, order, today=day, actor_person_id=actor_person_id)
        refusals = (*judge_dates(order, day), *judge(record, order, around))
        effect = None if refusals else effect_of(record, order, around)
        between = notes_between(person_id, around.other.person_id) if around.other else ()
        scheme = _scheme_of(agency_id, order.effective_on)
        return Preview(
            today=day,
            order=order,
            record=record,
            other=around.other,
            refusals=tuple(refusals),
            effect=effect,
            before=_taking(scheme, record.status),
            then=_taking(scheme, after(record, effect).status) if effect else None,
            between=between,
            later=later,
            is_same_department_allowed=scheme is None or scheme.is_same_department_allowed,
            departments=_named(agency_id, record, around, effect),
            digest=digest(day, order, record, around.other, effect, between, later),
        )


def today_of(agency_id: int) -> date:
    """The day by the database's clock where the agency is."""
    with reading() as session:
        zone = session.execute(select(Agency.zone).where(Agency.id == agency_id)).scalar_one()
        return today(database_now(session), ZoneInfo(zone))


def acts_for(agency_id: int, person_id: int) -> tuple[Act, ...]:
    """What can be ordered for this person: as he stands today, or as his planned orders will leave him."""
    day = today_of(agency_id)
    record = record_of(agency_id, person_id)
    last = Order(Act.PART, day + timedelta(days=2 * MOST_DAYS_AHEAD))
    then, _later = _foreseen(agency_id, person_id, last, day)
    acts = {*possible_acts(record, day), *possible_acts(then, last.effective_on)}
    return tuple(act for act in Act if act in acts)


def _foreseen(agency_id: int, person_id: int, order: Order, day: date) -> tuple[Record, tuple[date, ...]]:
    """The person as planned orders up to the order's day leave him, and the days of those that come later. One that would
    be objected to changes nothing."""
    record = record_of(agency_id, person_id)
    later = []
    for planned in _planned(agency_id, person_id):
        if planned.effective_on > order.effective_on:
            later.append(planned.effective_on)
            continue
        around = around_of(agency_id, record, planned, today=day, actor_person_id=None)
        if not judge(record, planned, around):
            record = after(record, effect_of(record, planned, around))
    return record, tuple(later)


def _planned(agency_id: int, person_id: int) -> tuple[Order, ...]:
    with reading() as session:
        rows = session.scalars(
            select(StaffOrder)
            .where(
                StaffOrder.agency_id == agency_id,
                StaffOrder.person_id == person_id,
                StaffOrder.state == "planned",
                StaffOrder.fault == "",
            )
            .order_by(StaffOrder.effective_on, StaffOrder.id)
        )
        return tuple(order_of(row) for row in rows)


def order_of(row: StaffOrder) -> Order:
    """The order that a row holds."""
    return Order(
        act=Act(row.act),
        effective_on=row.effective_on,
        department_id=row.department_id,
        rank=row.rank,
        position=row.position,
        duty=row.duty,
        number=row.number,
        until_on=row.until_on,
        document=row.document,
        other_person_id=row.other_person_id,
    )


def notes_between(person_id: int, other_person_id: int) -> tuple[OwnNote, ...]:
    """The notes that stand and went from one of these persons to the other, or between their earlier records."""
    own = own_records(person_id)
    other = own_records(other_person_id)
    either = or_(
        Note.sender_person_id.in_(own) & Note.recipient_person_id.in_(other),
        Note.sender_person_id.in_(other) & Note.recipient_person_id.in_(own),
    )
    with reading() as session:
        rows = session.execute(
            select(Note.id, Note.sent_at, Note.points, Note.is_private)
            .where(either, Note.withdrawn.is_(None))
            .order_by(Note.id)
        )
        return tuple(OwnNote(*row) for row in rows)


def _scheme_of(agency_id: int, day: date) -> RuleBook | None:
    with reading() as session:
        text = session.scalar(
            select(Scheme.text)
            .where(Scheme.agency_id == agency_id, Scheme.starts_in <= str(Period(day.year, day.month)))
            .order_by(Scheme.starts_in.desc(), Scheme.revision.desc())
            .limit(1)
        )
    return parse_scheme(text) if text else None


def _taking(scheme: RuleBook | None, status: Status) -> Taking:
    if scheme is None or status is Status.LEFT:
        return Taking(status, may_send=False, may_receive=False)
    return Taking(status, status in scheme.sending_statuses, status in scheme.receiving_statuses)


def _named(agency_id: int, record: Record, around: Around, effect: Effect | None) -> dict[int, str]:
    people = (record, around.other) if around.other else (record,)
    wanted = {post.department_id for one in people for post in one.posts}
    wanted |= {held.department_id for one in people for held in one.roles if held.department_id is not None}
    if effect and effect.begins:
        wanted.add(effect.begins.department_id)
    return department_words(agency_id, wanted)
