"""Granting and revoking roles."""

import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from collabpoints.db import db, unit_of_work
from collabpoints.domain.errors import Code, NotFound, Refused
from collabpoints.domain.roles import Role, SystemReason
from collabpoints.models import Account, Department, Employee, RoleGrant
from collabpoints.queries.roles import holdings, proposed_heads, turns
from collabpoints.services.roles import confirm_heads, grant_role, revoke_role
from tests.factories.agencies import Colleague, a_colleague, a_department, an_agency

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
WHY = "인사발령에 따라"


@pytest.fixture
def roads(app: Flask) -> int:
    return a_department(an_agency(), "도로과")


@pytest.fixture
def hong(roads: int) -> Colleague:
    return a_colleague(1, "홍길동", roads)


@pytest.fixture
def boss(roads: int) -> Colleague:
    return a_colleague(1, "김관리", roads, roles=(Role.ADMINISTRATOR,))


def grant(person_id: int, role: Role, department_id: int | None = None, **settings: Any) -> int:
    given: dict[str, Any] = {"granted_by": None, "reason": WHY, "now": NOW, **settings}
    return grant_role(1, person_id, role, department_id=department_id, **given)


def codes(act: Any, *arguments: Any, **settings: Any) -> set[Code]:
    with pytest.raises(Refused) as refused:
        act(*arguments, **settings)
    return {refusal.code for refusal in refused.value.refusals}


def grants_of(person: Colleague) -> list[int]:
    with unit_of_work() as session:
        held = select(RoleGrant.id).where(RoleGrant.person_id == person.person_id, RoleGrant.revoked_at.is_(None))
        return list(session.scalars(held.order_by(RoleGrant.id)))


def test_a_granted_role_is_held_and_says_by_whom_and_why(hong: Colleague, boss: Colleague) -> None:
    grant(hong.person_id, Role.REVIEWER, granted_by=boss.person_id)
    held = next(held for held in holdings(1, NOW.date()) if held.role is Role.REVIEWER)
    assert (held.holder.name, held.holder.department, held.reason, held.granted_at) == ("홍길동", "도로과", WHY, NOW)
    assert turns(1, page=1).turns[0].by == "김관리 주무관"


def test_a_role_is_granted_once(hong: Colleague) -> None:
    grant(hong.person_id, Role.REVIEWER)
    assert codes(grant, hong.person_id, Role.REVIEWER) == {Code.ROLE_ALREADY_HELD}


def test_one_may_be_head_of_two_departments_but_not_twice_of_one(hong: Colleague, roads: int) -> None:
    grant(hong.person_id, Role.DEPARTMENT_HEAD, roads)
    grant(hong.person_id, Role.DEPARTMENT_HEAD, a_department(1, "교통과"))
    assert codes(grant, hong.person_id, Role.DEPARTMENT_HEAD, roads) == {Code.ROLE_ALREADY_HELD}


def test_a_head_is_of_a_department(hong: Colleague) -> None:
    assert codes(grant, hong.person_id, Role.DEPARTMENT_HEAD) == {Code.ROLE_NEEDS_DEPARTMENT}


def test_a_closed_or_unknown_department_has_no_head(hong: Colleague, roads: int) -> None:
    with unit_of_work() as session:
        session.execute(update(Department).values(closed_on=NOW.date()))
    assert codes(grant, hong.person_id, Role.DEPARTMENT_HEAD, roads) == {Code.DEPARTMENT_UNKNOWN}
    assert codes(grant, hong.person_id, Role.DEPARTMENT_HEAD, 999) == {Code.DEPARTMENT_UNKNOWN}


def test_other_roles_are_of_no_department(hong: Colleague, roads: int) -> None:
    grant(hong.person_id, Role.OFFICER, roads)
    assert holdings(1, NOW.date())[0].of_department == ""


def test_nobody_grants_what_everybody_has(hong: Colleague) -> None:
    with pytest.raises(ValueError, match="every employee"):
        grant(hong.person_id, Role.EMPLOYEE)


def test_who_left_or_never_was_holds_no_role(hong: Colleague, roads: int) -> None:
    gone = a_colleague(1, "박퇴직", roads, status="left")
    assert codes(grant, gone.person_id, Role.REVIEWER) == {Code.PERSON_UNKNOWN}
    assert codes(grant, 999, Role.REVIEWER) == {Code.PERSON_UNKNOWN}


