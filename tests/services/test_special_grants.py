"""Special points from the proposal to the ledger and back."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from collabpoints.db import Base, db, reading, unit_of_work
from collabpoints.domain.errors import Code, NotFound, Refused
from collabpoints.domain.roles import Role
from collabpoints.models import (
    Department,
    DepartmentMonthTotal,
    Employee,
    Entry,
    Evidence,
    Month,
    Notice,
    PersonMonthTotal,
    SpecialGrant,
)
from collabpoints.queries.ledger import verify
from collabpoints.services.months import turn_months
from collabpoints.services.special_decisions import approve, reclaim, refuse
from collabpoints.services.special_grants import Upload, withdraw
from tests.factories.agencies import Colleague, a_colleague
from tests.factories.evidence import EXE, HTML, PDF, PNG
from tests.factories.special_grants import REASON, SpecialWorld, a_special_world

Act = Callable[[], None]


@pytest.fixture
def world(app: Flask) -> SpecialWorld:
    return a_special_world()


def rows(model: type[Base]) -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def state(grant_id: int) -> str:
    with reading() as session:
        return session.execute(select(SpecialGrant.state).where(SpecialGrant.id == grant_id)).scalar_one()


def totals() -> tuple[dict[int, int], dict[int, int]]:
    """Special points by person and by department, of all months."""
    with reading() as session:
        people = session.execute(select(PersonMonthTotal.person_id, PersonMonthTotal.special_points)).all()
        places = session.execute(select(DepartmentMonthTotal.department_id, DepartmentMonthTotal.special_points)).all()
    return {row[0]: row[1] for row in people}, {row[0]: row[1] for row in places}


def notices() -> list[tuple[int, str]]:
    with reading() as session:
        found = session.execute(select(Notice.person_id, Notice.kind).order_by(Notice.id)).all()
        return [(row.person_id, row.kind) for row in found]


def codes(act: Act) -> set[Code]:
    with pytest.raises(Refused) as refused:
        act()
    return {refusal.code for refusal in refused.value.refusals}


def decide(world: SpecialWorld, act: Callable[..., None], grant_id: int, who: Colleague, **more: str) -> None:
    if act is not approve:
        more.setdefault("reason", "근거가 더 필요합니다")
    act(grant_id, agency_id=world.agency_id, person_id=who.person_id, **more)


# Proposing


def test_a_proposal_waits_and_moves_nothing(world: SpecialWorld) -> None:
    grant_id = world.propose(uploads=(Upload("결과 보고.pdf", PDF), Upload("화면.png", PNG)))
    assert state(grant_id) == "proposed"
    assert rows(Entry) == rows(Notice) == 0
    with reading() as session:
        kept = session.execute(select(Evidence.name, Evidence.size, Evidence.media_type).order_by(Evidence.id)).all()
        department_id = session.execute(select(SpecialGrant.receiver_department_id)).scalar_one()
    assert [tuple(row) for row in kept] == [
        ("결과 보고.pdf", len(PDF), "application/pdf"),
        ("화면.png", len(PNG), "image/png"),
    ]
    assert department_id == world.world.welfare


def test_the_same_form_again_shows_the_first_proposal(world: SpecialWorld) -> None:
    form_id = str(uuid4())
    first = world.propose(form_id=form_id, uploads=(Upload("a.pdf", PDF),))
    assert world.propose(form_id=form_id, uploads=(Upload("a.pdf", PDF),)) == first
    assert (rows(SpecialGrant), rows(Evidence)) == (1, 1)


def test_the_same_form_for_a_department_again_shows_the_first_proposal(world: SpecialWorld) -> None:
    form_id = str(uuid4())
    first = world.propose(form_id=form_id, department_id=world.world.roads)
    assert world.propose(form_id=form_id, department_id=world.world.roads) == first
    assert codes(lambda: void(world.propose(form_id=form_id, department_id=world.world.welfare))) == {
        Code.FORM_ALREADY_USED
    }


def void(_value: object) -> None:
    return None


@pytest.mark.parametrize(
    "change",
    [
        {"points": 20},
        {"reason": REASON + " 정말입니다."},
        {"kind": "meeting"},
        {"uploads": (Upload("b.pdf", PDF),)},
        {"uploads": (Upload("a.pdf", PDF + b" "),)},
        {"uploads": ()},
    ],
)
def test_the_same_form_with_something_else_is_refused(world: SpecialWorld, change: dict[str, object]) -> None:
    form_id = str(uuid4())
    world.propose(form_id=form_id, uploads=(Upload("a.pdf", PDF),))
    again = {"uploads": (Upload("a.pdf", PDF),), **change}
    assert codes(lambda: void(world.propose(form_id=form_id, **again))) == {Code.FORM_ALREADY_USED}  # type: ignore[arg-type]
    assert rows(SpecialGrant) == 1


def test_another_ones_form_id_is_not_shown(world: SpecialWorld) -> None:
    form_id = str(uuid4())
    world.propose(form_id=form_id)
    assert codes(lambda: void(world.propose(form_id=form_id, by=world.governor))) == {Code.FORM_ALREADY_USED}


def test_a_form_id_that_is_none_is_refused(world: SpecialWorld) -> None:
    assert codes(lambda: void(world.propose(form_id="x"))) == {Code.FORM_ID_INVALID}


def test_who_heads_no_department_proposes_nothing(world: SpecialWorld) -> None:
    with pytest.raises(NotFound):
        world.propose(by=world.officer)


def test_who_heads_a_closed_department_only_proposes_nothing(world: SpecialWorld) -> None:
    with unit_of_work() as session:
        session.execute(
            update(Department).where(Department.id == world.world.planning).values(closed_on=date(2026, 1, 1))
        )
    with pytest.raises(NotFound):
        world.propose()


def test_nobody_proposes_for_himself(world: SpecialWorld) -> None:
    assert codes(lambda: void(world.propose(world.head))) == {Code.SPECIAL_FOR_ONESELF}


@pytest.mark.parametrize(
    ("kind", "points"), [("innovation", 9), ("innovation", 51), ("meeting", 20), ("innovation", -1)]
)
def test_points_outside_the_schemes_bounds_are_refused(world: SpecialWorld, kind: str, points: int) -> None:
    assert codes(lambda: void(world.propose(kind=kind, points=points))) == {Code.SPECIAL_POINTS_OUTSIDE}


def test_a_kind_that_the_scheme_does_not_know_is_refused(world: SpecialWorld) -> None:
    assert codes(lambda: void(world.propose(kind="gift"))) == {Code.SPECIAL_KIND_UNKNOWN}


def test_a_kind_goes_to_whom_the_scheme_says(world: SpecialWorld) -> None:
    assert codes(lambda: void(world.propose(kind="governor"))) == {Code.SPECIAL_NOT_FOR_PERSON}
    assert codes(lambda: void(world.propose(kind="meeting", points=10, department_id=world.world.roads))) == {
        Code.SPECIAL_NOT_FOR_DEPARTMENT
    }


def test_who_is_not_here_gets_nothing(world: SpecialWorld) -> None:
    left = a_colleague(world.agency_id, "나간이", world.world.roads, status="left")
    assert codes(lambda: void(world.propose(left))) == {Code.RECEIVER_GONE}
    assert codes(lambda: void(world.propose(department_id=9999))) == {Code.DEPARTMENT_CLOSED}


def test_who_has_no_post_gets_nothing_yet(world: SpecialWorld) -> None:
    new = a_colleague(world.agency_id, "새사람", world.world.roads)
    with unit_of_work() as session:
        session.execute(
            Base.metadata.tables["appointments"]
            .delete()
            .where(Base.metadata.tables["appointments"].c.employee_id == new.employee_id)
        )
    assert codes(lambda: void(world.propose(new))) == {Code.RECEIVER_WITHOUT_POST}


def test_every_objection_comes_at_once(world: SpecialWorld) -> None:
    found = codes(
        lambda: void(
            world.propose(
                points=99, reason="", uploads=(Upload("a.pdf", EXE), Upload("b.html", HTML), Upload("c.pdf", b""))
            )
        )
    )
    assert found == {
        Code.SPECIAL_POINTS_OUTSIDE, Code.REASON_MISSING, Code.EVIDENCE_CONTENT, Code.EVIDENCE_TYPE, Code.EVIDENCE_EMPTY,
    }  # fmt: skip
    assert rows(SpecialGrant) == rows(Evidence) == 0


def test_four_files_are_one_too_many(world: SpecialWorld) -> None:
    uploads = tuple(Upload(f"{number}.pdf", PDF) for number in range(4))
    assert codes(lambda: void(world.propose(uploads=uploads))) == {Code.EVIDENCE_TOO_MANY}
    assert world.propose(uploads=uploads[:3])


# Withdrawing


def test_the_proposer_withdraws_while_it_waits(world: SpecialWorld) -> None:
    grant_id = world.propose()
    withdraw(grant_id, agency_id=world.agency_id, person_id=world.head.person_id)
    assert state(grant_id) == "withdrawn"
    assert codes(lambda: decide(world, approve, grant_id, world.officer)) == {Code.SPECIAL_ALREADY_DECIDED}
    assert codes(lambda: withdraw(grant_id, agency_id=world.agency_id, person_id=world.head.person_id)) == {
        Code.SPECIAL_ALREADY_DECIDED
    }


def test_nobody_else_withdraws_it(world: SpecialWorld) -> None:
    grant_id = world.propose()
    for who in (world.officer, world.world.kim, world.governor):
        with pytest.raises(NotFound):
            withdraw(grant_id, agency_id=world.agency_id, person_id=who.person_id)


# Deciding


def test_approved_points_stand_in_the_ledger_and_in_both_totals(world: SpecialWorld) -> None:
    grant_id = world.propose()
    approve(grant_id, agency_id=world.agency_id, person_id=world.officer.person_id, reason="훌륭합니다")
    kim = world.world.kim
    assert state(grant_id) == "approved"
    with reading() as session:
        entry = session.scalars(select(Entry)).one()
    assert (entry.kind, entry.special_grant_id, entry.points, entry.notes, entry.spent, entry.counted) == (
        "special", grant_id, 30, 0, 0, 0,
    )  # fmt: skip
    assert (entry.giver_person_id, entry.receiver_person_id, entry.receiver_department_id) == (
        None, kim.person_id, world.world.welfare,
    )  # fmt: skip
    assert (entry.actor_person_id, entry.reason, entry.month_id) == (
        world.officer.person_id, "훌륭합니다", entry.booked_month_id,
    )  # fmt: skip
    assert totals() == ({kim.person_id: 30}, {world.world.welfare: 30})
    assert verify().is_balanced
    assert notices() == [(kim.person_id, "special_granted"), (world.head.person_id, "special_decided")]


def test_special_points_stand_beside_those_of_notes(world: SpecialWorld) -> None:
    world.world.send(world.world.hong, world.world.kim)
    decide(world, approve, world.propose(), world.officer)
    decide(world, approve, world.propose(points=20), world.deputy)
    world.world.send(world.world.kim, world.world.hong)
    with reading() as session:
        total = session.execute(
            select(PersonMonthTotal).where(PersonMonthTotal.person_id == world.world.kim.person_id)
        ).scalar_one()
    assert (total.received_points, total.special_points, total.spent, total.granted) == (10, 50, 10, 200)
    assert verify().is_balanced


def test_a_departments_points_move_no_persons_total_and_tell_its_heads(world: SpecialWorld) -> None:
    boss = a_colleague(world.agency_id, "도과장", world.world.roads, roles=(Role.DEPARTMENT_HEAD,))
    grant_id = world.propose(department_id=world.world.roads, kind="governor", points=70)
    decide(world, approve, grant_id, world.governor)
    assert totals() == ({}, {world.world.roads: 70})
    assert notices() == [(boss.person_id, "special_granted"), (world.head.person_id, "special_decided")]
    assert verify().is_balanced


def test_a_refusal_has_a_reason_and_moves_nothing(world: SpecialWorld) -> None:
    grant_id = world.propose()
    assert codes(lambda: decide(world, refuse, grant_id, world.officer, reason=" ")) == {Code.REASON_MISSING}
    decide(world, refuse, grant_id, world.officer)
    assert state(grant_id) == "refused"
    assert rows(Entry) == 0
    assert notices() == [(world.head.person_id, "special_decided")]


@pytest.mark.parametrize("act", [approve, refuse, reclaim])
def test_only_whom_the_scheme_names_decides(world: SpecialWorld, act: Callable[..., None]) -> None:
    grant_id = world.propose()
    for who in (world.reviewer, world.governor, world.head, world.world.kim, world.world.hong):
        with pytest.raises(NotFound):
            decide(world, act, grant_id, who)
    meeting = world.propose(kind="meeting", points=10)
    with pytest.raises(NotFound):
        decide(world, act, meeting, world.officer)
    governors = world.propose(kind="governor", points=30, department_id=world.world.roads)
    with pytest.raises(NotFound):
        decide(world, act, governors, world.officer)
    with pytest.raises(NotFound):
        decide(world, act, 9999, world.officer)


def test_each_kind_is_decided_by_its_own(world: SpecialWorld) -> None:
    decide(world, approve, world.propose(kind="meeting", points=10), world.reviewer)
    decide(world, refuse, world.propose(kind="governor", points=30, department_id=world.world.roads), world.governor)


@pytest.mark.parametrize("act", [approve, refuse])
def test_nobody_decides_his_own_proposal(world: SpecialWorld, act: Callable[..., None]) -> None:
    both = a_colleague(world.agency_id, "겸직자", world.world.roads, roles=(Role.DEPARTMENT_HEAD, Role.OFFICER))
    grant_id = world.propose(by=both)
    assert codes(lambda: decide(world, act, grant_id, both)) == {Code.SPECIAL_OWN_PROPOSAL}


@pytest.mark.parametrize("act", [approve, refuse])
def test_nobody_decides_what_is_for_himself(world: SpecialWorld, act: Callable[..., None]) -> None:
    grant_id = world.propose(world.officer)
    assert codes(lambda: decide(world, act, grant_id, world.officer)) == {Code.SPECIAL_FOR_ONESELF}
    decide(world, act, grant_id, world.deputy)


@pytest.mark.parametrize("act", [approve, refuse])
def test_a_head_decides_nothing_for_his_own_department(world: SpecialWorld, act: Callable[..., None]) -> None:
    both = a_colleague(world.agency_id, "겸직자", world.world.roads, roles=(Role.DEPARTMENT_HEAD, Role.OFFICER))
    grant_id = world.propose(department_id=world.world.roads)
    assert codes(lambda: decide(world, act, grant_id, both)) == {Code.SPECIAL_OWN_DEPARTMENT}
    decide(world, act, world.propose(department_id=world.world.welfare), both)


@pytest.mark.parametrize("first", [approve, refuse])
@pytest.mark.parametrize("second", [approve, refuse])
def test_what_is_decided_stays(world: SpecialWorld, first: Callable[..., None], second: Callable[..., None]) -> None:
    grant_id = world.propose()
    decide(world, first, grant_id, world.officer)
    before = (state(grant_id), rows(Entry), notices())
    assert codes(lambda: decide(world, second, grant_id, world.deputy)) == {Code.SPECIAL_ALREADY_DECIDED}
    assert codes(lambda: withdraw(grant_id, agency_id=world.agency_id, person_id=world.head.person_id)) == {
        Code.SPECIAL_ALREADY_DECIDED
    }
    assert (state(grant_id), rows(Entry), notices()) == before


def test_who_left_meanwhile_is_given_nothing(world: SpecialWorld) -> None:
    grant_id = world.propose()
    with unit_of_work() as session:
        session.execute(
            update(Employee)
            .where(Employee.person_id == world.world.kim.person_id)
            .values(status="left", left_on=date(2026, 1, 2))
        )
    assert codes(lambda: decide(world, approve, grant_id, world.officer)) == {Code.RECEIVER_GONE}
    assert rows(Entry) == 0
    decide(world, refuse, grant_id, world.officer)


def test_a_department_that_closed_meanwhile_is_given_nothing(world: SpecialWorld) -> None:
    grant_id = world.propose(department_id=world.world.roads)
    with unit_of_work() as session:
        session.execute(update(Department).where(Department.id == world.world.roads).values(closed_on=date(2026, 1, 2)))
    assert codes(lambda: decide(world, approve, grant_id, world.officer)) == {Code.DEPARTMENT_CLOSED}
    decide(world, refuse, grant_id, world.officer)


def test_a_month_that_has_ended_takes_no_points(world: SpecialWorld) -> None:
    grant_id = world.propose()
    with unit_of_work() as session:
        session.execute(update(Month).values(state="ended", ended_at=datetime(2026, 1, 1, tzinfo=UTC)))
    assert codes(lambda: decide(world, approve, grant_id, world.officer)) == {Code.SPECIAL_MONTH_ENDED}


# Reclaiming


def test_reclaimed_points_are_gone_by_a_counter_entry(world: SpecialWorld) -> None:
    grant_id = world.propose()
    decide(world, approve, grant_id, world.officer)
    decide(world, reclaim, grant_id, world.deputy, reason="다른 부서의 실적이었습니다")
    with reading() as session:
        original, counter = session.scalars(select(Entry).order_by(Entry.id)).all()
    assert (counter.kind, counter.counters, counter.points, counter.reason) == (
        "reclaim", original.id, -30, "다른 부서의 실적이었습니다",
    )  # fmt: skip
    kim = world.world.kim.person_id
    assert totals() == ({kim: 0}, {world.world.welfare: 0})
    assert notices()[2:] == [(kim, "reclaimed"), (world.head.person_id, "reclaimed")]
    assert state(grant_id) == "approved"
    assert verify().is_balanced


def test_a_departments_points_are_reclaimed_too(world: SpecialWorld) -> None:
    grant_id = world.propose(department_id=world.world.roads)
    decide(world, approve, grant_id, world.officer)
    decide(world, reclaim, grant_id, world.officer)
    assert totals() == ({}, {world.world.roads: 0})
    assert verify().is_balanced


def test_points_are_reclaimed_once(world: SpecialWorld) -> None:
    grant_id = world.propose()
    assert codes(lambda: decide(world, reclaim, grant_id, world.officer)) == {Code.SPECIAL_NOTHING_TO_RECLAIM}
    decide(world, approve, grant_id, world.officer)
    decide(world, reclaim, grant_id, world.officer)
    assert codes(lambda: decide(world, reclaim, grant_id, world.officer)) == {Code.SPECIAL_NOTHING_TO_RECLAIM}


def test_nobody_reclaims_without_a_reason_nor_what_is_his_own(world: SpecialWorld) -> None:
    grant_id = world.propose(world.deputy)
    decide(world, approve, grant_id, world.officer)
    assert codes(lambda: decide(world, reclaim, grant_id, world.officer, reason="")) == {Code.REASON_MISSING}
    assert codes(lambda: decide(world, reclaim, grant_id, world.deputy)) == {Code.SPECIAL_FOR_ONESELF}


def test_a_reclaim_in_a_later_month_keeps_the_month_that_it_belongs_to(
    world: SpecialWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    def at(instant: datetime) -> None:
        monkeypatch.setattr("collabpoints.services.months.database_now", lambda _session: instant)

    at(datetime(2026, 11, 20, tzinfo=UTC))
    grant_id = world.propose()
    decide(world, approve, grant_id, world.officer)
    at(datetime(2026, 12, 5, tzinfo=UTC))
    turn_months(world.agency_id)
    decide(world, reclaim, grant_id, world.officer)
    with reading() as session:
        original, counter = session.scalars(select(Entry).order_by(Entry.id)).all()
        periods = {month.id: month.period for month in session.scalars(select(Month))}
    assert (periods[counter.month_id], periods[counter.booked_month_id]) == ("2026-11", "2026-12")
    assert counter.month_id == original.month_id
    assert verify().is_balanced


# Racing


def race(app: Flask, acts: list[Act]) -> list[str]:
    """All at once, in threads; "done" or the refusal's code of each, sorted."""
    together = threading.Barrier(len(acts))
    answers: list[str] = []

    def press(act: Act) -> None:
        with app.app_context():
            together.wait()
            try:
                act()
                answers.append("done")
            except Refused as refused:
                answers.append(refused.refusals[0].code)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=press, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


