"""The explanation of every standing of every board, after random tales: its months add up to the board's figures, and its
months of headcounts to the board's headcount. And what a reader of all these boards can add and subtract."""

from dataclasses import replace
from datetime import datetime
from itertools import combinations

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collabpoints.db import unit_of_work
from collabpoints.domain.board_explanations import sums_of
from collabpoints.domain.ranking import Subject
from collabpoints.domain.scheme_words import Viewers
from collabpoints.domain.schemes import Scheme
from collabpoints.queries.board_cells import hidden_departments, months_with_total
from collabpoints.queries.board_explanations import explained_department, explained_person
from collabpoints.queries.boards import boards, departments, persons
from collabpoints.services.accounts import choose_ranking
from collabpoints.services.provisional_boards import make_provisional_boards
from tests.conftest import IS_SOAK
from tests.domain.test_cells import Row, combinations_within
from tests.factories.clocks import turn_clock
from tests.services.board_tales import Step, Tale
from tests.services.test_board_stories import books, emptied, tales

pytestmark = pytest.mark.slow


def told(schemes: list[Scheme], steps: list[Step], monkeypatch: pytest.MonkeyPatch) -> Tale:
    def turn(instant: datetime) -> None:
        turn_clock(monkeypatch, instant.isoformat())

    tale = Tale(schemes, turn)
    for step in steps:
        tale.tell(step)
    with unit_of_work() as session:
        make_provisional_boards(session, tale.agency_id, instant=tale.now)
    return tale


def explain_everything(tale: Tale) -> None:
    for head in boards(tale.agency_id, Subject.PERSONS):
        for row in persons(head.id):
            found = explained_person(head, row.person_id)
            assert found is not None
            assert found.is_proved, (str(head.span), row.name, found.months)
            assert found.told is not None
            assert sums_of(found.months).score == found.told.figures.score == row.figures.score
    for head in boards(tale.agency_id, Subject.DEPARTMENTS):
        for one in departments(head.id):
            every = explained_department(head, one.department_id, with_small=True)
            assert every is not None
            assert every.is_proved, (str(head.span), one.name, every.months)
            assert sum(month.person_days for month in every.heads) == one.person_days
            assert sum(month.days for month in every.heads) == head.days


def test_every_explanation_comes_to_the_figures_of_its_board(
    sqlite_app: Flask, postgres_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    @settings(max_examples=12 if IS_SOAK else 6, suppress_health_check=list(HealthCheck))
    @given(books, tales)
    def check(schemes: list[Scheme], steps: list[Step]) -> None:
        for app in (sqlite_app, postgres_app):
            with emptied(app):
                explain_everything(told(schemes, steps, monkeypatch))

    check()


def atoms_of(tale: Tale) -> frozenset[tuple[int, int, str]]:
    """Who has something where and when, as the model knows it."""
    found = set()
    for month in tale.model.months:
        notes, grants = tale.model.held(month)
        for note in notes:
            if note.points:
                found |= {(note.sender, note.homes[0], str(month)), (note.recipient, note.homes[1], str(month))}
        found |= {(grant.person, grant.home, str(month)) for grant in grants if grant.person is not None}
    return frozenset(found)


def persons_rows(tale: Tale, atoms: frozenset[tuple[int, int, str]], up_to_rank: int | None) -> list[Row]:
    """What the pages of persons show."""
    return [
        {atom: 1 for atom in atoms if atom[0] == row.person_id and head.first_period <= atom[2] <= head.last_period}
        for head in boards(tale.agency_id, Subject.PERSONS)
        for row in persons(head.id, up_to_rank=up_to_rank)
        if not row.is_opted_out
    ]


def departments_rows(tale: Tale, atoms: frozenset[tuple[int, int, str]]) -> list[Row]:
    """What the pages of departments show, and home the totals of months."""
    shown = [
        {atom: 1 for atom in atoms if atom[1] == one.department_id and head.first_period <= atom[2] <= head.last_period}
        for head in boards(tale.agency_id, Subject.DEPARTMENTS)
        for one in departments(head.id)
        if one.department_id not in hidden_departments(head)
    ]
    totals = [{atom: 1 for atom in atoms if atom[2] == str(month)} for month in months_with_total(tale.agency_id)]
    return [*shown, *totals]


@pytest.mark.parametrize("viewers", [Viewers.FIRST_TEN, Viewers.EVERYONE])
def test_no_sum_of_one_or_two_unnamed_people_is_left_when_pages_are_subtracted(
    sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch, viewers: Viewers
) -> None:
    """Ten would be everybody in so small an agency: two are named instead."""
    up_to_rank = 2 if viewers is Viewers.FIRST_TEN else None
    monkeypatch.setattr("collabpoints.services.board_cells.FIRST", 2)
    shown = []

    @settings(max_examples=40 if IS_SOAK else 20, suppress_health_check=list(HealthCheck))
    @given(books, tales, st.sets(st.integers(0, 6), max_size=4))
    def check(schemes: list[Scheme], steps: list[Step], opted_out: set[int]) -> None:
        with emptied(sqlite_app):
            tale = told([replace(scheme, ranking_viewers=viewers) for scheme in schemes], steps, monkeypatch)
            for number in sorted(opted_out):
                choose_ranking(tale.people[number].person_id, is_opted_out=True)
            atoms = atoms_of(tale)
            said, told_of_departments = persons_rows(tale, atoms, up_to_rank), departments_rows(tale, atoms)
            shown.append(len(told_of_departments))
            named = {atom for row in said for atom in row}
            unnamed = frozenset(atoms - named)
            asked = atoms if viewers is Viewers.FIRST_TEN else unnamed
            people = sorted({atom[0] for atom in asked})
            for some in [*combinations(people, 1), *combinations(people, 2)]:
                known = combinations_within(said, some, asked)
                assert combinations_within([*said, *told_of_departments], some, asked) == known, some

    check()
    assert any(shown)
