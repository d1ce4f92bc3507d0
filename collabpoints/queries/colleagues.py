"""Colleagues: found by what is typed, worked with lately, or named; each with why points cannot go there now."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import bindparam, select

from collabpoints.domain.people_search import Findable, Kind, Lookup, TermRange, finds, first_term, plan
from collabpoints.domain.texts import is_unfit
from collabpoints.models import Employee
from collabpoints.prepared import Prepared, reading_line
from collabpoints.queries.hits import Colleague, Hit, Showing, Viewer, in_turn
from collabpoints.queries.partners import asking_for_partners, partners
from collabpoints.queries.people_search import Asked, Found, among, terms_by_employee, walk

__all__ = ["Colleague", "Hit"]  # who asks for colleagues gets them from here

MOST_ROWS = 10_000
"""How far a list of hits can be paged; who looks further types another letter."""
_MOST_AT_ONCE = 500  # rows that are looked at for one page, however many of them repeat


@dataclass(frozen=True, slots=True)
class Hits:
    """A page of hits. `next_offset` is where the next page begins, if there is one."""

    hits: tuple[Hit, ...]
    has_more: bool
    next_offset: int


@dataclass(slots=True)
class _Page:
    """A page being read from a place of the list on; `near` are the employees who stand before the list and not in it.
    `hits` are those asked for, `passed` those whom this page has met: the first row of a person is where he stands."""

    showing: Showing
    asked: Asked
    lookups: tuple[Lookup, ...]
    start: int
    near: list[int]
    hits: dict[int, Hit] = field(default_factory=dict)
    passed: set[int] = field(default_factory=set)

    def read(self, room: int) -> tuple[list[Hit], bool, int]:
        """Up to `room` hits of the list; whether there are more, and the place where they begin."""
        self.passed.update(self.near)
        found: list[Found] = []
        waiting: list[Found] = []
        place = self.start
        has_more = False
        for rows in walk(self.asked, start=self.start):
            for row in self._new(rows):
                waiting.append(row)
                if len(found) + len(waiting) > room:  # one more than fits, to know whether there is one
                    found += self._standing(waiting)
                    waiting.clear()
                if len(found) > room:
                    return self._shown(found[:room]), row.place < MOST_ROWS, row.place
            place = rows[-1].place + 1
            if place - self.start >= _MOST_AT_ONCE:
                has_more = place < MOST_ROWS
                break
        return self._shown([*found, *self._standing(waiting)]), has_more, place

    def _new(self, rows: list[Found]) -> Iterator[Found]:
        for row in rows:
            if row.employee_id not in self.passed:
                self.passed.add(row.employee_id)
                yield row

    def _standing(self, rows: list[Found]) -> list[Found]:
        """Those of these rows whose people serve, and who do not stand on an earlier page."""
        ids = [row.employee_id for row in rows]
        self.hits.update(self.showing.by_employee(ids if self.hits else [*self.near, *ids]))
        serving = [row for row in rows if row.employee_id in self.hits]
        if not self.start or not serving:
            return serving
        terms = terms_by_employee(self.asked.line, ids)
        return [row for row in serving if self._stands_at(row, terms.get(row.employee_id, frozenset()))]

    def _stands_at(self, row: Found, terms: frozenset[tuple[Kind, str]]) -> bool:
        """Whether this row is where the person is listed: the first lookup that finds him, the first term in it."""
        colleague = self.hits[row.employee_id].colleague
        findable = Findable(terms, colleague.number, colleague.department)
        if any(finds(lookup, findable) for lookup in self.lookups[: row.lookup]):
            return False
        return not isinstance(row.scan, TermRange) or first_term(row.scan, findable) == row.term

    def _shown(self, found: list[Found]) -> list[Hit]:
        before = [] if self.start else self.near
        return [self.hits[of] for of in (*before, *(row.employee_id for row in found)) if of in self.hits]


def search(agency_id: int, viewer_person_id: int, query: str, *, day: date, offset: int = 0, limit: int = 20) -> Hits:
    """The colleagues whom a typed query finds: first those whom the viewer worked with lately, then the rest in the
    index's stored order, exact matches before longer ones. Nobody stands on two pages, nobody is left out."""
    lookups = plan(query)
    if not lookups or not 0 <= offset < MOST_ROWS or limit < 1:
        return Hits((), False, 0)
    with reading_line() as line:
        viewer = Viewer(agency_id, viewer_person_id, day)
        asked = Asked.about(line, agency_id, lookups, day)
        pairs, scheme, first = in_turn(
            line, asking_for_partners(viewer_person_id, day), viewer.asking_for_scheme(), asked.asking_for_first()
        )
        asked.keep(first)
        near = _near(asked, viewer, lookups, partners(pairs))[: limit // 2]
        page = _Page(Showing(line, viewer, scheme), asked, lookups, offset, near)
        hits, has_more, next_offset = page.read(limit if offset else limit - len(near))
        return Hits(tuple(hits), has_more, next_offset)


def _near(asked: Asked, viewer: Viewer, lookups: Sequence[Lookup], lately: dict[int, int | None]) -> list[int]:
    """The employees whom the lookups find among those whom one worked with lately."""
    if not lately:
        return []
    everybody = asked.everybody()
    if everybody is None:  # too many to know them all
        return among(asked.line, viewer.agency_id, lookups, list(lately), day=viewer.day)
    return [employee_id for employee_id in lately.values() if employee_id in everybody and employee_id is not None]


def recent(agency_id: int, person_id: int, *, day: date, limit: int = 6) -> tuple[Hit, ...]:
    """Colleagues to whom or from whom one had notes in the last year: the newest month first, then the more notes."""
    viewer = Viewer(agency_id, person_id, day)
    with reading_line() as line:
        pairs, scheme = in_turn(line, asking_for_partners(person_id, day), viewer.asking_for_scheme())
        return tuple(Showing(line, viewer, scheme).by_person(list(partners(pairs))).values())[:limit]


def colleagues_by_id(agency_id: int, viewer_person_id: int, person_ids: Sequence[int], *, day: date) -> tuple[Hit, ...]:
    """These persons in the order given; who does not serve is left out."""
    with reading_line() as line:
        return tuple(Showing.to(line, Viewer(agency_id, viewer_person_id, day)).by_person(person_ids).values())


def colleagues_by_number(
    agency_id: int, viewer_person_id: int, numbers: Sequence[str], *, day: date
) -> tuple[Hit, ...]:
    """The holders of these employee numbers in the order given; unknown numbers are left out."""
    wanted = [number for number in numbers if not is_unfit(number)]
    with reading_line() as line:
        return tuple(Showing.to(line, Viewer(agency_id, viewer_person_id, day)).by_number(wanted).values())


def person_ids(agency_id: int, numbers: Iterable[str]) -> dict[str, int]:
    """The persons who serve under these employee numbers; unknown numbers, and those of people who left, are absent."""
    wanted = sorted({number for number in numbers if not is_unfit(number)})
    if not wanted:
        return {}
    with reading_line() as line:
        rows = _SERVING.many(line, [{"agency": agency_id, "number": number} for number in wanted])
    return {row.number: row.person_id for row in rows}


_SERVING = Prepared(
    lambda _database: select(Employee.number, Employee.person_id).where(
        Employee.agency_id == bindparam("agency"),
        Employee.number == bindparam("number"),
        Employee.left_on.is_(None),
    )
)
