"""Whom the morning mail is planned for, and when. Sending it: test_outbox.py."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from collabpoints.db import reading, unit_of_work
from collabpoints.domain.notices import NoticeKind
from collabpoints.jobs.mornings import plan_morning
from collabpoints.jobs.outbox import send_due
from collabpoints.models import Account, Employee, Notice, Outbox
from collabpoints.services.accounts import choose_mail
from collabpoints.services.note_changes import take_back
from collabpoints.services.notices import mark_all_read, tell
from tests.conftest import a_config
from tests.factories.agencies import Colleague
from tests.factories.worlds import World, a_world
from tests.postgres import free_port

CONFIG = a_config("sqlite:///", smtp_url="smtp://127.0.0.1")
SUNDAY = datetime(2026, 11, 22, 3, tzinfo=UTC)
MONDAY = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)  # 08:30 in Seoul
TUESDAY, WEDNESDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)

Turn = Callable[[datetime], None]


@pytest.fixture
def world(app: Flask) -> World:
    return a_world()


@pytest.fixture
def it_is(monkeypatch: pytest.MonkeyPatch) -> Turn:
    """Turns the database's clock."""

    def turn(now: datetime) -> None:
        for module in ("queries.jobs", "services.job_runs", "services.mornings"):
            monkeypatch.setattr(f"collabpoints.{module}.database_now", lambda _session: now)

    return turn


def told(world: World, *people: Colleague, at: datetime) -> None:
    with unit_of_work() as session:
        tell(session, world.agency_id, [who.person_id for who in people], NoticeKind.SPECIAL_GRANTED, at=at)


def planned() -> list[tuple[int, date]]:
    with reading() as session:
        rows = session.execute(select(Outbox.person_id, Outbox.for_day).order_by(Outbox.id)).all()
        return [(row.person_id, row.for_day) for row in rows]


def test_many_notices_before_a_working_morning_make_one_mail(world: World, it_is: Turn) -> None:
    told(world, world.hong, at=SUNDAY)
    told(world, world.hong, at=SUNDAY + timedelta(hours=1))
    it_is(MONDAY)
    assert plan_morning(world.agency_id, CONFIG) == 1
    assert planned() == [(world.hong.person_id, date(2026, 11, 23))]


def test_who_sends_what_is_due_plans_the_morning_before(world: World, it_is: Turn) -> None:
    told(world, world.hong, at=SUNDAY)
    it_is(MONDAY)
    send_due(a_config("sqlite:///", smtp_url=f"smtp://127.0.0.1:{free_port()}", mail_from="thanks@haneul.example"))
    assert planned() == [(world.hong.person_id, date(2026, 11, 23))]


def test_a_morning_is_planned_once(world: World, it_is: Turn) -> None:
    told(world, world.hong, at=SUNDAY)
    it_is(MONDAY)
    plan_morning(world.agency_id, CONFIG)
    told(world, world.kim, at=MONDAY)
    it_is(MONDAY + timedelta(hours=2))
    assert plan_morning(world.agency_id, CONFIG) == 0


@pytest.mark.parametrize("early", [MONDAY - timedelta(seconds=1), SUNDAY, MONDAY - timedelta(days=2)])
def test_before_the_hour_and_on_days_off_nothing_is_planned(world: World, it_is: Turn, early: datetime) -> None:
    told(world, world.hong, at=early - timedelta(hours=1))
    it_is(early)
    assert plan_morning(world.agency_id, CONFIG) == 0


def test_what_came_after_a_morning_is_for_the_next(world: World, it_is: Turn) -> None:
    it_is(MONDAY)
    plan_morning(world.agency_id, CONFIG)
    told(world, world.hong, at=MONDAY + timedelta(seconds=1))
    it_is(TUESDAY)
    plan_morning(world.agency_id, CONFIG)
    assert planned() == [(world.hong.person_id, date(2026, 11, 24))]


