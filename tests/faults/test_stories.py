"""Random stories of an agency against a small model: after each step no limit is passed and every sum is the ledger's."""

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import update

from collabpoints.db import unit_of_work
from collabpoints.domain.errors import NotFound, Refused
from collabpoints.domain.periods import Month, today
from collabpoints.models import Appointment
from collabpoints.services import months, note_changes
from collabpoints.services import notes as note_services
from tests.conftest import _empty
from tests.factories.agencies import Colleague, a_colleague, a_department, an_agency
from tests.factories.worlds import TEXT
from tests.faults.books import broken, over, unbalanced
from tests.faults.sizes import SIZES

pytestmark = pytest.mark.faults

_SEOUL = ZoneInfo("Asia/Seoul")
_BEGAN = datetime(2026, 10, 28, 3, tzinfo=UTC)
_ALLOWANCE, _POINTS, _CAP = 200, 10, 2
_PEOPLE, _DEPARTMENTS = 5, 3
_UNREAD_FOR = timedelta(minutes=30)


@dataclass
class Sent:
    """A note of the model."""

    note_id: int
    sender: int
    recipient: int
    points: int
    month: str
    at: datetime
    is_read: bool = False
    is_withdrawn: bool = False


class Story(RuleBasedStateMachine):
    """`notes` of the model are the only memory; what may happen next is worked out from them."""

    app: Flask
    set_clock: Callable[[datetime], None]
    sent = Bundle("sent")

    def __init__(self) -> None:
        super().__init__()
        _empty()
        self.now = _BEGAN
        self.set_clock(self.now)
        self.notes: list[Sent] = []
        self.agency_id = an_agency()
        self.departments = [a_department(self.agency_id, f"{place}과") for place in range(_DEPARTMENTS)]
        self.places = [place % _DEPARTMENTS for place in range(_PEOPLE)]
        self.people: list[Colleague] = [
            a_colleague(self.agency_id, f"직원{place}", self.departments[self.places[place]])
            for place in range(_PEOPLE)
        ]

    @property
    def month(self) -> str:
        return str(Month.of(self.now, _SEOUL))

    def standing(self, sender: int) -> list[Sent]:
        return [
            note for note in self.notes if note.sender == sender and note.month == self.month and not note.is_withdrawn
        ]

    @initialize()
    def the_first_month(self) -> None:
        months.turn_months(self.agency_id)

    @rule(
        target=sent,
        sender=st.integers(0, _PEOPLE - 1),
        recipients=st.sets(st.integers(0, _PEOPLE - 1), min_size=1, max_size=3),
        has_points=st.booleans(),
    )
    def send(self, sender: int, recipients: set[int], has_points: bool) -> int:
        points = _POINTS if has_points else 0
        given = self.standing(sender)
        pairs = Counter(note.recipient for note in given if note.points)
        may = sender not in recipients
        if points:
            may = may and all(self.places[one] != self.places[sender] for one in recipients)
            may = may and all(pairs[one] < _CAP for one in recipients)
            may = may and sum(note.points for note in given) + points * len(recipients) <= _ALLOWANCE
        new = note_services.NewNotes(
            form_id=f"00000000-0000-4000-8000-{len(self.notes):012d}",
            recipient_person_ids=tuple(self.people[one].person_id for one in recipients),
            text=TEXT, points=points, is_private=False,
        )  # fmt: skip
        done = self._tries(
            lambda: note_services.send_notes(
                agency_id=self.agency_id, sender_person_id=self.people[sender].person_id, new=new
            )
        )
        assert (done is not None) == may
        if done is None:
            return -1
        by_id = sorted(recipients, key=lambda one: self.people[one].person_id)
        for one, note_id in zip(by_id, done.note_ids, strict=True):
            self.notes.append(Sent(note_id, sender, one, points, self.month, self.now))
        return len(self.notes) - 1

    @rule(which=sent)
    def read(self, which: int) -> None:
        if (note := self._of(which)) and not note.is_withdrawn:
            self._act(note_changes.mark_read, note, note.recipient)
            note.is_read = True

    @rule(which=sent)
    def take_back(self, which: int) -> None:
        if note := self._of(which):
            may = not note.is_withdrawn and not note.is_read and self.now < note.at + _UNREAD_FOR
            assert self._act(note_changes.take_back, note, note.sender) == may
            note.is_withdrawn = note.is_withdrawn or may

    @rule(which=sent)
    def give_back(self, which: int) -> None:
        if note := self._of(which):
            may = not note.is_withdrawn
            assert self._act(note_changes.give_back, note, note.recipient) == may
            note.is_withdrawn = True

    @rule(which=sent, who=st.integers(0, _PEOPLE - 1))
    def a_colleague_meddles(self, which: int, who: int) -> None:
        note = self._of(which)
        if note and who not in (note.sender, note.recipient):
            assert not self._act(note_changes.take_back, note, who)
            assert not self._act(note_changes.give_back, note, who)

    @rule(who=st.integers(0, _PEOPLE - 1), to=st.integers(0, _DEPARTMENTS - 1))
    def move(self, who: int, to: int) -> None:
        """From today on he serves elsewhere; what he gave and got stays with the departments of the day."""
        if self.places[who] == to:
            return
        day, employee = today(self.now, _SEOUL), self.people[who].employee_id
        with unit_of_work() as session:
            mine = (Appointment.employee_id == employee, Appointment.ends_on.is_(None))
            row = {"department_id": self.departments[to]}
            session.execute(update(Appointment).where(*mine, Appointment.starts_on == day).values(row))
            ended = session.execute(update(Appointment).where(*mine, Appointment.starts_on < day).values(ends_on=day))
            if ended.rowcount:  # type: ignore[attr-defined]
                session.add(
                    Appointment(
                        agency_id=self.agency_id, employee_id=employee, kind="primary", starts_on=day,
                        rank="7급", position="주무관", duty="민원", **row,
                    )
                )  # fmt: skip
        self.places[who] = to

    @rule(minutes=st.sampled_from([1, 29, 31, 24 * 60, 5 * 24 * 60]), turns=st.booleans())
    def time_passes(self, minutes: int, turns: bool) -> None:
        """The job that turns months may come around, or be late."""
        self.now += timedelta(minutes=minutes)
        self.set_clock(self.now)
        if turns:
            months.turn_months(self.agency_id)

    @invariant()
    def the_books_are_true(self) -> None:
        assert not [*broken(self.app), *over(self.app), *unbalanced(self.app)]

    def _of(self, which: int) -> Sent | None:
        return self.notes[which] if which >= 0 else None

    def _act(self, act: Callable[..., None], note: Sent, who: int) -> bool:
        person_id = self.people[who].person_id

        def acts() -> bool:
            act(note.note_id, agency_id=self.agency_id, person_id=person_id)
            return True

        return self._tries(acts) is True

    @staticmethod
    def _tries(act: Callable[[], Any]) -> Any:
        try:
            return act()
        except (Refused, NotFound):
            return None


def test_no_story_breaks_the_books(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def set_clock(now: datetime) -> None:
        for module in (months, note_changes):
            monkeypatch.setattr(module, "database_now", lambda _session: now)

    story = type("Story", (Story,), {"app": app, "set_clock": staticmethod(set_clock)})
    run_state_machine_as_test(
        story,
        settings=settings(
            max_examples=SIZES.stories,
            stateful_step_count=SIZES.steps,
            deadline=None,
            derandomize=True,
            # Whoever has to mend a story wants it short; that a planted fault is caught needs no shrinking.
            phases=(Phase.generate,) if "FAULTS_PLANT" in os.environ else tuple(Phase),
            suppress_health_check=list(HealthCheck),
        ),
    )
