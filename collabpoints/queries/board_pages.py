"""A page of a board of persons, as far as the scheme lets its reader see it: one statement that is asked by every reader.

Any order shows the same people and the ranks of the scheme: no order makes somebody visible whom another hides. Those who
opted out are left out, their ranks with them.
"""

from dataclasses import dataclass, fields
from functools import cache, lru_cache
from itertools import groupby
from typing import Any

from sqlalchemy import Select, bindparam, select

from collabpoints.db import table_of
from collabpoints.domain.board_sights import Sight
from collabpoints.domain.ranking import Order
from collabpoints.models import Appointment, DepartmentPath, Person, PersonStanding
from collabpoints.prepared import Prepared, reading_line
from collabpoints.queries.board_orders import measure_of
from collabpoints.queries.boards import BoardHead, Figures, PersonRow
from collabpoints.queries.positions import LATEST_FIRST, primary_posts, serves_as

_FIGURES = tuple(field.name for field in fields(Figures))


@dataclass(frozen=True, slots=True)
class PersonsSeen:
    """A page of a board of persons. `is_more`: others follow on the next page."""

    rows: tuple[PersonRow, ...]
    is_more: bool


def persons_seen(head: BoardHead, sight: Sight, *, by: Order, page: int = 1, size: int = 100) -> PersonsSeen:
    """A page of the ranked persons whom somebody with this sight sees: the highest by `by` first, equals of it as on the
    board, nobody who has nothing of it. Raises KeyError for an order that persons do not have."""
    if not sight.is_open:
        return PersonsSeen((), is_more=False)
    statement = _page(by, is_own=by is head.order, is_cut=sight.up_to_rank is not None)
    skip = (page - 1) * size
    wanted = {"board": head.id, "skip": skip, "end": skip + size + 1, "most": size + 1, "up_to": sight.up_to_rank}
    with reading_line() as line:
        found = statement.rows(line, wanted)
    return _seen(tuple(found), size)


@lru_cache(maxsize=32)
def _seen(found: tuple[Any, ...], size: int) -> PersonsSeen:
    """The page that these rows of the database make: once for all to whom it answers the same."""
    persons = [next(posts) for _person, posts in groupby(found, key=lambda row: row.person_id)]
    return PersonsSeen(tuple(_person(row) for row in persons[:size] if not row.is_opted_out), len(persons) > size)


@cache
def _page(by: Order, *, is_own: bool, is_cut: bool) -> Prepared:
    """The statement of a page, with a row for each primary post of a person, the latest first: one join reads them all,
    where a position asked for each person by itself was four fifths of PostgreSQL's time."""
    measure, place = measure_of(PersonStanding, by), PersonStanding.place
    seen = [PersonStanding.board_id == bindparam("board"), place.is_not(None), measure > 0]
    if is_cut:
        seen.append(PersonStanding.rank <= bindparam("up_to"))
    standings = select(*table_of(PersonStanding).c, measure.label("measure")).where(*seen)
    if is_own:
        # Places count from 1 without gaps, so that any page is found by the index.
        standings = standings.where(place > bindparam("skip"), place <= bindparam("end"))
    else:
        standings = standings.order_by(measure.desc(), place).limit(bindparam("most")).offset(bindparam("skip"))

    def statement(_database: str) -> Select[*tuple[Any, ...]]:
        shown = standings.subquery("shown").c
        return (
            select(
                shown.person_id,
                Person.name,
                Appointment.position,
                DepartmentPath.names,
                DepartmentPath.home_id,
                Person.is_opted_out,
                shown.rank,
                shown.place,
                *(shown[name] for name in _FIGURES),
            )
            .join(Person, Person.id == shown.person_id)
            .join(DepartmentPath, DepartmentPath.id == shown.path_id)
            .outerjoin(primary_posts(), serves_as(Person))
            .order_by(shown.measure.desc(), shown.place, *LATEST_FIRST)
        )

    return Prepared(statement)


def _person(row: Any) -> PersonRow:
    person_id, name, position, path, home_id, is_opted_out, rank, place, *figures = row
    return PersonRow(person_id, name, position or "", path, home_id, is_opted_out, rank, place, Figures(*figures))
