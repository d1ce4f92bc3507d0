"""Random stories of notes in review against a small model: after each step every sum is the ledger's, no month's total is
below nothing, and a note stands exactly where the model says so."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select

from collabpoints.db import reading
from collabpoints.domain.errors import NotFound, Refused
from collabpoints.models import Entry, Note, PairMonthTotal, PersonMonthTotal
from collabpoints.queries.ledger import verify
from collabpoints.services import appeals, months, note_changes, reports, reviews
from tests.conftest import _empty
from tests.factories.agencies import Colleague
from tests.factories.reviews import REASON, Bench, a_bench

pytestmark = pytest.mark.slow

_CAP, _POINTS, _ALLOWANCE = 2, 10, 40
_BEGAN = datetime(2026, 10, 30, 3, tzinfo=UTC)


@dataclass
class Told:
    """A note of the model: by whom it waits to be looked at, how it was withdrawn, and what it holds of the limits."""

    note_id: int
    sender: int
    recipient: int
    month: int
    at: datetime
    spent: int = _POINTS
    counted: int = 1
    withdrawn: str = ""
    reporters: set[int] = field(default_factory=set)
    waits: bool = False
    reclaimed_by: int = -1
    reclaimed_at: datetime = _BEGAN
    given_back: tuple[int, int] = (0, 0)
    asked: dict[int, str] = field(default_factory=dict)
    appeal_id: int = 0


class Story(RuleBasedStateMachine):
    """Who does what is drawn; whether it may happen is worked out from the model, and both must agree."""

    app: Flask
    set_clock: Callable[[datetime], None]
    restores_allowance: bool
    restores_cap: bool
    sent = Bundle("sent")

    def __init__(self) -> None:
        super().__init__()
        _empty()
        self.now = _BEGAN
        self.set_clock(self.now)
        self.bench: Bench = a_bench(
            is_allowance_restored=self.restores_allowance, is_pair_cap_restored=self.restores_cap,
            allowance=_ALLOWANCE, pair_cap=_CAP, appeal_days=7,
        )  # fmt: skip
        world = self.bench.world
        # Two who serve, and three who review or run the scheme and serve as well.
        self.people: list[Colleague] = [world.hong, world.kim, self.bench.shin, self.bench.yoon, self.bench.oh]
        self.notes: list[Told] = []

    @initialize()
    def the_month(self) -> None:
        months.turn_months(self.bench.world.agency_id)

    @property
    def month(self) -> int:
        return (self.now + timedelta(hours=9)).month

    @rule(target=sent, ends=st.sampled_from([(0, 1), (0, 1), (1, 0), (0, 2), (2, 1), (1, 3), (0, 4)]))
    def send(self, ends: tuple[int, int]) -> int:
        sender, recipient = ends
        held = [note for note in self.notes if note.sender == sender and note.month == self.month]
        may = sum(note.spent for note in held) + _POINTS <= _ALLOWANCE
        may = may and sum(note.counted for note in held if note.recipient == recipient) < _CAP
        done = self._tries(
            lambda: self.bench.world.send(
                self.people[sender], self.people[recipient], text=f"{REASON} {len(self.notes)}"
            )
        )
        assert (done is not None) == may
        if done is None:
            return -1
        self.notes.append(Told(done.note_ids[0], sender, recipient, self.month, self.now))
        return len(self.notes) - 1

    @rule(which=sent, who=st.integers(0, 4))
    def report(self, which: int, who: int) -> None:
        if note := self._of(which):
            may = not note.withdrawn and who not in note.reporters
            assert self._act(reports.report, note.note_id, who, reason=REASON) == may
            if may:
                note.reporters.add(who)
                note.waits = True

    @rule(which=sent, who=st.sampled_from([2, 3]), passes=st.booleans())
    def review(self, which: int, who: int, passes: bool) -> None:
        if note := self._of(which):
            may = note.waits and not note.withdrawn and who not in (note.sender, note.recipient)
            act = reviews.pass_note if passes else reviews.reclaim
            assert self._act(act, note.note_id, who, reason=REASON) == may
            if not may:
                return
            note.waits = False
            if passes:
                return
            note.withdrawn, note.reclaimed_by, note.asked, note.reclaimed_at = "reclaimed", who, {}, self.now
            note.given_back = (note.spent * self.restores_allowance, note.counted * self.restores_cap)
            note.spent -= note.given_back[0]
            note.counted -= note.given_back[1]

    @rule(which=sent, ways=st.sampled_from(["take_back", "give_back"]))
    def cancel(self, which: int, ways: str) -> None:
        if note := self._of(which):
            may = not note.withdrawn
            if ways == "take_back":
                may = may and self.now < note.at + timedelta(minutes=30)
                done = self._act(note_changes.take_back, note.note_id, note.sender)
            else:
                done = self._act(note_changes.give_back, note.note_id, note.recipient)
            assert done == may
            if may:
                note.withdrawn, note.spent, note.counted = ways, 0, 0

    @rule(which=sent, who=st.integers(0, 4))
    def ask(self, which: int, who: int) -> None:
        if note := self._of(which):
            may = note.withdrawn == "reclaimed" and who in (note.sender, note.recipient)
            may = may and "asked" not in note.asked.values() and who not in note.asked and self._is_in_time(note)
            done = self._tries(lambda: appeals.ask(note.note_id, **self._by(who), reason=REASON))
            assert (done is not None) == may
            if done is not None:
                note.asked[who], note.appeal_id = "asked", done

    @rule(which=sent, who=st.sampled_from([2, 3, 4]), how=st.sampled_from(["grant", "grant", "dismiss"]))
    def decide(self, which: int, who: int, how: str) -> None:
        note = self._of(which)
        if note is None or not note.appeal_id:
            return
        waits = "asked" in note.asked.values()
        may = waits and who not in (note.sender, note.recipient, note.reclaimed_by)
        act = appeals.grant if how == "grant" else appeals.dismiss
        taken = self._room(note)
        assert self._act(act, note.appeal_id, who, reason=REASON) == may
        if may:
            self._settle(note, "granted" if how == "grant" else "dismissed")
            if how == "grant":
                note.withdrawn = ""
                note.spent += taken[0]
                note.counted += taken[1]

    @rule(which=sent, ends_well=st.booleans(), is_given_back=st.booleans())
    def goes_through_review(self, which: int, ends_well: bool, is_given_back: bool) -> None:
        """The whole way at once, as far as it is open: drawn step by step it would be rare."""
        if note := self._of(which):
            free = [who for who in (2, 3, 4) if who not in (note.sender, note.recipient)]
            self.report(which, note.recipient)
            self.review(which, 2 if 2 in free else 3, passes=False)
            self.ask(which, note.sender)
            self.decide(which, free[-1], "grant" if ends_well else "dismiss")
            if is_given_back:
                self.cancel(which, "give_back")

    @rule(which=sent)
    def withdraw(self, which: int) -> None:
        note = self._of(which)
        if note is None or not note.appeal_id:
            return
        asker = next((who for who, state in note.asked.items() if state == "asked"), note.sender)
        may = note.asked.get(asker) == "asked"
        assert self._act(appeals.withdraw, note.appeal_id, asker) == may
        if may:
            self._settle(note, "withdrawn")

    @rule(hours=st.sampled_from([1, 24, 8 * 24]))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        self.set_clock(self.now)

    @invariant()
    def the_books_are_true(self) -> None:
        found = verify()
        assert found.is_balanced, [check for check in found.checks if check.differing]
        with reading() as session:
            sums = select(
                Entry.note_id,
                func.sum(Entry.notes),
                func.sum(Entry.points),
                func.sum(Entry.spent),
                func.sum(Entry.counted),
            )
            rows = {row[0]: tuple(row[1:]) for row in session.execute(sums.group_by(Entry.note_id))}
            states = dict(session.execute(select(Note.id, Note.withdrawn)).all())
            persons = session.execute(select(*PersonMonthTotal.__table__.c)).all()
            pairs = session.execute(select(*PairMonthTotal.__table__.c)).all()
        for note in self.notes:
            stands = 0 if note.withdrawn else 1
            assert rows[note.note_id] == (stands, stands * _POINTS, note.spent, note.counted)
            assert (states[note.note_id] or "") == note.withdrawn.replace("take_back", "taken_back").replace(
                "give_back", "given_back"
            )
        assert all(total.received_points >= 0 and 0 <= total.spent <= total.granted for total in persons)
        assert all(0 <= total.counted <= _CAP and total.points >= 0 for total in pairs)
        got = Counter[int]()
        for note in self.notes:
            got[self.people[note.recipient].person_id] += 0 if note.withdrawn else _POINTS
        assert got == Counter(
            {person: sum(total.received_points for total in persons if total.person_id == person) for person in got}
        )

    def _of(self, which: int) -> Told | None:
        return self.notes[which] if which >= 0 else None

    def _by(self, who: int) -> dict[str, int]:
        return {"agency_id": self.bench.world.agency_id, "person_id": self.people[who].person_id}

    def _act(self, act: Callable[..., object], about: int, who: int, **more: str) -> bool:
        def acts() -> bool:
            act(about, **self._by(who), **more)
            return True

        return self._tries(acts) is True

    def _room(self, note: Told) -> tuple[int, int]:
        """What a restore takes again of allowance and cap: all that the reclaim gave back, or none of it."""
        held = [other for other in self.notes if other.sender == note.sender and other.month == note.month]
        allowance = _ALLOWANCE - sum(other.spent for other in held)
        cap = _CAP - sum(other.counted for other in held if other.recipient == note.recipient)
        spent, counted = note.given_back
        return spent if spent <= allowance else 0, counted if counted <= cap else 0

    def _is_in_time(self, note: Told) -> bool:
        reclaimed = (note.reclaimed_at + timedelta(hours=9)).date()
        return (self.now + timedelta(hours=9)).date() <= reclaimed + timedelta(days=7)

    @staticmethod
    def _settle(note: Told, state: str) -> None:
        asker = next(who for who, was in note.asked.items() if was == "asked")
        note.asked[asker] = state

    @staticmethod
    def _tries(act: Callable[[], Any]) -> Any:
        try:
            return act()
        except (Refused, NotFound):
            return None


@pytest.mark.parametrize(("allowance", "cap"), [(False, False), (True, True)])
def test_no_story_of_a_review_breaks_the_books(
    app: Flask, monkeypatch: pytest.MonkeyPatch, allowance: bool, cap: bool
) -> None:
    def set_clock(now: datetime) -> None:
        for module in (months, note_changes, reviews, appeals, reports):
            monkeypatch.setattr(module, "database_now", lambda _session: now)

    given = {"app": app, "set_clock": staticmethod(set_clock), "restores_allowance": allowance, "restores_cap": cap}
    run_state_machine_as_test(
        type("Story", (Story,), given),
        settings=settings(
            max_examples=10,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