def contest(world: SpecialWorld, grant_id: int) -> list[Act]:
    """Everything that can be done to a proposal that waits."""
    return [
        lambda: decide(world, approve, grant_id, world.officer),
        lambda: decide(world, approve, grant_id, world.deputy),
        lambda: decide(world, refuse, grant_id, world.officer),
        lambda: decide(world, refuse, grant_id, world.deputy),
        lambda: withdraw(grant_id, agency_id=world.agency_id, person_id=world.head.person_id),
    ]


def test_many_who_decide_at_once_have_one_outcome(app: Flask, world: SpecialWorld) -> None:
    for _ in range(5):
        grant_id = world.propose()
        entries = rows(Entry)
        assert race(app, contest(world, grant_id) * 2) == ["done"] + ["special_already_decided"] * 9
        assert rows(Entry) - entries == (1 if state(grant_id) == "approved" else 0)
    assert verify().is_balanced


def test_many_approvals_at_once_are_one_entry(app: Flask, world: SpecialWorld) -> None:
    grant_id = world.propose()
    who = [world.officer, world.deputy] * 4
    answers = race(app, [lambda person=person: decide(world, approve, grant_id, person) for person in who])  # type: ignore[misc]
    assert answers == ["done"] + ["special_already_decided"] * 7
    assert totals() == ({world.world.kim.person_id: 30}, {world.world.welfare: 30})


