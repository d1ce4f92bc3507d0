"""Trees: their figures are the ledger's and the boards', small departments stay small, and what is confirmed stays."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from collabpoints.db import Base, reading, table_of, unit_of_work
from collabpoints.domain.ranking import Subject
from collabpoints.domain.scheme_words import Viewers
from collabpoints.domain.spans import Span
from collabpoints.domain.trees import LimbKind
from collabpoints.models import Appointment, DepartmentPath, Employee, Note, Tree, TreeFlow, TreeLimb
from collabpoints.queries.board_cells import hidden_departments
from collabpoints.queries.trees import GrownTree, tree_of, tree_spans
from collabpoints.services.accounts import choose_ranking
from collabpoints.services.corrections import Correction, counter
from collabpoints.services.months import hold_month_of_now, turn_months
from collabpoints.services.note_changes import take_back
from collabpoints.services.trees import drop_stale_trees, grow_confirmed, grow_span, grow_trees
from tests.factories.agencies import a_colleague, a_department, an_agency
from tests.factories.boards import board_made, boards_of, close_by_hand
from tests.factories.clocks import turn_clock
from tests.factories.groves import Grove, a_grove
from tests.factories.schemes import change_scheme
from tests.factories.worlds import a_world

NOON = "2026-11-20T12:00:00+09:00"
Figures = tuple[int | None, int | None, int | None]
_MODELS: tuple[type[Base], ...] = (Tree, TreeLimb, TreeFlow)


@pytest.fixture
def grove(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Grove:
    turn_clock(monkeypatch, NOON)
    return a_grove()


def tree(grove: Grove, root: int = 0, span: Span | None = None) -> GrownTree:
    found = tree_of(grove.world.agency_id, span or grove.span, root)
    assert found is not None
    return found


def figures(grown: GrownTree) -> dict[str, Figures]:
    """By name, of the limbs that stand for a bureau or department."""
    return {
        branch.name: (branch.limb.received, branch.limb.crossed, branch.limb.sent)
        for branch in grown.branches
        if branch.limb.department_id is not None
    }


def grow(grove: Grove, span: Span | None = None) -> int:
    return grow_span(grove.world.agency_id, span or grove.span)


def rows(agency_id: int) -> list[tuple[object, ...]]:
    """All rows of all trees without their numbers."""
    numbered = {"id", "tree_id"}
    found: list[tuple[object, ...]] = []
    with reading() as session:
        roots = {one.id: (one.span, one.root_id) for one in session.scalars(select(Tree))}
        for model in _MODELS:
            table = table_of(model)
            for row in session.execute(select(table).where(table.c.agency_id == agency_id)).mappings():
                of = roots[row["id" if model is Tree else "tree_id"]]
                found.append((table.name, of, *(value for name, value in row.items() if name not in numbered)))
    return sorted(found, key=repr)


# Figures


def test_a_branch_tells_what_came_what_crossed_bureaus_and_what_went(grove: Grove) -> None:
    found = figures(tree(grove))
    assert found["기획담당관"] == (13, 6, 3)
    assert found["복지정책과"] == (3, 0, 3)
    assert found["도로과"] == (0, 0, 10)


def test_thanks_alone_count_as_notes_do(grove: Grove) -> None:
    with reading() as session:
        flows = session.execute(select(func.sum(TreeFlow.notes)).where(TreeFlow.level == "department")).scalar_one()
    assert flows == 20


def test_a_bureaus_limb_and_tree_tell_the_sums_of_its_departments_that_are_shown(grove: Grove) -> None:
    with reading() as session:
        bureau_id = session.execute(
            select(DepartmentPath.bureau_id).where(DepartmentPath.home_id == grove.world.planning)
        ).scalar_one()
    own = tree(grove, bureau_id)
    assert figures(tree(grove))["기획실"] == (16, 6, 6)
    assert own.figures is not None
    assert (own.figures.received, own.figures.crossed, own.figures.sent) == (16, 6, 6)
    assert own.people == 16


def test_a_departments_tree_has_exactly_its_figures_on_its_boughs(grove: Grove) -> None:
    own = tree(grove, grove.world.planning)
    assert own.figures is not None
    for name in ("received", "crossed", "sent"):
        assert sum(getattr(limb, name) for limb in own.layout.limbs) == getattr(own.figures, name)
    assert (own.root.path, own.root.name, own.root.above) == ("기획실 기획담당관", "기획담당관", "B1")


def test_what_is_received_is_what_the_board_of_the_same_moment_counts(app: Flask) -> None:
    # Only notes with points are on boards: a world without thanks alone tells the same on both.
    world = a_world()
    for recipient in (world.kim, world.park):
        world.send(world.hong, recipient)
    _persons, board = boards_of(world.agency_id)
    grow_span(world.agency_id, board.span)
    with reading() as session:
        standing = session.execute(
            text("SELECT department_id, received_notes, sent_notes FROM department_standings WHERE board_id = :id"),
            {"id": board.id},
        ).all()
        got: Counter[int] = Counter()
        gave: Counter[int] = Counter()
        for flow in session.scalars(select(TreeFlow).where(TreeFlow.level == "department")):
            got[flow.recipient_department_id] += flow.notes
            gave[flow.sender_department_id] += flow.notes
    assert {(one, got[one], gave[one]) for one, _received, _sent in standing} == {tuple(row) for row in standing}


def test_flows_count_each_person_once(grove: Grove) -> None:
    with reading() as session:
        flow = session.execute(
            select(TreeFlow).where(
                TreeFlow.level == "department",
                TreeFlow.sender_department_id == grove.world.roads,
                TreeFlow.recipient_department_id == grove.world.planning,
            )
        ).scalar_one()
    assert (flow.notes, flow.senders, flow.recipients) == (6, 4, 3)


def test_flows_between_departments_and_bureaus_are_those_that_cross(grove: Grove) -> None:
    with reading() as session:
        rows = session.execute(select(TreeFlow.level, func.sum(TreeFlow.notes)).group_by(TreeFlow.level)).all()
    found = {level: int(notes) for level, notes in rows}
    assert found == {"department": 20, "bureau": 20, "outward": 10, "inward": 10}


def test_a_department_that_nobody_thanked_stands_with_its_people_and_foliage(grove: Grove) -> None:
    limb = next(branch.limb for branch in tree(grove).branches if branch.name == "하천과")
    assert (limb.people, limb.received) == (6, 0)
    assert limb.crown > 0


def test_people_are_the_average_of_the_span_rounded_half_up_and_at_least_one(
    grove: Grove, monkeypatch: pytest.MonkeyPatch
) -> None:
    with unit_of_work() as session:  # one of six came for 10 of the 20 days
        post = session.execute(
            select(Appointment).where(Appointment.employee_id == grove.reader.employee_id)
        ).scalar_one()
        post.starts_on = datetime(2026, 11, 11, tzinfo=UTC).date()
    grow(grove)
    assert next(one.limb.people for one in tree(grove).branches if one.name == "도로과") == 6
    with unit_of_work() as session:
        post = session.execute(
            select(Appointment).where(Appointment.employee_id == grove.reader.employee_id)
        ).scalar_one()
        post.starts_on = datetime(2026, 11, 12, tzinfo=UTC).date()
    grow(grove)
    assert next(one.limb.people for one in tree(grove).branches if one.name == "도로과") == 5


def test_the_tree_of_a_span_without_a_note_has_foliage_and_no_figures_but_zero(app: Flask) -> None:
    agency_id = an_agency()
    place = a_department(agency_id, "총무과")
    for name in ("가", "나", "다"):
        a_colleague(agency_id, name, place)
    turn_months(agency_id)
    span = boards_of(agency_id)[0].span
    grow_span(agency_id, span)
    found = tree_of(agency_id, span)
    assert found is not None
    assert found.figures is not None
    assert (found.people, found.figures.received, found.figures.sent) == (3, 0, 0)


def test_an_agency_without_anybody_has_a_tree_without_limbs(app: Flask) -> None:
    agency_id = an_agency()
    turn_months(agency_id)
    span = boards_of(agency_id)[0].span
    assert grow_span(agency_id, span) == 0
    found = tree_of(agency_id, span)
    assert found is not None
    assert found.branches == ()


def test_before_the_first_month_nothing_grows(app: Flask) -> None:
    assert grow_span(an_agency(), Span.parse("2026-11")) == 0


def test_where_no_board_was_made_yet_it_is_made(app: Flask) -> None:
    world = a_world()
    world.send(world.hong, world.kim)
    month = boards_of(world.agency_id)[0].span
    quarter = Span.of(month.first, Span.parse("2026-Q1").length)
    with unit_of_work() as session:
        session.execute(text("DELETE FROM shown_cells"))
        session.execute(text("DELETE FROM shown_totals"))
        for table in ("person_standings", "department_standings", "boards"):
            session.execute(text(f"DELETE FROM {table}"))
    assert grow_span(world.agency_id, quarter) > 0
    assert board_made(world.agency_id, Subject.DEPARTMENTS, quarter).span == quarter


# Small departments


def test_small_departments_have_no_figures_and_no_tree_of_their_own(grove: Grove) -> None:
    small = hidden_departments(board_made(grove.world.agency_id, Subject.DEPARTMENTS))
    assert len(small) == 2
    found = figures(tree(grove))
    assert found["기록과"] == found["문서과"] == (None, None, None)
    for one in small:
        assert tree_of(grove.world.agency_id, grove.span, one) is None
    with reading() as session:
        stored = (
            session.execute(select(TreeLimb.received_notes).where(TreeLimb.department_id.in_(small))).scalars().all()
        )
    assert set(stored) == {None}


def test_small_ones_together_are_told_where_the_agencys_total_is(grove: Grove) -> None:
    grown = tree(grove)
    (small,) = [limb for limb in grown.layout.limbs if limb.kind is LimbKind.SMALL]
    assert (small.departments, small.received, small.crossed, small.sent) == (2, 4, 4, 4)
    assert grown.figures is not None
    assert (grown.figures.received, grown.figures.sent) == (20, 20)


def test_where_the_total_may_not_be_told_there_is_neither_total_nor_small_limb(grove: Grove) -> None:
    with unit_of_work() as session:
        session.execute(text("DELETE FROM shown_totals"))
    grow(grove)
    grown = tree(grove)
    assert grown.figures is None
    assert LimbKind.SMALL not in {limb.kind for limb in grown.layout.limbs}


def test_where_two_people_alone_gave_or_got_thanks_the_department_is_small_too(grove: Grove) -> None:
    streams = next(branch.limb.department_id for branch in tree(grove).branches if branch.name == "하천과")
    with reading() as session:
        serving = session.scalars(
            select(Employee.person_id).join(Appointment).where(Appointment.department_id == streams)
        )
        people = serving.all()
    for place, person_id in enumerate(people[:3]):
        recipient = replace(grove.reader, person_id=person_id)
        grove.world.send(grove.planning[place], recipient, points=0)
        boards_of(grove.world.agency_id)
        grow(grove)
        expected = (3, 3, 0) if place == 2 else (None, None, None)
        assert figures(tree(grove))["하천과"] == expected


def test_a_total_that_may_be_told_no_more_is_not_read_from_an_older_tree(grove: Grove) -> None:
    with unit_of_work() as session:
        session.execute(text("DELETE FROM shown_totals"))
    grown = tree(grove)
    assert grown.figures is None
    assert [limb.received for limb in grown.layout.limbs if limb.kind is LimbKind.SMALL] == [None]


def test_a_department_that_became_small_since_is_told_of_no_more_nor_any_sum_with_it(grove: Grove) -> None:
    with unit_of_work() as session:
        session.execute(text("DELETE FROM shown_cells WHERE department_id = :one"), {"one": grove.world.welfare})
    grown = tree(grove)
    found = figures(grown)
    assert found["복지정책과"] == found["기획실"] == (None, None, None)
    assert found["기획담당관"] == (13, 6, 3)
    assert grown.figures is None
    assert [limb.received for limb in grown.layout.limbs if limb.kind is LimbKind.SMALL] == [None]
    assert tree_of(grove.world.agency_id, grove.span, grove.world.welfare) is None
    assert {branch.code for branch in grown.branches if branch.name == "복지정책과"} == {""}


def test_those_who_opt_out_make_their_department_small_in_a_tree_that_grew_before(app: Flask) -> None:
    world = a_world()
    change_scheme(ranking_viewers=Viewers.EVERYONE)
    tax = a_department(world.agency_id, "세정과")
    people = [a_colleague(world.agency_id, f"세{n}", tax) for n in range(5)]
    for one in people:
        world.send(world.kim, one)
    span = boards_of(world.agency_id)[1].span
    grow_span(world.agency_id, span)
    before = tree_of(world.agency_id, span, tax)
    choose_ranking(people[0].person_id, is_opted_out=True)
    assert before is not None
    assert tree_of(world.agency_id, span, tax) is None


# Moments


def test_a_note_that_is_taken_back_falls_off_when_the_tree_grows_again(grove: Grove) -> None:
    world = grove.world
    sent = world.send(grove.roads[5], grove.welfare[0])
    grow(grove)
    assert figures(tree(grove))["복지정책과"] == (4, 1, 3)
    take_back(sent.note_ids[0], agency_id=world.agency_id, person_id=grove.roads[5].person_id)
    assert figures(tree(grove))["복지정책과"] == (4, 1, 3)
    grow(grove)
    assert figures(tree(grove))["복지정책과"] == (3, 0, 3)


def closed(grove: Grove, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is December, November is closed and its trees are confirmed."""
    now = turn_clock(monkeypatch, "2026-12-10T12:00:00+09:00")
    turn_months(grove.world.agency_id)
    close_by_hand(grove.world.agency_id, "2026-11", grove.reader.person_id, now)
    with unit_of_work() as session:
        assert grow_confirmed(session, grove.world.agency_id, grove.span.full_name) > 0


