"""What the trees of a span grow from: each department's people and notes, in official order, as far as they may be told;
inside a unit of work that is open already and holds the boards."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import case, func, select, union
from sqlalchemy.orm import Session

from collabpoints.domain.cells import is_thin, may_tell, may_tell_together
from collabpoints.domain.trees import Growth
from collabpoints.models import Board, Department, DepartmentPath, DepartmentStanding, Month, ShownCell
from collabpoints.queries.headcounts import kept_person_days
from collabpoints.queries.sums import total
from collabpoints.queries.tree_sights import has_total
from collabpoints.services.tree_flows import HELPED


@dataclass(frozen=True, slots=True)
class Crop:
    """All departments of a span that had people or notes, those of a bureau together. `small` are the figures of those that
    are not shown, all together, None where there is none or these may not be told; `whole` those of the agency, None
    where they may not be told. `paths`: the path in the span of every department here and of its bureau."""

    growths: tuple[Growth, ...]
    small: Growth | None
    whole: Growth | None
    paths: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class _Heads:
    """Person-days of departments, the days that they are of, and by department the path of its people in the last month
    that it had any."""

    person_days: Mapping[int, int]
    days: int
    paths: Mapping[int, int]


def crop_of(session: Session, board: Board, months: Sequence[Month], *, today: date) -> Crop:
    """What grew in the span of a board of departments; HELPED holds its notes."""
    known = _paths(session, board.agency_id)
    heads = _heads(session, months, known, today)
    received, crossed, sent, last = _figures(session)
    served = {**last, **heads.paths}  # every department with people or notes
    paths = {home_id: _own_path(home_id, known[path_id], known) for home_id, path_id in served.items()}
    standing, shown = _cells(session, board)
    behind = _people_behind(session)
    true = []
    for one in paths:
        person_days = heads.person_days.get(one, 0)
        figures = (received[one], crossed[one], sent[one])
        # Cells of boards count who gave or got points; trees tell of thanks alone too. Without a standing there is no cell.
        may_be_shown = one in shown or one not in standing
        is_shown = may_be_shown and not is_thin(person_days, heads.days) and may_tell(behind[one])
        people = max(1, (2 * person_days + heads.days) // (2 * heads.days))
        true.append(Growth(one, known[paths[one]].bureau_id, people, *figures, is_shown=is_shown))
    for growth in true:
        paths.setdefault(growth.bureau_id, _own_path(growth.bureau_id, known[paths[growth.department_id]], known))
    ordered = sorted(true, key=_official(session, board.agency_id))
    tells_total = has_total(session, board.agency_id, board.first_period, board.last_period)
    is_large = may_tell_together([behind[growth.department_id] for growth in true if not growth.is_shown])
    return _told(ordered, paths, tells_total=tells_total and is_large)


def _told(true: Sequence[Growth], paths: Mapping[int, int], *, tells_total: bool) -> Crop:
    """The growths with the figures that may be told."""
    hidden = [growth for growth in true if not growth.is_shown]
    told = tuple(growth if growth.is_shown else replace(growth, received=0, crossed=0, sent=0) for growth in true)
    tells = tells_total or not hidden
    return Crop(
        growths=told,
        small=together(hidden) if hidden and tells else None,
        whole=together(true) if tells else None,
        paths=paths,
    )


def together(growths: Sequence[Growth]) -> Growth:
    sums = {name: sum(getattr(one, name) for one in growths) for name in ("people", "received", "crossed", "sent")}
    return Growth(0, 0, **sums)


@dataclass(frozen=True, slots=True)
class _Path:
    id: int
    ids: str
    names: str
    home_id: int
    bureau_id: int


def _paths(session: Session, agency_id: int) -> dict[int, _Path]:
    columns = (
        DepartmentPath.id,
        DepartmentPath.ids,
        DepartmentPath.names,
        DepartmentPath.home_id,
        DepartmentPath.bureau_id,
    )
    rows = session.execute(select(*columns).where(DepartmentPath.agency_id == agency_id))
    return {row.id: _Path(*row) for row in rows}


def _own_path(department_id: int, below: _Path, known: Mapping[int, _Path]) -> int:
    """The path of a department that stands on this path: the path itself, or what of it is above its end."""
    ids = below.ids.split("/")
    own = "/".join(ids[: ids.index(str(department_id)) + 1])
    found = [one.id for one in known.values() if one.ids == own and f"{below.names} ".startswith(f"{one.names} ")]
    return max(found, default=below.id)


def _heads(session: Session, months: Sequence[Month], known: Mapping[int, _Path], today: date) -> _Heads:
    served: Counter[int] = Counter()
    paths: dict[int, int] = {}
    days = 0
    for month in months:
        by_path, of_days = kept_person_days(session, month, today)
        days += of_days
        newest: dict[int, int] = {}
        for path_id, person_days in sorted(by_path.items()):
            served[known[path_id].home_id] += person_days
            newest[known[path_id].home_id] = path_id
        paths |= newest
    return _Heads(served, days, paths)


def _figures(session: Session) -> tuple[Counter[int], Counter[int], Counter[int], dict[int, int]]:
    """By department what it received, what of that crossed bureaus, and what it sent; and its newest path in a note."""
    crossing = case((HELPED.c.recipient_bureau != HELPED.c.sender_bureau, HELPED.c.notes), else_=0)
    received, crossed, sent = Counter[int](), Counter[int](), Counter[int]()
    paths: dict[int, int] = {}
    for home, path in (
        (HELPED.c.recipient_home, HELPED.c.recipient_path),
        (HELPED.c.sender_home, HELPED.c.sender_path),
    ):
        rows = session.connection().execute(
            select(home, total(HELPED.c.notes), total(crossing), func.max(path))
            .where(HELPED.c.notes > 0)
            .group_by(home)
        )
        for home_id, notes, of_others, path_id in rows:
            paths[home_id] = max(path_id, paths.get(home_id, 0))
            if home is HELPED.c.sender_home:
                sent[home_id] = notes
            else:
                received[home_id], crossed[home_id] = notes, of_others
    return received, crossed, sent, paths


def _people_behind(session: Session) -> Counter[int]:
    """By department, how many people there gave or got a note that stands."""
    got = select(HELPED.c.recipient_home.label("home"), HELPED.c.recipient.label("person")).where(HELPED.c.notes > 0)
    gave = select(HELPED.c.sender_home, HELPED.c.sender).where(HELPED.c.notes > 0)
    each = union(got, gave).subquery()
    rows = session.connection().execute(select(each.c.home, func.count().label("people")).group_by(each.c.home))
    return Counter({row.home: row.people for row in rows})


def _cells(session: Session, board: Board) -> tuple[frozenset[int], frozenset[int]]:
    """The departments with a standing on the board, and those of them whose figures may be told."""
    standing = select(DepartmentStanding.department_id).where(DepartmentStanding.board_id == board.id)
    shown = select(ShownCell.department_id).where(ShownCell.board_id == board.id)
    return frozenset(session.scalars(standing)), frozenset(session.scalars(shown))


def _official(session: Session, agency_id: int) -> Callable[[Growth], tuple[int, int, int, int]]:
    """The official order, bureau by bureau."""
    rows = session.execute(select(Department.id, Department.official_order).where(Department.agency_id == agency_id))
    orders = {row.id: row.official_order for row in rows}

    def order(growth: Growth) -> tuple[int, int, int, int]:
        bureau_id, department_id = growth.bureau_id, growth.department_id
        return orders[bureau_id], bureau_id, orders[department_id], department_id

    return order
