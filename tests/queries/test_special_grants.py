"""Who sees which special points, and that the books of special points are proved."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from collabpoints.db import reading
from collabpoints.domain.errors import NotFound
from collabpoints.domain.roles import Role
from collabpoints.domain.special_points import Decider
from collabpoints.models import Evidence
from collabpoints.queries.ledger import verify
from collabpoints.queries.special_deciders import decider, proposing_department
from collabpoints.queries.special_grants import (
    SpecialGrants,
    decided_of,
    evidence_of,
    of_departments,
    proposed_by,
    received_by,
    special_grant,
    waiting_for,
)
from collabpoints.services.roles import grant_role
from collabpoints.services.special_decisions import approve, reclaim, refuse
from collabpoints.services.special_grants import Upload, withdraw
from tests.factories.agencies import Colleague, a_colleague, a_department
from tests.factories.evidence import PDF, PNG
from tests.factories.special_grants import REASON, SpecialWorld, a_special_world
from tests.queries.test_ledger import by_hand


@pytest.fixture
def world(app: Flask) -> SpecialWorld:
    return a_special_world()


def as_decider(world: SpecialWorld, who: Colleague) -> Decider:
    return decider(world.agency_id, who.person_id)


def ids(found: SpecialGrants) -> list[int]:
    return [row.id for row in found.rows]


def waiting(world: SpecialWorld, who: Colleague) -> list[int]:
    return ids(waiting_for(world.agency_id, as_decider(world, who)))


def approved(world: SpecialWorld, grant_id: int, who: Colleague | None = None) -> int:
    approve(grant_id, agency_id=world.agency_id, person_id=(who or world.officer).person_id, reason="좋습니다")
    return grant_id


def test_a_grant_tells_who_when_for_whom_and_why(world: SpecialWorld) -> None:
    grant_id = approved(world, world.propose(uploads=(Upload("a.pdf", PDF), Upload("b.png", PNG))))
    page = special_grant(grant_id, agency_id=world.agency_id, who=as_decider(world, world.head))
    row = page.row
    assert (row.kind_ko, row.kind_en, row.points, row.reason, row.state) == (
        "혁신 과제", "Innovation", 30, REASON, "approved",
    )  # fmt: skip
    assert (row.proposer.name, row.proposer.position, row.proposer.department) == ("최부장", "과장", "기획담당관")
    assert row.receiver is not None
    assert (row.receiver.name, row.receiver_department) == ("김민수", "복지정책과")
    assert row.decided_by is not None
    assert (row.decided_by.name, row.decision_reason) == ("오담당", "좋습니다")
    assert row.decided_at is not None
    assert row.reclaimed is None
    assert [(file.name, file.size) for file in page.evidence] == [("a.pdf", len(PDF)), ("b.png", len(PNG))]


def test_what_may_be_done_depends_on_who_looks_and_when(world: SpecialWorld) -> None:
    grant_id = world.propose()

    def may(who: Colleague) -> tuple[bool, bool, bool]:
        page = special_grant(grant_id, agency_id=world.agency_id, who=as_decider(world, who))
        return page.may_withdraw, page.may_decide, page.may_reclaim

    assert (may(world.head), may(world.officer)) == ((True, False, False), (False, True, False))
    approved(world, grant_id)
    assert (may(world.head), may(world.deputy)) == ((False, False, False), (False, False, True))
    reclaim(grant_id, agency_id=world.agency_id, person_id=world.officer.person_id, reason="사유")
    assert may(world.officer) == (False, False, False)


def test_nobody_else_sees_a_proposal_nor_its_files(world: SpecialWorld) -> None:
    grant_id = world.propose(world.deputy, uploads=(Upload("a.pdf", PDF),))
    with reading() as session:
        evidence_id = session.execute(select(Evidence.id)).scalar_one()
    for who in (world.head, world.officer):
        download = evidence_of(grant_id, evidence_id, agency_id=world.agency_id, who=as_decider(world, who))
        assert (download.name, download.content) == ("a.pdf", PDF)
    for who in (world.deputy, world.reviewer, world.governor, world.world.kim, world.world.lim):
        with pytest.raises(NotFound):
            special_grant(grant_id, agency_id=world.agency_id, who=as_decider(world, who))
        with pytest.raises(NotFound):
            evidence_of(grant_id, evidence_id, agency_id=world.agency_id, who=as_decider(world, who))
    with pytest.raises(NotFound):
        special_grant(grant_id, agency_id=world.agency_id + 1, who=as_decider(world, world.head))


def test_a_file_is_found_only_with_its_own_grant(world: SpecialWorld) -> None:
    world.propose(uploads=(Upload("a.pdf", PDF),))
    other = world.propose()
    with reading() as session:
        evidence_id = session.execute(select(Evidence.id)).scalar_one()
    with pytest.raises(NotFound):
        evidence_of(other, evidence_id, agency_id=world.agency_id, who=as_decider(world, world.officer))


def test_the_queue_holds_what_waits_for_its_reader(world: SpecialWorld) -> None:
    first, second = world.propose(), world.propose()
    meeting = world.propose(kind="meeting", points=10)
    governors = world.propose(kind="governor", points=30, department_id=world.world.roads)
    for_officer = world.propose(world.officer)
    refuse(second, agency_id=world.agency_id, person_id=world.officer.person_id, reason="사유")
    assert waiting(world, world.officer) == [first]
    assert waiting(world, world.deputy) == [for_officer, first]
    assert waiting(world, world.reviewer) == [meeting]
    assert waiting(world, world.governor) == [governors]
    assert waiting(world, world.head) == waiting(world, world.world.kim) == []


def test_the_queue_leaves_out_ones_own_proposals_and_departments(world: SpecialWorld) -> None:
    both = a_colleague(world.agency_id, "겸직자", world.world.roads, roles=(Role.DEPARTMENT_HEAD, Role.OFFICER))
    team = a_department(world.agency_id, "도로팀", parent_id=world.world.roads, level=3)
    world.propose(by=both)
    world.propose(department_id=world.world.roads)
    world.propose(department_id=team)
    other = world.propose(department_id=world.world.welfare)
    assert waiting(world, both) == [other]


def test_what_was_decided_stays_in_the_list_of_those_who_decide(world: SpecialWorld) -> None:
    first, second, third = world.propose(), world.propose(), world.propose()
    approved(world, first)
    refuse(second, agency_id=world.agency_id, person_id=world.officer.person_id, reason="사유")
    withdraw(third, agency_id=world.agency_id, person_id=world.head.person_id)
    assert ids(decided_of(world.agency_id, as_decider(world, world.deputy))) == [second, first]
    assert ids(decided_of(world.agency_id, as_decider(world, world.reviewer))) == []


def test_a_proposer_sees_all_that_he_proposed_page_by_page(world: SpecialWorld) -> None:
    made = [world.propose() for _ in range(5)]
    world.propose(by=world.governor)
    first = proposed_by(world.head.person_id, limit=3)
    assert (ids(first), first.older) == (made[:1:-1], made[2])
    rest = proposed_by(world.head.person_id, before=first.older, limit=3)
    assert (ids(rest), rest.older) == ([made[1], made[0]], None)


def test_a_receiver_sees_what_was_approved_also_when_it_was_reclaimed(world: SpecialWorld) -> None:
    world.propose()
    second = approved(world, world.propose())
    assert ids(received_by(world.world.kim.person_id)) == [second]
    reclaim(second, agency_id=world.agency_id, person_id=world.officer.person_id, reason="잘못 알았습니다")
    (row,) = received_by(world.world.kim.person_id).rows
    assert row.reclaimed is not None
    assert (row.reclaimed.by, row.reclaimed.reason) == ("오담당 주무관", "잘못 알았습니다")
    assert ids(received_by(world.world.hong.person_id)) == []


def test_a_head_sees_his_department_what_is_below_and_its_people(world: SpecialWorld) -> None:
    bureau = a_department(world.agency_id, "건설국", level=1)
    section = a_department(world.agency_id, "하천과", parent_id=bureau)
    team = a_department(world.agency_id, "하천팀", parent_id=section, level=3)
    boss = a_colleague(world.agency_id, "국장님", bureau, roles=(Role.DEPARTMENT_HEAD,))
    one = a_colleague(world.agency_id, "팀원", team)
    seen = [approved(world, world.propose(one)), approved(world, world.propose(department_id=section))]
    elsewhere = approved(world, world.propose())
    world.propose(department_id=section)
    assert ids(of_departments(world.agency_id, as_decider(world, boss))) == seen[::-1]
    assert ids(of_departments(world.agency_id, as_decider(world, world.governor))) == [elsewhere, *seen[::-1]]
    assert ids(of_departments(world.agency_id, as_decider(world, world.head))) == []
    assert ids(of_departments(world.agency_id, as_decider(world, world.officer))) == []


def test_a_head_of_several_proposes_as_head_of_where_he_serves(world: SpecialWorld) -> None:
    grant_role(world.agency_id, world.head.person_id, Role.DEPARTMENT_HEAD, department_id=world.top, granted_by=None,
               reason="겸임", now=datetime(2026, 11, 1, tzinfo=UTC))  # fmt: skip
    day = date(2026, 11, 20)
    assert proposing_department(world.agency_id, world.head.person_id, day=day) == world.world.planning
    assert proposing_department(world.agency_id, world.officer.person_id, day=day) is None


@pytest.mark.parametrize(
    ("statement", "check"),
    [
        ("UPDATE person_month_totals SET special_points = 40", "person totals"),
        ("UPDATE department_month_totals SET special_points = 40", "department totals"),
        ("UPDATE person_month_totals SET received_points = 30, special_points = 0", "person totals"),
        ("UPDATE special_grants SET state = 'refused'", "special grants"),
        ("UPDATE special_grants SET points = 40", "special grants"),
        ("UPDATE special_grants SET receiver_person_id = NULL", "special grants"),
        ("UPDATE special_grants SET receiver_department_id = 3", "special grants"),
        ("UPDATE entries SET points = 40 WHERE kind = 'special'", "special grants"),
        ("DELETE FROM entries", "special grants"),
    ],
)
def test_special_points_changed_by_hand_are_found(world: SpecialWorld, statement: str, check: str) -> None:
    grant_id = approved(world, world.propose())
    assert verify().is_balanced
    by_hand(statement)
    found = next(done for done in verify().checks if done.name == check)
    assert found.differing == 1
    if check == "special grants":
        assert found.shown == (f"special grant {grant_id}",)


def test_a_counter_entry_that_takes_too_little_is_found(world: SpecialWorld) -> None:
    grant_id = approved(world, world.propose())
    reclaim(grant_id, agency_id=world.agency_id, person_id=world.officer.person_id, reason="사유")
    by_hand("UPDATE entries SET points = -20 WHERE kind = 'reclaim'")
    found = {check.name for check in verify().checks if check.differing}
    assert {"special grants", "corrections", "person totals", "department totals"} <= found
