"""Notes race with the end of their month, and corrections with its closing, on PostgreSQL: no note enters a month that has
ended and none is lost; a closed month's boards are its ledger up to the entry with which it was closed (promises 7 and 8).

The clock of these months is bent: each second of the machine's leads over the midnight of another 1st.
"""

import math
import random
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import func, select, text

from collabpoints import db as database
from collabpoints.app import create_app
from collabpoints.db import db, reading
from collabpoints.domain.errors import Busy, NotFound, Refused
from collabpoints.domain.periods import Month as CalendarMonth
from collabpoints.jobs.runner import heed_asked
from collabpoints.models import Entry, Month
from collabpoints.services import corrections, notes
from collabpoints.services.closings import ask_for_closing
from collabpoints.services.months import turn_months
from collabpoints.services.note_changes import give_back
from tests.conftest import a_config
from tests.factories.agencies import Colleague, a_colleague, a_department, an_agency
from tests.factories.worlds import TEXT
from tests.faults.books import complaints
from tests.faults.sizes import SEED, SIZES, report
from tests.postgres import Server

pytestmark = pytest.mark.faults

_SENDERS, _RECIPIENTS = 8, 24
_SEOUL = ZoneInfo("Asia/Seoul")
_FIRST = CalendarMonth(2026, 3)
_STEP = 0.5
"""Seconds of the machine for one month: half of them before its end, half after."""


@dataclass
class Place:
    """An agency on a database of its own."""

    app: Flask
    agency_id: int
    senders: list[Colleague] = field(default_factory=list)
    recipients: list[Colleague] = field(default_factory=list)


@pytest.fixture
def place(postgres_server: Server, request: pytest.FixtureRequest) -> Iterator[Place]:
    name = f"boundaries_{request.node.name[:24]}"
    postgres_server.create(name)
    app = create_app(a_config(postgres_server.url(name)))
    with app.app_context():
        flask_migrate.upgrade()
        made = Place(app, an_agency())
        # Each in a department of his own: corrections of one department wait for each other at its total.
        people = [
            a_colleague(made.agency_id, f"직원{one}", a_department(made.agency_id, f"{one}과"))
            for one in range(_SENDERS + _RECIPIENTS)
        ]
        made.senders, made.recipients = people[:_SENDERS], people[_SENDERS:]
        db.session.remove()
        yield made
        db.session.remove()
        db.engine.dispose()


def bend_clock(monkeypatch: pytest.MonkeyPatch, bent: Callable[[float], datetime]) -> None:
    """The database's clock, in seconds since the epoch, stands where `bent` says, for every module and thread."""
    asked = database.database_now

    def now(session: Any) -> datetime:
        return bent(asked(session).timestamp())

    for name, module in list(sys.modules.items()):
        if name.startswith("collabpoints.") and hasattr(module, "database_now"):
            monkeypatch.setattr(module, "database_now", now)


def over_midnights(began: float) -> Callable[[float], datetime]:
    """Time leads from a moment before one midnight of the 1st to a moment after it, and on to the next one."""

    def bent(now: float) -> datetime:
        passed = (now - began) / _STEP
        months = math.floor(passed)
        return _FIRST.shifted(months).ends_at(_SEOUL) + timedelta(seconds=(passed - months - 0.5) * _STEP)

    return bent


def slow(monkeypatch: pytest.MonkeyPatch, where: Any, name: str, seconds: float) -> None:
    """After this function one unit of work in three rests so long, as on a machine that has much to do: others overtake
    it, and that is where a lock has to hold."""
    act, chance = getattr(where, name), random.Random(SEED)

    def late(*given: Any) -> Any:
        done = act(*given)
        time.sleep(chance.choice((0, 0, seconds)))
        return done

    monkeypatch.setattr(where, name, late)