@pytest.mark.parametrize("reason", ["", "   ", "\u3164", "\u200b"])
def test_a_reason_has_to_say_something(hong: Colleague, reason: str) -> None:
    assert Code.REASON_MISSING in codes(grant, hong.person_id, Role.REVIEWER, reason=reason)


@pytest.mark.parametrize("reason", ["까닭\x00", "까닭\ud800", "까닭\u202e"])
def test_a_reason_holds_no_hostile_characters(hong: Colleague, reason: str) -> None:
    assert codes(grant, hong.person_id, Role.REVIEWER, reason=reason) == {Code.TEXT_INVISIBLE}


def test_a_reason_fits_its_column(hong: Colleague) -> None:
    assert codes(grant, hong.person_id, Role.REVIEWER, reason="가" * 201) == {Code.TEXT_LONG}
    grant(hong.person_id, Role.REVIEWER, reason="가" * 200)


def test_everything_wrong_is_said_at_once(roads: int) -> None:
    assert codes(grant, 999, Role.DEPARTMENT_HEAD, reason="") == {
        Code.PERSON_UNKNOWN,
        Code.ROLE_NEEDS_DEPARTMENT,
        Code.REASON_MISSING,
    }


def test_a_revoked_role_is_gone_and_its_history_stays(hong: Colleague, boss: Colleague) -> None:
    grant_id = grant(hong.person_id, Role.REVIEWER)
    revoke_role(1, grant_id, revoked_by=boss.person_id, reason="담당이 바뀌었습니다", now=LATER)
    assert grants_of(hong) == []
    newest, before = turns(1, page=1).turns[:2]
    assert (newest.is_grant, newest.by, newest.reason, newest.at) == (
        False,
        "김관리 주무관",
        "담당이 바뀌었습니다",
        LATER,
    )
    assert (before.is_grant, before.by, before.at) == (True, "", NOW)


def test_a_role_may_be_granted_again(hong: Colleague) -> None:
    revoke_role(1, grant(hong.person_id, Role.REVIEWER), revoked_by=None, reason=WHY, now=NOW)
    grant(hong.person_id, Role.REVIEWER)
    assert len(grants_of(hong)) == 1


def test_a_role_is_revoked_once(hong: Colleague) -> None:
    grant_id = grant(hong.person_id, Role.REVIEWER)
    revoke_role(1, grant_id, revoked_by=None, reason=WHY, now=NOW)
    assert codes(revoke_role, 1, grant_id, revoked_by=None, reason=WHY, now=NOW) == {Code.ROLE_NOT_HELD}


def test_revoking_needs_a_reason(hong: Colleague) -> None:
    grant_id = grant(hong.person_id, Role.REVIEWER)
    assert codes(revoke_role, 1, grant_id, revoked_by=None, reason=" ", now=NOW) == {Code.REASON_MISSING}
    assert grants_of(hong) == [grant_id]


def test_a_grant_of_nobody_here_is_not_found(hong: Colleague) -> None:
    grant_id = grant(hong.person_id, Role.REVIEWER)
    for agency_id, wanted in ((1, 999), (2, grant_id)):
        with pytest.raises(NotFound):
            revoke_role(agency_id, wanted, revoked_by=None, reason=WHY, now=NOW)


def test_the_last_administrator_stays(boss: Colleague) -> None:
    refused = codes(revoke_role, 1, grants_of(boss)[0], revoked_by=None, reason=WHY, now=NOW)
    assert refused == {Code.ROLE_LAST_ADMINISTRATOR}


def test_with_a_second_administrator_the_first_may_go(boss: Colleague, hong: Colleague) -> None:
    grant(hong.person_id, Role.ADMINISTRATOR)
    revoke_role(1, grants_of(boss)[0], revoked_by=None, reason=WHY, now=NOW)
    assert grants_of(boss) == []


