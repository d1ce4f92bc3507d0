"""What changed reads as a story, each kind from its own rows; nothing of other days is in it."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from collabpoints import clock
from collabpoints.db import unit_of_work
from collabpoints.models import (
    MonthClosing,
    Reorganisation,
    RoleGrant,
    SchemeDraft,
    StaffImport,
    StaffOrder,
)
from collabpoints.queries.record_changes import TOPICS, Change, Topic, What, changes
from collabpoints.queries.record_days import Stretch
from collabpoints.views.record_words import story
from tests.factories.worlds import World, a_world

SEOUL = ZoneInfo("Asia/Seoul")
NOW = clock.now().replace(microsecond=0)
TODAY = NOW.astimezone(SEOUL).date()


@pytest.fixture
def world(app: Flask) -> World:
    world = a_world()
    world.send(world.hong, world.kim)
    return world


def told(app: Flask, world: World, topic: Topic | None = None, days: int = 1) -> list[tuple[What, str]]:
    found = changes(world.agency_id, Stretch(TODAY - timedelta(days=days), TODAY, SEOUL), topic)
    with app.test_request_context():
        return [(line.what, story(line)) for line in found.lines]


def kept(world: World, model: Any, **values: object) -> None:
    with unit_of_work() as session:
        session.add(model(agency_id=world.agency_id, **values))


def an_order(world: World, at: datetime, **values: object) -> None:
    kept(world, StaffOrder, act="transfer", person_id=world.kim.person_id, department_id=world.roads,
         effective_on=date(2026, 12, 1), planned_by_person_id=world.lim.person_id, planned_at=at, **values)  # fmt: skip


def test_a_role_comes_and_goes(app: Flask, world: World) -> None:
    kept(world, RoleGrant, person_id=world.kim.person_id, role="reviewer", granted_at=NOW - timedelta(hours=1),
         granted_by_person_id=world.lim.person_id, revoked_at=NOW, revoked_reason="전보")  # fmt: skip
    assert told(app, world, Topic.RIGHTS) == [
        (What.ROLE_REVOKED, "운영자 명령이 복지정책과 김민수 주무관의 검토자 역할을 해제했습니다."),
        (What.ROLE_GRANTED, "기획담당관 임꺽정 주무관이 복지정책과 김민수 주무관에게 검토자 역할을 부여했습니다."),
    ]


def test_an_order_says_from_where_to_where(app: Flask, world: World) -> None:
    an_order(world, NOW)
    assert told(app, world, Topic.DIRECTORY) == [
        (
            What.ORDER_PLANNED,
            "기획담당관 임꺽정 주무관이 복지정책과 김민수 주무관의 전보 발령을 예약했습니다. 날짜: 2026년 12월 1일."
            " 복지정책과에서 도로과로.",
        )
    ]


def test_an_order_that_was_carried_out_or_withdrawn_is_told_too(app: Flask, world: World) -> None:
    before = NOW - timedelta(days=30)
    an_order(world, before, state="done", settled_at=NOW)
    an_order(world, before, state="dropped", settled_at=NOW, settled_by_person_id=world.lim.person_id)
    assert {what for what, _said in told(app, world)} >= {What.ORDER_DONE, What.ORDER_DROPPED}
    assert What.ORDER_PLANNED not in {what for what, _said in told(app, world)}


def test_a_closing_is_asked_for_and_done(app: Flask, world: World) -> None:
    kept(world, MonthClosing, month_id=1, asked_by_person_id=world.lim.person_id, asked_at=NOW - timedelta(minutes=5))
    month = f"{TODAY.year}년 {TODAY.month}월"
    assert told(app, world, Topic.CLOSINGS) == [
        (What.CLOSING_ASKED, f"기획담당관 임꺽정 주무관이 {month}의 결과를 확정하도록 요청했습니다.")
    ]


def test_a_draft_that_was_dropped_is_told(app: Flask, world: World) -> None:
    kept(world, SchemeDraft, starts_in="2099-01", text="", state="dropped", drafted_by_person_id=world.lim.person_id,
         drafted_at=NOW - timedelta(minutes=5), changed_at=NOW)  # fmt: skip
    assert [said for _what, said in told(app, world, Topic.SCHEMES)] == [
        "2099년 1월부터 쓸 운영 기준의 초안을 그만두었습니다.",
        "기획담당관 임꺽정 주무관이 2099년 1월부터 쓸 운영 기준의 초안을 쓰기 시작했습니다.",
    ]


def test_a_file_and_a_reorganisation_are_told(app: Flask, world: World) -> None:
    kept(world, StaffImport, file_name="인사.xlsx", digest="0" * 64, state="applied", uploaded_at=NOW, applied_at=NOW,
         uploaded_by_person_id=world.lim.person_id, new_people=2, changed_people=3, left_people=1)  # fmt: skip
    kept(world, Reorganisation, title="하반기 개편", effective_on=date(2027, 1, 1), state="done", planned_at=NOW,
         planned_by_person_id=world.lim.person_id, settled_at=NOW)  # fmt: skip
    said = [sentence for _what, sentence in told(app, world, Topic.DIRECTORY)]
    assert any("명부 파일 인사.xlsx" in one and "새로 온 직원 2명, 달라진 직원 3명" in one for one in said)
    assert "조직개편 하반기 개편이 2027년 1월 1일에 시행되었습니다." in said


def test_other_days_are_left_out(app: Flask, world: World) -> None:
    an_order(world, NOW - timedelta(days=40))
    assert told(app, world, Topic.DIRECTORY, days=30) == []
    assert len(told(app, world, Topic.DIRECTORY, days=50)) == 1


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_every_kind_has_its_topic_and_its_sentence(app: Flask) -> None:
    assert {what for whats in TOPICS.values() for what in whats} == set(What)
    from collabpoints.queries.record_changes import Told

    with app.test_request_context():
        for what in What:
            name = {"role": "reviewer", "order": "leave"}.get(what.partition("_")[0], "2026-11")
            line = Change(NOW, what, None, None, Told(name, after="2026-12", on=TODAY, counts=(1, 2, 3, 4)))
            assert story(line).endswith(".")
