"""Where people served at the end of the months of a file, and where they are now, as parts of its statement."""

from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Select,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    values,
)
from sqlalchemy import column as named
from sqlalchemy.orm import Session

from collabpoints.domain.export_headings import STATUSES
from collabpoints.domain.grades import UNKNOWN, grade_place
from collabpoints.domain.ranking import Subject
from collabpoints.models import (
    Appointment,
    Board,
    Department,
    DepartmentPath,
    Employee,
    Month,
    MonthHeadcount,
    PersonStanding,
)
from collabpoints.queries.export_frames import Frame


def posts(session: Session, frame: Frame, *, is_monthly: bool) -> CTE:
    """Where each person served last before the end of the file's months (of each month, with its `month_id`): person,
    employee number, grade, its place, position, department, and the path that the department had then. Of two records of
    one person the kept one says so, unless its service had ended before these months."""
    months = _windows(frame, is_monthly, "ends")
    newest = func.row_number().over(
        partition_by=[frame.person(Employee.person_id), months.c.month_id],
        order_by=[*_by_record(frame, months), Appointment.starts_on.desc(), Appointment.id.desc()],
    )
    found = (
        select(
            frame.person(Employee.person_id).label("who"),
            Employee.person_id.label("record_id"),
            months.c.month_id,
            Employee.number,
            Appointment.rank.label("grade"),
            Appointment.position,
            Appointment.department_id,
            newest.label("nth"),
        )
        .join(Appointment, Appointment.employee_id == Employee.id)
        .join(months, Appointment.starts_on < months.c.ends_on)
        .where(Employee.agency_id == frame.agency_id, Appointment.kind == "primary")
        .subquery()
    )
    kept, frozen = kept_paths(session, frame), _frozen_paths(frame, is_monthly=is_monthly)
    path_id = func.coalesce(frozen.c.path_id, kept.c.path_id, Department.path_id)
    return (
        select(
            found.c.who,
            found.c.month_id,
            found.c.number,
            found.c.grade,
            found.c.position,
            path_id.label("path_id"),
            found.c.department_id,
            _grade_place(session, frame, found.c.grade).label("grade_place"),
        )
        .join(Department, Department.id == found.c.department_id)
        .outerjoin(kept, and_(kept.c.department_id == Department.id, kept.c.month_id == found.c.month_id))
        .outerjoin(frozen, and_(frozen.c.person_id == found.c.record_id, frozen.c.month_id == found.c.month_id))
        .where(found.c.nth == 1)
        .cte("posts")
    )


def _by_record(frame: Frame, months: CTE) -> list[ColumnElement[Any]]:
    """The order of a person's records: nothing where nobody has two."""
    if not frame.kept:
        return []
    served = and_(
        or_(Appointment.ends_on.is_(None), Appointment.ends_on > months.c.starts_on),
        or_(Employee.left_on.is_(None), Employee.left_on > months.c.starts_on),
    )
    return [case((served, 0), else_=1), case((Employee.person_id == frame.person(Employee.person_id), 0), else_=1)]


def present(frame: Frame) -> CTE:
    """Where each person is today: the words of his state of service, and the path of his department, "" for who has left.
    Of several services the one that goes on counts."""
    in_force = and_(
        Appointment.employee_id == Employee.id,
        Appointment.kind == "primary",
        Appointment.starts_on <= frame.today,
        or_(Appointment.ends_on.is_(None), Appointment.ends_on > frame.today),
        Employee.left_on.is_(None),
    )
    words = {str(status): word.within(frame.wanted.language) for status, word in STATUSES.items()}
    newest = func.row_number().over(
        partition_by=frame.person(Employee.person_id),
        order_by=[Employee.left_on.is_not(None), Employee.left_on.desc(), Employee.id.desc(),
                  Appointment.starts_on.desc(), Appointment.id.desc()],
    )  # fmt: skip
    found = (
        select(
            frame.person(Employee.person_id).label("who"),
            case(words, value=Employee.status, else_="").label("status"),
            func.coalesce(DepartmentPath.names, "").label("department_now"),
            newest.label("nth"),
        )
        .outerjoin(Appointment, in_force)
        .outerjoin(Department, Department.id == Appointment.department_id)
        .outerjoin(DepartmentPath, DepartmentPath.id == Department.path_id)
        .where(Employee.agency_id == frame.agency_id)
        .subquery()
    )
    return select(found.c.who, found.c.status, found.c.department_now).where(found.c.nth == 1).cte("present")


