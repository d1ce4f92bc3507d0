"""Who helps whom in a span, as far as it may be shown (domain/flows.py, docs/adr/0022).

What a month shows follows from the flows of its agency's tree, and from what the boards hide today. A longer span shows
the sums of its months, where each of them shows the cell: so it tells nothing that the months do not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select, union
from sqlalchemy.orm import Session, aliased

from collabpoints.db import reading, snapshot
from collabpoints.domain.flows import BureauFlows, Flow, FlowLevel, FlowMaps, Office, Pair
from collabpoints.domain.periods import Month
from collabpoints.domain.ranking import Subject
from collabpoints.domain.spans import Span
from collabpoints.models import Board, Department, DepartmentPath, ShownCell, Tree, TreeFlow
from collabpoints.queries.special_deciders import decider
from collabpoints.queries.trees import tree_of

_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Unit:
    """A bureau or a department that is told of."""

    department_id: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class FlowMap:
    """The map of the agency's bureaus. `months` are those that are added up, `as_of` the oldest moment of their trees.
    `notes` and `crossed` are the agency's, None where they may not be told. `cells` by sender and recipient."""

    span: Span
    months: tuple[Month, ...]
    as_of: datetime
    bureaus: tuple[Unit, ...]
    cells: Mapping[Pair, int]
    notes: int | None
    crossed: int | None


@dataclass(frozen=True, slots=True)
class BureauMap:
    """The map of a bureau: among its departments, and between them and the other bureaus, both ways."""

    bureau: Unit
    departments: tuple[Unit, ...]
    others: tuple[Unit, ...]
    flows: BureauFlows


@dataclass(frozen=True, slots=True)
class MonthCrossed:
    """How many notes of a month crossed bureaus."""

    month: Month
    notes: int
    crossed: int


@dataclass(frozen=True, slots=True)
class _Month:
    """What a month has to tell."""

    month: Month
    as_of: datetime
    maps: FlowMaps
    offices: tuple[Office, ...]


def flow_map(agency_id: int, span: Span, *, today: date) -> FlowMap | None:
    """The map of bureaus; None where no month of the span has a tree."""
    months = _months(agency_id, span, today)
    if not months:
        return None
    figures = [found.figures if (found := tree_of(agency_id, _span(one.month))) else None for one in months]
    told = [one for one in figures if one is not None]
    is_told = len(told) == len(months)
    bureaus = dict.fromkeys(office.bureau_id for one in months for office in one.offices if office.is_shown)
    return FlowMap(
        span=span,
        months=tuple(one.month for one in months),
        as_of=min(one.as_of for one in months),
        bureaus=_units(agency_id, bureaus),
        cells=_summed([one.maps.between for one in months]),
        notes=sum(one.received for one in told) if is_told else None,
        crossed=sum(one.crossed for one in told) if is_told else None,
    )


def bureau_map(agency_id: int, span: Span, code: str, *, today: date) -> BureauMap | None:
    """The map of the bureau with this code; None where it has no department that is told of."""
    months = _months(agency_id, span, today)
    offices = [office for one in months for office in one.offices if office.is_shown]
    bureaus = _units(agency_id, {office.bureau_id for office in offices})
    bureau = next((one for one in bureaus if one.code == code), None)
    if bureau is None:
        return None
    own = {office.department_id for office in offices if office.bureau_id == bureau.department_id}
    flows = [one.maps.of_bureau(bureau.department_id) for one in months]
    return BureauMap(
        bureau=bureau,
        departments=_units(agency_id, own),
        others=tuple(one for one in bureaus if one != bureau),
        flows=BureauFlows(
            among=_summed([one.among for one in flows]),
            outward=_summed([one.outward for one in flows]),
            inward=_summed([one.inward for one in flows]),
        ),
    )


def crossed_months(agency_id: int, last: Month) -> tuple[MonthCrossed, ...]:
    """The twelve months up to this one, the oldest first: those with notes whose totals may be told."""
    found = []
    for ahead in range(1 - _MONTHS, 1):
        month = last.shifted(ahead)
        tree = tree_of(agency_id, _span(month))
        if tree and tree.figures and tree.figures.received:
            found.append(MonthCrossed(month, tree.figures.received, tree.figures.crossed))
    return tuple(found)


