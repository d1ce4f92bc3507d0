"""Small cells: of which departments a board may show no figures, and whether a month's total may be shown (domain/cells.py).

Both stand in rows that are kept with the boards and whenever somebody opts out: asking costs one statement.
"""

from sqlalchemy import Exists, bindparam, exists, select

from collabpoints.db import reading
from collabpoints.domain.periods import Month
from collabpoints.domain.ranking import Subject
from collabpoints.models import Board, DepartmentStanding, ShownCell, ShownTotal
from collabpoints.prepared import Prepared, reading_line
from collabpoints.queries.boards import BoardHead, boards_of_months


def hidden_departments(board: BoardHead) -> frozenset[int]:
    """The departments with a standing on this board of departments whose figures are not shown, their headcount apart:
    name and rank are. Whoever sees sums in a role that is owed them (the officer) does not ask."""
    with reading_line() as line:
        return frozenset(row.department_id for row in _HIDDEN.rows(line, {"board": board.id}))


_HIDDEN = Prepared(
    lambda _database: select(DepartmentStanding.department_id).where(
        DepartmentStanding.board_id == bindparam("board"), ~_is_shown()
    )
)


def hides_a_month(board: BoardHead, department_id: int) -> bool:
    """Whether the department is a small cell in a month of the board's span: then its months are not told one by one."""
    with reading() as session:
        found = session.execute(
            select(Board.id)
            .join(DepartmentStanding, DepartmentStanding.board_id == Board.id)
            .where(
                *boards_of_months(board, Subject.DEPARTMENTS),
                DepartmentStanding.department_id == department_id,
                ~_is_shown(),
            )
            .limit(1)
        ).first()
    return found is not None


def months_with_total(agency_id: int) -> frozenset[Month]:
    """The months of which the agency's total (of notes or points) may be shown beside their boards. A month before its
    boards were made is not among them."""
    with reading() as session:
        rows = session.scalars(
            select(Board.last_period)
            .join(ShownTotal, ShownTotal.board_id == Board.id)
            .where(Board.agency_id == agency_id, Board.subject == Subject.DEPARTMENTS.value)
        ).all()
    return frozenset(Month.parse(period) for period in rows)


def _is_shown() -> Exists:
    return exists().where(
        ShownCell.board_id == DepartmentStanding.board_id, ShownCell.department_id == DepartmentStanding.department_id
    )