def test_a_correction_after_the_closing_moves_neither_the_months_tree_nor_the_years(
    grove: Grove, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed(grove, monkeypatch)
    before = rows(grove.world.agency_id)
    with unit_of_work() as session:
        month = hold_month_of_now(session, grove.world.agency_id)
        note = session.execute(select(Note).order_by(Note.id).limit(1)).scalar_one()
        counter(session, month, note, Correction(note.id, "reclaim", grove.reader.person_id, reason="잘못 보낸 메시지"))
    year = Span.parse("2026")
    grow(grove, year)
    assert sum(flows(grove, year)) == 20
    assert [row for row in rows(grove.world.agency_id) if row[1][0] == "2026-11"] == before  # type: ignore[index]


def flows(grove: Grove, span: Span) -> list[int]:
    with reading() as session:
        return list(
            session.scalars(
                select(TreeFlow.notes)
                .join(Tree, Tree.id == TreeFlow.tree_id)
                .where(Tree.span == str(span), TreeFlow.level == "department")
            )
        )


def test_confirmed_trees_grow_once(grove: Grove, monkeypatch: pytest.MonkeyPatch) -> None:
    closed(grove, monkeypatch)
    before = rows(grove.world.agency_id)
    assert grow(grove) == 0
    assert rows(grove.world.agency_id) == before
    assert tree(grove).is_confirmed


@pytest.mark.parametrize("statement", ["UPDATE trees SET scale = 1", "DELETE FROM trees"])
def test_the_database_refuses_to_change_a_confirmed_tree(
    grove: Grove, monkeypatch: pytest.MonkeyPatch, statement: str
) -> None:
    closed(grove, monkeypatch)
    if statement.startswith("DELETE"):
        with unit_of_work() as session:
            session.execute(text("DELETE FROM tree_flows"))
            session.execute(text("DELETE FROM tree_limbs"))
    with pytest.raises(IntegrityError, match="tr_trees_no"), unit_of_work() as session:
        session.execute(text(statement))


def test_a_tree_says_as_of_when_it_stands_and_through_which_entry(grove: Grove) -> None:
    grown = tree(grove)
    assert (grown.as_of, grown.is_confirmed) == (datetime.fromisoformat(NOON), False)
    with reading() as session:
        assert grown.through_entry_id == session.execute(text("SELECT MAX(id) FROM entries")).scalar_one()


def test_growing_twice_gives_the_same_rows(grove: Grove) -> None:
    before = rows(grove.world.agency_id)
    grow(grove)
    assert rows(grove.world.agency_id) == before


def test_where_growing_fails_the_trees_that_stood_still_stand(grove: Grove, monkeypatch: pytest.MonkeyPatch) -> None:
    before = rows(grove.world.agency_id)
    grove.world.send(grove.roads[5], grove.welfare[0])

    def broken(*_given: object, **_named: object) -> None:
        raise RuntimeError("no layout")

    monkeypatch.setattr("collabpoints.services.trees.department_layout", broken)
    with pytest.raises(RuntimeError, match="no layout"):
        grow(grove)
    assert rows(grove.world.agency_id) == before


@pytest.mark.parametrize(
    ("begins", "span", "scale"),
    [(1, "2026-01", 80), (1, "2026-07", 91), (1, "2026-12", 100), (7, "2026-07", 80), (7, "2026-06", 100)],
)
def test_a_years_months_grow_from_80_to_100_percent(
    app: Flask, monkeypatch: pytest.MonkeyPatch, begins: int, span: str, scale: int
) -> None:
    turn_clock(monkeypatch, f"{span}-10T12:00:00+09:00")
    world = a_world()
    change_scheme(year_begins_in=begins)
    turn_months(world.agency_id)
    boards_of(world.agency_id)
    grow_span(world.agency_id, Span.parse(span))
    year = Span.of(Span.parse(span).first, Span.parse("2026").length, begins)
    grow_span(world.agency_id, year)
    scales = {str(one.span): tree_of(world.agency_id, one.span) for one in tree_spans(world.agency_id)}
    found = {name: grown.layout.scale for name, grown in scales.items() if grown}
    assert found == {span: scale, str(year): 100}


def test_the_season_is_that_of_the_newest_month_that_the_tree_has_seen(grove: Grove) -> None:
    year = Span.parse("2026")
    grow(grove, year)
    assert (tree(grove).month.month, tree(grove, span=year).month.month) == (11, 11)


def test_after_the_year_begins_elsewhere_trees_of_spans_without_boards_are_gone(grove: Grove) -> None:
    grow(grove, Span.parse("2026-Q4"))
    change_scheme(year_begins_in=2)
    boards_of(grove.world.agency_id)
    drop_stale_trees(grove.world.agency_id)
    assert [(str(one.span), str(one.span.last)) for one in tree_spans(grove.world.agency_id)] == [
        ("2026-11", "2026-11")
    ]


def test_two_who_grow_at_once_leave_one_set_of_trees(app: Flask, grove: Grove) -> None:
    before = rows(grove.world.agency_id)
    together = threading.Barrier(2)

    def one() -> int:
        with app.app_context():
            together.wait(10)
            return grow(grove)

    with ThreadPoolExecutor(2) as pool:
        grown = [future.result(60) for future in [pool.submit(one), pool.submit(one)]]
    assert grown[0] == grown[1] > 0
    assert rows(grove.world.agency_id) == before


def test_grow_trees_is_told_its_instant(grove: Grove) -> None:
    at = datetime.fromisoformat("2026-11-20T15:00:00+09:00").astimezone(UTC)
    with unit_of_work() as session:
        grow_trees(session, grove.world.agency_id, grove.span, instant=at)
    assert tree(grove).as_of == at
