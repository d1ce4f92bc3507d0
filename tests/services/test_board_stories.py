"""Boards against a small model, over random schemes and random tales: who sends, takes back, reclaims and restores, special
points, transfers, a team that moves, months that end and are closed, and corrections after that. The same tale on both
databases gives the same boards, byte for byte."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from collabpoints.db import db, reading, unit_of_work
from collabpoints.domain.ranking import Subject
from collabpoints.domain.scheme_words import Level, Measure
from collabpoints.domain.schemes import AllowanceUnit, Division, Scheme, parse_scheme, preset_text
from collabpoints.domain.spans import Span
from collabpoints.models import Board, DepartmentPath, DepartmentStanding, PersonStanding
from collabpoints.services.board_checksums import checksum_of
from collabpoints.services.provisional_boards import make_provisional_boards
from tests.conftest import IS_SOAK, _empty
from tests.factories.clocks import turn_clock
from tests.services.board_tales import Row, Step, Tale

pytestmark = pytest.mark.slow

FIGURES = ("received_points", "sent_points", "special_points", "received_notes", "sent_notes", "score", "colleagues",
           "departments", "crossed_points")  # fmt: skip
DIVISIONS = (
    (),
    (Division("본청", "Main", ("A",)),),
    (Division("본청", "Main", ("A", "C")), Division("사업소", "Branch", ("B", "a2"))),
)
DAILY = ("send",) * 8 + ("special", "special", "reclaim", "restore", "unspecial", "move", "team", "days")
AFTERWARDS = ("reclaim", "reclaim", "restore", "unspecial", "team", "move", "send")
ties = st.lists(st.sampled_from(Measure), unique=True, max_size=2).map(tuple)


@st.composite
def rules(draw: st.DrawFn, year_begins_in: int) -> Scheme:
    """The directive with a rule of ranks of its own and room for every send of a tale."""
    persons_by, departments_by = draw(st.sampled_from(Measure)), draw(st.sampled_from(Measure))
    return replace(
        parse_scheme(preset_text("directive-2016")),
        allowance_unit=AllowanceUnit.NOTES,
        allowance=300,
        points_allowed=(3, 10),
        pair_cap=None,
        is_same_department_allowed=True,
        same_level=draw(st.sampled_from(Level)),
        received_basis_points=draw(st.sampled_from((1, 10_000, 10_000, 3_333))),
        sent_basis_points=draw(st.sampled_from((0, 5_000, 10_000, 12_345))),
        persons_ranked_by=persons_by,
        persons_ties=tuple(tie for tie in draw(ties) if tie is not persons_by),
        departments_ranked_by=departments_by,
        is_per_head=draw(st.booleans()),
        departments_ties=tuple(tie for tie in draw(ties) if tie is not departments_by),
        divisions=draw(st.sampled_from(DIVISIONS)),
        year_begins_in=year_begins_in,
    )


numbers = st.integers(0, 41)


def events(kinds: tuple[str, ...], least: int, most: int) -> st.SearchStrategy[list[Step]]:
    return st.lists(st.tuples(st.sampled_from(kinds), numbers, numbers, numbers), min_size=least, max_size=most)


def chapters() -> st.SearchStrategy[list[Step]]:
    """A month with its notes, the beginning of the next one, sometimes the closing of the oldest, and what comes after."""
    closing = st.lists(st.just(("close", 0, 0, 0)), max_size=2)
    parts = st.tuples(events(DAILY, 6, 14), st.just([("turn", 0, 0, 0)]), closing, events(AFTERWARDS, 1, 5))
    return parts.map(lambda found: [step for part in found for step in part])


tales = st.lists(chapters(), min_size=2, max_size=4).map(lambda found: [step for chapter in found for step in chapter])
books = st.sampled_from((1, 3, 6, 7)).flatmap(lambda begins: st.lists(rules(begins), min_size=1, max_size=3))


@contextmanager
def emptied(app: Flask) -> Iterator[None]:
    with app.app_context():
        _empty()
        yield
        db.session.remove()


def told(schemes: list[Scheme], steps: list[Step], monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], str]:
    """Tell the tale, hold every board against the model, and answer with the checksums by span and subject."""

    def turn(instant: datetime) -> None:
        turn_clock(monkeypatch, instant.isoformat())

    tale = Tale(schemes, turn)
    for step in steps:
        tale.tell(step)
    with unit_of_work() as session:
        make_provisional_boards(session, tale.agency_id, instant=tale.now)
    for span in sorted(tale.spans(), key=str):
        for subject in Subject:
            frozen = tale.model.confirmed.get((str(span), subject))
            expected = frozen if frozen is not None else tale.model.rows(span, subject, tale.today)
            assert rows_of(span, subject) == expected, (str(span), subject, "confirmed" if frozen else "provisional")
    with unit_of_work() as session:
        boards = session.scalars(select(Board)).all()
        assert {board.span for board in boards if board.state == "confirmed"} == {
            name for name, _ in tale.model.confirmed
        }
        return {(board.span, board.subject): checksum_of(session, board) for board in boards}


def rows_of(span: Span, subject: Subject) -> list[Row]:
    """The board's rows in the model's columns: who, post or division, place, rank, the figures; heads and per head."""
    of_span = (Board.span == str(span), Board.last_period == str(span.last), Board.subject == subject.value)
    with reading() as session:
        board_id = session.execute(select(Board.id).where(*of_span)).scalar_one()
        if subject is Subject.PERSONS:
            rows = session.execute(
                select(PersonStanding, DepartmentPath.ids)
                .join(DepartmentPath, DepartmentPath.id == PersonStanding.path_id)
                .where(PersonStanding.board_id == board_id)
                .order_by(PersonStanding.person_id)
            )
            return [
                (row.person_id, int(ids.split("/")[-1]), row.place, row.rank, *(getattr(row, name) for name in FIGURES))
                for row, ids in rows
            ]
        found = session.scalars(
            select(DepartmentStanding)
            .where(DepartmentStanding.board_id == board_id)
            .order_by(DepartmentStanding.department_id)
        )
        return [
            (row.department_id, row.division, row.place, row.rank, *(getattr(row, name) for name in FIGURES),
             row.person_days, row.per_head)
            for row in found
        ]  # fmt: skip


def test_boards_are_the_models_and_alike_on_both_databases(
    sqlite_app: Flask, postgres_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    @settings(max_examples=25 if IS_SOAK else 15, suppress_health_check=list(HealthCheck))
    @given(books, tales)
    def check(schemes: list[Scheme], steps: list[Step]) -> None:
        found = []
        for app in (sqlite_app, postgres_app):
            with emptied(app):
                found.append(told(schemes, steps, monkeypatch))
        assert found[0] == found[1]

    check()