@pytest.mark.parametrize("unable", ["left", "closed"])
def test_an_administrator_who_cannot_sign_in_does_not_count(boss: Colleague, hong: Colleague, unable: str) -> None:
    grant(hong.person_id, Role.ADMINISTRATOR)
    with unit_of_work() as session:
        if unable == "left":
            of_hong = Employee.id == hong.employee_id
            session.execute(update(Employee).where(of_hong).values(status="left", left_on=NOW.date()))
        else:
            session.execute(update(Account).where(Account.id == hong.account_id).values(is_active=False))
    refused = codes(revoke_role, 1, grants_of(boss)[0], revoked_by=None, reason=WHY, now=NOW)
    assert refused == {Code.ROLE_LAST_ADMINISTRATOR}


def test_two_administrators_who_revoke_each_other_at_once_do_not_both_go(
    app: Flask, boss: Colleague, hong: Colleague
) -> None:
    grant(hong.person_id, Role.ADMINISTRATOR)
    together, answers = threading.Barrier(2), []
    wanted = [grants_of(boss)[0], grants_of(hong)[0]]

    def press(grant_id: int) -> None:
        with app.app_context():
            together.wait()
            try:
                revoke_role(1, grant_id, revoked_by=None, reason=WHY, now=NOW)
                answers.append("revoked")
            except Refused as refused:
                answers.append(refused.refusals[0].code)
            db.session.remove()

    for _ in range(5):
        answers.clear()
        threads = [threading.Thread(target=press, args=(grant_id,)) for grant_id in wanted]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(answers) == sorted(["revoked", Code.ROLE_LAST_ADMINISTRATOR])
        lost = boss if not grants_of(boss) else hong
        grant(lost.person_id, Role.ADMINISTRATOR)
        wanted = [grants_of(boss)[0], grants_of(hong)[0]]


def names(day_after: datetime = NOW) -> list[str]:
    return [proposal.name for proposal in proposed_heads(1, day_after.date())]


def test_heads_are_proposed_from_the_position_in_official_order(roads: int) -> None:
    a_colleague(1, "박과장", roads, position="도로과장")
    a_colleague(1, "이팀장", roads, position="팀장")
    a_colleague(1, "최휴직", a_department(1, "교통과"), position="과장", status="leave")
    a_colleague(1, "정국장", a_department(1, "건설국", level=1), position="국장")
    assert names() == ["박과장", "정국장"]


def test_a_department_with_a_head_gets_no_proposal(roads: int, hong: Colleague) -> None:
    a_colleague(1, "박과장", roads, position="과장")
    grant(hong.person_id, Role.DEPARTMENT_HEAD, roads)
    assert names() == []


def test_a_typed_code_is_no_reason(hong: Colleague) -> None:
    typed = str(SystemReason.BY_COMMAND.value)
    assert codes(grant, hong.person_id, Role.REVIEWER, reason=typed) == {Code.REASON_MISSING}


def test_confirming_makes_heads_once(roads: int, boss: Colleague) -> None:
    head = a_colleague(1, "박과장", roads, position="과장")
    pair = (head.person_id, roads)
    assert confirm_heads(1, [pair, pair], granted_by=boss.person_id, reason=WHY, now=NOW) == 1
    assert confirm_heads(1, [pair], granted_by=boss.person_id, reason=WHY, now=NOW) == 0
    assert names() == []


def test_confirming_passes_over_what_no_longer_holds(roads: int, boss: Colleague) -> None:
    gone = a_colleague(1, "박퇴직", roads, position="과장", status="left")
    pairs = [(gone.person_id, roads), (boss.person_id, 999), (999, roads)]
    assert confirm_heads(1, pairs, granted_by=boss.person_id, reason=WHY, now=NOW) == 0


def test_the_history_is_paged_without_gaps(hong: Colleague) -> None:
    for _ in range(18):
        revoke_role(1, grant(hong.person_id, Role.REVIEWER), revoked_by=None, reason=WHY, now=NOW)
    first, second, third = (turns(1, page=page) for page in (1, 2, 3))
    assert (len(first.turns), first.has_more) == (30, True)
    assert (len(second.turns), second.has_more) == (6, False)
    assert (len(third.turns), third.has_more) == (0, False)
    assert len({(turn.grant_id, turn.is_grant) for turn in (*first.turns, *second.turns)}) == 36


def test_roles_of_another_agency_are_not_told(boss: Colleague) -> None:
    assert holdings(2, NOW.date()) == ()
    assert turns(2, page=1).turns == ()
