"""An agency whose people, departments, codes, positions, tiers and divisions are called by payloads, in which everybody thanked
somebody last month and this month: for the attacks on the pages of trees, flows, boards, the lobby and home."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import cycle, islice

import pytest
from playwright.sync_api import Page
from sqlalchemy import select, update
from werkzeug.routing import Map

from collabpoints import clock
from collabpoints.db import unit_of_work
from collabpoints.domain.roles import Role
from collabpoints.domain.scheme_book import Division, Tier
from collabpoints.domain.scheme_words import HeadView, Measure, Span, Viewers
from collabpoints.domain.schemes import parse_scheme
from collabpoints.domain.spans import Span as Months
from collabpoints.domain.staff_cells import judge, kept
from collabpoints.domain.staff_columns import Column
from collabpoints.domain.texts import FILLERS
from collabpoints.formats.formula_guard import guarded
from collabpoints.models import (
    Agency,
    Appointment,
    Department,
    DepartmentPath,
    Note,
    Person,
    PrizeProposal,
    PrizeWinner,
    Scheme,
)
from collabpoints.queries.home import month_before
from collabpoints.queries.notes import NoteRow
from collabpoints.services.lobby_links import make_lobby_link, revoke_lobby_link
from collabpoints.services.months import turn_months
from collabpoints.services.prizes import open_proposal
from collabpoints.services.trees import grow_confirmed, grow_span
from collabpoints.views.codes import CodeConverter
from tests.attacks.corpus import BIDI, BROKEN, ZERO_WIDTH
from tests.browser.attack_duties import NAMES, fits, hold, packed
from tests.browser.attack_site import audit, stands
from tests.factories.agencies import Colleague, a_colleague, a_department
from tests.factories.boards import boards_of, close_by_hand
from tests.factories.clocks import turn_clock
from tests.factories.schemes import change_scheme
from tests.factories.worlds import World

BUREAUS, INNER, SERVE, WINNERS = 16, 3, 3, 24

DRAWN = "text desc figcaption i"
"""Elements of pages with pictures and maps."""
BARE = f"{DRAWN} noscript"
"""Of the screen in the lobby."""
LABELS = "found => found.map(one => one.getAttribute('aria-label'))"


def _cells(column: Column, most: int) -> list[str]:
    """Cells of HR's file with every payload that may be kept there, several in each."""
    return packed(most, lambda text: bool(text) and kept(text) == text and judge(column, 1, text, text) is None, " ")