@contextmanager
def at_work(place: Place, *acts: Callable[[], None]) -> Iterator[None]:
    """Threads that do these acts over and over until the block ends; what they raise is raised."""
    is_over, faults = threading.Event(), []

    def work(act: Callable[[], None]) -> None:
        try:
            while not is_over.is_set():
                with place.app.app_context():
                    act()
        except Exception as fault:  # the test's own thread says it
            faults.append(fault)

    threads = [threading.Thread(target=work, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        is_over.set()
        for thread in threads:
            thread.join()
    assert not faults


class Sender:
    """One who sends thanks alone, over and over; what was said to be sent stands in `sent`."""

    def __init__(self, place: Place, order: int) -> None:
        self.place, self.me = place, place.senders[order]
        self.random = random.Random(SEED + order)
        self.sent: list[int] = []
        self.refused = 0

    def __call__(self) -> None:
        new = notes.NewNotes(
            form_id=f"00000000-0000-4000-8000-{self.random.getrandbits(48):012x}",
            recipient_person_ids=(self.random.choice(self.place.recipients).person_id,),
            text=TEXT, points=0, is_private=False,
        )  # fmt: skip
        try:
            sent = notes.send_notes(agency_id=self.place.agency_id, sender_person_id=self.me.person_id, new=new)
            self.sent += sent.note_ids
        except Refused:
            self.refused += 1


class Turner:
    """The job that ends months, on a host of its own; `held` is how many notes a month held the moment it had ended."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.held: dict[int, int] = {}

    def __call__(self) -> None:
        turn_months(self.place.agency_id)
        for month_id in sorted(set(ended_months()) - set(self.held)):
            self.held[month_id] = notes_of(month_id)


def ended_months() -> list[int]:
    with reading() as session:
        return list(session.scalars(select(Month.id).where(Month.state != "open")))


def notes_of(month_id: int) -> int:
    with reading() as session:
        wanted = select(func.count()).select_from(Entry).where(Entry.month_id == month_id, Entry.kind == "send")
        return session.execute(wanted).scalar_one()


def test_no_note_enters_a_month_that_has_ended_and_none_is_lost(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    bend_clock(monkeypatch, over_midnights(time.time()))
    slow(monkeypatch, notes, "hold_month_of_now", 0.03)
    slow(monkeypatch, notes, "book", 0.03)
    senders, turner = [Sender(place, order) for order in range(_SENDERS)], Turner(place)
    with at_work(place, *senders, turner):
        time.sleep(_STEP * SIZES.boundaries)
    with place.app.app_context():
        leaked = {
            month_id: notes_of(month_id) - held for month_id, held in turner.held.items() if notes_of(month_id) != held
        }
        with reading() as session:
            stand = set(session.scalars(select(Entry.note_id)))
            outside = session.execute(
                select(func.count())
                .select_from(Entry)
                .join(Month, Month.id == Entry.month_id)
                .where((Entry.recorded_at < Month.starts_at) | (Entry.recorded_at >= Month.ends_at))
            ).scalar_one()
        boundaries = len(ended_months())
    sent = [note_id for sender in senders for note_id in sender.sent]
    report(
        f"boundaries: {boundaries} months ended under {len(sent)} notes of {_SENDERS} senders,"
        f" {sum(sender.refused for sender in senders)} refused"
    )
    assert not leaked, "notes entered months that had ended"
    assert outside == 0, "notes lie in months to which their instant does not belong"
    assert stand == set(sent), "lost, or there without anybody having been told so"
    assert len(sent) == len(set(sent))
    assert not complaints(place.app)
    assert boundaries >= SIZES.boundaries - 1


_BOARD = text("""
SELECT s.person_id, s.received_points, s.sent_points, s.received_notes, s.sent_notes
FROM boards b JOIN person_standings s ON s.board_id = b.id
WHERE b.subject = 'persons' AND b.state = 'confirmed' AND b.span = :period ORDER BY 1
""")
_LEDGER = text("""
SELECT person, sum(rp), sum(sp), sum(rn), sum(sn) FROM (
  SELECT giver_person_id AS person, 0 AS rp, points AS sp, 0 AS rn, notes AS sn, e.id, e.month_id FROM entries e
  UNION ALL SELECT receiver_person_id, points, 0, notes, 0, e.id, e.month_id FROM entries e) moved
JOIN months m ON m.id = moved.month_id JOIN month_closings c ON c.month_id = m.id
WHERE m.period = :period AND moved.id <= c.through_entry_id
GROUP BY person HAVING sum(rp) + sum(sp) > 0 ORDER BY 1
""")


def unlike(period: str) -> list[str]:
    """Who stands otherwise on the month's board than in the ledger up to its closing."""
    with db.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        board = {tuple(map(int, row)) for row in connection.execute(_BOARD, {"period": period})}
        ledger = {tuple(map(int, row)) for row in connection.execute(_LEDGER, {"period": period})}
    return sorted(f"person {row[0]}: {'board' if row in board else 'ledger'} {row[1:]}" for row in board ^ ledger)


class Giver:
    """One who gives back notes that he had received in the months that are about to be closed."""

    def __init__(self, place: Place, order: int) -> None:
        self.place, self.waiting = place, list[tuple[int, int]]()
        self.random = random.Random(SEED + order)
        self.given = 0

    def __call__(self) -> None:
        time.sleep(self.random.uniform(0, 0.1))
        if not self.waiting:
            return
        note_id, person_id = self.waiting.pop()
        try:
            give_back(note_id, agency_id=self.place.agency_id, person_id=person_id)
            self.given += 1
        except Busy:  # the closing took long: a page would ask to try again
            self.waiting.append((note_id, person_id))
        except (Refused, NotFound) as fault:
            raise AssertionError(fault) from fault


def test_a_closed_months_board_is_its_ledger_up_to_the_closing(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    agency_id, periods = place.agency_id, [str(_FIRST.shifted(ahead)) for ahead in range(SIZES.closings)]
    received = [a_month(place, period, monkeypatch) for period in periods]
    officer = place.recipients[0].person_id
    slow(monkeypatch, corrections, "book", 0.15)
    senders = [Sender(place, order) for order in range(3)]
    givers = [Giver(place, order) for order in range(4)]
    turn_months(agency_id)
    wrong: dict[str, list[str]] = {}
    seen, outcomes = 0, []
    with at_work(place, *senders, *givers):
        for period, of_month in zip(periods, received, strict=True):
            ask_for_closing(agency_id, period, actor_person_id=officer)
            for order, giver in enumerate(givers):
                giver.waiting = of_month[order :: len(givers)]
            time.sleep(0.4)
            while (found := heed_asked(jobs=())) and found[0].result != "done":
                assert found[0].result == "elsewhere", found
            outcomes += found[:1]
            wrong[period], seen = unlike(period), seen + 1
            while any(giver.waiting for giver in givers):
                wrong[period] = unlike(period) or wrong.get(period, [])
                seen += 1
    later = sum(later_corrections(period) for period in periods)
    report(
        f"closings: {len(outcomes)} months closed under {sum(map(len, (one.sent for one in senders)))} notes and"
        f" {sum(giver.given for giver in givers)} corrections, {later} of them after their closing; {seen} comparisons"
    )
    assert {outcome.result for outcome in outcomes} == {"done"}
    assert not {period: rows for period, rows in wrong.items() if rows}
    assert not {period: rows for period in periods if (rows := unlike(period))}
    assert later > 0
    assert not complaints(place.app)


def test_a_closing_waits_for_a_correction_that_another_overtook(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first has its entry and is not committed; the second, with a higher one, is. Closed now, the month's board would
    lack what its ledger has."""
    period = str(_FIRST)
    received = a_month(place, period, monkeypatch)
    (first, first_person), (second, second_person) = received[0], received[-1]  # no person, no department in common
    turn_months(place.agency_id)
    ask_for_closing(place.agency_id, period, actor_person_id=place.recipients[0].person_id)
    has_entry, may_commit, is_closed = threading.Event(), threading.Event(), threading.Event()
    book = vars(corrections)["book"]

    def held_up(*given: Any) -> None:
        book(*given)
        if given[2][0].note_id == first:
            has_entry.set()
            may_commit.wait(20)

    def overtaken() -> None:
        with place.app.app_context():
            give_back(first, agency_id=place.agency_id, person_id=first_person)

    def close() -> None:
        with place.app.app_context():
            while not (found := heed_asked(jobs=())) or found[0].result != "done":
                pass
        is_closed.set()

    monkeypatch.setattr(corrections, "book", held_up)
    threads = [threading.Thread(target=overtaken), threading.Thread(target=close)]
    threads[0].start()
    assert has_entry.wait(20)
    give_back(second, agency_id=place.agency_id, person_id=second_person)
    threads[1].start()
    was_early = is_closed.wait(1.5)
    may_commit.set()
    for thread in threads:
        thread.join()
    assert not unlike(period)
    assert not was_early
    assert not complaints(place.app)


def a_month(place: Place, period: str, monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """A month with notes of 10 points from each sender to each other recipient: note and recipient."""
    at = datetime.fromisoformat(f"{period}-10T10:00+09:00").astimezone(UTC)
    with monkeypatch.context() as then:
        bend_clock(then, lambda _now: at)
        found = []
        for sender in place.senders:
            for recipient in place.recipients[::2]:
                new = notes.NewNotes(
                    form_id=f"00000000-0000-4000-8000-{random.getrandbits(48):012x}",
                    recipient_person_ids=(recipient.person_id,),
                    text=TEXT, points=10, is_private=False,
                )  # fmt: skip
                sent = notes.send_notes(agency_id=place.agency_id, sender_person_id=sender.person_id, new=new)
                found.append((sent.note_ids[0], recipient.person_id))
        return found


def later_corrections(period: str) -> int:
    counted = text(
        "SELECT count(*) FROM entries e JOIN months m ON m.id = e.month_id JOIN month_closings c ON c.month_id = m.id"
        " WHERE m.period = :period AND e.id > c.through_entry_id"
    )
    with db.engine.connect() as connection:
        return int(connection.execute(counted, {"period": period}).scalar_one())
