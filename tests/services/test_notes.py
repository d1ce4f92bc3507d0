"""Sending: what stands afterwards, what is refused, and that one press is one note."""

import threading
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from collabpoints.db import db, reading, unit_of_work
from collabpoints.domain.drafts import DraftText
from collabpoints.domain.errors import Code, Refused
from collabpoints.models import (
    DepartmentMonthTotal,
    Draft,
    Entry,
    Month,
    Note,
    NoteText,
    Notice,
    PairMonthTotal,
    PersonMonthTotal,
    Scheme,
    SendBatch,
)
from collabpoints.queries.ledger import verify
from collabpoints.services.drafts import keep_draft
from collabpoints.services.notes import NewNotes, send_notes
from tests.factories.worlds import TEXT, World, a_world


@pytest.fixture
def world(app: Flask) -> World:
    return a_world()


def refusal_codes(refused: pytest.ExceptionInfo[Refused]) -> list[Code]:
    return [refusal.code for refusal in refused.value.refusals]


def rows(model: type) -> int:
    with reading() as session:
        return session.execute(select(func.count()).select_from(model)).scalar_one()


def total(world: World, person_id: int) -> PersonMonthTotal:
    with reading() as session:
        return session.execute(select(PersonMonthTotal).where(PersonMonthTotal.person_id == person_id)).scalar_one()


def test_a_note_its_text_its_entry_and_its_totals_stand_together(world: World) -> None:
    sent = world.send(world.hong, world.kim)
    with reading() as session:
        note = session.get_one(Note, sent.note_ids[0])
        entry = session.execute(select(Entry)).scalar_one()
        giver = session.execute(
            select(PersonMonthTotal).where(PersonMonthTotal.person_id == world.hong.person_id)
        ).scalar_one()
        receiver = session.execute(
            select(PersonMonthTotal).where(PersonMonthTotal.person_id == world.kim.person_id)
        ).scalar_one()
        department = session.execute(
            select(DepartmentMonthTotal).where(DepartmentMonthTotal.department_id == world.welfare)
        ).scalar_one()
        assert (note.points, note.sender_department_id, note.recipient_department_id) == (
            10,
            world.planning,
            world.welfare,
        )
        assert session.get_one(NoteText, note.id).text == TEXT
        assert (entry.kind, entry.points, entry.notes, entry.spent, entry.counted) == ("send", 10, 1, 10, 1)
        assert (giver.granted, giver.spent, giver.sent_points, giver.sent_notes) == (200, 10, 10, 1)
        assert (receiver.spent, receiver.received_points, receiver.received_notes) == (0, 10, 1)
        assert (department.received_points, department.sent_points) == (10, 0)
    assert verify().is_balanced


def test_the_recipient_is_told(world: World) -> None:
    sent = world.send(world.hong, world.kim)
    with reading() as session:
        notice = session.execute(select(Notice)).scalar_one()
    assert (notice.kind, notice.person_id, notice.note_id) == ("received", world.kim.person_id, sent.note_ids[0])


def test_several_colleagues_get_a_note_each(world: World) -> None:
    sent = world.send(world.hong, world.kim, world.park)
    assert len(sent.note_ids) == 2
    assert total(world, world.hong.person_id).spent == 20
    assert verify().is_balanced


def test_where_one_of_several_is_refused_none_is_sent_and_he_is_named(world: World) -> None:
    with pytest.raises(Refused) as refused:
        world.send(world.hong, world.kim, world.lim, world.choi)
    assert [(r.code, dict(r.values)["person"]) for r in refused.value.refusals] == [
        (Code.SAME_DEPARTMENT, world.lim.person_id),
        (Code.CANNOT_RECEIVE, world.choi.person_id),
    ]
    assert rows(Note) == rows(SendBatch) == rows(PersonMonthTotal) == 0


def test_all_objections_come_at_once(world: World) -> None:
    with pytest.raises(Refused) as refused:
        world.send(world.hong, world.hong, text="", points=7)
    assert set(refusal_codes(refused)) == {Code.ONESELF, Code.POINTS_NOT_ALLOWED, Code.TEXT_EMPTY}


