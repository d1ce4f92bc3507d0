"""Two records that are one person: what he is from then on, and what stays where it was; on both databases."""

import threading
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from collabpoints.db import db, reading, unit_of_work
from collabpoints.domain.errors import Code, Refused
from collabpoints.domain.roles import Role
from collabpoints.domain.staff_orders import Act, Order
from collabpoints.models import Employee, Entry, Note, NoteFlag, Notice, Person, RoleGrant
from collabpoints.queries.ledger import verify
from collabpoints.queries.notes import note, received, sent
from collabpoints.queries.own_trees import kept_of
from collabpoints.queries.staff_previews import preview_of
from collabpoints.services.accounts import choose_ranking
from collabpoints.services.months import hold_month_of_now
from collabpoints.services.note_changes import make_private
from collabpoints.services.staff_merges import WHY_REVIEWED
from tests.factories.agencies import Colleague, a_colleague
from tests.factories.clocks import turn_clock
from tests.services.test_staff_orders import TODAY, Office, account, office, posts, refused, service

__all__ = ["office"]


def merge(office: Office, kept: Colleague, other: Colleague) -> None:
    office.place(kept, Act.MERGE, other_person_id=other.person_id)


def person(colleague: Colleague) -> Person:
    with reading() as session:
        return session.get_one(Person, colleague.person_id)


def numbers(colleague: Colleague) -> list[tuple[str, bool]]:
    """The numbers of a person, and whether he serves under each."""
    with reading() as session:
        rows = session.execute(
            select(Employee.number, Employee.left_on)
            .where(Employee.person_id == colleague.person_id)
            .order_by(Employee.id)
        )
        return [(number, left_on is None) for number, left_on in rows]


def test_services_go_over_and_one_goes_on(office: Office) -> None:
    world = office.world
    merge(office, world.hong, world.park)
    assert person(world.park).merged_into_person_id == world.hong.person_id
    assert numbers(world.hong) == [(world.hong.number, True), (world.park.number, False)]
    assert service(world.park).left_on == TODAY
    assert posts(world.park)[0][3] == TODAY


def test_where_only_the_other_serves_his_service_goes_on_as_the_kept_one_s(office: Office) -> None:
    world = office.world
    office.place(world.hong, Act.PART)
    merge(office, world.hong, world.park)
    assert numbers(world.hong) == [(world.hong.number, False), (world.park.number, True)]
    assert (account(world.hong).is_active, account(world.park).is_active) == (True, False)
    world.send(world.kim, world.hong)


def test_the_other_account_is_closed_its_sessions_over_its_roles_ended(office: Office) -> None:
    world = office.world
    reviewer = a_colleague(world.agency_id, "겹친이", world.roads, roles=(Role.REVIEWER,))
    merge(office, world.hong, reviewer)
    closed = account(reviewer)
    assert (closed.is_active, closed.session_epoch) == (False, 1)
    with reading() as session:
        grant = session.scalars(select(RoleGrant).where(RoleGrant.person_id == reviewer.person_id)).one()
    assert grant.revoked_at is not None


def test_no_note_goes_to_the_record_that_is_no_more(office: Office) -> None:
    merge(office, office.world.hong, office.world.park)
    assert refused(lambda: office.world.send(office.world.kim, office.world.park)) == [Code.RECIPIENT_UNKNOWN]


def test_entries_stay_as_they_are_and_the_books_balance(office: Office) -> None:
    world = office.world
    world.send(world.kim, world.park)
    world.send(world.hong, world.park)

    def entries() -> list[tuple[int | None, int | None]]:
        with reading() as session:
            rows = session.execute(select(Entry.giver_person_id, Entry.receiver_person_id).order_by(Entry.id))
            return [(giver, receiver) for giver, receiver in rows]

    before = entries()
    merge(office, world.hong, world.park)
    assert entries() == before
    assert verify().is_balanced


def test_notes_between_the_two_wait_for_a_reviewer(office: Office) -> None:
    world = office.world
    sent_ids = [world.send(world.hong, world.park).note_ids[0], world.send(world.park, world.hong).note_ids[0]]
    world.send(world.kim, world.park)
    merge(office, world.hong, world.park)
    with reading() as session:
        flags = session.scalars(select(NoteFlag).order_by(NoteFlag.note_id)).all()
    assert [(flag.note_id, flag.detail) for flag in flags] == [(id_, WHY_REVIEWED) for id_ in sent_ids]


def test_a_private_note_between_the_two_is_counted_and_not_told(office: Office) -> None:
    world = office.world
    world.send(world.hong, world.park, is_private=True)
    shown = preview_of(
        world.agency_id,
        world.hong.person_id,
        Order(Act.MERGE, TODAY, other_person_id=world.park.person_id),
        actor_person_id=office.officer.person_id,
    )
    assert [one.is_private for one in shown.between] == [True]


def test_who_has_two_records_reads_all_his_notes(office: Office) -> None:
    world = office.world
    to_hong = world.send(world.kim, world.hong).note_ids[0]
    to_park = world.send(world.kim, world.park).note_ids[0]
    from_park = world.send(world.park, world.kim).note_ids[0]
    merge(office, world.hong, world.park)
    assert [row.id for row in received(world.hong.person_id).rows] == [to_park, to_hong]
    assert [row.id for row in received(world.hong.person_id, before=to_park).rows] == [to_hong]
    assert [row.id for row in sent(world.hong.person_id).rows] == [from_park]
    assert {row.recipient.person_id for row in received(world.hong.person_id).rows} == {world.hong.person_id}