def served(frame: Frame, *, is_monthly: bool) -> Select[*tuple[Any, ...]]:
    """Everybody who had a post on a day of the file's months: `who` and, month by month, `month_id`."""
    months = _windows(frame, is_monthly, "windows")
    return (
        select(frame.person(Employee.person_id).label("who"), months.c.month_id)
        .join(Appointment, Appointment.employee_id == Employee.id)
        .join(
            months,
            and_(
                Appointment.starts_on < months.c.ends_on,
                or_(Appointment.ends_on.is_(None), Appointment.ends_on > months.c.starts_on),
                or_(Employee.left_on.is_(None), Employee.left_on > months.c.starts_on),
            ),
        )
        .where(Employee.agency_id == frame.agency_id, Appointment.kind == "primary")
        .distinct()
    )


def _windows(frame: Frame, is_monthly: bool, name: str) -> CTE:
    """The first day and the day after the last, of each month or of all together: `month_id` is the last month's then."""
    parts = frame.parts if is_monthly else frame.parts[-1:]
    rows = [
        (part.month_id, (part if is_monthly else frame.parts[0]).month.first_day, part.month.shifted(1).first_day)
        for part in parts
    ]
    dates = Appointment.starts_on.type
    return (
        values(named("month_id", BigInteger), named("starts_on", dates), named("ends_on", dates)).data(rows).cte(name)
    )


def kept_paths(session: Session, frame: Frame) -> CTE:
    """The paths that departments had when a month ended, as its headcounts keep them: `month_id`, `department_id`,
    `path_id`."""
    rows = session.execute(
        select(DepartmentPath.id, DepartmentPath.ids)
        .where(DepartmentPath.agency_id == frame.agency_id)
        .order_by(DepartmentPath.id)
    ).all()
    of = [(row.id, int(row.ids.rpartition("/")[2])) for row in rows] or [(0, 0)]
    columns = (named("path_id", BigInteger), named("department_id", BigInteger))
    paths = values(*columns, literal_binds=True).data(of).cte("paths")
    return (
        select(
            MonthHeadcount.month_id,
            cast(paths.c.department_id, BigInteger).label("department_id"),
            func.max(MonthHeadcount.path_id).label("path_id"),
        )
        .join(paths, paths.c.path_id == MonthHeadcount.path_id)
        .where(MonthHeadcount.month_id.in_(frame.month_ids))
        .group_by(MonthHeadcount.month_id, paths.c.department_id)
        .cte("kept_paths")
    )


def _frozen_paths(frame: Frame, *, is_monthly: bool) -> CTE:
    """Where the confirmed boards of just these months say that people served last."""
    wanted = [
        Board.agency_id == frame.agency_id,
        Board.subject == Subject.PERSONS.value,
        Board.state == "confirmed",
        Month.agency_id == frame.agency_id,
    ]
    if is_monthly:
        wanted += [Board.first_period == Board.last_period, Month.id.in_(frame.month_ids)]
    else:
        wanted += [Board.first_period == str(frame.wanted.first), Board.last_period == str(frame.wanted.last)]
    return (
        select(Month.id.label("month_id"), PersonStanding.person_id, func.max(PersonStanding.path_id).label("path_id"))
        .select_from(Board)
        .join(Month, Month.period == Board.last_period)
        .join(PersonStanding, PersonStanding.board_id == Board.id)
        .where(*wanted)
        .group_by(Month.id, PersonStanding.person_id)
        .cte("frozen_paths")
    )


def _grade_place(session: Session, frame: Frame, grade: Any) -> ColumnElement[int]:
    known = session.scalars(select(Appointment.rank).where(Appointment.agency_id == frame.agency_id).distinct()).all()
    places = {one: grade_place(one) for one in sorted(known)}
    return case(places, value=grade, else_=UNKNOWN) if places else literal(UNKNOWN)
