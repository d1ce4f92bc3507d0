"""Reorganisations: drafted, planned, carried out at the beginning of their day, and nothing of the past moves."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from collabpoints.db import db, snapshot, unit_of_work
from collabpoints.domain.errors import Code, NotFound, Refused
from collabpoints.domain.exports import FileFormat, Scope, Wanted, What
from collabpoints.domain.periods import Month
from collabpoints.domain.reorganisations import Act, Step
from collabpoints.domain.roles import Role
from collabpoints.jobs.runner import heed_asked, reconcile
from collabpoints.models import Appointment, Department, DepartmentPath, Reorganisation, RoleGrant, StaffOrder
from collabpoints.queries.exports import table_of
from collabpoints.services.reorganisation_acts import carry_out_within
from collabpoints.services.reorganisations import (
    Details,
    add_step,
    begin_reorganisation,
    draft_again,
    drop_reorganisation,
    move_people,
    plan_reorganisation,
    remove_step,
)
from tests.factories.agencies import Colleague, a_colleague, a_department, an_agency
from tests.factories.boards import close_by_hand
from tests.factories.clocks import turn_clock
from tests.factories.groves import a_grove
from tests.factories.reorganisations import DAY, NOW, TODAY, a_draft, planned, sketched

BEFORE_MIDNIGHT, AFTER_MIDNIGHT = "2026-11-30T23:59:59+09:00", "2026-12-01T00:00:00+09:00"


class Office:
    """하늘도 with 기획실 (정책과, 예산과) and 건설국 (도로과); 박과장 heads 예산과, 홍길동 serves there, 김민수 in 정책과."""

    def __init__(self) -> None:
        self.agency_id = an_agency()
        self.top = a_department(self.agency_id, "하늘도", level=0, code="0")
        self.first, self.second = (
            a_department(self.agency_id, name, level=1, code=code, parent_id=self.top)
            for code, name in (("B1", "기획실"), ("B2", "건설국"))
        )
        self.policy = a_department(self.agency_id, "정책과", code="D1", parent_id=self.first)
        self.budget = a_department(self.agency_id, "예산과", code="D2", parent_id=self.first)
        self.roads = a_department(self.agency_id, "도로과", code="D3", parent_id=self.second)
        self.park = a_colleague(self.agency_id, "박과장", self.budget, position="과장", roles=(Role.DEPARTMENT_HEAD,))
        self.hong = a_colleague(self.agency_id, "홍길동", self.budget)
        self.kim = a_colleague(self.agency_id, "김민수", self.policy, roles=(Role.OFFICER,))

    def draft(self, *steps: tuple[Act, str, dict[str, str]], day: date = DAY) -> int:
        return a_draft(self.agency_id, self.kim, *steps, day=day)

    def plan(self, *steps: tuple[Act, str, dict[str, str]]) -> int:
        found = self.draft(*steps)
        planned(self.agency_id, found, self.kim)
        return found


@pytest.fixture
def office(app: Flask) -> Office:
    return Office()


def posts(colleague: Colleague) -> list[tuple[str, date, date | None]]:
    db.session.rollback()
    rows = db.session.execute(
        select(Department.code, Appointment.starts_on, Appointment.ends_on)
        .join(Department, Department.id == Appointment.department_id)
        .where(Appointment.employee_id == colleague.employee_id)
        .order_by(Appointment.starts_on, Appointment.id)
    )
    return [(row.code, row.starts_on, row.ends_on) for row in rows]


def department(code: str) -> tuple[str, date | None, str]:
    """Name, day of closing, path in force."""
    db.session.rollback()
    row = db.session.execute(
        select(Department.name, Department.closed_on, DepartmentPath.names)
        .join(DepartmentPath, DepartmentPath.id == Department.path_id)
        .where(Department.code == code)
    ).one()
    return (row.name, row.closed_on, row.names)


def state(found: int) -> tuple[str, str]:
    db.session.rollback()
    row = db.session.get_one(Reorganisation, found)
    return (row.state, row.fault)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[Code]:
    return [refusal.code for refusal in refused.value.refusals]


MERGE = (Act.MERGE, "D2", {"into_code": "D1"})


def test_nothing_happens_before_its_day_begins(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    found = office.plan(MERGE)
    turn_clock(monkeypatch, BEFORE_MIDNIGHT)
    assert heed_asked() == []
    assert (state(found), department("D2")[1]) == (("planned", ""), None)


def test_who_is_merged_away_goes_on_in_the_other_department(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    found = office.plan(MERGE)
    turn_clock(monkeypatch, AFTER_MIDNIGHT)
    assert [(outcome.period, outcome.result, outcome.rows) for outcome in heed_asked()] == [
        (f"2026-12-01/{found}", "done", 2)
    ]
    assert posts(office.hong) == [("D2", date(2020, 1, 1), DAY), ("D1", DAY, None)]
    assert department("D2")[1] == DAY
    assert state(found) == ("done", "")


def test_days_late_leaves_the_same_rows_and_twice_changes_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.plan(MERGE)
    turn_clock(monkeypatch, "2026-12-09T15:00:00+09:00")
    assert [outcome.result for outcome in heed_asked()] == ["done"]
    assert heed_asked() == []
    assert (posts(office.hong)[-1], department("D2")[1]) == (("D1", DAY, None), DAY)


def test_two_processes_do_it_once(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    found = office.plan(MERGE)
    turn_clock(monkeypatch, AFTER_MIDNIGHT)
    heed_asked()
    with pytest.raises(NotFound), unit_of_work() as session:
        carry_out_within(session, office.agency_id, found)
    assert len(posts(office.hong)) == 2


def test_another_name_and_another_bureau_leave_the_posts(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.plan((Act.RENAME, "D2", {"name": "재정과"}), (Act.MOVE, "D2", {"parent_code": "B2"}))
    turn_clock(monkeypatch, AFTER_MIDNIGHT)
    heed_asked()
    assert department("D2") == ("재정과", None, "건설국 재정과")
    assert posts(office.hong) == [("D2", date(2020, 1, 1), None)]


def test_a_split_takes_those_who_were_named(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    found = office.draft((Act.SPLIT, "D2", {"into_code": "D9", "name": "결산과"}))
    move_people(office.agency_id, found, [office.hong.employee_id], "D9")
    planned(office.agency_id, found, office.kim)
    turn_clock(monkeypatch, AFTER_MIDNIGHT)
    heed_asked()
    assert department("D9")[2] == "기획실 결산과"
    assert (posts(office.hong)[-1][0], posts(office.park)[-1][0]) == ("D9", "D2")


def test_what_was_to_begin_later_stays_and_leads_to_the_heir(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    with unit_of_work() as session:
        post = session.execute(
            select(Appointment).where(Appointment.employee_id == office.kim.employee_id)
        ).scalar_one()
        post.ends_on = date(2027, 1, 1)
        session.flush()
        session.add(
            Appointment(agency_id=office.agency_id, employee_id=office.kim.employee_id, department_id=office.budget,
                        kind="primary", starts_on=date(2027, 1, 1), rank="6급", position="팀장", duty="결산")
        )  # fmt: skip
    office.plan((Act.MERGE, "D2", {"into_code": "D3"}))
    turn_clock(monkeypatch, AFTER_MIDNIGHT)
    heed_asked()
    assert posts(office.kim) == [("D1", date(2020, 1, 1), date(2027, 1, 1)), ("D3", date(2027, 1, 1), None)]


def test_concurrent_posts_follow_a_merger_and_end_with_a_closing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with unit_of_work() as session:
        for department_id in (office.budget, office.roads):
            session.add(
                Appointment(agency_id=office.agency_id, employee_id=office.kim.employee_id, kind="concurrent",
                            department_id=department_id, starts_on=date(2026, 1, 1))
            )  # fmt: skip
    office.plan((Act.MERGE, "D2", {"into_code": "D1"}), (Act.CLOSE, "D3", {}))
    turn_clock(monkeypatch, AFTER_MIDNIGHT)
    heed_asked()
    assert sorted(posts(office.kim), key=str) == sorted(
        [
            ("D1", date(2020, 1, 1), None),
            ("D2", date(2026, 1, 1), DAY),
            ("D3", date(2026, 1, 1), DAY),
            ("D1", DAY, None),
        ],
        key=str,
    )


def test_the_head_of_what_is_no_more_heads_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.plan(MERGE)
    turn_clock(monkeypatch, AFTER_MIDNIGHT)
    heed_asked()
    db.session.rollback()
    grant = db.session.execute(select(RoleGrant).where(RoleGrant.person_id == office.park.person_id)).scalar_one()
    assert (grant.revoked_at is not None, grant.revoked_reason) == (True, "system:reorganised")


def test_an_order_that_waits_leads_to_the_heir(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    with unit_of_work() as session:
        session.add(
            StaffOrder(agency_id=office.agency_id, act="transfer", person_id=office.kim.person_id,
                       department_id=office.budget, effective_on=date(2027, 1, 1),
                       planned_by_person_id=office.kim.person_id, planned_at=NOW)
        )  # fmt: skip
    office.plan((Act.MERGE, "D2", {"into_code": "D3"}))
    turn_clock(monkeypatch, AFTER_MIDNIGHT)
    heed_asked()
    db.session.rollback()
    assert db.session.execute(select(StaffOrder.department_id)).scalar_one() == office.roads


def test_an_order_into_what_closes_keeps_it_from_being_planned(office: Office) -> None:
    with unit_of_work() as session:
        session.add(
            StaffOrder(agency_id=office.agency_id, act="transfer", person_id=office.kim.person_id,
                       department_id=office.roads, effective_on=date(2027, 1, 1),
                       planned_by_person_id=office.kim.person_id, planned_at=NOW)
        )  # fmt: skip
    with pytest.raises(Refused) as refused:
        office.plan((Act.CLOSE, "D3", {}))
    assert codes(refused) == [Code.REORGANISATION_ORDERS_LOST]


def test_what_contradicts_the_directory_on_its_day_changes_nothing_and_says_so(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = office.plan((Act.CLOSE, "D3", {}), (Act.RENAME, "D2", {"name": "재정과"}))
    a_colleague(office.agency_id, "새사람", office.roads)
    turn_clock(monkeypatch, AFTER_MIDNIGHT)
    assert [outcome.result for outcome in heed_asked()] == ["failed"]
    assert state(found) == ("planned", "reorganisation_people_stay")
    assert (department("D2")[0], department("D3")[1]) == ("예산과", None)
    assert heed_asked() == []  # it waits for the officer


def test_mended_and_planned_anew_it_is_carried_out(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    found = office.plan((Act.CLOSE, "D3", {}))
    a_colleague(office.agency_id, "새사람", office.roads)
    turn_clock(monkeypatch, AFTER_MIDNIGHT)
    heed_asked()
    draft_again(office.agency_id, found)
    remove_step(office.agency_id, found, 1)
    add_step(office.agency_id, found, Step(0, Act.MERGE, "D3", into_code="D1"))
    planned(office.agency_id, found, office.kim, today=DAY)
    turn_clock(monkeypatch, "2026-12-01T00:05:00+09:00")
    assert [outcome.result for outcome in heed_asked()] == ["done"]


def test_one_that_contradicts_itself_is_not_planned(office: Office) -> None:
    with pytest.raises(Refused) as refused:
        office.plan((Act.CLOSE, "D2", {}))
    assert codes(refused) == [Code.REORGANISATION_PEOPLE_STAY]


def test_what_was_not_seen_is_not_planned(office: Office) -> None:
    found = office.draft(MERGE)
    with pytest.raises(Refused) as refused:
        plan_reorganisation(
            office.agency_id, found, seen="0" * 64, actor_person_id=office.kim.person_id, now=NOW, today=TODAY
        )
    assert codes(refused) == [Code.REORGANISATION_CHANGED]


def test_a_day_that_is_over_is_refused(office: Office) -> None:
    with pytest.raises(Refused) as refused:
        begin_reorganisation(
            office.agency_id, Details("개편", date(2026, 11, 19)), actor_person_id=office.kim.person_id, now=NOW,
            today=TODAY,
        )  # fmt: skip
    assert codes(refused) == [Code.REORGANISATION_DAY_PAST]


@pytest.mark.parametrize(
    ("step", "code"),
    [
        (Step(0, Act.OPEN, "", "새과", "B1"), Code.REORGANISATION_CODE_MISSING),
        (Step(0, Act.OPEN, "D9", "\u3164", "B1"), Code.TEXT_INVISIBLE),
        (Step(0, Act.OPEN, "D9", "새\n과", "B1"), Code.TEXT_INVISIBLE),
        (Step(0, Act.OPEN, "D9", "새" * 101, "B1"), Code.TEXT_LONG),
        (Step(0, Act.RENAME, "D2", ""), Code.NAME_MISSING),
        (Step(0, Act.MERGE, "D2"), Code.REORGANISATION_CODE_MISSING),
    ],
)
def test_a_step_that_cannot_be_kept_is_refused(office: Office, step: Step, code: Code) -> None:
    found = office.draft()
    with pytest.raises(Refused) as refused:
        add_step(office.agency_id, found, step)
    assert code in codes(refused)
    assert sketched(office.agency_id, found).steps == ()


def test_what_is_planned_is_not_changed(office: Office) -> None:
    found = office.plan(MERGE)
    with pytest.raises(Refused) as refused:
        add_step(office.agency_id, found, Step(0, Act.CLOSE, "D3"))
    assert codes(refused) == [Code.REORGANISATION_SETTLED]


def test_what_is_dropped_never_takes_place(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    found = office.draft(MERGE)
    drop_reorganisation(office.agency_id, found, actor_person_id=office.kim.person_id, now=NOW)
    turn_clock(monkeypatch, AFTER_MIDNIGHT)
    assert heed_asked() == []


def test_somebody_elses_agency_is_not_there(office: Office) -> None:
    found = office.draft(MERGE)
    with pytest.raises(NotFound):
        remove_step(an_agency(code="other"), found, 1)


PAGES = (
    "/boards/2026-10/departments",
    "/boards/2026-10/departments?order=official",
    "/boards/2026-10/persons",
    "/trees/2026-10",
    "/trees/2026-10.svg",
    "/trees/2026-10.csv",
)


def test_the_past_does_not_move(
    app: Flask, sign_in: Callable[[Colleague], FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    turn_clock(monkeypatch, "2026-10-10T12:00:00+09:00")
    grove = a_grove()
    agency_id, officer = grove.world.agency_id, grove.reader
    turn_clock(monkeypatch, "2026-11-10T12:00:00+09:00")
    reconcile()
    close_by_hand(agency_id, "2026-10", officer.person_id, NOW)
    heed_asked()
    client = sign_in(officer)
    before = {page: told(client, page) for page in PAGES}
    lines = exported(agency_id)
    day = date(2026, 11, 30)  # of the same month, so that the page offers the same months
    found = a_draft(
        agency_id, officer,
        (Act.RENAME, "B1", {"name": "미래전략실"}),
        (Act.MERGE, "D2", {"into_code": "D1"}),
        (Act.RENAME, "D1", {"name": "전략과"}),
        (Act.SPLIT, "D6", {"into_code": "D9", "name": "물관리과"}),
        (Act.MOVE, "D3", {"parent_code": "B2"}),
        (Act.MERGE, "D4", {"into_code": "D3"}),
        (Act.RENAME, "B2", {"name": "국토국"}),
        day=day,
    )  # fmt: skip
    move_people(
        agency_id, found, [one.employee_id for one in sketched(agency_id, found).serving if one.code == "D6"][:3], "D9"
    )
    planned(agency_id, found, officer)
    turn_clock(monkeypatch, "2026-11-30T00:00:00+09:00")
    assert ("reorganisations", "done") in {(outcome.job, outcome.result) for outcome in heed_asked()}
    reconcile()
    for page in PAGES:
        assert told(client, page) == before[page], page
    assert exported(agency_id) == lines


def exported(agency_id: int) -> list[tuple[Any, ...]]:
    """The totals of October, of persons and of departments, as files made now have them, line by line: but for where people
    and departments are now."""
    month, lines = Month(2026, 10), []
    for what in (What.TOTALS, What.DEPARTMENTS):
        wanted = Wanted(what, Scope.AGENCY, None, None, "2026-10", month, month, FileFormat.CSV)
        with snapshot() as session:
            found = session.execute(table_of(wanted, agency_id, today=TODAY).statement).mappings().all()
        assert len(found) > 1
        lines += [tuple(value for key, value in row.items() if key != "department_now") for row in found]
    return lines


def told(client: FlaskClient, page: str) -> str:
    """What a page says, without what is new in every answer."""
    answer = client.get(page)
    assert answer.status_code == 200, (page, answer.status_code)
    text = re.sub(r'nonce="[^"]*"|name="csrf_token"[^>]*>', "", answer.get_data(as_text=True))
    return text[text.find("<main") : text.find("</main>")] if "<main" in text else text
