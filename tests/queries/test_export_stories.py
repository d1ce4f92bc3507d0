"""Totals in files against a small model, over random schemes and random tales (tests/services/board_tales.py): transfers, a
team that moves, special points, months that are closed, corrections after that, records that are merged. What a file says is
what the model adds up, what the boards show, and the same on both databases."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from collabpoints.db import reading, snapshot, unit_of_work
from collabpoints.domain.exports import FileFormat, Filters, Scope, Wanted, What
from collabpoints.domain.periods import Month
from collabpoints.domain.ranking import Subject, per_head, rule_of
from collabpoints.domain.schemes import Scheme
from collabpoints.models import Board, Department, DepartmentStanding, Employee, Person, PersonStanding
from collabpoints.queries.exports import table_of
from tests.factories.clocks import turn_clock
from tests.services.board_tales import Model, Step, Tale, _measure, _placed
from tests.services.test_board_stories import books, emptied, tales

pytestmark = pytest.mark.slow

FIGURES = ("received_points", "sent_points", "special_points", "received_notes", "sent_notes", "score")
NOTHING = (0,) * len(FIGURES)
Rows = list[tuple[Any, ...]]
Lines = dict[Any, Mapping[str, Any]]
Line = tuple[int | None, tuple[int, ...], tuple[int, ...], tuple[int, ...]]
"""Rank, figures at the closing, since, after."""


def test_files_are_the_models_and_the_boards_and_alike_on_both_databases(
    sqlite_app: Flask, postgres_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    @settings(max_examples=4, suppress_health_check=list(HealthCheck))
    @given(books, tales, st.integers(0, 41), st.integers(0, 41))
    def check(schemes: list[Scheme], steps: list[Step], some: int, other: int) -> None:
        found = []
        for app in (sqlite_app, postgres_app):
            with emptied(app):
                found.append(told(schemes, steps, some, other, monkeypatch))
        assert found[0] == found[1]

    check()


def told(
    schemes: list[Scheme], steps: list[Step], some: int, other: int, monkeypatch: pytest.MonkeyPatch
) -> list[Rows]:
    """Tell the tale, hold the files of some months against the model and the confirmed boards; answers with their lines."""

    def turn(instant: datetime) -> None:
        turn_clock(monkeypatch, instant.isoformat())

    tale = Tale(schemes, turn)
    for step in steps:
        tale.tell(step)
    months = tale.model.months
    first, last = sorted((some % len(months), other % len(months)))
    runs = {(0, len(months) - 1), (first, last)}
    files = [hold(tale, tale.model, months[one : to + 1], subject) for one, to in sorted(runs) for subject in Subject]
    files += [hold_monthly(tale, months)]
    hold_boards(tale)
    merged, kept = (tale.people[place % len(tale.people)].person_id for place in (some, other))
    if merged != kept:
        with unit_of_work() as session:
            session.execute(update(Person).where(Person.id == merged).values(merged_into_person_id=kept))
        files.append(hold(tale, as_one(tale.model, merged, kept), months, Subject.PERSONS))
    return files


def hold(tale: Tale, model: Model, months: Sequence[Month], subject: Subject) -> Rows:
    rows, controls = lines_of(tale, months, subject)
    expected = lines_expected(tale, model, months, subject)
    assert {who: line_of(row) for who, row in rows.items()} == expected, (subject, str(months[0]), str(months[-1]))
    for place, stage in enumerate(("", "since_", "after_")):
        for index, name in enumerate(FIGURES):
            said = controls.get(f"{stage}{name}")
            assert said in (None, sum(line[1:][place][index] for line in expected.values()))
    return values_of(rows)


def hold_monthly(tale: Tale, months: Sequence[Month]) -> Rows:
    """A line for each month says what the file of the month does."""
    found, _ = lines_of(tale, months, Subject.PERSONS, Filters(is_monthly=True))
    for month in (months[0], months[-1]):
        expected = lines_expected(tale, tale.model, [month], Subject.PERSONS)
        assert {who: line_of(row) for (who, of), row in found.items() if of == str(month)} == expected
    return values_of(found)


def values_of(rows: Mapping[Any, Mapping[str, Any]]) -> Rows:
    """The lines as they are on any database; each world has employee numbers of its own."""
    return [tuple(value for key, value in row.items() if key != "number") for row in rows.values()]


def hold_boards(tale: Tale) -> None:
    """Every confirmed board is in the file of its span: ranks, figures, paths."""
    with reading() as session:
        boards = session.scalars(select(Board).where(Board.state == "confirmed").order_by(Board.id)).all()
    for board in boards:
        subject = Subject(board.subject)
        run = [month for month in tale.model.months if board.first_period <= str(month) <= board.last_period]
        rows, _ = lines_of(tale, run, subject)
        model: Any = PersonStanding if subject is Subject.PERSONS else DepartmentStanding
        with reading() as session:
            standings = session.scalars(select(model).where(model.board_id == board.id)).all()
        for one in standings:
            who = one.person_id if subject is Subject.PERSONS else one.department_id
            figures = tuple(getattr(one, name) for name in FIGURES)
            assert line_of(rows[who])[:2] == (one.rank, figures)
            if subject is Subject.DEPARTMENTS:
                assert rows[who]["per_head"] == one.per_head
        stood = {one.person_id if subject is Subject.PERSONS else one.department_id for one in standings}
        assert all(line_of(row)[:2] == (None, NOTHING) for who, row in rows.items() if who not in stood)


def lines_of(
    tale: Tale, months: Sequence[Month], subject: Subject, filters: Filters | None = None
) -> tuple[Lines, dict[str, int]]:
    """The lines of the file by person or department (and month), and its control totals."""
    what = What.TOTALS if subject is Subject.PERSONS else What.DEPARTMENTS
    wanted = Wanted(what, Scope.AGENCY, None, None, "", months[0], months[-1], FileFormat.CSV, filters or Filters())
    key = "number" if subject is Subject.PERSONS else "code"
    with snapshot() as session:
        table = table_of(wanted, tale.agency_id, today=tale.today)
        rows = [row._mapping for row in session.execute(table.statement)]
        ids: dict[str, int] = {}
        if subject is Subject.PERSONS:
            ids = {row.number: row.person_id for row in session.execute(select(Employee.number, Employee.person_id))}
            into = {row.id: row.kept for row in session.execute(
                select(Person.id, Person.merged_into_person_id.label("kept")))}  # fmt: skip
            ids = {number: into[who] or who for number, who in ids.items()}
        else:
            ids = {row.code: row.id for row in session.execute(select(Department.code, Department.id))}
    assert [row["place"] for row in rows] == list(range(1, table.count + 1))
    found: Lines = {(ids[row[key]], row["period"]) if filters else ids[row[key]]: dict(row) for row in rows}
    assert len(found) == table.controls.rows == len(rows)
    return found, {one.column.key: one.total for one in table.controls.figures}


def line_of(row: Mapping[str, Any]) -> Line:
    at_closing = tuple(row[name] for name in FIGURES)
    since = tuple(row.get(f"since_{name}", 0) for name in FIGURES)
    return row["rank"], at_closing, since, tuple(row.get(f"after_{name}", row[name]) for name in FIGURES)


def lines_expected(tale: Tale, model: Model, months: Sequence[Month], subject: Subject) -> dict[int, Line]:
    """The same by the model."""
    then, now = model._figures(months, subject), replace(model, closed={})._figures(months, subject)
    rule = rule_of(model.scheme(months[-1]), subject)
    ranks: dict[int, int | None] = {}
    if subject is Subject.PERSONS:
        ranks = {who: rank for who, (_place, rank) in _placed(rule, then, {}).items()}
    else:
        days, served = model._headcounts(months, tale.today)
        heads = {who: per_head(_measure(rule.by, row), person_days=served[who], days=days) for who, row in then.items()}
        divisions = {who: model._division(model.scheme(months[-1]), who) for who in then}
        for division in set(divisions.values()):
            of = {who: row for who, row in then.items() if divisions[who] == division}
            ranks |= {who: rank for who, (_place, rank) in _placed(rule, of, heads).items()}
    found = {}
    for who in then.keys() | now.keys():
        was, stands = then.get(who, NOTHING)[:6], now.get(who, NOTHING)[:6]
        found[who] = (ranks.get(who), was, tuple(b - a for a, b in zip(was, stands, strict=True)), stands)
    return found


def as_one(model: Model, merged: int, kept: int) -> Model:
    """The model in which one person's records are another's."""

    def of(who: Any) -> Any:
        return kept if who == merged else who

    def notes(found: Sequence[Any]) -> list[Any]:
        return [replace(note, sender=of(note.sender), recipient=of(note.recipient)) for note in found]

    def grants(found: Sequence[Any]) -> list[Any]:
        return [replace(grant, person=of(grant.person)) for grant in found]

    closed = {month: (notes(held[0]), grants(held[1])) for month, held in model.closed.items()}
    return replace(model, notes=notes(model.notes), grants=grants(model.grants), closed=closed)