def headed_bureaus(agency_id: int, person_id: int) -> frozenset[str]:
    """The codes of the bureaus in which the person heads something now: a department, a team, or the bureau itself; all
    for the head of the agency."""
    who = decider(agency_id, person_id)
    bureau = aliased(Department)
    wanted = (
        select(bureau.code)
        .join(DepartmentPath, DepartmentPath.bureau_id == bureau.id)
        .join(Department, Department.path_id == DepartmentPath.id)
        .where(Department.agency_id == agency_id)
    )
    if not who.is_agency_head:
        wanted = wanted.where(Department.id.in_(sorted(who.headed_department_ids)))
    with reading() as session:
        return frozenset(session.scalars(wanted))


def _months(agency_id: int, span: Span, today: date) -> list[_Month]:
    """The months of the span that have trees, as of one moment; one that still goes on only where it is alone."""
    with snapshot() as session:
        rows = session.execute(
            select(Tree.id, Tree.last_period, Tree.as_of)
            .where(
                Tree.agency_id == agency_id,
                Tree.root_id == 0,
                Tree.span == Tree.last_period,
                Tree.last_period.between(str(span.first), str(span.last)),
            )
            .order_by(Tree.last_period)
        ).all()
        ended = [row for row in rows if _span(Month.parse(row.last_period)).end_day <= today]
        return [_month(session, agency_id, row.id, row.last_period, row.as_of) for row in ended or rows]


def _month(session: Session, agency_id: int, tree_id: int, period: str, as_of: datetime) -> _Month:
    flows = [
        Flow(FlowLevel(row.level), row.sender_department_id, row.recipient_department_id, *_figures(row))
        for row in session.scalars(select(TreeFlow).where(TreeFlow.tree_id == tree_id))
    ]
    offices = _offices(session, agency_id, tree_id, period)
    return _Month(Month.parse(period), as_of, FlowMaps(flows, offices), offices)


def _figures(row: TreeFlow) -> tuple[int, int, int]:
    return row.notes, row.senders, row.recipients


def _offices(session: Session, agency_id: int, tree_id: int, period: str) -> tuple[Office, ...]:
    """All departments with a flow in the month, in official order, bureau by bureau: as they stood in the month, where a
    tree says so."""
    of_tree = (TreeFlow.tree_id == tree_id, TreeFlow.level == FlowLevel.DEPARTMENT.value)
    with_flows = union(
        select(TreeFlow.sender_department_id.label("id")).where(*of_tree),
        select(TreeFlow.recipient_department_id).where(*of_tree),
    ).subquery()
    newest = select(func.max(DepartmentPath.id)).where(DepartmentPath.home_id == with_flows.c.id).scalar_subquery()
    path, bureau = aliased(DepartmentPath), aliased(Department)
    rows = session.execute(
        select(with_flows.c.id, path.bureau_id)
        .outerjoin(
            Tree,
            (Tree.agency_id == agency_id)
            & (Tree.span == period)
            & (Tree.last_period == period)
            & (Tree.root_id == with_flows.c.id),
        )
        .join(Department, Department.id == with_flows.c.id)
        .join(path, path.id == func.coalesce(Tree.path_id, newest))
        .join(bureau, bureau.id == path.bureau_id)
        .order_by(bureau.official_order, bureau.id, Department.official_order, Department.id)
    ).all()
    shown = set(
        session.scalars(
            select(ShownCell.department_id)
            .join(Board, Board.id == ShownCell.board_id)
            .where(
                Board.agency_id == agency_id,
                Board.subject == Subject.DEPARTMENTS.value,
                Board.span == period,
                Board.last_period == period,
            )
        )
    )
    return tuple(Office(row.id, row.bureau_id, row.id in shown) for row in rows)


def _units(agency_id: int, ids: Mapping[int, None] | set[int]) -> tuple[Unit, ...]:
    with reading() as session:
        rows = session.execute(
            select(Department.id, Department.code, Department.name)
            .where(Department.agency_id == agency_id, Department.id.in_(sorted(ids)))
            .order_by(Department.official_order, Department.id)
        ).all()
    return tuple(Unit(row.id, row.code, row.name) for row in rows)


def _summed(cells: Sequence[Mapping[Pair, int]]) -> dict[Pair, int]:
    """The sums of those cells that are shown in all of these."""
    common = set(cells[0]).intersection(*cells[1:])
    return {pair: sum(one[pair] for one in cells) for pair in sorted(common)}


def _span(month: Month) -> Span:
    return Span.parse(str(month))
