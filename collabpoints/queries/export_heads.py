"""What a head's file tells: the same as the page of his department does, and nobody more (docs/adr/0018, 0026)."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from collabpoints.domain.errors import Code, Refusal, Refused
from collabpoints.domain.ranking import Subject
from collabpoints.domain.scheme_words import HeadView
from collabpoints.models import Department, DepartmentPath
from collabpoints.queries.board_cells import hidden_departments
from collabpoints.queries.boards import BoardHead, board_of
from collabpoints.queries.export_frames import Frame
from collabpoints.queries.export_parties import is_below
from collabpoints.queries.own_departments import own_department


def homes_told(session: Session, frame: Frame) -> Sequence[int]:
    """The ranked departments at and below the head's whose figures the page of the span shows. Raises Refused for months
    that are no span with a board."""
    hidden = hidden_departments(_board(frame))
    return [one for one in _homes(session, frame) if one not in hidden]


def persons_told(session: Session, frame: Frame) -> Sequence[int]:
    """Who of these departments was thanked, as far as the page of the span names them. Raises Refused where the scheme
    shows a head sums alone, and for months that are no span with a board."""
    board = _board(frame)
    if board.scheme.heads_see is not HeadView.THANKED:
        raise Refused((Refusal.of(Code.EXPORT_NOT_SHOWN, "what"),))
    told = [own_department(board, home_id).thanked or () for home_id in _homes(session, frame)]
    return sorted({frame.records(row.person_id)[0] for rows in told for row in rows})


def _board(frame: Frame) -> BoardHead:
    span = frame.wanted.length
    board = board_of(frame.agency_id, span, Subject.DEPARTMENTS) if span else None
    if board is None:
        raise Refused((Refusal.of(Code.EXPORT_WITHOUT_BOARD, "span"),))
    return board


def _homes(session: Session, frame: Frame) -> Sequence[int]:
    department_id = frame.wanted.department_id
    assert department_id is not None  # Wanted says so
    return session.scalars(
        select(Department.id)
        .join(DepartmentPath, DepartmentPath.id == Department.path_id)
        .where(
            Department.agency_id == frame.agency_id,
            func.coalesce(Department.home_id, Department.id) == Department.id,
            is_below(DepartmentPath, department_id),
        )
        .order_by(Department.official_order, Department.id)
    ).all()
