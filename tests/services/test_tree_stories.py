"""Trees against the small model of boards, over random schemes and random tales: who helped whom, branch by branch. The same
tale on both databases gives the same trees, byte for byte."""

from collections import Counter
from datetime import datetime
from typing import NamedTuple

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from sqlalchemy import select

from collabpoints.db import reading, unit_of_work
from collabpoints.domain.schemes import Scheme
from collabpoints.domain.spans import Span
from collabpoints.domain.tree_seasons import Theme
from collabpoints.domain.trees import LimbKind
from collabpoints.formats.tree_pictures import PictureWords, draw
from collabpoints.jobs.trees import grow
from collabpoints.models import Tree, TreeFlow
from collabpoints.queries.tree_spans import spans_to_freeze
from collabpoints.queries.trees import GrownTree, tree_of, tree_spans
from collabpoints.services.provisional_boards import make_provisional_boards
from collabpoints.services.trees import grow_confirmed
from tests.factories.clocks import turn_clock
from tests.services.board_tales import Note, Step, Tale
from tests.services.test_board_stories import books, emptied, tales

pytestmark = pytest.mark.slow

Flows = dict[tuple[str, int, int], tuple[int, int, int]]


class Grown(NamedTuple):
    """A department in the model: people, notes received, those that crossed, notes sent."""

    people: int
    received: int
    crossed: int
    sent: int


def told(schemes: list[Scheme], steps: list[Step], monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, int], str]:
    """Tell the tale, hold every tree against the model, and answer with the checksums by span and root."""

    def turn(instant: datetime) -> None:
        turn_clock(monkeypatch, instant.isoformat())

    tale = Tale(schemes, turn)
    for step in steps:
        tale.tell(step)
    with unit_of_work() as session:
        make_provisional_boards(session, tale.agency_id, instant=tale.now)
    grow(tale.agency_id)
    for span in spans_to_freeze(tale.agency_id):
        with unit_of_work() as session:
            grow_confirmed(session, tale.agency_id, span.full_name)
    found = {}
    for one in tree_spans(tale.agency_id):
        hold_against_the_model(tale, one.span)
        for root_id in roots(one.span):
            if grown := tree_of(tale.agency_id, one.span, root_id):
                found[str(one.span), root_id] = f"{grown.checksum} {drawn(grown)}"
    assert {name for name, _root in found} == {str(span) for span in tale.spans()}
    return found


def hold_against_the_model(tale: Tale, span: Span) -> None:
    months = [month for month in tale.model.months if month in span.months]
    notes = [note for month in months for note in tale.model.held(month)[0]]
    assert flows_of(span) == flows_in(notes), str(span)
    expected = growths_in(tale, notes, span)
    whole = tree_of(tale.agency_id, span)
    assert whole is not None
    limbs = {limb.department_id: limb for limb in whole.layout.limbs if limb.kind is LimbKind.DEPARTMENT}
    assert limbs.keys() == expected.keys(), str(span)
    for department_id, limb in limbs.items():
        one = expected[department_id or 0]
        assert limb.people == one.people
        if limb.received is not None:
            assert (limb.received, limb.crossed, limb.sent) == one[1:], (str(span), department_id)
    if whole.figures is not None:
        assert (whole.figures.received, whole.figures.sent) == (len(notes), len(notes))


def growths_in(tale: Tale, notes: list[Note], span: Span) -> dict[int, Grown]:
    months = [month for month in tale.model.months if month in span.months]
    days, served = tale.model._headcounts(months, tale.today)
    got, crossed, gave = Counter[int](), Counter[int](), Counter[int]()
    for note in notes:
        gave[note.homes[0]] += 1
        got[note.homes[1]] += 1
        crossed[note.homes[1]] += note.bureaus[0] != note.bureaus[1]
    return {
        one: Grown(max(1, int(served[one] / days + 0.5)), got[one], crossed[one], gave[one])
        for one in {*got, *gave, *(home for home, person_days in served.items() if person_days)}
    }


def flows_in(notes: list[Note]) -> Flows:
    people: dict[tuple[str, int, int], list[tuple[int, int]]] = {}
    for note in notes:
        (sender, recipient), (of_sender, of_recipient) = note.homes, note.bureaus
        ways = [("department", sender, recipient), ("bureau", of_sender, of_recipient)]
        if of_sender != of_recipient:
            ways += [("outward", sender, of_recipient), ("inward", of_sender, recipient)]
        for way in ways:
            people.setdefault(way, []).append((note.sender, note.recipient))
    return {
        way: (len(ends), len({one for one, _ in ends}), len({one for _, one in ends})) for way, ends in people.items()
    }


def flows_of(span: Span) -> Flows:
    with reading() as session:
        rows = session.scalars(
            select(TreeFlow)
            .join(Tree, Tree.id == TreeFlow.tree_id)
            .where(Tree.span == str(span), Tree.last_period == str(span.last), Tree.root_id == 0)
        )
        return {
            (row.level, row.sender_department_id, row.recipient_department_id): (row.notes, row.senders, row.recipients)
            for row in rows
        }


def roots(span: Span) -> list[int]:
    with reading() as session:
        wanted = select(Tree.root_id).where(Tree.span == str(span), Tree.last_period == str(span.last))
        return sorted(session.scalars(wanted))


def drawn(grown: GrownTree) -> str:
    words = PictureWords("나무", "", "", "ko", {})
    return draw(grown.layout, words, month=grown.month.month, theme=Theme.LIGHT)


def test_trees_are_the_models_and_alike_on_both_databases(
    sqlite_app: Flask, postgres_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    @settings(max_examples=4, suppress_health_check=list(HealthCheck))
    @given(books, tales)
    def check(schemes: list[Scheme], steps: list[Step]) -> None:
        found = []
        for app in (sqlite_app, postgres_app):
            with emptied(app):
                found.append(told(schemes, steps, monkeypatch))
        assert found[0] == found[1]

    check()
