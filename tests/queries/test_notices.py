from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import insert, select, update

from collabpoints.db import reading, unit_of_work
from collabpoints.domain.errors import NotFound
from collabpoints.domain.notices import NoticeKind
from collabpoints.models import NoteOpening, Notice
from collabpoints.queries.notices import MOST_COUNTED, Other, Unread, notice, notices, unread, unread_kinds
from collabpoints.services.note_changes import mark_read, take_back
from collabpoints.services.notices import mark_all_read, mark_note_seen, mark_notice_read, tell
from collabpoints.services.replies import reply
from tests.factories.agencies import Colleague
from tests.factories.worlds import World, a_world

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)


@pytest.fixture
def world(app: Flask) -> World:
    return a_world()


def told(world: World, *people: Colleague, kind: NoticeKind = NoticeKind.OPENED, note_id: int | None = None) -> None:
    with unit_of_work() as session:
        tell(session, world.agency_id, [who.person_id for who in people], kind, at=NOW, note_id=note_id)


def test_nobody_has_told_anything_yet(world: World) -> None:
    assert notices(world.hong.person_id).rows == ()
    assert unread(world.hong.person_id) == Unread(0, 0)


def test_notes_and_notices_are_counted_apart(world: World) -> None:
    note_id = world.send(world.hong, world.kim).note_ids[0]
    told(world, world.kim)
    assert unread(world.kim.person_id) == Unread(1, 2)
    mark_read(note_id, agency_id=world.agency_id, person_id=world.kim.person_id)
    assert unread(world.kim.person_id) == Unread(0, 1)


def test_unread_ones_are_counted_by_kind(world: World) -> None:
    note_id = world.send(world.hong, world.kim).note_ids[0]
    world.send(world.park, world.hong)
    world.send(world.kim, world.hong)
    reply(note_id, agency_id=world.agency_id, person_id=world.kim.person_id)
    assert unread_kinds(world.hong.person_id) == {NoticeKind.RECEIVED: 2, NoticeKind.REPLIED: 1}


def test_of_one_moment_the_one_written_last_stands_first(world: World) -> None:
    for kind in (NoticeKind.OPENED, NoticeKind.RECLAIMED, NoticeKind.APPEALED):
        told(world, world.hong, kind=kind)
    kinds = [row.kind for row in notices(world.hong.person_id).rows]
    assert kinds == [NoticeKind.APPEALED, NoticeKind.RECLAIMED, NoticeKind.OPENED]


def test_pages_follow_on_each_other_without_a_gap(world: World) -> None:
    for _ in range(5):
        told(world, world.hong)
    first = notices(world.hong.person_id, limit=2)
    second = notices(world.hong.person_id, before=first.older, limit=2)
    third = notices(world.hong.person_id, before=second.older, limit=2)
    assert [row.id for page in (first, second, third) for row in page.rows] == [5, 4, 3, 2, 1]
    assert third.older is None


@pytest.mark.parametrize("is_private", [True, False])
def test_each_end_of_a_note_is_told_of_the_other(world: World, is_private: bool) -> None:
    note_id = world.send(world.hong, world.kim, is_private=is_private).note_ids[0]
    told(world, world.hong, world.kim, note_id=note_id)
    to_sender, to_recipient = (notices(who.person_id).rows[0] for who in (world.hong, world.kim))
    assert (to_sender.other, to_sender.is_sender) == (Other("김민수", "주무관", "복지정책과"), True)
    assert (to_recipient.other, to_recipient.is_sender) == (Other("홍길동", "주무관", "기획담당관"), False)


@pytest.mark.parametrize(("is_private", "is_open"), [(True, False), (False, True)])
def test_a_third_is_told_of_no_end(world: World, is_private: bool, is_open: bool) -> None:
    note_id = world.send(world.hong, world.kim, is_private=is_private).note_ids[0]
    told(world, world.park, kind=NoticeKind.REPORT_DECIDED, note_id=note_id)
    (row,) = notices(world.park.person_id).rows
    assert (row.other, row.is_note_open) == (None, is_open)


def test_why_a_private_note_was_opened_its_two_people_learn_and_nobody_else(world: World) -> None:
    note_id = world.send(world.hong, world.kim, is_private=True).note_ids[0]
    with unit_of_work() as session:
        for reason, at in (("지난번", NOW - timedelta(days=1)), ("신고가 있어서", NOW)):
            opening = {"note_id": note_id, "reviewer_person_id": world.lim.person_id, "reason": reason, "opened_at": at}
            session.execute(insert(NoteOpening), {"agency_id": world.agency_id, **opening})
    told(world, world.hong, world.kim, world.park, note_id=note_id)
    reasons = [notices(who.person_id).rows[0].reason for who in (world.hong, world.kim, world.park)]
    assert reasons == ["신고가 있어서", "신고가 있어서", ""]


def test_what_was_taken_back_its_sender_alone_may_know_of(world: World) -> None:
    note_id = world.send(world.hong, world.kim, is_private=True).note_ids[0]
    take_back(note_id, agency_id=world.agency_id, person_id=world.hong.person_id)
    told(world, world.hong, world.kim, note_id=note_id)
    assert len(notices(world.hong.person_id).rows) == 1
    assert notices(world.kim.person_id).rows == ()
    assert unread_kinds(world.kim.person_id) == {}


def test_what_waits_is_counted_up_to_a_hundred_and_no_further(world: World) -> None:
    row = {"agency_id": world.agency_id, "person_id": world.hong.person_id, "kind": "replied", "created_at": NOW}
    with unit_of_work() as session:
        session.execute(insert(Notice), [row] * (MOST_COUNTED - 1))
    assert unread(world.hong.person_id).notices == MOST_COUNTED - 1
    with unit_of_work() as session:
        session.execute(insert(Notice), [row] * 20)
    assert unread(world.hong.person_id).notices == MOST_COUNTED


def test_anothers_notice_does_not_exist(world: World) -> None:
    told(world, world.hong)
    assert notice(1, person_id=world.hong.person_id).id == 1
    with pytest.raises(NotFound):
        notice(1, person_id=world.kim.person_id)


def test_who_sees_one_notice_of_a_note_has_seen_the_others(world: World) -> None:
    note_id = world.send(world.hong, world.kim).note_ids[0]
    told(world, world.kim, note_id=note_id)
    told(world, world.kim)
    mark_notice_read(1, person_id=world.kim.person_id)
    assert unread(world.kim.person_id).notices == 1


def test_nobody_marks_anothers_notice(world: World) -> None:
    note_id = world.send(world.hong, world.kim).note_ids[0]
    mark_notice_read(1, person_id=world.hong.person_id)
    mark_note_seen(note_id, person_id=world.hong.person_id)
    mark_all_read(world.hong.person_id, newest=1)
    assert unread(world.kim.person_id).notices == 1


def test_what_was_read_keeps_the_moment_of_its_first_reading(world: World) -> None:
    told(world, world.hong)
    with unit_of_work() as session:
        session.execute(update(Notice).values(read_at=NOW))
    mark_all_read(world.hong.person_id, newest=1)
    mark_notice_read(1, person_id=world.hong.person_id)
    with reading() as session:
        assert session.scalars(select(Notice.read_at)).one() == NOW