def test_many_reclaims_at_once_are_one_counter_entry(app: Flask, world: SpecialWorld) -> None:
    grant_id = world.propose()
    decide(world, approve, grant_id, world.officer)
    answers = race(app, [lambda: decide(world, reclaim, grant_id, world.deputy)] * 8)
    assert answers == ["done"] + ["special_nothing_to_reclaim"] * 7
    assert rows(Entry) == 2
    assert verify().is_balanced


def test_one_form_pressed_many_times_at_once_is_one_proposal(app: Flask, world: SpecialWorld) -> None:
    form_id = str(uuid4())
    uploads = (Upload("a.pdf", PDF),)
    assert race(app, [lambda: void(world.propose(form_id=form_id, uploads=uploads))] * 8) == ["done"] * 8
    assert (rows(SpecialGrant), rows(Evidence)) == (1, 1)


def test_approvals_and_notes_at_once_leave_balanced_books(app: Flask, world: SpecialWorld) -> None:
    grants = [world.propose(points=10) for _ in range(6)]
    small = world.world
    acts: list[Act] = [lambda grant_id=grant_id: decide(world, approve, grant_id, world.officer) for grant_id in grants]  # type: ignore[misc]
    acts += [lambda: void(small.send(small.hong, small.kim)), lambda: void(small.send(small.park, small.kim))] * 3
    assert race(app, acts) == ["done"] * 10 + ["pair_cap_reached"] * 2
    assert totals()[0][small.kim.person_id] == 60
    assert verify().is_balanced
