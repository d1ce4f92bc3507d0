"""Prizes: opened from confirmed boards by the scheme, changed with reasons, given up."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import insert, select, update

from collabpoints.db import reading, table_of, unit_of_work
from collabpoints.domain.errors import Code, NotFound, Refused
from collabpoints.domain.periods import Month
from collabpoints.domain.ranking import Subject
from collabpoints.domain.roles import Role
from collabpoints.domain.scheme_words import Measure, Span
from collabpoints.domain.schemes import Division, Tier
from collabpoints.models import (
    Appointment,
    Department,
    Employee,
    Notice,
    PrizeChange,
    PrizeExclusion,
    PrizeProposal,
    PrizeWinner,
    RoleGrant,
)
from collabpoints.services.prize_winners import add_winner, ask_winner, move_winner, remove_winner
from collabpoints.services.prizes import drop, open_proposal
from tests.factories.agencies import Colleague, a_colleague
from tests.factories.prizes import REASON, PrizeWorld, a_prize_world, a_ranked_world, hide, winner_of

Row = tuple[int, int | None, str]


@pytest.fixture
def prizes(app: Flask, monkeypatch: pytest.MonkeyPatch) -> PrizeWorld:
    return a_ranked_world(monkeypatch)


@pytest.fixture
def proposal_id(prizes: PrizeWorld) -> int:
    return prizes.open()


def persons(proposal_id: int) -> dict[int, Row]:
    """Tier, rank and state of each person by id."""
    with reading() as session:
        rows = session.scalars(
            select(PrizeWinner).where(PrizeWinner.proposal_id == proposal_id, PrizeWinner.person_id.is_not(None))
        )
        return {row.person_id or 0: (row.tier, row.rank, row.state) for row in rows}


def state(proposal_id: int) -> tuple[str, int]:
    with reading() as session:
        one = session.get_one(PrizeProposal, proposal_id)
        return one.state, one.revision


def acts(proposal_id: int) -> list[str]:
    with reading() as session:
        wanted = select(PrizeChange.act).where(PrizeChange.proposal_id == proposal_id)
        return list(session.scalars(wanted.order_by(PrizeChange.id)))


def left_out(proposal_id: int) -> dict[int, str]:
    with reading() as session:
        rows = session.scalars(select(PrizeExclusion).where(PrizeExclusion.proposal_id == proposal_id))
        return {row.person_id: row.why for row in rows}


def told(who: Colleague) -> list[str]:
    with reading() as session:
        wanted = select(Notice.kind).where(Notice.person_id == who.person_id, Notice.kind.startswith("prize"))
        return list(session.scalars(wanted.order_by(Notice.id)))


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[Code]:
    return [refusal.code for refusal in refused.value.refusals]


def test_the_scheme_proposes_from_the_confirmed_boards(prizes: PrizeWorld, proposal_id: int) -> None:
    world = prizes.world
    assert persons(proposal_id) == {
        world.kim.person_id: (1, 1, "proposed"),
        world.park.person_id: (2, 2, "proposed"),
    }
    with reading() as session:
        of_department = session.scalars(select(PrizeWinner).where(PrizeWinner.department_id.is_not(None))).one()
        assert (of_department.department_id, of_department.tier, of_department.figure) == (world.welfare, 3, 300_000)
        one = session.get_one(PrizeProposal, proposal_id)
        assert (one.state, one.certificate, one.giver_title, one.giver_name) == ("open", "award", "도지사", "한지사")
    assert acts(proposal_id) == ["open"]


def test_nobody_is_told_before_the_prizes_are_confirmed(prizes: PrizeWorld, proposal_id: int) -> None:
    assert told(prizes.world.kim) == []


def test_a_month_that_is_not_confirmed_gives_no_prizes_yet(app: Flask) -> None:
    prizes = a_prize_world()
    prizes.give(prizes.world.kim, 20)
    with pytest.raises(Refused) as refused:
        prizes.open()
    assert codes(refused) == [Code.PRIZE_BOARD_PROVISIONAL]


@pytest.mark.parametrize("span", ["", "2026-13", "2020-01", "2020-01 to 2020-01", "2026-Q4 to 2026-12\0", "x" * 40])
def test_what_is_no_confirmed_span_is_refused(prizes: PrizeWorld, span: str) -> None:
    with pytest.raises(Refused) as refused:
        open_proposal(prizes.agency_id, span, person_id=prizes.oh.person_id)
    assert codes(refused) == [Code.PRIZE_BOARD_PROVISIONAL]


def test_a_scheme_that_gives_no_monthly_prizes_proposes_none(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    prizes = a_ranked_world(
        monkeypatch, prize_spans=frozenset({Span.QUARTER}), tiers=(Tier(Span.QUARTER, "최우수", "First", 1, 0),)
    )
    with pytest.raises(Refused) as refused:
        prizes.open()
    assert codes(refused) == [Code.PRIZE_NONE_FOR_SPAN]


def test_a_span_has_one_proposal_at_a_time(prizes: PrizeWorld, proposal_id: int) -> None:
    with pytest.raises(Refused) as refused:
        prizes.open(by=prizes.yu)
    assert codes(refused) == [Code.PRIZE_ALREADY_OPEN]
    drop(proposal_id, agency_id=prizes.agency_id, person_id=prizes.oh.person_id, revision=1, reason=REASON)
    assert state(prizes.open(by=prizes.yu))[0] == "open"


def test_equals_at_the_edge_are_all_proposed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    prizes = a_prize_world(persons_ties=())
    for who in (prizes.world.kim, prizes.world.park, prizes.world.hong):
        prizes.give(who, 20)
    prizes.close(monkeypatch)
    assert {row[:2] for row in persons(prizes.open()).values()} == {(1, 1)}


def test_each_division_of_departments_has_its_winner(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    prizes = a_prize_world(divisions=(Division("사업소", "Offices", ("ROADS",)),))
    with unit_of_work() as session:
        session.execute(update(Department).where(Department.id == prizes.world.roads).values(code="ROADS"))
    prizes.give(prizes.world.kim, 40)
    prizes.give(prizes.world.park, 20)
    prizes.close(monkeypatch)
    prizes.open()
    with reading() as session:
        rows = session.scalars(select(PrizeWinner).where(PrizeWinner.department_id.is_not(None))).all()
        found = {row.department_id: row.division for row in rows}
    assert found == {prizes.world.welfare: 0, prizes.world.roads: 1}


# Who is left out


def test_who_runs_the_programme_is_left_out_and_the_next_moves_up(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    prizes = a_prize_world()
    for who, points in ((prizes.shin, 30), (prizes.world.kim, 20), (prizes.world.park, 10)):
        prizes.give(who, points)
    prizes.close(monkeypatch)
    proposal_id = prizes.open()
    assert [row[0] for row in persons(proposal_id).values()] == [1, 2]
    assert left_out(proposal_id) == {prizes.shin.person_id: "role"}


@pytest.mark.parametrize(("revoked", "is_out"), [("2020-01-01", False), ("2090-01-01", True)])
def test_a_role_counts_that_was_held_during_the_span(
    app: Flask, monkeypatch: pytest.MonkeyPatch, revoked: str, is_out: bool
) -> None:
    prizes = a_prize_world()
    who = prizes.world.kim.person_id
    with unit_of_work() as session:
        grant = {"agency_id": prizes.agency_id, "person_id": who, "role": Role.OFFICER.value}
        dates = {
            "granted_at": datetime(2019, 1, 1, tzinfo=UTC),
            "revoked_at": datetime.fromisoformat(revoked + "T00:00Z"),
        }
        session.execute(insert(table_of(RoleGrant)), {**grant, **dates, "granted_reason": "", "revoked_reason": ""})
    prizes.give(prizes.world.kim, 20)
    prizes.close(monkeypatch)
    assert (who in left_out(prizes.open())) is is_out


def test_a_rank_without_prizes_is_left_out(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    prizes = a_prize_world(ranks_without_prizes=("3급", "4급"))
    with unit_of_work() as session:
        session.execute(
            update(Appointment).where(Appointment.employee_id == prizes.world.kim.employee_id).values(rank="4급")
        )
    prizes.give(prizes.world.kim, 40)
    prizes.give(prizes.world.park, 20)
    prizes.close(monkeypatch)
    proposal_id = prizes.open()
    assert left_out(proposal_id) == {prizes.world.kim.person_id: "rank"}
    assert persons(proposal_id) == {prizes.world.park.person_id: (1, 2, "proposed")}


def test_who_has_left_is_left_out(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    prizes = a_ranked_world(monkeypatch)
    with unit_of_work() as session:
        session.execute(
            update(Employee)
            .where(Employee.id == prizes.world.kim.employee_id)
            .values(status="left", left_on=datetime(2026, 11, 30).date())
        )
    assert left_out(prizes.open()) == {prizes.world.kim.person_id: "left"}


@pytest.mark.parametrize(("months", "is_out"), [(0, False), (3, True)])
def test_who_won_lately_is_left_out(app: Flask, monkeypatch: pytest.MonkeyPatch, months: int, is_out: bool) -> None:
    prizes = a_ranked_world(monkeypatch, recent_months_without_prizes=months)
    first = prizes.open()
    prizes.confirm(first)
    with unit_of_work() as session:  # as if these had been the prizes of three months before
        earlier = "2020-01" if not months else str(Month.parse(prizes.period).shifted(-3))
        session.execute(update(PrizeProposal).values(span=earlier, first_period=earlier, last_period=earlier))
    found = left_out(prizes.open())
    assert found == ({prizes.world.kim.person_id: "recent", prizes.world.park.person_id: "recent"} if is_out else {})


# Those who opted out


def test_who_opted_out_is_asked_first(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    prizes = a_ranked_world(monkeypatch, "kim")
    assert persons(prizes.open())[prizes.world.kim.person_id] == (1, 1, "asked")
    assert told(prizes.world.kim) == ["prize_asked"]
    assert told(prizes.world.park) == []


def test_who_opts_out_while_the_proposal_is_open_can_be_asked(prizes: PrizeWorld, proposal_id: int) -> None:
    hide(prizes.world.park)
    ask_winner(prizes.change(proposal_id, reason=""), winner_of(proposal_id, prizes.world.park))
    assert persons(proposal_id)[prizes.world.park.person_id][2] == "asked"
    assert told(prizes.world.park) == ["prize_asked"]
    assert acts(proposal_id) == ["open", "ask"]


def test_there_is_nothing_to_ask_who_stands_in_rankings(prizes: PrizeWorld, proposal_id: int) -> None:
    with pytest.raises(Refused) as refused:
        ask_winner(prizes.change(proposal_id), winner_of(proposal_id, prizes.world.park))
    assert codes(refused) == [Code.PRIZE_NOT_HIDDEN]


# The officer's changes


def add(prizes: PrizeWorld, proposal_id: int, who: Colleague, tier: int = 2, *, revision: int = 1) -> int:
    return add_winner(prizes.change(proposal_id, revision=revision), Subject.PERSONS, who.person_id, tier)


def test_a_winner_is_added_from_the_board(prizes: PrizeWorld, proposal_id: int) -> None:
    add(prizes, proposal_id, prizes.world.hong)
    assert persons(proposal_id)[prizes.world.hong.person_id] == (2, 3, "proposed")
    assert (acts(proposal_id), state(proposal_id)) == (["open", "add"], ("open", 2))


def test_a_department_is_added(prizes: PrizeWorld, proposal_id: int) -> None:
    add_winner(prizes.change(proposal_id), Subject.DEPARTMENTS, prizes.world.roads, 3)
    with reading() as session:
        rows = session.scalars(select(PrizeWinner.department_id).where(PrizeWinner.department_id.is_not(None))).all()
    assert set(rows) == {prizes.world.welfare, prizes.world.roads}


def test_who_opted_out_is_asked_when_added(prizes: PrizeWorld, proposal_id: int) -> None:
    hide(prizes.world.hong)
    add(prizes, proposal_id, prizes.world.hong)
    assert persons(proposal_id)[prizes.world.hong.person_id][2] == "asked"


def test_a_change_wants_a_reason(prizes: PrizeWorld, proposal_id: int) -> None:
    kim = winner_of(proposal_id, prizes.world.kim)
    bare = prizes.change(proposal_id, reason=" ")
    for act in (
        partial(add_winner, bare, Subject.PERSONS, prizes.world.hong.person_id, 2),
        partial(move_winner, bare, kim, 2),
        partial(remove_winner, bare, kim),
        partial(drop, proposal_id, agency_id=prizes.agency_id, person_id=1, revision=1, reason=""),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert codes(refused) == [Code.REASON_MISSING]
    assert state(proposal_id) == ("open", 1)


def test_two_officers_notice_each_other(prizes: PrizeWorld, proposal_id: int) -> None:
    kim, park = (winner_of(proposal_id, who) for who in (prizes.world.kim, prizes.world.park))
    remove_winner(prizes.change(proposal_id), kim)
    with pytest.raises(Refused) as refused:
        remove_winner(prizes.change(proposal_id, by=prizes.yu), park)
    assert codes(refused) == [Code.PRIZE_CHANGED]
    remove_winner(prizes.change(proposal_id, by=prizes.yu, revision=2), park)
    assert state(proposal_id) == ("open", 3)


def test_a_winner_is_moved_to_another_tier(prizes: PrizeWorld, proposal_id: int) -> None:
    move_winner(prizes.change(proposal_id), winner_of(proposal_id, prizes.world.park), 1)
    assert persons(proposal_id)[prizes.world.park.person_id] == (1, 2, "proposed")
    with reading() as session:
        park = session.get_one(PrizeWinner, winner_of(proposal_id, prizes.world.park))
        assert (park.tier_ko, park.tier_en) == ("최우수", "First")


@pytest.mark.parametrize(
    ("tier", "code"), [(1, Code.PRIZE_TIER_SAME), (3, Code.PRIZE_TIER_UNKNOWN), (9, Code.PRIZE_TIER_UNKNOWN)]
)
def test_a_tier_that_is_none_for_the_winner_is_refused(
    prizes: PrizeWorld, proposal_id: int, tier: int, code: Code
) -> None:
    with pytest.raises(Refused) as refused:
        move_winner(prizes.change(proposal_id), winner_of(proposal_id, prizes.world.kim), tier)
    assert codes(refused) == [code]


def test_who_was_taken_out_can_be_put_in_again(prizes: PrizeWorld, proposal_id: int) -> None:
    remove_winner(prizes.change(proposal_id), winner_of(proposal_id, prizes.world.kim))
    assert persons(proposal_id)[prizes.world.kim.person_id][2] == "removed"
    add(prizes, proposal_id, prizes.world.kim, 2, revision=2)
    assert persons(proposal_id)[prizes.world.kim.person_id] == (2, 1, "proposed")


def test_who_was_taken_out_is_neither_moved_nor_taken_out_again(prizes: PrizeWorld, proposal_id: int) -> None:
    kim = winner_of(proposal_id, prizes.world.kim)
    remove_winner(prizes.change(proposal_id), kim)
    again = prizes.change(proposal_id, revision=2)
    for act in (partial(move_winner, again, kim, 2), partial(remove_winner, again, kim)):
        with pytest.raises(Refused) as refused:
            act()
        assert codes(refused) == [Code.PRIZE_NOT_PROPOSED]


def test_who_is_in_already_is_not_added(prizes: PrizeWorld, proposal_id: int) -> None:
    with pytest.raises(Refused) as refused:
        add(prizes, proposal_id, prizes.world.kim)
    assert codes(refused) == [Code.PRIZE_ALREADY_PROPOSED]


def test_who_has_no_standing_in_the_span_is_not_added(prizes: PrizeWorld, proposal_id: int) -> None:
    with pytest.raises(Refused) as refused:
        add(prizes, proposal_id, prizes.world.choi)
    assert codes(refused) == [Code.PRIZE_NO_STANDING]


def test_nobody_puts_himself_in(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    prizes = a_prize_world(roles_without_prizes=frozenset())
    for who, points in ((prizes.oh, 30), (prizes.yu, 20), (prizes.world.kim, 10)):
        prizes.give(who, points)
    prizes.close(monkeypatch)
    proposal_id = prizes.open()
    oh = winner_of(proposal_id, prizes.oh)
    with pytest.raises(Refused) as refused:
        move_winner(prizes.change(proposal_id), oh, 2)
    assert codes(refused) == [Code.PRIZE_ONESELF]
    remove_winner(prizes.change(proposal_id), oh)
    with pytest.raises(Refused) as refused:
        add(prizes, proposal_id, prizes.oh, 1, revision=2)
    assert codes(refused) == [Code.PRIZE_ONESELF]


def test_another_agencys_proposal_does_not_exist(prizes: PrizeWorld, proposal_id: int) -> None:
    elsewhere = replace(prizes.change(proposal_id), agency_id=prizes.agency_id + 1)
    with pytest.raises(NotFound):
        remove_winner(elsewhere, winner_of(proposal_id, prizes.world.kim))


def test_a_winner_of_another_proposal_does_not_exist_here(prizes: PrizeWorld, proposal_id: int) -> None:
    kim = winner_of(proposal_id, prizes.world.kim)
    drop(proposal_id, agency_id=prizes.agency_id, person_id=prizes.oh.person_id, revision=1, reason=REASON)
    with pytest.raises(NotFound):
        remove_winner(prizes.change(prizes.open()), kim)


def test_what_was_given_up_changes_no_more(prizes: PrizeWorld, proposal_id: int) -> None:
    kim = winner_of(proposal_id, prizes.world.kim)
    drop(proposal_id, agency_id=prizes.agency_id, person_id=prizes.oh.person_id, revision=1, reason=REASON)
    assert (state(proposal_id), acts(proposal_id)) == (("dropped", 2), ["open", "drop"])
    with pytest.raises(Refused) as refused:
        remove_winner(prizes.change(proposal_id, revision=2), kim)
    assert codes(refused) == [Code.PRIZE_CLOSED]


def test_departments_per_head_win_by_that_figure(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    tier = (Tier(Span.MONTH, "우수 부서", "Best departments", 0, 1),)
    prizes = a_prize_world(is_per_head=True, tiers=tier, departments_ranked_by=Measure.RECEIVED)
    prizes.give(prizes.world.kim, 40)
    a_colleague(prizes.agency_id, "새직원", prizes.world.welfare)
    prizes.close(monkeypatch)
    prizes.open()
    with reading() as session:
        assert session.scalars(select(PrizeWinner.figure)).one() == 200_000
