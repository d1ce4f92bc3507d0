"""After sending: read, made private, taken back, given back, replied to."""

from datetime import timedelta
from typing import TypedDict

import pytest
from flask import Flask
from sqlalchemy import select

from collabpoints.db import database_now, reading
from collabpoints.domain.errors import Code, NotFound, Refused
from collabpoints.models import Entry, Note, Notice, PairMonthTotal, PersonMonthTotal
from collabpoints.queries import notes
from collabpoints.queries.ledger import verify
from collabpoints.queries.notices import unread
from collabpoints.services.note_changes import give_back, make_private, mark_read, take_back
from collabpoints.services.replies import reply
from tests.factories.agencies import Colleague
from tests.factories.worlds import World, a_world


@pytest.fixture
def world(app: Flask) -> World:
    return a_world()


@pytest.fixture
def note_id(world: World) -> int:
    """A public note of ten points from Hong to Kim."""
    return world.send(world.hong, world.kim).note_ids[0]


class AsOf(TypedDict):
    agency_id: int
    person_id: int


def as_of(world: World, colleague: Colleague) -> AsOf:
    return {"agency_id": world.agency_id, "person_id": colleague.person_id}


def spent(colleague: Colleague) -> int:
    with reading() as session:
        return session.execute(
            select(PersonMonthTotal.spent).where(PersonMonthTotal.person_id == colleague.person_id)
        ).scalar_one()


def test_taking_back_is_a_counter_entry_and_restores_allowance_and_cap(world: World, note_id: int) -> None:
    take_back(note_id, **as_of(world, world.hong))
    with reading() as session:
        entries = session.scalars(select(Entry).order_by(Entry.id)).all()
        assert [(e.kind, e.points, e.counters) for e in entries] == [
            ("send", 10, None),
            ("take_back", -10, entries[0].id),
        ]
        assert session.scalars(select(PairMonthTotal.counted)).one() == 0
    assert spent(world.hong) == 0
    assert verify().is_balanced


def test_what_was_taken_back_its_recipient_never_sees(world: World, note_id: int) -> None:
    take_back(note_id, **as_of(world, world.hong))
    assert notes.received(world.kim.person_id).rows == ()
    assert unread(world.kim.person_id).notes == 0
    with pytest.raises(NotFound):
        notes.note(note_id, **as_of(world, world.kim))
    assert notes.note(note_id, **as_of(world, world.hong)).withdrawn == "taken_back"
    with reading() as session:
        assert session.scalars(select(Notice)).all() == []


def test_a_note_that_was_read_cannot_be_taken_back(world: World, note_id: int) -> None:
    mark_read(note_id, **as_of(world, world.kim))
    with pytest.raises(Refused) as refused:
        take_back(note_id, **as_of(world, world.hong))
    assert refused.value.refusals[0].code is Code.ALREADY_READ


def test_after_the_schemes_minutes_a_note_cannot_be_taken_back(
    world: World, note_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "collabpoints.services.months.database_now", lambda session: database_now(session) + timedelta(minutes=31)
    )
    with pytest.raises(Refused) as refused:
        take_back(note_id, **as_of(world, world.hong))
    assert refused.value.refusals[0].code is Code.TAKE_BACK_TOO_LATE


@pytest.mark.parametrize("change", [take_back, give_back])
def test_a_note_is_withdrawn_once(world: World, note_id: int, change: object) -> None:
    give_back(note_id, **as_of(world, world.kim))
    actor = world.hong if change is take_back else world.kim
    with pytest.raises(Refused) as refused:
        change(note_id, **as_of(world, actor))  # type: ignore[operator]
    assert refused.value.refusals[0].code is Code.ALREADY_WITHDRAWN
    assert verify().is_balanced


@pytest.mark.parametrize("who", ["kim", "park"])
def test_only_the_sender_takes_back(world: World, note_id: int, who: str) -> None:
    with pytest.raises(NotFound):
        take_back(note_id, **as_of(world, getattr(world, who)))


@pytest.mark.parametrize("change", [give_back, make_private, reply])
@pytest.mark.parametrize("who", ["hong", "park"])
def test_only_the_recipient_gives_back_replies_or_makes_private(
    world: World, note_id: int, change: object, who: str
) -> None:
    with pytest.raises(NotFound):
        change(note_id, **as_of(world, getattr(world, who)))  # type: ignore[operator]


def test_giving_back_is_a_counter_entry_and_tells_the_sender(world: World, note_id: int) -> None:
    give_back(note_id, **as_of(world, world.kim))
    assert spent(world.hong) == 0
    with reading() as session:
        told = session.scalars(select(Notice).where(Notice.person_id == world.hong.person_id)).one()
    assert (told.kind, told.note_id) == ("given_back", note_id)
    assert verify().is_balanced


def test_a_note_one_replied_to_cannot_be_given_back(world: World, note_id: int) -> None:
    reply(note_id, **as_of(world, world.kim))
    with pytest.raises(Refused) as refused:
        give_back(note_id, **as_of(world, world.kim))
    assert refused.value.refusals[0].code is Code.ALREADY_REPLIED


def test_a_reply_is_one_and_the_sender_is_told(world: World, note_id: int) -> None:
    reply(note_id, **as_of(world, world.kim), text="저도 덕분에 배웠습니다.")
    with pytest.raises(Refused) as refused:
        reply(note_id, **as_of(world, world.kim))
    assert refused.value.refusals[0].code is Code.ALREADY_REPLIED
    assert notes.note(note_id, **as_of(world, world.hong)).reply_text == "저도 덕분에 배웠습니다."


@pytest.mark.parametrize("text", ["ㅤ", "가" * 201, "\u202e뒤집힘", "900101-1234567"])
def test_an_unfit_reply_is_refused(world: World, note_id: int, text: str) -> None:
    with pytest.raises(Refused):
        reply(note_id, **as_of(world, world.kim), text=text)
    assert notes.note(note_id, **as_of(world, world.hong)).replied_at is None


def test_a_note_made_private_is_gone_for_everybody_else_at_once(world: World, note_id: int) -> None:
    assert [row.id for row in notes.feed(world.agency_id).rows] == [note_id]
    make_private(note_id, **as_of(world, world.kim))
    assert notes.feed(world.agency_id).rows == ()
    with pytest.raises(NotFound):
        notes.note(note_id, **as_of(world, world.park))
    assert notes.note(note_id, **as_of(world, world.hong)).is_private


def test_reading_marks_the_note_for_its_recipient_only(world: World, note_id: int) -> None:
    mark_read(note_id, **as_of(world, world.park))
    mark_read(note_id, **as_of(world, world.hong))
    assert unread(world.kim.person_id).notes == 1
    mark_read(note_id, **as_of(world, world.kim))
    assert unread(world.kim.person_id).notes == 0
    with reading() as session:
        assert session.get_one(Note, note_id).read_at is not None