def test_the_same_form_again_shows_the_first_result(world: World) -> None:
    form_id = str(uuid4())
    first = world.send(world.hong, world.kim, form_id=form_id)
    again = world.send(world.hong, world.kim, form_id=form_id)
    assert again.is_repeat
    assert again.note_ids == first.note_ids
    assert rows(Note) == 1


@pytest.mark.parametrize("change", ["text", "recipient", "points", "private", "sender"])
def test_the_same_form_with_other_content_is_refused(world: World, change: str) -> None:
    form_id = str(uuid4())
    world.send(world.hong, world.kim, form_id=form_id)
    with pytest.raises(Refused) as refused:
        world.send(
            world.park if change == "sender" else world.hong,
            world.park if change == "recipient" else world.kim,
            form_id=form_id,
            text=TEXT + "!" if change == "text" else TEXT,
            points=0 if change == "points" else 10,
            is_private=change == "private",
        )
    assert refusal_codes(refused) == [Code.FORM_ALREADY_USED]
    assert rows(Note) == 1


@pytest.mark.parametrize("form_id", ["", "x", "0" * 36, "A" * 8 + "-0000-4000-8000-" + "0" * 12, "\x00" * 36])
def test_a_form_id_that_is_none_is_refused(world: World, form_id: str) -> None:

    new = NewNotes(form_id, (world.kim.person_id,), TEXT, 10, False)
    with pytest.raises(Refused) as refused:
        send_notes(agency_id=world.agency_id, sender_person_id=world.hong.person_id, new=new)
    assert refusal_codes(refused) == [Code.FORM_ID_INVALID]


def test_no_more_than_two_notes_with_points_to_one_person_a_month(world: World) -> None:
    world.send(world.hong, world.kim)
    world.send(world.hong, world.kim)
    with pytest.raises(Refused) as refused:
        world.send(world.hong, world.kim)
    assert refusal_codes(refused) == [Code.PAIR_CAP_REACHED]
    assert len(world.send(world.hong, world.kim, points=0).note_ids) == 1, "thanks alone is not capped"
    assert verify().is_balanced


def test_no_more_than_the_allowance(app: Flask) -> None:
    world = a_world(scheme="chungnam-2015")
    for _ in range(30):
        world.send(world.hong, world.lim)
    with pytest.raises(Refused) as refused:
        world.send(world.hong, world.kim)
    assert [(r.code, dict(r.values)["remaining"]) for r in refused.value.refusals] == [(Code.ALLOWANCE_SHORT, 0)]
    assert total(world, world.hong.person_id).spent == 30


def test_thanks_alone_costs_nothing_and_may_stay_in_the_department(world: World) -> None:
    world.send(world.hong, world.lim, points=0)
    assert total(world, world.hong.person_id).spent == 0
    assert total(world, world.lim.person_id).received_notes == 1
    assert verify().is_balanced


def test_one_on_leave_neither_receives_nor_sends(world: World) -> None:
    with pytest.raises(Refused) as refused:
        world.send(world.choi, world.kim)
    assert refusal_codes(refused) == [Code.CANNOT_SEND]


def test_points_that_the_scheme_fixes_need_not_be_named(world: World) -> None:
    new = NewNotes(str(uuid4()), (world.kim.person_id,), TEXT, None, False)
    send_notes(agency_id=world.agency_id, sender_person_id=world.hong.person_id, new=new)
    assert total(world, world.kim.person_id).received_points == 10


def test_points_that_the_scheme_leaves_open_must_be_named(world: World) -> None:
    with unit_of_work() as session:
        scheme = session.scalars(select(Scheme)).one()
        scheme.text = scheme.text.replace("allowed = [10]", "allowed = [10, 20]")
    new = NewNotes(str(uuid4()), (world.kim.person_id,), TEXT, None, False)
    with pytest.raises(Refused) as refused:
        send_notes(agency_id=world.agency_id, sender_person_id=world.hong.person_id, new=new)
    assert refusal_codes(refused) == [Code.POINTS_NOT_ALLOWED]