def test_he_may_do_with_a_joined_note_what_he_may_with_his_own(office: Office) -> None:
    world = office.world
    (note_id,) = world.send(world.kim, world.park).note_ids
    merge(office, world.hong, world.park)
    make_private(note_id, agency_id=world.agency_id, person_id=world.hong.person_id)
    seen = note(note_id, agency_id=world.agency_id, person_id=world.hong.person_id)
    assert (seen.is_private, seen.recipient.person_id) == (True, world.hong.person_id)


def test_his_tree_grows_from_both(office: Office) -> None:
    world = office.world
    world.send(world.kim, world.hong)
    world.send(world.kim, world.park)
    merge(office, world.hong, world.park)
    assert len(kept_of(world.hong.person_id).received) == 2


def test_notices_that_waited_wait_for_the_kept_person(office: Office) -> None:
    world = office.world
    world.send(world.kim, world.park)
    merge(office, world.hong, world.park)
    with reading() as session:
        waiting = session.scalar(select(func.count(Notice.id)).where(Notice.person_id == world.hong.person_id))
    assert waiting == 1


def test_a_note_of_the_past_still_names_him_with_number_and_position(office: Office) -> None:
    world = office.world
    (note_id,) = world.send(world.kim, world.park).note_ids
    merge(office, world.hong, world.park)
    end = note(note_id, agency_id=world.agency_id, person_id=world.kim.person_id).recipient
    assert (end.name, end.position, end.number) == ("박서연", "주무관", world.hong.number)


@pytest.mark.parametrize("hidden", ["kept", "other"])
def test_who_stays_out_of_rankings_stays_out_with_both_records(office: Office, hidden: str) -> None:
    world = office.world
    choose_ranking((world.hong if hidden == "kept" else world.park).person_id, is_opted_out=True)
    merge(office, world.hong, world.park)
    assert person(world.hong).is_opted_out
    assert person(world.park).is_opted_out
    choose_ranking(world.hong.person_id, is_opted_out=False)
    assert not person(world.park).is_opted_out


def test_a_record_joined_before_goes_along(office: Office) -> None:
    world = office.world
    merge(office, world.park, world.lim)
    merge(office, world.hong, world.park)
    assert person(world.lim).merged_into_person_id == world.hong.person_id


def test_a_record_is_joined_once(office: Office) -> None:
    merge(office, office.world.hong, office.world.park)
    assert refused(lambda: merge(office, office.world.kim, office.world.park)) == [Code.ORDER_SAME_RECORD]


def test_nobody_joins_his_own_record(office: Office) -> None:
    assert refused(lambda: merge(office, office.officer, office.world.park)) == [Code.ORDER_OWN_MERGE]


def race(app: Flask, *acts: Callable[[], object]) -> list[BaseException]:
    """All acts at once; what they raised."""
    start, faults = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        with app.app_context():
            start.wait()
            try:
                act()
            except BaseException as fault:
                faults.append(fault)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


def test_a_note_between_the_two_that_is_on_its_way_is_found_or_refused(app: Flask, office: Office) -> None:
    world = office.world

    def send() -> None:
        world.send(world.hong, world.park)

    faults = race(app, send, lambda: merge(office, world.hong, world.park))
    with reading() as session:
        notes = set(session.scalars(select(Note.id)))
        flagged = set(session.scalars(select(NoteFlag.note_id)))
    merged = person(world.park).merged_into_person_id is not None
    told = [refusal.code for fault in faults if isinstance(fault, Refused) for refusal in fault.refusals]
    assert len(told) == len(faults)
    # Either the note came first (and the merge either showed it or saw that it was not shown), or it was refused.
    assert flagged == (notes if merged else set())
    assert set(told) <= {Code.RECIPIENT_UNKNOWN, Code.ONESELF, Code.FILE_CHANGED}


def test_two_who_carry_out_the_same_order_do_it_once(
    app: Flask, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = office.world
    office.place(world.hong, Act.TRANSFER, date(2026, 12, 1), department_id=world.roads)
    turn_clock(monkeypatch, "2026-12-01T00:00:01+09:00")
    done: list[int] = []
    assert race(app, *[lambda: done.append(office.carry_out())] * 2) == []
    assert sum(done) == 1
    assert len(posts(world.hong)) == 2


def test_a_transfer_does_not_wait_for_a_send_that_holds_the_month(app: Flask, office: Office) -> None:
    world = office.world
    world.send(world.hong, world.kim)
    if db.engine.dialect.name == "sqlite":  # one writer at a time: there is nothing to hold
        office.place(world.hong, Act.TRANSFER, department_id=world.roads)
    else:
        with unit_of_work() as session:
            hold_month_of_now(session, world.agency_id)
            assert race(app, lambda: office.place(world.hong, Act.TRANSFER, department_id=world.roads)) == []
    assert len(posts(world.hong)) == 2
