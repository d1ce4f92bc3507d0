"""Tales of an agency told twice: to the application, and to a small model that never asks it. The model keeps what
happened and adds it up when a board is wanted; ranks are the rule's own (`domain/ranking.py`)."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from collabpoints.db import unit_of_work
from collabpoints.domain.periods import Month
from collabpoints.domain.ranking import Rule, Subject, crosses_at, measured, per_head, ranked, rule_of
from collabpoints.domain.scheme_words import Level, Measure
from collabpoints.domain.schemes import WHOLE, Scheme, digest, scheme_text
from collabpoints.domain.spans import Span, spans_around
from collabpoints.models import Appointment, Department, DepartmentPath, Entry, SpecialGrant
from collabpoints.models import Month as MonthRow
from collabpoints.models import Scheme as SchemeRow
from collabpoints.queries.board_spans import spans_to_confirm
from collabpoints.queries.ledger import verify_month
from collabpoints.queries.sides import kept_month
from collabpoints.services.boards import confirm_span
from collabpoints.services.corrections import Correction, counter, held_note, restore
from collabpoints.services.ledger import Booking
from collabpoints.services.months import hold_month_of_now, turn_months
from collabpoints.services.notes import NewNotes, send_notes
from collabpoints.services.special_entries import SpecialMovement, write_special_entry
from tests.factories.agencies import LONG_AGO, Colleague, a_colleague, a_department, an_agency
from tests.factories.boards import close_by_hand
from tests.factories.worlds import TEXT

SEOUL = ZoneInfo("Asia/Seoul")
BEGAN = datetime(2026, 5, 4, 3, tzinfo=UTC)
Row = tuple[int | None, ...]
Clock = Callable[[datetime], None]
Step = tuple[str, int, int, int]
"""What happens, and three numbers of which each kind of event takes what it needs (as indexes, modulo what there is)."""

CODES = ("A", "a1", "t1", "a2", "B", "b1", "C")
SERVE_IN = ("a1", "t1", "t1", "a2", "b1", "b1", "C")


@dataclass
class Note:
    """A note as it was sent; `stands` changes."""

    id: int
    month: Month
    sender: int
    recipient: int
    points: int
    homes: tuple[int, int]
    bureaus: tuple[int, int]
    stands: bool = True
    is_reclaimed: bool = False


@dataclass
class Grant:
    """Special points for a person, or for a department alone."""

    id: int
    month: Month
    person: int | None
    department: int
    home: int
    points: int
    stands: bool = True


@dataclass
class Model:
    """What happened. `parents` and `levels` are the tree as it stands, `served` who served where from when to when."""

    schemes: Sequence[Scheme]
    parents: dict[int, int | None] = field(default_factory=dict)
    levels: dict[int, int] = field(default_factory=dict)
    codes: dict[int, str] = field(default_factory=dict)
    served: dict[int, list[tuple[int, date, date | None]]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    grants: list[Grant] = field(default_factory=list)
    months: list[Month] = field(default_factory=list)
    ended: dict[Month, Counter[int]] = field(default_factory=dict)
    closed: dict[Month, tuple[list[Note], list[Grant]]] = field(default_factory=dict)
    confirmed: dict[tuple[str, Subject], list[Row]] = field(default_factory=dict)

    def home(self, department: int) -> int:
        parent = self.parents[department]
        return parent if self.levels[department] == 3 and parent is not None else department

    def above(self, department: int) -> list[int]:
        """The department and what is above it, from below."""
        parent = self.parents[department]
        return [department, *(self.above(parent) if parent else ())]

    def post(self, person: int, day: date) -> int:
        """The department of the last appointment that had begun by a day."""
        return max((start, department) for department, start, _end in self.served[person] if start <= day)[1]

    def scheme(self, month: Month) -> Scheme:
        return self.schemes[self.months.index(month) % len(self.schemes)]

    def person_days(self, first: date, end: date) -> Counter[int]:
        found: Counter[int] = Counter()
        for posts in self.served.values():
            for department, start, until in posts:
                found[self.home(department)] += max(0, (min(until or end, end) - max(start, first)).days)
        return found

    def held(self, month: Month) -> tuple[list[Note], list[Grant]]:
        """What counts in a month: as it stood when the month was closed, or as it stands."""
        if month in self.closed:
            return self.closed[month]
        notes = [note for note in self.notes if note.month == month and note.stands]
        return notes, [grant for grant in self.grants if grant.month == month and grant.stands]

    def rows(self, span: Span, subject: Subject, today: date) -> list[Row]:
        """The standings of a span in the order of ids, as board rows (see `tests/services/test_board_stories.py`)."""
        months = [month for month in self.months if month in span.months]
        figures = self._figures(months, subject)
        rule = rule_of(self.scheme(months[-1]), subject)
        if subject is Subject.PERSONS:
            is_over = months[-1] == span.last and all(month in self.closed for month in months)
            day = span.end_day - timedelta(days=1) if is_over else min(span.end_day - timedelta(days=1), today)
            placed = _placed(rule, figures, {})
            return [(who, self.post(who, day), *placed[who], *figures[who]) for who in sorted(figures)]
        days, served = self._headcounts(months, today)
        heads = {
            who: per_head(_measure(rule.by, row), person_days=served[who], days=days) for who, row in figures.items()
        }
        divisions = {who: self._division(self.scheme(months[-1]), who) for who in figures}
        placed = {}
        for division in set(divisions.values()):
            placed |= _placed(rule, {who: row for who, row in figures.items() if divisions[who] == division}, heads)
        return [(who, divisions[who], *placed[who], *figures[who], served[who], heads[who]) for who in sorted(figures)]

    def _headcounts(self, months: Iterable[Month], today: date) -> tuple[int, Counter[int]]:
        days, served = 0, Counter[int]()
        for month in months:
            end = month.shifted(1).first_day if month in self.ended else today + timedelta(days=1)
            served += self.ended.get(month) or self.person_days(month.first_day, end)
            days += (end - month.first_day).days
        return days, served

    def _division(self, scheme: Scheme, department: int) -> int:
        named = {code: place for place, one in enumerate(scheme.divisions, start=1) for code in one.departments}
        return next((named[self.codes[one]] for one in self.above(department) if self.codes[one] in named), 0)

    def _figures(self, months: Iterable[Month], subject: Subject) -> dict[int, tuple[int, ...]]:
        sums: dict[int, Counter[str]] = {}
        people: dict[int, tuple[set[int], set[int]]] = {}
        for month in months:
            scheme = self.scheme(month)
            notes, grants = self.held(month)
            for note in notes:
                sender, recipient = (note.sender, note.recipient) if subject is Subject.PERSONS else note.homes
                count = 1 if note.points else 0
                got, gave = sums.setdefault(recipient, Counter()), sums.setdefault(sender, Counter())
                crossed = note.points if _crosses(scheme.same_level, note) else 0
                score = note.points * scheme.received_basis_points
                got += Counter(received=note.points, notes=count, score=score, crossed=crossed)
                gave += Counter(sent=note.points, sent_notes=count, score=note.points * scheme.sent_basis_points)
                colleagues, departments = people.setdefault(recipient, (set(), set()))
                colleagues.add(note.sender)
                departments.add(note.homes[0])
            for grant in grants:
                who = grant.person if subject is Subject.PERSONS else grant.home
                if who is not None:
                    special = sums.setdefault(who, Counter())
                    special += Counter(special=grant.points, score=grant.points * WHOLE)
        none: tuple[set[int], set[int]] = (set(), set())
        names = ("received", "sent", "special", "notes", "sent_notes", "score")
        return {
            who: (*(one[name] for name in names), *(len(them) for them in people.get(who, none)), one["crossed"])
            for who, one in sums.items()
            if one["received"] + one["sent"] + one["special"] or who in people
        }


def _crosses(same: Level, note: Note) -> bool:
    above = crosses_at(same)
    ends = note.homes if above is Level.DEPARTMENT else note.bureaus
    return above is not None and ends[0] != ends[1]


def _measure(by: Measure, row: Sequence[int]) -> int:
    return measured(by, received=row[0], sent=row[1], score=row[5], notes=row[3])


def _placed(
    rule: Rule, figures: dict[int, tuple[int, ...]], heads: dict[int, int | None]
) -> dict[int, tuple[int | None, int | None]]:
    """By who, place and rank. Ids stand for the official order: tales open departments in it."""

    def key(who: int) -> tuple[int, ...]:
        first = (heads[who] or 0) if rule.is_per_head else _measure(rule.by, figures[who])
        return first, *(_measure(tie, figures[who]) for tie in rule.ties)

    order = list(ranked(sorted(figures), key))
    return {who: (place if rank else None, rank) for place, (who, rank) in enumerate(order, start=1)}


class Tale:
    """The agency and its model, side by side. `turn` sets the database's clock."""

    def __init__(self, schemes: Sequence[Scheme], turn: Clock) -> None:
        self.turn, self.now = turn, BEGAN
        self.turn(self.now)
        self.agency_id = an_agency()
        self._set_schemes(schemes)
        self.model = Model(schemes)
        parents = {"a1": "A", "t1": "a1", "a2": "A", "b1": "B"}
        self.ids: dict[str, int] = {}
        for code in CODES:
            level = 1 if code.isupper() else 3 if code.startswith("t") else 2
            parent = self.ids.get(parents.get(code, ""))
            self.ids[code] = a_department(self.agency_id, f"{code}과", parent_id=parent, level=level, code=code)
            self.model.parents[self.ids[code]] = parent
            self.model.levels[self.ids[code]] = level
            self.model.codes[self.ids[code]] = code
        self.people: list[Colleague] = []
        for number, code in enumerate(SERVE_IN):
            one = a_colleague(self.agency_id, f"직원{number}", self.ids[code])
            self.people.append(one)
            self.model.served[one.person_id] = [(self.ids[code], date(2020, 1, 1), None)]
        turn_months(self.agency_id)
        self.model.months.append(self.month)

    @property
    def today(self) -> date:
        return self.now.astimezone(SEOUL).date()

    @property
    def month(self) -> Month:
        return Month.of(self.now, SEOUL)

    def tell(self, step: Step) -> None:
        """Something happens, a minute later."""
        self._pass(timedelta(minutes=1))
        kind, *numbers = step
        getattr(self, f"_{kind}")(*numbers)

    def spans(self) -> set[Span]:
        """Every span that can have a board."""
        begins = self.model.schemes[0].year_begins_in
        return {span for month in self.model.months for span in spans_around(month, begins)}

    def _send(self, sender: int, recipient: int, points: int) -> None:
        one, other = self.people[sender % len(self.people)], self.people[recipient % len(self.people)]
        if one == other:
            return
        allowed = (0, *self.model.scheme(self.month).points_allowed)
        worth = allowed[points % len(allowed)]
        new = NewNotes(str(uuid4()), (other.person_id,), TEXT, worth, is_private=points % 5 == 0)
        note_id = send_notes(agency_id=self.agency_id, sender_person_id=one.person_id, new=new).note_ids[0]
        posts = [self.model.post(who.person_id, self.today) for who in (one, other)]
        self.model.notes.append(
            Note(note_id, self.month, one.person_id, other.person_id, worth,
                 (self.model.home(posts[0]), self.model.home(posts[1])),
                 (self.model.above(posts[0])[-1], self.model.above(posts[1])[-1]))
        )  # fmt: skip

    def _reclaim(self, which: int, _second: int, is_taken_back: int) -> None:
        standing = [note for note in self.model.notes if note.stands]
        if standing:
            note = standing[which % len(standing)]
            note.stands, note.is_reclaimed = False, is_taken_back % 3 > 0
            self._correct(note, "reclaim" if note.is_reclaimed else "take_back")

    def _restore(self, which: int, _second: int, _third: int) -> None:
        reclaimed = [note for note in self.model.notes if note.is_reclaimed]
        if reclaimed:
            note = reclaimed[which % len(reclaimed)]
            note.stands, note.is_reclaimed = True, False
            self._correct(note, "restore")

    def _correct(self, note: Note, kind: str) -> None:
        with unit_of_work() as session:
            month = hold_month_of_now(session, self.agency_id)
            row = held_note(session, note.id, self.agency_id)
            correct = restore if kind == "restore" else counter
            correct(session, month, row, Correction(note.id, kind, note.sender, reason="바로잡음"))
            state = {"restore": None, "reclaim": "reclaimed", "take_back": "taken_back"}[kind]
            row.withdrawn, row.withdrawn_at = state, month.instant if state else None

    def _special(self, whose: int, is_for_person: int, points: int) -> None:
        person = self.people[whose % len(self.people)].person_id if is_for_person % 2 else None
        department = self.model.post(person, self.today) if person else self.ids[CODES[whose % len(CODES)]]
        grant = Grant(0, self.month, person, department, self.model.home(department), 1 + points % 30)
        with unit_of_work() as session:
            month = hold_month_of_now(session, self.agency_id)
            proposer, decider = [one.person_id for one in self.people if one.person_id != person][:2]
            row = SpecialGrant(
                agency_id=self.agency_id, form_id=str(uuid4()), scheme_id=month.scheme_id, kind_code="innovation",
                proposer_person_id=proposer, proposer_department_id=department, receiver_person_id=person,
                receiver_department_id=department, receiver_path_id=session.get_one(Department, department).path_id,
                points=grant.points, reason="혁신", proposed_at=month.instant, state="approved",
                decided_by_person_id=decider, decided_at=month.instant,
            )  # fmt: skip
            session.add(row)
            session.flush()
            grant.id = row.id
            booking = Booking(self.agency_id, month.id, month.id, month.allowance, month.pair_cap, month.instant)
            movement = SpecialMovement(grant.id, person, department, grant.points, decider)
            write_special_entry(session.connection(), booking, movement)
        self.model.grants.append(grant)

    def _unspecial(self, which: int, _second: int, _third: int) -> None:
        standing = [grant for grant in self.model.grants if grant.stands]
        if not standing:
            return
        grant = standing[which % len(standing)]
        grant.stands = False
        with unit_of_work() as session:
            month = hold_month_of_now(session, self.agency_id)
            own = session.execute(select(MonthRow.id).where(MonthRow.period == str(grant.month))).scalar_one()
            entry = select(Entry.id).where(Entry.special_grant_id == grant.id, Entry.kind == "special")
            sent = session.execute(entry).scalar_one()
            booking = Booking(self.agency_id, own, month.id, month.allowance, month.pair_cap, month.instant)
            actor = self.people[0].person_id
            movement = SpecialMovement(grant.id, grant.person, grant.department, -grant.points, actor, "중복", sent)
            write_special_entry(session.connection(), booking, movement)

    def _move(self, whose: int, where: int, _third: int) -> None:
        """Somebody is transferred as of today."""
        one, to = self.people[whose % len(self.people)], self.ids[CODES[where % len(CODES)]]
        posts = self.model.served[one.person_id]
        department, start, _until = posts[-1]
        with unit_of_work() as session:
            last = select(Appointment).where(Appointment.employee_id == one.employee_id, Appointment.ends_on.is_(None))
            post = session.execute(last).scalar_one()
            if start == self.today:
                post.department_id = to
                posts[-1] = (to, start, None)
                return
            post.ends_on = self.today
            session.flush()
            session.add(
                Appointment(agency_id=self.agency_id, employee_id=one.employee_id, department_id=to, kind="primary",
                            starts_on=self.today, rank="7급", position="주무관", duty="민원")
            )  # fmt: skip
        posts[-1:] = [(department, start, self.today), (to, self.today, None)]

    def _team(self, where: int, _second: int, _third: int) -> None:
        """The team moves under another department, with all who serve in it."""
        team, to = self.ids["t1"], self.ids[("a1", "a2", "b1")[where % 3]]
        with unit_of_work() as session:
            path = select(DepartmentPath).join(Department, Department.path_id == DepartmentPath.id)
            above = session.execute(path.where(Department.id == to)).scalar_one()
            ids = f"{above.ids}/{team}"
            known = select(DepartmentPath).where(DepartmentPath.ids == ids)
            moved = session.execute(known).scalar_one_or_none() or DepartmentPath(
                agency_id=self.agency_id, ids=ids, names=f"{above.names} t1과", home_id=to, bureau_id=above.bureau_id
            )
            session.add(moved)
            session.flush()
            session.execute(
                update(Department).where(Department.id == team).values(parent_id=to, home_id=to, path_id=moved.id)
            )
        self.model.parents[team] = to

    def _days(self, days: int, _second: int, _third: int) -> None:
        for _ in range(1 + days % 12):
            self._pass(timedelta(days=1))

    def _turn(self, _first: int, _second: int, _third: int) -> None:
        """The next month begins."""
        month = self.month
        while self.month == month:
            self._pass(timedelta(days=1))

    def _close(self, _first: int, _second: int, _third: int) -> None:
        """The oldest month that has ended is closed, and what has waited for it is confirmed."""
        waiting = [month for month in self.model.months if month in self.model.ended and month not in self.model.closed]
        if not waiting:
            return
        month = waiting[0]
        notes, grants = self.model.held(month)
        self.model.closed[month] = ([replace(note) for note in notes], [replace(grant) for grant in grants])
        self._prove(month)
        close_by_hand(self.agency_id, str(month), self.people[0].person_id, self.now)
        for span in spans_to_confirm(self.agency_id):
            with unit_of_work() as session:
                confirm_span(session, self.agency_id, span.full_name)
        for span in self.spans():
            for subject in Subject:
                months = [one for one in self.model.months if one in span.months]
                is_over = months[-1] == span.last and all(one in self.model.closed for one in months)
                if is_over and (str(span), subject) not in self.model.confirmed:
                    self.model.confirmed[str(span), subject] = self.model.rows(span, subject, self.today)

    def _prove(self, month: Month) -> None:
        """Whatever happened, the month's books balance."""
        with unit_of_work() as session:
            row = session.execute(select(MonthRow).where(MonthRow.period == str(month))).scalar_one()
            with kept_month(session, row):
                found = verify_month(session, row)
        assert found.is_balanced, [check.shown for check in found.checks]

    def _pass(self, time: timedelta) -> None:
        before = self.month
        self.now += time
        self.turn(self.now)
        if self.month != before:
            self.model.ended[before] = self.model.person_days(before.first_day, self.month.first_day)
            turn_months(self.agency_id)
            self.model.months.append(self.month)

    def _set_schemes(self, schemes: Sequence[Scheme]) -> None:
        """One after the other, each month another one, around and around."""
        first = Month.of(BEGAN, SEOUL)
        with unit_of_work() as session:
            for ahead in range(12):
                text = scheme_text(schemes[ahead % len(schemes)])
                session.add(
                    SchemeRow(agency_id=self.agency_id, code="tale", text=text, digest=digest(text),
                              starts_in=str(first.shifted(ahead)), created_at=LONG_AGO)
                )  # fmt: skip