def test_a_help_kind_of_no_list_is_refused(world: World) -> None:

    new = NewNotes(str(uuid4()), (world.kim.person_id,), TEXT, 10, False, help_kind_id=99)
    with pytest.raises(Refused) as refused:
        send_notes(agency_id=world.agency_id, sender_person_id=world.hong.person_id, new=new)
    assert refusal_codes(refused) == [Code.HELP_KIND_UNKNOWN]


def test_a_person_of_nowhere_is_refused(world: World) -> None:

    new = NewNotes(str(uuid4()), (10**12,), TEXT, 10, False)
    with pytest.raises(Refused) as refused:
        send_notes(agency_id=world.agency_id, sender_person_id=world.hong.person_id, new=new)
    assert refusal_codes(refused) == [Code.RECIPIENT_UNKNOWN]


@pytest.mark.parametrize(
    ("now", "period"),
    [
        (datetime(2026, 10, 31, 14, 59, 59, 999_000, tzinfo=UTC), "2026-10"),
        (datetime(2026, 10, 31, 15, 0, 0, tzinfo=UTC), "2026-11"),
    ],
)
def test_a_note_belongs_to_the_month_of_the_databases_clock_in_seoul(
    world: World, monkeypatch: pytest.MonkeyPatch, now: datetime, period: str
) -> None:
    monkeypatch.setattr("collabpoints.services.months.database_now", lambda _session: now)
    sent = world.send(world.hong, world.kim)
    with reading() as session:
        note = session.get_one(Note, sent.note_ids[0])
        assert session.get_one(Month, note.month_id).period == period
        assert note.sent_at == now


def test_no_note_enters_a_month_that_has_ended(world: World) -> None:
    world.send(world.hong, world.kim)
    with db.engine.begin() as connection:
        connection.execute(Month.__table__.update().values(state="ended", ended_at=datetime(2026, 11, 1, tzinfo=UTC)))  # type: ignore[attr-defined]
    with pytest.raises(Refused) as refused:
        world.send(world.hong, world.park)
    assert refusal_codes(refused) == [Code.MONTH_ENDED]


def test_sending_drops_the_forms_draft(world: World) -> None:

    form_id = str(uuid4())
    draft = DraftText(form_id, (world.kim.person_id,), "쓰던 글")
    keep_draft(agency_id=world.agency_id, person_id=world.hong.person_id, draft=draft, now=datetime.now(UTC))
    assert rows(Draft) == 1
    world.send(world.hong, world.kim, form_id=form_id)
    assert rows(Draft) == 0


def test_many_at_once_never_pass_the_allowance_or_the_cap(app: Flask, world: World) -> None:
    """Forty threads want 40 × 10 points of 200, and 20 notes to each of two people who may get two."""
    outcomes: list[str] = []

    def press(number: int) -> None:
        with app.app_context():
            try:
                world.send(world.hong, world.kim if number % 2 else world.park)
                outcomes.append("sent")
            except Refused as refused:
                outcomes.append(refused.refusals[0].code)
            finally:
                db.session.remove()

    presses = [threading.Thread(target=press, args=(number,)) for number in range(40)]
    for thread in presses:
        thread.start()
    for thread in presses:
        thread.join()
    assert sorted(outcomes) == ["pair_cap_reached"] * 36 + ["sent"] * 4
    with reading() as session:
        counted = session.scalars(select(PairMonthTotal.counted)).all()
    assert list(counted) == [2, 2]
    assert verify().is_balanced


def test_one_form_pressed_many_times_at_once_is_one_note(app: Flask, world: World) -> None:
    form_id = str(uuid4())
    results: set[tuple[int, ...]] = set()

    def press() -> None:
        with app.app_context():
            results.add(world.send(world.hong, world.kim, form_id=form_id).note_ids)
            db.session.remove()

    presses = [threading.Thread(target=press) for _ in range(20)]
    for thread in presses:
        thread.start()
    for thread in presses:
        thread.join()
    assert len(results) == 1
    assert rows(Note) == 1
