"""Two submissions around random tales (tests/services/board_tales.py): the lines are the model's as it stood, and what the
comparison tells behind a difference adds up to it, to the point."""

from collections import Counter
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collabpoints.domain.exports import FileFormat, Filters
from collabpoints.domain.periods import Month
from collabpoints.domain.ranking import Subject
from collabpoints.domain.schemes import Scheme
from collabpoints.domain.submissions import Difference
from collabpoints.queries.submission_comparisons import DifferenceRow, comparison
from collabpoints.queries.submissions import submission_rows
from collabpoints.services.submissions import NewSubmission, submit
from tests.factories.clocks import turn_clock
from tests.services.board_tales import Model, Step, Tale
from tests.services.test_board_stories import books, emptied, tales

pytestmark = pytest.mark.slow

FIGURES = ("received_points", "sent_points", "special_points", "received_notes", "sent_notes", "score")
SIDES = {"received_points": "received", "sent_points": "sent", "special_points": "special"}


def test_what_is_behind_a_difference_adds_up_to_it(
    sqlite_app: Flask, postgres_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    @settings(max_examples=3, suppress_health_check=list(HealthCheck))
    @given(books, tales, st.integers(0, 41), st.sampled_from(Subject))
    def check(schemes: list[Scheme], steps: list[Step], cut: int, subject: Subject) -> None:
        for app in (sqlite_app, postgres_app):
            with emptied(app):
                hold(schemes, steps, cut % len(steps), subject, monkeypatch)

    check()


def hold(
    schemes: list[Scheme], steps: Sequence[Step], cut: int, subject: Subject, monkeypatch: pytest.MonkeyPatch
) -> None:
    def turn(instant: datetime) -> None:
        turn_clock(monkeypatch, instant.isoformat())

    tale = Tale(schemes, turn)
    for step in steps[:cut]:
        tale.tell(step)
    months = tuple(tale.model.months)
    then, first = deepcopy(tale.model), hand_in(tale, months, subject)
    for step in steps[cut:]:
        tale.tell(step)
    second = hand_in(tale, months, subject)
    assert (figures_of(first), figures_of(second)) == (
        modelled(then, months, subject),
        modelled(tale.model, months, subject),
    )
    found = comparison(tale.agency_id, first, second, most=1000)
    for row in found.rows:
        assert row.entries or row.causes, row
        if not row.more_entries:
            told(row)
    same = figures_of(first).keys() & figures_of(second).keys() - {row.subject.id for row in found.rows}
    assert all(figures_of(first)[who] == figures_of(second)[who] for who in same)


def told(row: DifferenceRow) -> None:
    """Each point that differs is in an entry."""
    moved: Counter[str] = Counter()
    for one in row.entries:
        moved[one.side] += -one.points if one.is_taken_off else one.points
    for name, side in SIDES.items():
        assert moved[side] == _figure(row.difference, name, after=True) - _figure(row.difference, name, after=False)


def _figure(one: Difference, name: str, *, after: bool) -> int:
    line = one.after if after else one.before
    return getattr(line, name) if line is not None else 0


def hand_in(tale: Tale, months: Sequence[Month], subject: Subject) -> int:
    new = NewSubmission(
        subject, "", months[0], months[-1], None, Filters(), True, "위원회", None, "심사", FileFormat.CSV
    )
    return submit(new, tale.agency_id, actor_person_id=tale.people[0].person_id)


def figures_of(submission_id: int) -> dict[int, tuple[int, ...]]:
    """Those with anything."""
    lines = {row.subject.id: row.line for row in submission_rows(submission_id)}
    found = {who: tuple(getattr(line, name) for name in FIGURES) for who, line in lines.items()}
    return {who: figures for who, figures in found.items() if any(figures)}


def modelled(model: Model, months: Sequence[Month], subject: Subject) -> dict[int, tuple[int, ...]]:
    found = replace(model, closed={})._figures(months, subject)
    return {who: figures[:6] for who, figures in found.items() if any(figures[:6])}