def test_what_a_mail_has_told_of_is_no_reason_for_another(world: World, it_is: Turn) -> None:
    told(world, world.hong, at=MONDAY - timedelta(seconds=1))
    it_is(MONDAY)
    plan_morning(world.agency_id, CONFIG)
    it_is(TUESDAY)
    assert plan_morning(world.agency_id, CONFIG) == 0


def test_what_was_being_written_while_a_morning_was_planned_is_told_on_the_next(world: World, it_is: Turn) -> None:
    it_is(MONDAY)
    plan_morning(world.agency_id, CONFIG)
    told(world, world.hong, at=MONDAY - timedelta(seconds=3))  # its transaction ended after ours
    it_is(TUESDAY)
    assert plan_morning(world.agency_id, CONFIG) == 1


def test_a_morning_without_a_scheduler_is_made_up_on_the_next(world: World, it_is: Turn) -> None:
    it_is(MONDAY)
    plan_morning(world.agency_id, CONFIG)
    told(world, world.hong, at=MONDAY + timedelta(hours=1))
    it_is(WEDNESDAY)
    assert plan_morning(world.agency_id, CONFIG) == 1


def test_nobody_is_mailed_about_what_is_weeks_old(world: World, it_is: Turn) -> None:
    told(world, world.hong, at=MONDAY - timedelta(days=15))
    it_is(MONDAY)
    assert plan_morning(world.agency_id, CONFIG) == 0


def test_a_late_start_plans_the_same(world: World, it_is: Turn) -> None:
    told(world, world.hong, at=SUNDAY)
    it_is(MONDAY + timedelta(hours=5))
    plan_morning(world.agency_id, CONFIG)
    assert planned() == [(world.hong.person_id, date(2026, 11, 23))]


@pytest.mark.parametrize(
    "statement",
    [
        update(Account).values(is_active=False),
        update(Employee).values(email=""),
        update(Employee).values(status="left", left_on=date(2026, 1, 1)),
        update(Notice).values(read_at=MONDAY),
    ],
    ids=["account off", "no address", "left", "read"],
)
def test_nothing_is_planned_for_nobody(world: World, it_is: Turn, statement: object) -> None:
    told(world, world.hong, at=SUNDAY)
    with unit_of_work() as session:
        session.execute(statement)  # type: ignore[call-overload]
    it_is(MONDAY)
    assert plan_morning(world.agency_id, CONFIG) == 0


def test_who_wants_no_mail_gets_none(world: World, it_is: Turn) -> None:
    told(world, world.hong, world.kim, at=SUNDAY)
    choose_mail(world.hong.account_id, is_wanted=False)
    it_is(MONDAY)
    plan_morning(world.agency_id, CONFIG)
    assert planned() == [(world.kim.person_id, date(2026, 11, 23))]


def test_a_note_that_was_taken_back_is_no_reason_for_a_mail(world: World, it_is: Turn) -> None:
    note_id = world.send(world.hong, world.kim, is_private=True).note_ids[0]
    take_back(note_id, agency_id=world.agency_id, person_id=world.hong.person_id)
    with unit_of_work() as session:
        tell(session, world.agency_id, [world.kim.person_id], NoticeKind.OPENED, at=SUNDAY, note_id=note_id)
    it_is(MONDAY)
    assert plan_morning(world.agency_id, CONFIG) == 0


def test_who_has_seen_everything_gets_no_mail(world: World, it_is: Turn) -> None:
    told(world, world.hong, at=SUNDAY)
    mark_all_read(world.hong.person_id, newest=10)
    it_is(MONDAY)
    assert plan_morning(world.agency_id, CONFIG) == 0


def test_a_mail_that_the_send_had_planned_is_not_planned_again(world: World, it_is: Turn) -> None:
    told(world, world.hong, at=SUNDAY)
    with unit_of_work() as session:
        session.add(
            Outbox(
                agency_id=world.agency_id, kind="morning", person_id=world.hong.person_id, for_day=date(2026, 11, 23),
                due_at=MONDAY, created_at=SUNDAY,
            )
        )  # fmt: skip
    it_is(MONDAY)
    assert plan_morning(world.agency_id, CONFIG) == 0