CALLED = _cells(Column.DEPARTMENT_NAME, 100)
CODES = _cells(Column.DEPARTMENT_CODE, 40)
PEOPLE = _cells(Column.NAME, 60)
POSITIONS = _cells(Column.POSITION, 40)
SCREENS = packed(60, lambda text: fits(text) and "\n" not in text, " ")
STORIES = [text for text in packed(490, fits) if len(text) >= 40]
ROUNDS = -(-len(CALLED) // BUREAUS)
"""After so many every payload was the name of a bureau, of a department, of a tier and of everybody in turn."""


def _turn(texts: Sequence[str], start: int, count: int) -> list[str]:
    """So many of the texts from a place on, after the last the first again."""
    return list(islice(cycle(texts), start % len(texts), start % len(texts) + count))


@dataclass
class Forest:
    """`last` is the month before, confirmed, with prizes; `this` the month that goes on. `people` serve in the
    `departments` in their order, the first of them heads the first; `reader` serves in the second. `winners` and he won last
    month. `batch_id` is what he sent."""

    world: World
    officer: Colleague
    reader: Colleague
    people: list[Colleague]
    winners: list[int]
    bureaus: list[int]
    departments: list[int]
    last: str
    this: str
    batch_id: int
    lobby: str
    links: list[int]
    bureau_names: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    tiers: list[str] = field(default_factory=list)
    persons: list[str] = field(default_factory=list)
    positions: list[str] = field(default_factory=list)
    agency: str = ""

    def call(self, place: int) -> None:
        """Everything has the names of this round. No service renames all that is past: only a test may do that."""
        self.bureau_names = _turn(CALLED, place * BUREAUS, BUREAUS)
        self.names = _turn(CALLED, place * len(self.departments) + BUREAUS, len(self.departments))
        self.codes = _turn(CODES, place * 29, BUREAUS + len(self.departments))
        self.persons = _turn(PEOPLE, place * WINNERS, len(self.people) + 1)
        self.positions = _turn(POSITIONS, place * WINNERS, len(self.people) + 1)
        self.tiers = _turn(NAMES, place * WINNERS, WINNERS)
        self.agency = CALLED[place]
        with unit_of_work() as session:
            session.execute(update(Agency).values(name_ko=self.agency, name_en=self.agency))
            ids = [*self.bureaus, *self.departments]
            for one in ids:
                session.execute(update(Department).where(Department.id == one).values(code=f"T{one}"))
            for at, (one, name) in enumerate(zip(ids, [*self.bureau_names, *self.names], strict=True)):
                above = f"{self.bureau_names[(at - BUREAUS) // INNER]} " if at >= BUREAUS else ""
                session.execute(update(Department).where(Department.id == one).values(name=name, code=self.codes[at]))
                session.execute(update(DepartmentPath).where(DepartmentPath.home_id == one).values(names=above + name))
            for who, name, position in zip([*self.people, self.reader], self.persons, self.positions, strict=True):
                session.execute(update(Person).where(Person.id == who.person_id).values(name=name))
                session.execute(
                    update(Appointment).where(Appointment.employee_id == who.employee_id).values(position=position)
                )
            for winner, tier in zip(session.scalars(select(PrizeWinner).order_by(PrizeWinner.id)), self.tiers):  # noqa: B905
                winner.tier_ko = winner.tier_en = tier
            rules = parse_scheme(session.scalars(select(Scheme).limit(1)).one().text)
        hold(replace(rules, divisions=tuple(_division(name, n) for n, name in enumerate(self.bureau_names))))

    def call_unfit(self) -> None:
        """Departments and people are called as no file and no form lets them be called: only a hand in the database could,
        and it lets a department's name be anything, a person's all but the letters that nobody sees (FILLERS)."""
        self.call(0)
        texts = [text for text in (*BIDI, *ZERO_WIDTH, *BROKEN) if "\0" not in text]
        with unit_of_work() as session:
            for one, text in zip(self.departments, texts, strict=False):
                name = f"부{text}서"
                session.execute(update(Department).where(Department.id == one).values(name=name))
                session.execute(update(DepartmentPath).where(DepartmentPath.home_id == one).values(names=name))
            fit = [text for text in texts if not set(text) & set(FILLERS)]
            for who, text in zip(self.people, fit, strict=False):
                session.execute(update(Person).where(Person.id == who.person_id).values(name=f"김{text}수"[:60]))

    def stories(self) -> tuple[NoteRow, ...]:
        """What home tells of last month."""
        before = month_before(self.world.agency_id, self.reader.person_id, Months.parse(self.this).first)
        return before.stories if before else ()

    def go_on(self, stories: Sequence[NoteRow]) -> None:
        """Home tells the next ones: these, and what was sent together with them, are private from now on."""
        batches = select(Note.batch_id).where(Note.id.in_([one.id for one in stories]))
        with unit_of_work() as session:
            session.execute(update(Note).where(Note.batch_id.in_(batches)).values(is_private=True))

    @property
    def won(self) -> list[str]:
        """What those are called who won last month."""
        return [self.persons[at] for at in (*self.winners, -1)]


def _division(name: str, number: int) -> Division:
    return Division(name, name, tuple(f"C{number}-{at}" for at in range(INNER)))


def a_forest(world: World) -> Forest:
    """Last month everybody thanked somebody in each department of his bureau and in some other bureaus, and the reader; this
    month everybody got as much as everybody else. All boards are made, all trees have grown, the prizes are confirmed."""
    tiers = tuple(Tier(Span.MONTH, f"등급{n}", f"T{n}", 1, 0) for n in range(WINNERS))
    change_scheme(
        allowance=9000, pair_cap=None, prize_spans=frozenset({Span.MONTH, Span.YEAR}), persons_ranked_by=Measure.RECEIVED,
        departments_ranked_by=Measure.RECEIVED, tiers=tiers, ranking_viewers=Viewers.EVERYONE, heads_see=HeadView.THANKED,
        divisions=tuple(_division(f"그룹{n}", n) for n in range(BUREAUS)),
    )  # fmt: skip
    agency_id = world.agency_id
    bureaus = [a_department(agency_id, f"국{n}", code=f"B{n}", level=1) for n in range(BUREAUS)]
    departments = [
        a_department(agency_id, f"과{n}", code=f"C{n // INNER}-{n % INNER}", parent_id=bureaus[n // INNER])
        for n in range(BUREAUS * INNER)
    ]
    people = [
        a_colleague(agency_id, f"이름{n}", departments[n // SERVE], roles=() if n else (Role.DEPARTMENT_HEAD,))
        for n in range(len(departments) * SERVE)
    ]
    roles = (Role.OFFICER, Role.ADMINISTRATOR)
    reader = a_colleague(agency_id, "읽는이", departments[1])
    officer = a_colleague(agency_id, PEOPLE[0], departments[2], position=POSITIONS[0], roles=roles)
    like_reader, like_officer = people[SERVE : 2 * SERVE], people[2 * SERVE : 3 * SERVE]
    others = [one for one in people if one not in like_officer]
    this = str(_month_of_now())
    last = str(_month_of_now().first.shifted(-1))
    with pytest.MonkeyPatch.context() as patch:
        turn_clock(patch, f"{last}-10T10:00:00+09:00")
        for n, one in enumerate(people):
            story = STORIES[(n % 48 * 3 + n // 48) % len(STORIES)]  # so that each third of the month tells others
            world.send(one, *(people[at] for at in _thanked(n)), *([] if one in like_reader else [reader]), text=story)
        world.send(reader, officer)
        for one in others[: WINNERS - 1]:
            for _again in range(4):
                world.send(officer, one)
    turn_months(agency_id)
    for start in range(0, len(others), 19):
        world.send(officer, *others[start : start + 19], *([] if start else [reader]))
    world.send(reader, officer, *like_officer)
    batch_id = world.send(reader, people[0], points=0).batch_id
    _confirm(agency_id, last, officer)
    boards_of(agency_id)
    boards_of(agency_id, Months.parse(this[:4]))
    grow_span(agency_id, Months.parse(this))
    grow_span(agency_id, Months.parse(this[:4]))
    links = [
        make_lobby_link(
            agency_id=agency_id, place=place, made_by_person_id=people[n % len(people)].person_id, now=clock.now()
        )
        for n, place in enumerate(SCREENS)
    ]
    for n, link in enumerate(links[1::2]):
        by = people[-n % len(people)].person_id
        revoke_lobby_link(link.link_id, agency_id=agency_id, revoked_by_person_id=by, now=clock.now())
    return Forest(
        world, officer, reader, people, [people.index(one) for one in others[: WINNERS - 1]], bureaus, departments, last, this, batch_id, links[0].secret,
        [link.link_id for link in links],
    )  # fmt: skip


def _month_of_now() -> Months:
    return Months.parse(clock.now().strftime("%Y-%m"))


def _thanked(n: int) -> list[int]:
    """Whom the colleague at this place thanks: his like in the other departments of the bureau, and in every fourth bureau."""
    here, inner = n // SERVE, n // SERVE % INNER
    bureau, like = here // INNER, n % SERVE
    found = [(bureau * INNER + other) * SERVE + like for other in range(INNER) if other != inner]
    found += [
        (other * INNER + inner) * SERVE + like
        for other in range(BUREAUS)
        if other != bureau and (other - bureau) % INNER == inner
    ]
    return found


def _confirm(agency_id: int, period: str, officer: Colleague) -> None:
    """The month is closed, its trees have grown for good and its prizes are confirmed, without the days that this takes."""
    close_by_hand(agency_id, period, officer.person_id, clock.now())
    name = Months.parse(period).full_name
    with unit_of_work() as session:
        grow_confirmed(session, agency_id, name)
    proposal_id = open_proposal(agency_id, name, person_id=officer.person_id)
    with unit_of_work() as session:
        session.execute(
            update(PrizeProposal)
            .where(PrizeProposal.id == proposal_id)
            .values(
                state="confirmed", confirmed_at=clock.now(), confirmed_by_person_id=officer.person_id,
                awarded_on=date(2027, 1, 4),
            )
        )  # fmt: skip


def looked(page: Page, address: str, texts: Sequence[str] = (), *, is_bare: bool = False) -> None:
    answer = page.goto(address)
    assert answer
    assert answer.status == 200, address
    audit(page, besides=BARE if is_bare else DRAWN, is_bare=is_bare)
    stands(page, texts)


def quote_code(code: str) -> str:
    """A department's code in an address."""
    return CodeConverter(Map()).to_url(code)


def spoken(page: Page, selector: str, names: Sequence[str]) -> None:
    """Each name begins what a limb says."""
    said: list[str] = page.eval_on_selector_all(selector, LABELS)
    missing = [name for name in names if not any(one.startswith(f"{name}: ") for one in said)]
    assert missing == []


def holds(content: bytes, names: Sequence[str]) -> None:
    """The names stand in the cells of a file, none of which is a formula."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    cells = {cell for row in rows for cell in row}
    assert [name for name in names if guarded(name) not in cells] == []
    assert [cell for cell in cells if guarded(cell) != cell] == []
    assert len({len(row) for row in rows[:-1]}) == 1
