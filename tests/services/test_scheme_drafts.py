"""A scheme is drafted for a month, started by a second person, and changes a running month only at once with a reason."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import select

from collabpoints.db import database_now, reading
from collabpoints.domain.errors import NotFound, Refused
from collabpoints.domain.periods import Month as Period
from collabpoints.domain.roles import Role
from collabpoints.domain.schemes import AllowanceUnit, SchemeFault, parse_scheme, preset_text, scheme_text
from collabpoints.models import Month, Note, PairMonthTotal, PersonMonthTotal
from collabpoints.queries.ledger import verify
from collabpoints.queries.schemes import draft_row, drafts, scheme_in, schemes
from collabpoints.services.scheme_drafts import (
    Starting,
    change_at_once,
    change_draft,
    drop_draft,
    start_draft,
    write_draft,
)
from tests.factories.agencies import Colleague, a_colleague
from tests.factories.worlds import World, a_world

WORKERS = frozenset({Role.EMPLOYEE, Role.OFFICER})
ADMINISTRATORS = frozenset({Role.EMPLOYEE, Role.ADMINISTRATOR})


class Office:
    """A world with two officers."""

    def __init__(self) -> None:
        self.world: World = a_world()
        self.first: Colleague = a_colleague(self.world.agency_id, "이순신", self.world.planning, roles=(Role.OFFICER,))
        self.second: Colleague = a_colleague(
            self.world.agency_id, "신사임당", self.world.welfare, roles=(Role.OFFICER,)
        )
        with reading() as session:
            self.present = Period.of(database_now(session), ZoneInfo("Asia/Seoul"))
        self.next = str(self.present.shifted(1))

    def draft(self, *, starts_in: str = "", **fields: Any) -> int:
        return write_draft(
            self.world.agency_id,
            person_id=self.first.person_id,
            starts_in=starts_in or self.next,
            text=changed(**fields),
        )

    def starting(self, draft_id: int, *, by: Colleague | None = None, **given: Any) -> Starting:
        person_id = (by or self.second).person_id
        return Starting(draft_id, given.pop("revision", 1), person_id, given.pop("roles", WORKERS), **given)

    def start(self, draft_id: int, **given: Any) -> int:
        return start_draft(self.world.agency_id, self.starting(draft_id, **given))

    def at_once(self, draft_id: int, **given: Any) -> int:
        return change_at_once(self.world.agency_id, self.starting(draft_id, **given))


def changed(**fields: Any) -> str:
    return scheme_text(replace(parse_scheme(preset_text("directive-2016")), **(fields or {"allowance": 300})))


@pytest.fixture
def office(app: Flask) -> Office:
    return Office()


def codes(caught: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {refusal.code.value for refusal in caught.value.refusals}


def test_a_draft_started_by_a_second_person_holds_from_its_month(office: Office) -> None:
    office.start(office.draft(allowance=300))
    coming = scheme_in(office.world.agency_id, office.next)
    present = scheme_in(office.world.agency_id, str(office.present))
    assert coming
    assert present
    assert (coming.scheme.allowance, coming.drafted_by, coming.started_by) == (300, "이순신 주무관", "신사임당 주무관")
    assert present.scheme.allowance == 200
    assert drafts(office.world.agency_id) == ()


def test_the_month_begins_under_it(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.start(office.draft(allowance=300))
    later = Period.parse(office.next).starts_at(ZoneInfo("Asia/Seoul")) + timedelta(hours=1)
    monkeypatch.setattr("collabpoints.services.months.database_now", lambda _session: later)
    office.world.send(office.world.hong, office.world.kim)
    with reading() as session:
        assert session.scalars(select(PersonMonthTotal.granted)).all() == [300, 300]


def test_who_drafted_it_does_not_start_it(office: Office) -> None:
    draft = office.draft()
    with pytest.raises(Refused) as caught:
        office.start(draft, by=office.first, reason="혼자 합니다")
    assert codes(caught) == {"second_person_needed"}
    assert draft_row(draft, agency_id=office.world.agency_id).revision == 1


def test_the_only_officer_starts_it_with_a_reason_that_is_kept(app: Flask) -> None:
    world = a_world()
    only = a_colleague(world.agency_id, "이순신", world.planning, roles=(Role.OFFICER,))
    with reading() as session:
        coming = str(Period.of(database_now(session), ZoneInfo("Asia/Seoul")).shifted(1))
    draft = write_draft(world.agency_id, person_id=only.person_id, starts_in=coming, text=changed())
    with pytest.raises(Refused) as caught:
        start_draft(world.agency_id, Starting(draft, 1, only.person_id, WORKERS))
    assert codes(caught) == {"reason_missing"}
    start_draft(world.agency_id, Starting(draft, 1, only.person_id, WORKERS, reason="담당자가 한 명입니다"))
    assert schemes(world.agency_id)[0].reason == "담당자가 한 명입니다"


def test_nobody_starts_another_text_than_the_one_he_read(office: Office) -> None:
    draft = office.draft()
    change_draft(
        draft,
        office.world.agency_id,
        person_id=office.first.person_id,
        revision=1,
        starts_in=office.next,
        text=changed(allowance=900),
    )
    with pytest.raises(Refused) as caught:
        office.start(draft, revision=1)
    assert codes(caught) == {"draft_changed"}


def test_a_text_that_is_no_scheme_waits_as_a_draft_and_is_not_started(office: Office) -> None:
    draft = write_draft(
        office.world.agency_id, person_id=office.first.person_id, starts_in=office.next, text="code = 'half'"
    )
    with pytest.raises(SchemeFault) as caught:
        office.start(draft)
    assert len(caught.value.faults) > 3


def test_a_draft_that_changes_nothing_is_not_started(office: Office) -> None:
    draft = write_draft(
        office.world.agency_id, person_id=office.first.person_id, starts_in=office.next, text=changed(allowance=200)
    )
    with pytest.raises(Refused) as caught:
        office.start(draft)
    assert codes(caught) == {"scheme_same"}


@pytest.mark.parametrize(
    ("starts_in", "code"), [("2026-13", "month_invalid"), ("", "month_invalid"), ("2020-01", "scheme_month_over")]
)
def test_a_month_that_is_none_or_over_is_refused(office: Office, starts_in: str, code: str) -> None:
    with pytest.raises(Refused) as caught:
        write_draft(office.world.agency_id, person_id=office.first.person_id, starts_in=starts_in, text=changed())
    assert codes(caught) == {code}


def test_one_open_draft_a_month(office: Office) -> None:
    first = office.draft()
    with pytest.raises(Refused) as caught:
        office.draft()
    assert codes(caught) == {"draft_exists"}
    drop_draft(first, office.world.agency_id, revision=1)
    assert office.draft()


def test_a_dropped_draft_is_gone(office: Office) -> None:
    draft = office.draft()
    drop_draft(draft, office.world.agency_id, revision=1)
    with pytest.raises(NotFound):
        office.start(draft)


def test_a_month_that_has_begun_is_not_started_anew(office: Office) -> None:
    office.world.send(office.world.hong, office.world.kim)
    draft = office.draft(starts_in=str(office.present))
    with pytest.raises(Refused) as caught:
        office.start(draft)
    assert codes(caught) == {"scheme_month_begun"}


def test_the_hands_are_changed_by_an_administrator(office: Office) -> None:
    draft = office.draft(has_second_person=False)
    with pytest.raises(Refused) as caught:
        office.start(draft)
    assert codes(caught) == {"scheme_needs_administrator"}
    assert office.start(draft, roles=ADMINISTRATORS)


def test_a_running_month_changes_at_once_and_its_notes_keep_their_scheme(office: Office) -> None:
    world = office.world
    world.send(world.hong, world.kim)
    made = office.at_once(
        office.draft(starts_in=str(office.present), allowance=300, pair_cap=1), reason="긴급 감사 지적"
    )
    world.send(world.hong, world.park)
    with reading() as session:
        month = session.scalars(select(Month)).one()
        judged = session.scalars(select(Note.scheme_id).order_by(Note.id)).all()
        granted = set(session.scalars(select(PersonMonthTotal.granted)))
        caps = session.scalars(select(PairMonthTotal.cap).order_by(PairMonthTotal.recipient_person_id)).all()
        assert (month.scheme_id, month.allowance, month.pair_cap) == (made, 300, 1)
        assert judged[0] != made == judged[1]
    assert granted == {300}
    assert caps == [1, 1]
    assert verify().is_balanced
    with pytest.raises(Refused):
        world.send(world.hong, world.kim)


def test_what_was_given_already_stays_given(office: Office) -> None:
    world = office.world
    for _ in range(2):
        world.send(world.hong, world.kim)
    office.at_once(office.draft(starts_in=str(office.present), allowance=10, pair_cap=1), reason="예산 사정")
    with reading() as session:
        own = session.get_one(PersonMonthTotal, (session.scalars(select(Month.id)).one(), world.hong.person_id))
        pair = session.scalars(select(PairMonthTotal)).one()
        assert (own.spent, own.granted) == (20, 20)
        assert (pair.counted, pair.cap) == (2, 2)
    assert verify().is_balanced


def test_a_change_at_once_owes_a_reason(office: Office) -> None:
    office.world.send(office.world.hong, office.world.kim)
    draft = office.draft(starts_in=str(office.present))
    with pytest.raises(Refused) as caught:
        office.at_once(draft)
    assert codes(caught) == {"reason_missing"}


def test_the_unit_of_a_running_month_stays(office: Office) -> None:
    office.world.send(office.world.hong, office.world.kim)
    draft = office.draft(starts_in=str(office.present), allowance_unit=AllowanceUnit.NOTES, allowance=30)
    with pytest.raises(Refused) as caught:
        office.at_once(draft, reason="단위를 바꿉니다")
    assert codes(caught) == {"scheme_unit_running"}


def test_a_coming_month_is_not_changed_at_once(office: Office) -> None:
    office.world.send(office.world.hong, office.world.kim)
    with pytest.raises(Refused) as caught:
        office.at_once(office.draft(), reason="급합니다")
    assert codes(caught) == {"scheme_month_not_running"}


def test_drafts_of_another_agency_do_not_exist(office: Office) -> None:
    draft = office.draft()
    with pytest.raises(NotFound):
        draft_row(draft, agency_id=office.world.agency_id + 1)


def test_instants_are_the_databases(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    then = datetime(2030, 5, 2, tzinfo=ZoneInfo("UTC"))
    monkeypatch.setattr("collabpoints.services.scheme_months.database_now", lambda _session: then)
    draft = office.draft(starts_in="2030-06")
    assert draft_row(draft, agency_id=office.world.agency_id).changed_at == then
