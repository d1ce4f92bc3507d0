"""Who sees which note, in which order, on how many pages."""

import pytest
from flask import Flask

from collabpoints.domain.errors import NotFound
from collabpoints.queries import notes
from collabpoints.services.replies import reply
from tests.factories.agencies import Colleague
from tests.factories.worlds import TEXT, World, a_world


@pytest.fixture
def world(app: Flask) -> World:
    return a_world(scheme="chungnam-2015")


def seen_by(world: World, note_id: int, colleague: Colleague) -> bool:
    try:
        notes.note(note_id, agency_id=world.agency_id, person_id=colleague.person_id)
    except NotFound:
        return False
    return True


def test_a_note_shows_both_ends_with_department_and_position(world: World) -> None:
    sent = world.send(world.hong, world.kim)
    row = notes.note(sent.note_ids[0], agency_id=world.agency_id, person_id=world.kim.person_id)
    assert (row.sender.name, row.sender.position, row.sender.department) == ("홍길동", "주무관", "기획담당관")
    assert (row.recipient.name, row.recipient.department, row.recipient.number) == (
        "김민수",
        "복지정책과",
        world.kim.number,
    )
    assert (row.text, row.points, row.read_at, row.withdrawn) == (TEXT, 10, None, None)


def test_a_public_note_is_read_by_every_colleague_and_a_private_one_by_its_two(world: World) -> None:
    (public,) = world.send(world.hong, world.kim).note_ids
    (private,) = world.send(world.hong, world.kim, is_private=True).note_ids
    assert all(seen_by(world, public, who) for who in (world.hong, world.kim, world.park))
    assert seen_by(world, private, world.hong)
    assert seen_by(world, private, world.kim)
    assert not seen_by(world, private, world.park)
    assert [row.id for row in notes.feed(world.agency_id).rows] == [public]


def test_a_note_of_another_agency_does_not_exist(world: World) -> None:
    (note_id,) = world.send(world.hong, world.kim).note_ids
    with pytest.raises(NotFound):
        notes.note(note_id, agency_id=world.agency_id + 1, person_id=world.kim.person_id)


def test_pages_follow_one_another_without_loss_or_double(world: World) -> None:
    ids = [world.send(world.hong, world.kim).note_ids[0] for _ in range(7)]
    seen: list[int] = []
    before: int | None = None
    while True:
        page = notes.received(world.kim.person_id, before=before, limit=3)
        seen += [row.id for row in page.rows]
        before = page.older
        if before is None:
            break
    assert seen == sorted(ids, reverse=True)


@pytest.mark.parametrize("count", [3, 6])
def test_a_full_last_page_names_no_older_one(world: World, count: int) -> None:
    for _ in range(count):
        world.send(world.hong, world.kim)
    page = notes.sent(world.hong.person_id, limit=3)
    assert (len(page.rows), page.older is None) == (3, count == 3)


def test_inbox_and_sent_hold_ones_own_notes_only(world: World) -> None:
    world.send(world.hong, world.kim)
    world.send(world.park, world.hong)
    assert [row.sender.name for row in notes.received(world.hong.person_id).rows] == ["박서연"]
    assert [row.recipient.name for row in notes.sent(world.hong.person_id).rows] == ["김민수"]


def test_the_reply_stands_with_the_note(world: World) -> None:
    (note_id,) = world.send(world.hong, world.kim).note_ids
    reply(note_id, agency_id=world.agency_id, person_id=world.kim.person_id)
    row = notes.sent(world.hong.person_id).rows[0]
    assert (row.reply_text, row.is_reply_read) == ("", False)
    assert row.replied_at is not None


def test_the_notes_of_one_press_are_shown_to_its_sender_only(world: World) -> None:
    sent = world.send(world.hong, world.kim, world.park)
    assert len(notes.batch_notes(sent.batch_id, person_id=world.hong.person_id)) == 2
    assert notes.batch_notes(sent.batch_id, person_id=world.kim.person_id) == ()
